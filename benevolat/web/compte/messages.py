"""Views: which letters one receives, and when."""

from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import BooleanField, RadioField
from wtforms.validators import InputRequired

from benevolat.accounts import services
from benevolat.accounts.messages import MessageKind, Pace, is_written_to
from benevolat.accounts.models import User
from benevolat.associations.queries import memberships_of
from benevolat.web.forms import Form, act
from benevolat.web.guard import PERSON, access

from . import blueprint


def _paces(kind: MessageKind) -> RadioField:
    return RadioField(kind.label, [InputRequired()], choices=Pace.choices())


class MessagesForm(Form):
    """A pace for each kind of letters, and the SMS besides."""

    conversation = _paces(MessageKind.CONVERSATION)
    candidates = _paces(MessageKind.CANDIDATES)
    reminders = _paces(MessageKind.REMINDERS)
    closing = _paces(MessageKind.CLOSING)
    receipts = _paces(MessageKind.RECEIPTS)
    urgent_by_sms = BooleanField(_l("Me prévenir aussi par SMS pour les quatre messages urgents"))

    def chosen(self) -> dict[MessageKind, Pace]:
        """Return the pace of each kind that was asked."""
        return {kind: Pace(self[kind.value].data) for kind in MessageKind if kind.value in self}


def _form(user: User) -> MessagesForm:
    paces = {kind.value: user.message_paces.get(kind.value, Pace.NOW.value) for kind in MessageKind}
    form = MessagesForm(data={**paces, "urgent_by_sms": user.urgent_by_sms})
    if not memberships_of(user):
        del form.candidates
    if user.email is None or user.phone_confirmed_at is None:
        del form.urgent_by_sms
    return form


@blueprint.get("/compte/messages")
@blueprint.post("/compte/messages")
@access(PERSON)
def messages() -> Any:
    """Choose the letters one receives; what answers or protects always comes."""
    user = current_user._get_current_object()
    form, answer = _form(user), None
    if form.validate_on_submit():
        by_sms = form.urgent_by_sms.data if "urgent_by_sms" in form else user.urgent_by_sms
        answer = act(lambda: services.choose_messages(user, form.chosen(), urgent_by_sms=by_sms), form=form,
                     then=lambda _done: url_for("compte.account"), said=_("Vos choix sont enregistrés."))
    return answer or render_template("compte/messages.html", form=form, user=user, by_sms=not is_written_to(user))
