"""Uploading Google's own exports: for when Google refuses our server, but not you."""

from flask import Blueprint, flash, url_for
from flask.typing import ResponseReturnValue

from portal import reference
from portal.access import allow
from portal.clients import api
from portal.forms.base import options
from portal.forms.uploading import UploadForm
from portal.navigation import see
from portal.rendering import page
from svckit.auth import Role
from svckit.http import HttpError

bp = Blueprint("uploads", __name__, url_prefix="/trends/uploads")
MOST_BYTES = 256 * 1024
AS_FILE_SAYS = "as-told"
_REFUSALS = {400, 409, 413, 415, 422, 429}


def _form() -> UploadForm:
    form = UploadForm()
    told = [(AS_FILE_SAYS, "As the file says")]
    form.geo.choices = options(*told, *((geo.code, geo.name) for geo in reference.geos()))
    return form


@bp.get("")
@allow(Role.AUTHOR)
def form() -> ResponseReturnValue:
    return page("trending/upload.html", form=_form())


@bp.post("")
@allow(Role.AUTHOR)
def upload() -> ResponseReturnValue:
    """A table becomes a search, a feed what is trending in its country."""
    sent = _form()
    if sent.validate():
        file = sent.file.data
        data = file.read(MOST_BYTES + 1)
        geo = "" if sent.geo.data == AS_FILE_SAYS else sent.geo.data or ""
        try:
            made = api().watches.upload(file.filename or "file", data, geo, sent.key.data or "")
        except HttpError as error:
            if error.status not in _REFUSALS:
                raise
            sent.take(error)
        else:
            if made.search is not None:
                flash("The file is read. This is what it holds.")
                return see(url_for("trends.one", search_id=made.search.id))
            found = made.trending.geo if made.trending else ""
            return see(url_for("trending.listing", source="csv", geo=found))
    return page("trending/upload.html", form=sent, status=422)
