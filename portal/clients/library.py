"""thinker_svc: templates and voices."""

from typing import Any, TypeVar

from portal.clients.base import Caller, read
from portal.models.base import Read
from portal.models.library import (
    Preview,
    Template,
    TemplateListing,
    TestRun,
    Version,
    VersionListing,
    Voice,
    VoiceListing,
)

R = TypeVar("R", bound=Read)
_MANY = 100


class LibraryClient:
    """``/thinker/templates`` and ``/thinker/voices``."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def templates(self, *, archived: bool = False, cursor: str = "") -> TemplateListing:
        given = {"archived": "true"} if archived else {}
        return read(
            TemplateListing, self._caller.get("/thinker/templates", limit=_MANY, cursor=cursor, **given)
        )

    def template(self, template_id: str) -> Template:
        return read(Template, self._caller.get(f"/thinker/templates/{template_id}"))

    def make_template(self, body: dict[str, Any], key: str) -> Template:
        return read(Template, self._caller.create("/thinker/templates", body, key).json())

    def save_template(self, template_id: str, version: int, body: dict[str, Any]) -> Template:
        """Raises: HttpError 412 when somebody saved another version meanwhile."""
        return self._save(Template, f"/thinker/templates/{template_id}", version, body)

    def template_versions(self, template_id: str) -> VersionListing:
        return read(
            VersionListing, self._caller.get(f"/thinker/templates/{template_id}/versions", limit=_MANY)
        )

    def template_version(self, template_id: str, number: int) -> Version:
        return read(Version, self._caller.get(f"/thinker/templates/{template_id}/versions/{number}"))

    def default_template(self, template_id: str) -> None:
        self._caller.send("PUT", f"/thinker/templates/{template_id}/default")

    def archive_template(self, template_id: str, *, archived: bool) -> None:
        self._caller.post(f"/thinker/templates/{template_id}/{'archive' if archived else 'restore'}")

    def preview(self, template_id: str, trying: dict[str, Any]) -> Preview:
        return read(Preview, self._caller.post(f"/thinker/templates/{template_id}/preview", trying).json())

    def test(self, template_id: str, trying: dict[str, Any], key: str) -> TestRun:
        answer = self._caller.create(f"/thinker/templates/{template_id}/test-runs", trying, key)
        return read(TestRun, answer.json())

    def test_run(self, run_id: str) -> TestRun:
        return read(TestRun, self._caller.get(f"/thinker/test-runs/{run_id}"))

    def stop_test_run(self, run_id: str) -> TestRun:
        return read(TestRun, self._caller.post(f"/thinker/test-runs/{run_id}/stop").json())

    def voices(self, *, archived: bool = False, cursor: str = "") -> VoiceListing:
        given = {"archived": "true"} if archived else {}
        return read(VoiceListing, self._caller.get("/thinker/voices", limit=_MANY, cursor=cursor, **given))

    def voice(self, voice_id: str) -> Voice:
        return read(Voice, self._caller.get(f"/thinker/voices/{voice_id}"))

    def make_voice(self, body: dict[str, Any], key: str) -> Voice:
        return read(Voice, self._caller.create("/thinker/voices", body, key).json())

    def save_voice(self, voice_id: str, version: int, body: dict[str, Any]) -> Voice:
        """Raises: as ``save_template``."""
        return self._save(Voice, f"/thinker/voices/{voice_id}", version, body)

    def voice_versions(self, voice_id: str) -> VersionListing:
        return read(VersionListing, self._caller.get(f"/thinker/voices/{voice_id}/versions", limit=_MANY))

    def voice_version(self, voice_id: str, number: int) -> Version:
        return read(Version, self._caller.get(f"/thinker/voices/{voice_id}/versions/{number}"))

    def default_voice(self, voice_id: str, *, default: bool) -> None:
        self._caller.send("PUT", f"/thinker/voices/{voice_id}/default", json={"default": default})

    def archive_voice(self, voice_id: str, *, archived: bool) -> None:
        self._caller.post(f"/thinker/voices/{voice_id}/{'archive' if archived else 'restore'}")

    def _save(self, kind: type[R], path: str, version: int, body: dict[str, Any]) -> R:
        headers = {"If-Match": f'"v{version}"'}
        return read(kind, self._caller.send("PUT", path, json=body, headers=headers).json())
