"""The doors that people asked the desk to look at: open them again, or say why not."""

from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from benevolat.candidatures import queries, services
from benevolat.candidatures.models import ClosedDoor
from benevolat.candidatures.services import LONGEST_SENTENCE
from benevolat.web.forms import Form, act
from benevolat.web.guard import MODERATEUR, access, found
from benevolat.web.readings import noted

from . import blueprint


class KeepForm(Form):
    """Why a door stays closed."""

    answer = TextAreaField(
        _l("Ce que vous répondez à la personne"), [DataRequired(), Length(max=LONGEST_SENTENCE)],
        render_kw={"rows": 4, "maxlength": LONGEST_SENTENCE}, description=_l("Elle lit cette phrase. Dites aussi ce qu’elle peut faire."),
    )


def _door(public_id: str) -> ClosedDoor:
    door: ClosedDoor = found(queries.find_contested_door(current_user, public_id))
    return door


def _list(_done: Any = None) -> str:
    return url_for("moderation.doors")


@blueprint.get("/personnes-non-recues")
@access(MODERATEUR)
def doors() -> str:
    """List who asked, the oldest first."""
    return render_template("moderation/portes.html", doors=queries.contested_doors(current_user))


@blueprint.get("/personnes-non-recues/<public_id>")
@access(MODERATEUR)
def door(public_id: str) -> str:
    """Show what the association said."""
    row = _door(public_id)
    return noted(render_template("moderation/porte.html", door=row, form=KeepForm()), "door.read", row.user_id)


@blueprint.post("/personnes-non-recues/<public_id>")
@access(MODERATEUR)
def keep_door(public_id: str) -> Any:
    """Leave it closed, and say why."""
    shown, form, answer = _door(public_id), KeepForm(), None
    if form.validate_on_submit():
        answer = act(lambda: services.keep_door(shown, by=current_user, answer=form.answer.data), then=_list, form=form,
                     said=_("Votre réponse est envoyée à la personne."))
    return answer or render_template("moderation/porte.html", door=shown, form=form)


@blueprint.post("/personnes-non-recues/<public_id>/ouvrir")
@access(MODERATEUR)
def lift_door(public_id: str) -> Any:
    """Open it again."""
    shown = _door(public_id)
    return act(lambda: services.lift_door(shown, by=current_user), then=_list,
               said=_("La personne peut de nouveau proposer son aide. Elle et l’association sont prévenues."))
