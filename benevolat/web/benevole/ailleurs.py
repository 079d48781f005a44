"""Views: an engagement elsewhere: declare it, change it, ask its host by mail or on paper, take it back or out."""

from typing import Any

from flask import Response, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from benevolat.ailleurs import queries, services
from benevolat.ailleurs.documents import paper_sheet
from benevolat.ailleurs.models import Channel, ProofRequest
from benevolat.core.pdf import render_pdf
from benevolat.core.settings import config
from benevolat.engagements.models import Engagement
from benevolat.engagements.queries import open_actions
from benevolat.web.forms import act
from benevolat.web.guard import PERSON, access, found, without_cache

from . import blueprint
from .ailleurs_forms import AskForm, ElsewhereForm
from .engagements import do, load, page_of


@blueprint.get("/mes-engagements/ailleurs")
@blueprint.post("/mes-engagements/ailleurs")
@access(PERSON)
def elsewhere() -> Any:
    """Declare an engagement that takes place elsewhere: done, going on, or to come."""
    form, answer = ElsewhereForm.about(), None
    if form.validate_on_submit():
        user = current_user._get_current_object()
        answer = act(
            lambda: services.declare(user, form.said(), competences=form.competences.data or ()), form=form,
            then=lambda row: page_of(row) if row else url_for("benevole.engagements"), said=_("C’est dans vos engagements."),
        )
    return answer or render_template("benevole/engagement_elsewhere.html", form=form, engagement=None)


@blueprint.get("/mes-engagements/<public_id>/modifier")
@blueprint.post("/mes-engagements/<public_id>/modifier")
@access(PERSON)
def edit_elsewhere(public_id: str) -> Any:
    """Change what one declared, while nobody attested it."""
    engagement = load(public_id)
    address, answer = page_of(engagement), None
    if "edit" not in open_actions(engagement, current_user) or queries.open_request(engagement) is not None:
        flash(_("Cet engagement ne peut pas changer maintenant."), "warning")
        return redirect(address, 303)
    form = ElsewhereForm.about(engagement)
    if form.validate_on_submit():
        answer = act(lambda: services.edit(engagement, form.said(), competences=form.competences.data or (), by=current_user),
                     then=lambda _done: address, form=form, said=_("C’est changé."))
    return answer or render_template("benevole/engagement_elsewhere.html", form=form, engagement=engagement)


@blueprint.post("/mes-engagements/<public_id>/enlever")
@access(PERSON)
def remove(public_id: str) -> Any:
    """Take out an engagement one had declared."""
    return do(public_id, lambda row: services.remove(row, by=current_user), _("Cet engagement n’est plus dans votre passeport."))


@blueprint.get("/mes-engagements/<public_id>/demander")
@blueprint.post("/mes-engagements/<public_id>/demander")
@access(PERSON)
def ask_host(public_id: str) -> Any:
    """Give the name and the address of who can attest; a second address takes the place of the first."""
    engagement = load(public_id)
    address, answer = page_of(engagement), None
    if not queries.open_actions(engagement) & {"ask", "paper"}:
        return redirect(address, 303)
    form, user = AskForm(), current_user._get_current_object()
    if form.validate_on_submit():
        answer = act(lambda: services.ask_by_mail(engagement, contact_name=form.contact_name.data, email=form.email.data, by=user),
                     then=lambda _done: address, form=form, said=_("Notre message est parti. La réponse arrive dans les 14\u00a0jours."))
    return answer or render_template(
        "benevole/engagement_ask.html", form=form, engagement=engagement, asked=queries.open_request(engagement),
        actions=queries.open_actions(engagement),
    )


def _last(engagement: Engagement) -> ProofRequest:
    """Return the last request of an engagement, or stop with 404."""
    request: ProofRequest = found(queries.latest_request(engagement))
    return request


@blueprint.post("/mes-engagements/<public_id>/demander/encore")
@access(PERSON)
def resend_request(public_id: str) -> Any:
    """Write to the same address again."""
    return do(public_id, lambda row: services.resend_request(_last(row), by=current_user),
              _("Notre message est reparti, avec un nouveau lien. L’ancien ne marche plus."))


@blueprint.post("/mes-engagements/<public_id>/demander/reprendre")
@access(PERSON)
def cancel_request(public_id: str) -> Any:
    """Take a request back."""
    return do(public_id, lambda row: services.cancel_request(_last(row), by=current_user), _("Votre demande est reprise."))


@blueprint.post("/mes-engagements/<public_id>/feuille")
@access(PERSON)
def prepare_sheet(public_id: str) -> Any:
    """Prepare the sheet to be signed."""
    return do(public_id, lambda row: services.ask_on_paper(row, by=current_user._get_current_object()),
              _("Votre feuille est prête. Imprimez-la, faites-la signer, puis apportez-la."))


@blueprint.get("/mes-engagements/<public_id>/feuille.pdf")
@access(PERSON)
@without_cache
def sheet(public_id: str) -> Any:
    """Give the sheet to print."""
    request = found(queries.open_request(load(public_id)))
    found(request if request.channel is Channel.PAPER else None)
    made = render_pdf("attester", paper_sheet(request, phone=config("HELPER_PHONE"), hours=config("HELPER_HOURS")))
    answer = Response(made.content, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = 'inline; filename="feuille-a-signer.pdf"'
    return answer
