"""Telling an association something: each member by the way they are reached, or the mailbox the team shares."""

from benevolat.accounts.messages import is_urgent
from benevolat.accounts.models import User
from benevolat.accounts.services import notify
from benevolat.core.mail import Letter, queue_mail

from ..models import Association, Right
from ..queries import team_of


def notify_signatories(association: Association, letter: Letter, *, but: User | None = None) -> None:
    """Tell those who may sign for an association; `but` leaves out who did the act."""
    for membership in team_of(association):
        if membership.signs and (but is None or membership.user_id != but.id):
            notify(membership.user, letter)


def notify_members(association: Association, letter: Letter, *, right: Right | None = None, but: User | None = None) -> None:
    """Tell an association something: those who have this right, or every member when it is about the association itself.

    A letter of the daily work (one with a right) goes to the contact address instead, once, when the team chose to share a mailbox.
    `but` leaves out who did the act; a shared mailbox has other readers, and gets the letter all the same.
    """
    if right is not None and association.shared_mailbox and association.email is not None:
        queue_mail(association.email, letter, urgent=is_urgent(letter.event))
        return
    for membership in team_of(association):
        if (right is None or right in membership.rights) and (but is None or membership.user_id != but.id):
            notify(membership.user, letter)
