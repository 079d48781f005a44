"""A required component that cannot start fails; another one skips, and the closing summary counts it."""

import os
import subprocess
import sys
import textwrap

import pytest

from benevolat.core.settings import ROOT
from tests.support import components
from tests.support.components_process import LEASH, Unavailable, free_port, running

SUITE = """
    from contextlib import contextmanager
    import pytest
    from tests.support.components import require
    from tests.support.components_process import Unavailable

    pytest_plugins = ["tests.support.requirements_summary"]

    @contextmanager
    def absent():
        raise Unavailable("PostgreSQL n’est pas installé")
        yield

    @pytest.fixture(scope="session")
    def database():
        with require("postgres", absent()) as found:
            yield found

    def test_one(database): pass
    def test_two(database): pass
    def test_three(): pass
"""


def run_suite(folder, required):
    (folder / "test_it.py").write_text(textwrap.dedent(SUITE), encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\n")
    env = {**os.environ, "PYTHONPATH": str(ROOT), "BENEVOLAT_REQUIRE": required}
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:randomly", str(folder)]
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)


def test_an_absent_component_skips_and_is_counted(tmp_path):
    done = run_suite(tmp_path, "")
    assert done.returncode == 0, done.stdout
    assert "1 passed, 2 skipped" in done.stdout
    assert "2 tests sautés :" in done.stdout
    assert "2  postgres : PostgreSQL n’est pas installé" in done.stdout


def test_a_required_component_fails_instead(tmp_path):
    done = run_suite(tmp_path, "chromium, postgres")
    assert done.returncode == 1
    assert "1 passed, 2 errors" in done.stdout
    assert "postgres is required and cannot start: PostgreSQL n’est pas installé" in done.stdout


def test_a_name_that_does_not_exist_is_refused(monkeypatch):
    monkeypatch.setenv("BENEVOLAT_REQUIRE", "postgre")
    with pytest.raises(pytest.UsageError, match="postgre"):
        components.required()


def test_a_program_that_dies_says_its_last_words(tmp_path):
    command = [sys.executable, "-c", "import sys; sys.exit('no room left for me')"]
    with pytest.raises(Unavailable, match="no room left for me"), running(command, folder=tmp_path, ready=lambda: False):
        pass


def test_a_program_dies_with_the_tests_that_started_it(tmp_path):
    port = free_port()
    program = f"import socket, time; s = socket.create_server(('127.0.0.1', {port})); print('up', flush=True); time.sleep(60)"
    starter = f"""
import os, subprocess, sys
leashed = [sys.executable, "-c", {LEASH!r}, str(os.getuid()), str(os.getgid()), str(os.getpid()), sys.executable, "-c", {program!r}]
child = subprocess.Popen(leashed, stdout=subprocess.PIPE, text=True)
print(child.stdout.readline(), child.pid, flush=True)
os.kill(os.getpid(), 9)
"""
    started = subprocess.run([sys.executable, "-c", starter], capture_output=True, text=True, timeout=180, check=False)
    assert started.stdout.startswith("up")
    pid = started.stdout.split()[1]
    subprocess.run(["timeout", "120", "tail", f"--pid={pid}", "-f", "/dev/null"], check=True)
