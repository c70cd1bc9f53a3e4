"""Two people saved the same draft: what each changed, and both together."""

from dataclasses import dataclass

from flask_login import current_user

from portal import diffing
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
class Conflict:
    """``theirs``: the draft as it stands now. ``parts``: where the two differ. ``title``: of the merge.

    ``kept``: platforms' own texts on which the two agree, by field. ``by``: who saved theirs.
    """

    theirs: Draft
    parts: list[Part]
    title: str
    kept: dict[str, str]
    by: str


def between(theirs: Draft, mine: Content, title: str, seen: int, names: dict[str, str]) -> Conflict:
    """Mine against theirs. ``seen``: the version mine began with, which a merge is made from; ``names``: of
    the platforms, by id."""
    base, base_title, by = _base(theirs, mine, seen)
    parts, kept = [], {}
    for field, label, own, there, was in _texts(theirs, mine, base, names):
        if own == there:
            if field != "text":
                kept[field] = own
            continue
        both = merge(was, own, there)
        parts.append(Part(field, label, own, there, diffing.by_word(there, own), both.text, both.clashes))
    mine_named = bool(title) and title != base_title
    return Conflict(theirs, parts, title if mine_named else theirs.title, kept, by or "Somebody")


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


def _base(theirs: Draft, mine: Content, seen: int) -> tuple[Content, str, str]:
    """The content both began with, its title, and who saved the newest version.

    Quick saves of one person are kept as one, so the version somebody saw may be gone: then both are taken
    to have begun with theirs, and the merge is mine with theirs told apart in the differences.
    """
    try:
        revisions = api().editing.revisions(theirs.id)
    except HttpFailure:
        revisions = []
    newest = max(revisions, key=lambda r: r.version, default=None)
    by = _name(newest.author) if newest and newest.author else ""
    began = next((r for r in revisions if r.version == seen), None)
    if began is None:
        before = [r for r in revisions if r.version < seen]
        began = max(before, key=lambda r: r.version, default=None)
    if began is None:
        return Content(text=_common(mine.text, theirs.content.text)), theirs.title, by
    return Content(text=began.text, platform_texts=began.platform_texts), began.title, by


def _name(person: Person) -> str:
    """Somebody's other tab is theirs as well."""
    return "You" if person.id == current_user.id else person.first


def _common(a: str, b: str) -> str:
    """The words both have: a base that neither took anything from."""
    return "".join(change.text for change in diffing.by_word(a, b) if change.kind == "same")
