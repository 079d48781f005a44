"""A mission on its association's side: where it stands, and what can be done with it."""

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from benevolat.associations.models import Right
from benevolat.associations.permissions import membership_of
from benevolat.associations.queries import history_of
from benevolat.coordination.services import withdraw_mission
from benevolat.exchange.queries import partner_advice_of
from benevolat.missions import words
from benevolat.missions.models import Mission, MissionKind, Publication
from benevolat.missions.permissions import EDITABLE
from benevolat.missions.queries import siblings_of
from benevolat.missions.services import delete_draft, duplicate_mission
from benevolat.missions.workflow import PASSED, WORKFLOW
from benevolat.web.forms import act
from benevolat.web.guard import PERSON, access
from benevolat.web.history import AGENTS, entries

from . import blueprint
from .home import axes, mission_title, taken
from .scope import own_mission


def _to(mission: Mission) -> str:
    return url_for("association.mission", public_id=mission.public_id)


@blueprint.get("/missions/<public_id>")
@access(PERSON)
def mission(public_id: str) -> str:
    """Show where a mission stands, as the public reads it, and its buttons."""
    row = own_mission(public_id)
    dated = row.kind is MissionKind.DATED
    return render_template(
        "association/mission.html", mission=row, title=mission_title(row), axes=axes(row), taken=taken(row), association=row.association,
        paused=words.pause_words(row), facts=words.facts(row, exact=True), slots=words.slots(row) if dated else [],
        who=words.who_words(row),
        siblings=siblings_of(row), can=_can(row),
        elsewhere=partner_advice_of(row) if row.publication is Publication.PUBLISHED else [],
        history=entries(history_of("mission", row), PASSED, lambda user: str(AGENTS if user is None or user.is_agent else user.full_name)),
    )


def _can(row: Mission) -> dict[str, bool]:
    """Return which buttons the page has: from the workflow's table, and from what is not a passage of state."""
    actions = {each.action for each in WORKFLOW.available(row, current_user)}
    member = membership_of(current_user, row.association)
    rights = member.rights if member is not None else frozenset()
    writes = Right.MISSIONS in rights
    return {
        "edit": writes and row.publication in EDITABLE, "send": writes and row.publication in {Publication.DRAFT, Publication.TO_CORRECT},
        "delete": writes and row.publication is Publication.DRAFT, "withdraw": "withdraw" in actions, "write": writes,
        "recruit": writes and row.publication is Publication.PUBLISHED, "show": row.publication is Publication.PUBLISHED,
        "answer": Right.CANDIDATES in rights and row.published_at is not None,
        "note": Right.HOURS in rights and row.published_at is not None,
    }


@blueprint.post("/missions/<public_id>/dupliquer")
@access(PERSON)
def duplicate(public_id: str) -> Response | None:
    """Copy a mission into a new draft, and ask first for what is not copied: when."""
    row = own_mission(public_id)
    return act(
        lambda: duplicate_mission(row, by=current_user).public_id, said=_("Voici la copie. Dites quand, puis relisez et envoyez."),
        then=lambda made: url_for("association.mission_step", public_id=made, step="2", comme=public_id) if made else _to(row),
    )


@blueprint.post("/missions/<public_id>/supprimer")
@access(PERSON)
def delete(public_id: str) -> Response | None:
    """Erase a draft."""
    row = own_mission(public_id)
    home = url_for("association.dashboard", public_id=row.association.public_id)
    return act(lambda: delete_draft(row, by=current_user), then=lambda _done: home, said=_("Le brouillon est supprimé."))


@blueprint.post("/missions/<public_id>/retirer")
@access(PERSON)
def withdraw(public_id: str) -> Response | None:
    """Take a mission away; those who applied are told."""
    row = own_mission(public_id)
    return act(
        lambda: withdraw_mission(row, by=current_user), then=lambda _told: _to(row),
        said=_("La mission est retirée. Les personnes inscrites sont prévenues."),
    )
