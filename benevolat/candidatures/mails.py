"""The letters of a candidature, to both sides; what reaches an association never says more than first name, age band and message."""

from collections.abc import Sequence

from benevolat.core.mail import Letter, write_letter
from benevolat.missions.models import Creneau

from .models import CallBack, Candidature, Message


def sent(candidature: Candidature) -> Letter:
    """Tell the volunteer that the candidature left, or that they stand on the waiting list, and what comes next."""
    return write_letter("candidatures/sent", candidature=candidature)


def received(candidature: Candidature) -> Letter:
    """Tell the association that somebody applied: first name, age band, message."""
    return write_letter("candidatures/received", candidature=candidature)


def accepted(candidature: Candidature) -> Letter:
    """Tell the volunteer that they are expected, where, when and by whom."""
    return write_letter("candidatures/accepted", candidature=candidature)


def waitlisted(candidature: Candidature) -> Letter:
    """Tell the volunteer that they stand on the waiting list."""
    return write_letter("candidatures/waitlisted", candidature=candidature)


def declined(candidature: Candidature) -> Letter:
    """Tell the volunteer that the association said no, and why."""
    return write_letter("candidatures/declined", candidature=candidature)


def revoked(candidature: Candidature) -> Letter:
    """Tell the volunteer that the association cancels what it had accepted, and why."""
    return write_letter("candidatures/revoked", candidature=candidature)


def cancelled(candidature: Candidature) -> Letter:
    """Tell the volunteer that what they applied to does not take place any more, and why."""
    return write_letter("candidatures/cancelled", candidature=candidature)


def withdrawn(candidature: Candidature, *, freed: bool, waiting: int) -> Letter:
    """Tell the association that the volunteer withdrew, whether a place is free again, and how many wait for one."""
    return write_letter("candidatures/withdrawn", candidature=candidature, freed=freed, waiting=waiting)


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
