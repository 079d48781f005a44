"""The single-use links that open one answer from a telephone, without signing in: who may answer, about what, until when."""

from collections.abc import Callable
from datetime import datetime

import sqlalchemy as sa

from benevolat.accounts.models import User
from benevolat.accounts.services import notify
from benevolat.associations.models import Right
from benevolat.associations.queries import team_of
from benevolat.core import clock, entropy
from benevolat.core.db import db
from benevolat.core.mail import Letter, queue_mail

from ..models import EXPIRED_AFTER, AnswerLink, Candidature


def make_link(candidature: Candidature, user: User, *, expires_at: datetime) -> str:
    """Make the link by which one account answers about this candidature as it stands; return its secret, which is not kept."""
    token = entropy.token()
    db.session.add(AnswerLink(
        token_hash=entropy.fingerprint(token), candidature_id=candidature.id, user_id=user.id, state=candidature.state,
        made_at=clock.now(), expires_at=expires_at,
    ))
    return token


def write_to_answerers(candidature: Candidature, write: Callable[[str], Letter]) -> None:
    """Tell each member who answers about a candidature, each with a link of their own: what is done by it is done by them.

    A shared mailbox has many readers: its letter leads to the page where one signs in.
    """
    db.session.flush()
    association = candidature.mission.association
    if association.shared_mailbox and association.email is not None:
        queue_mail(association.email, write(f"/association/candidats/{candidature.public_id}"))
        return
    expires_at = clock.now() + EXPIRED_AFTER
    for membership in team_of(association):
        if Right.CANDIDATES in membership.rights and membership.user_id != candidature.user_id:
            notify(membership.user, write(link_path(make_link(candidature, membership.user, expires_at=expires_at))))


def link_path(token: str) -> str:
    """Return the path that a secret opens."""
    return f"/reponse/{token}"


def use_link(link: AnswerLink) -> bool:
    """Mark a link as used, if nobody did; the check and the writing are one statement."""
    return db.session.execute(
        sa.update(AnswerLink).where(AnswerLink.id == link.id, AnswerLink.used_at.is_(None), AnswerLink.expires_at > clock.now())
        .values(used_at=clock.now()).returning(AnswerLink.id).execution_options(synchronize_session=False)
    ).first() is not None
