"""Acts on engagements elsewhere: declare, ask the host, answer for it by a link or a signed sheet, agree or not."""

from .answering import Answer, agree_bilan, answer_request, decline_request, disagree_bilan, transcribe_sheet, withdraw_by_link
from .asking import ask_by_mail, ask_on_paper, cancel_request, expire_request, forget_contact, resend_request
from .declaring import declare, edit, remove

__all__ = [
    "Answer", "agree_bilan", "answer_request", "ask_by_mail", "ask_on_paper", "cancel_request", "declare", "decline_request",
    "disagree_bilan", "edit", "expire_request", "forget_contact", "remove", "resend_request", "transcribe_sheet", "withdraw_by_link",
]
