"""The forms by which an association answers a candidature, on its own pages and behind a single-use link."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from benevolat.candidatures.models import AnswerKind, DeclineReason
from benevolat.candidatures.services import LONGEST_MODEL, LONGEST_TITLE
from benevolat.core.errors import InvalidInput
from benevolat.web.forms import Form

SENTENCE = 500


class AcceptForm(Form):
    """A yes, with a word when one wishes."""

    message = TextAreaField(
        _l("Un mot pour la personne"), [Length(max=SENTENCE)], id="mot-reponse", render_kw={"rows": 3, "maxlength": SENTENCE},
        description=_l("Par exemple : qui demander en arrivant, ce qu’il faut apporter."),
    )


class DeclineForm(Form):
    """A no, with the reason the person reads."""

    reason = RadioField(_l("Pour quelle raison ?"), [DataRequired()], choices=DeclineReason.choices(), id="raison-refus")
    message = TextAreaField(
        _l("Une phrase pour la personne"), [Length(max=SENTENCE)], id="mot-refus", render_kw={"rows": 3, "maxlength": SENTENCE}
    )

    def words(self) -> tuple[str, str | None]:
        """Return the reason as it is read and the sentence added to it; a reason of one's own is the sentence itself."""
        sentence = (self.message.data or "").strip()
        if self.reason.data == DeclineReason.OTHER.value:
            if not sentence:
                raise InvalidInput(_("Écrivez votre raison : la personne la lira."), field="message")
            return sentence, None
        return str(DeclineReason(self.reason.data).label), sentence or None


class RevokeForm(Form):
    """Cancelling what was accepted."""

    reason = TextAreaField(
        _l("Pour quelle raison ?"), [DataRequired(), Length(max=SENTENCE)], id="raison-annulation",
        render_kw={"rows": 3, "maxlength": SENTENCE}, description=_l("La personne lit cette raison."),
    )


class WaitingRuleForm(Form):
    """How the waiting list of a mission moves; nothing is ticked before the association chose."""

    automatic = RadioField(_l("Quand une place se libère, que faisons-nous ?"), [DataRequired()], id="regle-liste", choices=[
        ("yes", _l("La proposer à la première personne de la liste. Si elle dit oui, c’est comme si vous l’aviez acceptée.")),
        ("no", _l("Vous écrire qui attend en premier. Vous acceptez d’un geste, depuis le message.")),
    ])


class ModelForm(Form):
    """A model of message, in the association's own words."""

    kind = RadioField(_l("Pour quelle réponse ?"), [DataRequired()], choices=AnswerKind.choices(), id="modele-reponse")
    title = StringField(_l("Son nom, pour vous"), [DataRequired(), Length(max=LONGEST_TITLE)], id="modele-nom",
                        description=_l("Par exemple : bienvenue à l’accueil."))
    body = TextAreaField(
        _l("Le message"), [DataRequired(), Length(max=LONGEST_MODEL)], id="modele-texte", render_kw={"rows": 5, "maxlength": LONGEST_MODEL},
        description=_l("Écrivez {prénom} et {mission} : nous les remplaçons pour chaque personne."),
    )
