"""A row made into what leaves: the same words as text and as HTML, with no image, no mark and nothing to fetch."""

from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlsplit

from flask import current_app

from ..settings import config
from .letters import button, link
from .shape import Kind, read_letter

CHOICES = "/compte/messages"
CHOOSE = "Choisir les messages que vous recevez"


def footer(row: Any) -> str:
    """Return the last lines of what a person may choose not to receive, and nothing under the rest."""
    return "\n" + button(CHOOSE, CHOICES) + "\n" if _may_be_chosen(row) else ""


def _may_be_chosen(row: Any) -> bool:
    return not row.urgent and not row.unsubscribe


def text_of(row: Any) -> str:
    """Return a row's words as they leave."""
    return str(row.body) + footer(row)


def html_of(row: Any, *, nonce: str = "") -> str:
    """Return the page of a row's words; `nonce` lets a browser under a strict policy read its styles (a preview)."""
    template = current_app.jinja_env.get_template("mails/layout.html")
    choose = (CHOOSE, link(CHOICES)) if _may_be_chosen(row) else None
    return template.render(subject=row.subject, blocks=read_letter(str(row.body)), kinds=Kind, choose=choose, nonce=nonce)


def message_of(row: Any) -> EmailMessage:
    """Return what the mail server is given."""
    message = EmailMessage()
    message["From"] = config("MAIL_FROM")
    message["To"] = row.to
    message["Subject"] = row.subject
    message["Date"] = format_datetime(row.queued_at)
    host = urlsplit(config("BASE_URL")).hostname or "localhost"
    message["Message-ID"] = f"<{row.public_id}@{host}>"  # the same when it has to leave again: a server knows it for the same mail
    message["Auto-Submitted"] = "auto-generated"
    if row.unsubscribe:
        message["List-Unsubscribe"] = f"<{row.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(text_of(row))
    message.add_alternative(html_of(row), subtype="html")
    return message
