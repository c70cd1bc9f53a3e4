"""What the HTTP API of users_svc reads and writes."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field, RootModel

from svckit.schemas import PageQuery, Schema
from users_svc.models.user import User
from users_svc.services.sessions import Tokens

RoleName = Literal["viewer", "author", "reviewer", "admin"]

# Wide bounds against abuse; the rules proper, with words for people, are in services/.
_EMAIL = Field(min_length=1, max_length=320, description="E-mail address.", examples=["ada@team.example"])
_PASSWORD = Field(min_length=1, max_length=1024, description="At least 12 characters, nothing common.")
_TOKEN = Field(min_length=1, max_length=200)


class RegisterBody(Schema):
    """A newcomer."""

    email: str = _EMAIL
    name: str = Field(min_length=1, max_length=200, description="How others see you.", examples=["Ada"])
    password: str = _PASSWORD


class EmailBody(Schema):
    email: str = _EMAIL


class LinkBody(Schema):
    """The token of a mailed link."""

    token: str = _TOKEN


class CredentialsBody(Schema):
    email: str = _EMAIL
    password: str = Field(min_length=1, max_length=1024)


class RefreshBody(Schema):
    refresh_token: str = _TOKEN


class ResetBody(Schema):
    token: str = _TOKEN
    password: str = _PASSWORD


class MeBody(Schema):
    """What one may change about oneself."""

    name: str = Field(min_length=1, max_length=200)


class PasswordBody(Schema):
    current: str = Field(min_length=1, max_length=1024)
    new: str = _PASSWORD


class AccountBody(Schema):
    """What an admin may change about an account; left out is left as it is."""

    role: RoleName | None = None
    active: bool | None = None


class PeopleQuery(PageQuery):
    q: str | None = Field(default=None, max_length=100, description="Part of a name or address.")


class CheckYourMail(Schema):
    """The same answer whether or not there is an account."""

    status: Literal["check-your-mail"] = "check-your-mail"


class UserOut(Schema):
    """An account, for its owner and for admins."""

    id: UUID
    email: str
    name: str
    role: RoleName
    active: bool
    verified: bool
    created_at: datetime
    must_change_password: bool

    @classmethod
    def of(cls, user: User) -> "UserOut":
        return cls.model_validate({name: getattr(user, name) for name in cls.model_fields})


class TokensOut(Schema):
    """A sign-in: the access token for ``Authorization: Bearer``, the refresh token for the next one."""

    access_token: str
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105 - the scheme's name
    expires_in: int = Field(description="Seconds the access token is good for.")
    refresh_token: str
    user: UserOut

    @classmethod
    def of(cls, tokens: Tokens) -> "TokensOut":
        return cls(
            access_token=tokens.access_token,
            expires_in=tokens.expires_in,
            refresh_token=tokens.refresh_token,
            user=UserOut.of(tokens.user),
        )


class PeopleOut(Schema):
    """A page of accounts, newest first."""

    items: list[UserOut]
    next: str | None


class DirectoryEntry(Schema):
    """A colleague, for everybody who is signed in. When they joined tells namesakes apart."""

    id: UUID
    name: str
    role: RoleName
    created_at: datetime

    @classmethod
    def of(cls, user: User) -> "DirectoryEntry":
        return cls.model_validate({name: getattr(user, name) for name in cls.model_fields})


class Directory(RootModel[list[DirectoryEntry]]):
    """Everybody who can sign in, by name."""


class Jwk(Schema):
    """A public key (RFC 8037)."""

    kty: str
    crv: str
    use: str
    alg: str
    kid: str
    x: str


class Jwks(Schema):
    keys: list[Jwk]
