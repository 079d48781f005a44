"""Views: the agents, their invitations, their roles and their end."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from benevolat.accounts import services
from benevolat.accounts.models import Invitation, User
from benevolat.accounts.permissions import (
    can_ask_factor_reset,
    can_end_agent,
    can_finish_factor_reset,
    can_invite_agent,
    visible_agents,
    visible_invitations,
)
from benevolat.accounts.queries import factor_reset_of, has_factor, roles_by_agent, roles_held
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.web.forms import act
from benevolat.web.guard import ADMINISTRATEUR, access, found, require

from . import blueprint
from .forms import GrantForm, InvitationForm


def _me() -> User:
    user: User = current_user._get_current_object()
    return user


@blueprint.get("")
@access(ADMINISTRATEUR)
def agents() -> Any:
    """List the agents with their roles, and the invitations that wait."""
    rows = db.session.scalars(visible_agents(_me()).order_by(User.last_name, User.first_name, User.id)).all()
    waiting = db.session.scalars(visible_invitations(_me()).order_by(Invitation.created_at.desc(), Invitation.id)).all()
    return render_template(
        "administration/agents.html", agents=rows, roles=roles_by_agent(rows), invitations=waiting, now=clock.now(),
    )


@blueprint.get("/inviter")
@blueprint.post("/inviter")
@access(ADMINISTRATEUR)
def invite() -> Any:
    """Invite an agent: the link goes to their professional address."""
    require(can_invite_agent(_me()))
    form = InvitationForm()
    if form.validate_on_submit():
        answer = act(
            lambda: services.invite_agent(form.email.data, by=_me(), **form.details()),
            then=lambda _done: url_for("administration.agents"), form=form,
            said=_("L’invitation est partie à %(email)s. Le lien sert pendant 7\u00a0jours.", email=form.email.data),
        )
        if answer:
            return answer
    return render_template("administration/invite.html", form=form)


@blueprint.post("/invitations/<public_id>/annuler")
@access(ADMINISTRATEUR)
def cancel_invitation(public_id: str) -> Any:
    """Make an invitation's link worthless."""
    invitation = db.session.scalar(visible_invitations(_me()).where(Invitation.public_id == public_id))
    if invitation is None:
        flash(_("Cette invitation n’attend plus\u00a0: elle a été acceptée, annulée ou remplacée."), "warning")
        return redirect(url_for("administration.agents"), 303)
    return act(
        lambda: services.cancel_invitation(invitation, by=_me()), then=lambda _done: url_for("administration.agents"),
        said=_("L’invitation est annulée\u00a0: son lien ne marche plus."),
    )


@blueprint.get("/agents/<public_id>")
@blueprint.post("/agents/<public_id>")
@access(ADMINISTRATEUR)
def agent(public_id: str) -> Any:
    """Show an agent's account, and give it one more role."""
    account = found(_agent(public_id))
    form = GrantForm()
    if form.validate_on_submit():
        answer = act(
            lambda: services.grant_role(
                account, by=_me(), role=form.chosen, territoire_code=form.where, ends_on=form.ends_on.data), form=form,
            then=lambda _done: url_for("administration.agent", public_id=public_id), said=_("Le rôle est ajouté."),
        )
        if answer:
            return answer
    return render_template(
        "administration/agent.html", account=account, form=form, roles=roles_by_agent([account])[account.id],
        held=roles_held(account), today=clock.today(), can_end=can_end_agent(_me(), account) and account.is_active,
        access=_access_of(account),
    )


@blueprint.post("/agents/<public_id>/fermer")
@access(ADMINISTRATEUR)
def end_agent(public_id: str) -> Any:
    """End an agent's account at once."""
    account = found(_agent(public_id))
    return act(
        lambda: services.end_agent(account, by=_me()), then=lambda _done: url_for("administration.agent", public_id=public_id),
        said=_("Le compte est fermé. Ses sessions aussi."),
    )


def _access_of(account: User) -> dict[str, Any]:
    """Return what the page says of an agent's second step, and what this administrateur may do of it."""
    reset = factor_reset_of(account)
    return {
        "ready": has_factor(account), "reset": reset, "can_ask": reset is None and can_ask_factor_reset(_me(), account),
        "can_finish": reset is not None and reset.ready_at <= clock.now() and can_finish_factor_reset(_me(), reset),
    }


def _agent(public_id: str) -> User | None:
    return db.session.scalar(visible_agents(_me()).where(User.public_id == public_id))
