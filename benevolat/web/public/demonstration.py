"""The demonstration's letter box: every mail and SMS as its recipient would read it; anywhere else these pages do not exist."""

from typing import Any

import sqlalchemy as sa
from flask import abort, current_app, make_response, render_template, request

from benevolat.core.db import db
from benevolat.core.mail import OutgoingMail
from benevolat.core.mail.message import html_of, text_of
from benevolat.core.sms import OutgoingSms
from benevolat.web.guard import PUBLIC, access, found
from benevolat.web.headers import csp_nonce

from . import blueprint

SHOWN = 100
KINDS: dict[str, Any] = {"mail": OutgoingMail, "sms": OutgoingSms}


def _demonstration_only() -> None:
    if not current_app.config["DEMO"]:
        abort(404)


def _sent(recipient: str) -> list[dict[str, Any]]:
    """Return the newest messages of both kinds, newest first."""
    rows = []
    for kind, model in KINDS.items():
        statement = sa.select(model).order_by(model.queued_at.desc(), model.id.desc()).limit(SHOWN)
        if recipient:
            statement = statement.where(model.to == recipient)
        rows += [{"kind": kind, "message": each} for each in db.session.scalars(statement)]
    return sorted(rows, key=lambda row: row["message"].queued_at, reverse=True)[:SHOWN]


@blueprint.get("/demo/boite")
@access(PUBLIC)
def mailbox() -> Any:
    """List what was sent, newest first, to everybody or to one recipient."""
    _demonstration_only()
    recipient = request.args.get("a", "")
    recipients = sorted(set(db.session.scalars(sa.union(sa.select(OutgoingMail.to), sa.select(OutgoingSms.to)))))
    return render_template("demonstration/mailbox.html", rows=_sent(recipient), recipients=recipients, recipient=recipient)


@blueprint.get("/demo/boite/<any(mail, sms):kind>/<public_id>")
@access(PUBLIC)
def mailbox_message(kind: str, public_id: str) -> Any:
    """Show one message: a mail as a letter, an SMS as a bubble on a telephone."""
    _demonstration_only()
    model = KINDS[kind]
    message = found(db.session.scalar(sa.select(model).where(model.public_id == public_id)))
    return render_template(f"demonstration/{kind}.html", message=message, text_of=text_of)


@blueprint.get("/demo/boite/mail/<public_id>/mise-en-page")
@access(PUBLIC)
def mailbox_page(public_id: str) -> Any:
    """Show a mail as a mail program does, with its own styles and nothing else."""
    _demonstration_only()
    message = found(db.session.scalar(sa.select(OutgoingMail).where(OutgoingMail.public_id == public_id)))
    nonce = csp_nonce()
    page = make_response(html_of(message, nonce=nonce))
    page.headers["Content-Security-Policy"] = (
        f"default-src 'none'; style-src 'nonce-{nonce}'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'"
    )
    return page
