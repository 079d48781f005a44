"""Which missions answer what a person said, and why: worked out when they look, from `search`, and kept nowhere.

How far, on which half-days, and (a rule of each mission) whether people of 16 or 17 are received: a mission that fails these is not
proposed. Domains and skills bring missions in (company does when there are none); those that answer most wishes come first. Nothing else
of the person is read.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from flask_babel import format_decimal
from flask_babel import gettext as _

from benevolat.accounts.models import AgeBand, User
from benevolat.associations.models import Membership
from benevolat.candidatures.models import ACTIVE, Candidature
from benevolat.competences.models import Competence, Domaine
from benevolat.core.db import db
from benevolat.missions.models import Mission, MissionCompetence, Setting
from benevolat.search.queries import MissionRow, rows, search
from benevolat.search.request import Hit, SearchRequest

from .models import RADIUS_KM, USUAL_KM, Company, Dismissal, Travel, Wish, WishPart
from .permissions import visible_dismissals, visible_wishes

LOOKED_AT = 60
"""Missions looked at for each thing wished."""
SHOWN = 12
SETTINGS = {Company.TEAM: Setting.TEAM, Company.CALM: Setting.ALONE}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A mission and why it is proposed, in words."""

    row: MissionRow
    reasons: tuple[str, ...]


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
    hits = _found(wish, minor=user.age_band is AgeBand.MINOR)
    hidden = _hidden(user)
    shown = [each for each in rows(hit for hit in hits if hit.mission not in hidden) if not each.full]
    told = _reasons(wish, shown)
    ordered = sorted(shown, key=lambda each: (-len(told[each.id]), each.distance_km if each.distance_km is not None else 1e9, -each.id))
    return [Proposal(each, tuple(told[each.id])) for each in ordered[:most]]


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
    """Return the missions that are not proposed to this person: put aside, applied to, or of their own association."""
    return set(db.session.scalars(sa.union(
        sa.select(Dismissal.mission_id).where(Dismissal.user_id == user.id),
        sa.select(Candidature.mission_id).where(Candidature.user_id == user.id, Candidature.state.in_(ACTIVE)),
        sa.select(Mission.id).join(Membership, Membership.association_id == Mission.association_id).where(Membership.user_id == user.id),
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
    if wish.commune is not None and row.distance_km is not None:
        place = wish.commune.name.replace("'", "’")
        near = row.distance_km < 1
        said.append(_("À moins de 1\u00a0km de %(place)s", place=place) if near
                    else _("À %(km)s\u00a0km de %(place)s", km=format_decimal(round(row.distance_km)), place=place))
    elif row.remote:
        said.append(_("À faire de chez vous"))
    return said
