"""Reads of the agreement that a parent gives to a candidature of somebody of 16 or 17."""

from collections.abc import Iterable

import sqlalchemy as sa

from benevolat.accounts.models import AgeBand
from benevolat.core import entropy, settings
from benevolat.core.db import db

from ..models import AgreementState, Candidature, ParentAgreement

TEXT_KEY = "candidatures.parent_agreement"
TEXT = (
    "Je suis le parent ou la personne responsable de ce jeune. Je suis d’accord pour ce bénévolat, gratuit et libre. "
    "Je peux retirer mon accord à tout moment, sans donner de raison."
)
"""To be confirmed by a lawyer: an administrateur may write another version."""


def agreement_text() -> tuple[str, int]:
    """Return the text a parent agrees to, and its version."""
    return settings.read(TEXT_KEY, TEXT)


def needs_agreement(candidature: Candidature) -> bool:
    """Tell whether somebody of 16 or 17 applied: a parent agrees before the place is final."""
    return candidature.user.age_band is AgeBand.MINOR


def agreement_of(candidature: Candidature) -> ParentAgreement | None:
    """Return what was asked of a parent for this candidature, or None."""
    return db.session.scalar(sa.select(ParentAgreement).where(ParentAgreement.candidature_id == candidature.id))


def is_agreed(candidature: Candidature) -> bool:
    """Tell whether nothing is missing: an adult's candidature, or one that a parent agreed to."""
    if not needs_agreement(candidature):
        return True
    agreement = agreement_of(candidature)
    return agreement is not None and agreement.state is AgreementState.GIVEN


def without_agreement(candidatures: Iterable[Candidature]) -> set[int]:
    """Return the ids of those that a parent still has to agree to: one more query at most, whatever their number."""
    minors = {each.id for each in candidatures if needs_agreement(each)}
    if not minors:
        return minors
    return minors - set(db.session.scalars(sa.select(ParentAgreement.candidature_id).where(
        ParentAgreement.candidature_id.in_(minors), ParentAgreement.state == AgreementState.GIVEN)))


def find_agreement(token: str, *, lock: bool = False) -> ParentAgreement | None:
    """Return the agreement that a parent's link opens, or None."""
    query = sa.select(ParentAgreement).where(ParentAgreement.token_hash == entropy.fingerprint(token))
    return db.session.scalar(query.with_for_update(key_share=True) if lock else query)
