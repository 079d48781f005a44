"""Whom an association receives no more: closing its door with a reason the person reads, and opening it again."""

from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import RadioField, TextAreaField
from wtforms.validators import DataRequired, Length

from benevolat.candidatures import permissions, queries, services
from benevolat.candidatures.models import DoorReason
from benevolat.candidatures.services import LONGEST_SENTENCE
from benevolat.web.forms import Form, act
from benevolat.web.guard import PERSON, access, found, require

from . import blueprint


class DoorForm(Form):
    """Why, in words that the person reads."""

    reason = RadioField(_l("Pour quelle raison ?"), [DataRequired()], choices=DoorReason.choices())
    sentence = TextAreaField(
        _l("Une phrase pour la personne"), [Length(max=LONGEST_SENTENCE)], render_kw={"rows": 3, "maxlength": LONGEST_SENTENCE},
        description=_l("Elle la lit. N’écrivez rien sur sa santé ni sur sa vie."),
    )


@blueprint.get("/candidats/<public_id>/ne-plus-recevoir")
@blueprint.post("/candidats/<public_id>/ne-plus-recevoir")
@access(PERSON)
def close_door(public_id: str) -> Any:
    """Say why one receives somebody no more."""
    candidature, form, answer = found(queries.find_received_candidature(current_user, public_id)), DoorForm(), None
    require(permissions.can_close_door(current_user, candidature))
    if form.validate_on_submit():
        answer = act(
            lambda: services.close_door(
                candidature, by=current_user, reason=DoorReason(form.reason.data), sentence=form.sentence.data  # type: ignore[call-arg]
            ), form=form, then=lambda _done: url_for("association.doors"),
            said=_("C’est enregistré. La personne est prévenue, avec votre raison."),
        )
    return answer or render_template("association/ne-plus-recevoir.html", candidature=candidature, form=form)


@blueprint.get("/candidats/non-recus")
@access(PERSON)
def doors() -> Any:
    """List whom one's associations receive no more."""
    return render_template("association/non-recus.html", doors=queries.doors_kept_by(current_user))


@blueprint.post("/candidats/non-recus/<public_id>/recevoir")
@access(PERSON)
def open_door(public_id: str) -> Any:
    """Receive somebody again."""
    door = found(queries.find_kept_door(current_user, public_id))
    return act(lambda: services.open_door(door, by=current_user), then=lambda _done: url_for("association.doors"),
               said=_("Cette personne peut de nouveau vous proposer son aide. Elle est prévenue."))
