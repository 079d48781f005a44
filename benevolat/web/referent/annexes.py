"""Views: writing, proposing and signing the annexe, with the person beside."""

from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from benevolat.competences.queries import all_competences
from benevolat.contrats.guards import asked_in
from benevolat.contrats.models import Annexe, Contrat
from benevolat.contrats.permissions import can_prepare_annexe, visible_annexes
from benevolat.contrats.queries import last_contrat, open_annexes
from benevolat.contrats.services import countersign_annexe, draft_annexe, edit_annexe, freedom_text, propose_annexe
from benevolat.core.db import db
from benevolat.web.forms import act
from benevolat.web.guard import REFERENT, access, found, require

from . import blueprint
from .forms import AnnexeForm
from .offers import forget_offer, said_aloud, was_offered
from .people import noted_here, person_or_404


def _annexe_or_404(public_id: str) -> Annexe:
    annexe: Annexe = found(db.session.scalar(visible_annexes(current_user).where(Annexe.public_id == public_id)))
    return annexe


def _page_of(annexe: Annexe) -> str:
    return url_for("referent.person", public_id=annexe.contrat.user.public_id)


@blueprint.route("/personnes/<public_id>/annexe", methods=["GET", "POST"])
@access(REFERENT)
def annexe(public_id: str) -> Any:
    """Write the annexe of a person's contract, or change it."""
    person = person_or_404(public_id)
    written = open_annexes(current_user, [person]).get(person.id)
    contrat = written.contrat if written is not None else found(last_contrat(person))
    require(can_prepare_annexe(current_user, contrat))
    shown = AnnexeForm.values_of(written) if written else AnnexeForm.said(said_aloud(person))
    form = AnnexeForm.asking(asked_in(contrat.path_kind), required=True)(
        skills=all_competences(), data=shown, kept=written.forms if written else ())
    if form.validate_on_submit():
        answer = act(lambda: _write(contrat, written, form), form=form, said=_("L’annexe est enregistrée."),
                     then=lambda _result: url_for("referent.person", public_id=public_id))
        if answer is not None:
            return answer
    page = render_template("referent/annexe.html", form=form, person=person, annexe=written, freedom=freedom_text()[0])
    return noted_here(page, person), 400 if form.errors else 200


def _write(contrat: Contrat, written: Annexe | None, form: AnnexeForm) -> None:
    """Change the annexe that is open, else draft one; an offer made aloud on this screen was counted then."""
    if written is not None:
        edit_annexe(written, form.content(), by=current_user, read=form.read.data or "", decided=form.decided())
    else:
        draft_annexe(contrat, form.content(), by=current_user, offered=was_offered(contrat.user), decided=form.decided())
        forget_offer()


@blueprint.post("/annexes/<public_id>/proposer")
@access(REFERENT)
def propose(public_id: str) -> Any:
    """Show the annexe to the person."""
    shown = _annexe_or_404(public_id)
    return act(lambda: propose_annexe(shown, by=current_user), then=lambda _result: _page_of(shown),
               said=_("La personne peut lire l’annexe dans son espace. Elle est libre de ne pas répondre."))


@blueprint.post("/annexes/<public_id>/signer")
@access(REFERENT)
def countersign(public_id: str) -> Any:
    """Sign after the person."""
    signed = _annexe_or_404(public_id)
    return act(lambda: countersign_annexe(signed, by=current_user), then=lambda _result: _page_of(signed), said=_("L’annexe est signée."))
