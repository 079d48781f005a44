"""Views: answering what a person submitted; the référent decides, the questions only help."""

from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from benevolat.contrats.guards import asked_in
from benevolat.contrats.models import Submission
from benevolat.contrats.permissions import visible_submissions
from benevolat.contrats.queries import decisions_of
from benevolat.contrats.services import answer_with_complement, attested_hours, decide, validate_submission
from benevolat.contrats.workflow import SUBMISSION
from benevolat.core.db import db
from benevolat.passeport.queries import skills_of_engagement
from benevolat.web.forms import act
from benevolat.web.guard import REFERENT, access, found
from benevolat.web.readings import noted

from . import blueprint
from .forms import ComplementForm
from .questions import QuestionsForm, values_of_decisions


def _submission_or_404(public_id: str) -> Submission:
    submission: Submission = found(db.session.scalar(visible_submissions(current_user).where(Submission.public_id == public_id)))
    return submission


def _questions(submission: Submission) -> QuestionsForm:
    asked = asked_in(submission.annexe.contrat.path_kind)
    return QuestionsForm.asking(asked, required=False)(data=values_of_decisions(decisions_of(submission.annexe, submission=submission)))


def _shown(submission: Submission, form: ComplementForm, questions: QuestionsForm) -> str:
    return render_template(
        "referent/submission.html", submission=submission, engagement=submission.engagement, person=submission.annexe.contrat.user,
        skills=list(skills_of_engagement(submission.engagement).values()), complement=form, form=questions,
        decisions=decisions_of(submission.annexe, submission=submission).values(), before=decisions_of(submission.annexe).values(),
        weekly=attested_hours(submission), actions={row.action for row in SUBMISSION.available(submission, current_user)},
    )


@blueprint.get("/transmis/<public_id>")
@access(REFERENT)
def submission(public_id: str) -> str:
    """Show an attested engagement that a person submitted; the person reads in their journal that it was read."""
    waiting = _submission_or_404(public_id)
    return noted(_shown(waiting, ComplementForm(), _questions(waiting)), "submission.read", waiting.annexe.contrat.user_id)


@blueprint.post("/transmis/<public_id>/valider")
@access(REFERENT)
def validate(public_id: str) -> Any:
    """Validate it in the contract, with what was decided of each question."""
    waiting = _submission_or_404(public_id)
    form = _questions(waiting)
    if form.validate_on_submit():
        answer = act(lambda: validate_submission(waiting, by=current_user, decided=form.decided()), form=form,
                     then=lambda _result: url_for("referent.people"),
                     said=_("L’engagement est validé dans le contrat. La personne est prévenue."))
        if answer is not None:
            return answer
    return _shown(waiting, ComplementForm(formdata=None), form), 400


@blueprint.post("/transmis/<public_id>/decider")
@access(REFERENT)
def decide_submission(public_id: str) -> Any:
    """Decide afterwards what was left to be seen later."""
    seen = _submission_or_404(public_id)
    form = _questions(seen)
    if form.validate_on_submit():
        answer = act(lambda: decide(seen.annexe, form.decided(), by=current_user, submission=seen), form=form,
                     then=lambda _result: url_for("referent.submission", public_id=public_id), said=_("Votre décision est enregistrée."))
        if answer is not None:
            return answer
    return _shown(seen, ComplementForm(formdata=None), form), 400


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
    return _shown(waiting, form, _questions(waiting)), 400
