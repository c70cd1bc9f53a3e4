"""The HTML that Google sends instead of data."""

from flask import Response

_TITLES = {
    400: "Bad Request",
    401: "Unauthorized",
    404: "Not Found",
    429: "Too Many Requests",
    500: "Server Error",
}
_DETAILS = {
    429: "We're sorry, but you have sent too many requests to us recently. Please try again later.",
    500: "The server encountered an error and could not complete your request.",
}


def error(status: int) -> Response:
    """An error page in Google's manner."""
    title = _TITLES.get(status, "Error")
    detail = _DETAILS.get(status, "That’s an error.")
    html = (
        f"<!DOCTYPE html><html lang=en><meta charset=utf-8><title>Error {status} ({title})!!1</title>"
        f"<a href=//www.google.com/><span id=logo aria-label=Google></span></a>"
        f"<p><b>{status}.</b> <ins>That’s an error.</ins><p>{detail}</html>"
    )
    return Response(html, status=status, content_type="text/html; charset=UTF-8")


def captcha() -> Response:
    """The page that asks whether one is a robot. Its status is 200."""
    html = (
        "<!DOCTYPE html><html><head><title>https://trends.google.com/trends/explore</title></head><body>"
        '<form id="captcha-form" action="index" method="post"><div id="recaptcha" class="g-recaptcha"></div>'
        "</form><p>Our systems have detected unusual traffic from your computer network. This page checks "
        "to see if it&#39;s really you sending the requests, and not a robot.</p></body></html>"
    )
    return Response(html, status=200, content_type="text/html; charset=UTF-8")
