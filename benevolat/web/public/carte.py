"""Views: what the map of /missions draws, asked for only once somebody opens it."""

from dataclasses import replace
from typing import Any

from flask import Response, current_app, jsonify, request, url_for
from flask_babel import gettext as _

from benevolat.search.spots import DRAWN, spots
from benevolat.territoire.queries import all_communes
from benevolat.web.assets import asset
from benevolat.web.guard import PUBLIC, access
from benevolat.web.headers import allow_images

from . import blueprint
from .asked import MAP_ZONE, RADII, Asked, known_values, read
from .meaning import Meaning

A_DAY = "public, max-age=86400"


@blueprint.get("/missions/carte.json")
@access(PUBLIC)
def map_spots() -> Response:
    """Answer where the missions of a question are: exactly those of the list, whatever its page."""
    meaning = Meaning(replace(read(request.args, known_values()), page=1))
    found = spots(meaning.question)
    point = meaning.question.point if meaning.question.radius_km is not None and not meaning.question.remote else None
    return jsonify({
        "total": found.total, "drawn": found.drawn, "most": DRAWN,
        "circle": {"lat": point.lat, "lon": point.lon, "km": meaning.question.radius_km} if point is not None else None,
        "spots": [{
            "lat": each.lat, "lon": each.lon, "name": each.name, "missions": [
                {"title": row.title, "host": row.host, "url": url_for("public.mission", public_id=row.public_id)} for row in each.missions
            ],
        } for each in found.spots],
    })


@blueprint.get("/lieux/communes.json")
@access(PUBLIC)
def map_communes() -> Response:
    """Answer the communes as [name, latitude, longitude], the most peopled first: what the map draws without a background."""
    answer = jsonify([[each.name, round(each.point.lat, 4), round(each.point.lon, 4)] for each in all_communes()])
    answer.headers["Cache-Control"] = A_DAY
    return answer


def opening(asked: Asked) -> dict[str, Any]:
    """Return what the button of the map needs, as the data of its element; the page may then show the images of the tile server."""
    tiles = str(current_app.config.get("MAP_TILES_URL", ""))
    if tiles:
        allow_images(tiles)
    vendor = [f"vendor/{each}" for each in ("leaflet/leaflet", "leaflet.markercluster/leaflet.markercluster")]
    styles = ["vendor/leaflet/leaflet.css", "vendor/leaflet.markercluster/MarkerCluster.css"]
    return {
        "scripts": [*(url_for("static", filename=f"{each}.js") for each in vendor), asset("map.js")],
        "styles": [*(url_for("static", filename=each) for each in styles), asset("map.css")],
        "spots": replace(asked, page=1).address("public.map_spots"), "communes": url_for("public.map_communes"),
        "zone": replace(asked.without("lieu"), lieu=str(MAP_ZONE)).address(), "radii": RADII, "tiles": tiles,
        "credit": str(current_app.config.get("MAP_TILES_CREDIT", "")) if tiles else "", "words": _words(),
    }


def _words() -> dict[str, str]:
    return {
        "title": _("Carte des missions"), "close": _("Fermer la carte"), "busy": _("La carte arrive…"),
        "same": _("La liste montre les mêmes missions."), "zone": _("Chercher dans cette zone"),
        "failed": _("La carte n’a pas pu s’ouvrir. La liste montre les mêmes missions."),
        "untiled": _("Le fond de carte ne répond pas. Les communes et les missions restent en place."),
        "one": _("{n} mission sur la carte."), "many": _("{n} missions sur la carte."), "none": _("Aucune mission à montrer sur la carte."),
        "away": _("{n} à faire de chez vous\u00a0: elles sont dans la liste."),
        "first": _("Les {n} premières seulement\u00a0: cherchez plus près pour les voir toutes."),
        "spot": _("{name} : {n} mission"), "spots": _("{name} : {n} missions"), "group": _("{n} missions proches\u00a0: agrandir"),
        "in": _("Agrandir"), "out": _("Réduire"), "shut": _("Fermer"),
    }
