"""Reads of the referential: skills by family, domains, and which codes exist."""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from benevolat.core.db import db

from .models import Competence, CompetenceFamily, Domaine


def all_competences() -> list[Competence]:
    """Return every skill with its family, family by family."""
    return list(db.session.scalars(
        sa.select(Competence).join(CompetenceFamily).options(joinedload(Competence.family))
        .order_by(CompetenceFamily.rank, Competence.rank)
    ))


def competences_by_family() -> list[tuple[CompetenceFamily, list[Competence]]]:
    """Return the families in order, each with its skills."""
    grouped: dict[str, tuple[CompetenceFamily, list[Competence]]] = {}
    for each in all_competences():
        grouped.setdefault(each.family_code, (each.family, []))[1].append(each)
    return list(grouped.values())


def competences_of(codes: Iterable[str]) -> list[Competence]:
    """Return the skills of these codes, in the order of the referential; unknown codes are left out."""
    wanted = set(codes)
    return [each for each in all_competences() if each.code in wanted] if wanted else []


def known_codes(codes: Iterable[str]) -> set[str]:
    """Return those of the codes that the referential holds."""
    wanted = set(codes)
    return set(db.session.scalars(sa.select(Competence.code).where(Competence.code.in_(wanted)))) if wanted else set()


def all_domaines() -> list[Domaine]:
    """Return the twelve domains in order."""
    return list(db.session.scalars(sa.select(Domaine).order_by(Domaine.rank)))
