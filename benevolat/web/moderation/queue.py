"""What waits for a modérateur on their territories, the oldest first."""

from datetime import datetime
from typing import Any

from flask import render_template
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from benevolat.accounts.models import Role
from benevolat.accounts.permissions import territories_of
from benevolat.associations.queries import associations_to_verify
from benevolat.core import clock
from benevolat.missions.queries import missions_to_moderate
from benevolat.passeport.queries import requests_to_answer
from benevolat.temoignages.queries import shown, to_read
from benevolat.territoire.queries import territory_place
from benevolat.web.guard import MODERATEUR, access

from . import blueprint


def waited(since: datetime) -> str:
    """Return « aujourd’hui », « 1 jour », « 12 jours »."""
    days = (clock.today() - clock.local(since).date()).days
    return ngettext("%(num)d jour", "%(num)d jours", days) if days > 0 else _("aujourd’hui")


def _territories() -> str:
    codes = territories_of(current_user, Role.MODERATEUR)
    if codes is None:
        return _("toute l’Isère")
    places = (territory_place(each) for each in codes)
    return ", ".join(sorted(each.name for each in places if each is not None))


def rows_to_read(user: Any) -> list[dict[str, Any]]:
    """Return the témoignages that wait, the oldest first, with its age and what to do next."""
    return [{
        "temoignage": each, "shown": shown(each), "waited": waited(each.reported_at or each.submitted_at),
        "next": _("Relire le signalement") if each.reported_at else _("Relire, puis publier ou non"),
    } for each in to_read(user)]


@blueprint.get("")
@access(MODERATEUR)
def queue() -> str:
    """Show both queues with their age."""
    return render_template(
        "moderation/queue.html", territories=_territories(),
        associations=[(each, waited(since)) for each, since in associations_to_verify(current_user)],
        missions=[(each, waited(since)) for each, since in missions_to_moderate(current_user)],
        requests=len(requests_to_answer(current_user)), waiting=rows_to_read(current_user),
    )
