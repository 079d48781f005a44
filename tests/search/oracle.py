"""The same answers by brute force: plain loops over the rows of SQL, knowing nothing of columns, indexes or overlays."""

import math
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from benevolat.associations.models import State as AssociationState
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.geo import Point, distance_km
from benevolat.missions.models import Creneau, FrenchLevel, Mission, MissionKind, Publication, Recruitment, Setting, Where
from benevolat.search.columns import FLAGS
from benevolat.search.families import Way, families
from benevolat.search.french import stem, terms_of
from benevolat.search.question import Question, Token, Word, question
from benevolat.search.request import SearchRequest, Sort
from benevolat.search.selection import ENOUGH_WHOLE
from benevolat.search.vocabulary import Vocabulary


class Plain:
    """The facts of one mission, as plain attributes (reading mapped ones a million times would take a minute)."""

    def __init__(self, mission: Mission) -> None:
        coming = [each for each in mission.creneaux if each.starts_at > clock.now() and not each.cancelled]
        self.id, self.kind, self.where, self.domaine_code = mission.id, mission.kind, mission.where, mission.domaine_code
        self.association, self.full = mission.association_id, mission.is_full
        self.point = Point(mission.lat, mission.lon) if mission.lat is not None and mission.lon is not None else None
        self.area = mission.commune.territoire_code if mission.commune and mission.where is not Where.REMOTE else None
        published = mission.published_at or clock.now()
        self.newest = -published.timestamp()
        self.age = max(0, (clock.today() - clock.local(published).date()).days)
        self.closed = mission.recruitment is Recruitment.CLOSED
        day = max(mission.starts_on or clock.today(), clock.today())
        self.starts = clock.paris(day.year, day.month, day.day).timestamp()
        self.half_days = mission.half_days
        at_school = bool(mission.half_days) and all(
            bit // 3 in (0, 1, 3, 4) and bit % 3 < 2 for bit in range(21) if mission.half_days >> bit & 1
        )
        if mission.kind is MissionKind.DATED:
            self.starts = min((each.starts_at.timestamp() for each in coming), default=0.0)
            day = clock.local(min((each.starts_at for each in coming), default=clock.now())).date()
            self.half_days = 0
            for at in (clock.local(each.starts_at) for each in coming):
                self.half_days |= 1 << (3 * at.weekday() + (0 if at.hour < 12 else 1 if at.hour < 18 else 2))
            at_school = bool(coming) and all(map(_at_school, coming))
        self.days_to_start = (day - clock.today()).days
        self.flags = {name for name in FLAGS if (at_school if name == "school_hours" else getattr(mission, name))}
        self.french, self.setting = mission.french_level, mission.setting
        self.competences = {each.code for each in mission.competences}


def _at_school(slot: Creneau) -> bool:
    start, end = clock.local(slot.starts_at), clock.local(slot.ends_at)
    hours = (start.hour, start.minute) >= (8, 30) and (end.hour, end.minute, end.second) <= (16, 30, 0)
    return start.date() == end.date() and start.strftime("%a") in {"Mon", "Tue", "Thu", "Fri"} and hours


class Oracle:
    """Every mission that may be found, with its words, read once."""

    def __init__(self) -> None:
        public = sa.select(Mission).where(Mission.publication == Publication.PUBLISHED, Mission.recruiting)
        rows = [each for each in db.session.scalars(public) if each.association.state is AssociationState.VERIFIED]
        self.stems = {each.id: self._stems(each) for each in rows}
        self.missions = [Plain(each) for each in rows]
        self.average = max(1.0, sum(sum(each.values()) for each in self.stems.values()) / max(1, len(self.missions)))
        self.vocabulary = sorted({term for each in self.stems.values() for term in each})
        self.spelling = Vocabulary(self.vocabulary)
        self.open = [each for each in self.missions if not each.closed]

    @staticmethod
    def _stems(mission: Mission) -> dict[str, float]:
        town, domaine = mission.commune, mission.domaine
        rest = (mission.description, mission.association.name, domaine.label if domaine else "", mission.activity, mission.schedule,
                *(each.label for each in mission.competences))
        return terms_of(((mission.title, 3.0), (town.name if town else "", 2.0), (" . ".join(each or "" for each in rest), 1.0)))

    def way(self, way: Way) -> dict[int, float]:
        """Return the weight of a way to say a word in each mission that holds all of it."""
        return {
            key: sum(each[term] for term in way.stems) / len(way.stems) * way.weight
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
        if word.apart:
            parts = [self.weights(each) for each in word.apart]
            for key in set.intersection(*map(set, parts)):
                held[key] = max(held.get(key, 0.0), 0.8 * sum(part[key] for part in parts) / len(parts))
        return held or (self.begun(word.tokens[0].typed) if len(word.tokens) == 1 else {})

    def split(self, asked: Question) -> list[Word]:
        """Return the words of a question, a group that nothing holds together as its words one by one."""
        whole = {each for each in asked.words if not each.apart or not each.needed or self.weights(each)}
        return [part for each in asked.words for part in ((each,) if each in whole else each.apart)]

    def better(self, token: Token) -> str | None:
        """Return the stem nearest to a word that nothing holds, the most held first."""
        known = {*self.vocabulary, *families().spoken}
        heard = stem(token.typed + "r")
        if token.stem not in known and token.typed.endswith("e") and heard in known:
            return heard
        if token.stem in known or self.begun(token.typed):
            return None
        near = [*self.spelling.near(token.stem), *families().near(token.typed)]
        best = [(cost, -sum(term in each for each in self.stems.values()), term) for cost, term in near]
        return min(best)[2] if best else None

    def scores(self, asked: list[Word]) -> tuple[dict[int, int], dict[int, float]]:
        """Return how many needed words each mission holds, and its BM25; one that holds more words comes first."""
        held: dict[int, int] = {}
        score: dict[int, float] = {}
        for word in asked:
            weights = self.weights(word)
            idf = math.log1p((len(self.missions) - len(weights) + 0.5) / (len(weights) + 0.5))
            for key, weight in weights.items():
                length = sum(self.stems[key].values())
                held[key] = held.get(key, 0) + word.needed
                score[key] = score.get(key, 0.0) + idf * weight * 2.2 / (weight + 1.2 * (0.25 + 0.75 * length / self.average))
        if sum(each.needed for each in asked) > 1:
            score = {key: value + 100.0 * held[key] for key, value in score.items()}
        return held, score

    def answer(self, asked: SearchRequest) -> dict[str, Any]:
        """Return ids of the page, total, how many hold every word, and facet counts."""
        read = question(asked.words, asked.without)
        barred = {key for each in read.without for key, held in self.stems.items()
                  if each.stem in held and "-" + each.stem not in held}
        read = read.mended({each.typed: found for each in read.tokens if (found := self.better(each))})
        whole_words = self.split(read)
        words = [each for each in whole_words if each.needed]
        held, score = self.scores(whole_words) if whole_words else ({}, {})
        able = [each for each in self.open if asked.flags <= each.flags and each.id not in barred]
        every = {each.id for each in able if held.get(each.id, 0) == len(words)} if words else {each.id for each in able}
        whole = sum(each.id in every and self._fits(each, asked) for each in able)
        few = len(words) > 1 and whole < ENOUGH_WHOLE
        kept = [each for each in able if each.id in every or (few and held.get(each.id, 0))]
        fits = [each for each in kept if self._fits(each, asked)]
        order = sorted(fits, key=lambda each: (each.id not in every, *self._key(each, asked, score)))
        page = order[asked.skip:asked.skip + asked.limit]
        return {"ids": [each.id for each in page], "total": len(fits), "whole": whole, "facets": self._facets(kept, asked)}

    def _facets(self, kept: list[Plain], asked: SearchRequest) -> dict[str, Any]:
        """Return the counts of each facet among what every other filter leaves."""
        left = {name: [each for each in kept if self._fits(each, asked, name)] for name in (*FILTERS, "")}
        hosts = _count(each.association for each in left["association"])
        near = [self._km(each, asked) for each in left["where"]] if asked.point is not None else None
        return {
            "domains": _count(each.domaine_code for each in left["domain"] if each.domaine_code),
            "kinds": {kind: sum(each.kind is kind for each in left["kind"]) for kind in MissionKind},
            "flags": {name: sum(name in each.flags for each in left[""]) for name in FLAGS},
            "remote": sum(each.where is not Where.ON_SITE for each in left["where"]),
            "within": {days: sum(each.days_to_start <= days for each in left["within"]) for days in (7, 30)},
            "half_days": {bit: sum(_suits(each, 1 << bit) for each in left["half_day"]) for bit in range(21)},
            "french": {level: sum(each.french in levels for each in left["french"]) for level, levels in ENOUGH.items()},
            "settings": {
                way: sum(each.setting in (way, Setting.EITHER) for each in left["setting"]) for way in (Setting.ALONE, Setting.TEAM)
            },
            "competences": _count(code for each in left["competence"] for code in each.competences),
            "associations": dict(sorted(hosts.items(), key=lambda item: (-item[1], item[0]))[:50]),
            "radii": {} if near is None else {km: sum(far <= km for far in near) for km in (2.0, 5.0, 10.0, 15.0, 25.0, 50.0, 100.0)},
        }

    def _fits(self, mission: Plain, asked: SearchRequest, but: str = "-") -> bool:
        return all(name == but or fits(self, mission, asked) for name, fits in FILTERS.items())

    def where(self, mission: Plain, asked: SearchRequest) -> bool:
        """Tell whether a mission is where it was asked for."""
        if asked.remote:
            return mission.where is not Where.ON_SITE
        if (asked.territory is not None and mission.area != asked.territory) or (asked.isere and mission.area is None):
            return False
        if asked.point is None or asked.radius_km is None or asked.territory or asked.isere:
            return True
        return mission.where is not Where.REMOTE and self._km(mission, asked) <= asked.radius_km

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
        near = asked.point is not None and not asked.remote and not asked.territory and not asked.isere
        if (sort is Sort.RELEVANCE and not words) or (sort is Sort.DISTANCE and asked.point is None):
            sort = None
        if sort is None:
            sort = Sort.RELEVANCE if words else Sort.DISTANCE if near else Sort.NEWEST
        each_word, said = divmod(score.get(mission.id, 0.0), 100.0)
        said = round(said, 6) * ((0.6 + 0.4 / (1 + far / 10)) if near else 1.0) * (0.9 + 0.1 * 0.5 ** (mission.age / 30))
        main = {Sort.RELEVANCE: -(each_word * 100 + round(said, 6)), Sort.DISTANCE: round(far, 9), Sort.NEWEST: newest,
                Sort.DATE: mission.starts}[sort]
        return mission.full, main, round(far, 9), newest, -mission.id


def _suits(mission: Plain, half_days: int) -> bool:
    return mission.half_days == 0 or bool(mission.half_days & half_days)


ENOUGH = {
    FrenchLevel.NONE: {FrenchLevel.NONE}, FrenchLevel.SOME: {FrenchLevel.NONE, FrenchLevel.SOME}, FrenchLevel.GOOD: set(FrenchLevel),
}
FILTERS: dict[str, Callable[[Oracle, Plain, SearchRequest], bool]] = {
    "where": Oracle.where,
    "domain": lambda _self, each, asked: not asked.domains or each.domaine_code in asked.domains,
    "kind": lambda _self, each, asked: asked.kind is None or each.kind is asked.kind,
    "half_day": lambda _self, each, asked: not asked.half_days or _suits(each, asked.half_days),
    "french": lambda _self, each, asked: asked.french is None or each.french in ENOUGH[asked.french],
    "setting": lambda _self, each, asked: (
        asked.setting in (None, Setting.EITHER) or each.setting in (asked.setting, Setting.EITHER)
    ),
    "within": lambda _self, each, asked: asked.within_days is None or each.days_to_start <= asked.within_days,
    "competence": lambda _self, each, asked: not asked.competences or bool(each.competences & set(asked.competences)),
    "association": lambda _self, each, asked: asked.association is None or each.association == asked.association,
}


def _count(values: Any) -> dict[Any, int]:
    total: dict[Any, int] = {}
    for each in values:
        total[each] = total.get(each, 0) + 1
    return total
