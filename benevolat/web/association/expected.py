"""Views: the names to come, to print: for a mission, or for a day over all of one's missions."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from benevolat.associations.models import Right
from benevolat.associations.permissions import has_right
from benevolat.candidatures import queries
from benevolat.core import clock
from benevolat.engagements import sheets
from benevolat.engagements.sheets import Sheet
from benevolat.web.guard import PERSON, access, require

from . import blueprint
from .scope import own_mission

FARTHEST = 366
AHEAD = 7
"""How many days ahead one goes from day to day: a list to print is for the days that come, and the links must end somewhere."""


def _lists(found: Sequence[Sheet]) -> list[dict[str, Any]]:
    """Return each sheet with its names: whole once one may read them, the first name alone until a parent agreed."""
    held = [row.engagement.candidature for sheet in found for row in sheet.rows if row.engagement.candidature is not None]
    waiting, along = queries.without_agreement(held), queries.comes_with(held)
    welcomes = queries.welcomes_of([sheet.mission for sheet in found])

    def line(row: sheets.Row) -> dict[str, Any]:
        user, of = row.engagement.user, row.engagement.candidature_id or 0
        return {
            "name": user.first_name if of in waiting else user.full_name or _("Une personne"), "waits": of in waiting,
            "along": along.get(of, []),
        }

    return [{"sheet": each, "lines": [line(row) for row in each.rows], "welcome": welcomes.get(each.mission.id)} for each in found]


@blueprint.get("/missions/<public_id>/attendus")
@access(PERSON)
def mission_expected(public_id: str) -> str:
    """List who comes to a mission, date by date; or to one of its dates alone."""
    mission = own_mission(public_id)
    require(any(has_right(current_user, mission.association, each) for each in (Right.CANDIDATES, Right.HOURS)))
    only, found = request.args.get("creneau"), sheets.coming_sheets(mission)
    shown = [each for each in found if only is None or (each.creneau is not None and each.creneau.public_id == only)]
    return render_template("association/attendus.html", mission=mission, lists=_lists(shown), day=None, around=None,
                           answers=has_right(current_user, mission.association, Right.CANDIDATES))


def _day() -> date:
    """Return the day that is asked for, today otherwise."""
    try:
        asked = date.fromisoformat(request.args.get("jour", ""))
    except ValueError:
        return clock.today()
    return asked if abs((asked - clock.today()).days) <= FARTHEST else clock.today()


@blueprint.get("/attendus")
@access(PERSON)
def expected() -> str:
    """List who comes on a day, mission by mission."""
    day = _day()
    first, last = clock.today(), clock.today() + timedelta(days=AHEAD)
    beside = [day + timedelta(days=each) for each in (-1, 1)]
    around = [url_for("association.expected", jour=each.isoformat()) if first <= each <= last else None for each in beside]
    found = sheets.sheets_of_the_day(current_user, day)
    return render_template("association/attendus.html", mission=None, lists=_lists(found), day=day, around=around, answers=True)
