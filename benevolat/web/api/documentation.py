"""Views: the OpenAPI document, and the page that tells people how to use the API."""

from typing import Any

from flask import render_template

from benevolat.core.settings import config
from benevolat.web import limits
from benevolat.web.guard import PUBLIC, SESSIONLESS, access

from . import blueprint
from .answers import answer
from .openapi import ROUTES, document, name_of, query_parameters

EXAMPLES = {
    "/v1/missions": "?keywords=jardin&place=Voiron&distance=10km", "/v1/missions.geojson": "?place=Voiron&distance=25km",
    "/v1/associations": "?place=Voiron", "/v1/communes": "?q=saint-m",
}


@blueprint.get("/v1/openapi.json")
@access(SESSIONLESS)
def openapi() -> Any:
    """Answer the document that software reads to know the API."""
    return answer(document(str(config("BASE_URL"))))


@blueprint.get("")
@access(PUBLIC)
def documentation() -> str:
    """Tell people what the API gives, with a question to try for each address."""
    whole = document(str(config("BASE_URL")))
    limit = limits.LIMITS["api"]
    routes = [{
        "path": each.path, "summary": each.summary, "example": EXAMPLES.get(each.path, "") if "{" not in each.path else None,
        "parameters": query_parameters(each.query) if each.query is not None else [], "answer": name_of(each.answer),
    } for each in ROUTES]
    shown = ("Mission", "Address", "Association", "Domain", "Skill", "Commune", "Territory")
    return render_template(
        "api/documentation.html", routes=routes, objects=[(name, whole["components"]["schemas"][name]["properties"]) for name in shown],
        base=f"{config('BASE_URL')}/api", questions=limit.address, minutes=int(limit.window.total_seconds() // 60),
    )
