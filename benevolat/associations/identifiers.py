"""Reading an association's numbers as people type them: RNA (no check digit, its form alone), SIREN and SIRET (Luhn, La Poste apart)."""

import re
from dataclasses import dataclass

from stdnum.fr import siren as siren_number
from stdnum.fr import siret as siret_number

from .errors import BadIdentifier, DoubtfulIdentifier

RNA_SHAPE = re.compile(r"W(\d\d|2[AB])\d{7}|\d{10}")
"""W, the département, seven digits; or the ten digits of the register before 2009."""


@dataclass(frozen=True, slots=True)
class Identity:
    """The numbers of an association in their stored form; a SIRET gives the SIREN too."""

    rna: str | None = None
    siren: str | None = None
    siret: str | None = None


def _compact(text: str | None) -> str:
    return re.sub(r"[\s.\u00a0\u202f-]", "", text or "").upper()


def read_rna(text: str) -> str:
    """Return a RNA number in its stored form; raise BadIdentifier at « rna »."""
    number = text.strip().upper().replace(" ", "").replace("\u00a0", "")
    if not RNA_SHAPE.fullmatch(number):
        raise BadIdentifier(field="rna")
    return number


def key_is_right(number: str) -> bool:
    """Tell whether the check digit of a SIREN or SIRET follows from the others (La Poste's SIRET have a sum of their own)."""
    return bool(siret_number.is_valid(number) if len(number) == 14 else siren_number.is_valid(number))


def read_siren_or_siret(text: str, *, sure: bool = False) -> str:
    """Return a SIREN or SIRET in its stored form; raise BadIdentifier or DoubtfulIdentifier at « number ».

    A wrong check digit is a warning: the State's own directory holds such numbers, so whoever is `sure` keeps it, and the
    modérateur is told.
    """
    number = _compact(text)
    if not re.fullmatch(r"\d{9}|\d{14}", number):
        raise BadIdentifier(field="number")
    if not sure and not key_is_right(number):
        raise DoubtfulIdentifier(field="number")
    return number


def read_identity(rna: str | None, number: str | None, *, sure: bool = False) -> Identity:
    """Return what identifies an association: a RNA, a SIREN or SIRET, or both; raise BadIdentifier when there is neither."""
    kept_rna = read_rna(rna) if rna and rna.strip() else None
    kept = read_siren_or_siret(number or "", sure=sure) if _compact(number) else None
    if kept_rna is None and kept is None:
        raise BadIdentifier(field="rna")
    return Identity(kept_rna, kept[:9] if kept else None, kept if kept and len(kept) == 14 else None)
