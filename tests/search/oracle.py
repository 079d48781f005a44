"""The same answers by brute force: plain loops over the rows of SQL, knowing nothing of columns, indexes or overlays."""

import math
from typing import Any

import sqlalchemy as sa

from benevolat.associations.models import State as AssociationState
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.geo import Point, distance_km
from benevolat.missions.models import Mission, MissionKind, Publication, Recruitment, Where
from benevolat.search.columns import FLAGS
from benevolat.search.families import Way, families
from benevolat.search.french import terms_of
from benevolat.search.question import Question, Token, Word, question
from benevolat.search.request import SearchRequest, Sort
from benevolat.search.vocabulary import distance, edits_allowed


class Plain:
    """The facts of one mission, as plain attributes (reading mapped ones a million times would take a minute)."""

    def __init__(self, mission: Mission) -> None:
        coming = [each.starts_at for each in mission.creneaux if each.starts_at > clock.now() and not each.cancelled]
        self.id, self.kind, self.where, self.domaine_code = mission.id, mission.kind, mission.where, mission.domaine_code
        self.flags = {name for name in FLAGS if getattr(mission, name)}
        self.point = Point(mission.lat, mission.lon) if mission.lat is not None and mission.lon is not None else None
        self.area = mission.commune.territoire_code if mission.commune and mission.where is not Where.REMOTE else None
        self.newest = -(mission.published_at or clock.now()).timestamp()
        self.closed = mission.recruitment is Recruitment.CLOSED
        day = max(mission.starts_on or clock.today(), clock.today())
        self.starts = clock.paris(day.year, day.month, day.day).timestamp()
        self.half_days = mission.half_days
        if mission.kind is MissionKind.DATED:
            self.starts = min((each.timestamp() for each in coming), default=0.0)
            self.half_days = 0
            for at in map(clock.local, coming):
                self.half_days |= 1 << (3 * at.weekday() + (0 if at.hour < 12 else 1 if at.hour < 18 else 2))


class Oracle:
    """Every mission that may be found, with its words, read once."""

    def __init__(self) -> None:
        public = sa.select(Mission).where(Mission.publication == Publication.PUBLISHED, Mission.recruiting)
        rows = [each for each in db.session.scalars(public) if each.association.state is AssociationState.VERIFIED]
        self.stems = {each.id: self._stems(each) for each in rows}
        self.missions = [Plain(each) for each in rows]
        self.average = max(1.0, sum(sum(each.values()) for each in self.stems.values()) / max(1, len(self.missions)))
        self.vocabulary = sorted({term for each in self.stems.values() for term in each})
        self.open = [each for each in self.missions if not each.closed]

    @staticmethod
    def _stems(mission: Mission) -> dict[str, float]:
        town, domaine = mission.commune, mission.domaine
        rest = (mission.description, mission.association.name, domaine.label if domaine else "", mission.activity, mission.schedule)
        return terms_of(((mission.title, 3.0), (town.name if town else "", 2.0), (" ".join(each or "" for each in rest), 1.0)))

    def way(self, way: Way) -> dict[int, float]:
        """Return the weight of a way to say a word in each mission that holds all of it."""
        return {
            key: min(each[term] for term in way.stems) * way.weight
            for key, each in self.stems.items() if all(term in each for term in way.stems)
        }

    def begun(self, word: str) -> dict[int, float]:
        """Return the weight of every stem that begins this way in each mission."""
        terms = [each for each in self.vocabulary if each.startswith(word)] if len(word) >= 3 else []
        return {key: total for key, each in self.stems.items() if (total := sum(each.get(term, 0.0) for term in terms))}

    def weights(self, word: Word) -> dict[int, float]:
        """Return the best weight of a word in each mission that holds it said in any way, or a stem it is the beginning of."""
        held: dict[int, float] = {}
        for way in word.ways:
            for key, weight in self.way(way).items():
                held[key] = max(held.get(key, 0.0), weight)
        return held or (self.begun(word.typed) if len(word.tokens) == 1 else {})

    def better(self, token: Token) -> str | None:
        """Return the stem nearest to a word that nothing holds, the most held first."""
        if token.stem in self.vocabulary or token.stem in families().spoken or self.begun(token.typed):
            return None
        most = edits_allowed(token.stem)
        far = [(distance(token.stem, term, most), term) for term in self.vocabulary]
        near = [(cost, -sum(term in each for each in self.stems.values()), term) for cost, term in far if cost <= most]
        return min(near)[2] if near and most else None

    def scores(self, asked: Question) -> tuple[dict[int, int], dict[int, float]]:
        """Return how many needed words each mission holds, and its BM25; one that holds more words comes first."""
        held: dict[int, int] = {}
        score: dict[int, float] = {}
        for word in asked.words:
            weights = self.weights(word)
            idf = math.log1p((len(self.missions) - len(weights) + 0.5) / (len(weights) + 0.5))
            for key, weight in weights.items():
                length = sum(self.stems[key].values())
                held[key] = held.get(key, 0) + word.needed
                score[key] = score.get(key, 0.0) + idf * weight * 2.2 / (weight + 1.2 * (0.25 + 0.75 * length / self.average))
        if len(asked.needed) > 1:
            score = {key: value + 100.0 * held[key] for key, value in score.items()}
        return held, score

    def answer(self, asked: SearchRequest) -> dict[str, Any]:
        """Return ids of the page, total and facet counts."""
        read = question(asked.words)
        read = read.mended({each.typed: found for each in read.tokens if (found := self.better(each))})
        words = read.needed
        held, score = self.scores(read) if read else ({}, {})
        rest = [each for each in self.open if self._rest(each, asked)]
        whole = [each for each in rest if held.get(each.id, 0) == len(words)] if words else rest
        fits = [each for each in whole if self._where(each, asked) and self._domain(each, asked) and self._kind(each, asked)]
        if len(words) > 1 and not fits:
            whole = [each for each in rest if held.get(each.id, 0)]
            fits = [each for each in whole if self._where(each, asked) and self._domain(each, asked) and self._kind(each, asked)]
        near = [each for each in whole if self._where(each, asked)]
        order = sorted(fits, key=lambda each: self._key(each, asked, score))
        return {
            "ids": [each.id for each in order[asked.skip:asked.skip + asked.limit]], "total": len(fits),
            "domains": _count(each.domaine_code for each in near if self._kind(each, asked) and each.domaine_code),
            "kinds": {kind: sum(1 for each in near if self._domain(each, asked) and each.kind is kind) for kind in MissionKind},
            "flags": {name: sum(1 for each in fits if name in each.flags) for name in FLAGS},
            "remote": sum(1 for each in whole if self._domain(each, asked) and self._kind(each, asked) and each.where is not Where.ON_SITE),
        }

    @staticmethod
    def _domain(mission: Plain, asked: SearchRequest) -> bool:
        return not asked.domains or mission.domaine_code in asked.domains

    @staticmethod
    def _kind(mission: Plain, asked: SearchRequest) -> bool:
        return asked.kind is None or mission.kind is asked.kind

    @staticmethod
    def _rest(mission: Plain, asked: SearchRequest) -> bool:
        mask = mission.half_days
        return asked.flags <= mission.flags and (not asked.half_days or mask == 0 or bool(mask & asked.half_days))

    def _where(self, mission: Plain, asked: SearchRequest) -> bool:
        if asked.remote:
            return mission.where is not Where.ON_SITE
        on_site = mission.where is not Where.REMOTE
        if (asked.territory is not None and mission.area != asked.territory) or (asked.isere and mission.area is None):
            return False
        if asked.point is None or asked.radius_km is None or asked.territory or asked.isere:
            return True
        return on_site and self._km(mission, asked) <= asked.radius_km

    @staticmethod
    def _km(mission: Plain, asked: SearchRequest) -> float:
        if asked.point is None:
            return 0.0
        if mission.where is Where.REMOTE or mission.point is None:
            return math.inf
        return distance_km(asked.point, mission.point)

    def _key(self, mission: Plain, asked: SearchRequest, score: dict[int, float]) -> tuple[Any, ...]:
        far, newest = self._km(mission, asked), mission.newest
        sort, words = asked.sort, question(asked.words).words
        if (sort is Sort.RELEVANCE and not words) or (sort is Sort.DISTANCE and asked.point is None):
            sort = None
        if sort is None:
            near = asked.point is not None and not asked.remote and not asked.territory and not asked.isere
            sort = Sort.RELEVANCE if words else Sort.DISTANCE if near else Sort.NEWEST
        main = {Sort.RELEVANCE: -round(score.get(mission.id, 0.0), 6), Sort.DISTANCE: round(far, 9), Sort.NEWEST: newest,
                Sort.DATE: mission.starts}[sort]
        return main, round(far, 9), newest, -mission.id


def _count(values: Any) -> dict[str, int]:
    total: dict[str, int] = {}
    for each in values:
        total[each] = total.get(each, 0) + 1
    return total
