"""Mails: written with the act, kept as rows that leave after it, sent once as text and as HTML; what comes back is read."""

from .letters import Letter, button, link, write_letter
from .outgoing import REFUSED, OutgoingMail, queue_mail, queue_mails, send_queued

__all__ = ["REFUSED", "Letter", "OutgoingMail", "button", "link", "queue_mail", "queue_mails", "send_queued", "write_letter"]
