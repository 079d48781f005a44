"""Reads of the figures: those that may be shown, what anybody can count on the site, and the points published before it."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from itertools import dropwhile
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from benevolat.accounts.models import Role
from benevolat.accounts.permissions import territories_of
from benevolat.associations.models import Association
from benevolat.associations.models import State as AssociationState
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.missions.models import Creneau, Mission, MissionKind, Publication
from benevolat.territoire.models import Commune, Territoire
from benevolat.territoire.queries import all_territoires

from .models import Axis, Closing, Series, ShownFigure
from .permissions import visible_figures
from .series import BASES, NO_DOMAIN, NOWHERE, PART_OF, quarter_words

PUBLIC = (Series.SIGNED, Series.FIRST, Series.SENT, Series.ANSWERED, Series.ATTESTED, Series.SKILLS, Series.TEMOIGNAGES)
"""What anybody may read, for the whole Isère and by quarter."""


def closings_of(series: Series, periods: Iterable[str]) -> dict[str, bool]:
    """Return, for the quarters that are written, whether anything of them is shown."""
    rows = db.session.execute(sa.select(Closing.period, Closing.shown).where(Closing.series == series, Closing.period.in_(list(periods))))
    return dict(rows.all())


def figures(user: Any, *, series: Series | None = None, year: str | None = None) -> list[ShownFigure]:
    """Return the figures a pilote may read, the oldest period first: of one series or all, of one year or all."""
    asked = visible_figures(user)
    if series is not None:
        asked = asked.where(ShownFigure.series.in_([series, *(each for each, of in PART_OF.items() if of is series)]))
    if year is not None:
        asked = asked.where(ShownFigure.period.startswith(year))
    return list(db.session.scalars(asked.order_by(ShownFigure.period, ShownFigure.id)))


def years() -> list[str]:
    """Return the years of which something is shown, the latest first."""
    periods = db.session.scalars(sa.select(ShownFigure.period).distinct())
    return sorted({each[:4] for each in periods}, reverse=True)


def territories_for(user: Any) -> list[Territoire]:
    """Return the territories whose figures a pilote reads."""
    places = territories_of(user, Role.PILOTE)
    return [each for each in all_territoires() if places is None or each.code in places]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the shown figures say of one row: the sum of those that are its own, and the quarters these are of."""

    value: int = 0
    minutes: int = 0
    quarters: frozenset[str] = field(default_factory=frozenset)


def readings(shown: Iterable[ShownFigure], axis: Axis) -> dict[str, Reading]:
    """Return what may be read of each row alone, over the periods given; a row shown only with others is not there."""
    found: dict[str, Reading] = {}
    for each in shown:
        if each.axis is axis and "|" not in each.rows:
            so_far = found.get(each.rows, Reading())
            found[each.rows] = Reading(
                so_far.value + each.value, so_far.minutes + (each.minutes or 0), so_far.quarters | frozenset(each.quarters.split("+"))
            )
    return found


@dataclass(frozen=True, slots=True)
class OnSite:
    """What anybody can count on the site today, by territory or by domain: no person is behind these."""

    associations: dict[str, int]
    missions: dict[str, int]
    missions_by_domain: dict[str, int]


def on_site() -> OnSite:
    """Count the verified associations and the missions that still take somebody, in three statements."""
    place = aliased(Commune)
    territoire = sa.func.coalesce(place.territoire_code, NOWHERE)
    hosts = db.session.execute(
        sa.select(territoire, sa.func.count()).select_from(Association).outerjoin(place, place.code == Association.commune_code)
        .where(Association.state == AssociationState.VERIFIED).group_by(territoire)
    )
    domaine = sa.func.coalesce(Mission.domaine_code, NO_DOMAIN)
    by_place = db.session.execute(
        _open(territoire).outerjoin(place, place.code == sa.func.coalesce(Mission.commune_code, Association.commune_code))
    )
    by_domain = db.session.execute(_open(domaine))
    return OnSite(*(dict(each.all()) for each in (hosts, by_place, by_domain)))


def _open(column: Any) -> sa.Select[Any]:
    """Count the missions that take somebody: published by a verified association, not over, with a place or a slot left."""
    today = clock.today()
    slot = sa.exists().where(
        Creneau.mission_id == Mission.id, Creneau.starts_at > clock.now(), Creneau.cancelled.is_(False),
        Creneau.places_taken < Creneau.places,
    )
    room = sa.or_(Mission.places.is_(None), Mission.places_taken < Mission.places)
    return (
        sa.select(column, sa.func.count()).select_from(Mission).join(Association, Association.id == Mission.association_id)
        .where(Mission.publication == Publication.PUBLISHED, Association.state == AssociationState.VERIFIED, Mission.recruiting.is_(True),
               sa.or_(Mission.ends_on.is_(None), Mission.ends_on >= today),
               sa.or_(sa.and_(Mission.kind == MissionKind.DATED, slot), sa.and_(Mission.kind != MissionKind.DATED, room)))
        .group_by(column)
    )


@cache
def published_before() -> tuple[dict[str, Any], ...]:
    """Return the figures published before this site, each with its base and its source."""
    return tuple(json.loads((Path(__file__).parent / "data" / "historique.json").read_text(encoding="utf-8")))


def public_figures() -> dict[str, Any]:
    """Return what anybody may read: the whole Isère by quarter, what is on the site, and the points published before."""
    shown = db.session.scalars(
        sa.select(ShownFigure).where(ShownFigure.series.in_(PUBLIC), ShownFigure.axis == Axis.ISERE).order_by(ShownFigure.period)
    )
    by_series: defaultdict[Series, list[dict[str, Any]]] = defaultdict(list)
    for each in shown:
        by_series[each.series].append({
            "period": each.period, "words": quarter_words(each.period), "value": each.value, "minutes": each.minutes, "days": each.median,
        })
    counted = on_site()
    return {
        "series": [
            {"code": each.value, "label": str(each.label), "base": str(BASES[each]), "figures": by_series[each]}
            for each in PUBLIC if by_series[each]
        ],
        "before": list(published_before()),
        "associations": sum(counted.associations.values()), "missions": sum(counted.missions.values()),
        "territories": [
            {"code": each.code, "name": each.name, "missions": counted.missions.get(each.code, 0),
             "associations": counted.associations.get(each.code, 0)}
            for each in all_territoires()
        ],
    }




def closed_quarters() -> list[str]:
    """Return the quarters whose figures are written, from the first of which anything is shown, the oldest first."""
    rows = db.session.execute(
        sa.select(Closing.period, sa.func.count(sa.case((Closing.shown, 1)))).where(Closing.period.contains("T"))
        .group_by(Closing.period).order_by(Closing.period)
    )
    return [period for period, _some in dropwhile(lambda row: not row[1], rows)]
