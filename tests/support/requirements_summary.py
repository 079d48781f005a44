"""Says, at the end of a run, how many tests were skipped and why: a suite that skips in silence proves less than it seems."""

from collections import Counter
from typing import Any

import pytest


def reason(report: Any) -> str:
    """Return why a test was skipped, without pytest's own prefix."""
    text = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return text.removeprefix("Skipped: ").splitlines()[0]


def lines(reports: list[Any]) -> list[str]:
    """Return the lines of the summary: the total, then each reason with its number, the commonest first."""
    counted = Counter(map(reason, reports))
    return [f"{counted.total()} tests sautés :", *(f"  {number:4d}  {why}" for why, number in counted.most_common())]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Add the summary after pytest's."""
    skipped = terminalreporter.stats.get("skipped", [])
    if skipped:
        terminalreporter.section("ce qui n’a pas été essayé")
        for line in lines(skipped):
            terminalreporter.write_line(line)
