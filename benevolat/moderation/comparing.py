"""What changed between two versions of a mission, line by line and sentence by sentence."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from .shingles import sentences


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence in both versions (`same`), in the old one alone (`gone`), or in the new one alone (`added`)."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a mission, before and now; `changed` when they differ."""

    label: str
    before: tuple[Piece, ...]
    now: tuple[Piece, ...]

    @property
    def changed(self) -> bool:
        """Whether anything differs."""
        return any(each.kind != "same" for each in (*self.before, *self.now))


def compare(old: Mapping[str, str], new: Mapping[str, str]) -> list[Line]:
    """Return the lines of two versions side by side, those of the new one first; a line that one lacks is empty there."""
    labels = [*new, *(each for each in old if each not in new)]
    return [_line(label, old.get(label, ""), new.get(label, "")) for label in labels]


def _line(label: str, old: str, new: str) -> Line:
    before, now = list(sentences(old)), list(sentences(new))
    left: list[Piece] = []
    right: list[Piece] = []
    for kind, old_from, old_to, new_from, new_to in SequenceMatcher(None, before, now, autojunk=False).get_opcodes():
        left += [Piece("same" if kind == "equal" else "gone", each) for each in before[old_from:old_to]]
        right += [Piece("same" if kind == "equal" else "added", each) for each in now[new_from:new_to]]
    return Line(label, tuple(left), tuple(right))
