"""The OpenAPI 3.1 document of the API, made from its schemas and its routes."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from marshmallow import Schema, fields, validate

from benevolat.core.errors import Words

from . import schemas

TYPES: tuple[tuple[type[fields.Field[Any]], str], ...] = (
    (fields.Boolean, "boolean"), (fields.Integer, "integer"), (fields.Float, "number"), (fields.String, "string"),
    (schemas.Distance, "string"),
)


@dataclass(frozen=True, slots=True)
class Route:
    """An address of the API: what it tells, what it accepts, what it answers and in which form."""

    path: str
    name: str
    summary: Words
    answer: type[Schema]
    query: type[Schema] | None = None
    form: str = "list"


ROUTES = (
    Route("/v1/missions", "missions", _l("Chercher des missions"), schemas.MissionSchema, schemas.MissionsQuery),
    Route("/v1/missions.geojson", "missionsGeojson", _l("Sur une carte"), schemas.MissionSchema, schemas.MissionsQuery, "geojson"),
    Route("/v1/missions/{id}", "mission", _l("Une mission"), schemas.MissionSchema, form="one"),
    Route("/v1/associations", "associations", _l("Chercher des associations"), schemas.AssociationSchema, schemas.AssociationsQuery),
    Route("/v1/associations/{id}", "association", _l("Une association"), schemas.AssociationSchema, form="one"),
    Route("/v1/domains", "domains", _l("Les domaines"), schemas.DomainSchema, form="whole"),
    Route("/v1/skills", "skills", _l("Les compétences"), schemas.SkillSchema, form="whole"),
    Route("/v1/communes", "communes", _l("Les communes"), schemas.CommuneSchema, schemas.NamesQuery),
    Route("/v1/territories", "territories", _l("Les territoires"), schemas.TerritorySchema, form="whole"),
)


def document(base: str) -> dict[str, Any]:
    """Return the whole document; `base` is the site's address."""
    every = (*(each.answer for each in ROUTES), schemas.AddressSchema, schemas.LocationSchema)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": _("API d’Isère bénévolat"), "version": "1.0.0",
            "description": _("Les missions et les associations publiées en Isère. Lecture seule, sans clé, ouverte à tous les sites."),
            "license": {"name": "Licence Ouverte 2.0", "identifier": "etalab-2.0"},
        },
        "servers": [{"url": f"{base}/api"}],
        "paths": {each.path: {"get": _operation(each)} for each in ROUTES},
        "components": {
            "schemas": {**{name_of(each): json_schema(each) for each in every}, "Error": ERROR},
            "headers": {
                "Link": {"description": _("Les pages voisines (RFC 8288)."), "schema": {"type": "string"}},
                "ETag": {"description": _("Ce qui nomme ce contenu."), "schema": {"type": "string"}},
            },
            "responses": {
                "BadRequest": _said(_("Une valeur ne convient pas.")), "NotFound": _said(_("Rien n’est publié sous cet identifiant.")),
                "TooMany": {
                    **_said(_("Trop de questions en peu de temps.")),
                    "headers": {"Retry-After": {"description": _("Secondes à attendre."), "schema": {"type": "integer"}}},
                },
            },
        },
    }


ERROR = {
    "type": "object", "required": ["ok", "code", "message"],
    "properties": {"ok": {"const": False}, "code": {"type": "integer"}, "message": {"type": "string"}},
}


def _said(description: str) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}}


def name_of(schema: type[Schema]) -> str:
    """Return the name of a schema in the document."""
    return schema.__name__.removesuffix("Schema")


def _operation(route: Route) -> dict[str, Any]:
    parameters = query_parameters(route.query) if route.query is not None else []
    if "{id}" in route.path:
        parameters = [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}]
    mimetype = "application/geo+json" if route.form == "geojson" else "application/json"
    headers = {"ETag": {"$ref": "#/components/headers/ETag"}, **({"Link": {"$ref": "#/components/headers/Link"}} if route.query else {})}
    failures = {**({"400": "BadRequest"} if route.query else {"404": "NotFound"} if route.form == "one" else {}), "429": "TooMany"}
    return {
        "operationId": route.name, "summary": str(route.summary), **({"parameters": parameters} if parameters else {}),
        "responses": {
            "200": {"description": str(route.summary), "headers": headers, "content": {mimetype: {"schema": envelope(route)}}},
            "304": {"description": _("Rien n’a changé depuis l’ETag donné dans If-None-Match.")},
            **{status: {"$ref": f"#/components/responses/{name}"} for status, name in failures.items()},
        },
    }


def envelope(route: Route) -> dict[str, Any]:
    """Return the schema of a whole answer."""
    one = {"$ref": f"#/components/schemas/{name_of(route.answer)}"}
    if route.form == "one":
        return _object({"ok": {"const": True}, "data": one})
    if route.form == "geojson":
        numbers = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}
        point = _object({"type": {"const": "Point"}, "coordinates": numbers})
        feature = _object({
            "type": {"const": "Feature"}, "id": {"type": "string"}, "geometry": {"anyOf": [point, {"type": "null"}]}, "properties": one,
        })
        return _object({
            "type": {"const": "FeatureCollection"}, "numberMatched": COUNT, "numberReturned": COUNT,
            "features": {"type": "array", "items": feature},
        })
    page = {"limit": COUNT, "skip": COUNT} if route.form == "list" else {}
    return _object({"ok": {"const": True}, "data": {"type": "array", "items": one}, "total": COUNT, **page})


COUNT = {"type": "integer", "minimum": 0}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "required": list(properties), "properties": properties}


def json_schema(schema: type[Schema]) -> dict[str, Any]:
    """Return what a schema dumps, as JSON Schema: every field is there, and nothing else."""
    properties = {name: _field(each) for name, each in schema().fields.items()}
    return {**_object(properties), "description": (schema.__doc__ or "").strip(), "additionalProperties": False}


def query_parameters(schema: type[Schema]) -> list[dict[str, Any]]:
    """Return what a schema loads from an address, in its order."""
    return [_parameter(name, each) for name, each in schema().fields.items()]


def _parameter(name: str, field: fields.Field[Any]) -> dict[str, Any]:
    described = _field(field)
    told = {"description": described.pop("description")} if "description" in described else {}
    if isinstance(field.load_default, int | float | str) and field.load_default != "":
        described["default"] = f"{field.load_default:g}km" if isinstance(field, schemas.Distance) else field.load_default
    if field.metadata.get("several"):
        return {"name": name, "in": "query", **told, "schema": {"type": "array", "items": described}, "style": "form", "explode": True}
    return {"name": name, "in": "query", **told, "schema": described}


def _field(field: fields.Field[Any]) -> dict[str, Any]:
    """Return one field as JSON Schema, with its bounds and its words."""
    told = {"description": str(field.metadata["description"])} if "description" in field.metadata else {}
    if isinstance(field, fields.Nested):
        return {"$ref": f"#/components/schemas/{name_of(type(field.schema))}", **told}
    if isinstance(field, fields.List):
        return {"type": "array", "items": _field(field.inner), **told}
    kind = next(name for known, name in TYPES if isinstance(field, known))
    found: dict[str, Any] = {"type": [kind, "null"] if field.allow_none and field.dump_default is not None else kind, **told}
    for each in field.validators:
        if isinstance(each, validate.Range):
            found |= {"minimum": each.min, "maximum": each.max}
        elif isinstance(each, validate.Length):
            found["maxLength"] = each.max
        elif isinstance(each, validate.OneOf):
            found["enum"] = list(each.choices)
    return found
