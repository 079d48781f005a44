"""Reading the chain again, line by line, from its last checkpoint to its head."""

from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa
from flask_babel import gettext as _

from benevolat.core.db import db

from .chain import BATCH, ONLY, JournalHead, follows, last_checkpoint, remembered, sealed_content
from .entries import JournalEntry
from .keys import is_good


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many lines are as they were written, and what was touched first, in words: at which position, and how."""

    verified: int
    position: int = 0
    broken: str = ""


def _sealed(after: int) -> Iterator[JournalEntry]:
    """Yield the sealed lines in order, a batch at a time; none is kept in memory."""
    position = after
    while True:
        batch = db.session.scalars(
            sa.select(JournalEntry).where(JournalEntry.position > position).order_by(JournalEntry.position).limit(BATCH)
        ).all()
        if not batch:
            return
        yield from batch
        position = batch[-1].position or position
        db.session.expunge_all()


def _fault(entry: JournalEntry, position: int, before: str) -> str:
    """Return what is wrong with the line found where `position` is expected, or nothing."""
    if entry.position != position:
        return str(_("une ligne manque"))
    if not is_good(entry.mac, "entry", entry.content):
        return str(_("ligne %(number)s\u00a0: changée, ou écrite par autre chose que le site", number=entry.id))
    if not is_good(entry.seal, "seal", sealed_content(entry, position, before)):
        return str(_("ligne %(number)s\u00a0: changée, déplacée ou glissée entre deux autres", number=entry.id))
    return ""


def verify() -> Verdict:
    """Read the whole chain and say how many lines are as they were written, and the first that is not."""
    start = last_checkpoint()
    if start is not None and not is_good(start.mac, "checkpoint", start.content):
        return Verdict(0, start.position, str(_("le repère laissé par l’effacement n’est pas du site")))
    position, before, count = (start.position, start.seal, 0) if start is not None else (0, "", 0)
    if db.session.scalar(sa.select(JournalEntry.id).where(JournalEntry.position <= position).limit(1)) is not None:
        return Verdict(0, position, str(_("une ligne est d’avant le repère laissé par l’effacement")))
    for entry in _sealed(position):
        fault = _fault(entry, position + 1, before)
        if fault:
            return Verdict(count, position + 1, fault)
        position, before, count = position + 1, str(entry.seal), count + 1
    return Verdict(count, position + 1, _fault_of_head(position, before))


def _fault_of_head(position: int, seal: str) -> str:
    """Return what is wrong with the end of the chain, or nothing: the head and this host's file must both know it."""
    head = db.session.get(JournalHead, ONLY, populate_existing=True)
    if head is None or ((head.position or position) and not is_good(head.mac, "head", head.content)):
        return str(_("la tête du journal n’est pas du site"))
    if (head.position, head.seal) != (position, seal):
        return str(_("la fin manque\u00a0: la tête est à la position %(position)s", position=head.position))
    kept = remembered()
    if kept is not None and not follows(kept):
        return str(_(
            "cet ordinateur a vu la position %(position)s, qui n’est plus là. Si une sauvegarde vient d’être remise, effacez le fichier"
            " journal-head.json du dossier instance.", position=kept.position,
        ))
    return ""
