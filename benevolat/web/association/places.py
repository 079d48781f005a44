"""Views: the same mission proposed in another place too, with its own candidates."""

from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import BooleanField, IntegerField, StringField
from wtforms.validators import InputRequired, Length

from benevolat.associations.queries import find_lieu, lieux_of
from benevolat.missions.models import Mission, MissionKind
from benevolat.missions.queries import siblings_of
from benevolat.missions.services import add_place
from benevolat.web.forms import Form, act
from benevolat.web.guard import PERSON, access

from . import blueprint
from .home import mission_title
from .place import CommuneAsked, commune_label
from .scope import edited_mission


class PlaceForm(CommuneAsked, Form):
    """Where else, and for how many."""

    address = StringField(_l("Adresse"), [Length(max=200)], render_kw={"autocomplete": "off"},
                          description=_l("Le numéro et la rue. Exemple\u00a0: 3 rue des Tilleuls."))
    address_public = BooleanField(
        _l("Montrer l’adresse à tout le monde"), description=_l("Sinon, elle est donnée aux personnes acceptées."),
    )
    meeting_point = StringField(_l("Point de rendez-vous"), [Length(max=200)], description=_l("Exemple\u00a0: devant le portail bleu."))
    places = IntegerField(_l("Combien de personnes cherchez-vous à cet endroit\u00a0?"), [InputRequired()], default=1,
                          render_kw={"min": 1, "inputmode": "numeric"})
    with_dates = BooleanField(_l("Reprendre les mêmes dates"))


@blueprint.route("/missions/<public_id>/autre-lieu", methods=["GET", "POST"])
@access(PERSON)
def other_place(public_id: str) -> Any:
    """Ask where else a mission is proposed; the copy is then read again and sent."""
    row = edited_mission(public_id)
    chosen = find_lieu(row.association, request.args.get("lieu", ""))
    form = PlaceForm(data={"places": row.places or 1} | ({} if chosen is None else {
        "commune": commune_label(chosen.commune_code), "address": chosen.address, "meeting_point": (chosen.directions or "")[:200],
    }))
    answer = act(
        lambda: _add(row, form), form=form, said=_("Le lieu est ajouté, en brouillon. Relisez, puis envoyez."),
        then=lambda made: url_for("association.send_step", public_id=made) if made else request.url,
    ) if form.validate_on_submit() else None
    return answer or (render_template(
        "association/autre-lieu.html", mission=row, title=mission_title(row), form=form, lieux=lieux_of(row.association),
        dated=row.kind is MissionKind.DATED,
        siblings=siblings_of(row),
    ), 400 if form.errors else 200)


def _add(row: Mission, form: PlaceForm) -> str:
    return add_place(
        row, by=current_user, commune_code=str(form.commune_code), address=form.address.data, address_public=form.address_public.data,
        meeting_point=form.meeting_point.data, places=form.places.data, with_dates=form.with_dates.data,
    ).public_id
