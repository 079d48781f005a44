"""ruff, mypy (strict in core and domains) and djlint are part of the test command."""

import subprocess
import sys

import pytest

from benevolat.core.settings import ROOT


@pytest.mark.parametrize("command", [
    ["-m", "ruff", "check", "."],
    ["-m", "mypy"],
    ["-m", "djlint", "templates", "--lint", "--quiet"],
], ids=["ruff", "mypy", "djlint"])
def test_tool_is_silent(command: list[str]) -> None:
    done = subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, text=True, timeout=1200)
    assert done.returncode == 0, (done.stdout + done.stderr)[-4000:]
