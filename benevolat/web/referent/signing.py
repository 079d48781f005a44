"""Views: the person's signature on a référent's screen with their own code, or on a sheet typed later; the papers of an annexe."""

from typing import Any

from flask import Response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, StringField
from wtforms.validators import DataRequired, Length

from benevolat.accompagnement.services import record_act
from benevolat.competences.queries import competences_of
from benevolat.contrats.documents import annexe_paper, avenant_paper, sheet_paper
from benevolat.contrats.models import Annexe, AnnexeState, Avenant, Channel, Sheet
from benevolat.contrats.permissions import can_prepare_annexe, visible_annexes, visible_avenants, visible_sheets
from benevolat.contrats.queries import consentement_of
from benevolat.contrats.services import consent_text, freedom_text, sheet_code, sign_annexe, sign_on_sheet
from benevolat.core.db import db
from benevolat.core.pdf import render_pdf
from benevolat.web.confirmation import ConfirmationForm, ask, confirmed
from benevolat.web.forms import ActionForm, Form, act
from benevolat.web.guard import REFERENT, access, found, require
from benevolat.web.papers import attachment, paper

from . import blueprint
from .people import noted_here


class HereForm(ConfirmationForm):
    """The person's code, for the revision that the screen shows."""

    revision = HiddenField()


class SheetForm(Form):
    """The sheet that came back signed."""

    code = StringField(_l("Code de la feuille"), description=_l("Six lettres et chiffres, en haut de la feuille signée."),
                       validators=[DataRequired(), Length(max=20)], render_kw={"autocomplete": "off"})
    upload = FileField(_l("Photo ou scan de la feuille"),
                       render_kw={"accept": "application/pdf,image/jpeg,image/png", "data-module": "photo"},
                       description=_l("JPEG, PNG ou PDF, 2\u00a0Mo au plus. Le lieu et l’heure de la photo sont effacés."),
                       validators=[FileRequired(_l("Choisissez la photo ou le scan."))])


def _proposed_or_404(public_id: str) -> Annexe:
    """Return an annexe that waits for the person's signature."""
    annexe: Annexe = found(db.session.scalar(visible_annexes(current_user).where(
        Annexe.public_id == public_id, Annexe.state == AnnexeState.PROPOSED)))
    require(can_prepare_annexe(current_user, annexe.contrat))
    return found(annexe if consentement_of(annexe) is None else None)  # type: ignore[no-any-return]


def _page_of(annexe: Annexe) -> str:
    return url_for("referent.person", public_id=annexe.contrat.user.public_id)


def _subject(annexe: Annexe, revision: str | None) -> str:
    """Name exactly what the code confirms: the annexe and the revision the screen showed."""
    return f"annexe:{annexe.public_id}:{revision}"


@blueprint.route("/annexes/<public_id>/signature", methods=["GET", "POST"])
@access(REFERENT)
def sign_here(public_id: str) -> Any:
    """Let the person read and sign on this screen, with a code that only they receive or know."""
    annexe = _proposed_or_404(public_id)
    form, holder, agent = HereForm(), annexe.contrat.user, current_user._get_current_object()
    if form.validate_on_submit():
        revision = int(form.revision.data) if (form.revision.data or "").isdigit() else 0

        def sign(_means: Any) -> None:
            sign_annexe(annexe, by=holder, revision=revision, channel=Channel.CODE)
            record_act("annexe.typed", holder, by=agent)

        page = _page_of(annexe)
        answer = confirmed(holder, _subject(annexe, form.revision.data), form, sign, then=lambda _result: page,
                           said=_("La personne a signé avec son code. Votre signature vient ensuite."))
        if answer is not None:
            return answer
    form.revision.data = str(annexe.revision)
    return render_template("referent/sign.html", annexe=annexe, person=holder, form=form, consent=consent_text()[0],
                           freedom=freedom_text()[0], competences=competences_of(annexe.competences)), 400 if form.errors else 200


@blueprint.post("/annexes/<public_id>/signature/code")
@access(REFERENT)
def send_signing_code(public_id: str) -> Any:
    """Send the person the code that signs the revision on this screen."""
    require(ActionForm().validate())
    annexe = _proposed_or_404(public_id)
    ask(annexe.contrat.user, _subject(annexe, request.form.get("revision")))
    return redirect(url_for("referent.sign_here", public_id=public_id), 303)


@blueprint.get("/annexes/<public_id>/feuille.pdf")
@access(REFERENT)
def sheet_pdf(public_id: str) -> Response:
    """Give the sheet to print and sign by hand."""
    annexe = _proposed_or_404(public_id)
    text, version = consent_text()
    data = sheet_paper(annexe, free=freedom_text()[0], text=text, version=version, code=sheet_code(annexe))
    return paper(render_pdf("annexe", data), annexe.public_id)


@blueprint.route("/annexes/<public_id>/feuille", methods=["GET", "POST"])
@access(REFERENT)
def sheet(public_id: str) -> Any:
    """Take the signed sheet: it counts as the person's signature, who is told of it and may say it is not theirs."""
    annexe = _proposed_or_404(public_id)
    form = SheetForm()
    if form.validate_on_submit():
        page, upload = _page_of(annexe), form.upload.data.read()
        answer = act(lambda: sign_on_sheet(annexe, code=form.code.data, upload=upload, by=current_user), form=form,
                     then=lambda _result: page, said=_("La feuille est enregistrée. La personne est prévenue. À vous de signer ensuite."))
        if answer is not None:
            return answer
    return render_template("referent/sheet.html", annexe=annexe, person=annexe.contrat.user, form=form), 400 if form.errors else 200


@blueprint.get("/feuilles/<public_id>")
@access(REFERENT)
def signed_sheet(public_id: str) -> Response:
    """Give the signed sheet as it was received."""
    kept: Sheet = found(db.session.scalar(visible_sheets(current_user).where(Sheet.public_id == public_id)))
    return noted_here(attachment(kept.body, str(kept.media_type), kept.public_id), kept.annexe.contrat.user)


@blueprint.get("/annexes/<public_id>/document.pdf")
@access(REFERENT)
def annexe_pdf(public_id: str) -> Response:
    """Give the annexe as a document, once it was shown to the person."""
    annexe: Annexe = found(db.session.scalar(visible_annexes(current_user).where(
        Annexe.public_id == public_id, Annexe.state != AnnexeState.DRAFT)))
    made = paper(render_pdf("annexe", annexe_paper(annexe, free=freedom_text()[0])), annexe.public_id)
    return noted_here(made, annexe.contrat.user)


@blueprint.get("/avenants/<public_id>/document.pdf")
@access(REFERENT)
def avenant_pdf(public_id: str) -> Response:
    """Give an amendment that both signed."""
    avenant: Avenant = found(db.session.scalar(visible_avenants(current_user).where(Avenant.public_id == public_id)))
    made = paper(render_pdf("avenant", avenant_paper(avenant, free=freedom_text()[0])), avenant.public_id)
    return noted_here(made, avenant.annexe.contrat.user)
