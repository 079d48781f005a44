"""Which missions answer what a person said, and why: worked out when they look, from `search`, and kept nowhere.

How far, on which half-days, and (a rule of each mission) whether people of 16 or 17 are received: a mission that fails these is not
proposed. Domains and skills bring missions in (company does when there are none); those that answer most wishes come first. Nothing else
of the person is read; but at the end of what they did, when nothing they wished finds a mission, the commune of their account and the
domains of what they did.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask_babel import format_decimal
from flask_babel import gettext as _

from benevolat.accounts.models import AgeBand, User
from benevolat.associations.models import Membership
from benevolat.candidatures.models import ACTIVE, Candidature
from benevolat.candidatures.queries import not_proposed
from benevolat.competences.models import Competence, Domaine
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.engagements.models import Engagement
from benevolat.engagements.models import State as EngagementState
from benevolat.missions.models import Mission, MissionCompetence, Setting
from benevolat.search.queries import MissionRow, rows, search
from benevolat.search.request import Hit, SearchRequest

from .models import RADIUS_KM, USUAL_KM, Company, Dismissal, Travel, Wish, WishPart
from .permissions import visible_dismissals, visible_wishes

LOOKED_AT = 60
"""Missions looked at for each thing wished."""
SHOWN = 12
NEXT = 3
FRESH = timedelta(days=60)
"""How long the page of an engagement says what could come next, from its last day or its attestation."""
SETTINGS = {Company.TEAM: Setting.TEAM, Company.CALM: Setting.ALONE}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A mission and why it is proposed, in words."""

    row: MissionRow
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Next:
    """What could follow what a person did, and whether it comes from what they wished."""

    proposals: list[Proposal]
    wished: bool = False


def wish_of(user: Any) -> Wish | None:
    """Return what a person said they wish, or None."""
    return db.session.scalar(visible_wishes(user))


def dismissed_count(user: Any) -> int:
    """Return how many missions a person put aside."""
    return db.session.scalar(sa.select(sa.func.count()).select_from(visible_dismissals(user).subquery())) or 0


def proposals(user: User, most: int = SHOWN) -> list[Proposal]:
    """Return the missions that answer what a person said: those that answer most of it first, then the nearest; [] when nothing was said.

    Left out: full ones, those put aside, those of one's own association or that one already applied to.
    """
    wish = wish_of(user)
    if wish is None:
        return []
    return answering(wish, minor=user.age_band is AgeBand.MINOR, most=most, hidden=_hidden(user))


def answering(wish: Wish, *, minor: bool, most: int, hidden: Collection[int] = ()) -> list[Proposal]:
    """Return the missions that answer what was said, whoever said it: those that answer most of it first, then the nearest; no full one."""
    hits = _found(wish, minor=minor)
    shown = [each for each in rows(hit for hit in hits if hit.mission not in hidden) if not each.full]
    told = _reasons(wish, shown)
    ordered = sorted(shown, key=lambda each: (-len(told[each.id]), each.distance_km if each.distance_km is not None else 1e9, -each.id))
    return [Proposal(each, tuple(told[each.id])) for each in ordered[:most]]


def next_missions(user: User, done: Sequence[Engagement], most: int = NEXT) -> Next:
    """Return missions that could follow what a person did: those that answer their wishes, else those near the commune of their account.

    Near it those of a domain they know come first, then the nearest. None for somebody who said neither wishes nor a commune.
    """
    wished = proposals(user, most)
    if wished or user.commune is None:
        return Next(wished, wished=bool(wished))
    labels = {each.domaine.code: each.domaine.label for each in done if each.domaine is not None}
    near = SearchRequest(point=user.commune.point, radius_km=float(USUAL_KM), limit=LOOKED_AT, counts=False,
                         flags=frozenset({"minors_ok"}) if user.age_band is AgeBand.MINOR else frozenset())
    questions = [replace(near, domains=tuple(sorted(labels))), near] if labels else [near]
    hits = {hit.mission: hit for question in questions for hit in search(question).hits}
    hidden = _hidden(user)
    shown = [each for each in rows(hit for hit in hits.values() if hit.mission not in hidden) if not each.full]
    shown.sort(key=lambda each: (each.domaine not in labels, each.distance_km if each.distance_km is not None else 1e9, -each.id))
    place = user.commune.name.replace("'", "’")
    return Next([Proposal(each, (*_known(each, labels), *_far(each, place))) for each in shown[:most]])


def _known(row: MissionRow, labels: dict[str, str]) -> list[str]:
    label = labels.get(row.domaine or "")
    return [_("Comme ce que vous avez fait\u00a0: %(label)s", label=label)] if label else []


def is_fresh(engagement: Engagement) -> bool:
    """Tell whether an engagement ended, or was attested, a short while ago."""
    if engagement.state not in (EngagementState.TO_CLOSE, EngagementState.ATTESTED):
        return False
    written = engagement.bilan.asked_at if engagement.bilan is not None else None
    last = max([each for each in (engagement.to_close_at, engagement.ends_at, written) if each is not None], default=None)
    return last is not None and clock.now() - last <= FRESH


def _found(wish: Wish, *, minor: bool) -> Iterable[Hit]:
    """Return the missions of every question that the wishes make, each once; from home too when something besides a place is wished."""
    base = SearchRequest(half_days=wish.half_days, flags=frozenset({"minors_ok"}) if minor else frozenset(), limit=LOOKED_AT)
    near = base
    if wish.commune is not None:
        km = wish.radius_km or (RADIUS_KM[wish.travel] if wish.travel is not None else USUAL_KM)
        near = replace(base, point=wish.commune.point, radius_km=float(km))
    found: dict[int, Hit] = {}
    for change in _wanted(wish):
        questions = [replace(near, **change)]
        if change and wish.commune is not None:
            questions.append(replace(base, remote=True, **change))
        for question in questions:
            for hit in search(question).hits:
                found.setdefault(hit.mission, hit)
    return found.values()


def _wanted(wish: Wish) -> list[dict[str, Any]]:
    """Return what each wish adds to a question: domains and skills, else the company; nothing when only a place or moments were said."""
    domains, show, learn = (wish.several(part) for part in WishPart)
    wanted: list[dict[str, Any]] = [{"domains": domains}] if domains else []
    wanted += [{"competences": codes} for codes in (show, learn) if codes]
    if not wanted and wish.company is not None:
        wanted.append({"setting": SETTINGS[wish.company]})
    return wanted or [{}]


def _hidden(user: User) -> set[int]:
    """Return the missions that are not proposed to this person: put aside, applied to, of their own association, or behind a door."""
    return set(db.session.scalars(sa.union(
        sa.select(Dismissal.mission_id).where(Dismissal.user_id == user.id),
        sa.select(Candidature.mission_id).where(Candidature.user_id == user.id, Candidature.state.in_(ACTIVE)),
        sa.select(Mission.id).join(Membership, Membership.association_id == Mission.association_id).where(Membership.user_id == user.id),
        sa.select(Mission.id).where(Mission.association_id.in_(not_proposed(user.id))),
    )))


def _reasons(wish: Wish, shown: list[MissionRow]) -> dict[int, list[str]]:
    """Return, for each mission, what of the wishes it answers, in words, the most personal first."""
    ids = [each.id for each in shown]
    skills: dict[int, set[str]] = {each: set() for each in ids}
    for mission, code in db.session.execute(
        sa.select(MissionCompetence.mission_id, MissionCompetence.competence_code).where(MissionCompetence.mission_id.in_(ids))
    ):
        skills[mission].add(code)
    settings = dict(db.session.execute(sa.select(Mission.id, Mission.setting).where(Mission.id.in_(ids))).all())
    labels = dict(db.session.execute(sa.select(Competence.code, Competence.label)).all())
    domaines = dict(db.session.execute(sa.select(Domaine.code, Domaine.label)).all())
    return {
        each.id: [*_chosen(wish, each, skills[each.id], labels, domaines), *_practical(wish, each, settings[each.id])] for each in shown
    }


def _chosen(wish: Wish, row: MissionRow, skills: set[str], labels: dict[str, str], domaines: dict[str, str]) -> list[str]:
    """Return the domains and skills that were wished and that this mission has."""
    said = []
    if row.domaine in wish.several(WishPart.DOMAIN):
        said.append(_("Domaine choisi\u00a0: %(label)s", label=domaines[row.domaine or ""]))
    said += [_("Vous pourrez montrer\u00a0: %(label)s", label=labels[code]) for code in wish.several(WishPart.SHOW) if code in skills]
    said += [_("Vous pourrez apprendre\u00a0: %(label)s", label=labels[code]) for code in wish.several(WishPart.LEARN) if code in skills]
    return said


def _practical(wish: Wish, row: MissionRow, setting: Setting) -> list[str]:
    """Return what of place, moments and company this mission answers."""
    said = []
    if wish.company is not None and setting in (SETTINGS[wish.company], Setting.EITHER):
        said.append(_("En équipe") if wish.company is Company.TEAM else _("Au calme, seul ou seule"))
    if wish.half_days and row.half_days & wish.half_days:
        said.append(_("Sur une de vos demi-journées"))
    if wish.travel is Travel.BUS and row.by_bus:
        said.append(_("Accessible en bus"))
    far = _far(row, wish.commune.name.replace("'", "’")) if wish.commune is not None else []
    said += far
    if row.remote and not far:
        said.append(_("À faire de chez vous"))
    return said


def _far(row: MissionRow, place: str) -> list[str]:
    """Return how far a mission is from a place, in words; nothing when it has no place of its own."""
    if row.distance_km is None:
        return []
    if row.distance_km < 1:
        return [_("À moins de 1\u00a0km de %(place)s", place=place)]
    return [_("À %(km)s\u00a0km de %(place)s", km=format_decimal(round(row.distance_km)), place=place)]
