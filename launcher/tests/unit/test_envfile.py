"""The .env file: secrets made once, kept for ever."""

import base64
import stat
from pathlib import Path

import pytest

from launcher.bootstrap import envfile
from launcher.errors import LauncherError


def test_all_secrets_are_written_once_and_only_the_owner_can_read_them(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    values, added = envfile.ensure(file)
    assert set(added) == set(envfile.SECRETS)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    again, added_again = envfile.ensure(file)
    assert again == values
    assert added_again == []


def test_no_two_secrets_are_the_same(tmp_path: Path) -> None:
    values, _ = envfile.ensure(tmp_path / ".env")
    assert len(set(values.values())) == len(values)


def test_a_missing_secret_is_added_and_what_a_person_wrote_stays(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text('# mine\nREDIS_PASSWORD="chosen"\nOLLAMA_HOST=http://gpu:11434')
    values, added = envfile.ensure(file)
    assert values["REDIS_PASSWORD"] == "chosen"
    assert "REDIS_PASSWORD" not in added
    assert file.read_text().startswith('# mine\nREDIS_PASSWORD="chosen"\nOLLAMA_HOST=http://gpu:11434\n')


def test_the_encryption_key_has_the_form_that_fernet_wants(tmp_path: Path) -> None:
    values, _ = envfile.ensure(tmp_path / ".env")
    assert len(base64.urlsafe_b64decode(values["TWEETER_ENCRYPTION_KEY"])) == 32


def test_a_password_can_stand_in_an_address_as_it_is(tmp_path: Path) -> None:
    values, _ = envfile.ensure(tmp_path / ".env")
    for name in ("REDIS_PASSWORD", "RABBITMQ_PASSWORD", "USERS_DB_PASSWORD"):
        assert not set(values[name]) & set("/@:?#%")


def test_a_line_that_is_no_setting_is_named(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("GOOD=1\nthis is not one\n")
    with pytest.raises(LauncherError, match=r"\.env:2"):
        envfile.read(file)
