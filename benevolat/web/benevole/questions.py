"""Views: plain questions that help a person to say their skills: « Vous avez accueilli ou renseigné des gens ? »."""

from typing import Any

from flask import flash, redirect, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from benevolat.competences.questions import questions
from benevolat.engagements.models import Engagement
from benevolat.engagements.queries import likely_competences
from benevolat.passeport import queries, services
from benevolat.passeport.models import SkillState
from benevolat.web.forms import Form, act
from benevolat.web.guard import PERSON, access

from . import blueprint
from .engagements import load, page_of

ASKED_FIRST = 10


class QuestionsForm(Form):
    """Questions to tick, the most likely first."""

    competences = SelectMultipleField(
        _l("Cochez quand c’est oui"), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput(),
    )
    first: set[str]

    @classmethod
    def about(cls, engagement: Engagement) -> "QuestionsForm":
        """Return the questions of an engagement, those whose answer is known ticked; what the host attested is no longer asked."""
        skills = queries.skills_of_engagement(engagement)
        said = [code for code, each in skills.items() if each.state is SkillState.CLAIMED]
        form = cls(data={"competences": said})
        asked = [each for each in likely_competences(engagement, said) if each.code in said or each.code not in skills]
        form.competences.choices = [(each.code, questions()[each.code].you) for each in asked]
        form.first = {each.code for each in asked[: max(ASKED_FIRST, len(said))]}
        return form


@blueprint.get("/mes-engagements/<public_id>/questions")
@blueprint.post("/mes-engagements/<public_id>/questions")
@access(PERSON)
def answer_questions(public_id: str) -> Any:
    """Ask what the person did, and write the skills that this shows."""
    engagement, answer = load(public_id), None
    address = page_of(engagement)
    if engagement.state not in services.CLAIMABLE:
        flash(_("Cette étape est déjà passée."), "warning")
        return redirect(address, 303)
    form = QuestionsForm.about(engagement)
    if form.validate_on_submit():
        answer = act(lambda: services.say_skills(engagement, form.competences.data or (), by=current_user._get_current_object()),
                     then=lambda _done: address, form=form, said=_("C’est dans votre passeport, dit par vous."))
    return answer or render_template("benevole/engagement_questions.html", form=form, engagement=engagement)
