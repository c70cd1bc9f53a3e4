"""A select of regions. They are hundreds: all but the chosen one are written once."""

from typing import Any

from markupsafe import Markup
from wtforms import SelectField
from wtforms.widgets import html_params

from portal import reference
from portal.models.searches import Choice

_kept: dict[str, tuple[list[Choice], list[Markup]]] = {}


def options_of(chosen: str) -> Markup:
    """Every region as an option; one that no list names is there too when it is chosen."""
    known = reference.geos()
    if _kept.get("regions", ([], []))[0] != known:
        _kept["regions"] = (known, [_written(geo.code, geo.name) for geo in known])
    written = list(_kept["regions"][1])
    at = next((n for n, geo in enumerate(known) if geo.code == chosen), None)
    if at is None:
        written.append(_written(chosen, chosen, is_chosen=True))
    else:
        written[at] = _written(chosen, known[at].name, is_chosen=True)
    return Markup("").join(written)


def _written(code: str, name: str, *, is_chosen: bool = False) -> Markup:
    form = '<option value="{}" selected>{}</option>' if is_chosen else '<option value="{}">{}</option>'
    return Markup(form).format(code, name)  # noqa: S704 - one of two texts of ours


class RegionSelect:
    """Draws the field; its options bear the regions' codes."""

    validation_attrs: tuple[str, ...] = ("required", "disabled")

    def __call__(self, field: Any, **attributes: Any) -> Markup:
        given = html_params(**{"id": field.id, "name": field.name} | attributes)
        return Markup("<select {}>{}</select>").format(Markup(given), options_of(field.data or ""))  # noqa: S704 - html_params escapes


class RegionField(SelectField):  # type: ignore[misc] # wtforms has no types
    """Sends a region's code, empty for worldwide."""

    widget = RegionSelect()

    def __init__(self, label: str, **given: Any) -> None:
        super().__init__(label, choices=[], validate_choice=False, **given)
