"""The desk: what volunteers ask to have validated, and the answer, on what the association attested."""

from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from benevolat.coordination import services
from benevolat.moderation.models import Noun
from benevolat.moderation.services import under_claim
from benevolat.passeport.models import SkillState, ValidationRequest
from benevolat.passeport.queries import find_request_to_answer, requests_to_answer, skills_of_engagement
from benevolat.web.forms import Form, act
from benevolat.web.guard import MODERATEUR, access, found
from benevolat.web.readings import noted

from . import blueprint
from .desk_items import claim_of


class RefusalForm(Form):
    """A no, with the reason the person reads."""

    reason = TextAreaField(
        _l("Pour quelle raison ?"), [DataRequired(), Length(max=500)], render_kw={"rows": 3, "maxlength": 500},
        description=_l("La personne lit cette raison. Écrivez sur le dossier, jamais sur elle."),
    )


def _request(public_id: str) -> ValidationRequest:
    request: ValidationRequest = found(find_request_to_answer(current_user, public_id))
    return request


@blueprint.get("/validations")
@access(MODERATEUR)
def validations() -> Any:
    """List what waits, the oldest first."""
    return render_template("moderation/validations.html", requests=requests_to_answer(current_user))


@blueprint.get("/validations/<public_id>")
@access(MODERATEUR)
def validation(public_id: str) -> Any:
    """Show one request: what was done, its hours, the skills and what the association wrote."""
    asked = _request(public_id)
    return noted(_show(asked, RefusalForm()), "validation.read", asked.engagement.user_id)


def _show(request: ValidationRequest, form: RefusalForm) -> str:
    engagement = request.engagement
    examples = {each.competence_code: each.example for each in engagement.bilan.competences} if engagement.bilan is not None else {}
    skills = [each for each in skills_of_engagement(engagement).values() if each.state is SkillState.ATTESTED]
    return render_template(
        "moderation/validation.html", validation=request, engagement=engagement, skills=skills, examples=examples, form=form,
        claim=claim_of(Noun.VALIDATION, request),
    )


@blueprint.post("/validations/<public_id>/valider")
@access(MODERATEUR)
def grant_validation(public_id: str) -> Any:
    """Put the Département's mark."""
    request = _request(public_id)
    return act(
        lambda: under_claim(Noun.VALIDATION, request, lambda: services.grant_validation(request, by=current_user), by=current_user),
        then=lambda _done: url_for("moderation.validations"),
        said=_("Les compétences sont validées. La personne est prévenue."),
    )


@blueprint.post("/validations/<public_id>/ne-pas-valider")
@access(MODERATEUR)
def decline_validation(public_id: str) -> Any:
    """Say no, with a reason."""
    request, form = _request(public_id), RefusalForm()
    if form.validate_on_submit():
        answer = act(
            lambda: under_claim(Noun.VALIDATION, request, lambda: services.decline_validation(
                request, by=current_user, reason=form.reason.data), by=current_user),
            then=lambda _done: url_for("moderation.validations"), said=_("La réponse est envoyée, avec sa raison."), form=form,
        )
        if answer is not None:
            return answer
    return _show(request, form)
