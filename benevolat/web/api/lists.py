"""Views: associations, and the lists that a question may name: domains, skills, communes, territories."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _

from benevolat.associations.models import Association
from benevolat.competences.queries import all_domaines, competences_by_family
from benevolat.core.errors import InvalidInput
from benevolat.core.settings import config
from benevolat.search.french import fold
from benevolat.search.queries import associations as find_associations
from benevolat.search.queries import find_public_association, search
from benevolat.search.request import SearchRequest
from benevolat.territoire.queries import all_communes, all_territoires, around, resolve
from benevolat.web.guard import SESSIONLESS, access, found

from . import blueprint
from .answers import answer, asked, page
from .schemas import AssociationSchema, AssociationsQuery, CommuneSchema, DomainSchema, NamesQuery, SkillSchema, TerritorySchema


@blueprint.get("/v1/associations")
@access(SESSIONLESS)
def associations() -> Any:
    """Answer the verified associations, by name and around a commune."""
    values = asked(AssociationsQuery())
    shown, total = find_associations(values["q"], _communes(values["place"]), skip=values["skip"], limit=values["limit"])
    return page([_association(*each) for each in shown], total, limit=values["limit"], skip=values["skip"])


def _communes(place: str) -> set[str] | None:
    """Return the communes within 15 km of those a text names, None for everywhere."""
    if not place:
        return None
    places = resolve(place).places
    if any(each.is_area for each in places):
        raise InvalidInput(_("place : donnez une commune ou un code postal."))
    return {each.commune_code or "" for named in places for each in (named, *around(named))}


@blueprint.get("/v1/associations/<public_id>")
@access(SESSIONLESS)
def association(public_id: str) -> Any:
    """Answer one association."""
    shown = found(find_public_association(public_id))
    missions = search(SearchRequest(association=shown.id, limit=0, counts=False)).total
    return answer({"ok": True, "data": _association(shown, missions)})


def _association(shown: Association, missions: int) -> Any:
    site = shown.website if shown.website and shown.website.startswith(("https://", "http://")) else None
    return AssociationSchema().dump({
        "id": shown.public_id, "name": shown.name, "description": shown.description, "rna": shown.rna, "siren": shown.siren,
        "website": site, "commune": shown.commune_code, "missions": missions,
        "url": str(config("BASE_URL")) + url_for("public.association", public_id=shown.public_id),
    })


def _whole(rows: list[Any]) -> Any:
    """Return a list that is short enough to be given whole."""
    return answer({"ok": True, "data": rows, "total": len(rows)})


@blueprint.get("/v1/domains")
@access(SESSIONLESS)
def domains() -> Any:
    """Answer the twelve domains, with how many missions each has."""
    counts = search(SearchRequest(limit=0)).facets.domains
    return _whole([DomainSchema().dump({
        "code": each.code, "label": each.label, "apiEngagement": each.api_engagement, "missions": counts.get(each.code, 0),
    }) for each in all_domaines()])


@blueprint.get("/v1/skills")
@access(SESSIONLESS)
def skills() -> Any:
    """Answer the referential of skills."""
    return _whole([SkillSchema().dump({
        "code": each.code, "label": each.label, "sentence": each.sentence, "family": family.label,
        "rome": [str(code["code"]) for code in each.rome], "esco": [str(code["uri"]) for code in each.esco],
    }) for family, members in competences_by_family() for each in members])


@blueprint.get("/v1/territories")
@access(SESSIONLESS)
def territories() -> Any:
    """Answer the thirteen territories."""
    return _whole([TerritorySchema().dump({"code": each.code, "name": each.name}) for each in all_territoires()])


@blueprint.get("/v1/communes")
@access(SESSIONLESS)
def communes() -> Any:
    """Answer the communes, the most peopled first, by the beginning of a name or a postal code."""
    values = asked(NamesQuery())
    wanted = fold(values["q"]).strip()
    fitting = [
        each for each in all_communes()
        if not wanted or fold(each.name).startswith(wanted) or any(code.startswith(wanted) for code in each.postal_codes)
    ]
    shown = fitting[values["skip"]:values["skip"] + values["limit"]]
    return page([CommuneSchema().dump({
        "code": each.commune_code, "name": each.name, "postalCodes": list(each.postal_codes), "territory": each.territoire_code,
        "location": {"lat": each.point.lat, "lon": each.point.lon},
    }) for each in shown], len(fitting), limit=values["limit"], skip=values["skip"])
