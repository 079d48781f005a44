"""The steps by which a person says who they are on any screen: an address or number, then the code sent to it.

A screen that identifies on its way (applying to a mission) uses it so:

    form = ContactForm()                                    # form.contact, read into form.reached: Contact
    answer = send_code(form.reached, then=next_url, form=form)                 # limits, one transaction, redirect
    …next screen, CodeForm…
    attempt = count_try(reached)                                               # limits, counted for good
    answer = act(lambda: finish_identification(attempt, form.code.data, …), then=…, form=form)
    open_session(user)                                                         # in `then`, with what act() returned
"""

from collections.abc import Callable
from typing import Any, TypeVar

from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import Field, HiddenField, PasswordField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from benevolat.accounts import services
from benevolat.accounts.models import Purpose
from benevolat.core.db import transaction
from benevolat.core.errors import InvalidInput

from . import limits
from .forms import Form, act

Read = TypeVar("Read")


def as_typed(read: Callable[[str], Read], field: Field) -> Read:
    """Read what was typed with a domain's reader, its refusal shown at the field."""
    try:
        return read(field.data or "")
    except InvalidInput as error:
        raise ValidationError(str(error)) from None


class ContactForm(Form):
    """One field for an e-mail or a telephone number; once valid, `reached` is its stored form."""

    contact = StringField(
        _l("Votre e-mail ou votre numéro de téléphone"), [DataRequired(_l("Écrivez votre e-mail ou votre numéro.")), Length(max=320)],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    suite = HiddenField()
    reached: services.Contact

    def validate_contact(self, field: Field) -> None:
        """Read the address or the number."""
        self.reached = as_typed(services.read_contact, field)


class CodeForm(Form):
    """The six digits that were received."""

    code = StringField(_l("Code à six chiffres"), [DataRequired(_l("Écrivez le code reçu.")), Length(max=20)])


class NamedCodeForm(CodeForm):
    """The code and, when a number slept for long, the name of the account."""

    name = StringField(_l("Votre nom"), [Length(max=160)], render_kw={"autocomplete": "name"})


class NewPassword:
    """A new password, shown to the person on demand rather than typed twice. Mixed into a form."""

    password = PasswordField(
        _l("Votre nouveau mot de passe"), [InputRequired(_l("Choisissez un mot de passe."))], render_kw={"autocomplete": "new-password"},
        description=_l("15 caractères ou plus. Une phrase que vous retenez convient très bien."),
    )

    def validate_password(self, field: Field) -> None:
        """Check its length; nothing else is imposed."""
        if field.data:
            as_typed(services.check_password, field)


def send_code(
    contact: services.Contact, *, then: str, form: Form | None = None, purpose: Purpose = Purpose.SIGN_IN
) -> Response | None:
    """Send a code to an address or number, known or not, and lead to the screen that asks for it. Raises TooManyAttempts."""
    limits.check("send_code", contact.value)
    return act(lambda: services.begin_identification(contact, purpose), then=lambda _done: then, form=form)


def count_try(contact: services.Contact, purpose: Purpose = Purpose.SIGN_IN) -> services.Attempt:
    """Count one try of a code, kept whatever follows. Raises TooManyAttempts."""
    limits.check("check_code", contact.value)
    with transaction():
        return services.count_attempt(contact, purpose)


def contact_of(value: Any) -> services.Contact:
    """Return the contact kept by its stored value between two screens."""
    return services.Contact(email=value) if "@" in value else services.Contact(phone=value)
