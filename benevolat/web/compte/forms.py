"""Forms of signing in and up and of one's own account."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, Field, HiddenField, PasswordField, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from benevolat.accounts import services
from benevolat.accounts.models import AgeBand
from benevolat.web.commune import WithCommune
from benevolat.web.forms import Form
from benevolat.web.identity import ContactForm, NewPassword, as_typed

NO_EMAIL = _l("Écrivez votre e-mail professionnel.")
NO_FIRST_NAME = _l("Écrivez votre prénom.")


class PasswordForm(ContactForm):
    """An address or number, and its password."""

    password = PasswordField(
        _l("Votre mot de passe"), [InputRequired(_l("Écrivez votre mot de passe."))],
        render_kw={"autocomplete": "current-password"},
    )


class AgentForm(Form):
    """An agent's professional address and password."""

    email = EmailField(
        _l("Votre e-mail professionnel"), [DataRequired(NO_EMAIL), Length(max=320)],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField(
        _l("Votre mot de passe"), [InputRequired(_l("Écrivez votre mot de passe."))],
        render_kw={"autocomplete": "current-password"},
    )
    suite = HiddenField()


class AgentAddressForm(Form):
    """An agent's address, to which a code is sent."""

    email = EmailField(_l("Votre e-mail professionnel"), [DataRequired(NO_EMAIL), Length(max=320)], render_kw={"autocomplete": "username"})

    reached: services.Contact

    def validate_email(self, field: Field) -> None:
        """Read the address."""
        self.reached = services.Contact(email=as_typed(services.read_email, field))


class NewPasswordForm(NewPassword, Form):
    """A new password, alone."""


class OwnCodeForm(Form):
    """The code by which a person confirms on somebody else's screen."""

    code = StringField(_l("Six chiffres de votre choix"), [DataRequired(_l("Écrivez six chiffres.")), Length(max=20)],
                       description=_l("Évitez une date de naissance\u00a0: quelqu’un pourrait la connaître."))


class InvitedForm(NewPassword, Form):
    """What an invited agent fills in: their name as they write it, and a password."""

    first_name = StringField(_l("Prénom"), [DataRequired(NO_FIRST_NAME), Length(max=80)], render_kw={"autocomplete": "given-name"})
    last_name = StringField(_l("Nom"), [DataRequired(_l("Écrivez votre nom.")), Length(max=80)], render_kw={"autocomplete": "family-name"})


class DetailsForm(WithCommune, Form):
    """The last screen of a sign-up: as little as is needed, and no default that decides for the person."""

    first_name = StringField(_l("Votre prénom"), [DataRequired(NO_FIRST_NAME), Length(max=80)], render_kw={"autocomplete": "given-name"})
    last_name = StringField(_l("Votre nom"), [Optional(), Length(max=80)], render_kw={"autocomplete": "family-name"})
    age_band = RadioField(_l("Votre âge"), [InputRequired(_l("Choisissez votre tranche d’âge."))], choices=AgeBand.choices())
    password = PasswordField(
        _l("Un mot de passe"), render_kw={"autocomplete": "new-password"},
        description=_l("Sans mot de passe, vous recevrez un code à chaque connexion. 15 caractères ou plus\u00a0: une phrase convient."),
    )

    def validate_password(self, field: Field) -> None:
        """Check its length when one is given."""
        if field.data:
            as_typed(services.check_password, field)

    def details(self) -> dict[str, Any]:
        """Return what was answered, as the service takes it."""
        return {
            "first_name": self.first_name.data, "last_name": self.last_name.data or "", "commune_code": self.commune_code,
            "age_band": AgeBand(self.age_band.data),
        }


class AccountForm(WithCommune, Form):
    """What a person says of themselves."""

    first_name = StringField(_l("Votre prénom"), [DataRequired(NO_FIRST_NAME), Length(max=80)], render_kw={"autocomplete": "given-name"})
    last_name = StringField(_l("Votre nom"), [Optional(), Length(max=80)], render_kw={"autocomplete": "family-name"})
    about = TextAreaField(
        _l("Quelques mots sur vous"), [Optional(), Length(max=600)], render_kw={"rows": 4, "maxlength": 600},
        description=_l("Les associations à qui vous écrivez peuvent les lire. Par exemple\u00a0: ce que vous aimez faire."),
    )

    def details(self) -> dict[str, Any]:
        """Return what was answered, as the service takes it."""
        return {
            "first_name": self.first_name.data, "last_name": self.last_name.data or "", "commune_code": self.commune_code,
            "about": self.about.data or None,
        }
