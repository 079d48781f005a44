"""Reads of the territories' pages, each named for the question it answers."""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from benevolat.core import clock
from benevolat.core.db import db
from benevolat.territoire.models import Territoire

from .models import Antenne, NewsKind, Nouvelle

SHOWN = 20


def find_territoire(code: str) -> Territoire | None:
    """Return a territory by its code, or None."""
    return db.session.get(Territoire, code)


def antennes_by_territoire(codes: Iterable[str] | None = None) -> list[tuple[Territoire, int]]:
    """Return the territories by name, those given or all, with how many places each has."""
    chosen = (
        sa.select(Territoire, sa.func.count(Antenne.id)).outerjoin(Antenne, Antenne.territoire_code == Territoire.code)
        .group_by(Territoire.code, Territoire.name).order_by(Territoire.name)
    )
    rows = db.session.execute(chosen if codes is None else chosen.where(Territoire.code.in_(codes)))
    return [(row[0], row[1]) for row in rows]


def antennes_of(code: str) -> list[Antenne]:
    """Return the places of a territory, by name."""
    return list(db.session.scalars(
        sa.select(Antenne).where(Antenne.territoire_code == code).options(joinedload(Antenne.commune)).order_by(Antenne.name, Antenne.id)
    ))


def find_antenne(public_id: str) -> Antenne | None:
    """Return a place, or None."""
    return db.session.scalar(sa.select(Antenne).where(Antenne.public_id == public_id))


def nouvelles_of(code: str | None, *, kind: NewsKind | None = None, coming: bool = False) -> list[Nouvelle]:
    """Return what is said of a territory and of the whole Isère (of the whole alone, without a code), the latest first.

    What is dated of a day to come waits for it, unless `coming`.
    """
    everywhere = Nouvelle.territoire_code.is_(None)
    where: list[sa.ColumnElement[bool]] = [everywhere if code is None else sa.or_(Nouvelle.territoire_code == code, everywhere)]
    if kind is not None:
        where.append(Nouvelle.kind == kind)
    if not coming:
        where.append(Nouvelle.day <= clock.today())
    return list(db.session.scalars(sa.select(Nouvelle).where(*where).order_by(Nouvelle.day.desc(), Nouvelle.id.desc()).limit(SHOWN)))


def find_nouvelle(public_id: str) -> Nouvelle | None:
    """Return a piece of news, or None."""
    return db.session.scalar(sa.select(Nouvelle).where(Nouvelle.public_id == public_id))
