"""Views: a published mission put in pause and taken up again, and « toujours d'actualité » said by the link of a reminder."""

from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import DateField, RadioField
from wtforms.validators import DataRequired, Optional

from benevolat.missions.models import PauseReason
from benevolat.missions.permissions import Link, can_confirm_mission
from benevolat.missions.queries import find_by_link
from benevolat.missions.services import confirm_mission, pause_mission, resume_mission
from benevolat.missions.words import when_words, where_words
from benevolat.web.forms import ActionForm, Form, act
from benevolat.web.guard import PERSON, PUBLIC, access, found, without_cache

from . import blueprint
from .home import mission_title
from .scope import edited_mission
from .slots import DAY_FORMATS
from .step_forms import coded


class PauseForm(Form):
    """Why, and until when if one knows."""

    reason = RadioField(
        _l("Pour quelle raison\u00a0?"), [DataRequired()], coerce=coded(PauseReason),
        choices=[(each.value, each.label) for each in PauseReason if each is not PauseReason.SILENT],
    )
    resumes_on = DateField(
        _l("Quand rouvrir\u00a0?"), [Optional()], format=DAY_FORMATS,
        description=_l("La mission rouvre toute seule ce jour-là. Laissez vide si vous ne savez pas."),
    )


@blueprint.route("/missions/<public_id>/pause", methods=["GET", "POST"])
@access(PERSON)
def pause(public_id: str) -> Any:
    """Close a mission to candidatures for a while, with a reason everybody reads."""
    row, form = edited_mission(public_id), PauseForm()
    there = url_for("association.mission", public_id=public_id)
    answer = act(
        lambda: pause_mission(row, by=current_user, reason=form.reason.data, resumes_on=form.resumes_on.data),
        then=lambda _done: there, form=form, said=_("La mission est en pause. Elle ne reçoit plus de candidature."),
    ) if form.validate_on_submit() else None
    return answer or (render_template("association/pause.html", title=mission_title(row), form=form, back=there),
                      400 if form.errors else 200)


@blueprint.post("/missions/<public_id>/rouvrir")
@access(PERSON)
def reopen_mission(public_id: str) -> Response | None:
    """Open a mission to candidatures again."""
    row = edited_mission(public_id)
    return act(
        lambda: resume_mission(row, by=current_user), then=lambda _done: url_for("association.mission", public_id=public_id),
        said=_("Les candidatures sont ouvertes."),
    )


@blueprint.route("/actualite/<public_id>/<key>", methods=["GET", "POST"])
@access(PUBLIC)
@without_cache
def still_true(public_id: str, key: str) -> Any:
    """Say by one press, without signing in, that a mission still stands: the link of the reminder is the authority, and serves once."""
    link, row, form = Link(key), found(find_by_link(public_id)), ActionForm()
    open_still = can_confirm_mission(link, row)
    answer = act(
        lambda: confirm_mission(row, by=link), said=_("Merci. La mission reste ouverte."),
        then=lambda _done: url_for("association.still_true", public_id=public_id, key=key),
    ) if open_still and form.validate_on_submit() else None
    return answer or render_template(
        "association/actualite.html", mission=row, form=form, open=open_still, when=when_words(row), where=where_words(row),
    )
