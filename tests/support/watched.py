"""Which tests coverage watches: those of the domains and the core, which the bar of pyproject.toml is about."""

import pytest

UNWATCHED = ("tests/web/", "tests/browser/", "tests/journeys/", "tests/noninterference/", "tests/consistency/", "tests/components/",
             "tests/demo/", "tests/faults/")
"""Tests that drive whole pages. Watching them doubles their time, and a line that only a page reaches has no test of its own anyway."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave the tests that drive whole pages unwatched: they run at full speed."""
    for item in items:
        if item.nodeid.startswith(UNWATCHED):
            item.add_marker("no_cover")
