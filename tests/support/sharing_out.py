"""How the tests are shared out among processes: by file, the browsers' together, the slow ones first.

A file's databases, worlds and servers are then made once, one Chromium draws all the pages, and no slow file is left alone at the end.
"""

from typing import Any
from zlib import crc32

import pytest
from xdist.scheduler import LoadScopeScheduling

BROWSER, WORLDS = "tests/browser/", "tests/noninterference/"
FIRST = (
    BROWSER, WORLDS, "tests/faults/", "tests/consistency/", "tests/demo/", "tests/web/test_volume", "tests/web/test_bad_input",
    "tests/search/", "tests/journeys/", "tests/alertes/", "tests/reporting/", "tests/contrats/test_machine", "tests/proofs/",
)
"""Where the slow files are, slowest first."""
WORKERS_BY_BROWSER = 2


class SharingOut(LoadScopeScheduling):
    """One unit of work a file; browser tests make one unit for every two processes; tests over the two whole worlds make one."""

    begun = False

    def _split_scope(self, nodeid: str) -> str:
        path = nodeid.split("::", 1)[0]
        if path.startswith(BROWSER):
            return f"{BROWSER}{crc32(path.encode()) % max(1, self.numnodes // WORKERS_BY_BROWSER)}"
        return WORLDS if path.startswith(WORLDS) else path

    def _assign_work_unit(self, node: Any) -> None:
        """Give a process the next unit; the first time, put the slow ones in front."""
        if not self.begun:
            self.begun = True
            for unit in sorted(self.workqueue, key=rank, reverse=True):
                self.workqueue.move_to_end(unit, last=False)
        super()._assign_work_unit(node)


def rank(unit: str) -> int:
    """Return when a unit of work comes: the slowest is 0."""
    return next((number for number, start in enumerate(FIRST) if unit.startswith(start)), len(FIRST))


@pytest.hookimpl
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> SharingOut | None:
    """Share out by our rule where files are asked to stay together (`--dist loadfile`, which the suite's command gives)."""
    return SharingOut(config, log) if config.getvalue("dist") == "loadfile" else None
