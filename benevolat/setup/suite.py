"""Runs pytest as the everyday suite, or whole with the long tests."""

import os
import re
import signal
import subprocess
from collections.abc import Sequence

from .install import PYTHON
from .terminal import ROOT, Stopped

WORKERS_AT_MOST = 8
# with one of these the person chooses the processes, or nothing is run
NO_WORKERS = re.compile(r"-n|-n\d+|-nauto|--numprocesses(=.*)?|--pdb|--collect-only|--co|-h|--help|--fixtures|--version")


def pytest_command(arguments: Sequence[str], *, everything: bool, cores: int) -> list[str]:
    """Return pytest's command line: ours first, so that what the person gives wins."""
    command = [str(PYTHON), "-m", "pytest"]
    if not any(NO_WORKERS.fullmatch(argument) for argument in arguments):
        command += ["-n", str(max(1, min(cores, WORKERS_AT_MOST))), "--dist", "loadfile"]
    if not everything:
        command += ["-m", "not long"]
    elif not arguments:
        command += ["--cov", "--cov-report=term:skip-covered"]  # watching lines doubles the time: only the whole suite is held to the bar
    return [*command, *arguments]


def run_suite(arguments: Sequence[str], *, everything: bool) -> int:
    """Run the suite in .venv and return pytest's status."""
    command = pytest_command(arguments, everything=everything, cores=len(os.sched_getaffinity(0)))
    child = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONUNBUFFERED": "1"})
    while True:
        try:
            return child.wait()
        except Stopped:
            child.send_signal(signal.SIGINT)
        except KeyboardInterrupt:
            continue  # it has reached pytest as well, which ends by itself and says where it was
