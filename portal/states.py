"""How each state is shown: hue, icon, word. The words are the same everywhere."""

from dataclasses import dataclass


@dataclass(frozen=True)
class State:
    """A state's looks. An icon and a word; colour comes third."""

    hue: str
    icon: str
    word: str


SEARCH = {
    "queued": State("grey", "hourglass-split", "Waiting"),
    "running": State("violet", "arrow-repeat", "Asking Google"),
    "completed": State("green", "check-circle-fill", "Done"),
    "failed": State("red", "x-octagon-fill", "Failed"),
    "cancelled": State("grey", "slash-circle", "Cancelled"),
}
DRAFT = {
    "generating": State("violet", "stars", "Writing"),
    "generation_failed": State("red", "x-octagon-fill", "Writing failed"),
    "draft": State("grey", "pencil", "Draft"),
    "in_review": State("amber", "eye", "In review"),
    "changes_requested": State("amber", "arrow-return-left", "Changes asked"),
    "approved": State("blue", "check-lg", "Approved"),
    "rejected": State("red", "x-circle", "Rejected"),
}
POST = {
    "scheduled": State("blue", "clock", "Scheduled"),
    "publishing": State("violet", "broadcast", "Publishing"),
    "published": State("green", "check-circle-fill", "Published"),
    "partially_published": State("orange", "circle-half", "Partly published"),
    "missed": State("orange", "calendar-x", "Missed"),
    "failed": State("red", "x-octagon-fill", "Failed"),
    "unknown": State("orange", "question-diamond-fill", "Not sure"),
    "cancelled": State("grey", "slash-circle", "Cancelled"),
}
DELIVERY = {
    "pending": State("grey", "hourglass-split", "Waiting"),
    "sending": State("violet", "broadcast", "Publishing"),
    "delivered": State("green", "check-circle-fill", "Published"),
    "failed": State("red", "x-octagon-fill", "Failed"),
    "unknown": State("orange", "question-diamond-fill", "Not sure"),
    "cancelled": State("grey", "slash-circle", "Cancelled"),
}
ACCOUNT = {
    "connected": State("green", "check-circle-fill", "Connected"),
    "failing": State("orange", "exclamation-triangle-fill", "Answers badly"),
    "disconnected": State("red", "x-octagon-fill", "Disconnected"),
}
WRITING = {
    "waiting": State("grey", "hourglass-split", "Waiting"),
    "queued": State("grey", "hourglass-split", "Waiting"),
    "running": State("violet", "stars", "Writing"),
    "done": State("green", "check-circle-fill", "Done"),
    "stopped": State("grey", "stop-fill", "Stopped"),
    "failed": State("red", "x-octagon-fill", "Failed"),
}
PULL = {
    "queued": State("grey", "hourglass-split", "Waiting"),
    "running": State("violet", "download", "Fetching"),
    "done": State("green", "check-circle-fill", "Done"),
    "failed": State("red", "x-octagon-fill", "Failed"),
    "cancelled": State("grey", "slash-circle", "Stopped"),
}
MAIL = {
    "pending": State("grey", "hourglass-split", "Waiting"),
    "sending": State("violet", "broadcast", "Sending"),
    "sent": State("green", "check-circle-fill", "Sent"),
    "failed": State("red", "x-octagon-fill", "Failed"),
    "unknown": State("orange", "question-diamond-fill", "Not sure"),
}
WATCH = {
    "active": State("blue", "clock", "Watching"),
    "asking": State("violet", "arrow-repeat", "Checking"),
    "rising": State("orange", "arrow-up-right", "Rising"),
    "failed": State("red", "x-octagon-fill", "Last check failed"),
    "paused": State("grey", "slash-circle", "Paused"),
}
CHECK = {
    "pending": State("violet", "arrow-repeat", "Checking"),
    "quiet": State("grey", "dash-lg", "Nothing unusual"),
    "spiked": State("orange", "arrow-up-right", "Rising, told"),
    "cooling": State("orange", "arrow-up-right", "Rising, told before"),
    "failed": State("red", "x-octagon-fill", "Failed"),
}

TIMELINE = {
    "asked": State("violet", "stars", "asked for a draft"),
    "asked_by_watch": State("violet", "stars", "got a draft from a watch"),
    "stopped": State("grey", "stop-fill", "stopped the writing"),
    "alternative_used": State("grey", "check-lg", "chose another of the texts"),
    "asked_again": State("violet", "stars", "had it written again"),
    "written": State("violet", "stars", "The draft was written"),
    "approval_voided": State("orange", "exclamation-triangle-fill", "voided the approval"),
    "generation_failed": State("red", "x-octagon-fill", "Writing failed"),
    "edited": State("grey", "pencil", "edited it"),
    "submitted": State("amber", "eye", "submitted for review"),
    "withdrawn": State("grey", "arrow-return-left", "took it back"),
    "links_marked": State("grey", "link-45deg", "had its links marked for statistics"),
    "changes_requested": State("amber", "arrow-return-left", "asked for changes"),
    "approved": State("blue", "check-lg", "approved it"),
    "approval_given": State("amber", "check-lg", "approved it"),
    "held": State("grey", "stop-fill", "put it on hold"),
    "released": State("amber", "eye", "ended the hold"),
    "mark_set_aside": State("grey", "slash-circle", "set a mark aside"),
    "mark_raised": State("orange", "question-lg", "let a mark count again"),
    "reminded": State("amber", "bell", "Reviewers were reminded"),
    "rejected": State("red", "x-circle", "rejected it"),
    "commented": State("accent", "chat-quote", "commented"),
    "replied": State("accent", "chat-quote", "replied"),
    "comment_resolved": State("green", "check-lg", "resolved a thread"),
    "comment_reopened": State("accent", "chat-quote", "opened a thread again"),
    "comment_deleted": State("grey", "x-lg", "deleted a comment"),
    "image_added": State("grey", "plus-lg", "added an image"),
    "image_described": State("grey", "pencil", "described an image"),
    "image_removed": State("grey", "x-lg", "removed an image"),
    "images_ordered": State("grey", "list", "put the images in another order"),
    "guest_invited": State("accent", "person-badge", "invited a guest"),
    "guest_revoked": State("grey", "slash-circle", "took back a guest’s link"),
    "guest_approved": State("blue", "check-lg", "approved it as a guest"),
    "guest_changes": State("amber", "arrow-return-left", "asked for changes as a guest"),
    "guest_commented": State("grey", "chat-quote", "commented as a guest"),
    "archived": State("grey", "slash-circle", "archived it"),
    "unarchived": State("grey", "arrow-return-left", "fetched it back from the archive"),
    "reassigned": State("grey", "people", "gave it to somebody else"),
    "post_scheduled": State("blue", "clock", "The post is scheduled"),
    "post_publishing": State("violet", "broadcast", "The post is going out"),
    "post_published": State("green", "check-circle-fill", "The post is out"),
    "post_partially_published": State("orange", "circle-half", "The post is partly out"),
    "post_failed": State("red", "x-octagon-fill", "The post failed"),
    "post_missed": State("orange", "calendar-x", "The post missed its time"),
    "post_cancelled": State("grey", "slash-circle", "The post was cancelled"),
}

GUEST = {
    "approved": State("blue", "check-lg", "Approved"),
    "changes_requested": State("amber", "arrow-return-left", "Asks for changes"),
    "commented": State("grey", "chat-quote", "Commented"),
}
LINK = {
    "open": State("blue", "link-45deg", "Open"),
    "expired": State("grey", "clock", "Expired"),
    "revoked": State("grey", "slash-circle", "Revoked"),
}

_KINDS = {
    "guest": GUEST,
    "link": LINK,
    "search": SEARCH,
    "draft": DRAFT,
    "post": POST,
    "delivery": DELIVERY,
    "account": ACCOUNT,
    "mail": MAIL,
    "writing": WRITING,
    "pull": PULL,
    "watch": WATCH,
    "check": CHECK,
    "timeline": TIMELINE,
}


def state_of(kind: str, name: str) -> State:
    """The looks of a state; one we don't know is shown by its name rather than not at all."""
    known = _KINDS[kind].get(name)
    return known or State("grey", "question-lg", name.replace("_", " ").capitalize())
