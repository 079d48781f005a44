"""Views: the collective actions of a référent's territory: write one, invite the people one accompanies, all on one page."""

from typing import Any

from flask import request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from benevolat.accompagnement.permissions import visible_people
from benevolat.accompagnement.queries import referent_record
from benevolat.accompagnement.services import record_act
from benevolat.accounts.models import User
from benevolat.actions import queries, services
from benevolat.core.db import db, transaction
from benevolat.web import collective
from benevolat.web.forms import ActionForm, act, strip
from benevolat.web.guard import REFERENT, access, require

from . import blueprint


@blueprint.get("/actions")
@access(REFERENT)
def actions() -> str:
    """Show the actions to which one may invite, and one's own drafts."""
    return collective.listing("referent")


@blueprint.route("/actions/nouvelle", methods=["GET", "POST"])
@access(REFERENT)
def new_action() -> Any:
    """Write an action for the territory of one's service."""
    record = referent_record(current_user)
    require(record is not None)
    return collective.new("referent", [], record.service.territoire_code if record is not None else None)


@blueprint.get("/actions/<public_id>")
@access(REFERENT)
def action(public_id: str) -> str:
    """Show an action, whom to invite, and who wished it known that they come: each of these reads that it was read."""
    with transaction():
        for person in queries.people_who_said_so(current_user, collective.load(public_id)):
            record_act("action.read", person, by=current_user)
    shown = collective.load(public_id)
    words = strip(request.args.get("nom", "")[:80]) or ""
    people, invited = queries.people_to_invite(current_user, shown, words, request.args.get("page", 1, int))
    return collective.page("referent", public_id, people=people, invited=invited, words=words,
                           said_so=queries.people_who_said_so(current_user, shown),
                           page_address=lambda page: url_for("referent.action", public_id=public_id, nom=words or None, page=page))


@blueprint.post("/actions/<public_id>/inviter")
@access(REFERENT)
def invite_to_action(public_id: str) -> Any:
    """Invite the people whose box is ticked."""
    shown = collective.load(public_id)
    require(ActionForm().validate())
    chosen = visible_people(current_user).where(User.public_id.in_(request.form.getlist("people")))
    return act(lambda: services.invite_people(shown, list(db.session.scalars(chosen.order_by(User.id))), by=current_user),
               then=lambda _r: url_for("referent.action", public_id=public_id),
               said=_("Les invitations sont parties. Chacun est libre de répondre ou non."))


@blueprint.route("/actions/<public_id>/modifier", methods=["GET", "POST"])
@access(REFERENT)
def edit_action(public_id: str) -> Any:
    """Change one's own action."""
    return collective.edit("referent", public_id)


@blueprint.post("/actions/<public_id>/ouvrir")
@access(REFERENT)
def open_action(public_id: str) -> Any:
    """Open one's own draft."""
    return collective.open_it("referent", public_id)


@blueprint.route("/actions/<public_id>/annuler", methods=["GET", "POST"])
@access(REFERENT)
def cancel_action(public_id: str) -> Any:
    """Cancel one's own action."""
    return collective.cancel("referent", public_id)


@blueprint.post("/actions/<public_id>/effacer")
@access(REFERENT)
def remove_action(public_id: str) -> Any:
    """Erase one's own draft."""
    return collective.remove("referent", public_id)
