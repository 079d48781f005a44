"""The places where the association receives people, to choose from when a mission is written."""

from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from benevolat.associations.models import Association, Lieu, Right
from benevolat.associations.queries import find_lieu, lieux_of
from benevolat.associations.services import add_lieu, change_lieu, remove_lieu
from benevolat.web.forms import Form, act
from benevolat.web.guard import PERSON, access, found

from . import blueprint
from .place import CommuneAsked, commune_label
from .scope import working_on


class LieuForm(CommuneAsked, Form):
    """A place, as one says it to somebody who comes for the first time."""

    name = StringField(
        _l("Nom du lieu"), [DataRequired(), Length(max=80)], render_kw={"maxlength": 80, "autocomplete": "off"},
        description=_l("Comme vous l’appelez. Exemple\u00a0: le local de la gare."),
    )
    address = StringField(_l("Adresse"), [DataRequired(), Length(max=200)], render_kw={"autocomplete": "street-address"})
    directions = TextAreaField(
        _l("Comment trouver l’entrée"), [Length(max=300)], render_kw={"rows": 2, "maxlength": 300},
        description=_l("Exemple\u00a0: porte verte au fond de la cour."),
    )
    wheelchair = BooleanField(_l("On peut y entrer en fauteuil roulant"))

    def values(self) -> dict[str, Any]:
        """Return what the services take."""
        return {
            "name": self.name.data, "address": self.address.data, "commune_code": self.commune_code or "",
            "directions": self.directions.data, "wheelchair": self.wheelchair.data,
        }


def _list(public_id: str) -> str:
    return url_for("association.lieux", public_id=public_id)


def _show(association: Association, form: LieuForm) -> str:
    return render_template("association/lieux.html", association=association, form=form, lieux=lieux_of(association))


@blueprint.get("/<public_id>/lieux")
@access(PERSON)
def lieux(public_id: str) -> str:
    """Show the places, and the form that adds one."""
    association = working_on(public_id, Right.MISSIONS)
    return _show(association, LieuForm(data={"commune": commune_label(association.commune_code)}))


@blueprint.post("/<public_id>/lieux")
@access(PERSON)
def write_lieu(public_id: str) -> Response | str:
    """Add a place."""
    association, form = working_on(public_id, Right.MISSIONS), LieuForm()
    answer = act(
        lambda: add_lieu(association, by=current_user, **form.values()), form=form, then=lambda _made: _list(public_id),
        said=_("Ce lieu est ajouté. Vous pourrez le choisir dans vos missions."),
    ) if form.validate_on_submit() else None
    return answer or _show(association, form)


def _lieu(public_id: str, lieu_id: str) -> Lieu:
    lieu: Lieu = found(find_lieu(working_on(public_id, Right.MISSIONS), lieu_id))
    return lieu


@blueprint.get("/<public_id>/lieux/<lieu_id>")
@blueprint.post("/<public_id>/lieux/<lieu_id>")
@access(PERSON)
def lieu(public_id: str, lieu_id: str) -> Any:
    """Show a place, or write it anew."""
    row, answer = _lieu(public_id, lieu_id), None
    form = LieuForm(data={
        "name": row.name, "address": row.address, "commune": commune_label(row.commune_code), "directions": row.directions,
        "wheelchair": row.wheelchair,
    })
    if form.validate_on_submit():
        answer = act(lambda: change_lieu(row, by=current_user, **form.values()), form=form, then=lambda _done: _list(public_id),
                     said=_("Ce lieu est changé. Les missions déjà écrites gardent leur adresse."))
    return answer or render_template("association/lieu.html", association=row.association, lieu=row, form=form)


@blueprint.post("/<public_id>/lieux/<lieu_id>/enlever")
@access(PERSON)
def forget_lieu(public_id: str, lieu_id: str) -> Response | None:
    """Take a place off the list."""
    row = _lieu(public_id, lieu_id)
    return act(
        lambda: remove_lieu(row, by=current_user), then=lambda _done: _list(public_id),
        said=_("Ce lieu est enlevé. Les missions déjà écrites gardent leur adresse."),
    )
