"""Views: beginning with somebody who is beside, with or without an account. The référent types; the person confirms with their code."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from benevolat.accompagnement.models import Accompagnement
from benevolat.accompagnement.queries import referent_record
from benevolat.accompagnement.services import begin_beside
from benevolat.accounts.models import AgeBand
from benevolat.contrats.services import freedom_text
from benevolat.web import geste
from benevolat.web.beside import AccountBesideForm
from benevolat.web.confirmation import ConfirmationForm, ask_at, count_at
from benevolat.web.forms import act
from benevolat.web.guard import REFERENT, access, without_cache

from . import blueprint

ROOM = "accompagnement"


@blueprint.route("/nouveau/ensemble", methods=["GET", "POST"])
@access(REFERENT)
@without_cache
def together() -> Any:
    """Type what the person says, and send them their code."""
    form = AccountBesideForm()
    if form.validate_on_submit():
        geste.begin(ROOM, f"link:{current_user.public_id}", form.reached, first_name=form.first_name.data, last_name=form.last_name.data,
                    age_band=form.age_band.data, commune_code=form.commune_code)
        return redirect(url_for("referent.together_code"), 303)
    return render_template("referent/together.html", form=form, record=referent_record(current_user)), 400 if form.errors else 200


@blueprint.route("/nouveau/ensemble/code", methods=["GET", "POST"])
@access(REFERENT)
@without_cache
def together_code() -> Any:
    """Show the person what they say yes to, and let them confirm it with their code."""
    typed = geste.kept(ROOM)
    if typed is None:
        return _lost()
    form = ConfirmationForm()
    if form.validate_on_submit():
        counted = count_at(typed.reached, typed.subject)
        details = {**typed.values, "age_band": AgeBand(typed.values["age_band"])}
        answer = act(lambda: begin_beside(counted, form.code.data or "", by=current_user, **details), then=_after, form=form,
                     said=_("C’est fait. Vous accompagnez cette personne à partir d’aujourd’hui."))
        if answer is not None:
            geste.drop(ROOM)
            return answer
    return render_template("referent/together_code.html", form=form, typed=typed, contact=geste.readable(typed.contact),
                           record=referent_record(current_user), freedom=freedom_text()[0]), 400 if form.errors else 200


def _after(begun: Accompagnement | None) -> str:
    return url_for("referent.person", public_id=begun.user.public_id) if begun is not None else url_for("referent.people")


@blueprint.post("/nouveau/ensemble/nouveau-code")
@access(REFERENT)
def together_send() -> Any:
    """Send the person another code for the same thing."""
    typed = geste.kept(ROOM)
    if typed is None:
        return _lost()
    ask_at(typed.reached, typed.subject)
    return redirect(url_for("referent.together_code"), 303)


def _lost() -> Any:
    flash(_("Rien n’attend de confirmation. Recommencez avec la personne."), "warning")
    return redirect(url_for("referent.together"), 303)
