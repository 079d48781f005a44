"""Reads of the single-use links."""

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from benevolat.core import clock, entropy
from benevolat.core.db import db

from ..models import AnswerLink, Candidature


def find_link(token: str, *, lock: bool = False) -> AnswerLink | None:
    """Return the link of this secret, used or not, while its time is not past; or None."""
    query = sa.select(AnswerLink).where(AnswerLink.token_hash == entropy.fingerprint(token), AnswerLink.expires_at > clock.now())
    if lock:
        return db.session.scalar(query.with_for_update(key_share=True))
    return db.session.scalar(query.options(joinedload(AnswerLink.candidature).joinedload(Candidature.mission), joinedload(AnswerLink.user)))
