"""How patient a search is."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest

from svckit.testing.servers import ROOT
from trends_svc.config import Settings
from trends_svc.services import claims
from trends_svc.services.running import LONGEST_DELAY, Policy
from trends_svc.services.sources import RateLimited, SourceUnavailable

POLICY = Policy(attempts=4, retry_seconds=20, lease=timedelta(seconds=40), sample=False)


def test_delays_double_and_are_spread() -> None:
    for failures, middle in ((1, 20), (2, 40), (3, 80)):
        delays = {POLICY.delay(failures, RateLimited("")) for _ in range(50)}
        assert len(delays) > 1
        assert all(middle * 0.8 <= delay <= middle * 1.25 for delay in delays)


def test_a_broken_server_is_asked_again_sooner_than_one_that_wants_quiet() -> None:
    assert POLICY.delay(1, SourceUnavailable("")) < POLICY.delay(1, RateLimited(""))


def test_no_delay_is_endless() -> None:
    assert POLICY.delay(30, RateLimited("")) <= LONGEST_DELAY * 1.25


def test_a_dead_process_of_this_host_is_known_to_be_dead() -> None:
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    host = claims.this_process().rpartition(":")[0]
    assert not claims.is_alive(f"{host}:{child.pid}")
    assert claims.is_alive(f"{host}:{os.getpid()}")
    assert claims.is_alive("another-host:1")


def settings(**given: object) -> Settings:
    return Settings.model_validate(
        {
            "public_url": "http://portal.test",
            "jwks_url": "http://nowhere.test/jwks.json",
            "database_url": "postgresql+psycopg://nowhere.test/x",
            "events_url": "redis://nowhere.test/0",
            "redis_url": "redis://nowhere.test/0",
            "stream_redis_url": "redis://nowhere.test/2",
        }
        | given
    )


def test_without_a_setting_the_real_google_is_asked_slowly() -> None:
    assert settings().google_url == "https://trends.google.com"
    assert settings().spacing == pytest.approx(1.5)


def test_sample_data_need_not_be_waited_for() -> None:
    found = settings(trends_google_url="http://127.0.0.1:8089", trends_sample=True)
    assert found.google_url == "http://127.0.0.1:8089"
    assert found.spacing < 0.5
    assert settings(trends_sample=True, trends_spacing_seconds=3).spacing == 3


def test_the_web_process_does_without_pandas_and_pytrends() -> None:
    script = (
        "import sys, trends_svc.bootstrap, trends_svc.tasks\n"
        "heavy = {'pandas', 'numpy', 'pytrends', 'alembic'} & set(sys.modules)\n"
        "sys.exit(', '.join(sorted(heavy)) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
