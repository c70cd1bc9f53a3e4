"""docs/env.md says what the settings classes say, and nothing asks for a setting that has no class."""

import re
from pathlib import Path

from svckit import envdoc

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ["portal", "users_svc", "trends_svc", "thinker_svc", "tweeter_svc", "notify_svc"]


def test_env_doc_is_what_the_settings_classes_say() -> None:
    written = (ROOT / "docs" / "env.md").read_text()
    assert written == envdoc.document(PACKAGES), "Run: make docs"


def test_no_secret_has_a_default() -> None:
    rows = envdoc.document(PACKAGES).splitlines()
    secrets = [row for row in rows if row.rstrip(" |").endswith("Secret.")]
    assert secrets
    with_default = [row for row in secrets if not re.search(r"\| (required|none) \|", row)]
    # notify_svc keeps its own SQLite file unless told otherwise; its address holds no secret.
    assert [row for row in with_default if "sqlite" not in row] == []
