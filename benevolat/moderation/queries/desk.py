"""What waits at the desk, the oldest first: one statement a queue for its count, two for its rows, however many there are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from benevolat.accounts.models import Role, User
from benevolat.accounts.permissions import territories_of
from benevolat.associations.models import Association
from benevolat.associations.models import State as AssociationState
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.workflow import TransitionLog
from benevolat.engagements.models import Engagement
from benevolat.missions.models import Mission, Publication
from benevolat.passeport.models import ValidationRequest, ValidationState
from benevolat.passeport.permissions import visible_validation_requests
from benevolat.temoignages.models import State as TemoignageState
from benevolat.temoignages.models import Temoignage
from benevolat.temoignages.permissions import visible_moderated_temoignages
from benevolat.territoire.models import Commune

from ..models import Claim, Noun

LATE = {
    Noun.SIGNALEMENT: timedelta(days=1), Noun.MISSION: timedelta(days=3), Noun.ASSOCIATION: timedelta(days=5),
    Noun.TEMOIGNAGE: timedelta(days=7), Noun.VALIDATION: timedelta(days=7),
}
"""After how long an item is said to be late."""
FORMER = "iserebenevolat"
"""Under what name the missions of the site before this one came (exchange takes them, and is no part of the desk)."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One item that waits: what it is, whose, where, since when, what to do next, and who is on it."""

    noun: Noun
    object_id: int
    public_id: str
    title: str
    host: str
    place: str
    since: datetime
    todo: str
    held_by: str | None = None

    @property
    def late(self) -> bool:
        """Whether it waits for too long."""
        return self.since <= late_since(self.noun)


@dataclass(frozen=True, slots=True)
class Queue:
    """A queue: how many wait, how many of them are late, and the rows of one page."""

    noun: Noun
    total: int
    late: int
    rows: tuple[Waiting, ...]


def late_since(noun: Noun) -> datetime:
    """Return the moment before which an item of this kind began to wait too long ago."""
    return clock.now() - LATE[noun]


def scope_of(user: Any, territoire: str | None) -> frozenset[str] | None:
    """Return the territories to look at: a modérateur's own, narrowed to one of them; None is everywhere."""
    mine = territories_of(user, Role.MODERATEUR)
    if not territoire:
        return mine
    return frozenset({territoire}) if mine is None or territoire in mine else frozenset()


def _inside(commune_code: Any, scope: frozenset[str] | None) -> sa.ColumnElement[bool]:
    if scope is None:
        return sa.true()
    inside: sa.ColumnElement[bool] = commune_code.in_(sa.select(Commune.code).where(Commune.territoire_code.in_(scope)))
    return inside


def _began(noun: str, target: str) -> sa.Subquery:
    """Select when each object last began to wait; a decision that was undone does not begin it again."""
    return (
        sa.select(TransitionLog.object_id, sa.func.max(TransitionLog.at).label("since"))
        .where(TransitionLog.noun == noun, TransitionLog.target == target, TransitionLog.action != "undo")
        .group_by(TransitionLog.object_id).subquery()
    )


def came_from_a_file(mission: Mission) -> bool:
    """Tell whether a mission that nobody judged yet came from an association's file, a partner's or the former site's."""
    return mission.published_at is None and (mission.publisher is not None or mission.reference is not None)


def _missions(scope: frozenset[str] | None, imported: bool | None) -> tuple[Any, Any]:
    """Select the missions that wait: those of files alone (`imported`), the others alone (False), or all of them (None)."""
    of_a_file = sa.and_(Mission.published_at.is_(None), sa.or_(Mission.publisher.is_not(None), Mission.reference.is_not(None)))
    wanted = sa.true() if imported is None else of_a_file if imported else sa.not_(of_a_file)
    began = _began("mission", Publication.SUBMITTED.value)
    since = sa.type_coerce(sa.func.coalesce(began.c.since, Mission.created_at), Mission.created_at.type)
    where = sa.func.coalesce(Mission.commune_code, Association.commune_code)
    chosen = (
        sa.select(Mission.id, Mission.public_id, Mission.title, Association.name, Mission.commune_code, since.label("since"),
                  Association.state, Mission.publisher, Mission.reference)
        .join(Association, Association.id == Mission.association_id).outerjoin(began, began.c.object_id == Mission.id)
        .where(Mission.publication == Publication.SUBMITTED, wanted, _inside(where, scope))
    )
    return chosen, since


def _associations(scope: frozenset[str] | None) -> tuple[Any, Any]:
    began = _began("association", AssociationState.PENDING.value)
    since = sa.type_coerce(sa.func.coalesce(began.c.since, Association.created_at), Association.created_at.type)
    chosen = (
        sa.select(Association.id, Association.public_id, Association.name, sa.func.coalesce(Association.siren, Association.rna),
                  Association.commune_code, since.label("since"))
        .outerjoin(began, began.c.object_id == Association.id)
        .where(Association.state == AssociationState.PENDING, _inside(Association.commune_code, scope),
               sa.or_(Association.email.is_not(None), Association.source.is_not(None)))
    )
    return chosen, since


def _temoignages(user: Any, scope: frozenset[str] | None) -> tuple[Any, Any]:
    since = sa.type_coerce(sa.func.coalesce(Temoignage.reported_at, Temoignage.submitted_at), Temoignage.submitted_at.type)
    waits = sa.or_(
        Temoignage.state == TemoignageState.SUBMITTED,
        sa.and_(Temoignage.state == TemoignageState.PUBLISHED, Temoignage.reported_at.is_not(None)),
    )
    chosen = visible_moderated_temoignages(user).with_only_columns(
        Temoignage.id, Temoignage.public_id, Temoignage.words, Association.name, Association.commune_code, since.label("since"),
        Temoignage.reported_at,
    ).where(waits, _inside(Association.commune_code, scope))
    return chosen, since


def _validations(user: Any) -> tuple[Any, Any]:
    """Whoever asks may come to any desk: validations have no territory."""
    chosen: Any = (
        visible_validation_requests(user).where(ValidationRequest.state == ValidationState.ASKED)
        .join(Engagement, Engagement.id == ValidationRequest.engagement_id).join(User, User.id == Engagement.user_id)
        .outerjoin(Association, Association.id == Engagement.association_id)
        .with_only_columns(
            ValidationRequest.id, ValidationRequest.public_id, User.first_name + " " + User.last_name,
            sa.func.coalesce(Association.name, Engagement.host_name), sa.null(), ValidationRequest.asked_at.label("since"),
        )
    )
    return chosen, ValidationRequest.asked_at


def _select(noun: Noun, user: Any, scope: frozenset[str] | None, imported: bool | None) -> tuple[Any, Any]:
    if noun is Noun.MISSION:
        return _missions(scope, imported)
    if noun is Noun.ASSOCIATION:
        return _associations(scope)
    if noun is Noun.TEMOIGNAGE:
        return _temoignages(user, scope)
    return _validations(user)


def totals(chosen: sa.Select[Any], since: Any, noun: Noun) -> tuple[int, int]:
    """Count what a queue holds, and how much of it is late, in one statement."""
    counted = chosen.order_by(None).with_only_columns(
        sa.func.count(), sa.func.coalesce(sa.func.sum(sa.case((since <= late_since(noun), 1), else_=0)), 0)
    )
    total, late = db.session.execute(counted).one()
    return int(total), int(late)


def held_by(noun: Noun, ids: Iterable[int], user: Any) -> dict[int, str]:
    """Return, for the items that another modérateur is on, the name of that one."""
    rows = db.session.scalars(
        sa.select(Claim).where(Claim.noun == noun, Claim.object_id.in_(list(ids)), Claim.until > clock.now(), Claim.user_id != user.id)
        .options(joinedload(Claim.user))
    )
    return {each.object_id: each.user.full_name for each in rows}


def queue_of(
    noun: Noun, user: Any, *, territoire: str | None = None, limit: int = 20, offset: int = 0, imported: bool | None = None
) -> Queue:
    """Return a page of a queue, the oldest first, with its counts; of missions, `imported` parts those of files from the others."""
    chosen, since = _select(noun, user, scope_of(user, territoire), imported)
    total, late = totals(chosen, since, noun)
    found = db.session.execute(chosen.order_by(since, sa.literal_column("1")).limit(limit).offset(offset)).all() if total > offset else []
    held = held_by(noun, [each[0] for each in found], user) if found else {}
    places = _places(each[4] for each in found)
    return Queue(noun, total, late, tuple(
        Waiting(noun, each[0], each[1], each[2] or "", _host(noun, each, imported), places.get(
            each[4], _("à distance") if noun is Noun.MISSION else ""), each[5], _todo(noun, each), held.get(each[0])) for each in found
    ))


def _places(codes: Iterable[str | None]) -> dict[str | None, str]:
    wanted = {each for each in codes if each is not None}
    if not wanted:
        return {}
    rows = db.session.scalars(sa.select(Commune).where(Commune.code.in_(wanted)).options(joinedload(Commune.territoire)))
    return {each.code: f"{each.name}, {each.territoire.name}" if each.territoire else each.name for each in rows}


def _host(noun: Noun, row: Any, imported: bool | None) -> str:
    """Return whose an item is; of a mission of a file, also where it comes from."""
    if noun is not Noun.MISSION or not imported:
        return row[3] or ""
    publisher = row.publisher
    if publisher is None:
        return str(_("%(host)s, par un fichier", host=row[3]))
    if publisher == FORMER:
        return str(_("%(host)s, par l’ancien site", host=row[3]))
    return str(_("%(host)s, par le partenaire « %(partner)s »", host=row[3], partner=publisher))


def _todo(noun: Noun, row: Any) -> str:
    if noun is Noun.TEMOIGNAGE and row.reported_at is not None:
        return str(_("Relire le signalement"))
    if noun is Noun.MISSION and row.state is AssociationState.PENDING:
        return str(_("Vérifier d’abord l’association"))
    return str({
        Noun.MISSION: _("Relire, puis publier ou non"), Noun.ASSOCIATION: _("Vérifier qui elle est"),
        Noun.TEMOIGNAGE: _("Relire, puis publier ou non"), Noun.VALIDATION: _("Valider ou dire pourquoi non"),
    }[noun])


def next_free(
    noun: Noun, user: Any, *, territoire: str | None = None, limit: int = 50, imported: bool | None = None
) -> list[tuple[int, str]]:
    """Return the items of a queue that nobody else is on, the oldest first, as (row number, public id)."""
    chosen, since = _select(noun, user, scope_of(user, territoire), imported)
    return free_first(chosen, since, noun, user, limit)


def free_first(chosen: sa.Select[Any], since: Any, noun: Noun, user: Any, limit: int) -> list[tuple[int, str]]:
    """Return the first rows of a queue that no other modérateur holds."""
    identity = chosen.selected_columns[0]
    taken = sa.select(Claim.object_id).where(Claim.noun == noun, Claim.until > clock.now(), Claim.user_id != user.id)
    rows = db.session.execute(chosen.where(identity.not_in(taken)).order_by(since, sa.literal_column("1")).limit(limit)).all()
    return [(each[0], each[1]) for each in rows]
