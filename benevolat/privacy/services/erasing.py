"""Erasing an account: what runs ends, the register says what goes, and an empty row with a date is all that is left."""

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from benevolat.accounts.models import User
from benevolat.core import clock, journal
from benevolat.core.db import db
from benevolat.core.errors import NotAllowed
from benevolat.core.jobs import drop_held, held_back
from benevolat.core.mail import OutgoingMail, queue_mail
from benevolat.core.sms import OutgoingSms, queue_sms

from .. import mails
from ..errors import AloneToAdminister
from ..permissions import can_erase_account
from ..queries import administered_alone, parameters_of
from .forgetting import forget, forget_messages
from .leaving import leave_associations, leave_missions
from .sinking import ask_sink

ERASED_NAME = _l("Compte effacé")
"""What is read where a name stood: the same words for everybody."""
LAST = "erasure:"
"""What the messages that an erasure writes are held under: they go as soon as they left."""


def erase_account(user: User, *, by: User) -> None:
    """Erase one's account now. Raises NotAllowed, AloneToAdminister."""
    if not can_erase_account(by, user):
        raise NotAllowed()
    _erase(user, told=True)


def erase_again(user: User) -> None:
    """Erase an account that a restored backup brought back, or that nobody used for two years. Raises AloneToAdminister.

    Its holder was told already; the associations where something runs are.
    """
    _erase(user, told=False)


def _erase(user: User, *, told: bool) -> None:
    db.session.flush()
    db.session.refresh(user, with_for_update={"key_share": True})
    if user.erased_at is not None:
        return
    if not user.is_agent and administered_alone(user):
        raise AloneToAdminister()
    parameters, email, phone, key = parameters_of(user), user.email, user.phone, LAST + user.public_id
    forget_messages(parameters)
    if not user.is_agent:
        with held_back(key, clock.now()):
            leave_missions(user)
            leave_associations(user)
    _alone(key, email, phone)
    journal.record("account.erase", actor_id=user.id, subject_id=user.id)
    user.erased_at = clock.now()
    db.session.flush()
    forget(parameters)
    db.session.expire_all()
    user.first_name = str(ERASED_NAME)
    user.session_epoch += 1
    if told:
        _say_goodbye(key, email, phone)
    ask_sink()


def _alone(key: str, email: str | None, phone: str | None) -> None:
    """Let what the erasure wrote leave by itself, never joined to other letters; what it wrote to the person themself is dropped."""
    db.session.execute(sa.update(OutgoingMail).where(OutgoingMail.held_for == key).values(urgent=True))
    db.session.execute(sa.delete(OutgoingMail).where(OutgoingMail.held_for == key, OutgoingMail.to == email))
    db.session.execute(sa.delete(OutgoingSms).where(OutgoingSms.held_for == key, OutgoingSms.to == phone))


def _say_goodbye(key: str, email: str | None, phone: str | None) -> None:
    with held_back(key, clock.now()):
        if email:
            queue_mail(email, mails.erased())
        elif phone:
            queue_sms(phone, _("Isère bénévolat\u00a0: votre compte est effacé. C’est notre dernier message."))


def quieten(public_id: str) -> None:
    """Take back what an erasure was about to tell: everybody read it the first time."""
    drop_held(LAST + public_id)
