"""Coming with a friend: the link one gives, the page it opens, and what is kept in the friend's session until they applied."""

from typing import Any

from flask import flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user

from benevolat.candidatures import queries, services
from benevolat.candidatures.models import Candidature, Companion
from benevolat.core.errors import Conflict
from benevolat.missions.models import Mission
from benevolat.web import limits
from benevolat.web.forms import act
from benevolat.web.guard import PERSON, PUBLIC, access, found, without_cache

from . import blueprint

TOGETHER = "ensemble"
LONGEST_TOKEN = 64


def asked_along(mission: Mission) -> Companion | None:
    """Return the link to this mission by which the present visitor said that they come along, while it still serves; or None."""
    companion = queries.find_companion(session.get(TOGETHER, ""))
    serves = companion is not None and companion.candidature.mission_id == mission.id and queries.still_serves(companion.candidature)
    return companion if serves else None


def come_along(sent: Candidature) -> None:
    """Say, once the candidature is sent, that it comes with a friend's; what cannot be is said, and the candidature stands."""
    companion = queries.find_companion(session.pop(TOGETHER, ""))
    if companion is None or companion.candidature.mission_id != sent.mission_id:
        return
    try:
        services.join_friend(companion, sent, by=sent.user)
    except Conflict as refused:
        flash(str(refused), "error")


def _open(token: str) -> Companion | None:
    """Return what a link opens now: nothing once it was taken, taken back, or when the mission takes nobody any more."""
    limits.check("answer", token[:LONGEST_TOKEN])
    companion = queries.find_companion(token[:LONGEST_TOKEN])
    if companion is None or not queries.still_serves(companion.candidature):
        return None
    mine = current_user.is_authenticated and companion.candidature.user_id == current_user.id
    return companion if mine or not queries.is_taken(companion) else None


def _already(companion: Companion) -> Candidature | None:
    """Return the candidature that the visitor already has where the friend comes, or None."""
    if not current_user.is_authenticated or current_user.is_agent:
        return None
    return queries.active_candidature(current_user, companion.candidature.mission, companion.candidature.creneau)


@blueprint.get("/venir-avec/<token>")
@access(PUBLIC)
@without_cache
def come_with(token: str) -> Any:
    """Show the mission and nothing else: neither who gave the link, nor who comes."""
    companion = _open(token)
    if companion is None:
        return render_template("benevole/venir-avec-fini.html"), 404
    mine = current_user.is_authenticated and companion.candidature.user_id == current_user.id
    return render_template(
        "benevole/venir-avec.html", token=token, mission=companion.candidature.mission, candidature=companion.candidature, mine=mine,
        already=None if mine else _already(companion),
    )


@blueprint.post("/venir-avec/<token>")
@access(PUBLIC)
def come_with_post(token: str) -> Any:
    """Say yes: at once when one applied already, else with the candidature that one is about to write."""
    companion = _open(token)
    if companion is None:
        return render_template("benevole/venir-avec-fini.html"), 404
    sent = _already(companion)
    if sent is None:
        session[TOGETHER] = token[:LONGEST_TOKEN]
        return redirect(url_for("benevole.apply", public_id=companion.candidature.mission.public_id), 303)
    return act(
        lambda: services.join_friend(companion, sent, by=current_user._get_current_object()),
        then=lambda _done: url_for("benevole.candidature", public_id=sent.public_id, _anchor="ensemble"),
        said=_("C’est dit. L’association voit que vous venez ensemble."),
    )


@blueprint.post("/mes-candidatures/<public_id>/venir-avec")
@access(PERSON)
def ask_friend(public_id: str) -> Any:
    """Make the link to give to a friend."""
    candidature = found(queries.find_own_candidature(current_user, public_id))
    return act(lambda: services.ask_friend(candidature, by=current_user._get_current_object()),
               then=lambda _done: url_for("benevole.candidature", public_id=public_id, _anchor="ensemble"))


@blueprint.post("/mes-candidatures/<public_id>/venir-sans")
@access(PERSON)
def part(public_id: str) -> Any:
    """Take back the link one gave, or what one said by a friend's."""
    candidature = found(queries.find_own_candidature(current_user, public_id))
    links = [queries.companion_of(candidature), queries.joined_by(candidature)]
    companion = found(next((each for each in links if each is not None and each.token == request.form.get("lien")), None))
    return act(
        lambda: services.part(companion, by=current_user._get_current_object()),
        then=lambda _done: url_for("benevole.candidature", public_id=public_id, _anchor="ensemble"),
        said=_("C’est fait. Votre candidature ne change pas."),
    )
