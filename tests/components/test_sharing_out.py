"""Sharing out for real: what must be in one process is, and the slow ones come first."""

import os
import subprocess
import sys
from pathlib import Path

from tests.support.sharing_out import FIRST, rank

ROOT = Path(__file__).parents[2]
# the worlds last longer than the pages: a process that is done would take a part of them, were they parted
FOLDERS = {"tests/browser/": 0.02, "tests/noninterference/": 0.3}
COMMAND = ("-v", "-n", "2", "--dist", "loadfile", "-p", "tests.support.sharing_out", "-p", "no:cacheprovider", "tests")


def test_the_two_worlds_are_searched_in_one_process_and_so_are_the_pages(tmp_path: Path) -> None:
    for folder, seconds in FOLDERS.items():
        (tmp_path / folder).mkdir(parents=True)
        for name in "abc":
            text = f"import time\ndef test_one(): time.sleep({seconds})\ndef test_two(): time.sleep({seconds})\n"
            (tmp_path / folder / f"test_{folder[6]}{name}.py").write_text(text)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *COMMAND], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT), "PYTEST_ADDOPTS": ""},
        capture_output=True, text=True, timeout=300, check=False,
    )
    ran = [line.split() for line in done.stdout.splitlines() if line.startswith("[gw")]
    assert len(ran) == 12, done.stdout
    for folder in FOLDERS:
        assert len({words[0] for words in ran if words[-1].startswith(folder)}) == 1, ran


def test_the_slow_ones_come_first() -> None:
    assert [rank(each) for each in FIRST] == list(range(len(FIRST)))
    assert rank("tests/missions/test_services.py") == len(FIRST)
