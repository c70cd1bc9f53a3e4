"""What the fake API answers, address by address: importing this registers all of it."""

from portal.tests.fake_routes import (
    editing,
    guests,
    library,
    lists,
    people,
    reviews,
    talk,
    thinker,
    trends,
    tweeter,
    watches,
    writing,
)
from portal.tests.fake_routes.people import PASSWORD

__all__ = [
    "PASSWORD",
    "editing",
    "guests",
    "library",
    "lists",
    "people",
    "reviews",
    "talk",
    "thinker",
    "trends",
    "tweeter",
    "watches",
    "writing",
]
