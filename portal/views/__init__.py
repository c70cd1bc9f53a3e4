"""A module per area. A view reads what was asked, calls a client, and renders."""

from portal import observing
from portal.views import (
    accounts,
    dead_letters,
    drafts,
    emails,
    health,
    home,
    internal,
    people,
    posts,
    review,
    settings,
    sign_in,
    trends,
    workers,
    writing,
)

BLUEPRINTS = (
    observing.bp,
    internal.bp,
    sign_in.bp,
    home.bp,
    trends.bp,
    drafts.bp,
    writing.bp,
    review.bp,
    posts.bp,
    accounts.bp,
    settings.bp,
    health.bp,
    workers.bp,
    emails.bp,
    dead_letters.bp,
    people.bp,
)
