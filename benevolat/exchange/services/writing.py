"""Writing one checked mission and its association, in the transaction of the caller: whole or not at all."""

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from benevolat.associations.errors import BadIdentifier
from benevolat.associations.identifiers import Identity, read_identity
from benevolat.associations.models import Association
from benevolat.associations.models import State as AssociationState
from benevolat.competences.queries import competences_of
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.labels import Labelled
from benevolat.core.workflow import TransitionLog
from benevolat.missions.models import Creneau, Mission, MissionKind, Publication
from benevolat.missions.services import touch

from ..errors import RefusedEntry
from .own import Slot
from .reading import Entry, Organization

TEXT = {"title", "description", "domaine_code", "activity", "schedule", "commune_code", "association_id"}
"""What the words of a search meet; the rest is columns."""


class Outcome(Labelled):
    """What became of an entry."""

    CREATED = "created", _l("créée")
    CHANGED = "changed", _l("mise à jour")
    SAME = "same", _l("inchangée")


def write_entry(entry: Entry, publisher: str, *, publish: bool, still_there: Collection[str] = ()) -> Outcome:
    """Write a mission under (publisher, clientId): new, changed, or left as it is when nothing differs.

    `still_there`: every clientId of the file. A new clientId on the same mission of the same association, whose former clientId is not
    in the file any more, is the partner's change of numbers: the mission, its address and its people stay.

    Without `publish` a new mission waits for a modérateur. One that people here withdrew or refused keeps that state; one withdrawn
    because it had left the file is proposed again, at once when it was published and reads the same.
    Raises RefusedEntry when its association cannot be known or may not publish.
    """
    host = _association(entry.organization, publisher)
    mission = db.session.scalar(sa.select(Mission).where(Mission.publisher == publisher, Mission.client_id == entry.client_id))
    values = _values(entry, host)
    if mission is None:
        mission = _under_another_number(entry, publisher, host, still_there)
    if mission is None:
        mission = Mission(
            publisher=publisher, client_id=entry.client_id, publication=Publication.SUBMITTED, created_at=clock.now(), **values,
            competences=competences_of(entry.competences),
        )
        db.session.add(mission)
        _follow_slots(mission, entry)
        db.session.flush()
        _log(mission, "create", Publication.DRAFT, Publication.SUBMITTED)
        if publish:
            _publish(mission)
        touch(mission, text=True)
        return Outcome.CREATED
    return _change(mission, entry, values, publish=publish)


def _under_another_number(entry: Entry, publisher: str, host: Association, still_there: Collection[str]) -> Mission | None:
    """Return the one mission that this entry was before the partner changed its numbers, or None; several alike are nobody's."""
    if not still_there:
        return None
    alike = db.session.scalars(sa.select(Mission).where(
        Mission.publisher == publisher, Mission.association_id == host.id, Mission.title == entry.title,
        Mission.description == entry.description, Mission.commune_code == (entry.commune.commune_code if entry.commune else None),
    ))
    found = [each for each in alike if each.client_id not in still_there]
    return found[0] if len(found) == 1 else None


def _change(mission: Mission, entry: Entry, values: dict[str, Any], *, publish: bool) -> Outcome:
    if values["places"] is not None:
        values["places"] = max(values["places"], mission.places_taken)
    values["client_id"] = entry.client_id
    mission.fresh_at = clock.now()  # the partner still proposes it
    changed = {name for name, value in values.items() if getattr(mission, name) != value}
    for name in changed:
        setattr(mission, name, values[name])
    if {each.code for each in mission.competences} != set(entry.competences):
        mission.competences = competences_of(entry.competences)
        changed.add("competences")
    if _follow_slots(mission, entry):
        changed.add("creneaux")
    if _left_its_file(mission):
        _log(mission, "come_back", Publication.WITHDRAWN, Publication.SUBMITTED)
        mission.publication, mission.publication_reason = Publication.SUBMITTED, None
        publish = publish or (mission.published_at is not None and not changed & TEXT)
        changed.add("title")
    if publish and mission.publication is Publication.SUBMITTED:
        _publish(mission)
        changed.add("title")
    if not changed:
        return Outcome.SAME
    mission.updated_at = clock.now()
    touch(mission, text=bool(changed & TEXT))
    return Outcome.CHANGED


def _left_its_file(mission: Mission) -> bool:
    """Tell whether a mission is withdrawn because its partner had dropped it, and for no other reason."""
    if mission.publication is not Publication.WITHDRAWN:
        return False
    return db.session.scalar(
        sa.select(TransitionLog.action).where(TransitionLog.noun == "mission", TransitionLog.object_id == mission.id)
        .order_by(TransitionLog.id.desc()).limit(1)
    ) == "gone"


def _values(entry: Entry, host: Association) -> dict[str, Any]:
    return {
        "association_id": host.id, "title": entry.title, "description": entry.description, "domaine_code": entry.domaine_code,
        "activity": entry.activity, "schedule": entry.schedule, "starts_on": entry.starts_on, "ends_on": entry.ends_on,
        "kind": MissionKind.DATED if entry.is_dated else MissionKind.REGULAR, "where": entry.where, "places": entry.places,
        "minors_ok": entry.minors_ok, "wheelchair": entry.wheelchair, "by_bus": entry.by_bus, "address": entry.address,
        "address_public": entry.address is not None, "commune_code": entry.commune.commune_code if entry.commune else None,
        "lat": entry.point.lat if entry.point else None, "lon": entry.point.lon if entry.point else None,
        "application_url": entry.application_url, **(entry.own.columns if entry.own else {}),
    }


def _wished_slots(entry: Entry) -> tuple[Slot, ...]:
    """Return the créneaux an entry asks for: those a feed of ours gives, else the one of a mission of one day."""
    if entry.own is not None:
        return entry.own.slots
    if not entry.is_dated or entry.starts is None or entry.ends is None:
        return ()
    return (Slot(entry.starts, entry.ends, entry.places or 1),)


def _follow_slots(mission: Mission, entry: Entry) -> bool:
    """Give a mission the slots of its entry; where people have places it is kept as they know it. Return whether something changed.

    A mission with a single slot that moved keeps the slot and its people; of several, each is known by when it begins. A file that
    gives a single day says nothing of slots added here since.
    """
    wished = _wished_slots(entry)
    if entry.own is None and len(mission.creneaux) > 1:
        return False
    present = {each.starts_at: each for each in mission.creneaux if not each.cancelled}
    if len(present) == 1 and len(wished) == 1 and wished[0].starts_at not in present:
        slot = next(iter(present.values()))
        slot.starts_at, slot.ends_at, slot.places = wished[0].starts_at, wished[0].ends_at, max(wished[0].places, slot.places_taken)
        return True
    changed = False
    for each in wished:
        kept = present.pop(each.starts_at, None)
        if kept is None:
            mission.creneaux.append(Creneau(starts_at=each.starts_at, ends_at=each.ends_at, places=each.places))
            changed = True
        elif (kept.ends_at, kept.places) != (each.ends_at, max(each.places, kept.places_taken)):
            kept.ends_at, kept.places = each.ends_at, max(each.places, kept.places_taken)
            changed = True
    for gone in present.values() if wished else ():
        if gone.starts_at > clock.now() and not gone.places_taken:
            mission.creneaux.remove(gone)
            changed = True
    return changed


def _publish(mission: Mission) -> None:
    """Show an imported mission at once, on the operator's word that the partner checks that it replaces no paid post."""
    _log(mission, "publish", mission.publication, Publication.PUBLISHED)
    mission.publication, mission.not_a_job = Publication.PUBLISHED, True
    mission.published_at = mission.published_at or clock.now()


def _log(mission: Mission, action: str, source: Publication, target: Publication) -> None:
    db.session.add(TransitionLog(
        noun="mission", object_id=mission.id, action=action, source=source.value, target=target.value, actor_id=None, reason=None,
    ))


def _association(organization: Organization, publisher: str) -> Association:
    """Return the association by its RNA, its SIREN or the partner's number; a new one is verified, on the partner's word."""
    source_id = f"{publisher}:{organization.client_id}" if organization.client_id else None
    identity = _identity(organization)
    by_number = [
        db.session.scalar(sa.select(Association).where(column == value)) if value else None
        for column, value in ((Association.rna, identity.rna), (Association.siren, identity.siren), (Association.source_id, source_id))
    ]
    known = {each.id: each for each in by_number[:2] if each is not None} or {each.id: each for each in by_number if each is not None}
    if len(known) > 1:
        raise RefusedEntry(_l("Le RNA et le SIREN sont ceux de deux associations différentes."))
    found = next(iter(known.values()), None)
    if found is None:
        return _new_association(organization, identity, source_id)
    if found.state in {AssociationState.REFUSED, AssociationState.SUSPENDED}:
        raise RefusedEntry(_l("Cette association n’a pas le droit de publier ici."))
    return found


def _identity(organization: Organization) -> Identity:
    if not organization.rna and not organization.siren:
        return Identity()
    try:
        return read_identity(organization.rna or None, organization.siren or None, sure=True)
    except BadIdentifier:
        raise RefusedEntry(_l("Le RNA ou le SIREN de l’association n’en est pas un.")) from None


def _new_association(organization: Organization, identity: Identity, source_id: str | None) -> Association:
    if identity == Identity():
        raise RefusedEntry(_l("L’association n’a ni RNA ni SIREN."))
    made = Association(
        name=organization.name, description=organization.description, rna=identity.rna, siren=identity.siren, siret=identity.siret,
        state=AssociationState.VERIFIED, verified_at=clock.now(), source="import", source_id=source_id,
    )
    db.session.add(made)
    db.session.flush()
    return made
