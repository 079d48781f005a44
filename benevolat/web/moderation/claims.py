"""Taking an item, leaving it, and going to the next one that nobody is on."""

from typing import Any

from flask import flash, jsonify, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from benevolat.core.db import transaction
from benevolat.moderation.errors import HeldByAnother
from benevolat.moderation.models import Noun
from benevolat.moderation.queries import next_free
from benevolat.moderation.services import release, take
from benevolat.signalements.queries import next_free_signalements
from benevolat.signalements.services import take_signalement
from benevolat.web.forms import act
from benevolat.web.guard import MODERATEUR, access, found

from . import blueprint
from .desk_items import FILE, FILES, FROM_FILES, address_of, find_item


def _take(noun: Noun, public_id: str) -> None:
    """Take an item for the modérateur; a report is then in hand."""
    item = found(find_item(noun, public_id))
    if noun is Noun.SIGNALEMENT:
        take_signalement(item, by=current_user)
    else:
        take(noun, item.id, by=current_user)


@blueprint.post(f"/{FILE}/<public_id>/prendre")
@access(MODERATEUR)
def take_item(file: str, public_id: str) -> Any:
    """Take an item for fifteen minutes, or for fifteen more; a page left open renews it by itself."""
    noun = FILES[file]
    found(find_item(noun, public_id))
    if request.accept_mimetypes.best == "application/json":
        with transaction():
            _take(noun, public_id)
        return jsonify({"taken": True})
    return act(lambda: _take(noun, public_id), then=lambda _done: address_of(noun, public_id))


@blueprint.post(f"/{FILE}/<public_id>/laisser")
@access(MODERATEUR)
def leave_item(file: str, public_id: str) -> Any:
    """Leave an item to others."""
    noun = FILES[file]
    item = found(find_item(noun, public_id))
    return act(lambda: release(noun, item.id, by=current_user), then=lambda _done: url_for("moderation.queue"))


@blueprint.post(f"/suivant/{FILE}")
@access(MODERATEUR)
def next_item(file: str) -> Any:
    """Take the oldest item that nobody is on; one leaves the item one was reading."""
    noun, territoire, after = FILES[file], request.form.get("territoire") or None, request.form.get("apres", "")
    free = next_free_signalements(current_user, territoire=territoire) if noun is Noun.SIGNALEMENT else next_free(
        noun, current_user, territoire=territoire, imported=FROM_FILES.get(file))
    known = [public_id for _row, public_id in free]
    begin = known.index(after) + 1 if after in known else 0
    for public_id in [*known[begin:], *known[:max(begin - 1, 0)]]:
        try:
            with transaction():
                _take(noun, public_id)
        except HeldByAnother:
            continue
        return redirect(address_of(noun, public_id), 303)
    flash(_("Il n’y en a pas d’autre\u00a0: tout le reste est fait, ou quelqu’un s’en occupe."), "success")
    return redirect(url_for("moderation.queue"), 303)
