"""Views: the people of one référent, passed on in number, and one person's file, opened for a reason that the person reads."""

from typing import Any

import sqlalchemy as sa
from flask import redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import RadioField
from wtforms.validators import InputRequired

from benevolat.accompagnement import queries as links
from benevolat.accompagnement.models import Accompagnement, Deputy, FileReason, Referent
from benevolat.accompagnement.permissions import can_open_file, can_read_file, visible_deputies, visible_links, visible_referents
from benevolat.accompagnement.services import end_deputy, open_file
from benevolat.accounts.models import User
from benevolat.contrats.queries import last_contrat, open_annexe
from benevolat.core.db import db
from benevolat.web.forms import Form, act
from benevolat.web.guard import PILOTE, access, found, require
from benevolat.web.relais import DeputyForm, HandOverForm

from . import blueprint


class ReasonForm(Form):
    """Why a file is opened; a closed list, since nothing is written freely about a person."""

    reason = RadioField(_l("Pourquoi ouvrez-vous ce dossier\u00a0?"), choices=FileReason.choices(), validators=[InputRequired()],
                        description=_l("La personne lira votre nom, le jour et cette raison."))


def _referent(public_id: str) -> Referent:
    """Return a référent whom the pilote follows."""
    followed = visible_referents(current_user).join(User, User.id == Referent.user_id).where(User.public_id == public_id)
    record: Referent = found(db.session.scalar(followed))
    return record


def _person(public_id: str) -> User:
    """Return a person whom a référent followed by the pilote accompanies today."""
    accompanied = visible_links(current_user).with_only_columns(Accompagnement.user_id)
    person: User = found(db.session.scalar(sa.select(User).where(User.public_id == public_id, User.id.in_(accompanied))))
    require(can_open_file(current_user, person))
    return person


@blueprint.route("/referents/<public_id>", methods=["GET", "POST"])
@access(PILOTE)
def referent(public_id: str) -> Any:
    """Show the people of a référent, and pass some or all of them on."""
    form = HandOverForm(_referent(public_id))
    answer = form.send(lambda _r: url_for("pilotage.referent", public_id=public_id)) if form.validate_on_submit() else None
    return answer or (render_template("pilotage/referent.html", form=form, referent=form.referent,
                                      deputies=links.deputies_of(current_user, form.referent)), 400 if form.errors else 200)


@blueprint.route("/referents/<public_id>/absence", methods=["GET", "POST"])
@access(PILOTE)
def absence(public_id: str) -> Any:
    """Say who stands in for a référent."""
    form = DeputyForm(_referent(public_id))
    answer = form.send(lambda _r: url_for("pilotage.referent", public_id=public_id)) if form.validate_on_submit() else None
    return answer or (render_template("pilotage/absence.html", form=form, referent=form.referent), 400 if form.errors else 200)


@blueprint.post("/remplacements/<public_id>/fin")
@access(PILOTE)
def end_absence(public_id: str) -> Any:
    """Stop a stand-in."""
    deputy = found(db.session.scalar(visible_deputies(current_user).where(Deputy.public_id == public_id)))
    back = url_for("pilotage.referent", public_id=deputy.referent.user.public_id)
    return act(lambda: end_deputy(deputy, by=current_user), then=lambda _r: back, said=_("Le remplacement est arrêté."))


@blueprint.route("/personnes/<public_id>/ouvrir", methods=["GET", "POST"])
@access(PILOTE)
def ask_file(public_id: str) -> Any:
    """Ask why a file is opened."""
    person, form = _person(public_id), ReasonForm()
    if form.validate_on_submit():
        answer = act(lambda: open_file(person, FileReason(form.reason.data), by=current_user), form=form,
                     then=lambda _r: url_for("pilotage.file", public_id=public_id))
        if answer is not None:
            return answer
    return render_template("pilotage/ask_file.html", form=form, person=person, link=links.current_link(person)), 400 if form.errors else 200


@blueprint.get("/personnes/<public_id>")
@access(PILOTE)
def file(public_id: str) -> Any:
    """Show the file of a person, for an hour after its reason was given."""
    person = _person(public_id)
    if not can_read_file(current_user, person):
        return redirect(url_for("pilotage.ask_file", public_id=public_id), 303)
    contrat = last_contrat(person)
    return render_template("pilotage/file.html", person=person, link=links.current_link(person), contrat=contrat,
                           annexe=open_annexe(contrat) if contrat else None)
