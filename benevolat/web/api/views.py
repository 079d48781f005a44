"""Views: the public JSON API, read only."""

from dataclasses import replace
from typing import Any

from flask import Response, jsonify, request, url_for
from flask_babel import gettext as _
from marshmallow import ValidationError

from benevolat.core.errors import InvalidInput
from benevolat.core.geo import Point
from benevolat.core.settings import config
from benevolat.exchange.queries import as_partners_read, domain_codes
from benevolat.search.box import area_of, read_box, request_of
from benevolat.search.queries import search
from benevolat.search.request import SearchRequest, SearchResult
from benevolat.search.understanding import Understood
from benevolat.territoire.queries import PlaceKind, resolve
from benevolat.web.guard import PUBLIC, access

from . import blueprint
from .schemas import MissionsQuery

NOWHERE: dict[str, Any] = {"point": None, "radius_km": None, "territory": None, "isere": False}


@blueprint.after_request
def open_to_everybody(response: Response) -> Response:
    """Let any site read the answers: they are public and depend on no cookie."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@blueprint.get("/missions")
@access(PUBLIC)
def missions() -> Any:
    """Answer the missions that fit, with the names that API Engagement gives to their fields."""
    try:
        asked = MissionsQuery().load(request.args.to_dict())
    except ValidationError as error:
        field, sentences = next(iter(error.normalized_messages().items()))
        raise InvalidInput(f"{field} : {sentences[0]}") from None
    domains, area = _domains(request.args.getlist("domain")), _area(asked)
    meant = read_box(asked["keywords"], lambda read: _question(asked, read, domains, area))
    result = search(_question(asked, meant, domains, area))
    base = str(config("BASE_URL"))
    data = [{**each, "url": base + url_for("public.mission", public_id=each["id"])} for each in as_partners_read(result.hits)]
    understood = {"understood": _said(meant, result)} if asked["keywords"].strip() else {}
    answer = jsonify({
        "ok": True, "data": data, "total": result.total, "whole": result.whole, "limit": asked["limit"], "skip": asked["skip"],
        **understood,
    })
    answer.headers["Cache-Control"] = "public, max-age=60"
    return answer


def _question(asked: dict[str, Any], meant: Understood, domains: tuple[str, ...], area: dict[str, Any]) -> SearchRequest:
    """Return the question for the search: a place given as such wins over one found in the keywords."""
    return replace(
        request_of(meant), domains=domains, skip=asked["skip"], limit=asked["limit"],
        **(NOWHERE | (area or area_of(meant.place, meant.radius_km or asked["distance"]))),
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


def _area(asked: dict[str, Any]) -> dict[str, Any]:
    """Return where to look: around the point given, else around the place named."""
    if asked["lat"] is not None:
        return {"point": Point(asked["lat"], asked["lon"]), "radius_km": asked["distance"]}
    if not asked["place"]:
        return {}
    found = resolve(asked["place"])
    if found.place is None:
        names = ", ".join(each.label for each in found.places[:20])
        raise InvalidInput(_("place\u00a0: plusieurs lieux répondent (%(names)s). Précisez lequel.", names=names))
    if found.place.kind is PlaceKind.DEPARTMENT:
        return {"isere": True}
    if found.place.is_area:
        return {"territory": found.place.territoire_code}
    return {"point": found.place.point, "radius_km": asked["distance"]}
