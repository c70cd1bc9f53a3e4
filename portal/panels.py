"""A draft's texts in the editor: one a platform, shared or its own."""

from dataclasses import dataclass

from portal import previewing, reference
from portal.counting import Count
from portal.models.drafts import Draft
from portal.models.posts import Platform
from portal.previewing import Piece


@dataclass(frozen=True)
class Panel:
    """One platform's text. ``count`` and ``preview`` are of what goes out: its links have the team's marks.

    ``connected``: None when nobody knows.
    """

    platform: Platform
    text: str
    is_own: bool
    connected: bool | None
    count: Count
    preview: list[Piece]


def panels(draft: Draft, typed: dict[str, str] | None = None, text: str | None = None) -> list[Panel]:
    """A panel per platform; what was just typed goes before what is stored."""
    own = draft.content.platform_texts if typed is None else typed
    shared = draft.content.text if text is None else text
    utm, there = reference.utm(), reference.connected()
    return [
        _panel(
            reference.platform(name),
            own.get(name) or shared,
            is_own=bool(own.get(name)),
            connected=None if there is None else name in there,
            utm=utm,
        )
        for name in draft.platforms or ["webhook"]
    ]


def away(draft: Draft, typed: dict[str, str] | None = None) -> dict[str, str]:
    """Own texts of platforms that it isn't for now: each is back when its platform is."""
    own = draft.content.platform_texts if typed is None else typed
    shown = draft.platforms or ["webhook"]
    return {name: text for name, text in own.items() if name not in shown}


def _panel(
    platform: Platform, text: str, *, is_own: bool, connected: bool | None, utm: dict[str, str]
) -> Panel:
    outgoing = previewing.marked(text, utm)
    shown = previewing.pieces(outgoing, platform)
    return Panel(platform, text, is_own, connected, Count(outgoing, platform), shown)


@dataclass(frozen=True)
class Together:
    """Platforms with the same text, to be read once. ``own``: whose own it is; empty for the shared one."""

    own: str
    panels: tuple[Panel, ...]

    @property
    def names(self) -> str:
        *others, last = [panel.platform.name for panel in self.panels]
        return f"{', '.join(others)} and {last}" if others else last


def together(found: list[Panel]) -> list[Together]:
    """The shared text first, then each own one."""
    shared = tuple(panel for panel in found if not panel.is_own)
    apart = [Together(panel.platform.id, (panel,)) for panel in found if panel.is_own]
    return [*([Together("", shared)] if shared else []), *apart]


@dataclass(frozen=True)
class Offered:
    """A platform the draft may be for."""

    platform: Platform
    chosen: bool
    connected: bool | None


def offered(draft: Draft) -> list[Offered]:
    """All platforms, with whether the draft is for them and whether it could go out there."""
    there = reference.connected()
    return [
        Offered(one, one.id in draft.platforms, None if there is None else one.id in there)
        for one in reference.platforms()
    ]
