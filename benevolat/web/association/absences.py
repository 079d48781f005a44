"""When nobody answers: announced beforehand, so that nobody waits in vain and nobody is blamed."""

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import DateField
from wtforms.validators import InputRequired

from benevolat.associations.absences import absences_of
from benevolat.associations.models import Association, Right
from benevolat.associations.queries import find_absence
from benevolat.associations.services import announce_absence, end_absence
from benevolat.core import clock
from benevolat.web.forms import Form, act
from benevolat.web.guard import PERSON, access, found

from . import blueprint
from .scope import working_on
from .slots import DAY_FORMATS


class AbsenceForm(Form):
    """From a day to another, both included."""

    first_day = DateField(_l("Premier jour d’absence"), [InputRequired()], format=DAY_FORMATS)
    last_day = DateField(_l("Dernier jour d’absence"), [InputRequired()], format=DAY_FORMATS)


def _show(association: Association, form: AbsenceForm) -> str:
    today = clock.today()
    return render_template(
        "association/absences.html", association=association, form=form, today=today,
        absences=absences_of([association.id], since=today).get(association.id, []),
    )


def _page(public_id: str) -> str:
    return url_for("association.absences", public_id=public_id)


@blueprint.get("/<public_id>/absences")
@access(PERSON)
def absences(public_id: str) -> str:
    """Show what is announced, and the form that announces."""
    return _show(working_on(public_id, Right.CANDIDATES), AbsenceForm())


@blueprint.post("/<public_id>/absences")
@access(PERSON)
def write_absence(public_id: str) -> Response | str:
    """Announce an absence."""
    association, form = working_on(public_id, Right.CANDIDATES), AbsenceForm()
    answer = act(
        lambda: announce_absence(association, by=current_user, first_day=form.first_day.data, last_day=form.last_day.data),
        form=form, then=lambda _made: _page(public_id),
        said=_("Votre absence est annoncée. Les personnes qui candidatent la verront."),
    ) if form.validate_on_submit() else None
    return answer or _show(association, form)


@blueprint.post("/<public_id>/absences/<absence_id>/finir")
@access(PERSON)
def finish_absence(public_id: str, absence_id: str) -> Response | None:
    """Come back, or do not go."""
    association = working_on(public_id, Right.CANDIDATES)
    absence = found(find_absence(association, absence_id))
    return act(
        lambda: end_absence(absence, by=current_user), then=lambda _done: _page(public_id), said=_("C’est noté. Vous êtes là."),
    )
