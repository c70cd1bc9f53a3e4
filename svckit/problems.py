"""Errors as RFC 9457 problem details.

``services/`` raise these; they know no framework. ``type`` is a stable slug that a script may rely
on; ``detail`` says what happened and what to do about it.
"""

from typing import Any, ClassVar, TypedDict


class FieldError(TypedDict):
    """What is wrong with one field of what was sent."""

    field: str
    message: str


class Problem(Exception):
    """An error a caller is told about.

    Args:
        type: stable kebab-case slug, sent as ``urn:problem:<slug>``.
        detail: what happened and what to do, for a person.
        title: short name of the kind; from the class where left out.
        errors: what is wrong with which field.
        retry_after: seconds until another try makes sense; also sent as ``Retry-After``.
        extra: further members of the problem document.
    """

    status: ClassVar[int] = 500
    default_title: ClassVar[str] = "Something failed on our side"

    def __init__(
        self,
        type: str,  # noqa: A002 - the RFC's own name
        detail: str,
        *,
        title: str | None = None,
        errors: list[FieldError] | None = None,
        retry_after: int | None = None,
        **extra: Any,
    ) -> None:
        super().__init__(detail)
        self.type = type
        self.title = title or self.default_title
        self.detail = detail
        self.errors = errors or []
        self.retry_after = retry_after
        self.extra = extra

    def document(self) -> dict[str, Any]:
        """The problem document, without ``request_id`` and ``instance``."""
        body: dict[str, Any] = {
            "type": f"urn:problem:{self.type}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
        }
        if self.errors:
            body["errors"] = self.errors
        if self.retry_after is not None:
            body["retry_after"] = self.retry_after
        return body | self.extra


class BadRequest(Problem):
    status = 400
    default_title = "The request can't be read"


class Unauthorized(Problem):
    status = 401
    default_title = "Sign in first"


class Forbidden(Problem):
    status = 403
    default_title = "Your role doesn't allow this"


class NotFound(Problem):
    status = 404
    default_title = "There is nothing here"


class Conflict(Problem):
    status = 409
    default_title = "That doesn't fit its state"


class Gone(Problem):
    status = 410
    default_title = "This is over"


class PreconditionFailed(Problem):
    status = 412
    default_title = "It has changed meanwhile"


class TooLarge(Problem):
    status = 413
    default_title = "That is too large"


class Unprocessable(Problem):
    status = 422
    default_title = "Some fields need another look"


class PreconditionRequired(Problem):
    status = 428
    default_title = "Say which version you saw"


class TooManyRequests(Problem):
    status = 429
    default_title = "Too many requests"


class Unavailable(Problem):
    status = 503
    default_title = "A part we need is not available"
