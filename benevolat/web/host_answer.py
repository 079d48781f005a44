"""The answer of a host elsewhere as it is written, by its personal link or at a desk from a signed sheet: two minutes."""

from typing import Any, Self

from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from benevolat.ailleurs.documents import likely_codes
from benevolat.ailleurs.models import ProofRequest
from benevolat.ailleurs.services import Answer
from benevolat.competences.models import Competence
from benevolat.competences.queries import competences_by_family, competences_of
from benevolat.engagements.models import BilanState
from benevolat.passeport.queries import skills_of_engagement

from .durations import DurationField
from .forms import Form

LONG = _l("C’est un peu long\u00a0: raccourcissez.")
SUGGESTED = 10


class HostForm(Form):
    """What a host confirms or corrects, and who signs."""

    starts_on = DateField(_l("Premier jour"), validators=[InputRequired()])
    ends_on = DateField(_l("Dernier jour"), validators=[InputRequired()])
    hours = DurationField(_l("Combien d’heures en tout"), validators=[InputRequired()],
                          description=_l("Par exemple\u00a0: 12 ou 12\u00a0h\u00a030."))
    sentence = TextAreaField(_l("Une phrase sur ce qui a été fait"), validators=[DataRequired(), Length(max=300, message=LONG)],
                             description=_l("Par exemple\u00a0: «\u00a0A couvert les livres chaque mardi.\u00a0»"),
                             render_kw={"rows": 3, "maxlength": 300})
    competences = SelectMultipleField(_l("Ce que vous avez vu"), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput(),
                                      description=_l("Trois suffisent, huit au plus."))
    signer = StringField(_l("Votre prénom et votre nom"), validators=[DataRequired(), Length(max=80, message=LONG)],
                         render_kw={"maxlength": 80, "autocomplete": "name"})
    function = StringField(_l("Votre fonction"), description=_l("Par exemple\u00a0: présidente, responsable, voisin."),
                           validators=[DataRequired(), Length(max=80, message=LONG)], render_kw={"maxlength": 80})
    host = StringField(_l("Le nom de votre organisme"), validators=[DataRequired(), Length(max=120, message=LONG)],
                       render_kw={"maxlength": 120, "autocomplete": "organization"})
    reason = TextAreaField(_l("Pourquoi corrigez-vous"), validators=[DataRequired(), Length(max=500, message=LONG)],
                           description=_l("La personne lira ces mots."), render_kw={"rows": 2, "maxlength": 500})
    claimed: set[str]
    suggested: list[Competence]
    others: list[tuple[Any, list[Competence]]]

    @classmethod
    def about(cls, request: ProofRequest, *, session: bool = True) -> Self:
        """Return the form filled in with what was declared, or attested.

        Without a session it is the host's own, and has no token: the link is the authority. With one, a desk copies a sheet.
        """
        form = cls(data=_known(request), meta={} if session else {"csrf": False})
        if not is_correcting(request):
            del form.reason
        if session:
            form.signer.label.text, form.function.label.text = _l("Qui a signé\u00a0: prénom et nom"), _l("Sa fonction")
            form.host.label.text = _l("Le nom de l’organisme")
        families = competences_by_family()
        form.claimed = set(skills_of_engagement(request.engagement))
        form.suggested = competences_of([*likely_codes(request)[:max(SUGGESTED, len(form.claimed))], *(form.competences.data or ())])
        shown = {each.code for each in form.suggested}
        form.others = [(family, [each for each in rows if each.code not in shown]) for family, rows in families]
        form.competences.choices = [(each.code, each.label) for _family, rows in families for each in rows]
        return form

    def answer(self) -> Answer:
        """Return what the form says."""
        return Answer(
            host=self.host.data, starts_on=self.starts_on.data, ends_on=self.ends_on.data, minutes=self.hours.data,
            sentence=self.sentence.data, name=self.signer.data, function=self.function.data,
            competences=dict.fromkeys(self.competences.data or ()), reason=self.reason.data if "reason" in self else "",
        )


class WithdrawForm(Form):
    """Why an attestation is withdrawn."""

    why = TextAreaField(_l("Pourquoi la retirez-vous"), validators=[DataRequired(), Length(max=500, message=LONG)],
                        description=_l("La personne lira ces mots."), render_kw={"rows": 2, "maxlength": 500})


def is_correcting(request: ProofRequest) -> bool:
    """Tell whether something was attested already: the answer is then a correction."""
    bilan = request.engagement.bilan
    return bilan is not None and bilan.state is not BilanState.DECLARED


def _known(request: ProofRequest) -> dict[str, Any]:
    """Return what is known: what the host said before, else what the person declared."""
    engagement, bilan = request.engagement, request.engagement.bilan
    starts_on, ends_on = engagement.told_dates
    told = engagement.declaration
    data: dict[str, Any] = {
        "starts_on": starts_on, "ends_on": ends_on, "hours": bilan.minutes if bilan is not None else None,
        "host": (told.host_name if told is not None else None) or engagement.host, "signer": request.contact_name,
    }
    if bilan is not None and is_correcting(request):
        name, _comma, function = (bilan.signatory or "").partition(", ")
        data |= {"sentence": bilan.sentence, "signer": name, "function": function,
                 "competences": [each.competence_code for each in bilan.competences]}
    return data
