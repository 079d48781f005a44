"""Views: what one asks about one's data, and what one stops at once."""

from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import RadioField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from benevolat.droits import services
from benevolat.droits.models import RequestKind
from benevolat.droits.queries import requests_of
from benevolat.web.forms import Form, act
from benevolat.web.guard import PERSON, access, without_cache

from . import blueprint

LONGEST = 2000


class RequestForm(Form):
    """What is asked, in one's own words."""

    kind = RadioField(_l("Que demandez-vous ?"), [InputRequired()], choices=RequestKind.choices())
    words = TextAreaField(
        _l("Dites-nous quoi, avec vos mots"), [DataRequired(), Length(max=LONGEST)], render_kw={"rows": 5, "maxlength": LONGEST},
        description=_l("Par exemple\u00a0: « Mon nom est mal écrit sur un document. » Seule l’équipe qui répond vous lit."),
    )


@blueprint.get("/demandes")
@blueprint.post("/demandes")
@access(PERSON)
@without_cache
def requests() -> Any:
    """Show what one asked and its answers, and ask something."""
    form, user, answer = RequestForm(), current_user._get_current_object(), None
    if form.validate_on_submit():
        answer = act(
            lambda: services.ask_about_data(RequestKind(form.kind.data), form.words.data, by=user),  # type: ignore[call-arg]
            then=lambda _done: url_for("droits.requests"), form=form,
            said=_("Votre demande est envoyée. Nous répondons en un mois au plus."),
        )
    return answer or (render_template("droits/requests.html", form=form, asked=requests_of(user)), 400 if form.errors else 200)


@blueprint.post("/arreter-les-suggestions")
@access(PERSON)
def stop() -> Any:
    """Stop at once what only serves to suggest."""
    user = current_user._get_current_object()
    return act(lambda: services.stop_suggestions(by=user), then=lambda _done: url_for("droits.requests"),
               said=_("C’est arrêté. Le site ne vous propose plus rien de lui-même."))
