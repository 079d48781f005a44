"""A person and the associations: those they see no more, and those that receive them no more, with a way on for each."""

from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from benevolat.associations.models import Association
from benevolat.candidatures import permissions, queries, services
from benevolat.search.queries import find_public_association
from benevolat.web.forms import ActionForm, act
from benevolat.web.guard import PERSON, access, found, require
from benevolat.web.sessions import inside

from . import blueprint


@blueprint.get("/vous-et-les-associations")
@access(PERSON)
def hosts() -> Any:
    """Show both lists: what the person chose, and what was chosen about them."""
    user = current_user._get_current_object()
    return render_template("benevole/associations.html", hidden=queries.hidden_hosts_of(user), doors=queries.doors_to(user))


@blueprint.post("/vous-et-les-associations/<public_id>/demander")
@access(PERSON)
def contest_door(public_id: str) -> Any:
    """Ask the desk to look at a door that is closed to oneself."""
    door = found(queries.find_own_door(current_user, public_id))
    return act(lambda: services.contest_door(door, by=current_user), then=lambda _done: url_for("benevole.hosts"),
               said=_("Votre demande est partie. Quelqu’un de notre équipe regarde et vous répond."))


def _host(public_id: str) -> Association:
    """Load an association that anybody may see, or one that the person already chose to see no more."""
    hidden = (each.association for each in queries.hidden_hosts_of(current_user) if each.association.public_id == public_id)
    association: Association = found(find_public_association(public_id) or next(hidden, None))
    return association


@blueprint.get("/associations/<public_id>/ne-plus-voir")
@access(PERSON)
def hide_host(public_id: str) -> Any:
    """Say what it changes, and what runs with this association; nothing is chosen yet."""
    association = _host(public_id)
    require(permissions.can_hide_host(current_user, association))
    running = queries.living_with(current_user, association)
    return render_template("benevole/ne-plus-voir.html", association=association, running=running, form=ActionForm(),
                           report_url=url_for("public.report_thing", kind="association", key=public_id))


@blueprint.post("/associations/<public_id>/ne-plus-voir")
@access(PERSON)
def hide_host_post(public_id: str) -> Any:
    """See an association no more."""
    association = _host(public_id)
    require(permissions.can_hide_host(current_user, association))
    return act(lambda: services.hide_host(association, by=current_user._get_current_object()),
               then=lambda _done: url_for("benevole.hosts"), said=_("C’est fait. L’association ne le sait pas."))


@blueprint.post("/associations/<public_id>/voir-de-nouveau")
@access(PERSON)
def show_host(public_id: str) -> Any:
    """See an association again."""
    association = _host(public_id)
    return act(lambda: services.show_host(association, by=current_user._get_current_object()),
               then=lambda _done: inside(request.form.get("suite")) or url_for("benevole.hosts"),
               said=_("Vous voyez de nouveau cette association."))
