"""Forms of closings: hours of a day, a reason, the bilan with its skills."""

from typing import Any, Self

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from benevolat.competences.models import Competence
from benevolat.competences.queries import competences_by_family
from benevolat.competences.questions import questions
from benevolat.engagements.models import BilanState, Engagement
from benevolat.engagements.queries import likely_competences
from benevolat.engagements.services import LONGEST_THANKS
from benevolat.web.durations import DurationField
from benevolat.web.forms import Form, strip
from benevolat.web.hours import DayForm

LONG = _l("C’est un peu long\u00a0: raccourcissez.")
LONGEST_EXAMPLE = 200
SUGGESTED = 8


class PresenceForm(DayForm):
    """The day and how long of somebody else: not having come is 0."""

    minutes = DurationField(
        _l("Combien de temps"), description=_l("Par exemple\u00a0: 2 ou 2\u00a0h\u00a030. Écrivez 0 si la personne n’est pas venue."),
        validators=[InputRequired()],
    )


class ReasonForm(Form):
    """A reason, in words the person reads."""

    reason = TextAreaField(_l("Votre raison"), validators=[DataRequired(), Length(max=500, message=LONG)],
                           description=_l("La personne lira ces mots."), render_kw={"rows": 3, "maxlength": 500})


class ThanksForm(Form):
    """A word of thanks, that the person may turn into a certificate."""

    words = TextAreaField(_l("Votre merci"), validators=[DataRequired(), Length(max=LONGEST_THANKS, message=LONG)],
                          description=_l("Une ou deux phrases\u00a0: ce qui a changé grâce à elle ou lui. Un certificat peut les porter."),
                          render_kw={"rows": 3, "maxlength": LONGEST_THANKS})


class BilanForm(Form):
    """Two minutes: hours, one sentence, up to three skills; more for who wishes, with examples."""

    hours = DurationField(
        _l("Combien d’heures en tout"), description=_l("Par exemple\u00a0: 12 ou 12\u00a0h\u00a030."), validators=[InputRequired()]
    )
    sentence = TextAreaField(
        _l("Une phrase sur ce qu’elle ou il a fait"), validators=[DataRequired(), Length(max=300, message=LONG)],
        description=_l("Par exemple\u00a0: «\u00a0A accueilli les familles chaque mardi.\u00a0»"), render_kw={"rows": 3, "maxlength": 300},
    )
    competences = SelectMultipleField(
        _l("Ce que vous avez vu"), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput(),
        description=_l("Trois suffisent, huit au plus. Ce n’est pas obligatoire."),
    )
    reason = TextAreaField(_l("Pourquoi corrigez-vous"), validators=[DataRequired(), Length(max=500, message=LONG)],
                           description=_l("La personne lira ces mots."), render_kw={"rows": 2, "maxlength": 500})
    written: dict[str, str | None]
    suggested: list[Competence]
    others: list[tuple[Any, list[Competence]]]

    @classmethod
    def about(cls, engagement: Engagement, claimed: set[str], *, correcting: bool) -> Self:
        """Return the form filled in with what both sides wrote, the likely skills first."""
        written = engagement.bilan
        if written is not None and (written.confirmed_at is not None or written.state is BilanState.PREPARED):
            codes = [each.competence_code for each in written.competences]
            data: dict[str, Any] = {"hours": written.minutes, "sentence": written.sentence, "competences": codes}
        else:
            drafted = written.draft_minutes if written is not None else None
            data = {"hours": drafted or engagement.minutes or None, "competences": [],
                    "sentence": (written.draft_words or "")[:300] if written is not None else ""}
        form = cls(data=data)
        form.written = {each.competence_code: each.example for each in written.competences} if written is not None else {}
        if not correcting:
            del form.reason
        form.sort_skills(engagement, claimed | set(data["competences"]))
        return form

    def sort_skills(self, engagement: Engagement, first: set[str]) -> None:
        """Put first what the person said and what is likely, the rest by family."""
        self.suggested = likely_competences(engagement, first)[: max(SUGGESTED, len(first))]
        codes = {each.code for each in self.suggested}
        families = competences_by_family()
        self.others = [(family, [each for each in rows if each.code not in codes]) for family, rows in families]
        self.competences.choices = [(each.code, each.label) for _family, rows in families for each in rows]

    def question(self, code: str) -> str:
        """Return the question that stands for a skill."""
        return questions()[code].them

    def example(self, code: str) -> str:
        """Return the example typed for a skill, shortened to what a document holds, or the one written before."""
        typed = strip(request.form.get(f"exemple-{code}"))
        return (self.written.get(code) or "" if typed is None else typed)[:LONGEST_EXAMPLE]

    def ticked(self) -> dict[str, str | None]:
        """Return the ticked skills with their examples."""
        return {code: self.example(code) or None for code in self.competences.data or ()}
