"""What is to be told, before one knows by which way: rendered from templates/mails/<event>.subject.txt and .body.txt."""

import re
from dataclasses import dataclass
from typing import Any

from flask import current_app

from ..settings import config


@dataclass(frozen=True, slots=True)
class Letter:
    """A subject, a body, and the neutral words of an SMS.

    `unsubscribe` is the absolute address that stops such letters at once, for what a person asked to receive regularly (RFC 8058).
    """

    event: str
    subject: str
    body: str
    sms: str
    unsubscribe: str | None = None


def link(path: str) -> str:
    """Return the absolute address of a path of the site, for a mail."""
    return str(config("BASE_URL")) + path


def button(label: str, path: str) -> str:
    """Return the two lines that a letter's one gesture is written with: read as they are in text, made a button in HTML."""
    return f"{label}\u00a0:\n{link(path)}"


def write_letter(event: str, *, sms: str | None = None, unsubscribe: str | None = None, **values: Any) -> Letter:
    """Render the two templates of an event; the SMS stays neutral, since it may show on a locked screen."""
    templates = current_app.jinja_env  # not render_template, which reads the request's visitor: a letter depends on nobody's session
    words = templates.get_template(f"mails/{event}.subject.txt").render(link=link, button=button, **values)
    subject = re.sub(r"[ \t\r\n]+", " ", words).strip(" ")  # no-break spaces stay
    body = templates.get_template(f"mails/{event}.body.txt").render(link=link, button=button, **values).strip() + "\n"
    return Letter(event, subject, body, sms or f"Vous avez un message d’Isère bénévolat : {link('/connexion')}", unsubscribe)
