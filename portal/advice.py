"""What a failed search means, and what to do: per type of problem."""

from dataclasses import dataclass, replace

from portal.models.searches import Search


@dataclass(frozen=True)
class Advice:
    """A failure in words.

    Attributes:
        title: the news.
        means: what it means for the person.
        steps: what to do, the best first.
        again: whether the same question may be answered later.
        is_answer: an honest answer rather than a failure.
    """

    title: str
    means: str
    steps: tuple[str, ...]
    again: bool = True
    is_answer: bool = False


_NOTHING = "Nothing was recorded, so nothing reads as zero."

_OTHER_SOURCE = "If it can’t wait, take another source below: each tells something of what people look for."

_ADVICE = {
    "rate-limited": Advice(
        "{who} asked us to slow down",
        "We asked as often as is sensible, and were refused each time.",
        (
            "Search again. While {who} is left alone your search waits in line, and goes by itself.",
            "Other keywords or regions don’t help: it counts how often we ask, not for what.",
            _OTHER_SOURCE,
        ),
    ),
    "source-unavailable": Advice(
        "{who} doesn’t answer",
        "It is down, or can’t be reached from here.",
        (
            "Search again in some minutes.",
            "If other searches fail too, tell whoever runs this: the way to it may be closed.",
            _OTHER_SOURCE,
        ),
    ),
    "source-timeout": Advice(
        "{who} took too long",
        "We waited for each answer, several times.",
        ("Search again in some minutes.", "Fewer keywords or a shorter time are answered faster."),
    ),
    "source-malformed": Advice(
        "{who} sent something we can’t read",
        "Its answers aren’t built as they used to be, or they were broken on the way.",
        (
            "Search again in some minutes: a broken answer may have been a single one.",
            "If it stays so, this program needs an update. Tell whoever runs it, with the id under Details.",
            _OTHER_SOURCE,
        ),
    ),
    "no-data": Advice(
        "Not enough data",
        "Too few people searched for this there and then, so there are no numbers. That is an answer, not an "
        "error, and it isn’t zero: nothing is drawn.",
        (
            "Take a wider region, or worldwide.",
            "Take a longer time.",
            "Take a more usual keyword, as people would type it.",
        ),
        again=False,
        is_answer=True,
    ),
    "invalid-question": Advice(
        "{who} won’t answer this question",
        "It refuses the question as it stands, so asking it again doesn’t help.",
        (
            "Check the keywords: no odd characters, at most 100 in each.",
            "Take a region from the list, and a time that isn’t in the future.",
        ),
        again=False,
    ),
    "worker-lost": Advice(
        "The search broke off",
        f"The worker died over it several times, so we stopped trying. {_NOTHING}",
        ("Search again. If it happens again, an admin finds the reason in the worker’s log.",),
    ),
}

_UNKNOWN = Advice("No data came back", _NOTHING, ("Search again in some minutes.",))


def on(search: Search, who: str) -> Advice:
    """For a failed search; one of a type we don't know is told in general words. ``who``: was asked."""
    found = _ADVICE.get(search.error.slug if search.error else "", _UNKNOWN)
    return replace(
        found,
        title=found.title.replace("{who}", who),
        steps=tuple(step.replace("{who}", who) for step in found.steps),
    )
