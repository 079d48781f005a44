"""Views: answering what a person submitted; the référent decides, the questions only help."""

from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from benevolat.contrats.models import PathKind, Submission
from benevolat.contrats.permissions import visible_submissions
from benevolat.contrats.services import answer_with_complement, validate_submission
from benevolat.contrats.workflow import SUBMISSION
from benevolat.core.db import db
from benevolat.passeport.queries import skills_of_engagement
from benevolat.web.forms import act
from benevolat.web.guard import REFERENT, access, found

from . import blueprint
from .forms import ComplementForm


def _submission_or_404(public_id: str) -> Submission:
    submission: Submission = found(db.session.scalar(visible_submissions(current_user).where(Submission.public_id == public_id)))
    return submission


def _shown(submission: Submission, form: ComplementForm) -> str:
    return render_template(
        "referent/submission.html", submission=submission, engagement=submission.engagement, person=submission.annexe.contrat.user,
        skills=list(skills_of_engagement(submission.engagement).values()), form=form,
        close_to_work=submission.annexe.contrat.path_kind is PathKind.EMPLOI,
        actions={row.action for row in SUBMISSION.available(submission, current_user)},
    )


@blueprint.get("/transmis/<public_id>")
@access(REFERENT)
def submission(public_id: str) -> str:
    """Show an attested engagement that a person submitted."""
    return _shown(_submission_or_404(public_id), ComplementForm())


@blueprint.post("/transmis/<public_id>/valider")
@access(REFERENT)
def validate(public_id: str) -> Any:
    """Validate it in the contract."""
    waiting = _submission_or_404(public_id)
    return act(lambda: validate_submission(waiting, by=current_user), then=lambda _result: url_for("referent.people"),
               said=_("L’engagement est validé dans le contrat. La personne est prévenue."))


@blueprint.post("/transmis/<public_id>/complement")
@access(REFERENT)
def complement(public_id: str) -> Any:
    """Ask for what is missing."""
    waiting = _submission_or_404(public_id)
    form = ComplementForm()
    if form.validate_on_submit():
        answer = act(lambda: answer_with_complement(waiting, by=current_user, words=form.words.data),
                     then=lambda _result: url_for("referent.people"), said=_("La personne lira votre phrase."), form=form)
        if answer is not None:
            return answer
    return _shown(waiting, form), 400
