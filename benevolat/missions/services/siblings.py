"""The same mission in several places: one row for each, joined by a key, so that each has its own candidates and its own search."""

from datetime import datetime

from benevolat.accounts.models import User
from benevolat.core import entropy
from benevolat.core.db import db
from benevolat.core.errors import InvalidInput, NotAllowed

from ..errors import NotEditable, SamePlace
from ..models import Mission, MissionKind, Where
from ..permissions import EDITABLE, can_edit_mission
from ..queries import siblings_of
from ..words import coming
from .creneaux import add_series
from .drafting import copy_mission, write_answers


def add_place(
    mission: Mission, *, by: User, commune_code: str, address: str | None, address_public: bool, meeting_point: str | None, places: int,
    with_dates: bool = False,
) -> Mission:
    """Propose a mission in another place too: a draft with the same text and its own places; with the dates to come if asked.

    Raises NotAllowed, NotEditable, InvalidInput when it is done from home, SamePlace.
    """
    if not can_edit_mission(by, mission):
        raise NotAllowed()
    if mission.publication not in EDITABLE:
        raise NotEditable()
    if mission.where is Where.REMOTE:
        raise InvalidInput(field="commune")
    if any((each.commune_code, each.address or None) == (commune_code, address or None) for each in (mission, *siblings_of(mission))):
        raise SamePlace(field="commune")
    mission.group_key = mission.group_key or entropy.public_id()
    other = copy_mission(mission, by=by)
    other.group_key = mission.group_key
    other.starts_on, other.ends_on = (mission.starts_on, mission.ends_on) if mission.kind is MissionKind.REGULAR else (None, None)
    answers = {"commune_code": commune_code, "address": address or None, "address_public": address_public,
               "meeting_point": meeting_point or None, "by_bus": False, "bus_line": None}
    write_answers(other, answers | ({"places": places} if mission.kind is MissionKind.REGULAR else {}))
    other.draft_step = 4
    if with_dates and mission.kind is MissionKind.DATED:
        slots: list[tuple[datetime, datetime]] = [(each.starts_at, each.ends_at) for each in coming(mission)]
        if slots:
            add_series(other, slots, by=by, places=places)
    db.session.flush()
    return other
