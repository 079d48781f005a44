"""Rows of drawn figures (components/bars.html): one or two series under the same labels, each figure with its words."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from benevolat.core.clock import duration_words

Label = TypeVar("Label")


def bar_rows(labels: Iterable[Label], series: Sequence[Mapping[Label, int]], words: Callable[[int], str]) -> list[dict[str, Any]]:
    """Return a row for each label with its figure in each series, 0 where a series has none."""
    return [
        {"label": str(label), "figures": [{"value": each.get(label, 0), "words": words(each.get(label, 0))} for each in series]}
        for label in labels
    ]


def hours_words(minutes: int) -> str:
    """Return « 12 h 30 », and « 0 h » rather than « 0 min »."""
    return duration_words(minutes) if minutes else "0\u00a0h"
