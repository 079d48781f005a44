"""`python3 benevolat run` with the real application: prepared, served, stopped, and prepared again in no time."""

import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.support.clone import copy_of_the_repository, environment, read_until
from tests.support.components_process import free_port


@pytest.fixture
def clone(tmp_path):
    return copy_of_the_repository(tmp_path)


@contextmanager
def site(clone):
    """Run the site without the demonstration, and give its process, its address, and what it said until it was open."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "benevolat", "run", "--no-demo", "--port", str(port)], cwd=clone, env=environment(clone), text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
    )  # fmt: skip
    try:
        said = read_until(process, "Ctrl-C")
        yield process, f"http://127.0.0.1:{port}", said
    finally:
        process.send_signal(signal.SIGINT)
        rest, _ = process.communicate(timeout=300)
    assert process.returncode == 0
    assert "Traceback" not in rest


def fetch(address):
    """Return the status and the text of a page."""
    with urllib.request.urlopen(address, timeout=180) as answer:
        return answer.status, answer.read().decode()


def started_by(pid):
    """Return the processes that a process started, and those they started."""
    found = []
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    children = [tuple(map(int, line.split())) for line in listed.splitlines()]
    wanted = {pid}
    while wanted:
        wanted = {child for child, parent in children if parent in wanted}
        found += wanted
    return found


def gone(pid):
    """Tell whether a process has ended; the machine may take a while to forget one whose parent ended first."""
    for _turn in range(300):
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except (FileNotFoundError, ProcessLookupError):
            return True
        time.sleep(0.2)
    return False


def test_the_site_opens_on_real_communes_leaves_nothing_and_finds_all_in_place_again(clone):
    with site(clone) as (process, address, said):
        status, page = fetch(address)
        programs = started_by(process.pid)
    assert status == 200
    assert "Isère bénévolat" in page
    assert address in said
    assert "démonstration" not in said.lower()
    assert len(programs) >= 4, "a server with its two workers, and the worker of the background"
    assert [pid for pid in programs if not gone(pid)] == []
    with closing(sqlite3.connect(clone / "instance" / "benevolat.sqlite3")) as database:
        assert database.execute("SELECT count(*) FROM commune").fetchone()[0] == 989
    log = clone / ".venv" / "setup.log"
    assert "989 communes" in log.read_text()
    log.unlink()
    with site(clone) as (process, address, said):
        assert fetch(address)[0] == 200
    assert "Bibliothèques" not in said
    assert "déjà chargés" in log.read_text()
