"""A question read: the words asked for with what means the same, the words to leave out, and the ones that only help."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from .families import SAME, Families, Way, families
from .french import HELPFUL, HELPFUL_TOGETHER, HELPS_ANYBODY, SAID_OF_EVERYTHING, SHOWN, UNACCENTED, stem, words
from .spelling import spelt_out

LONGEST, MOST = 200, 12
MOST_REFUSED = 24
UNSURE = 0.9
"""What the accented word is worth when the person typed no accent (« marche » for « marché »)."""


@dataclass(frozen=True, slots=True)
class Token:
    """One meaningful word as it was typed (folded) and its stem; `begins`: the last word, that may be only begun."""

    typed: str
    stem: str
    begins: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """One thing asked for: a word, or several that mean one thing (« soutien scolaire »), and every way to say it, the exact one first.

    A word like « aider » is not needed: it scores where it is found, but a mission without it answers too.
    """

    tokens: tuple[Token, ...]
    ways: tuple[Way, ...]
    needed: bool = True
    apart: tuple["Word", ...] = ()
    """The words of a group, each with its own ways: « lire aux enfants » is also any way of « lire » with any way of « enfants »."""

    @property
    def typed(self) -> str:
        """The word as it was typed, folded."""
        return " ".join(SHOWN.get(each.typed, each.typed) for each in self.tokens)


@dataclass(frozen=True, slots=True)
class Question:
    """What a person asks for: each word with its ways, and what they do not want."""

    tokens: tuple[Token, ...] = ()
    without: tuple[Token, ...] = ()
    words: tuple[Word, ...] = ()
    ignored: tuple[str, ...] = ()
    """Words that tell nothing here, or that were too many."""
    exact: bool = False
    """No word is read as a near one."""

    def __bool__(self) -> bool:
        return bool(self.words or self.without)

    @property
    def typed(self) -> tuple[str, ...]:
        """The words of the question, folded, as they are shown back."""
        return tuple(each.typed for each in self.words)

    @property
    def needed(self) -> tuple[Word, ...]:
        """The words that an answer holds, every one of them when that is possible."""
        return tuple(each for each in self.words if each.needed)

    @property
    def refused(self) -> tuple[Word, ...]:
        """The words that an answer does not hold, each said in one way only."""
        return tuple(Word((each,), (Way((each.stem,), 1.0),)) for each in self.without)

    def mended(self, better: dict[str, str], known: Families | None = None) -> "Question":
        """Return the question with other stems for some typed words, read again."""
        tokens = tuple(Token(each.typed, better[each.typed]) if each.typed in better else each for each in self.tokens)
        return replace(self, tokens=tokens, words=_group(tokens, known if known is not None else families()))


def question(text: str, without: Iterable[str] = (), known: Families | None = None) -> Question:
    """Return what a text asks for; what is said of every mission counts for nothing. The last thousand are remembered."""
    return _question(text[:LONGEST], tuple(each[:LONGEST] for each in without)[:MOST], known if known is not None else families())


@lru_cache(maxsize=1_000)
def _question(text: str, without: tuple[str, ...], known: Families) -> Question:
    found = list(dict.fromkeys(words(spelt_out(text))))
    telling = [each for each in found if each not in SAID_OF_EVERYTHING][:MOST]
    ignored = tuple(SHOWN.get(each, each) for each in found if each not in telling)
    tokens = tuple(Token(each, stem(each), place == len(telling) - 1) for place, each in enumerate(telling))
    grouped = _group(tokens, known)
    if grouped and all(_helps_anybody(each) for each in grouped):
        tokens, grouped, ignored = (), (), tuple(SHOWN.get(each, each) for each in found)
    return Question(tokens, _refused(without, known), grouped, ignored[:MOST])


def _helps_anybody(word: Word) -> bool:
    """Tell whether a word says that one helps without saying at what: alone, it is said of every mission."""
    return tuple(each.stem for each in word.tokens) in HELPFUL_TOGETHER or all(each.typed in HELPS_ANYBODY for each in word.tokens)


def _refused(without: tuple[str, ...], known: Families) -> tuple[Token, ...]:
    """Return the words that are not wanted and those that mean the same: who refuses « vaisselle » does not want « plonge »."""
    unwanted = [Token(each, stem(each)) for each in dict.fromkeys(each for text in without for each in words(spelt_out(text)))][:MOST]
    same = (way.stems for each in unwanted for way in known.ways((each.stem,)) if way.weight >= SAME and len(way.stems) == 1)
    already = {each.stem for each in unwanted}
    return (*unwanted, *(Token(found, found) for (found,) in dict.fromkeys(same) if found not in already))[:MOST_REFUSED]


def _group(tokens: tuple[Token, ...], known: Families) -> tuple[Word, ...]:
    """Join the words that mean one thing together, the longest first, and give each what means the same."""
    found: list[Word] = []
    place = 0
    while place < len(tokens):
        size = known.longest_at([each.stem for each in tokens[place:place + known.longest]])
        taken = tokens[place:place + max(1, size)]
        stems = tuple(each.stem for each in taken)
        apart = tuple(Word((each,), (Way((each.stem,), 1.0), *known.ways((each.stem,)))) for each in taken) if len(taken) > 1 else ()
        helpful = stems in HELPFUL_TOGETHER or (len(taken) == 1 and taken[0].typed in HELPFUL)
        other = UNACCENTED.get(taken[0].typed) if len(taken) == 1 else None
        ways = (Way(stems, 1.0), *((Way((other,), UNSURE),) if other else ()), *(() if helpful else known.ways(stems)))
        found.append(Word(taken, ways, not helpful, apart))
        place += len(taken)
    if not any(each.needed for each in found):
        found = [Word(each.tokens, each.ways, apart=each.apart) for each in found]
    return tuple(found)
