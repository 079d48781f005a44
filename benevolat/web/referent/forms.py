"""The forms of a référent: the code of a person, a contract's reference, an annexe, an answer."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, DecimalField, HiddenField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from benevolat.competences.models import Competence
from benevolat.contrats.models import Annexe, PathKind, Period
from benevolat.contrats.queries import contrat_types, decisions_of
from benevolat.contrats.references import is_forbidden_reference
from benevolat.contrats.services import AnnexeContent
from benevolat.core import clock
from benevolat.web.forms import Form, some_choice

from .questions import QuestionsForm, values_of_decisions

FORMS = (
    _l("Donner du temps à une association"), _l("Aider dans une épicerie solidaire ou un repas partagé"),
    _l("Accompagner des sorties de l’école"), _l("Rendre visite à des personnes âgées"), _l("Prendre soin d’un lieu ou de la nature"),
    _l("Partager un savoir-faire"), _l("Participer à la vie du quartier"),
)


class HoursField(DecimalField):
    """A number of hours, with the French comma or a point."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read « 2,5 » as « 2.5 »; say what to write otherwise."""
        try:
            super().process_formdata([each.strip().replace(",", ".") for each in valuelist])
        except ValueError:
            self.data = None
            raise ValueError(_l("Écrivez un nombre, par exemple 3 ou 1,5.")) from None


class CodeForm(Form):
    """The code that the person says aloud."""

    code = StringField(_l("Code donné par la personne"), description=_l("Huit chiffres. Il sert une fois, pendant 48 heures."),
                       validators=[DataRequired(), Length(max=20)], render_kw={"inputmode": "numeric"})


class ContratForm(Form):
    """The reference of a contract that lives in NéoGestion."""

    type_code = SelectField(_l("Type de contrat"), validators=[InputRequired()])
    reference = StringField(_l("Référence dans NéoGestion"), description=_l("Pas de numéro de sécurité sociale ni de numéro CAF."),
                            validators=[DataRequired(), Length(max=40)])
    starts_on = DateField(_l("Début du contrat"), validators=[InputRequired()])
    ends_on = DateField(_l("Fin du contrat"), validators=[InputRequired()])
    path_kind = RadioField(_l("Parcours"), choices=PathKind.choices(), validators=[InputRequired()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        types = [(each.code, each.label) for each in contrat_types()]
        self.type_code.choices = some_choice(types, empty=_l("Choisissez"))

    def validate_reference(self, field: StringField) -> None:
        """Refuse what looks like a NIR or a CAF number: none is ever kept."""
        if is_forbidden_reference(field.data or ""):
            raise ValidationError(_l("Cela ressemble à un numéro de sécurité sociale ou de CAF. Écrivez la référence du contrat."))

    def validate_ends_on(self, field: DateField) -> None:
        """A contract ends after it begins."""
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError(_l("La fin est avant le début."))


class AnnexeForm(QuestionsForm):
    """The annexe, filled in with the person beside, then the questions it raises."""

    read = HiddenField()
    already_engaged = RadioField(
        _l("La personne est-elle déjà engagée quelque part\u00a0?"), validators=[InputRequired()],
        choices=[("yes", _l("Oui, déjà")), ("no", _l("Non, c’est la première fois"))],
    )
    forms = SelectMultipleField(_l("Ce que la personne a envie de faire"), widget=ListWidget(prefix_label=False),
                                option_widget=CheckboxInput())
    competences = SelectMultipleField(_l("Ce qu’elle souhaite montrer ou apprendre"), widget=ListWidget(prefix_label=False),
                                      option_widget=CheckboxInput(), validators=[Optional()])
    hours = HoursField(_l("Nombre d’heures"), description=_l("Par exemple 3 ou 1,5."), places=None,
                         validators=[InputRequired(), NumberRange(min=0.5, max=35, message=_l("Écrivez un nombre entre 0,5 et 35."))],
                         render_kw={"inputmode": "decimal"})
    period = RadioField(_l("Rythme"), choices=Period.choices(), validators=[InputRequired()])
    months = SelectField(_l("Durée"), choices=[(str(n), _l("%(n)s mois", n=n)) for n in range(1, 7)], validators=[InputRequired()])
    starts_on = DateField(_l("À partir du"), validators=[InputRequired()])
    referent_commitment = TextAreaField(_l("Ce que vous, référent, vous engagez à faire"),
                                        description=_l("Par exemple\u00a0: chercher un mode de garde, faire le point chaque mois."),
                                        validators=[DataRequired(), Length(max=600)])

    def __init__(self, *args: Any, skills: list[Competence], kept: Sequence[str] = (), **kwargs: Any) -> None:
        """Offer the forms of the list, then those that the annexe holds in other words."""
        super().__init__(*args, **kwargs)
        self.competences.choices = [(each.code, each.label) for each in skills]
        self.words = [str(each) for each in FORMS]
        self.words += [each for each in kept if each not in self.words]
        self.forms.choices = [(str(number), each) for number, each in enumerate(self.words)]

    def validate_forms(self, field: SelectMultipleField) -> None:
        """At least one wish, since the form is the person's choice."""
        if not field.data:
            raise ValidationError(_l("Cochez au moins une réponse."))

    def validate_starts_on(self, field: DateField) -> None:
        """An annexe begins around now; one that goes on keeps its own beginning."""
        kept = field.data == field.object_data
        if field.data and not kept and not clock.today() - timedelta(days=62) <= field.data <= clock.today() + timedelta(days=366):
            raise ValidationError(_l("Choisissez une date entre deux mois en arrière et un an."))

    def content(self) -> AnnexeContent:
        """Return what the form says, for the service."""
        return AnnexeContent(
            already_engaged=self.already_engaged.data == "yes", forms=tuple(self.words[int(each)] for each in self.forms.data or []),
            competences=tuple(self.competences.data or []), period=Period(self.period.data), hours=float(self.hours.data),
            months=int(self.months.data), starts_on=self.starts_on.data, referent_commitment=self.referent_commitment.data or "",
        )

    @staticmethod
    def said(answer: str | None) -> dict[str, Any] | None:
        """Return what the form shows when the person has just answered on this screen; nothing is chosen otherwise."""
        return {"already_engaged": "yes" if answer == "already" else "no"} if answer else None

    @staticmethod
    def values_of(annexe: Annexe) -> dict[str, Any]:
        """Return what the form shows for an annexe already written."""
        words = [str(each) for each in FORMS]
        words += [each for each in annexe.forms if each not in words]
        return {
            "already_engaged": "yes" if annexe.already_engaged else "no",
            "forms": [str(words.index(each)) for each in annexe.forms], "competences": annexe.competences,
            "hours": annexe.hours, "period": annexe.period.value, "months": str(annexe.months), "starts_on": annexe.starts_on,
            "referent_commitment": annexe.referent_commitment, "read": annexe.mark, **values_of_decisions(decisions_of(annexe)),
        }


class ComplementForm(Form):
    """What is missing, in a sentence the person will read."""

    words = TextAreaField(_l("Ce qu’il manque"), description=_l("La personne lira cette phrase telle quelle."),
                          validators=[DataRequired(), Length(max=500)])
