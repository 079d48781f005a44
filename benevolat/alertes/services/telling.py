"""Telling the news of alertes at their hour, and asking after a long silence whether they still serve."""

import sqlalchemy as sa

from benevolat.accounts.services import notify
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.jobs import enqueue
from benevolat.core.mail import Letter, queue_mail
from benevolat.core.sms import queue_sms
from benevolat.search.queries import rows

from .. import mails, queries
from ..models import ASKED_AFTER, ERASED_AFTER, PAUSED_AFTER, Alerte, AlerteMission, Rhythm
from .keeping import next_moment


def plan_letters() -> None:
    """Write one job for each alerte whose hour has come."""
    for alerte_id in queries.due(clock.now()):
        enqueue("alertes.tell", {"alerte": alerte_id})


def tell_news(alerte_id: int) -> int:
    """Tell one alerte's news once its hour has come, each mission once and for ever; return how many. Nothing new: nothing is sent."""
    alerte = db.session.get(Alerte, alerte_id, with_for_update=True)
    if alerte is None or alerte.is_paused or alerte.next_at > clock.now():
        return 0
    weekly = alerte.rhythm is Rhythm.WEEKLY or alerte.by_sms
    alerte.next_at = next_moment(alerte.hour, weekly=weekly)
    news = queries.news_of(alerte)
    shown = rows(news[:queries.SHOWN])
    if not shown:
        return 0
    alerte.told_at = clock.now()
    db.session.execute(
        sa.update(AlerteMission).where(
            AlerteMission.alerte_id == alerte.id, AlerteMission.mission_id.in_([each.mission for each in news])
        ).values(told_at=alerte.told_at)
    )
    _send(alerte, mails.digest(alerte, shown, len(news)))
    return len(news)


def _send(alerte: Alerte, letter: Letter) -> None:
    """Hand a letter to whom the alerte belongs: the account's way, or the address or number that was proven for it."""
    if alerte.user is not None:
        notify(alerte.user, letter)
    elif alerte.email is not None:
        queue_mail(alerte.email, letter)
    elif alerte.phone is not None:
        queue_sms(alerte.phone, letter.sms)


def ask_or_pause() -> None:
    """Ask after three months without a click, pause two weeks later without an answer, erase what stayed paused for a year."""
    now = clock.now()
    for alerte in queries.unanswered(asked_before=now - PAUSED_AFTER):
        alerte.paused_at = now
    for alerte in queries.silent(clicked_before=now - ASKED_AFTER):
        alerte.asked_at = now
        _send(alerte, mails.still_useful(alerte))
    db.session.execute(sa.delete(Alerte).where(Alerte.paused_at.is_not(None), Alerte.paused_at <= now - ERASED_AFTER))
