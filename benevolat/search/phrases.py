"""The words of a text in one line, where turns of phrase are looked for and taken one after the other."""

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cache

from benevolat.core.labels import Labelled

from .french import fold
from .spelling import meant

TOKEN = re.compile(r"\d+|[^\W\d_]+")
MOST_WORDS = 40


class PartKind(Labelled):
    """What a part of the text was understood to be."""

    WORDS = "words", "Mots"
    WITHOUT = "without", "Sans"
    PLACE = "place", "Lieu"
    RADIUS = "radius", "Distance"
    NEAR_ME = "near_me", "Près de chez moi"
    REMOTE = "remote", "À distance"
    TIME = "time", "Moment"
    KIND = "kind", "Rythme"
    SOON = "soon", "Bientôt"
    FRENCH = "french", "Français"
    IGNORED = "ignored", "Ignoré"


@cache
def whole_words(pattern: re.Pattern[str]) -> re.Pattern[str]:
    """Return a pattern that begins and ends where words do."""
    return re.compile(rf"(?<![^ ])(?:{pattern.pattern})(?= |$)")


@dataclass(slots=True)
class Reader:
    """The words of a text in one line, and which of them were already taken for something."""

    text: str
    words: list[str] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    taken: list[tuple[PartKind, int, int]] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    line: str = ""

    def __post_init__(self) -> None:
        for each in list(TOKEN.finditer(self.text))[:MOST_WORDS]:
            for word in meant(fold(each[0])):
                self.starts.append(len(self.line))
                self.words.append(word)
                self.spans.append(each.span())
                self.line += word + " "

    def is_free(self, first: int, last: int) -> bool:
        """Tell whether none of these words was taken."""
        return all(last <= start or end <= first for _kind, start, end in self.taken)

    def take(self, kind: PartKind, first: int, last: int) -> None:
        """Take these words for something."""
        self.taken.append((kind, first, last))

    def find(self, pattern: re.Pattern[str]) -> list[tuple[re.Match[str], int, int]]:
        """Return the matches of whole words not taken yet, with their first word and the one after their last."""
        found = []
        for each in whole_words(pattern).finditer(self.line):
            first, last = bisect_left(self.starts, each.start()), bisect_left(self.starts, each.end())
            if first < last and self.is_free(first, last):
                found.append((each, first, last))
        return found

    def typed(self, first: int, last: int) -> str:
        """Return words as they were typed, with what stands between them."""
        return self.text[self.spans[first][0]:self.spans[last - 1][1]]

    def free_runs(self) -> list[tuple[int, int]]:
        """Return the groups of neighbouring words that are left."""
        runs: list[tuple[int, int]] = []
        for place in range(len(self.words)):
            if self.is_free(place, place + 1):
                if runs and runs[-1][1] == place:
                    runs[-1] = (runs[-1][0], place + 1)
                else:
                    runs.append((place, place + 1))
        return runs

    def without(self, first: int, last: int) -> str:
        """Return the text without these words."""
        begin, end = self.spans[first][0], self.spans[last - 1][1]
        return " ".join(f"{self.text[:begin]} {self.text[end:]}".split()).strip(" ,;’'")
