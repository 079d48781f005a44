"""Views: a référent gives their people to a colleague, for good or during an absence."""

from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from benevolat.accompagnement.models import Deputy, Referent
from benevolat.accompagnement.permissions import visible_deputies
from benevolat.accompagnement.queries import deputies_of, referent_record
from benevolat.accompagnement.services import end_deputy
from benevolat.core.db import db
from benevolat.web.forms import act
from benevolat.web.guard import REFERENT, access, found
from benevolat.web.relais import DeputyForm, HandOverForm

from . import blueprint


def _own() -> Referent:
    record: Referent = found(referent_record(current_user))
    return record


@blueprint.route("/relais", methods=["GET", "POST"])
@access(REFERENT)
def hand_over() -> Any:
    """Give people to another référent from a day."""
    form = HandOverForm(_own())
    answer = form.send(lambda _r: url_for("referent.people")) if form.validate_on_submit() else None
    return answer or (render_template("referent/relais.html", form=form), 400 if form.errors else 200)


@blueprint.route("/absence", methods=["GET", "POST"])
@access(REFERENT)
def absence() -> Any:
    """Say who stands in, and see who does."""
    form = DeputyForm(_own())
    answer = form.send(lambda _r: url_for("referent.absence")) if form.validate_on_submit() else None
    return answer or (render_template("referent/absence.html", form=form, deputies=deputies_of(current_user, form.referent)),
                      400 if form.errors else 200)


@blueprint.post("/remplacements/<public_id>/fin")
@access(REFERENT)
def end_absence(public_id: str) -> Any:
    """Stop a stand-in."""
    deputy = found(db.session.scalar(visible_deputies(current_user).where(Deputy.public_id == public_id)))
    return act(lambda: end_deputy(deputy, by=current_user), then=lambda _r: url_for("referent.absence"),
               said=_("Le remplacement est arrêté."))
