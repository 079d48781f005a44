"""What was decided: the journal of a modérateur's territories, and the decisions that can still be taken back."""

from collections.abc import Iterable
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
from benevolat.moderation.queries import decisions, find_decision, readable_temoignages
from benevolat.moderation.queries.journal import PAGE
from benevolat.moderation.services import undo_decision
from benevolat.signalements import services as signalements
from benevolat.signalements.workflow import PASSED as SIGNALEMENT
from benevolat.temoignages.workflow import PASSED as TEMOIGNAGE
from benevolat.web.forms import act
from benevolat.web.guard import MODERATEUR, access, found

from . import blueprint
from .desk_items import address_of, page_of

WORDS = {Noun.MISSION: MISSION, Noun.ASSOCIATION: ASSOCIATION, Noun.SIGNALEMENT: SIGNALEMENT, Noun.TEMOIGNAGE: TEMOIGNAGE}
LATER = _l("Le message part dans 10 minutes. Jusque-là, vous pouvez annuler.")


def decided(rows: Iterable[DeskDecision]) -> list[dict[str, Any]]:
    """Return decisions in words: what, on what, when, by whom, until when each can be undone."""
    kept = list(rows)
    readable = readable_temoignages(current_user, kept)
    return [_decided(each, gone=each.noun is Noun.TEMOIGNAGE and each.object_id not in readable) for each in kept]


def _decided(row: DeskDecision, *, gone: bool) -> dict[str, Any]:
    return {
        "decision": row, "what": WORDS[row.noun].get(row.action, row.action),
        "url": None if gone else address_of(row.noun, row.shown_id),
        "when": _("%(day)s à %(hour)s", day=day_words(row.at), hour=hour_words(row.at)),
        "until": hour_words(row.final_at) if not gone and row.can_be_undone and row.by_id == current_user.id and row.final_at else None,
    }


@blueprint.get("/journal")
@access(MODERATEUR)
def journal() -> str:
    """List the decisions, the latest first."""
    page = page_of(request.args.get("page", "1"))
    rows, total = decisions(current_user, page=page)
    return render_template(
        "moderation/journal.html", rows=decided(rows), total=total, page=page, pages=-(-total // PAGE),
        page_address=lambda number: url_for("moderation.journal", page=number),
    )


@blueprint.post("/journal/<public_id>/annuler")
@access(MODERATEUR)
def undo(public_id: str) -> Response | None:
    """Take a decision back: nobody has been told of it."""
    row: DeskDecision = found(find_decision(current_user, public_id))
    gone = row.noun is Noun.TEMOIGNAGE and not readable_temoignages(current_user, [row])
    back = url_for("moderation.journal") if gone else address_of(row.noun, row.shown_id)
    take_back = signalements.undo_decision if row.noun is Noun.SIGNALEMENT else undo_decision
    return act(lambda: take_back(row, by=current_user), then=lambda _done: back,
               said=_("La décision est annulée. Le message ne partira pas."))


def to_desk(_done: object) -> str:
    """Return to the queues."""
    return url_for("moderation.queue")
