"""Views: how an association welcomes who it accepted, and its calendar."""

from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from benevolat.associations.models import Right
from benevolat.candidatures import permissions, queries, services
from benevolat.web.calendar_feed import show_feed, stop_feed
from benevolat.web.forms import Form, act
from benevolat.web.guard import PERSON, access, require

from . import blueprint
from .scope import own_mission, working_on


class WelcomeForm(Form):
    """Who welcomes, where, when, and what to bring."""

    host_name = StringField(_l("Qui accueille ?"), [DataRequired(), Length(max=80)], description=_l("Un prénom suffit."))
    place = StringField(_l("Où se retrouver ?"), [Length(max=200)], description=_l("Par exemple : la porte bleue, à droite de l’église."))
    arrival = StringField(_l("Quand arriver ?"), [Length(max=120)], description=_l("Par exemple : dix minutes avant."))
    bring = TextAreaField(_l("Qu’apporter ?"), [Length(max=300)], render_kw={"rows": 3, "maxlength": 300})


@blueprint.get("/missions/<public_id>/accueil")
@blueprint.post("/missions/<public_id>/accueil")
@access(PERSON)
def welcome(public_id: str) -> Any:
    """Write the welcome of a mission."""
    mission = own_mission(public_id)
    require(permissions.receives(current_user, mission))
    form, answer = WelcomeForm(obj=queries.welcome_of(mission)), None
    if form.validate_on_submit():
        answer = act(
            lambda: services.write_welcome(mission, by=current_user, host_name=form.host_name.data, place=form.place.data,
                                           arrival=form.arrival.data, bring=form.bring.data),
            then=lambda _done: url_for("association.mission_candidates", public_id=public_id), form=form,
            said=_("La fiche d’accueil est enregistrée. Chaque personne acceptée la reçoit."),
        )
    return answer or render_template("association/accueil.html", mission=mission, form=form)


@blueprint.get("/<public_id>/calendrier")
@blueprint.post("/<public_id>/calendrier")
@access(PERSON)
def calendar_feed(public_id: str) -> Any:
    """Open the secret address of the association's calendar."""
    association = working_on(public_id, Right.CANDIDATES)
    return show_feed(
        association, here=url_for("association.calendar_feed", public_id=public_id),
        stop=url_for("association.stop_calendar", public_id=public_id), back=(url_for("association.candidates"), _("Candidats")),
    )


@blueprint.post("/<public_id>/calendrier/arreter")
@access(PERSON)
def stop_calendar(public_id: str) -> Any:
    """Close that address."""
    return stop_feed(working_on(public_id, Right.CANDIDATES), here=url_for("association.calendar_feed", public_id=public_id))
