"""A person confirms, on the screen of whoever helps them, exactly what was typed for them (PRODUCT.md, rule 2).

A helper's screen shows what is about to be done, sends the code on demand, and ends with one field that the person fills in:

    form = ConfirmationForm()
    if form.validate_on_submit():
        answer = confirmed(person, subject, form, lambda means: service(…, by=person), then=…, said=…)
        if answer is not None:
            return answer
    return render_template(…, form=form)                  # components/confirmation.html
"""

from collections.abc import Callable
from typing import Any

from flask import flash, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from benevolat.accounts import services
from benevolat.accounts.models import User
from benevolat.core.db import claim_form_key, transaction

from . import limits
from .forms import Form, act


class ConfirmationForm(Form):
    """The six digits that the person types themself."""

    code = StringField(
        _l("Votre code"), [DataRequired(_l("Tapez votre code\u00a0: six chiffres.")), Length(max=20)],
        description=_l("Six chiffres\u00a0: le code que vous venez de recevoir, ou votre code personnel. Tapez-le vous-même."),
    )


def ask(person: User, subject: str) -> None:
    """Send the person the code that confirms `subject`, and say on the screen where it went. Raises TooManyAttempts or NoOwnContact."""
    limits.check("confirm_send", person.public_id)
    _send(services.confirmation_contact(person), lambda: services.ask_confirmation(person, subject))


def ask_at(contact: services.Contact, subject: str) -> None:
    """Send the code that confirms `subject` to an address or number, known or not, and say so. Raises TooManyAttempts."""
    limits.check("confirm_send", contact.value)
    _send(contact, lambda: services.ask_agreement(contact, subject))


def _send(contact: services.Contact | None, perform: Callable[[], None]) -> None:
    with transaction():
        if claim_form_key(request.form.get("form_key", "")):
            perform()
    where = _("par SMS") if contact is not None and contact.phone else _("par e-mail")
    flash(_("Un code est parti vers la personne, %(where)s. Il sert une fois, pendant 10 minutes.", where=where), "success")


def confirmed(
    person: User, subject: str, form: ConfirmationForm, perform: Callable[[services.Means], Any], *,
    then: Callable[[Any], str], said: Any = None,
) -> Response | None:
    """Count the try, prove the code and act, all in one; return None when the form must be shown again with its error.

    Raises TooManyAttempts.
    """
    limits.check("confirm", person.public_id)
    with transaction():
        counted = services.count_confirmation(person, subject)
    return act(lambda: perform(services.prove_confirmation(counted, form.code.data or "")), then=then, said=said, form=form)


def count_at(contact: services.Contact, subject: str) -> services.Confirmation:
    """Count one try of what confirms `subject` at an address or number, kept whatever follows. Raises TooManyAttempts."""
    limits.check("confirm", contact.value)
    with transaction():
        return services.count_agreement(contact, subject)
