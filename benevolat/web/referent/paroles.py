"""Views: a référent says a word of volunteering in their territory, about nobody, and takes it back."""

from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import BooleanField, TextAreaField
from wtforms.validators import DataRequired

from benevolat.accompagnement.queries import referent_record
from benevolat.paroles.models import LONGEST
from benevolat.paroles.queries import find_own_parole, own_paroles, published_paroles
from benevolat.paroles.services import remove_parole as take_back
from benevolat.paroles.services import send_parole
from benevolat.web.forms import Form, act
from benevolat.web.guard import REFERENT, access, found

from . import blueprint


class ParoleForm(Form):
    """A sentence, and the référent's word that it is about nobody."""

    words = TextAreaField(
        _l("Votre phrase"), [DataRequired()], render_kw={"rows": 4, "maxlength": LONGEST},
        description=_l("Exemple\u00a0: sans bus le mercredi, les missions de Mens ne trouvent personne."),
    )
    nobody = BooleanField(_l("J’ai relu\u00a0: personne ne peut être reconnu."))


@blueprint.route("/paroles", methods=["GET", "POST"])
@access(REFERENT)
def paroles() -> Any:
    """Show what one wrote and what is published, and take one more sentence."""
    form, user = ParoleForm(), current_user._get_current_object()
    answer = act(
        lambda: send_parole(by=user, words=form.words.data, nobody=form.nobody.data), form=form,
        then=lambda _made: url_for("referent.paroles"), said=_("Votre phrase est envoyée. Un pilote la relit avant de la publier."),
    ) if form.validate_on_submit() else None
    return answer or (render_template(
        "referent/paroles.html", form=form, own=own_paroles(user), published=published_paroles(user, limit=10),
        record=referent_record(user),
    ), 400 if form.errors else 200)


@blueprint.post("/paroles/<public_id>/enlever")
@access(REFERENT)
def remove_parole(public_id: str) -> Any:
    """Take a sentence back."""
    held = found(find_own_parole(current_user, public_id))
    return act(
        lambda: take_back(held, by=current_user), then=lambda _done: url_for("referent.paroles"),
        said=_("Votre phrase est effacée. Il n’en reste rien."),
    )
