"""The form every screen derives from, and the one way in which a view runs an act and answers."""

from collections.abc import Callable, Iterable
from typing import Any
from unicodedata import category

from flask import flash, g, redirect, request
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import HiddenField
from wtforms.validators import DataRequired, InputRequired

from benevolat.core import entropy
from benevolat.core.db import claim_form_key, transaction
from benevolat.core.errors import DomainError, InvalidInput, NotAllowed, NotFound

REQUIRED = _l("Cette réponse est nécessaire.")


def strip(value: str | None) -> str | None:
    """Take off the spaces around what was typed, and what no keyboard makes: control characters and Unicode's noncharacters."""
    if value is None:
        return None
    return "".join(each for each in value if each in "\n\t" or not _unprintable(each)).strip()


def _unprintable(character: str) -> bool:
    """Tell whether HTML may not hold a character: a control (category Cc), a lone surrogate, or a noncharacter."""
    point = ord(character)
    return category(character) in {"Cc", "Cs"} or point & 0xFFFE == 0xFFFE or 0xFDD0 <= point <= 0xFDEF


class Form(FlaskForm):  # type: ignore[misc]
    """A form in French with its CSRF token and its one-time key; texts are stripped."""

    form_key = HiddenField(default=lambda: form_key())

    class Meta(FlaskForm.Meta):  # type: ignore[misc,name-defined]
        """French messages for WTForms' own validators."""

        locales = ("fr_FR", "fr")

        def bind_field(self, form: Any, unbound_field: Any, options: Any) -> Any:
            """Give every text field the same cleaning, and required ones our sentence."""
            filters = list(unbound_field.kwargs.get("filters", ()))
            if unbound_field.field_class.__name__ in {"StringField", "TextAreaField", "EmailField", "TelField", "SearchField"}:
                filters.append(strip)
            for each in (*unbound_field.kwargs.get("validators", ()), *(each for given in unbound_field.args[1:2] for each in given or ())):
                if isinstance(each, DataRequired | InputRequired) and each.message is None:
                    each.message = REQUIRED
            return unbound_field.bind(form=form, filters=tuple(filters), **options)

    def refuse(self, error: InvalidInput) -> None:
        """Show a domain's refusal at the field it names, or at the top of the form."""
        target = self._fields.get(error.field or "")
        if target is not None:
            target.errors = [*target.errors, str(error)]
        else:
            self.form_errors.append(str(error))


class ActionForm(Form):
    """A button on its own: nothing but its token and its key."""


def form_key() -> str:
    """Return a fresh one-time key, so that a second click of the same page changes nothing."""
    return entropy.public_id()


def act(
    perform: Callable[[], Any], *, then: Callable[[Any], str], said: Any = None, form: Form | None = None
) -> Response | None:
    """Run one act in its transaction and redirect (303); return None when the form must be shown again with its errors.

    A form sent twice is answered like the first time without acting again. A conflict is said in a flash and leads to the same page.
    """
    key = request.form.get("form_key", "")
    try:
        with transaction():
            result = perform() if claim_form_key(key) else g.setdefault("repeated", None)
    except InvalidInput as error:
        if form is None:
            flash(str(error), "error")
            return redirect(then(None), 303)
        form.refuse(error)
        return None
    except (NotAllowed, NotFound):
        raise
    except DomainError as error:
        flash(str(error), "error")
        return redirect(then(None), 303)
    if said is not None:
        flash(str(said(result)) if callable(said) else str(said), "success")
    return redirect(then(result), 303)


def some_choice(choices: Iterable[tuple[Any, Any]], *, empty: Any) -> list[tuple[Any, Any]]:
    """Return choices for a list that begins with « nothing chosen », so that no default decides for the person."""
    return [("", empty), *choices]
