"""Views: the person's papers, the annexe, its amendments and the signed sheet, and the gesture that says the signature is not theirs."""

from typing import Any

from flask import Response, url_for
from flask_babel import gettext as _
from flask_login import current_user

from benevolat.contrats.documents import annexe_paper, avenant_paper
from benevolat.contrats.models import Avenant, Sheet
from benevolat.contrats.permissions import own_avenants, own_sheets
from benevolat.contrats.services import disown_sheet, freedom_text
from benevolat.core.db import db
from benevolat.core.pdf import render_pdf
from benevolat.web.forms import ActionForm, act
from benevolat.web.guard import PERSON, access, found, require
from benevolat.web.papers import attachment, paper

from . import blueprint
from .annexes import annexe_or_404


@blueprint.get("/mon-contrat/annexe/<public_id>/document.pdf")
@access(PERSON)
def annexe_pdf(public_id: str) -> Response:
    """Give the annexe as a document."""
    read = annexe_or_404(public_id)
    return paper(render_pdf("annexe", annexe_paper(read, free=freedom_text()[0])), read.public_id)


@blueprint.get("/mon-contrat/avenant/<public_id>/document.pdf")
@access(PERSON)
def avenant_pdf(public_id: str) -> Response:
    """Give an amendment, that of a withdrawal too."""
    avenant: Avenant = found(db.session.scalar(own_avenants(current_user).where(Avenant.public_id == public_id)))
    return paper(render_pdf("avenant", avenant_paper(avenant, free=freedom_text()[0])), avenant.public_id)


@blueprint.get("/mon-contrat/feuille/<public_id>")
@access(PERSON)
def signed_sheet(public_id: str) -> Response:
    """Give the sheet that was signed in one's name."""
    kept: Sheet = found(db.session.scalar(own_sheets(current_user).where(Sheet.public_id == public_id)))
    return attachment(kept.body, str(kept.media_type), kept.public_id)


@blueprint.post("/mon-contrat/annexe/<public_id>/pas-ma-signature")
@access(PERSON)
def disown(public_id: str) -> Any:
    """Say that a signature is not one's own."""
    require(ActionForm().validate())
    read = annexe_or_404(public_id)
    return act(lambda: disown_sheet(read, by=current_user), then=lambda _result: url_for("insertion.annexe", public_id=public_id),
               said=_("C’est dit. L’annexe s’arrête aujourd’hui et votre référent ne la voit plus."))
