"""Views: a pilote reads the words of référents before anybody, publishes them or says why not."""

from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from benevolat.paroles import services
from benevolat.paroles.models import Parole, State
from benevolat.paroles.queries import find_moderated_parole, moderated_paroles
from benevolat.web.forms import Form, act
from benevolat.web.guard import PILOTE, access, found

from . import blueprint


class ReasonForm(Form):
    """Why a sentence is not kept."""

    reason = StringField(
        _l("Pourquoi\u00a0?"), [DataRequired(), Length(max=200)], render_kw={"maxlength": 200, "autocomplete": "off"},
        description=_l("La personne qui l’a écrite lira cette raison. Exemple\u00a0: on reconnaît une famille."),
    )


def _parole(public_id: str) -> Parole:
    parole: Parole = found(find_moderated_parole(current_user, public_id))
    return parole


@blueprint.get("/paroles")
@access(PILOTE)
def paroles() -> str:
    """Show the sentences to read, then those published."""
    return render_template(
        "pilotage/paroles.html", waiting=moderated_paroles(current_user, State.SENT),
        published=moderated_paroles(current_user, State.PUBLISHED),
    )


@blueprint.post("/paroles/<public_id>/publier")
@access(PILOTE)
def publish_parole(public_id: str) -> Any:
    """Publish a sentence."""
    held = _parole(public_id)
    return act(
        lambda: services.publish_parole(held, by=current_user), then=lambda _done: url_for("pilotage.paroles"),
        said=_("La phrase est publiée."),
    )


@blueprint.route("/paroles/<public_id>/ne-pas-retenir", methods=["GET", "POST"])
@access(PILOTE)
def refuse_parole(public_id: str) -> Any:
    """Ask why a sentence is not kept, and say it to who wrote it."""
    held, form = _parole(public_id), ReasonForm()
    answer = act(
        lambda: services.refuse_parole(held, by=current_user, reason=form.reason.data), form=form,
        then=lambda _done: url_for("pilotage.paroles"), said=_("La phrase n’est pas retenue. Sa raison se lit chez qui l’a écrite."),
    ) if form.validate_on_submit() else None
    return answer or (render_template("pilotage/parole.html", form=form, parole=held), 400 if form.errors else 200)
