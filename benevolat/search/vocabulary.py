"""The words that can be found, and which of them a misspelt word is nearest to."""

import re
from collections import defaultdict
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

WIDTH, LETTERS = 40, 31
REMEMBERED = 4_096


def edits_allowed(word: str) -> int:
    """Return how many letters may be wrong: none up to 3 letters, one up to 7, two beyond."""
    return 0 if len(word) < 4 else 1 if len(word) < 8 else 2


def distance(one: str, other: str, most: int) -> int:
    """Return how many letters must be changed, added, left out or swapped with their neighbour; `most` + 1 when more than `most`."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        older, before = before, row
        row = [i]
        for j, wanted in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


_SOUNDS = tuple((re.compile(written, re.MULTILINE), heard) for written, heard in (
    ("ph", "f"), ("sch|sh", "ch"), ("e?au|aux?$", "o"), ("(?<=[aeiou])ill", "y"),
    ("ge(?=[ao])", "j"), ("g(?=[eiy])|g$", "j"), ("gu(?=[eiy])", "g"), ("c(?=[eiy])|sc(?=[eiy])|ti(?=on)", "s"), ("qu?|ck|c(?!h)", "k"),
    ("(?<!c)h", ""), ("[ae][mn](?![aeiouyn])", "an"), ("(?:a?i|ei|y)[mn](?![aeiouyn])", "in"), ("ai|ei|ee$", "e"), ("(?<=..)e$", ""),
    ("oe|oeu", "e"), ("y", "i"), ("z", "s"), (r"(.)\1", r"\1"), ("(?<=..)[stdxp]$", ""),
))
"""How French is heard: « ph » as « f », « eau » as « o », « c » before « e » as « s »…, in this order."""


def sound(word: str) -> str:
    """Return roughly how a folded word is heard: « scolère » and « scolaire », « ménaje » and « ménage » sound the same."""
    for written, heard in _SOUNDS:
        word = written.sub(heard, word)
    return word


def _sounds(words: list[str]) -> list[str]:
    """Return how many words are heard, all in one pass."""
    return sound("\n".join(words)).split("\n")


def _all_signs(words: list[str]) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Return the signs of many words at once, the same as `_signs` of each."""
    points = np.array(words, dtype=f"U{WIDTH}").view(np.uint32).reshape(len(words), WIDTH)
    there = points > 0
    codes = (points % LETTERS).astype(np.uint64)
    letters = np.zeros(len(words), np.uint64)
    for code in range(LETTERS):
        times = ((codes == code) & there).sum(axis=1)
        letters |= (times > 0).astype(np.uint64) << np.uint64(code) | (times > 1).astype(np.uint64) << np.uint64(code + LETTERS)
    before = np.concatenate([np.zeros((len(words), 1), np.uint64), codes[:, :-1]], axis=1)
    bits = np.uint64(1) << ((before * np.uint64(7) + codes * np.uint64(13)) % np.uint64(64))
    return letters, np.bitwise_or.reduce(np.where(there, bits, np.uint64(0)), axis=1)


def _signs(word: str) -> tuple[int, int]:
    """Return which letters a word holds (once, twice) and which pairs of letters, as bits: near words have near signs."""
    letters, pairs, last = 0, 0, 0
    for each in word:
        code = ord(each) % LETTERS
        bit = 1 << code
        letters |= bit << LETTERS if letters & bit else bit
        pairs |= 1 << ((last * 7 + code * 13) % 64)
        last = code
    return letters, pairs


class Vocabulary:
    """Words in arrays, so that a misspelt one is compared only with the few that look like it."""

    def __init__(self, terms: Iterable[str] = ()) -> None:
        self.terms: list[str] = []
        self.known: set[str] = set()
        self._lengths: NDArray[np.int16] = np.empty(0, np.int16)
        self._letters: NDArray[np.uint64] = np.empty(0, np.uint64)
        self._pairs: NDArray[np.uint64] = np.empty(0, np.uint64)
        self._heard: dict[str, list[str]] = defaultdict(list)
        self._remembered: dict[str, tuple[tuple[int, str], ...]] = {}
        self.add(terms)

    def add(self, terms: Iterable[str]) -> None:
        """Take in the words that are not known yet."""
        new = [each for each in terms if each not in self.known]
        if new:
            self.known.update(new)
            self.terms.extend(new)
            self._remembered.clear()

    def _sign(self) -> None:
        new = self.terms[len(self._lengths):]
        if new:
            for each, heard in zip(new, _sounds(new), strict=True):
                self._heard[heard].append(each)
            letters, pairs = _all_signs(new)
            self._lengths = np.concatenate([self._lengths, np.array([len(each) for each in new], np.int16)])
            self._letters, self._pairs = np.concatenate([self._letters, letters]), np.concatenate([self._pairs, pairs])

    def near(self, word: str) -> tuple[tuple[int, str], ...]:
        """Return (cost, word) of the words near enough, the nearest first.

        The cost is twice the letters wrong (one when it is heard the same), and one more when the first letter is another.
        """
        kept = self._remembered.get(word)
        if kept is None:
            if len(self._remembered) > REMEMBERED:
                self._remembered.clear()
            kept = self._remembered[word] = self._near(word)
        return kept

    def _near(self, word: str) -> tuple[tuple[int, str], ...]:
        most = edits_allowed(word)
        if not most or not word.isalpha():
            return ()
        self._sign()
        letters, pairs = _signs(word)
        alike = np.abs(self._lengths - len(word)) <= most
        alike &= np.bitwise_count(self._letters ^ np.uint64(letters)) <= 2 * most
        alike &= np.bitwise_count(self._pairs ^ np.uint64(pairs)) <= 6 * most
        third = (len(word) - 2) // (most + 1)
        begins, ends, middle = word[:third], word[len(word) - third:], word[third + 1:-third - 1]
        found = dict.fromkeys(self._heard.get(sound(word), ()), 1)
        for place in np.flatnonzero(alike):
            term = self.terms[place]
            if not (term.startswith(begins) or term.endswith(ends) or (most > 1 and middle in term)):
                continue
            far = distance(word, term, most)
            if far <= most:
                found[term] = min(far, found.get(term, far))
        return tuple(sorted((2 * far + (term[0] != word[0]), term) for term, far in found.items() if term.isalpha()))
