"""The demonstration's texts as they are written in data/: read, never changed."""

import json
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"


@cache
def read(name: str) -> Any:
    """Return what one file of data/ holds (« agents », « histories »…)."""
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


@cache
def missions() -> list[dict[str, Any]]:
    """Return every mission, from the files of missions/ in the order of their names."""
    return [each for path in sorted((DATA / "missions").glob("*.json")) for each in read(f"missions/{path.stem}")]


def stories() -> list[dict[str, Any]]:
    """Return the candidatures and what became of them."""
    found: list[dict[str, Any]] = read("histories")["stories"]
    return found
