"""Pages and their parts from the same template, by the same view."""

from pathlib import Path
from typing import Any

from flask import Flask, Response, make_response, render_template, request
from jinja2 import StrictUndefined
from jinja2_fragments.flask import render_block

from portal.navigation import is_htmx

_COMPONENTS = Path(__file__).parent / "templates" / "components"


class Components:
    """All macros of templates/components, as ``ui.name`` in every template.

    A block that is rendered alone does not see the imports at the head of its template; it does see this.
    """


def page(template: str, /, *, parts: tuple[str, ...] = (), status: int = 200, **context: Any) -> Response:
    """The page; or, when htmx asks for one of ``parts`` by its element's id, that block alone.

    The view names the parts it gives out; a visitor can't ask for any other block.
    """
    target = request.headers.get("HX-Target", "")
    if is_htmx() and target in parts:
        body = render_block(template, target.replace("-", "_"), **context)
    else:
        body = render_template(template, **context)
    response = make_response(body, status)
    response.vary.add("HX-Request")
    return response


def register(app: Flask) -> None:
    env = app.jinja_env
    env.undefined = StrictUndefined
    env.trim_blocks = True
    env.lstrip_blocks = True
    ui = Components()
    env.globals["ui"] = ui
    for file in sorted(_COMPONENTS.glob("*.html")):
        module = env.get_template(f"components/{file.name}").module
        for name, macro in vars(module).items():
            if not name.startswith("_"):
                setattr(ui, name, macro)
