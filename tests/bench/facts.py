"""What the rivals are given: the same missions, stems and facts as our engine holds, and each question read once for all."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, fields
from itertools import product
from typing import Any

import numpy as np

from benevolat.core.db import db
from benevolat.missions.models import FrenchLevel, Mission, MissionKind, Setting
from benevolat.search import scoring, texts
from benevolat.search.columns import FLAGS, LEVELS
from benevolat.search.corpus import Corpus
from benevolat.search.engine import SearchState
from benevolat.search.facts import unpack
from benevolat.search.french import stem, words
from benevolat.search.moment import Moment
from benevolat.search.question import Word, question
from benevolat.search.request import SearchRequest

KINDS = tuple(MissionKind)
APART = {"id", "text_seq", "title", "commune"}
SETTINGS = (Setting.ALONE, Setting.TEAM)


@dataclass(frozen=True, slots=True)
class Fact:
    """One public mission, in numbers. Masks: flags, half-days (all of them when it has none), settings it suits, skills."""

    id: int
    association: int
    lat: float | None
    lon: float | None
    domain: int
    area: int
    remote: int
    kind: int
    flags: int
    half_days: int
    french: int
    settings: int
    competences: int
    starts: float
    until: float
    newest: float
    full_up: int


NAMES = tuple(each.name for each in fields(Fact))


@dataclass(frozen=True, slots=True)
class Reading:
    """A question read: for each needed word the ways to say it (each a list of stems) or the beginning of a stem; stems refused."""

    request: SearchRequest
    words: tuple[tuple[tuple[str, ...], ...], ...]
    begun: tuple[str | None, ...]
    without: tuple[str, ...]


class Shared:
    """Facts and codes, read out of our engine once."""

    def __init__(self, state: SearchState) -> None:
        columns, bits = state.columns, state.columns.facts.bits
        self.state = state
        self.domains, self.areas = list(bits["domain"]), list(bits["area"])
        self.competences = list(bits.get("competence", {}))
        live = np.flatnonzero(state.live)
        self.public = set(columns["mission"][live].tolist())
        words = columns.size // 64

        def has(group: str, value: Any) -> Any:
            return unpack(columns.facts.plane(group, value, words))[live].astype(np.int64)

        def mask(group: str, values: Any) -> Any:
            return sum((has(group, value) << place for place, value in enumerate(values)), start=np.zeros(len(live), np.int64))

        def code(group: str, values: Any) -> Any:
            return sum((has(group, value) * (place + 1) for place, value in enumerate(values)), start=np.zeros(len(live), np.int64)) - 1

        lat, lon = np.degrees(np.arcsin(columns["z"][live])), np.degrees(np.arctan2(columns["y"][live], columns["x"][live]))
        self.facts = [Fact(*each) for each in zip(
            columns["mission"][live].tolist(), columns["association"][live].tolist(), *(
                [None if math.isnan(value) else value for value in array.tolist()] for array in (lat, lon)
            ), code("domain", self.domains).tolist(), code("area", self.areas).tolist(), has("where", "remote").tolist(),
            code("kind", KINDS).tolist(), mask("flag", FLAGS).tolist(), mask("half_day", range(21)).tolist(),
            (len(LEVELS) - sum(has("french", level) for level in LEVELS)).tolist(),
            mask("setting", SETTINGS).tolist(), mask("competence", self.competences).tolist(),
            *(columns[name][live].tolist() for name in ("starts", "until", "newest")), columns["full"][live].astype(int).tolist(),
            strict=True,
        )]

    def texts(self) -> Iterator[tuple[int, tuple[str, str, str]]]:
        """Give the stems of every public mission, part by part, analysed as ours are."""
        keys = sorted(self.public)
        with db.engine.connect() as connection:
            for first in range(0, len(keys), texts.CHUNK):
                chunk = keys[first:first + texts.CHUNK]
                skills = texts.skills_of(connection, chunk)
                for row in connection.execute(texts.joined().where(Mission.id.in_(chunk))).all():
                    rest = " ".join(str(said) for name, said in row._mapping.items() if name not in APART and said)
                    parts = (row.title, row.commune or "", f"{rest} {skills.get(row.id, '')}")
                    yield row.id, tuple(" ".join(map(stem, words(part))) for part in parts)  # type: ignore[misc]

    def read(self, request: SearchRequest) -> Reading:
        """Read a question as our engine does, misspelt words mended."""
        corpus: Corpus = self.state._corpus()
        asked = question(request.words, request.without)
        better = {each.typed: found for each in asked.tokens if (found := scoring._better(each, corpus)) is not None}
        read = asked.mended(better) if better else asked
        needed = [word for each in read.words for word, _found in scoring._found(each, corpus) if word.needed]
        ways = [tuple(dict.fromkeys(self._ways(each, corpus))) for each in needed]
        return Reading(
            request, tuple(ways), tuple(None if said else each.tokens[0].typed for each, said in zip(needed, ways, strict=True)),
            tuple(each.stem for each in asked.without),
        )

    def _ways(self, word: Word, corpus: Corpus) -> list[tuple[str, ...]]:
        """Return every way to say a word that some mission uses, each as the stems it needs together; none for the beginning of a stem."""
        found = [way.stems for way in word.ways if len(scoring._way(way, corpus)[0])]
        if word.apart:
            each_said = [
                self._ways(each, corpus) or [(stem,) for stem in corpus.stems_beginning(each.tokens[0].typed)] for each in word.apart
            ]
            found += [tuple(stem for way in ways for stem in way) for ways in product(*each_said)]
        return found

    def conditions(self, request: SearchRequest, moment: Moment) -> dict[str, Any]:
        """Return what the rivals compare facts with: masks and codes, those not asked left out."""
        level = {FrenchLevel.NONE: 0, FrenchLevel.SOME: 1, FrenchLevel.GOOD: 2}
        found: dict[str, Any] = {}
        if request.flags:
            found["flags"] = sum(1 << FLAGS.index(each) for each in request.flags)
        if request.half_days:
            found["half_days"] = request.half_days
        if request.setting in SETTINGS:
            found["settings"] = 1 << SETTINGS.index(request.setting)
        if request.competences:
            found["competences"] = sum(1 << self.competences.index(each) for each in request.competences if each in self.competences)
        if request.french is not None:
            found["french"] = level[request.french]
        if request.within_days is not None:
            found["starts"] = moment.within(request.within_days)
        if request.association is not None:
            found["association"] = request.association
        return found
