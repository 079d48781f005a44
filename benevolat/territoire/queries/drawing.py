"""Our own drawing of the 13 territories, made from the communes' points: simplified outlines, and where a circle fits in each."""

import json
from functools import cache
from pathlib import Path
from typing import Any


@cache
def outlines() -> dict[str, Any]:
    """Return the width and height of the drawing, and for each territory its path and the middle of its widest part."""
    found: dict[str, Any] = json.loads((Path(__file__).parents[1] / "data" / "contours.json").read_text(encoding="utf-8"))
    return found
