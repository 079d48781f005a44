"""Views: the collective actions a person is invited to: come, wait or do nothing, give their place back, keep « j’y étais »."""

from typing import Any

from flask import Response, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import StringField
from wtforms.validators import DataRequired, InputRequired, Length

from benevolat.accompagnement.queries import current_link
from benevolat.actions import queries, services
from benevolat.actions.documents import calendar_file
from benevolat.actions.models import Action, Answer
from benevolat.actions.permissions import received_actions
from benevolat.contrats.services import freedom_text
from benevolat.core.db import db
from benevolat.web.durations import DurationField
from benevolat.web.forms import ActionForm, Form, act
from benevolat.web.guard import PERSON, access, found, require, without_cache

from . import blueprint

LONGEST = 120


class PasseportForm(Form):
    """The neutral words under which it enters the passeport: proposed, and the person's to change."""

    title = StringField(_l("Ce qui sera écrit"), [DataRequired(), Length(max=LONGEST)],
                        description=_l("Ces mots ne disent rien de votre situation. Vous pouvez les changer."))
    host = StringField(_l("Avec qui"), [DataRequired(), Length(max=LONGEST)])
    hours = DurationField(_l("Combien de temps"), [InputRequired()])


def _load(public_id: str) -> Action:
    """Return an action to which the person is invited, or that they joined; for anybody else it does not exist."""
    action: Action = found(db.session.scalar(received_actions(current_user).where(Action.public_id == public_id)))
    return action


def _page(public_id: str) -> str:
    return url_for("insertion.action", public_id=public_id)


@blueprint.get("/mon-contrat/actions/<public_id>")
@access(PERSON)
def action(public_id: str) -> str:
    """Show an action: where, when, who invites, and what the person asked for."""
    shown = _load(public_id)
    inscription = queries.inscription_of(current_user, shown)
    return render_template(
        "insertion/action.html", action=shown, inscription=inscription, invitation=queries.invitation_of(current_user, shown),
        coming=inscription is not None and inscription.answer is Answer.COMING, places=queries.places_for_people(shown),
        freedom=freedom_text()[0], link=current_link(current_user),
    )


@blueprint.post("/mon-contrat/actions/<public_id>/reponse")
@access(PERSON)
def answer_action(public_id: str) -> Any:
    """Come, wait, or say no: one address and one way back for all three, so that no log of addresses tells a « no » from a « yes ».

    What is neither come nor wait is a no, which is nothing.
    """
    shown = _load(public_id)
    require(ActionForm().validate())
    deeds = {
        "come": (services.come, _("Vous avez une place. Vous pouvez la rendre quand vous voulez.")),
        "wait": (services.wait, _("C’est noté. Si une place se libère, elle est pour vous et vous êtes prévenu.")),
    }
    deed, said = deeds.get(request.form.get("answer", ""), (services.decline, _("C’est entendu. Votre réponse n’est gardée nulle part.")))
    return act(lambda: deed(shown, by=current_user), then=lambda _r: _page(public_id), said=said)


@blueprint.post("/mon-contrat/actions/<public_id>/rendre")
@access(PERSON)
def give_back(public_id: str) -> Any:
    """Give one's place back; the page may be the person's no more."""
    shown = _load(public_id)
    require(ActionForm().validate())
    return act(lambda: services.give_back(shown, by=current_user), then=lambda _r: url_for("insertion.overview"),
               said=_("Votre place est rendue. Il n’en reste rien, et personne n’est prévenu."))


@blueprint.post("/mon-contrat/actions/<public_id>/dire")
@access(PERSON)
def show_action(public_id: str) -> Any:
    """Let one's référent know that one comes, or no more."""
    shown, told = _load(public_id), request.form.get("told") == "yes"
    require(ActionForm().validate())
    return act(lambda: services.show_to_referent(shown, told, by=current_user), then=lambda _r: _page(public_id),
               said=_("La personne qui vous accompagne peut lire que vous venez.") if told else _("Elle ne le lit plus."))


@blueprint.get("/mon-contrat/actions/<public_id>/agenda.ics")
@access(PERSON)
@without_cache
def action_calendar(public_id: str) -> Response:
    """Give the dates for a calendar, in neutral words, to who comes."""
    shown = _load(public_id)
    there = queries.inscription_of(current_user, shown)
    found(there if there is not None and there.answer is Answer.COMING else None)
    headers = {"Content-Disposition": 'attachment; filename="rendez-vous.ics"'}
    return Response(calendar_file(shown), mimetype="text/calendar", headers=headers)


@blueprint.post("/mon-contrat/actions/<public_id>/presence")
@access(PERSON)
def keep_attendance(public_id: str) -> Any:
    """Say that one was there, or take it back."""
    shown, there = _load(public_id), request.form.get("there") == "yes"
    require(ActionForm().validate())
    return act(lambda: services.keep_attendance(shown, there, by=current_user), then=lambda _r: _page(public_id),
               said=_("C’est gardé, pour vous seul.") if there else _("C’est effacé."))


@blueprint.route("/mon-contrat/actions/<public_id>/passeport", methods=["GET", "POST"])
@access(PERSON)
def action_passeport(public_id: str) -> Any:
    """Put it in the passeport under neutral words."""
    shown, answer = _load(public_id), None
    there = queries.inscription_of(current_user, shown)
    found(there if there is not None and there.attended_at is not None and there.engagement_id is None else None)
    form = PasseportForm(data={"title": shown.neutral_title, "host": shown.host, "hours": shown.minutes})
    if form.validate_on_submit():
        person = current_user._get_current_object()
        answer = act(
            lambda: services.write_in_passeport(shown, title=form.title.data, host=form.host.data, minutes=form.hours.data, by=person),
            then=lambda _r: _page(public_id), form=form, said=_("C’est dans vos engagements, avec ces mots-là et rien d’autre."))
    return answer or (render_template("insertion/action_passeport.html", action=shown, form=form), 400 if form.errors else 200)


@blueprint.post("/mon-contrat/actions/<public_id>/effacer")
@access(PERSON)
def erase_action(public_id: str) -> Any:
    """Erase what one kept of an action."""
    shown = _load(public_id)
    require(ActionForm().validate())
    return act(lambda: services.erase_inscription(shown, by=current_user), then=lambda _r: url_for("insertion.overview"),
               said=_("C’est effacé."))
