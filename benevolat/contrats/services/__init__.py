"""Acts above the RSA line, one module a subject: the offer, the annexe, guard rails, signatures, submissions, anonymous figures."""

from .annexe import AnnexeContent, draft_annexe, edit_annexe, end_annexe, fade_annexe, propose_annexe, write_contrat
from .consent import consent_text, freedom_text, load_reference
from .guards import attested_hours, decide
from .offer import count_refusal, count_refusal_aloud, offer_engagement
from .signing import countersign_annexe, disown_sheet, sheet_code, sign_annexe, sign_on_sheet, withdraw_annexe
from .submission import answer_with_complement, cancel_submission, submit_engagement, validate_submission

__all__ = [
    "AnnexeContent", "answer_with_complement", "attested_hours", "cancel_submission", "consent_text", "count_refusal",
    "count_refusal_aloud", "countersign_annexe", "decide", "disown_sheet", "draft_annexe", "edit_annexe", "end_annexe", "fade_annexe",
    "freedom_text", "load_reference", "offer_engagement", "propose_annexe", "sheet_code", "sign_annexe", "sign_on_sheet",
    "submit_engagement", "validate_submission", "withdraw_annexe", "write_contrat",
]
