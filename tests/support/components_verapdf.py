"""veraPDF for tests: one Java machine for a whole run, asked through a pipe."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benevolat.setup import tools

from .components_process import Unavailable, close, end

SERVICE = Path(__file__).with_name("verapdf_service.py")


class VeraPDF:
    """The running validator."""

    def __init__(self, child: subprocess.Popen[str]) -> None:
        self.child = child

    def failures(self, path: Path, profile: str) -> list[str]:
        """Return the rules of a profile (`ua1`, `3a`…) that a PDF breaks, each once, as « clause-test: message »; none: it conforms."""
        answer = self.ask({"path": str(path), "profile": profile})
        if "error" in answer:
            raise ValueError(answer["error"])
        return list(answer["failures"])

    def ask(self, question: dict[str, str]) -> dict[str, list[str]]:
        """Send one question and read its answer; raises Unavailable when the validator is gone."""
        assert self.child.stdin is not None
        assert self.child.stdout is not None
        self.child.stdin.write(json.dumps(question) + "\n")
        self.child.stdin.flush()
        line = self.child.stdout.readline()
        if not line:
            raise Unavailable(f"veraPDF s’est arrêté (code {self.child.wait()})")
        answer: dict[str, list[str]] = json.loads(line)
        return answer


@contextmanager
def running_verapdf() -> Iterator[VeraPDF]:
    """Run the validator until the end of the block; raises Unavailable. It ends by itself when its pipe closes."""
    python = tools.verapdf() / "bin" / "python"
    child = subprocess.Popen(
        [python, SERVICE, tools.JAVA_LIBRARIES], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=sys.__stderr__, text=True,
        start_new_session=True,
    )  # fmt: skip
    try:
        service = VeraPDF(child)
        service.ask({"profile": "ua1"})
        yield service
    finally:
        close(child.stdin, child.stdout)
        end(child)  # type: ignore[arg-type]
