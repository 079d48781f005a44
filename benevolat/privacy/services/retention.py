"""The age at which data goes by itself: what no other job of the site erases already.

Others do their own: codes, sessions and windows every hour (accounts), the journal after twelve months (core.journal), alertes, searches
and favourites (alertes), invitations and propositions after thirty days (accompagnement, propositions, actions, contrats), imports
within the hour (missions, dossiers), contacts of hosts elsewhere (ailleurs), reports and decisions (signalements, moderation), doors
(candidatures).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from benevolat.accounts.models import AccountSession, Kind, User
from benevolat.accounts.services import notify
from benevolat.alertes.models import Alerte
from benevolat.associations.models import MembershipInvitation
from benevolat.candidatures.models import CallBack, Candidature, Message
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.errors import Words
from benevolat.core.jobs import Job, enqueue
from benevolat.core.mail import REFUSED, OutgoingMail
from benevolat.core.sms import OutgoingSms
from benevolat.engagements.models import Engagement, State

from .. import mails
from ..queries import administered_alone
from ..register.treatments import CALL_BACK_KEPT, JOURNAL_KEPT, NO_CONTACT, NOTICE, SENT_KEPT, UNSENT_KEPT
from .erasing import LAST, erase_again

RUNNING = (State.PLANNED, State.IN_PROGRESS, State.TO_CLOSE)
ERASE = "privacy.erase_unused"
INVITATION_KEPT = timedelta(days=30)
Condition = Callable[[], sa.ColumnElement[bool]]


def _silent_since(moment: datetime) -> sa.ColumnElement[bool]:
    """Tell which persons gave no sign since a moment: no visit, nothing sent, no news of theirs opened, nothing that runs."""
    told = sa.select(Message.id).join(Candidature, Candidature.id == Message.candidature_id).where(
        Candidature.user_id == User.id, Message.from_volunteer, Message.at > moment)
    return sa.and_(
        User.kind == Kind.PERSON, User.erased_at.is_(None), sa.func.coalesce(User.last_seen_at, User.created_at) <= moment,
        ~sa.exists().where(AccountSession.user_id == User.id, AccountSession.seen_on > clock.local(moment).date()),
        ~sa.exists().where(Candidature.user_id == User.id, Candidature.sent_at > moment),
        ~sa.exists().where(Alerte.user_id == User.id, Alerte.clicked_at > moment),
        ~sa.exists().where(Engagement.user_id == User.id, sa.or_(Engagement.state.in_(RUNNING), Engagement.created_at > moment)),
        ~told.exists(),
    )


def _to_tell() -> sa.ColumnElement[bool]:
    return sa.and_(_silent_since(clock.now() - (NO_CONTACT - NOTICE)), User.noticed_at.is_(None))


def _to_erase() -> sa.ColumnElement[bool]:
    return sa.and_(_silent_since(clock.now() - NO_CONTACT), User.noticed_at <= clock.now() - NOTICE)


def _came_back() -> sa.ColumnElement[bool]:
    return sa.and_(User.noticed_at.is_not(None), User.erased_at.is_(None), ~_silent_since(clock.now() - (NO_CONTACT - NOTICE)))


def _agents_gone() -> sa.ColumnElement[bool]:
    return sa.and_(User.kind == Kind.AGENT, User.erased_at.is_(None), User.ends_on < clock.today() - JOURNAL_KEPT)


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of rows that go with time: its treatment, what it is in words, the rows, and what is done with them."""

    treatment: str
    label: Words
    model: Any
    due: Condition
    perform: Callable[["Line"], int]

    def count(self) -> int:
        """Return how many rows are due now."""
        return db.session.scalar(sa.select(sa.func.count()).select_from(self.model).where(self.due())) or 0


def _delete(line: Line) -> int:
    gone: Any = db.session.execute(sa.delete(line.model).where(line.due()).execution_options(synchronize_session=False))
    return int(gone.rowcount)


def _forget_notice(line: Line) -> int:
    kept: Any = db.session.execute(
        sa.update(User).where(line.due()).values(noticed_at=None).execution_options(synchronize_session=False))
    return int(kept.rowcount)


def notice_unused(line: Line) -> int:
    """Tell those who gave no sign for long that their account will be erased, one letter each; an association keeps its last admin."""
    users = [each for each in db.session.scalars(sa.select(User).where(line.due()).order_by(User.id)) if not administered_alone(each)]
    for user in users:
        user.noticed_at = clock.now()
        notify(user, mails.unused(erased_on=clock.local(clock.now() + NOTICE).date()))
    return len(users)


def _plan(line: Line) -> int:
    """Write one job for each account: one that fails holds no other back."""
    ids = db.session.scalars(sa.select(User.id).where(line.due()).order_by(User.id)).all()
    for each in ids:
        enqueue(ERASE, {"user": each}, key=f"{ERASE}:{each}:{clock.today().isoformat()}")
    return len(ids)


def erase_unused(user_id: int) -> bool:
    """Erase one account whose time is over, unless its holder came back meanwhile or an association has nobody else."""
    user = db.session.scalar(sa.select(User).where(User.id == user_id, sa.or_(_to_erase(), _agents_gone())))
    if user is None or administered_alone(user):
        return False
    erase_again(user)
    return True


def _sent(model: Any) -> Condition:
    return lambda: sa.or_(
        model.sent_at <= clock.now() - SENT_KEPT, model.queued_at <= clock.now() - UNSENT_KEPT,
        sa.and_(model.sent_at.is_not(None), model.held_for.startswith(LAST)),
    )


LINES: tuple[Line, ...] = (
    Line("account", _l("comptes dont le titulaire est revenu après l’avis"), User, _came_back, _forget_notice),
    Line("account", _l("comptes à prévenir : 30 jours avant les 2 ans"), User, _to_tell, notice_unused),
    Line("account", _l("comptes à effacer : 2 ans sans contact, 30 jours après l’avis"), User, _to_erase, _plan),
    Line("agents", _l("comptes d’agents finis depuis 12 mois"), User, _agents_gone, _plan),
    Line("messages", _l("e-mails partis depuis 7 jours, ou restés 30 jours"), OutgoingMail, _sent(OutgoingMail), _delete),
    Line("messages", _l("SMS partis depuis 7 jours, ou restés 30 jours"), OutgoingSms, _sent(OutgoingSms), _delete),
    Line("messages", _l("adresses refusées, traitées depuis 7 jours"), Job,
         lambda: sa.and_(Job.kind == REFUSED, Job.done_at <= clock.now() - SENT_KEPT), _delete),
    Line("applying", _l("numéros laissés pour être rappelé, depuis 90 jours"), CallBack,
         lambda: CallBack.asked_at <= clock.now() - CALL_BACK_KEPT, _delete),
    Line("associations", _l("invitations d’équipe finies depuis 30 jours"), MembershipInvitation,
         lambda: MembershipInvitation.expires_at <= clock.now() - INVITATION_KEPT, _delete),
)


def retain() -> list[tuple[Line, int]]:
    """Do what is due of every line, and return how many rows each touched."""
    return [(line, line.perform(line)) for line in LINES]
