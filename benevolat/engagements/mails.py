"""The letters of engagements; an association reads the same words whoever the volunteer is."""

from collections.abc import Sequence
from typing import Any

from benevolat.core.mail import Letter, write_letter
from benevolat.core.settings import config

from .models import Engagement, Releve
from .sheets import Sheet
from .workflow import correctable_until


def _letter(event: str, engagement: Engagement, **values: Any) -> Letter:
    return write_letter(
        f"engagements/{event}", engagement=engagement, name=engagement.user.full_name, title=engagement.title, host=engagement.host,
        **values,
    )


def to_close_volunteer(engagement: Engagement) -> Letter:
    """Tell the volunteer that it is over, and that they may write the bilan first."""
    return _letter("to_close_volunteer", engagement)


def over_elsewhere(engagement: Engagement) -> Letter:
    """Ask the person how long an engagement elsewhere was, now that it is over, and say that its host may attest it."""
    return _letter("over_elsewhere", engagement)


def to_close_association(engagement: Engagement) -> Letter:
    """Ask the association for its bilan: two minutes."""
    return _letter("to_close_association", engagement)


def sheets_open(sheets: Sequence[Sheet]) -> Letter:
    """Remind an association, once, of the sheets of presence of which nobody wrote anything."""
    return write_letter("engagements/sheets_open", sheets=sheets)


def closing_reminder(engagement: Engagement) -> Letter:
    """Remind the association of the bilan that the person waits for."""
    return _letter("closing_reminder", engagement)


def not_done_volunteer(engagement: Engagement) -> Letter:
    """Tell the volunteer that the association says it did not take place."""
    return _letter("not_done_volunteer", engagement, reason=engagement.reason)


def not_done_association(engagement: Engagement) -> Letter:
    """Tell the association that the volunteer says it did not take place."""
    return _letter("not_done_association", engagement, reason=engagement.reason)


def hours_disputed_volunteer(line: Releve) -> Letter:
    """Tell the volunteer that the association counts other hours for a day."""
    return _letter("hours_disputed_volunteer", line.engagement, line=line)


def hours_disputed_association(line: Releve) -> Letter:
    """Tell the association that the volunteer counts other hours for a day."""
    return _letter("hours_disputed_association", line.engagement, line=line)


def bilan_drafted(engagement: Engagement) -> Letter:
    """Tell the association that the volunteer prepared the bilan: it has only to correct and confirm."""
    return _letter("bilan_drafted", engagement)


def bilan_to_sign(engagement: Engagement, by: str) -> Letter:
    """Tell who signs for the association that a bilan is ready, prepared by a member (`by`), and waits for them."""
    return _letter("bilan_to_sign", engagement, by=by)


def bilan_confirmed(engagement: Engagement) -> Letter:
    """Ask the volunteer whether they agree with what the association wrote."""
    return _letter("bilan_confirmed", engagement, bilan=engagement.bilan)


def bilan_corrected(engagement: Engagement) -> Letter:
    """Ask the volunteer whether they agree with the corrected attestation."""
    return _letter("bilan_corrected", engagement, bilan=engagement.bilan)


def bilan_disputed(engagement: Engagement) -> Letter:
    """Tell the association that the volunteer disagrees, in their own words."""
    bilan = engagement.bilan
    return _letter("bilan_disputed", engagement, bilan=bilan, until=correctable_until(bilan) if bilan is not None else None)


def bilan_standing(engagement: Engagement) -> Letter:
    """Tell the volunteer that the attestation stands without their answer, which they may still give."""
    return _letter("bilan_standing", engagement, bilan=engagement.bilan)


def attestation_withdrawn(engagement: Engagement) -> Letter:
    """Tell the volunteer why the association withdrew its attestation."""
    return _letter("attestation_withdrawn", engagement, bilan=engagement.bilan, phone=config("HELPER_PHONE"))


def withdrawal_answered(engagement: Engagement) -> Letter:
    """Give the association the volunteer's answer to the attestation it withdrew."""
    return _letter("withdrawal_answered", engagement, bilan=engagement.bilan)


def association_silent(engagement: Engagement) -> Letter:
    """Tell the volunteer what can be done when the association does not answer: a desk, or keeping it as declared."""
    return _letter("association_silent", engagement, phone=config("HELPER_PHONE"), hours=config("HELPER_HOURS"))


def thanked(engagement: Engagement) -> Letter:
    """Give the volunteer the association's thanks."""
    return _letter("thanked", engagement, thanks=engagement.bilan.thanks if engagement.bilan is not None else "")
