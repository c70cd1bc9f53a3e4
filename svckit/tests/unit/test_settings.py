"""Settings that fail at boot."""

import pytest
from pydantic import Field, SecretStr

from svckit.config import EX_CONFIG, DatabaseSettings, StreamSettings, load


class Settings(DatabaseSettings, StreamSettings):
    secret_key: SecretStr = Field(min_length=8, description="Seals things.")
    tries: int = Field(default=3, ge=1, description="How often.")


GOOD = {
    "PUBLIC_URL": "https://trends.example",
    "DATABASE_URL": "postgresql+psycopg://u:hidden@db/x",
    "STREAM_REDIS_URL": "redis://redis/2",
    "SECRET_KEY": "long enough",
}


@pytest.fixture
def env(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def test_complete_settings_are_read_from_variables_in_upper_case(env: pytest.MonkeyPatch) -> None:
    env.setenv("TRIES", "7")
    settings = load(Settings)
    assert (settings.public_url, settings.tries) == ("https://trends.example", 7)
    assert settings.secret_key.get_secret_value() == "long enough"


def test_every_missing_variable_is_named_with_its_purpose_and_the_process_ends_with_78(
    env: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in GOOD:
        env.delenv(name)
    with pytest.raises(SystemExit) as caught:
        load(Settings)
    assert caught.value.code == EX_CONFIG == 78
    said = capsys.readouterr().err
    for name in GOOD:
        assert f"{name} is missing" in said
    assert "Seals things." in said


def test_an_empty_variable_is_as_good_as_none(
    env: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    env.setenv("DATABASE_URL", "")
    with pytest.raises(SystemExit):
        load(Settings)
    assert "DATABASE_URL is missing" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "value"),
    [("TRIES", "often"), ("TRIES", "0"), ("SECRET_KEY", "short"), ("PUBLIC_URL", "trends.example"),
     ("PUBLIC_URL", "https://trends.example/"), ("LOG_LEVEL", "LOUD")],
)  # fmt: skip
def test_an_invalid_variable_is_named_and_its_value_is_not_shown(
    env: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, value: str
) -> None:
    env.setenv(name, value)
    with pytest.raises(SystemExit):
        load(Settings)
    said = capsys.readouterr().err
    assert f"{name} is not valid" in said
    assert "hidden" not in said
    if name == "SECRET_KEY":
        assert value not in said


def test_settings_can_not_be_changed_and_do_not_print_their_secrets(env: pytest.MonkeyPatch) -> None:
    settings = load(Settings)
    with pytest.raises(Exception, match="frozen"):
        setattr(settings, "tries", 9)  # noqa: B010 - a type checker would refuse it before we do
    assert "hidden" not in repr(settings)
    assert "long enough" not in repr(settings)
