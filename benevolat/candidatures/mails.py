"""The letters of a candidature, to both sides; what reaches an association never says more than first name, age band and message."""

from collections.abc import Sequence
from typing import Any

from benevolat.accounts.models import AgeBand
from benevolat.core.mail import Letter, link, write_letter
from benevolat.missions.models import Creneau
from benevolat.search.queries import MissionRow

from .models import CallBack, Candidature, ClosedDoor, Message, PlaceOffer, Welcome


def by_link(event: str, path: str, **values: Any) -> Letter:
    """Write a letter whose one link opens an answer without signing in, in the SMS too, whose words stay neutral."""
    sms = f"Vous avez un message d’Isère bénévolat\u00a0: {link(path)}"
    return write_letter(f"candidatures/{event}", sms=sms, path=path, personal=path.startswith("/reponse/"), **values)


def sent(candidature: Candidature) -> Letter:
    """Tell the volunteer that the candidature left, or that they stand on the waiting list, and what comes next."""
    return write_letter("candidatures/sent", candidature=candidature)


def received(candidature: Candidature, path: str) -> Letter:
    """Tell a member that somebody applied (first name, age band, message), with a link that opens the answer."""
    return by_link("received", path, candidature=candidature)


def suggested(candidature: Candidature, path: str) -> Letter:
    """Tell a member that a place is free and who waits first for it, with a link that accepts in one gesture."""
    return by_link("suggested", path, candidature=candidature)


def offered(candidature: Candidature, offer: PlaceOffer, path: str) -> Letter:
    """Tell who waits that a place is kept for them, until when, with a link that opens the answer."""
    return by_link("offered", path, candidature=candidature, offer=offer)


def offer_lapsed(candidature: Candidature) -> Letter:
    """Tell who did not answer in time that the place goes to the next one, and how to go on waiting."""
    return write_letter("candidatures/offer_lapsed", candidature=candidature)


def offer_taken(candidature: Candidature) -> Letter:
    """Tell the association that the first of its list took the free place."""
    return write_letter("candidatures/offer_taken", candidature=candidature)


def accepted(candidature: Candidature, welcome: Welcome | None) -> Letter:
    """Tell the volunteer that they are expected, where, when and by whom."""
    return write_letter("candidatures/accepted", candidature=candidature, welcome=welcome,
                        needs_parent=candidature.user.age_band is AgeBand.MINOR)


def waitlisted(candidature: Candidature) -> Letter:
    """Tell the volunteer that they stand on the waiting list."""
    return write_letter("candidatures/waitlisted", candidature=candidature)


def declined(candidature: Candidature) -> Letter:
    """Tell the volunteer that the association said no, and why."""
    return write_letter("candidatures/declined", candidature=candidature)


def revoked(candidature: Candidature) -> Letter:
    """Tell the volunteer that the association cancels what it had accepted, and why."""
    return write_letter("candidatures/revoked", candidature=candidature)


def cancelled(candidature: Candidature, near: Sequence[MissionRow] = ()) -> Letter:
    """Tell the volunteer that what they applied to does not take place any more, why, and which missions are near."""
    return write_letter("candidatures/cancelled", candidature=candidature, near=near)


def withdrawn(candidature: Candidature, *, freed: bool) -> Letter:
    """Tell the association that the volunteer withdrew, and whether a place is free again."""
    return write_letter("candidatures/withdrawn", candidature=candidature, freed=freed)


def message_to_association(message: Message) -> Letter:
    """Tell the association that the volunteer wrote."""
    return write_letter("candidatures/message_to_association", message=message, candidature=message.candidature)


def message_to_volunteer(message: Message) -> Letter:
    """Tell the volunteer that the association wrote."""
    return write_letter("candidatures/message_to_volunteer", message=message, candidature=message.candidature)


def call_back_asked(call_back: CallBack) -> Letter:
    """Tell the association that somebody wishes to be called; the number stays on the site."""
    return write_letter("candidatures/call_back_asked", call_back=call_back)


def unanswered(candidatures: Sequence[Candidature]) -> Letter:
    """Remind an association of the candidatures that have waited for a week."""
    return write_letter("candidatures/unanswered", candidatures=candidatures)


def tomorrow_for_volunteer(candidature: Candidature) -> Letter:
    """Remind the volunteer of tomorrow's créneau."""
    return write_letter("candidatures/tomorrow_for_volunteer", candidature=candidature)


def tomorrow_for_association(creneau: Creneau, first_names: Sequence[str]) -> Letter:
    """Remind the association of who comes tomorrow."""
    return write_letter("candidatures/tomorrow_for_association", creneau=creneau, first_names=first_names)


def parent_asked(candidature: Candidature, path: str) -> Letter:
    """Ask the parent of somebody of 16 or 17, by a link of their own, whether they agree."""
    return by_link("parent_asked", path, candidature=candidature)


def parent_agreed(candidature: Candidature) -> Letter:
    """Tell the young person that the agreement is there."""
    return write_letter("candidatures/parent_agreed", candidature=candidature)


def parent_agreed_for_association(candidature: Candidature) -> Letter:
    """Tell the association that the place is final: the parent agreed."""
    return write_letter("candidatures/parent_agreed_for_association", candidature=candidature)


def friend_joined(candidature: Candidature) -> Letter:
    """Tell who gave a link that their friend applied too: their name is the friend's own to give."""
    return write_letter("candidatures/friend_joined", candidature=candidature)


def door_closed(door: ClosedDoor) -> Letter:
    """Tell a person that an association receives them no more, why, and what they can do."""
    return write_letter("candidatures/door_closed", door=door)


def door_opened(door: ClosedDoor) -> Letter:
    """Tell a person that the association receives them again."""
    return write_letter("candidatures/door_opened", door=door)


def door_kept(door: ClosedDoor) -> Letter:
    """Tell a person what the desk answers: the door stays closed, and why."""
    return write_letter("candidatures/door_kept", door=door)


def door_lifted(door: ClosedDoor) -> Letter:
    """Tell an association that a modérateur opened a door that it had closed."""
    return write_letter("candidatures/door_lifted", door=door)
