"""Two people saved the same draft: what each changed, and both together."""

from collections.abc import Callable
from dataclasses import dataclass

from flask_login import current_user

from portal import diffing, reference
from portal.clients import api
from portal.diffing import Change
from portal.merging import Clash, merge
from portal.models.drafts import Content, Draft
from portal.models.people import Person
from svckit.http import HttpFailure


@dataclass(frozen=True)
class Part:
    """One text both may have changed: the field it stands in, what mine would change, both together."""

    field: str
    label: str
    mine: str
    theirs: str
    diff: list[Change]
    merged: str
    clashes: tuple[Clash, ...]


@dataclass(frozen=True)
class Mine:
    """What somebody has on their page."""

    content: Content
    title: str
    platforms: list[str]
    account_ids: list[str]


@dataclass(frozen=True)
class Choice:
    """Where it goes out to: what each chose, in words, and the two together, as the form's field sends it."""

    field: str
    label: str
    mine: str
    theirs: str
    both: str
    merged: list[str]

    @property
    def differs(self) -> bool:
        return self.mine != self.theirs


@dataclass(frozen=True)
class Conflict:
    """``theirs``: the draft as it stands now. ``parts``: texts on which the two differ. ``title``: of the
    merge. ``kept``: platforms' own texts on which they agree, by field. ``by``: who saved theirs.
    ``seen``: the version mine began with.
    """

    theirs: Draft
    parts: list[Part]
    choices: list[Choice]
    title: str
    kept: dict[str, str]
    by: str
    seen: int


def between(theirs: Draft, mine: Mine, seen: int) -> Conflict:
    """Mine against theirs. ``seen``: the version mine began with, which a merge is made from."""
    base, by = _base(theirs, mine, seen)
    names = {one.id: one.name for one in reference.platforms()}
    parts, kept = [], {}
    for field, label, own, there, was in _texts(theirs, mine.content, base.content, names):
        if own == there:
            if field != "text":
                kept[field] = own
            continue
        both = merge(was, own, there)
        parts.append(Part(field, label, own, there, diffing.by_word(there, own), both.text, both.clashes))
    title = mine.title if mine.title and mine.title != base.title else theirs.title
    return Conflict(theirs, parts, _choices(theirs, mine, base, names), title, kept, by or "Somebody", seen)


def _choices(theirs: Draft, mine: Mine, base: Mine, names: dict[str, str]) -> list[Choice]:
    return [
        _choice(
            "platforms",
            "Platforms",
            (theirs.platforms, mine.platforms, base.platforms),
            lambda chosen: _named(chosen, names) or "none chosen",
        ),
        _choice(
            "account_ids",
            "Accounts",
            (theirs.account_ids, mine.account_ids, base.account_ids),
            reference.accounts_named,
        ),
    ]


def _choice(
    field: str, label: str, chosen: tuple[list[str], list[str], list[str]], said: Callable[[list[str]], str]
) -> Choice:
    """``chosen``: theirs, mine, and what both began with."""
    theirs, mine, _ = chosen
    both = _together(*chosen)
    return Choice(field, label, said(mine), said(theirs), said(both), both)


def _together(theirs: list[str], mine: list[str], base: list[str]) -> list[str]:
    """Theirs, with what I added, without what I took out.

    An empty choice is no set to add to or take from: of accounts it means all of them. It is what only one of
    the two made of it; where both changed it, or nothing is left of it, theirs stays.
    """
    if set(mine) == set(base):
        return theirs
    if set(theirs) == set(base):
        return mine
    if not (theirs and mine and base):
        return theirs
    kept = [one for one in theirs if one in mine or one not in base]
    return kept + [one for one in mine if one not in theirs and one not in base] or theirs


def _named(chosen: list[str], names: dict[str, str]) -> str:
    return ", ".join(sorted(names.get(one, one) for one in chosen))


def _texts(
    theirs: Draft, mine: Content, base: Content, names: dict[str, str]
) -> list[tuple[str, str, str, str, str]]:
    found = [("text", "Text", mine.text, theirs.content.text, base.text)]
    for platform in sorted({*mine.platform_texts, *theirs.content.platform_texts}):
        found.append(
            (
                f"own-{platform}",
                f"{names.get(platform, platform)}’s own text",
                mine.platform_texts.get(platform, ""),
                theirs.content.platform_texts.get(platform, ""),
                base.platform_texts.get(platform, ""),
            )
        )
    return found


def _base(theirs: Draft, mine: Mine, seen: int) -> tuple[Mine, str]:
    """What both began with, and who saved the newest version.

    Quick saves of one person are kept as one, so the version somebody saw may be gone: then both are taken
    to have begun with theirs, and the merge is mine with theirs told apart in the differences.
    """
    try:
        revisions = api().editing.revisions(theirs.id)
    except HttpFailure:
        revisions = []
    newest = max(revisions, key=lambda r: r.version, default=None)
    by = _name(newest.author) if newest and newest.author and newest.version > seen else ""
    began = next((r for r in revisions if r.version == seen), None)
    if began is None:
        before = [r for r in revisions if r.version < seen]
        began = max(before, key=lambda r: r.version, default=None)
    if began is None:
        common = Content(text=_common(mine.content.text, theirs.content.text))
        return Mine(common, theirs.title, theirs.platforms, theirs.account_ids), by
    content = Content(text=began.text, platform_texts=began.platform_texts)
    # A version from before these were told of it began with what is there.
    return Mine(content, began.title, began.platforms or theirs.platforms, began.account_ids), by


def _name(person: Person) -> str:
    """Somebody's other tab is theirs as well."""
    return "You" if person.id == current_user.id else person.first


def _common(a: str, b: str) -> str:
    """The words both have: a base that neither took anything from."""
    return "".join(change.text for change in diffing.by_word(a, b) if change.kind == "same")
