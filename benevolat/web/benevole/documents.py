"""Views: the documents in a person's name and the links they opened: make, fetch, take back."""

import json
from collections.abc import Callable
from typing import Any

from flask import make_response, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import BooleanField

from benevolat.core.settings import config
from benevolat.proofs import queries, services
from benevolat.proofs.documents import spaced
from benevolat.proofs.models import Document
from benevolat.proofs.workflow import DOCUMENT
from benevolat.web.forms import Form, act
from benevolat.web.guard import PERSON, access, found, without_cache

from . import blueprint
from .engagements import load, page_of


class KeepForm(Form):
    """Whether a document stays checkable without the account."""

    outlives = BooleanField(_l("Garder ce document vérifiable si je ferme mon compte"))


def _document(public_id: str) -> Document:
    return found(queries.find_document(current_user, public_id))  # type: ignore[no-any-return]


def _address(document: Document | None) -> str:
    return url_for("benevole.document", public_id=document.public_id) if document is not None else url_for("benevole.documents")


@blueprint.get("/mon-passeport/documents")
@access(PERSON)
def documents() -> str:
    """List one's choices, documents and open links."""
    user = current_user._get_current_object()
    made = queries.own_documents(user)
    return render_template(
        "benevole/documents.html", versions=queries.own_versions(user), documents=made, standings=queries.standings(made),
        shares=[(each, f"{config('BASE_URL')}/partage/{each.code}") for each in queries.own_shares(user)],
    )


@blueprint.get("/mon-passeport/documents/<public_id>")
@blueprint.post("/mon-passeport/documents/<public_id>")
@access(PERSON)
def document(public_id: str) -> Any:
    """Show one document: its state, how others check it, its files; say whether it outlives the account."""
    made, answer = _document(public_id), None
    form = KeepForm(data={"outlives": made.outlives})
    if form.validate_on_submit():
        answer = act(lambda: services.keep_checkable(made, outlives=form.outlives.data, by=current_user), form=form,
                     then=lambda _done: _address(made), said=_("C’est enregistré."))
    verified = found(queries.verify_code(made.code))
    return answer or render_template(
        "benevole/document.html", document=made, verified=verified, form=form, credentials=made.credentials if verified.content else [],
        address=f"{config('BASE_URL')}/v/{made.code}", code=spaced(made.code), actions=DOCUMENT.available(made, current_user),
    )


@blueprint.get("/mon-passeport/documents/<public_id>/document.pdf")
@access(PERSON)
@without_cache
def document_file(public_id: str) -> Response:
    """Give the signed file, exactly as it was made."""
    made = _document(public_id)
    answer = make_response(found(queries.file_of(made)))
    answer.headers["Content-Type"] = "application/pdf"
    answer.headers["Content-Disposition"] = f'inline; filename="{made.kind}-{made.issued_at:%Y-%m-%d}.pdf"'
    return answer


@blueprint.get("/mon-passeport/documents/<public_id>/attestation-<int:number>.json")
@access(PERSON)
@without_cache
def credential_file(public_id: str, number: int) -> Response:
    """Give one credential of a document, as other software reads it."""
    made = _document(public_id)
    held = found(made.credentials[number - 1] if 0 < number <= len(made.credentials) and queries.file_of(made) else None)
    answer = make_response(json.dumps(held.body, ensure_ascii=False, indent=2))
    answer.headers["Content-Type"] = "application/ld+json"
    answer.headers["Content-Disposition"] = f'attachment; filename="attestation-{number}.json"'
    return answer


@blueprint.post("/mon-passeport/documents/<public_id>/retirer")
@access(PERSON)
def withdraw_document(public_id: str) -> Any:
    """Take a document back for good."""
    made = _document(public_id)
    return act(lambda: services.withdraw_document(made, by=current_user), then=lambda _done: _address(made),
               said=_("Ce document est retiré. Sa page le dit, et ne montre plus rien."))


@blueprint.post("/mes-engagements/<public_id>/attestation")
@access(PERSON)
def make_attestation(public_id: str) -> Any:
    """Make the attestation of one engagement."""
    return _made_of(public_id, services.issue_attestation, _("Votre attestation est prête."))


@blueprint.post("/mes-engagements/<public_id>/certificat")
@access(PERSON)
def make_certificate(public_id: str) -> Any:
    """Make the certificate of the association's thanks."""
    return _made_of(public_id, services.issue_certificate, _("Votre certificat est prêt."))


def _made_of(public_id: str, issue: Callable[..., Document], said: str) -> Any:
    engagement = load(public_id)
    address, user = page_of(engagement), current_user._get_current_object()
    title = request.form.get("title", "")
    return act(lambda: issue(engagement, by=user, title=title), said=said,
               then=lambda made: _address(made) if made is not None else address)
