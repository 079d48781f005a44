"""Settings keep every version; the secret key is made once and read by its owner alone."""

import stat
from pathlib import Path
from typing import Any

import pytest

from benevolat.core import settings


def test_the_newest_version_stands_and_the_code_gives_version_zero(session: Any) -> None:
    assert settings.read("titre", "Passeport bénévole") == ("Passeport bénévole", 0)
    settings.write("titre", "Mon passeport", by=1)
    settings.write("titre", "Le passeport", by=1)
    session.flush()
    assert settings.read("titre", "x") == ("Le passeport", 2)


def test_the_secret_key_is_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BENEVOLAT_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.delenv("SECRET_KEY", raising=False)
    first, second = settings.from_environment(), settings.from_environment()
    assert first["SECRET_KEY"] == second["SECRET_KEY"]
    assert len(first["SECRET_KEY"]) > 40
    assert stat.S_IMODE((tmp_path / "instance/secret-key").stat().st_mode) == 0o600


def test_the_environment_decides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BENEVOLAT_INSTANCE", str(tmp_path))
    monkeypatch.setenv("SECRET_KEY", "donnée")
    monkeypatch.setenv("BENEVOLAT_DEMO", "oui")
    monkeypatch.setenv("BASE_URL", "https://isere-benevolat.example/")
    found = settings.from_environment()
    assert (found["SECRET_KEY"], found["DEMO"], found["BASE_URL"]) == ("donnée", True, "https://isere-benevolat.example")
