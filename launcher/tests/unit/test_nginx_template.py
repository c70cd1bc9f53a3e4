"""The template is filled as the image's envsubst fills it."""

from pathlib import Path

import pytest

from launcher.errors import LauncherError
from launcher.parts import nginx

ROOT = Path(__file__).resolve().parents[3]


def test_names_in_braces_are_replaced_and_nginx_variables_stay() -> None:
    text = nginx.substitute("listen ${NGINX_LISTEN}; set $host $uri;", {"NGINX_LISTEN": "127.0.0.1:80"})
    assert text == "listen 127.0.0.1:80; set $host $uri;"


def test_a_name_that_nobody_sets_is_told() -> None:
    with pytest.raises(LauncherError, match="MISSING_ONE"):
        nginx.substitute("proxy_pass http://${MISSING_ONE};", {})


def test_a_name_in_a_comment_needs_no_value() -> None:
    assert nginx.substitute("# ${UPPER_CASE} names\n", {}) == "# ${UPPER_CASE} names\n"


def test_the_committed_template_names_nothing_that_the_launcher_does_not_set() -> None:
    names = ("PORTAL", "USERS", "TRENDS", "THINKER", "TWEETER", "NOTIFY", "FLOWER")
    values = {f"{name}_UPSTREAM": "127.0.0.1:1" for name in names}
    values |= {"NGINX_LISTEN": "127.0.0.1:2", "STATIC_ROOT": "/srv/static", "FLOWER_AUTH": "eA=="}
    rendered = nginx.substitute((ROOT / nginx.TEMPLATE).read_text(), values)
    assert "127.0.0.1:2" in rendered
