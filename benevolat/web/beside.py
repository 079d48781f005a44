"""What a helper types with somebody beside: how they are reached, who they are, and the account it makes."""

from flask_babel import lazy_gettext as _l
from wtforms import Field, RadioField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from benevolat.accounts import services
from benevolat.accounts.models import AgeBand

from .commune import WithCommune
from .forms import Form
from .identity import as_typed


class WithContact:
    """How the person is reached. Mixed into a form; once valid, `reached` is its stored form."""

    contact = StringField(
        _l("Son portable ou son e-mail"), [DataRequired(_l("Écrivez un numéro ou un e-mail.")), Length(max=320)],
        description=_l("Le code part là. La personne doit pouvoir le lire maintenant."),
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )
    reached: services.Contact

    def validate_contact(self, field: Field) -> None:
        """Read the address or the number."""
        self.reached = as_typed(services.read_contact, field)


class WithIntroduction:
    """What is asked of anybody: a first name and an age band. Mixed into a form."""

    first_name = StringField(_l("Son prénom"), [DataRequired(), Length(max=80)], render_kw={"autocomplete": "off"})
    age_band = RadioField(_l("Son âge"), [InputRequired()], choices=AgeBand.choices())


class AccountBesideForm(WithCommune, WithIntroduction, WithContact, Form):  # type: ignore[misc]
    """A new account."""

    commune = StringField(_l("Sa commune"), [Optional(), Length(max=200)], description=_l("Pour lui montrer d’abord ce qui est près."))
    last_name = StringField(_l("Son nom"), [DataRequired(), Length(max=80)], render_kw={"autocomplete": "off"})
