"""Views: twice a year, who still needs an account."""

from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import DateField
from wtforms.validators import Optional

from benevolat.accounts import services
from benevolat.accounts.models import User
from benevolat.accounts.permissions import can_review_agent, visible_agents
from benevolat.accounts.queries import agents_to_review, roles_by_agent, roles_held
from benevolat.core.db import db
from benevolat.web.forms import Form, act
from benevolat.web.guard import ADMINISTRATEUR, access, found, require

from . import blueprint
from .forms import EVERYWHERE


class ReviewForm(Form):
    """Until when, if that changes."""

    ends_on = DateField(_l("Nouvelle fin du compte"), [Optional()], description=_l("Laissez vide pour garder la date. Deux ans au plus."))


def _me() -> User:
    user: User = current_user._get_current_object()
    return user


def _agent(public_id: str) -> User:
    account: User = found(db.session.scalar(visible_agents(_me()).where(User.public_id == public_id)))
    return account


@blueprint.get("/revue")
@access(ADMINISTRATEUR)
def review() -> str:
    """List the accounts to look at again, and why."""
    rows = agents_to_review(db.session.scalars(visible_agents(_me())))
    return render_template("administration/revue.html", rows=rows, roles=roles_by_agent([each.agent for each in rows]))


@blueprint.get("/agents/<public_id>/revue")
@blueprint.post("/agents/<public_id>/revue")
@access(ADMINISTRATEUR)
def review_agent(public_id: str) -> Any:
    """Say that an account is still of use, and until when."""
    account, form, answer = _agent(public_id), ReviewForm(), None
    require(can_review_agent(_me(), account))
    if form.validate_on_submit():
        answer = act(lambda: services.confirm_agent(account, by=_me(), ends_on=form.ends_on.data), form=form,
                     then=lambda _done: url_for("administration.review"), said=_("C’est noté\u00a0: ce compte sert toujours."))
    return answer or render_template("administration/revue_agent.html", account=account, form=form,
                                     roles=roles_by_agent([account])[account.id])


@blueprint.post("/agents/<public_id>/roles/<role>/<where>/retirer")
@access(ADMINISTRATEUR)
def withdraw_role(public_id: str, role: str, where: str) -> Any:
    """Take a role from an agent, on a territory or on all."""
    roles = roles_held(_agent(public_id))
    held = found(next((each for each in roles if each.role.value == role and (each.territoire_code or EVERYWHERE) == where), None))
    return act(lambda: services.withdraw_role(held, by=_me()), said=_("Le rôle est retiré."),
               then=lambda _done: url_for("administration.agent", public_id=public_id))
