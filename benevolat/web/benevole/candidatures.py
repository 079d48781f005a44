"""A volunteer's candidatures: where each stands, what comes next, the messages, withdrawing."""

from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from benevolat.candidatures import permissions, queries, services
from benevolat.candidatures.models import Candidature, Companion, State
from benevolat.candidatures.workflow import WORKFLOW
from benevolat.core.settings import config
from benevolat.engagements import services as engagements
from benevolat.engagements.queries import engagement_of, is_running
from benevolat.web.forms import act
from benevolat.web.guard import PERSON, access, found, require
from benevolat.web.messages import MessageForm, send_message

from . import blueprint


def _candidature(public_id: str) -> Candidature:
    candidature: Candidature = found(queries.find_own_candidature(current_user, public_id))
    return candidature


@blueprint.get("/mes-candidatures")
@access(PERSON)
def candidatures() -> Any:
    """List what the person sent."""
    rows = queries.candidatures_of(current_user)
    hidden = {each.association_id for each in queries.hidden_hosts_of(current_user)}
    return render_template(
        "benevole/candidatures.html", living=[each for each in rows if each.is_active], over=[each for each in rows if not each.is_active],
        unread=queries.unread_counts([each for each in rows if each.mission.association_id not in hidden], from_volunteer=False),
    )


@blueprint.get("/mes-candidatures/<public_id>")
@access(PERSON)
def candidature(public_id: str) -> Any:
    """Show one candidature: what happened, what comes next, the messages."""
    return _show(_candidature(public_id), MessageForm())


def _show(candidature: Candidature, form: MessageForm) -> str:
    engagement, given = engagement_of(candidature), queries.companion_of(candidature)
    return render_template(
        "benevole/candidature.html", candidature=candidature, steps=queries.story_of(candidature, for_volunteer=True), form=form,
        messages=queries.messages_of(candidature), unread=queries.unread_counts([candidature], from_volunteer=False).get(candidature.id, 0),
        can_write=permissions.can_write_message(current_user, candidature),
        can_read_contact=permissions.can_read_contact(current_user, candidature),
        actions=[each.action for each in WORKFLOW.available(candidature, current_user)] if is_running(engagement) else [],
        needs_parent=queries.needs_agreement(candidature), agreement=queries.agreement_of(candidature),
        welcome=queries.welcome_of(candidature.mission),
        given=_given(given), received=queries.joined_by(candidature), can_ask=queries.still_serves(candidature),
        apart=queries.hidden_since(current_user, candidature.mission.association_id),
        engagement=engagement, offer=queries.open_offer(candidature), missed=queries.missed_offer(candidature),
        rank=queries.rank_of(candidature) if candidature.state is State.WAITLISTED else None,
    )


def _given(link: Companion | None) -> dict[str, Any] | None:
    """Return the link one gave as the page shows it; None too when its friend comes no more: another can be made."""
    if link is None or (link.friend is not None and not queries.is_taken(link)) or not link.candidature.is_active:
        return None
    address = f"{config('BASE_URL')}{url_for('benevole.come_with', token=link.token)}"
    return {"link": link, "address": address, "taken": queries.is_taken(link)}


@blueprint.post("/mes-candidatures/<public_id>/prendre-la-place")
@access(PERSON)
def take_place(public_id: str) -> Any:
    """Take the place that is kept for oneself."""
    candidature = _candidature(public_id)
    return act(
        lambda: engagements.take_offer(candidature, by=current_user),
        then=lambda _done: url_for("benevole.candidature", public_id=public_id),
        said=_("La place est à vous. L’association est prévenue."),
    )


@blueprint.post("/mes-candidatures/<public_id>/attendre-encore")
@access(PERSON)
def wait_again(public_id: str) -> Any:
    """Wait for the next place after one that was not answered."""
    candidature = _candidature(public_id)
    return act(
        lambda: services.rejoin_list(candidature, by=current_user), then=lambda _done: url_for("benevole.candidature", public_id=public_id),
        said=_("Vous êtes de nouveau sur la liste d’attente."),
    )


@blueprint.post("/mes-candidatures/<public_id>/message")
@access(PERSON)
def write_message(public_id: str) -> Any:
    """Write to the association."""
    candidature, form = _candidature(public_id), MessageForm()
    answer = send_message(candidature, form, then=url_for("benevole.candidature", public_id=public_id, _anchor="messages"))
    return answer or _show(candidature, form)


@blueprint.post("/mes-candidatures/<public_id>/lu")
@access(PERSON)
def read_messages(public_id: str) -> Any:
    """Note that the association's messages were read."""
    candidature = _candidature(public_id)
    return act(lambda: services.mark_messages_read(candidature, by=current_user),
               then=lambda _done: url_for("benevole.candidature", public_id=public_id, _anchor="messages"))


@blueprint.post("/mes-candidatures/<public_id>/retirer")
@access(PERSON)
def withdraw(public_id: str) -> Any:
    """Withdraw one's candidature."""
    candidature = _candidature(public_id)
    require(permissions.can_withdraw_candidature(current_user, candidature))
    return act(
        lambda: engagements.withdraw_candidature(candidature, by=current_user),
        then=lambda _done: url_for("benevole.candidature", public_id=public_id),
        said=_("Votre candidature est retirée. L’association est prévenue."),
    )
