"""Views: missions, as a list, on a map, and one by one."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _

from benevolat.core.errors import InvalidInput
from benevolat.core.geo import Point
from benevolat.core.settings import config
from benevolat.exchange.documents import feature_collection
from benevolat.exchange.queries import as_partner_reads, as_partners_read, domain_codes
from benevolat.search.box import area_of, read_box, request_of
from benevolat.search.queries import find_public_mission, search
from benevolat.search.request import Hit, SearchRequest, SearchResult
from benevolat.search.understanding import Understood
from benevolat.territoire.queries import PlaceKind, resolve
from benevolat.web.guard import SESSIONLESS, access, found

from . import blueprint
from .answers import answer, asked, linked, page
from .schemas import MissionSchema, MissionsQuery

MISSION = MissionSchema()
NOWHERE: dict[str, Any] = {"point": None, "radius_km": None, "territory": None, "isere": False}


@blueprint.get("/v1/missions")
@access(SESSIONLESS)
def missions() -> Any:
    """Answer the missions that fit, with the names that API Engagement gives to their fields."""
    values, meant, result = _found()
    understood = {"understood": _said(meant, result)} if values["keywords"].strip() else {}
    return page(_shown(result.hits), result.total, limit=values["limit"], skip=values["skip"], whole=result.whole, **understood)


@blueprint.get("/v1/missions.geojson")
@access(SESSIONLESS)
def missions_on_a_map() -> Any:
    """Answer the missions that fit as GeoJSON (RFC 7946): a point each, the commune's when the street is private, none from home."""
    values, _meant, result = _found()
    made = answer(feature_collection(_shown(result.hits), result.total), "application/geo+json")
    return linked(made, result.total, limit=values["limit"], skip=values["skip"])


@blueprint.get("/v1/missions/<public_id>")
@access(SESSIONLESS)
def mission(public_id: str) -> Any:
    """Answer one mission."""
    shown = as_partner_reads(found(find_public_mission(public_id)))
    return answer({"ok": True, "data": MISSION.dump({**shown, "url": _page_of(public_id), "distance_km": None})})


def _found() -> tuple[dict[str, Any], Understood, SearchResult]:
    """Return what was asked, how its words were understood, and what was found."""
    values = asked(MissionsQuery())
    domains, area = _domains(request.args.getlist("domain")), _area(values)
    meant = read_box(values["keywords"], lambda read: _question(values, read, domains, area))
    return values, meant, search(_question(values, meant, domains, area))


def _shown(hits: Iterable[Hit]) -> list[dict[str, Any]]:
    return [MISSION.dump({**each, "url": _page_of(each["id"])}) for each in as_partners_read(hits)]


def _page_of(public_id: str) -> str:
    return str(config("BASE_URL")) + url_for("public.mission", public_id=public_id)


def _question(values: dict[str, Any], meant: Understood, domains: tuple[str, ...], area: dict[str, Any]) -> SearchRequest:
    """Return the question for the search: a place given as such wins over one found in the keywords."""
    return replace(
        request_of(meant), domains=domains, skip=values["skip"], limit=values["limit"],
        **(NOWHERE | (area or area_of(meant.place, meant.radius_km or values["distance"]))),
    )


def _said(meant: Understood, result: SearchResult) -> dict[str, Any]:
    """Return how keywords were understood, so that nothing is dropped in silence."""
    return {
        "words": meant.words, "without": list(meant.without), "place": meant.place.label if meant.place else None,
        "remote": meant.remote, "ignored": list(dict.fromkeys((*meant.ignored, *result.ignored))),
        "corrected": [{"typed": typed, "read": read} for typed, read in (*meant.corrected, *result.corrected)],
    }


def _domains(codes: list[str]) -> tuple[str, ...]:
    known = domain_codes()
    wished = [each for each in codes if each]
    unknown = [each for each in wished if each not in known]
    if unknown:
        raise InvalidInput(_("domain\u00a0: nous ne connaissons pas «\u00a0%(code)s\u00a0».", code=unknown[0][:80]))
    return tuple(known[each] for each in wished)


def _area(values: dict[str, Any]) -> dict[str, Any]:
    """Return where to look: around the point given, else around the place named."""
    if values["lat"] is not None:
        return {"point": Point(values["lat"], values["lon"]), "radius_km": values["distance"]}
    if not values["place"]:
        return {}
    named = resolve(values["place"])
    if named.place is None:
        names = ", ".join(each.label for each in named.places[:20])
        raise InvalidInput(_("place\u00a0: plusieurs lieux répondent (%(names)s). Précisez lequel.", names=names))
    if named.place.kind is PlaceKind.DEPARTMENT:
        return {"isere": True}
    if named.place.is_area:
        return {"territory": named.place.territoire_code}
    return {"point": named.place.point, "radius_km": values["distance"]}
