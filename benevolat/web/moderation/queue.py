"""What waits for a modérateur on their territories: one page of queues, the oldest first, late ones said so."""

from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from benevolat.accounts.models import Role
from benevolat.accounts.permissions import territories_of
from benevolat.core import clock
from benevolat.moderation.models import Noun
from benevolat.moderation.queries import Queue, Waiting, queue_of, undoable_decisions
from benevolat.signalements.queries import signalement_queue
from benevolat.territoire.queries import all_territoires, territory_place
from benevolat.web.guard import MODERATEUR, access

from . import blueprint
from .desk_items import FILES, NAME_OF, TITLES, address_of, page_of, waited
from .journal import decided

FEW, PAGE = 10, 50


def _territories() -> str:
    codes = territories_of(current_user, Role.MODERATEUR)
    if codes is None:
        return _("toute l’Isère")
    places = (territory_place(each) for each in codes)
    return ", ".join(sorted(each.name for each in places if each is not None))


def choices() -> list[tuple[str, str]]:
    """Return the territories one may narrow the desk to, when there are several."""
    mine = territories_of(current_user, Role.MODERATEUR)
    rows = [(each.code, each.name) for each in all_territoires() if mine is None or each.code in mine]
    return rows if len(rows) > 1 else []


def read_queue(noun: Noun, territoire: str, limit: int, offset: int = 0) -> Queue:
    """Return a page of one queue."""
    read = signalement_queue if noun is Noun.SIGNALEMENT else lambda user, **page: queue_of(noun, user, **page)
    return read(current_user, territoire=territoire or None, limit=limit, offset=offset)


def shown(row: Waiting) -> dict[str, Any]:
    """Return a row as the desk shows it: its age in days, whether it is late, what to do next."""
    days = (clock.today() - clock.local(row.since).date()).days
    return {"row": row, "url": address_of(row.noun, row.public_id), "waited": waited(days)}


@blueprint.get("")
@access(MODERATEUR)
def queue() -> str:
    """Show every queue, or one of them whole."""
    offered = choices()
    territoire = request.args.get("territoire", "") if request.args.get("territoire", "") in dict(offered) else ""
    only, page = FILES.get(request.args.get("file", "")), page_of(request.args.get("page", "1"))
    queues = [read_queue(only, territoire, PAGE, PAGE * (page - 1))] if only else [read_queue(each, territoire, FEW) for each in TITLES]
    return render_template(
        "moderation/queue.html", territories=_territories(), choices=offered, territoire=territoire, only=only, page=page,
        pages=-(-queues[0].total // PAGE) if only else 1, titles=TITLES, names=NAME_OF,
        queues=[(each, [shown(row) for row in each.rows]) for each in queues if each.total or only],
        page_address=lambda number: url_for("moderation.queue", file=request.args.get("file"), territoire=territoire or None, page=number),
        undoable=[each for each in decided(undoable_decisions(current_user)) if each["until"]],
    )
