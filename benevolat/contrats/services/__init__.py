"""Acts above the RSA line, one module a subject: the annexe, the consent text, submissions, anonymous figures."""

from .annexe import (
    AnnexeContent,
    count_refusal,
    countersign_annexe,
    draft_annexe,
    edit_annexe,
    end_annexe,
    fade_annexe,
    propose_annexe,
    sign_annexe,
    withdraw_annexe,
    write_contrat,
)
from .consent import consent_text, freedom_text, load_reference
from .submission import answer_with_complement, cancel_submission, submit_engagement, validate_submission

__all__ = [
    "AnnexeContent", "answer_with_complement", "cancel_submission", "consent_text", "count_refusal", "countersign_annexe", "draft_annexe",
    "edit_annexe", "end_annexe", "fade_annexe", "freedom_text", "load_reference", "propose_annexe", "sign_annexe", "submit_engagement",
    "validate_submission", "withdraw_annexe", "write_contrat",
]
