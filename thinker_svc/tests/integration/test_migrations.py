"""Migrations that fill in what earlier versions didn't keep."""

from __future__ import annotations

import os
import subprocess
import sys

from sqlalchemy import select, update

from svckit.db import unit_of_work
from svckit.testing.servers import ROOT
from thinker_svc.models import db
from thinker_svc.models.draft import Draft
from thinker_svc.models.revision import Revision
from thinker_svc.tests.team import WRONG, Team


def migrate(environment: dict[str, str], *words: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "svckit.migrate", "thinker_svc", *words],
        env=os.environ | environment, cwd=ROOT, check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_each_version_of_a_draft_learns_its_language_and_the_draft_that_of_its_text(
    team: Team, environment: dict[str, str]
) -> None:
    draft = team.author.save(team.written(), text=WRONG).json or {}
    team.author.post(f"/drafts/{draft['id']}/regenerate", {"language": "pt"})
    team.work()
    team.author.save(team.author.draft(draft["id"]), text=WRONG, apart=True)
    other = team.author.ask(team.search(), language="pt")
    team.work()
    # Its rewrite in Portuguese may end in the hands of a worker of before, which takes the draft's language.
    written_now = team.written()
    team.author.post(f"/drafts/{written_now['id']}/regenerate", {"language": "pt"})
    migrate(environment, "downgrade", "0012")
    with team.app.app_context(), unit_of_work(db) as session:
        session.execute(
            update(Draft).values(language="pt")
        )  # as a version left it that went by what was asked
    migrate(environment, "upgrade")
    with team.app.app_context(), unit_of_work(db) as session:
        kept = select(Revision.language).where(Revision.draft_id == draft["id"]).order_by(Revision.number)
        assert list(session.scalars(kept)) == ["en", "en", "pt", "pt"]
    assert team.author.draft(draft["id"])["language"] == "en"
    assert team.author.draft(other["id"])["language"] == "pt"
    assert team.author.draft(written_now["id"])["language"] == "pt"
    # Where it brings nothing, the draft has the language of its text again.
    team.author.post(f"/drafts/{written_now['id']}/stop")
    assert team.author.draft(written_now["id"])["language"] == "en"
