"""The locks: every package pinned and hashed, no download address anywhere, the test lock holds the other one whole."""

import json
import re
from pathlib import Path

import pytest

SETUP = Path(__file__).resolve().parents[2] / "benevolat" / "setup"
PYTHON_LOCKS = sorted(SETUP.rglob("*.lock"))
NPM_LOCKS = sorted(path for path in SETUP.rglob("package-lock.json") if "node_modules" not in path.parts)
FILES = sorted(path for path in SETUP.rglob("*") if path.is_file() and not {"node_modules", "__pycache__"} & set(path.parts))

# the owner's packages, part of the product; pytest is the seventh, in the test lock
OF_THE_OWNER = {"flask", "flask-sqlalchemy", "flask-login", "wtforms", "geopy", "whoosh"}


def pins(lock: Path) -> list[str]:
    """Return the lock's requirements, one text each, with the lines of hashes joined."""
    return lock.read_text(encoding="utf-8").replace("\\\n", " ").strip().splitlines()


def pinned(lock: Path) -> set[str]:
    """Return `name==version ; marker` of each requirement."""
    return {re.sub(r"\s+--hash=.*", "", line).strip() for line in pins(lock)}


def names(text: str) -> set[str]:
    """Return the names of packages that a list of requirements asks for."""
    return {re.split(r"[\[=<>~! ;]", line, maxsplit=1)[0].lower() for line in text.splitlines() if line and not line.startswith(("#", "-"))}


def test_there_are_locks_to_look_at():
    assert {path.name for path in PYTHON_LOCKS} >= {"requirements.lock", "requirements-test.lock", "geocoder.lock", "verapdf.lock"}
    assert len(NPM_LOCKS) == 2


@pytest.mark.parametrize("lock", PYTHON_LOCKS, ids=lambda path: path.name)
def test_every_python_package_is_pinned_and_hashed(lock):
    for requirement in pins(lock):
        assert re.match(r"[a-z0-9][a-z0-9.-]*==[^ ]+ ( ;|(; [^-]+))?\s*--hash=sha256:[0-9a-f]{64}", requirement), requirement[:120]


@pytest.mark.parametrize("lock", NPM_LOCKS, ids=lambda path: path.parent.name)
def test_every_npm_package_is_pinned_and_hashed(lock):
    packages = json.loads(lock.read_text(encoding="utf-8"))["packages"]
    wanted = json.loads((lock.parent / "package.json").read_text(encoding="utf-8"))
    for group in ("dependencies", "devDependencies"):
        assert packages[""].get(group, {}) == wanted.get(group, {}), "package-lock.json is older than package.json"
        for name, version in wanted.get(group, {}).items():
            assert re.fullmatch(r"\d+\.\d+\.\d+", version), f"{name} is not pinned to one version"
    for name, package in packages.items():
        if name:
            assert package["integrity"].startswith("sha512-"), name
            assert "resolved" not in package, name


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_file_of_the_set_up_holds_a_download_address(path):
    found = re.findall(r"https?://[^\s\"'`)]+", path.read_text(encoding="utf-8"))
    assert [address for address in found if not address.startswith(("http://127.0.0.1", "http://{"))] == []


@pytest.mark.parametrize("folder", [path.parent for path in NPM_LOCKS], ids=lambda path: path.name)
def test_npm_runs_no_script_and_writes_no_address(folder):
    settings = (folder / ".npmrc").read_text(encoding="utf-8").splitlines()
    assert {"omit-lockfile-registry-resolved=true", "ignore-scripts=true"} <= set(settings)


def test_the_test_lock_holds_the_other_one_at_the_same_versions():
    assert pinned(SETUP / "requirements.lock") <= pinned(SETUP / "requirements-test.lock")


@pytest.mark.parametrize("name", [path.stem for path in PYTHON_LOCKS])
def test_the_lock_answers_its_list(name):
    asked = names((SETUP / f"{name}.in").read_text(encoding="utf-8"))
    locked = {requirement.split("==")[0] for requirement in pinned(SETUP / f"{name}.lock")}
    assert asked <= locked


def test_the_packages_of_the_owner_are_asked_for_by_name():
    assert names((SETUP / "requirements.in").read_text(encoding="utf-8")) >= OF_THE_OWNER
    assert "pytest" in names((SETUP / "requirements-test.in").read_text(encoding="utf-8"))
