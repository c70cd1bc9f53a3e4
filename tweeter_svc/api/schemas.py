"""What the HTTP API reads and writes."""

from datetime import datetime
from typing import Literal, Self
from uuid import UUID

from pydantic import AwareDatetime, Field

from svckit.auth import Principal, Role
from svckit.db import utcnow
from svckit.schemas import PageQuery, Person, Schema
from tweeter_svc.models.account import Account
from tweeter_svc.models.delivery import Delivery
from tweeter_svc.models.post import Post
from tweeter_svc.platforms.base import Platform
from tweeter_svc.provided import provided
from tweeter_svc.services import posts as rules
from tweeter_svc.services.images import PEOPLE_HAVE
from tweeter_svc.services.states import DeliveryState, PostState


class ErrorOut(Schema):
    type: str = Field(description="Stable slug.")
    detail: str = Field(description="What happened and what to do, for a person.")

    @classmethod
    def of(cls, type_: str | None, detail: str | None) -> Self | None:
        return cls(type=type_, detail=detail or "") if type_ else None


class FormFieldOut(Schema):
    name: str
    label: str
    hint: str
    required: bool
    secret: bool


class PlatformOut(Schema):
    name: str
    label: str
    max_characters: int | None = Field(description="None: no limit of its own.")
    posts_per_hour: int | None
    form: list[FormFieldOut] = Field(description="What connecting an account asks for.")

    @classmethod
    def of(cls, platform: Platform) -> Self:
        limits = platform.limits()
        return cls(
            name=platform.name,
            label=platform.label,
            max_characters=limits.max_characters,
            posts_per_hour=limits.posts_per_hour,
            form=[FormFieldOut.model_validate(vars(field)) for field in platform.form],
        )


class PlatformList(Schema):
    items: list[PlatformOut]


class AccountIn(Schema):
    platform: str = Field(min_length=1, max_length=40)
    name: str = Field(min_length=1, max_length=80, description="What the team calls it.")
    url: str = Field(default="", max_length=2000)
    secret: str = Field(default="", max_length=200, description="Made, and shown once, when left out.")


class AccountOut(Schema):
    id: UUID
    platform: str
    name: str
    handle: str
    url: str
    status: Literal["connected", "disconnected", "failing"]
    created_at: datetime
    created_by: Person
    last_checked_at: datetime | None
    last_error: str | None

    @classmethod
    def of(cls, account: Account) -> Self:
        return cls(
            id=account.id,
            platform=account.platform,
            name=account.name,
            handle=account.handle,
            url=account.url,
            status=account.status,
            created_at=account.created_at,
            created_by=Person(id=account.created_by_id, name=account.created_by_name),
            last_checked_at=account.last_checked_at,
            last_error=account.last_error,
        )


class AccountCreated(AccountOut):
    secret: str | None = Field(default=None, description="Shown this once, when we made it.")


class AccountList(Schema):
    items: list[AccountOut]


class AccountRefOut(Schema):
    id: UUID
    name: str
    platform: str


class DeliveryOut(Schema):
    id: UUID
    account: AccountRefOut
    state: DeliveryState
    attempts: int
    next_attempt_at: datetime | None
    sent_at: datetime | None
    remote_url: str | None
    remote_id: str | None
    doubtful: bool = Field(description="An attempt may have arrived though nothing confirmed it.")
    error: ErrorOut | None

    @classmethod
    def of(cls, delivery: Delivery) -> Self:
        account = delivery.account
        return cls(
            id=delivery.id,
            account=AccountRefOut(id=account.id, name=account.name, platform=account.platform),
            state=DeliveryState(delivery.state),
            attempts=delivery.attempts,
            next_attempt_at=delivery.next_attempt_at,
            sent_at=delivery.sent_at,
            remote_url=delivery.remote_url,
            remote_id=delivery.remote_id,
            doubtful=delivery.doubtful,
            error=ErrorOut.of(delivery.error_type, delivery.error_detail),
        )


class PermissionsOut(Schema):
    """What the caller may do with the post now."""

    cancel: bool
    reschedule: bool
    publish_now: bool
    retry: bool
    settle: bool

    @classmethod
    def of(cls, post: Post, who: Principal) -> Self:
        waiting = post.state in rules.WAITING
        reviewer = who.role >= Role.REVIEWER
        steers = waiting and rules.may_steer(post, who)
        return cls(
            cancel=steers,
            reschedule=steers,
            publish_now=waiting and reviewer,
            retry=reviewer and rules.may_retry(post),
            settle=reviewer and any(rules.in_doubt(delivery) for delivery in post.deliveries),
        )


class ImageOut(Schema):
    sha256: str = Field(description="Of its bytes, in hex.")
    alt: str
    mime: str
    width: int
    height: int
    url: str = Field(description="Where its bytes are, within this site; the link expires.")

    @classmethod
    def of(cls, post: Post) -> list[Self]:
        until, links = utcnow() + PEOPLE_HAVE, provided().links
        return [cls(**image, url=links.path(image["sha256"], until)) for image in post.images]


class PostOut(Schema):
    id: UUID
    draft_id: UUID
    title: str
    state: PostState
    texts: dict[str, str] = Field(description="The approved text by platform.")
    images: list[ImageOut]
    content_hash: str
    sample: bool
    scheduled_at: datetime
    published_at: datetime | None
    created_at: datetime
    author: Person
    approver: Person
    reason: ErrorOut | None = Field(description="Why, where no delivery says it.")
    deliveries: list[DeliveryOut]
    without_account: list[str] = Field(description="Platforms it can't go out to: none is connected there.")
    permissions: PermissionsOut

    @classmethod
    def of(cls, post: Post, who: Principal) -> Self:
        return cls(
            id=post.id,
            draft_id=post.draft_id,
            title=post.title,
            state=PostState(post.state),
            texts=post.texts,
            images=ImageOut.of(post),
            content_hash=post.content_hash,
            sample=post.sample,
            scheduled_at=post.scheduled_at,
            published_at=post.published_at,
            created_at=post.created_at,
            author=Person(id=post.author_id, name=post.author_name),
            approver=Person(id=post.approver_id, name=post.approver_name),
            reason=ErrorOut.of(post.reason_type, post.reason_detail),
            deliveries=[DeliveryOut.of(delivery) for delivery in post.deliveries],
            without_account=post.without_account,
            permissions=PermissionsOut.of(post, who),
        )


class PostQuery(PageQuery):
    state: str | None = Field(
        default=None, max_length=120, description="States, separated by commas; or needs_you."
    )
    q: str | None = Field(default=None, max_length=200, description="Part of the title.")


class PostPage(Schema):
    items: list[PostOut]
    next: str | None
    counts: dict[str, int] = Field(description="Posts by state; `all` and `needs_you` beside them.")


class CalendarQuery(Schema):
    # `from` is a Python keyword, so the field has another name than the parameter.
    start: AwareDatetime = Field(alias="from", description="With a time zone.")
    to: AwareDatetime = Field(description="Not included.")


class CalendarOut(Schema):
    items: list[PostOut]


class RescheduleIn(Schema):
    publish_at: AwareDatetime = Field(description="With a time zone.")


class SettleIn(Schema):
    delivery_id: UUID
    outcome: Literal["delivered", "failed"]
