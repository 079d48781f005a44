"""Writing a mission: a draft that is kept as one goes, changes after publication, copies."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from benevolat.accounts.models import User
from benevolat.associations.models import Association
from benevolat.competences.models import Competence, Domaine
from benevolat.core import clock, entropy
from benevolat.core.db import db
from benevolat.core.errors import InvalidInput, NotAllowed
from benevolat.territoire.models import Commune

from ..errors import KindFixed, NotEditable
from ..models import Mission, MissionKind, Publication, Where
from ..patterns import Pattern
from ..permissions import EDITABLE, can_create_mission, can_edit_mission
from ..workflow import WORKFLOW
from .checks import check_changes
from .places import touch
from .upkeep import freshen

TASK = {"title", "description"}
TIME = {"kind", "half_days", "hours_per_week", "schedule", "starts_on", "ends_on"}
PLACE = {"where", "commune_code", "address", "meeting_point"}
RELIED_UPON = TASK | TIME | PLACE
"""What a volunteer counts on: changing it after publication is read again by a modérateur."""
DETAILS = {
    "domaine_code", "competences", "lat", "lon", "address_public", "places", "costs_refunded", "by_bus", "bus_line", "wheelchair",
    "french_level", "accompanied_start", "minors_ok", "children_welcome", "meal_offered", "setting", "contact_name",
}
OF_A_PLACE = ("commune_code", "lat", "lon", "address", "meeting_point", "bus_line")
COPIED = sorted((RELIED_UPON | DETAILS | {"activity"}) - {"competences"})


def begin_mission(association: Association, *, by: User, pattern: Pattern | None = None) -> Mission:
    """Open a draft, blank or as a model answers; a blank one where nothing was written yet is given again, so that none piles up.

    Raises NotAllowed.
    """
    if not can_create_mission(by, association):
        raise NotAllowed()
    mission = _blank(association) or open_draft(association, by)
    if pattern is not None:
        write_answers(mission, pattern.answers)
        mission.activity = pattern.activity
    return mission


def _blank(association: Association) -> Mission | None:
    return db.session.scalar(
        sa.select(Mission).where(
            Mission.association_id == association.id, Mission.publication == Publication.DRAFT, Mission.title == "",
            Mission.description == "", Mission.draft_step == 1,
        ).limit(1)
    )


def open_draft(association: Association, by: User) -> Mission:
    """Open a blank draft; whoever calls it asked the permission."""
    mission = Mission(
        public_id=entropy.public_id(), association_id=association.id, places=1, created_at=clock.now(), updated_at=clock.now(),
    )
    _settle_place(mission, association.commune)
    db.session.add(mission)
    WORKFLOW.begin(mission, by=by)
    return mission


def _settle_place(mission: Mission, commune: Commune | None) -> None:
    mission.commune_code = commune.code if commune else None
    mission.lat, mission.lon = (commune.lat, commune.lon) if commune else (None, None)


def _check_editable(mission: Mission, by: User) -> None:
    if not can_edit_mission(by, mission):
        raise NotAllowed()
    if mission.publication not in EDITABLE:
        raise NotEditable()
    db.session.refresh(mission, with_for_update=True)


@dataclass(frozen=True, slots=True)
class Edit:
    """What a change came to: the attributes that moved, and whether the mission goes back to a modérateur."""

    changed: frozenset[str]
    goes_back: bool = False

    @property
    def relied_upon(self) -> frozenset[str]:
        """What of it a volunteer counted on."""
        return self.changed & RELIED_UPON


def edit_mission(mission: Mission, changes: Mapping[str, Any], *, by: User, step: int = 1) -> Edit:
    """Write what one screen asked. After publication the screens go through coordination, which tells those who applied.

    A published mission goes back to a modérateur when a volunteer relies on what changed (task, time, place), unless the association
    is trusted. Raises NotAllowed, NotEditable, KindFixed, PlacesTaken, InvalidInput.
    """
    _check_editable(mission, by)
    changes = _completed(mission, changes)
    check_changes(mission, changes)
    edit = Edit(frozenset(_write(mission, changes, step)))
    if mission.publication is not Publication.PUBLISHED or not edit.changed:
        return edit
    touch(mission, text=True)
    if not edit.relied_upon or mission.association.trusted:
        return edit
    WORKFLOW.apply(mission, "review", by=by)
    return replace(edit, goes_back=True)


def save_draft(mission: Mission, changes: Mapping[str, Any], *, by: User, step: int = 1) -> None:
    """Keep what is being written, as far as it holds together; the rest is left out, without a word. Raises NotAllowed, NotEditable."""
    _check_editable(mission, by)
    if mission.publication not in {Publication.DRAFT, Publication.TO_CORRECT}:
        raise NotEditable()
    kept: dict[str, Any] = {}
    for field, value in _completed(mission, changes).items():
        try:
            check_changes(mission, {**kept, field: value})
        except InvalidInput:
            continue
        kept[field] = value
    _write(mission, kept, step)


def write_answers(mission: Mission, answers: Mapping[str, Any]) -> None:
    """Write answers that come ready, from a model or a file: the first screen is behind. Raises what check_changes raises."""
    done = _completed(mission, answers)
    check_changes(mission, done)
    _write(mission, done, 2)


def _completed(mission: Mission, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Add what follows from the answers: nothing has a place when done from home, a commune has its point."""
    unknown = set(changes) - RELIED_UPON - DETAILS
    if unknown:
        raise ValueError(f"not a mission's: {unknown}")
    done = dict(changes)
    if done.get("kind", mission.kind) is not mission.kind and mission.published_at is not None:
        raise KindFixed(field="kind")
    if done.get("domaine_code") and db.session.get(Domaine, done["domaine_code"]) is None:
        raise InvalidInput(field="domaine_code")
    if done.get("where") is Where.REMOTE:
        done.update(dict.fromkeys(OF_A_PLACE), address_public=False, by_bus=False, wheelchair=False)
    elif done.get("commune_code"):
        commune = db.session.get(Commune, done["commune_code"])
        if commune is None:
            raise InvalidInput(field="commune")
        done.setdefault("lat", commune.lat)
        done.setdefault("lon", commune.lon)
    return done


def _write(mission: Mission, changes: Mapping[str, Any], step: int) -> set[str]:
    changed = set()
    for field, value in changes.items():
        if field == "competences":
            if {each.code for each in mission.competences} != set(value):
                mission.competences = list(db.session.scalars(sa.select(Competence).where(Competence.code.in_(value))))
                changed.add(field)
        elif getattr(mission, field) != value:
            setattr(mission, field, value)
            changed.add(field)
    mission.draft_step = max(mission.draft_step, step)
    if changed:
        mission.updated_at = clock.now()
        freshen(mission)
    db.session.flush()
    return changed


def duplicate_mission(mission: Mission, *, by: User) -> Mission:
    """Copy a mission into a new draft: everything but its dates and its people. Raises NotAllowed."""
    if not can_edit_mission(by, mission):
        raise NotAllowed()
    return copy_mission(mission, by=by)


def copy_mission(mission: Mission, *, by: User) -> Mission:
    """Open a draft that says what a mission says, without its dates and its people; whoever calls it asked the permission."""
    copy = Mission(
        public_id=entropy.public_id(), association_id=mission.association_id, created_at=clock.now(), updated_at=clock.now(),
        **{field: getattr(mission, field) for field in COPIED},
    )
    copy.starts_on = copy.ends_on = None
    copy.competences = list(mission.competences)
    copy.draft_step = 2
    db.session.add(copy)
    WORKFLOW.begin(copy, by=by)
    return copy


def delete_draft(mission: Mission, *, by: User) -> None:
    """Erase a draft: nobody but its association ever saw it. Raises NotAllowed, NotEditable."""
    if not can_edit_mission(by, mission):
        raise NotAllowed()
    if mission.publication is not Publication.DRAFT:
        raise NotEditable()
    db.session.delete(mission)
    db.session.flush()


def tidy(mission: Mission) -> None:
    """Drop the answers of the other rhythm before a mission is sent: a regular one has no créneau, a dated one no week."""
    if mission.kind is MissionKind.REGULAR:
        mission.creneaux = []
    else:
        mission.half_days, mission.hours_per_week, mission.schedule, mission.places = 0, None, None, None
    db.session.flush()
