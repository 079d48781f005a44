"""Acts on engagements: their life from a candidature, the relevé d'heures, the bilan."""

from .bilan import (
    agree_bilan,
    answer_withdrawal,
    confirm_bilan,
    correct_bilan,
    disagree_bilan,
    draft_bilan,
    keep_declared,
    prepare_bilan,
    signature_of,
    stand_bilan,
    withdraw_attestation,
)
from .elsewhere import Said, declare_engagement, edit_declared, remove_declared
from .hours import confirm_hours, enter_hours, forget_contretemps, say_contretemps
from .life import (
    accept_candidature,
    advance,
    cancel_engagement,
    end_by_parent,
    finish_engagement,
    follow_creneau,
    mark_not_done,
    remind_closing,
    reopen_engagement,
    resume_engagement,
    revoke_candidature,
    take_offer,
    tell_silence,
    withdraw_candidature,
)
from .presence import Entry, cancel_sheet, fill_sheet, remind_sheets
from .thanks import LONGEST_THANKS, thank

__all__ = [
    "LONGEST_THANKS", "Entry", "Said", "accept_candidature", "advance", "agree_bilan", "answer_withdrawal", "cancel_engagement",
    "cancel_sheet", "confirm_bilan", "confirm_hours", "correct_bilan", "declare_engagement", "disagree_bilan", "draft_bilan",
    "edit_declared", "end_by_parent",
    "enter_hours", "fill_sheet", "finish_engagement", "follow_creneau", "forget_contretemps", "keep_declared",
    "mark_not_done", "prepare_bilan", "remind_closing", "remind_sheets", "remove_declared", "reopen_engagement", "resume_engagement",
    "revoke_candidature", "say_contretemps", "signature_of", "stand_bilan", "take_offer", "tell_silence", "thank",
    "withdraw_attestation", "withdraw_candidature",
]
