"""What the API accepts in its addresses, and what it says of the rest."""

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


class MissionsQuery(Schema):
    """GET /missions."""

    class Meta:
        """Names that we do not know are left out: partners add their own."""

        unknown = EXCLUDE

    keywords = fields.String(load_default="", validate=validate.Length(max=200, error=_l("200 caractères au plus.")))
    place = fields.String(load_default="", validate=validate.Length(max=200, error=_l("200 caractères au plus.")))
    lat = fields.Float(load_default=None, **_number(-90, 90))
    lon = fields.Float(load_default=None, **_number(-180, 180))
    distance = Distance(load_default=25.0)
    limit = fields.Integer(load_default=PAGE, **_number(0, MOST))
    skip = fields.Integer(load_default=0, **_number(0, 1_000_000_000))

    @validates_schema
    def both_or_none(self, data: dict[str, Any], **_options: Any) -> None:
        """A point is two numbers."""
        if (data.get("lat") is None) != (data.get("lon") is None):
            raise ValidationError(_l("lat et lon vont ensemble."), "lat")
