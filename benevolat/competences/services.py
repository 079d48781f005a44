"""Loading the referential of skills and the twelve domains that come with the code."""

import json
from pathlib import Path
from typing import Any

from benevolat.core.db import db

from .models import Competence, CompetenceFamily, Domaine

DATA = Path(__file__).parent / "data"


def _read(name: str) -> Any:
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def load_reference() -> int:
    """Write the families, skills and domains, in place of older ones of the same code; return how many skills."""
    referential = _read("competences.json")
    for rank, row in enumerate(referential["families"]):
        db.session.merge(CompetenceFamily(rank=rank, **row))
    db.session.flush()
    for rank, row in enumerate(referential["competences"]):
        row["family_code"] = row.pop("family")
        db.session.merge(Competence(rank=rank, **row))
    for rank, row in enumerate(_read("domaines.json")):
        db.session.merge(Domaine(rank=rank, **row))
    return len(referential["competences"])
