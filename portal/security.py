"""Headers and CSRF. No page has an inline script or style, so the policy allows none."""

from flask import Flask, Response
from flask_login import current_user
from flask_talisman import Talisman
from flask_wtf import CSRFProtect

CONTENT_POLICY = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "frame-src": "'self'",
    "frame-ancestors": "'none'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "object-src": "'none'",
}
"""``data:`` for images alone: the arrow of a select is one, in the style sheet."""


def set_up(app: Flask, *, is_https: bool) -> None:
    CSRFProtect(app)
    Talisman(
        app,
        # nginx ends TLS; what it hands on is always http.
        force_https=False,
        strict_transport_security=is_https,
        strict_transport_security_max_age=31_536_000,
        session_cookie_secure=is_https,
        session_cookie_http_only=True,
        content_security_policy=CONTENT_POLICY,
        frame_options="DENY",
        referrer_policy="same-origin",
    )

    @app.after_request
    def keep_private(response: Response) -> Response:
        # What a person saw signed in must not come back by the back button after signing out.
        if current_user.is_authenticated and "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store"
        return response
