"""The forms of a desk alone: a candidature, and the contact that takes the place of a lost one."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from benevolat.accounts import services
from benevolat.accounts.errors import NotANumber
from benevolat.web.beside import WithContact, WithIntroduction
from benevolat.web.confirmation import ConfirmationForm
from benevolat.web.forms import Form
from benevolat.web.identity import as_typed

SHORT_MESSAGE = 1000


class ApplyBesideForm(WithIntroduction, WithContact, Form):  # type: ignore[misc]
    """A candidature."""

    creneau = RadioField(_l("Quand veut-elle venir ?"), [InputRequired()], validate_choice=False)
    message = TextAreaField(_l("Un mot pour l’association, avec ses mots"), [Length(max=SHORT_MESSAGE)],
                            render_kw={"maxlength": SHORT_MESSAGE, "rows": 4})


class NumberForm(WithContact, Form):
    """The number that the person beside holds today, and that somebody else's account may still use."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.contact.label.text = _l("Son numéro de portable")

    def validate_contact(self, field: Field) -> None:
        """Read a telephone number: an address is not given to somebody else."""
        self.reached = as_typed(services.read_contact, field)
        if self.reached.phone is None:
            raise ValidationError(str(NotANumber()))


class LostContactForm(WithContact, Form):
    """Another number or address, in place of one that is lost."""

    lost = StringField(
        _l("L’ancien numéro ou l’ancien e-mail"), [DataRequired(_l("Écrivez celui du compte.")), Length(max=320)],
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )
    name = StringField(_l("Le nom écrit sur la pièce d’identité"), [DataRequired(), Length(max=160)], render_kw={"autocomplete": "off"})
    seen = BooleanField(_l("J’ai vu une pièce d’identité de cette personne"), [InputRequired(_l("Sans pièce d’identité, rien ne change."))])
    lost_contact: services.Contact

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.contact.label.text = _l("Son nouveau portable ou son nouvel e-mail")

    def validate_lost(self, field: Field) -> None:
        """Read the address or the number that is lost."""
        self.lost_contact = as_typed(services.read_contact, field)


class LostConfirmationForm(ConfirmationForm):
    """The code sent to the new address or number and, with it, the person's own code when they have one."""

    own_code = StringField(_l("Le code personnel, s’il y en a un"), [Length(max=20)],
                           description=_l("Avec lui, le changement est immédiat. Sinon il attend trois jours."),
                           render_kw={"inputmode": "numeric", "autocomplete": "off"})
