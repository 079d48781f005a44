"""Views: showing an attested engagement to one's référent, and taking it back."""

from typing import Any

from flask import redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from benevolat.contrats import queries
from benevolat.contrats.models import Submission, SubmissionState
from benevolat.contrats.permissions import own_submissions
from benevolat.contrats.services import cancel_submission, freedom_text, submit_engagement
from benevolat.core.db import db
from benevolat.engagements.story import host_words
from benevolat.web.forms import Form, act
from benevolat.web.guard import PERSON, access, found

from . import blueprint


class SubmitForm(Form):
    """Which engagement, and whether the passeport should bear the mark; nothing is chosen beforehand."""

    engagement = RadioField(_l("Quel engagement voulez-vous transmettre ?"), validators=[InputRequired()])
    mark = RadioField(_l("Voulez-vous aussi la mention « validé par le Département » dans votre passeport ?"),
                      choices=[("yes", _l("Oui, ajouter la mention")), ("no", _l("Non"))], validators=[InputRequired()])


class CompleteForm(Form):
    """What the person adds, when they wish to."""

    words = TextAreaField(_l("Votre réponse"), validators=[Length(max=500)], render_kw={"maxlength": 500},
                          description=_l("La personne qui vous accompagne la lira. Vous pouvez aussi ne rien écrire."))


def _own_or_404(public_id: str) -> Submission:
    sent: Submission = found(db.session.scalar(own_submissions(current_user).where(Submission.public_id == public_id)))
    return sent


@blueprint.route("/mon-contrat/transmettre", methods=["GET", "POST"])
@access(PERSON)
def submit() -> Any:
    """Choose an attested engagement and show it to one's référent."""
    engagements = queries.submissible_engagements(current_user)
    form = SubmitForm()
    form.engagement.choices = [(each.public_id, f"{each.title} · {host_words(each)}") for each in engagements]
    if form.validate_on_submit():
        chosen = next(each for each in engagements if each.public_id == form.engagement.data)
        answer = act(lambda: submit_engagement(chosen, wants_mark=form.mark.data == "yes", by=current_user),
                     then=lambda _result: url_for("insertion.overview"),
                     said=_("C’est transmis. Vous serez prévenu de la réponse. Vous pouvez encore le reprendre."), form=form)
        if answer is not None:
            return answer
    return render_template("insertion/submit.html", form=form, engagements=engagements, living=queries.living_annexe(current_user),
                           freedom=freedom_text()[0]), 400 if form.errors else 200


@blueprint.route("/mon-contrat/transmis/<public_id>/completer", methods=["GET", "POST"])
@access(PERSON)
def complete(public_id: str) -> Any:
    """Answer a complement that was asked, and show the engagement again."""
    sent, form = _own_or_404(public_id), CompleteForm()
    if sent.state is not SubmissionState.COMPLEMENT:
        return redirect(url_for("insertion.overview"), 303)
    if form.validate_on_submit():
        answer = act(lambda: submit_engagement(sent.engagement, wants_mark=sent.wants_mark, by=current_user, words=form.words.data or ""),
                     then=lambda _result: url_for("insertion.overview"),
                     said=_("C’est transmis de nouveau. Vous serez prévenu de la réponse."), form=form)
        if answer is not None:
            return answer
    return render_template("insertion/complete.html", form=form, submission=sent), 400 if form.errors else 200


@blueprint.post("/mon-contrat/transmis/<public_id>/reprendre")
@access(PERSON)
def cancel(public_id: str) -> Any:
    """Take back what was submitted."""
    sent = _own_or_404(public_id)
    return act(lambda: cancel_submission(sent, by=current_user), then=lambda _result: url_for("insertion.overview"),
               said=_("C’est repris. Votre référent ne voit plus cet engagement."))
