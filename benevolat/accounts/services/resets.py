"""An agent lost telephone and recovery codes: one administrateur asks, the agent is told, and a day later another gives access back."""

from datetime import timedelta

import sqlalchemy as sa

from benevolat.core import clock, journal
from benevolat.core.db import db
from benevolat.core.errors import NotAllowed
from benevolat.core.mail import write_letter

from ..errors import ResetTooEarly
from ..models import FactorReset, Passkey, RecoveryCode, Totp, User
from ..permissions import can_ask_factor_reset, can_cancel_factor_reset, can_finish_factor_reset
from ..queries import factor_reset_of
from .persons import notify
from .sessions import close_sessions

DELAY = timedelta(hours=24)


def ask_factor_reset(agent: User, *, by: User) -> FactorReset:
    """Ask that an agent's access be given back; the agent is told, and may stop it. One that waits already stands as it is.

    Raises NotAllowed unless an administrateur asks, for somebody else.
    """
    if not can_ask_factor_reset(by, agent):
        raise NotAllowed()
    return _ask(agent, by)


def finish_factor_reset(reset: FactorReset, *, by: User) -> None:
    """Give the access back: the second factor, the recovery codes and the password go, and the agent begins again from their mailbox.

    Raises NotAllowed unless another administrateur does it, ResetTooEarly before a day.
    """
    if not can_finish_factor_reset(by, reset):
        raise NotAllowed()
    _finish(reset, by)


def cancel_factor_reset(reset: FactorReset, *, by: User) -> None:
    """Stop it: nothing changes. Raises NotAllowed unless the agent or an administrateur."""
    if not can_cancel_factor_reset(by, reset):
        raise NotAllowed()
    journal.record("factor_reset_cancelled", actor_id=by.id, subject_id=reset.user_id)
    db.session.delete(reset)


def reset_from_machine(agent: User) -> bool:
    """Ask, or a day later finish, from the machine itself: where there are not two administrateurs. Return whether it is done."""
    waiting = factor_reset_of(agent)
    if waiting is None:
        _ask(agent, None)
        return False
    _finish(waiting, None)
    return True


def _ask(agent: User, by: User | None) -> FactorReset:
    waiting = factor_reset_of(agent)
    if waiting is not None:
        return waiting
    asked = FactorReset(user_id=agent.id, asked_by_id=by.id if by else None, asked_at=clock.now(), ready_at=clock.now() + DELAY)
    db.session.add(asked)
    journal.record("factor_reset_asked", actor_id=by.id if by else None, subject_id=agent.id)
    notify(agent, write_letter("accounts/factor_reset_asked"))
    return asked


def _finish(reset: FactorReset, by: User | None) -> None:
    if reset.ready_at > clock.now():
        raise ResetTooEarly()
    agent = reset.user
    for table in (Totp, RecoveryCode, Passkey):
        db.session.execute(sa.delete(table).where(table.user_id == agent.id))
    agent.password_hash = None
    close_sessions(agent)
    journal.record("factor_reset_done", actor_id=by.id if by else None, subject_id=agent.id)
    db.session.delete(reset)
    notify(agent, write_letter("accounts/factor_reset"))
