"""The dated slots of a mission: add, change their places, take away."""

from datetime import datetime

from benevolat.accounts.models import User
from benevolat.core import clock, entropy
from benevolat.core.db import db
from benevolat.core.errors import InvalidInput, NotAllowed

from ..errors import NotEditable, PlacesTaken, SlotKept, SlotTwice, TooManySlots
from ..models import Creneau, Mission, MissionKind, Publication
from ..permissions import EDITABLE, can_edit_mission
from .checks import MOST_SLOTS, check_number_of_places, check_slot, taken_words
from .places import touch


def _check_editable(mission: Mission, by: User) -> None:
    if not can_edit_mission(by, mission):
        raise NotAllowed()
    if mission.publication not in EDITABLE:
        raise NotEditable()


def follow_slots(mission: Mission) -> None:
    """Make a dated mission begin and end with its créneaux: what its calendar is derived from."""
    if mission.kind is MissionKind.DATED:
        days = [clock.local(each.starts_at).date() for each in mission.creneaux if not each.cancelled]
        mission.starts_on, mission.ends_on = (min(days), max(days)) if days else (None, None)
    mission.updated_at = clock.now()
    db.session.flush()
    if mission.publication is Publication.PUBLISHED:
        touch(mission, text=False)


def add_creneau(mission: Mission, *, by: User, starts_at: datetime, ends_at: datetime, places: int) -> Creneau:
    """Add a slot to come. On a published mission it appears at once: nobody relied on it before.

    Raises NotAllowed, NotEditable, SlotTwice, TooManySlots, InvalidInput.
    """
    _check_editable(mission, by)
    check_slot(starts_at, ends_at)
    check_number_of_places(places, field="slot_places")
    if any(each.starts_at == starts_at and each.ends_at == ends_at and not each.cancelled for each in mission.creneaux):
        raise SlotTwice(field="slot_day")
    if len(mission.creneaux) >= MOST_SLOTS:
        raise TooManySlots(field="slot_day")
    if mission.kind is not MissionKind.DATED:
        if mission.published_at is not None:
            raise InvalidInput(field="slot_day")
        mission.kind = MissionKind.DATED
    creneau = Creneau(public_id=entropy.public_id(), starts_at=starts_at, ends_at=ends_at, places=places, places_taken=0, cancelled=False)
    mission.creneaux.append(creneau)
    mission.creneaux.sort(key=lambda each: each.starts_at)
    follow_slots(mission)
    return creneau


def remove_creneau(creneau: Creneau, *, by: User) -> None:
    """Take a slot out of a mission that was never published; afterwards it is cancelled, and people are told (coordination).

    Raises NotAllowed, NotEditable, SlotKept.
    """
    mission = creneau.mission
    _check_editable(mission, by)
    if mission.published_at is not None:
        raise SlotKept()
    mission.creneaux.remove(creneau)
    follow_slots(mission)


def change_places(creneau: Creneau, places: int, *, by: User) -> None:
    """Give a slot more or fewer places, never fewer than the people accepted. Raises NotAllowed, NotEditable, PlacesTaken, InvalidInput."""
    _check_editable(creneau.mission, by)
    check_number_of_places(places)
    db.session.refresh(creneau, with_for_update=True)
    if places < creneau.places_taken:
        raise PlacesTaken(taken_words(creneau.places_taken), field="places")
    creneau.places = places
    follow_slots(creneau.mission)
