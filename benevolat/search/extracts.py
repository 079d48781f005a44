"""Why a mission answers, for the few that are shown: which word was found where, in French, and the sentence that holds it, marked."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from benevolat.core.db import db

from . import texts
from .engine import state
from .families import Stems
from .french import stem, words
from .question import Question, Word, question

LONGEST = 180
"""Letters of an extract, about two lines on a telephone."""
MOST_REASONS = 3
_TOKEN = re.compile(r"[^\W_]+")
_SENTENCE = re.compile(r"[^.!?…\n]+(?:[.!?…]+|\n|$)")


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of text, and whether it is one of the words asked for."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Explanation:
    """The reasons in the order of the question's words, the title in pieces, and an extract of the description (none: no word is there)."""

    reasons: tuple[str, ...] = ()
    title: tuple[Segment, ...] = ()
    extract: tuple[Segment, ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    """A word of a part of a text: where it is, as it is written, its stem."""

    start: int
    end: int
    written: str
    stem: str


def explain_missions(text: str, missions: Iterable[int], corrected: Iterable[tuple[str, str]] = ()) -> dict[int, Explanation]:
    """Return, for missions shown, why each answers; `corrected` is what the answer says it read otherwise. One query for all of them."""
    asked = read_as_answered(text, corrected)
    shown = list(missions)
    if not asked.words or not shown:
        return {}
    connection = db.session.connection()
    skills = texts.skills_of(connection, shown)
    return {
        row.id: explain({
            "title": row.title, "description": row.description, "skills": skills.get(row.id, ""), "association": row.association,
            "commune": row.commune or "", "domain": row.domaine or "", "more": f"{row.activity or ''} . {row.schedule or ''}",
        }, asked)
        for row in texts.sources(connection, shown)
    }


def read_as_answered(text: str, corrected: Iterable[tuple[str, str]] = ()) -> Question:
    """Return the question of a text, the misspelt words read as the answer said they were."""
    known = state().known
    asked = question(text, known=known)
    better = {typed: stem(read[0]) for typed, understood in corrected if (read := words(understood))}
    return asked.mended(better, known) if better else asked


def explain(parts: Mapping[str, str], asked: Question) -> Explanation:
    """Return why a mission answers a question, from its words part by part (title, skills, domain, commune, association, description)."""
    read = {name: _read(text) for name, text in parts.items()}
    marks: set[str] = set()
    reasons = []
    for word in asked.words:
        stems = _held(word, {each.stem for found in read.values() for each in found})
        marks.update(stems)
        place = next(((name, each) for name in _PLACES for each in read.get(name, ()) if each.stem in stems), None)
        if place is not None and word.needed:
            reasons.append(_reason(place[0], place[1].written))
    return Explanation(
        tuple(dict.fromkeys(reasons))[:MOST_REASONS], _segments(parts.get("title", ""), read.get("title", []), marks),
        _extract(parts.get("description", ""), read.get("description", []), marks),
    )


_PLACES = ("title", "skills", "commune", "association", "domain", "description", "more")


def _reason(place: str, written: str) -> str:
    if place == "title":
        return str(_("mot “%(word)s” dans le titre", word=written))
    if place == "skills":
        return str(_("mot “%(word)s” dans les compétences", word=written))
    if place == "commune":
        return str(_("mot “%(word)s” dans la commune", word=written))
    if place == "association":
        return str(_("mot “%(word)s” dans le nom de l’association", word=written))
    if place == "domain":
        return str(_("mot “%(word)s” dans le domaine", word=written))
    return str(_("mot “%(word)s” dans le texte", word=written))


def _read(text: str) -> list[_Found]:
    return [
        _Found(each.start(), each.end(), each[0], stem(read[0])) for each in _TOKEN.finditer(text) if (read := words(each[0]))
    ]


def _held(word: Word, stems: set[str]) -> set[str]:
    """Return the stems by which a text holds a word: those of the exact way, else of every other one, else what the word begins."""
    ways: list[Stems] = [way.stems for way in word.ways]
    held = [way for way in ways if stems.issuperset(way)]
    if held:
        return set(held[0]) if held[0] == ways[0] else {each for way in held for each in way}
    if word.apart:
        return {each for part in word.apart for each in _held(part, stems)}
    begun = word.tokens[0].typed
    return {each for each in stems if each.startswith(begun)} if len(begun) > 2 else set()


def _segments(text: str, found: list[_Found], marks: set[str], first: int = 0, last: int | None = None) -> tuple[Segment, ...]:
    """Return a text, or a part of it, cut around the words to mark."""
    last = len(text) if last is None else last
    pieces: list[Segment] = []
    place = first
    for each in found:
        if each.stem in marks and first <= each.start and each.end <= last:
            if place < each.start:
                pieces.append(Segment(text[place:each.start]))
            pieces.append(Segment(text[each.start:each.end], True))
            place = each.end
    if place < last:
        pieces.append(Segment(text[place:last]))
    return tuple(pieces)


def _extract(text: str, found: list[_Found], marks: set[str]) -> tuple[Segment, ...]:
    """Return the sentence that holds the most of the words asked for, cut to about two lines; nothing when none does."""
    best, most = (0, 0), 0
    for sentence in _SENTENCE.finditer(text):
        held = {each.stem for each in found if each.stem in marks and sentence.start() <= each.start < sentence.end()}
        if len(held) > most:
            best, most = sentence.span(), len(held)
    if not most:
        return ()
    first, last = best
    first += len(text[first:last]) - len(text[first:last].lstrip())
    last -= len(text[first:last]) - len(text[first:last].rstrip())
    if last - first <= LONGEST:
        return _segments(text, found, marks, first, last)
    middle = next(each for each in found if each.stem in marks and first <= each.start < last)
    begin = max(first, middle.start - LONGEST // 3)
    begin = begin if begin == first else text.rfind(" ", first, begin) + 1 or first
    end = min(last, max(begin + LONGEST, middle.end))
    end = end if end == last else max(middle.end, text.rfind(" ", begin, end))
    pieces = _segments(text, found, marks, begin, end)
    return (*((Segment("… "),) if begin > first else ()), *pieces, *((Segment(" …"),) if end < last else ()))
