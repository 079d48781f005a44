"""Forms of a volunteer's engagements: the bilan prepared or answered."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from benevolat.competences.models import Competence
from benevolat.competences.questions import questions
from benevolat.engagements.models import Engagement
from benevolat.engagements.queries import likely_competences
from benevolat.web.durations import DurationField
from benevolat.web.forms import Form

ASKED = 8
LONG = _l("C’est un peu long\u00a0: raccourcissez.")


class ReasonForm(Form):
    """Why something did not take place, in words the other side reads."""

    reason = TextAreaField(_l("Dites pourquoi, en quelques mots"), validators=[DataRequired(), Length(max=500, message=LONG)],
                           render_kw={"rows": 3, "maxlength": 500})


class DraftForm(Form):
    """The bilan in the person's words."""

    words = TextAreaField(_l("Qu’avez-vous fait"), description=_l("Avec vos mots. Une phrase suffit."),
                          validators=[DataRequired(), Length(max=1000, message=LONG)], render_kw={"rows": 4, "maxlength": 1000})
    hours = DurationField(
        _l("Combien d’heures en tout"), description=_l("Par exemple\u00a0: 12 ou 12\u00a0h\u00a030."), validators=[InputRequired()]
    )
    competences = SelectMultipleField(
        _l("Ce que vous avez montré"), description=_l("Cochez quand c’est oui. Ce n’est pas obligatoire."),
        widget=ListWidget(prefix_label=False), option_widget=CheckboxInput(),
    )

    def offer(self, engagement: Engagement, claimed: set[str]) -> None:
        """Ask of the likely skills, what the person said already first."""
        likely = likely_competences(engagement, claimed)[: max(ASKED, len(claimed))]
        self.competences.choices = [(each.code, questions()[each.code].you) for each in likely]


class AnswerForm(Form):
    """An answer to an attestation that was withdrawn."""

    words = TextAreaField(_l("Votre réponse"), validators=[DataRequired(), Length(max=1000, message=LONG)],
                          render_kw={"rows": 4, "maxlength": 1000})


class WordsForm(Form):
    """A disagreement, in one's own words."""

    words = TextAreaField(_l("Qu’est-ce qui n’est pas juste"), validators=[DataRequired(), Length(max=1000, message=LONG)],
                          description=_l("L’association lira ces mots. Vous pouvez parler des heures, de la phrase ou des compétences."),
                          render_kw={"rows": 4, "maxlength": 1000})


def grouped(rows: list[tuple[Any, list[Competence]]]) -> dict[str, list[tuple[str, str]]]:
    """Return skills as choices grouped under their family."""
    return {family.label: [(each.code, each.label) for each in competences] for family, competences in rows}
