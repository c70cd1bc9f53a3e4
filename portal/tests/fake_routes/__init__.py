"""What the fake API answers, address by address: importing this registers all of it."""

from portal.tests.fake_routes import people, reviews, thinker, trends, tweeter
from portal.tests.fake_routes.people import PASSWORD

__all__ = ["PASSWORD", "people", "reviews", "thinker", "trends", "tweeter"]
