"""One thin class per service. Views never build an address of the API.

``api()`` gives the clients of the request in hand, speaking for its visitor.
"""

from functools import cached_property

from flask import current_app, g, request
from flask_login import current_user

from portal.clients.base import Caller
from portal.clients.editing import EditingClient
from portal.clients.guests import GuestsClient
from portal.clients.health import HealthClient
from portal.clients.library import LibraryClient
from portal.clients.lists import ListsClient
from portal.clients.models import ModelsClient
from portal.clients.notify import NotifyClient
from portal.clients.reviews import ReviewsClient
from portal.clients.talk import TalkClient
from portal.clients.thinker import ThinkerClient
from portal.clients.trends import TrendsClient
from portal.clients.tweeter import TweeterClient
from portal.clients.users import AuthClient, UsersClient
from portal.clients.watches import WatchesClient
from svckit.http import HttpClient


class Api:
    """Every service, for one visitor."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    @cached_property
    def auth(self) -> AuthClient:
        return AuthClient(self._caller)

    @cached_property
    def users(self) -> UsersClient:
        return UsersClient(self._caller)

    @cached_property
    def library(self) -> LibraryClient:
        return LibraryClient(self._caller)

    @cached_property
    def trends(self) -> TrendsClient:
        return TrendsClient(self._caller)

    @cached_property
    def watches(self) -> WatchesClient:
        return WatchesClient(self._caller)

    @cached_property
    def thinker(self) -> ThinkerClient:
        return ThinkerClient(self._caller)

    @cached_property
    def reviews(self) -> ReviewsClient:
        return ReviewsClient(self._caller)

    @cached_property
    def editing(self) -> EditingClient:
        return EditingClient(self._caller)

    @cached_property
    def talk(self) -> TalkClient:
        return TalkClient(self._caller)

    @cached_property
    def models(self) -> ModelsClient:
        return ModelsClient(self._caller)

    @cached_property
    def tweeter(self) -> TweeterClient:
        return TweeterClient(self._caller)

    @cached_property
    def notify(self) -> NotifyClient:
        return NotifyClient(self._caller)

    @cached_property
    def lists(self) -> ListsClient:
        return ListsClient(self._caller)

    @cached_property
    def guests(self) -> GuestsClient:
        return GuestsClient(self._caller)

    @cached_property
    def health(self) -> HealthClient:
        return HealthClient(self._caller)


def _visitor_address() -> str:
    """Where the visitor is, as nginx saw it: limits count people, not the portal."""
    forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return forwarded or request.remote_addr or ""


def api() -> Api:
    """The services, for whoever made this request."""
    if "api" not in g:
        http: HttpClient = current_app.extensions["portal_http"]
        grant_id = current_user.grant_id if current_user.is_authenticated else None
        g.api = Api(Caller(http, current_app.extensions["portal_tokens"], grant_id, _visitor_address()))
    found: Api = g.api
    return found
