"""What was decided: the journal of a modérateur's territories, and the decisions that can still be taken back."""

from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from benevolat.associations.workflow import PASSED as ASSOCIATION
from benevolat.core.clock import day_words, hour_words
from benevolat.missions.workflow import PASSED as MISSION
from benevolat.moderation.models import DeskDecision, Noun
from benevolat.moderation.queries import decisions, find_decision
from benevolat.moderation.queries.journal import PAGE
from benevolat.moderation.services import undo_decision
from benevolat.signalements import services as signalements
from benevolat.signalements.workflow import PASSED as SIGNALEMENT
from benevolat.web.forms import act
from benevolat.web.guard import MODERATEUR, access, found

from . import blueprint
from .desk_items import address_of, page_of

WORDS = {Noun.MISSION: MISSION, Noun.ASSOCIATION: ASSOCIATION, Noun.SIGNALEMENT: SIGNALEMENT}
LATER = _l("Le message part dans 10 minutes. Jusque-là, vous pouvez annuler.")


def decided(row: DeskDecision) -> dict[str, Any]:
    """Return a decision in words: what, on what, when, by whom, until when it can be undone."""
    return {
        "decision": row, "what": WORDS[row.noun].get(row.action, row.action), "url": address_of(row.noun, row.shown_id),
        "when": _("%(day)s à %(hour)s", day=day_words(row.at), hour=hour_words(row.at)),
        "until": hour_words(row.final_at) if row.can_be_undone and row.by_id == current_user.id and row.final_at else None,
    }


@blueprint.get("/journal")
@access(MODERATEUR)
def journal() -> str:
    """List the decisions, the latest first."""
    page = page_of(request.args.get("page", "1"))
    rows, total = decisions(current_user, page=page)
    return render_template(
        "moderation/journal.html", rows=[decided(each) for each in rows], total=total, page=page, pages=-(-total // PAGE),
        page_address=lambda number: url_for("moderation.journal", page=number),
    )


@blueprint.post("/journal/<public_id>/annuler")
@access(MODERATEUR)
def undo(public_id: str) -> Response | None:
    """Take a decision back: nobody has been told of it."""
    row: DeskDecision = found(find_decision(current_user, public_id))
    back = address_of(row.noun, row.shown_id)
    take_back = signalements.undo_decision if row.noun is Noun.SIGNALEMENT else undo_decision
    return act(lambda: take_back(row, by=current_user), then=lambda _done: back,
               said=_("La décision est annulée. Le message ne partira pas."))


def to_desk(_done: object) -> str:
    """Return to the queues."""
    return url_for("moderation.queue")
