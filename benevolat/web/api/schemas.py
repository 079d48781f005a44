"""What the API accepts in its addresses and what it answers: the OpenAPI document is made from these, so that it cannot lie."""

import math
import re
from typing import Any

from flask_babel import lazy_gettext as _l
from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate, validates_schema

from benevolat.search.request import MOST, PAGE

FURTHEST_KM = 200.0


class Distance(fields.Field[float]):
    """« 25km », « 25 km » or « 25 »."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> float:
        read = re.fullmatch(r"(\d{1,6}(?:[.,]\d{1,6})?)\s*(?:km)?", str(value).strip().lower(), re.ASCII)
        km = float(read[1].replace(",", ".")) if read else math.nan
        if not 0 < km <= FURTHEST_KM:
            raise ValidationError(_l("un nombre de kilomètres entre 0 et 200, comme 25km."))
        return km


def _number(low: float, high: float) -> dict[str, Any]:
    said = _l("un nombre entre %(low)s et %(high)s.", low=low, high=high)
    return {
        "validate": validate.Range(low, high, error=said),
        "error_messages": {"invalid": said, "special": said, "too_large": said, "null": said},
    }


TEXT: dict[str, Any] = {"validate": validate.Length(max=200, error=_l("200 caractères au plus."))}


class Query(Schema):
    """A page of a list."""

    class Meta:
        """Names that we do not know are left out: partners add their own."""

        unknown = EXCLUDE

    limit = fields.Integer(load_default=PAGE, metadata={"description": _l("Combien par page.")}, **_number(0, MOST))
    skip = fields.Integer(load_default=0, metadata={"description": _l("Combien en passer avant.")}, **_number(0, 1_000_000_000))


class NamesQuery(Query):
    """A list that is searched by name."""

    q = fields.String(load_default="", metadata={"description": _l("Des mots du nom.")}, **TEXT)


class AssociationsQuery(NamesQuery):
    """GET /v1/associations."""

    place = fields.String(load_default="", metadata={"description": _l("Une commune ou un code postal, et 15 km autour.")}, **TEXT)


class MissionsQuery(Query):
    """GET /v1/missions."""

    keywords = fields.String(
        load_default="", metadata={"description": _l("Une phrase ou des mots : « lire avec des enfants le mercredi à Voiron ».")}, **TEXT,
    )
    place = fields.String(load_default="", metadata={"description": _l("Une commune, un code postal, un territoire, « Isère ».")}, **TEXT)
    lat = fields.Float(load_default=None, metadata={"description": _l("La latitude d’un point, au lieu de place.")}, **_number(-90, 90))
    lon = fields.Float(load_default=None, metadata={"description": _l("La longitude du même point.")}, **_number(-180, 180))
    distance = Distance(load_default=25.0, metadata={"description": _l("Jusqu’où autour de la commune ou du point : « 25km ».")})
    domain = fields.String(
        load_default="", metadata={
            "description": _l("Un domaine d’ici ou de l’API Engagement (voir /v1/domains), une ou plusieurs fois."), "several": True,
        },
    )

    @validates_schema
    def both_or_none(self, data: dict[str, Any], **_options: Any) -> None:
        """A point is two numbers."""
        if (data.get("lat") is None) != (data.get("lon") is None):
            raise ValidationError(_l("lat et lon vont ensemble."), "lat")


def _text(description: Any, *, none: bool = False) -> Any:
    return fields.String(allow_none=none, metadata={"description": description})


class LocationSchema(Schema):
    """A point (WGS 84)."""

    lat = fields.Float()
    lon = fields.Float()


class AddressSchema(Schema):
    """Where a mission takes place: the street only when the association shows it."""

    street = _text(_l("La rue, seulement quand elle est publique."), none=True)
    postalCode = _text(_l("Le code postal."), none=True)  # noqa: N815 (API Engagement's name)
    city = _text(_l("La commune."))
    location = fields.Nested(LocationSchema)


class MissionSchema(Schema):
    """A mission, with the names that API Engagement gives to its fields."""

    id = _text(_l("Son identifiant, qui ne change pas."))
    clientId = _text(_l("L’identifiant de qui l’a publiée d’abord, sinon le même."))  # noqa: N815
    url = _text(_l("Sa page : c’est là qu’on propose son aide."))
    title = _text(_l("Son titre."))
    description = _text(_l("Son texte, sans HTML ; une ligne par paragraphe."))
    domain = _text(_l("Son domaine, parmi ceux de l’API Engagement."), none=True)
    activities = fields.List(fields.String(), metadata={"description": _l("Ses activités.")})
    schedule = _text(_l("Quand, en mots."), none=True)
    startAt = _text(_l("Le premier jour, ou le début de la première date."), none=True)  # noqa: N815
    endAt = _text(_l("Le dernier jour, ou la fin de la dernière date."), none=True)  # noqa: N815
    places = fields.Integer(allow_none=True, metadata={"description": _l("Combien de bénévoles.")})
    remote = fields.String(
        validate=validate.OneOf(["no", "possible", "full"]), metadata={"description": _l("Sur place, les deux, ou à distance.")},
    )
    openToMinors = fields.Boolean(metadata={"description": _l("Dès 16 ans.")})  # noqa: N815
    reducedMobilityAccessible = fields.Boolean(metadata={"description": _l("On peut venir en fauteuil roulant.")})  # noqa: N815
    closeToTransport = fields.Boolean(metadata={"description": _l("On peut venir en bus.")})  # noqa: N815
    softSkills = fields.List(fields.String(), metadata={"description": _l("Les compétences qu’elle permet de montrer.")})  # noqa: N815
    addresses = fields.List(fields.Nested(AddressSchema), metadata={"description": _l("Où ; rien à distance.")})
    organizationClientId = _text(_l("L’identifiant de l’association (voir /v1/associations)."))  # noqa: N815
    organizationName = _text(_l("Son nom."))  # noqa: N815
    organizationRNA = _text(_l("Son numéro RNA."), none=True)  # noqa: N815
    organizationSiren = _text(_l("Son numéro SIREN."), none=True)  # noqa: N815
    organizationDescription = _text(_l("Ce qu’elle fait."))  # noqa: N815
    distance_km = fields.Float(allow_none=True, metadata={"description": _l("À combien de kilomètres du lieu demandé.")})


class CommuneSchema(Schema):
    """A commune of the Isère, or within 15 km of it."""

    code = _text(_l("Son code INSEE."))
    name = _text(_l("Son nom."))
    postalCodes = fields.List(fields.String(), metadata={"description": _l("Ses codes postaux.")})  # noqa: N815
    territory = _text(_l("Le code de son territoire ; rien hors de l’Isère."), none=True)
    location = fields.Nested(LocationSchema, metadata={"description": _l("Son chef-lieu.")})


class TerritorySchema(Schema):
    """One of the thirteen territories of the Département."""

    code = _text(_l("Son code."))
    name = _text(_l("Son nom."))


class DomainSchema(Schema):
    """A domain of this site."""

    code = _text(_l("Son code, à donner dans domain."))
    label = _text(_l("Son nom."))
    apiEngagement = fields.List(fields.String(), metadata={"description": _l("Les mêmes, pour l’API Engagement.")})  # noqa: N815
    missions = fields.Integer(metadata={"description": _l("Combien de missions ouvertes.")})


class SkillSchema(Schema):
    """A skill that a volunteer can show."""

    code = _text(_l("Son code."))
    label = _text(_l("Son nom."))
    sentence = _text(_l("Ce qu’en dit la personne : « Je… »."))
    family = _text(_l("Sa famille."))
    rome = fields.List(fields.String(), metadata={"description": _l("Ses codes ROME 4.0.")})
    esco = fields.List(fields.String(), metadata={"description": _l("Ses adresses ESCO.")})


class AssociationSchema(Schema):
    """A verified association."""

    id = _text(_l("Son identifiant, qui ne change pas."))
    url = _text(_l("Sa page."))
    name = _text(_l("Son nom."))
    description = _text(_l("Ce qu’elle fait."))
    rna = _text(_l("Son numéro RNA."), none=True)
    siren = _text(_l("Son numéro SIREN."), none=True)
    website = _text(_l("Son propre site."), none=True)
    commune = _text(_l("Le code INSEE de sa commune."), none=True)
    missions = fields.Integer(metadata={"description": _l("Combien de missions ouvertes.")})
