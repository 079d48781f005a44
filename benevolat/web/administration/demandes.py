"""Views: what people ask about their data, the nearest day first, and the answer with its reason."""

from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import RadioField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from benevolat.core.db import db
from benevolat.droits import services
from benevolat.droits.models import DataRequest
from benevolat.droits.permissions import can_answer_data_request, visible_requests
from benevolat.droits.queries import requests_to_answer
from benevolat.web.forms import Form, act
from benevolat.web.guard import ADMINISTRATEUR, access, found, require
from benevolat.web.readings import noted

from . import blueprint

LONGEST = 2000


class AnswerForm(Form):
    """Yes or no, and why: the person reads it."""

    decision = RadioField(
        _l("Votre réponse"), [InputRequired()], choices=[("grant", _l("Accepter la demande")), ("refuse", _l("Refuser la demande"))],
    )
    words = TextAreaField(
        _l("Ce que vous répondez à la personne"), [DataRequired(), Length(max=LONGEST)], render_kw={"rows": 5, "maxlength": LONGEST},
        description=_l("Dites ce qui est fait, ou pourquoi non, et ce qu’elle peut faire ensuite."),
    )


@blueprint.get("/demandes")
@access(ADMINISTRATEUR)
def data_requests() -> str:
    """List what waits for an answer, then what was answered."""
    waiting, done = requests_to_answer(current_user)
    return render_template("administration/demandes.html", waiting=waiting, done=done)


@blueprint.get("/demandes/<public_id>")
@blueprint.post("/demandes/<public_id>")
@access(ADMINISTRATEUR)
def data_request(public_id: str) -> Any:
    """Read a request and answer it; the person sees in their journal that it was read."""
    row: DataRequest = found(db.session.scalar(visible_requests(current_user).where(DataRequest.public_id == public_id)))
    form, answer, user = AnswerForm(), None, current_user._get_current_object()
    if form.validate_on_submit():
        require(can_answer_data_request(user, row))
        answer = act(
            lambda: services.answer_request(row, granted=form.decision.data == "grant", words=form.words.data, by=user), form=form,
            then=lambda _done: url_for("administration.data_requests"),
            said=_("La personne est prévenue. Elle lit votre réponse sur le site."),
        )
    return answer or noted(render_template("administration/demande.html", asked=row, form=form), "rights.read", row.user_id)
