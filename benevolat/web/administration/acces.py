"""Views: an agent lost telephone and recovery codes: one administrateur asks, another gives access back a day later."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_login import current_user

from benevolat.accounts import services
from benevolat.accounts.models import User
from benevolat.accounts.permissions import visible_agents
from benevolat.accounts.queries import factor_reset_of
from benevolat.core.db import db
from benevolat.web.forms import act
from benevolat.web.guard import ADMINISTRATEUR, access, found

from . import blueprint


def _agent(public_id: str) -> User:
    agent: User = found(db.session.scalar(visible_agents(current_user).where(User.public_id == public_id)))
    return agent


@blueprint.post("/agents/<public_id>/acces/demander")
@access(ADMINISTRATEUR)
def ask_factor_reset(public_id: str) -> Any:
    """Ask that an agent's access be given back."""
    agent, me = _agent(public_id), current_user._get_current_object()
    return act(lambda: services.ask_factor_reset(agent, by=me), then=lambda _done: url_for("administration.agent", public_id=public_id),
               said=_("La demande est notée. Demain, une autre personne de l’administration pourra la confirmer."))


@blueprint.post("/agents/<public_id>/acces/rendre")
@access(ADMINISTRATEUR)
def finish_factor_reset(public_id: str) -> Any:
    """Give an agent's access back, after another's request and a day."""
    agent, me = _agent(public_id), current_user._get_current_object()
    reset = found(factor_reset_of(agent))
    return act(lambda: services.finish_factor_reset(reset, by=me), then=lambda _done: url_for("administration.agent", public_id=public_id),
               said=_("L’accès est rendu. La personne reçoit un message pour recommencer."))


@blueprint.post("/agents/<public_id>/acces/arreter")
@access(ADMINISTRATEUR)
def cancel_factor_reset(public_id: str) -> Any:
    """Stop the request: nothing changes."""
    agent, me = _agent(public_id), current_user._get_current_object()
    reset = found(factor_reset_of(agent))
    return act(lambda: services.cancel_factor_reset(reset, by=me), then=lambda _done: url_for("administration.agent", public_id=public_id),
               said=_("La demande est arrêtée."))
