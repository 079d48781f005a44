"""Views: what leaves the site on paper or in a calendar: the sheet of a mission, its dates, the weekly poster of a place."""

from typing import Any

from flask import Response, redirect, request, url_for

from benevolat.core.errors import InvalidInput
from benevolat.core.pdf import render_pdf
from benevolat.core.settings import config
from benevolat.missions.documents import calendar_file, has_calendar, mission_sheet
from benevolat.search.documents import poster
from benevolat.search.queries import find_public_mission
from benevolat.territoire.queries import Place, resolve
from benevolat.web.guard import PUBLIC, access, found

from . import blueprint
from .asked import LONGEST

AN_HOUR = "public, max-age=3600"


def whole_address(endpoint: str, **values: Any) -> str:
    """Return the address of a page as one gives it to somebody: with the site's name, whatever the request's own host."""
    return str(config("BASE_URL")) + url_for(endpoint, **values)


def _file(content: bytes, mimetype: str, name: str, *, shown: bool) -> Response:
    way = "inline" if shown else "attachment"
    headers = {"Content-Disposition": f'{way}; filename="{name}"', "Cache-Control": AN_HOUR}
    return Response(content, mimetype=mimetype, headers=headers)


def _short_name(place: Place | None) -> str | None:
    """Return the shortest words that find a place again, for an address that somebody copies by hand."""
    if place is None:
        return None
    return place.name if resolve(place.name).place == place else place.label


@blueprint.get("/missions/<public_id>/fiche.pdf")
@access(PUBLIC)
def mission_pdf(public_id: str) -> Response:
    """Answer the sheet of a mission, to print."""
    mission = found(find_public_mission(public_id))
    address = whole_address("public.mission", public_id=mission.public_id)
    data = mission_sheet(mission, address, phone=config("HELPER_PHONE"), hours=config("HELPER_HOURS"))
    return _file(render_pdf("mission", data).content, "application/pdf", f"mission-{mission.public_id}.pdf", shown=True)


@blueprint.get("/missions/<public_id>/agenda.ics")
@access(PUBLIC)
def mission_calendar(public_id: str) -> Response:
    """Answer the dates of a mission for a calendar; a mission that has none has no such file."""
    mission = find_public_mission(public_id)
    mission = found(mission if mission is not None and has_calendar(mission) else None)
    content = calendar_file(mission, whole_address("public.mission", public_id=mission.public_id))
    return _file(content, "text/calendar", f"mission-{mission.public_id}.ics", shown=False)


@blueprint.get("/affiche.pdf")
@access(PUBLIC)
def poster_pdf() -> Any:
    """Answer the weekly poster of a place, of the whole Isère without one; an unclear place is chosen on the search page."""
    lieu = request.args.get("lieu", "")[:LONGEST].strip()
    try:
        place = resolve(lieu).place if lieu else None
    except InvalidInput:
        place = None
    if lieu and place is None:
        return redirect(url_for("public.missions", lieu=lieu), 303)
    data = poster(place, whole_address("public.missions", lieu=_short_name(place)), phone=config("HELPER_PHONE"))
    return _file(render_pdf("poster", data).content, "application/pdf", "affiche-isere-benevolat.pdf", shown=True)
