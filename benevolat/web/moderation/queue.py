"""What waits for a modérateur on their territories: one page of queues, the oldest first, late ones said so."""

from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from benevolat.accounts.models import Role
from benevolat.accounts.permissions import territories_of
from benevolat.candidatures.queries import contested_doors
from benevolat.core import clock
from benevolat.moderation.models import Noun
from benevolat.moderation.queries import Queue, Waiting, queue_of, undoable_decisions
from benevolat.signalements.queries import signalement_queue
from benevolat.territoire.queries import all_territoires, territory_place
from benevolat.web.guard import MODERATEUR, access

from . import blueprint
from .desk_items import FILES, FROM_FILES, TITLES, address_of, page_of, waited
from .journal import decided

FEW, PAGE = 10, 50


def _territories(codes: frozenset[str] | None) -> str:
    if codes is None:
        return _("toute l’Isère")
    places = (territory_place(each) for each in codes)
    return ", ".join(sorted(each.name for each in places if each is not None))


def _choices(mine: frozenset[str] | None) -> list[tuple[str, str]]:
    """Return the territories one may narrow the desk to, when there are several."""
    rows = [(each.code, each.name) for each in all_territoires() if mine is None or each.code in mine]
    return rows if len(rows) > 1 else []


def read_queue(file: str, territoire: str, limit: int, offset: int = 0) -> Queue:
    """Return a page of one queue, by its name."""
    noun = FILES[file]
    page: dict[str, Any] = {"territoire": territoire or None, "limit": limit, "offset": offset}
    if noun is Noun.SIGNALEMENT:
        return signalement_queue(current_user, **page)
    return queue_of(noun, current_user, imported=FROM_FILES.get(file), **page)


def shown(row: Waiting) -> dict[str, Any]:
    """Return a row as the desk shows it: its age in days, whether it is late, what to do next."""
    days = (clock.today() - clock.local(row.since).date()).days
    return {"row": row, "url": address_of(row.noun, row.public_id), "waited": waited(days)}


@blueprint.get("")
@access(MODERATEUR)
def queue() -> str:
    """Show every queue, or one of them whole."""
    mine = territories_of(current_user, Role.MODERATEUR)
    offered = _choices(mine)
    territoire = request.args.get("territoire", "") if request.args.get("territoire", "") in dict(offered) else ""
    asked = request.args.get("file", "")
    only, page = asked if asked in FILES else None, page_of(request.args.get("page", "1"))
    read = {only: read_queue(only, territoire, PAGE, PAGE * (page - 1))} if only else {
        each: read_queue(each, territoire, FEW) for each in TITLES}
    return render_template(
        "moderation/queue.html", territories=_territories(mine), choices=offered, territoire=territoire, only=only, page=page,
        pages=-(-read[only].total // PAGE) if only else 1, titles=TITLES,
        queues=[(name, each, [shown(row) for row in each.rows]) for name, each in read.items() if each.total or only],
        page_address=lambda number: url_for("moderation.queue", file=only, territoire=territoire or None, page=number),
        doors=len(contested_doors(current_user)),
        undoable=[each for each in decided(undoable_decisions(current_user)) if each["until"]],
    )
