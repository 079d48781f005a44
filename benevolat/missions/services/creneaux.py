"""The dated slots of a mission: add one or a series, move it or change its places, take away."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from benevolat.accounts.models import User
from benevolat.core import clock, entropy
from benevolat.core.db import db
from benevolat.core.errors import InvalidInput, NotAllowed

from ..errors import NoDates, NotEditable, PlacesTaken, SlotKept, SlotOver, SlotTwice, TooManySlots
from ..models import Creneau, Mission, MissionKind, Publication
from ..permissions import EDITABLE, can_edit_mission
from ..workflow import WORKFLOW
from .checks import MOST_SLOTS, check_number_of_places, check_slot, taken_words
from .drafting import Edit
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
    [creneau] = add_series(mission, [(starts_at, ends_at)], by=by, places=places)
    return creneau


def add_series(mission: Mission, slots: Sequence[tuple[datetime, datetime]], *, by: User, places: int) -> list[Creneau]:
    """Add several slots to come at once, all of them or none. On a published mission they appear at once.

    Raises NotAllowed, NotEditable, NoDates, SlotTwice, TooManySlots, InvalidInput.
    """
    _check_editable(mission, by)
    check_number_of_places(places, field="slot_places")
    if not slots:
        raise NoDates(field="days")
    for starts_at, ends_at in slots:
        check_slot(starts_at, ends_at)
    held = Counter(slots)
    held.update((each.starts_at, each.ends_at) for each in mission.creneaux if not each.cancelled)
    if any(held[each] > 1 for each in slots):
        raise SlotTwice(field="slot_day")
    if len(mission.creneaux) + len(slots) > MOST_SLOTS:
        raise TooManySlots(field="slot_day")
    if mission.kind is not MissionKind.DATED:
        if mission.published_at is not None:
            raise InvalidInput(field="slot_day")
        mission.kind = MissionKind.DATED
    made = [
        Creneau(public_id=entropy.public_id(), starts_at=starts_at, ends_at=ends_at, places=places, places_taken=0, cancelled=False)
        for starts_at, ends_at in slots
    ]
    mission.creneaux.extend(made)
    mission.creneaux.sort(key=lambda each: each.starts_at)
    follow_slots(mission)
    return made


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


def _minute(moment: datetime) -> datetime:
    """Return a moment as a form shows it: one that came with seconds from elsewhere is not moved by being shown."""
    return moment.replace(second=0, microsecond=0)


def change_creneau(creneau: Creneau, *, by: User, starts_at: datetime, ends_at: datetime, places: int) -> Edit:
    """Move a slot to come, or give it more or fewer places, never fewer than the people accepted.

    The hours of a published date are relied upon: they are read again by a modérateur, unless the association is trusted. The screens go
    through coordination, which tells those who applied. Raises NotAllowed, NotEditable, SlotOver, SlotTwice, PlacesTaken, InvalidInput.
    """
    mission = creneau.mission
    _check_editable(mission, by)
    check_number_of_places(places, field="slot_places")
    db.session.refresh(creneau, with_for_update=True)
    if creneau.cancelled or (mission.published_at is not None and creneau.starts_at <= clock.now()):
        raise SlotOver()
    if places < creneau.places_taken:
        raise PlacesTaken(taken_words(creneau.places_taken), field="slot_places")
    moved = [_minute(starts_at), _minute(ends_at)] != [_minute(creneau.starts_at), _minute(creneau.ends_at)]
    if moved:
        check_slot(starts_at, ends_at)
        if any((each.starts_at, each.ends_at) == (starts_at, ends_at) and not each.cancelled for each in mission.creneaux):
            raise SlotTwice(field="slot_day")
    changed = {"schedule"} if moved else set()
    if places != creneau.places:
        changed.add("places")
    creneau.places = places
    if moved:
        creneau.starts_at, creneau.ends_at = starts_at, ends_at
    mission.creneaux.sort(key=lambda each: each.starts_at)
    follow_slots(mission)
    if not moved or mission.publication is not Publication.PUBLISHED or mission.association.trusted:
        return Edit(frozenset(changed))
    WORKFLOW.apply(mission, "review", by=by)
    return Edit(frozenset(changed), goes_back=True)
