"""Forms of an engagement elsewhere: what one declares, and who is asked to attest it."""

from typing import Any, Self

from flask_babel import lazy_gettext as _l
from wtforms import DateField, EmailField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from benevolat.competences.queries import all_domaines, competences_by_family
from benevolat.engagements.models import Engagement
from benevolat.engagements.services import Said
from benevolat.passeport.queries import skills_of_engagement
from benevolat.web.durations import DurationField
from benevolat.web.forms import Form

from .engagement_forms import LONG

LONGEST = 120


class ElsewhereForm(Form):
    """What one did, does or will do where the site knows nobody."""

    title = StringField(_l("Qu’avez-vous fait"), description=_l("Par exemple\u00a0: aider aux devoirs."),
                        validators=[DataRequired(), Length(max=LONGEST, message=LONG)], render_kw={"maxlength": LONGEST})
    host = StringField(_l("Avec qui, ou dans quelle association"), validators=[DataRequired(), Length(max=LONGEST, message=LONG)],
                       render_kw={"maxlength": LONGEST})
    domaine = SelectField(_l("Quel domaine"), validators=[Optional()])
    starts_on = DateField(_l("Premier jour"), description=_l("Passé ou à venir."), validators=[InputRequired()])
    ends_on = DateField(_l("Dernier jour"), description=_l("Si cela continue, laissez cette case vide."), validators=[Optional()])
    hours = DurationField(_l("Combien d’heures en tout"), validators=[Optional()],
                          description=_l("Même à peu près. Si ce n’est pas fini, vous pourrez le dire plus tard."))
    words = TextAreaField(_l("Racontez en une phrase"), validators=[Optional(), Length(max=500, message=LONG)],
                          render_kw={"rows": 3, "maxlength": 500})
    competences = SelectMultipleField(_l("Ce que vous avez montré"), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput(),
                                      description=_l("Cochez ce qui est vrai pour vous."))
    families: list[tuple[Any, list[Any]]]

    @classmethod
    def about(cls, engagement: Engagement | None = None) -> Self:
        """Return the form, empty or filled in with what was declared."""
        data: dict[str, Any] = {}
        if engagement is not None:
            bilan = engagement.bilan
            data = {
                "title": engagement.title, "host": engagement.host, "starts_on": engagement.starts_on, "ends_on": engagement.ends_on,
                "domaine": engagement.domaine.code if engagement.domaine is not None else "",
                "hours": bilan.draft_minutes if bilan is not None else None, "words": bilan.draft_words if bilan is not None else None,
                "competences": list(skills_of_engagement(engagement)),
            }
        form = cls(data=data)
        form.domaine.choices = [("", _l("Je ne sais pas")), *((each.code, each.label) for each in all_domaines())]
        form.families = competences_by_family()
        form.competences.choices = [(each.code, each.label) for _family, rows in form.families for each in rows]
        return form

    def said(self) -> Said:
        """Return what the form says."""
        return Said(
            host=self.host.data, title=self.title.data, starts_on=self.starts_on.data, ends_on=self.ends_on.data, minutes=self.hours.data,
            words=self.words.data, domaine_code=self.domaine.data or None,
        )


class AskForm(Form):
    """Who is asked to attest, and at what address."""

    contact_name = StringField(
        _l("Le nom de cette personne"), description=_l("Par exemple la présidente, ou votre responsable."),
        validators=[DataRequired(), Length(max=80, message=LONG)], render_kw={"maxlength": 80, "autocomplete": "off"},
    )
    email = EmailField(_l("Son adresse e-mail"), validators=[DataRequired(), Length(max=320, message=LONG)],
                       description=_l("Elle sert à cette demande, et à rien d’autre."),
                       render_kw={"maxlength": 320, "autocomplete": "off"})
