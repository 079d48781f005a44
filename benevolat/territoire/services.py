"""Loading the public geography that comes with the code."""

import csv
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from benevolat.core.db import db

from .models import Commune, CommuneAlias, CommunePostalCode, Territoire

DATA = Path(__file__).parent / "data"


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(newline="", encoding="utf-8") as source:
        return list(csv.DictReader(source))


def _number(text: str) -> float | None:
    return float(text) if text else None


def load_reference() -> int:
    """Write the territories, communes, postal codes and former names, in place of older ones; return how many communes."""
    communes = _rows("communes.csv")
    codes = [
        {"postal_code": postal, "commune_code": row["code"]} for row in communes for postal in row["postal_codes"].split("|") if postal
    ]
    for row in _rows("territoires.csv"):
        db.session.merge(Territoire(**row))
    db.session.flush()
    for row in communes:
        db.session.merge(Commune(
            code=row["code"], name=row["name"], departement=row["departement"], lat=float(row["lat"]), lon=float(row["lon"]),
            population=int(row["population"]), territoire_code=row["territoire"] or None,
        ))
    db.session.flush()
    aliases: list[dict[str, Any]] = [
        {"name": row["name"], "commune_code": row["commune"], "lat": _number(row["lat"]), "lon": _number(row["lon"])}
        for row in _rows("aliases.csv")
    ]
    for model, values in ((CommunePostalCode, codes), (CommuneAlias, aliases)):
        db.session.execute(sa.delete(model))
        db.session.execute(sa.insert(model), values)
    return len(communes)
