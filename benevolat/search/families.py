"""Words that mean the same here: as people say it, as associations write it, as the administration names it (data/familles.txt)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from .french import stem, words
from .vocabulary import Vocabulary

DATA = Path(__file__).parent / "data" / "familles.txt"
SAME, WIDER = 0.7, 0.5
"""What a word of the same family is worth beside the word itself; and one that is only a part or a kind of it."""

Stems = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """One way to say a word: stems that a text must all hold, and what that is worth."""

    stems: Stems
    weight: float


@dataclass(slots=True, eq=False)
class Families:
    """Every way to say each word or group of words that has a family."""

    of: dict[Stems, dict[Stems, float]] = field(default_factory=lambda: defaultdict(dict))
    spoken: dict[str, str] = field(default_factory=dict)
    """A stem to the word that people write."""
    forms: dict[str, str] = field(default_factory=dict)
    """Every word of the families as written, folded, to its stem: what a misspelt word is compared with before it is cut."""
    longest: int = 1
    _ways: dict[Stems, tuple[Way, ...]] = field(default_factory=dict)
    _spelling: Vocabulary = field(default_factory=Vocabulary)

    def add(self, line: str) -> None:
        """Read « a, b, c » (each means the others) or « a > b, c » (who asks for a also wants b and c, not the reverse)."""
        self._ways.clear()
        left, arrow, right = line.partition(">")
        asked = [self._entry(each) for each in left.split(",")]
        if not arrow:
            self._join(asked, asked, SAME)
        else:
            self._join(asked, [self._entry(each) for each in right.split(",")], WIDER)

    def join(self, entries: Iterable[str]) -> None:
        """Let each of these words, or groups of words, mean the others."""
        self._ways.clear()
        told = [self._entry(each) for each in entries]
        self._join(told, told, SAME)

    def _entry(self, text: str) -> Stems:
        found = words(text)
        for each in found:
            self.forms[each] = stem(each)
            self.spoken.setdefault(stem(each), text.strip() if len(found) == 1 else each)
        return tuple(stem(each) for each in found)

    def _join(self, left: list[Stems], right: list[Stems], weight: float) -> None:
        for asked in filter(None, left):
            self.longest = max(self.longest, len(asked))
            ways = self.of[asked]
            for other in filter(None, right):
                if other != asked:
                    ways[other] = max(weight, ways.get(other, 0.0))

    def near(self, typed: str) -> list[tuple[int, str]]:
        """Return (cost, stem) of the words of the families near to a misspelt one."""
        self._spelling.add(self.forms)
        return [(cost, self.forms[each]) for cost, each in self._spelling.near(typed)]

    def ways(self, stems: Stems) -> tuple[Way, ...]:
        """Return the other ways to say this, the nearest first."""
        kept = self._ways.get(stems)
        if kept is None:
            ways = sorted(self.of.get(stems, {}).items(), key=lambda each: (-each[1], each[0]))
            kept = tuple(Way(other, weight) for other, weight in ways)
            if ways:
                self._ways[stems] = kept
        return kept

    def longest_at(self, stems: list[str]) -> int:
        """Return how many stems, from the first, are one entry together; 0 when not even the first is."""
        return next((size for size in range(min(len(stems), self.longest), 0, -1) if tuple(stems[:size]) in self.of), 0)


def read(lines: Iterable[str]) -> Families:
    """Return the families that lines tell; « # » begins a remark."""
    made = Families()
    for line in lines:
        told = line.partition("#")[0].strip()
        if told:
            made.add(told)
    return made


@cache
def families() -> Families:
    """Return the families that come with the code, read once."""
    return _from_file()


def _from_file() -> Families:
    return read(DATA.read_text(encoding="utf-8").splitlines())


def with_added(groups: Iterable[Iterable[str]]) -> Families:
    """Return the families that come with the code and, beside them, those that modérateurs added."""
    added = [tuple(each) for each in groups]
    if not added:
        return families()
    made = _from_file()
    for each in added:
        made.join(each)
    return made
