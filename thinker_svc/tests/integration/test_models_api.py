"""Models: which there are, which one writes, and having more fetched."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import update

from svckit.db import unit_of_work, utcnow
from svckit.testing.servers import wait_until
from thinker_svc.models import Pull, db
from thinker_svc.provided import provided
from thinker_svc.tests.ollama_server import Behaviour
from thinker_svc.tests.team import Team

MODEL = "llama3.2:3b"


def pull(team: Team, model: str = MODEL, **headers: str) -> Any:
    return team.admin.post("/models/pulls", {"model": model}, **headers)


def state(team: Team, pull_id: str) -> dict[str, Any]:
    answer = team.admin.get(f"/models/pulls/{pull_id}")
    assert answer.status_code == 200, answer.json
    return dict(answer.json or {})


def listed(team: Team) -> list[dict[str, Any]]:
    return list((team.viewer.get("/models").json or {})["items"])


def fetch(team: Team) -> bool:
    """What the thread of the consumer does each second."""
    with team.app.app_context():
        return provided().fetching.work()


class Fetcher:
    """A consumer in the middle of fetching."""

    def __init__(self, team: Team) -> None:
        self.thread = threading.Thread(target=lambda: fetch(team))
        self.thread.start()

    def ends(self) -> None:
        self.thread.join(15)
        assert not self.thread.is_alive()


def test_a_model_is_fetched_with_its_progress_and_then_is_there(team: Team, ollama: Behaviour) -> None:
    ollama.between = 0.15
    asked = pull(team)
    assert (asked.status_code, asked.json["status"]) == (202, "queued")
    assert asked.headers["Location"].endswith(f"/models/pulls/{asked.json['id']}")
    fetcher = Fetcher(team)
    wait_until(lambda: 0 < state(team, asked.json["id"])["completed"] < 5000, seconds=10)
    under_way = state(team, asked.json["id"])
    assert under_way["status"] == "running"
    assert under_way["step"].startswith("pulling")
    fetcher.ends()
    done = state(team, asked.json["id"])
    assert (done["status"], done["completed"], done["total"]) == ("done", 5000, 5000)
    assert MODEL in [model["name"] for model in listed(team)]


def test_fetching_that_is_stopped_hangs_up_on_the_server(team: Team, ollama: Behaviour) -> None:
    ollama.between = 0.2
    asked = pull(team).json
    fetcher = Fetcher(team)
    wait_until(lambda: state(team, asked["id"])["completed"] > 0, seconds=10)
    stopped: Any = team.admin.call("DELETE", f"/models/pulls/{asked['id']}")
    assert (stopped.status_code, stopped.json["cancelling"]) == (200, True)
    fetcher.ends()
    assert ollama.hung_up.wait(5)
    assert state(team, asked["id"])["status"] == "cancelled"
    assert ollama.pulled == []
    assert pull(team).status_code == 202  # it may be asked for again


def test_one_that_waits_is_stopped_at_once(team: Team) -> None:
    asked = pull(team).json
    team.admin.call("DELETE", f"/models/pulls/{asked['id']}")
    assert state(team, asked["id"])["status"] == "cancelled"
    assert fetch(team) is False


def test_a_connection_that_breaks_off_is_taken_up_again(team: Team, ollama: Behaviour) -> None:
    ollama.pull_breaks = 1
    asked = pull(team).json
    fetch(team)
    assert state(team, asked["id"])["status"] == "queued"
    fetch(team)
    assert state(team, asked["id"])["status"] == "done"


def test_a_fetcher_that_died_is_relieved_and_nothing_it_says_later_counts(team: Team) -> None:
    asked = pull(team).json
    with team.app.app_context(), unit_of_work(db) as session:
        lost = {"status": "running", "attempt": 1, "lease_until": utcnow() - timedelta(seconds=1)}
        session.execute(update(Pull).values(**lost))
    assert fetch(team) is True
    assert state(team, asked["id"])["status"] == "done"


def test_a_model_that_nobody_knows_is_said_so_in_words(team: Team, ollama: Behaviour) -> None:
    ollama.pull_error = "pull model manifest: file does not exist"
    asked = pull(team, "lama3:3b").json
    fetch(team)
    failed = state(team, asked["id"])
    assert (failed["status"], failed["error"]["type"]) == ("failed", "model-missing")
    assert "lama3:3b" in failed["error"]["detail"]


def test_a_server_without_a_way_out_names_the_way_to_bring_the_model(team: Team, ollama: Behaviour) -> None:
    ollama.pull_error = 'pull model manifest: Get "https://registry": dial tcp: lookup registry: no such host'
    asked = pull(team).json
    fetch(team)
    assert "ollama-pull" in state(team, asked["id"])["error"]["detail"]


def test_a_model_on_its_way_is_not_asked_for_twice(team: Team) -> None:
    first = pull(team, Idempotency_Key="one")
    again = pull(team, Idempotency_Key="one")
    assert again.json["id"] == first.json["id"]
    assert (pull(team).status_code, pull(team).json["type"]) == (409, "urn:problem:already-fetching")
    pulls: Any = team.admin.get("/models/pulls").json
    assert len(pulls["items"]) == 1


def test_names_that_are_none_are_refused(team: Team) -> None:
    for name in ("", "a b", "../../etc/passwd;", "-x", "x" * 200):
        assert pull(team, name).status_code == 422


def test_only_admins_fetch_and_choose(team: Team) -> None:
    for who in (team.viewer, team.author, team.reviewer):
        assert who.post("/models/pulls", {"model": MODEL}).status_code == 403
        assert who.get("/models/pulls").status_code == 403
        assert who.call("PUT", "/models/default", {"model": MODEL}, If_Match='"v0"').status_code == 403


def test_the_model_an_admin_chose_writes_from_then_on(team: Team, ollama: Behaviour) -> None:
    ollama.pulled = [MODEL]
    before: Any = team.viewer.get("/models/default")
    assert (before.json["model"], before.json["version"]) == ("smollm2:135m", 0)
    chosen: Any = team.admin.call("PUT", "/models/default", {"model": MODEL}, If_Match=before.headers["ETag"])
    assert chosen.status_code == 200, chosen.json
    assert chosen.json["chosen_by"]["name"] == "Ada Admin"
    draft = team.author.ask(team.search())
    assert (draft["generation"]["model"], draft["basic_model"]) == (MODEL, False)
    assert [model["name"] for model in listed(team) if model["default"]] == [MODEL]
    stale = team.admin.call("PUT", "/models/default", {"model": "smollm2:135m"}, If_Match='"v0"')
    assert stale.status_code == 412


def test_a_basic_model_is_one_with_and_without_its_latest_tag(
    team_with: Callable[..., Team], ollama: Behaviour
) -> None:
    ollama.model, ollama.pulled = "smollm2:latest", ["smollm2:1.7b"]
    team = team_with(THINKER_MODEL="smollm2", THINKER_BASIC_MODELS="smollm2")
    assert [(m["name"], m["basic"], m["default"]) for m in listed(team)] == [
        ("smollm2:latest", True, True),
        ("smollm2:1.7b", False, False),
    ]
    chosen: Any = team.admin.call("PUT", "/models/default", {"model": "smollm2:latest"}, If_Match='"v0"')
    assert (chosen.status_code, chosen.json["basic"]) == (200, True)
    draft = team.author.ask(team.search())
    assert (draft["generation"]["model"], draft["basic_model"]) == ("smollm2:latest", True)


def test_a_model_that_is_not_there_can_not_be_chosen(team: Team) -> None:
    refused: Any = team.admin.call("PUT", "/models/default", {"model": "gpt-9"}, If_Match='"v0"')
    assert (refused.status_code, refused.json["type"]) == (422, "urn:problem:model-missing")


def test_a_model_server_that_is_down_is_said_so_with_the_remedy(team_with: Callable[..., Team]) -> None:
    team = team_with(OLLAMA_HOST="http://127.0.0.1:9")
    answer: Any = team.viewer.get("/models")
    assert (answer.status_code, answer.json["type"]) == (503, "urn:problem:engine-unavailable")
    assert "OLLAMA_HOST" in answer.json["detail"]
    asked = pull(team).json
    fetch(team)
    assert state(team, asked["id"])["error"]["type"] == "engine-unavailable"


def test_an_engine_that_fetches_nothing_says_so(team_with: Callable[..., Team]) -> None:
    team = team_with(THINKER_ENGINE="openai", OPENAI_BASE_URL="http://127.0.0.1:9/v1", OLLAMA_HOST="")
    refused = pull(team)
    assert (refused.status_code, refused.json["type"]) == (409, "urn:problem:pulls-unsupported")


def test_a_template_may_name_the_model_that_writes_with_it(team: Team, ollama: Behaviour) -> None:
    ollama.pulled = [MODEL]
    templates: Any = team.viewer.get("/templates").json
    post = next(one for one in templates["items"] if one["kind"] == "post")
    assert post["usable"] is False  # the default model only adds a question
    whole: Any = team.viewer.get(f"/templates/{post['id']}").json
    content = whole["content"] | {"model": MODEL}
    made: Any = team.reviewer.post("/templates", {"name": "Ours", "kind": "post", "content": content})
    assert made.status_code == 201, made.json
    assert made.json["usable"] is True
    draft = team.author.ask(team.search(), template_id=made.json["id"])
    assert (draft["generation"]["model"], draft["basic_model"]) == (MODEL, False)
    again: Any = team.author.post(
        f"/drafts/{team.written()['id']}/regenerate", {"template_id": made.json["id"]}
    )
    assert again.json["generation"]["model"] == MODEL
