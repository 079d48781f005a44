"""What an association's team is told: each function returns a letter."""

from datetime import datetime

from benevolat.core.mail import Letter, write_letter

from .models import Association, Membership, MembershipInvitation, Right


def received(association: Association) -> Letter:
    """The sign-up is complete and waits for a modérateur."""
    return write_letter("associations/received", association=association)


def verified(association: Association) -> Letter:
    """The association may send missions."""
    return write_letter("associations/verified", association=association)


def refused(association: Association) -> Letter:
    """The association was not accepted, why, and what can be done."""
    return write_letter("associations/refused", association=association)


def suspended(association: Association) -> Letter:
    """The association's missions are hidden, and why."""
    return write_letter("associations/suspended", association=association)


def reinstated(association: Association) -> Letter:
    """The association is verified again."""
    return write_letter("associations/reinstated", association=association)


def invitation(row: MembershipInvitation, token: str, inviter: str) -> Letter:
    """A link to join the team, for seven days and once."""
    return write_letter("associations/invitation", association=row.association, token=token, inviter=inviter, until=row.expires_at)


def take_charge(association: Association, token: str, until: datetime) -> Letter:
    """To an association of the former site: its page is here, and waits for somebody of its team."""
    return write_letter("associations/take_charge", association=association, token=token, until=until)


def removed(association: Association) -> Letter:
    """The account no longer acts for the association."""
    return write_letter("associations/removed", association=association)


def rights_changed(membership: Membership) -> Letter:
    """What a member may do for the association changed."""
    rights = [each.label for each in Right if each in membership.rights]
    return write_letter("associations/rights_changed", association=membership.association, rights=rights, membership=membership)


def trust_changed(association: Association) -> Letter:
    """The association publishes without waiting, or no longer does, and why."""
    return write_letter("associations/trust_changed", association=association)
