"""Bringing missions from a file: what was read waits for an hour, then is written line by line as the screens would."""

import sqlalchemy as sa

from benevolat.accounts.models import User
from benevolat.associations.models import Association
from benevolat.core import clock, entropy
from benevolat.core.db import db
from benevolat.core.errors import NotAllowed

from ..errors import ImportGone
from ..models import Mission, MissionImport
from ..permissions import can_create_mission, visible_imports
from ..sheet import Line, Problem
from .creneaux import add_series
from .drafting import open_draft, write_answers


def keep_import(association: Association, lines: list[Line], problems: list[Problem], *, by: User) -> MissionImport:
    """Keep what was read for an hour, in the place of what the member's last file left there. Raises NotAllowed."""
    if not can_create_mission(by, association):
        raise NotAllowed()
    db.session.execute(sa.delete(MissionImport).where(
        MissionImport.user_id == by.id, MissionImport.association_id == association.id
    ))
    kept = MissionImport(
        public_id=entropy.public_id(), association_id=association.id, user_id=by.id, created_at=clock.now(),
        content={"lines": [each.dump() for each in lines], "problems": [each.dump() for each in problems]},
    )
    db.session.add(kept)
    db.session.flush()
    return kept


def check_import(kept: MissionImport, by: User) -> None:
    """Raise ImportGone unless it is the member's own, less than an hour old, and the missions are still their part of the work."""
    if db.session.scalar(visible_imports(by).where(MissionImport.id == kept.id)) is None:
        raise ImportGone()


def drop_import(kept: MissionImport, *, by: User) -> None:
    """Erase what was read. Raises ImportGone."""
    check_import(kept, by)
    db.session.delete(kept)


def bring_mission(association: Association, line: Line, *, by: User) -> Mission:
    """Write a line as a new draft with its dates. Raises NotAllowed and what add_series raises."""
    if not can_create_mission(by, association):
        raise NotAllowed()
    mission = open_draft(association, by)
    mission.reference = line.reference
    write_answers(mission, line.answers)
    if line.dates:
        add_series(mission, line.dates, by=by, places=line.answers["places"])
    return mission
