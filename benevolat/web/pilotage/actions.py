"""Views: the collective actions of a pilote's territories, and how many agents followed the training."""

from typing import Any

from flask_babel import gettext as _
from flask_login import current_user

from benevolat.accounts.models import Role
from benevolat.accounts.permissions import territories_of
from benevolat.actions.queries import trainings
from benevolat.territoire.queries import all_territoires
from benevolat.web import collective
from benevolat.web.guard import PILOTE, access

from . import blueprint


@blueprint.get("/actions")
@access(PILOTE)
def actions() -> str:
    """Show every action of one's territories, then the count of trainings."""
    trained, elsewhere = trainings()
    return collective.listing("pilotage", trained=trained, trained_elsewhere=elsewhere)


@blueprint.route("/actions/nouvelle", methods=["GET", "POST"])
@access(PILOTE)
def new_action() -> Any:
    """Write an action for one of one's territories."""
    mine = territories_of(current_user, Role.PILOTE)
    shown = [(each.code, each.name) for each in all_territoires() if mine is None or each.code in mine]
    return collective.new("pilotage", [("", _("Tout le département") if mine is None else _("Choisissez")), *shown], None)


@blueprint.get("/actions/<public_id>")
@access(PILOTE)
def action(public_id: str) -> str:
    """Show an action; of who comes, a pilote sees the places left and nothing else."""
    return collective.page("pilotage", public_id, people=None, said_so=[])


@blueprint.route("/actions/<public_id>/modifier", methods=["GET", "POST"])
@access(PILOTE)
def edit_action(public_id: str) -> Any:
    """Change an action of one's territories."""
    return collective.edit("pilotage", public_id)


@blueprint.post("/actions/<public_id>/ouvrir")
@access(PILOTE)
def open_action(public_id: str) -> Any:
    """Open a draft."""
    return collective.open_it("pilotage", public_id)


@blueprint.route("/actions/<public_id>/annuler", methods=["GET", "POST"])
@access(PILOTE)
def cancel_action(public_id: str) -> Any:
    """Cancel an action."""
    return collective.cancel("pilotage", public_id)


@blueprint.post("/actions/<public_id>/effacer")
@access(PILOTE)
def remove_action(public_id: str) -> Any:
    """Erase a draft."""
    return collective.remove("pilotage", public_id)
