"""Our own drawing of the 13 territories, made from the communes' points: simplified outlines, and where a circle fits in each."""

import json
import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

SMALLEST, LARGEST = 9, 26


@cache
def outlines() -> dict[str, Any]:
    """Return the width and height of the drawing, and for each territory its path and the middle of its widest part."""
    found: dict[str, Any] = json.loads((Path(__file__).parents[1] / "data" / "contours.json").read_text(encoding="utf-8"))
    return found


def radii(values: Mapping[str, int]) -> dict[str, float]:
    """Return the radius of each territory's circle in that drawing: its surface is the figure, never too small for a number inside."""
    most = max(values.values(), default=0) or 1
    return {code: round(max(SMALLEST, LARGEST * math.sqrt(value / most)), 1) for code, value in values.items() if value}
