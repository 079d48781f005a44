"""In how many days an association answers, from its own last year: in plain words, or nothing when it says too little."""

from datetime import datetime, timedelta
from statistics import median

import sqlalchemy as sa
from flask_babel import gettext as _

from benevolat.associations.absences import time_within
from benevolat.associations.models import Absence, Association
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.workflow import TransitionLog
from benevolat.missions.models import Mission

from .models import EXPIRED_AFTER, Candidature

ANSWERS = ("accept", "decline", "waitlist")
SINCE = timedelta(days=365)
MORE_THAN = 5
LAST = 200
DAY = timedelta(days=1)


def response_days(association: Association) -> float | None:
    """Return the median of the days an association took for its first answer, its absences left out; None up to five answers.

    Those of a year count, the last 200; a candidature that ended without any answer counts as the thirty days it waited. One statement.
    """
    first = sa.func.min(TransitionLog.at)
    answered = sa.func.max(sa.case((TransitionLog.action.in_(ANSWERS), 1), else_=0))
    turned = (
        sa.select(Candidature.id.label("candidature"), Candidature.sent_at.label("sent"), first.label("answered"),
                  answered.label("spoken"))
        .join(Mission, Mission.id == Candidature.mission_id)
        .join(TransitionLog, sa.and_(TransitionLog.noun == "candidature", TransitionLog.object_id == Candidature.id))
        .where(Mission.association_id == association.id, Candidature.sent_at >= clock.now() - SINCE,
               TransitionLog.action.in_((*ANSWERS, "expire")))
        .group_by(Candidature.id, Candidature.sent_at).order_by(first.desc(), Candidature.id.desc()).limit(LAST).subquery()
    )
    rows = db.session.execute(
        sa.select(turned.c.candidature, turned.c.sent, sa.type_coerce(turned.c.answered, TransitionLog.at.type), turned.c.spoken, Absence)
        .outerjoin(Absence, sa.and_(Absence.association_id == association.id, Absence.last_day >= clock.today() - SINCE))
    ).all()
    waits: dict[int, tuple[datetime, datetime, bool]] = {}
    absences: dict[int, Absence] = {}
    for candidature, sent, at, spoken, absence in rows:
        waits[candidature] = (sent, at, bool(spoken))
        if absence is not None:
            absences[absence.id] = absence
    if len(waits) <= MORE_THAN:
        return None
    return median(
        ((at - sent - time_within(absences.values(), sent, at)) if spoken else EXPIRED_AFTER) / DAY for sent, at, spoken in waits.values()
    )


def answer_words(association: Association) -> str | None:
    """Return « répond en 2 jours en général », in bands that promise no more than was kept, or None."""
    days = response_days(association)
    if days is None:
        return None
    if days <= 1:
        return str(_("répond en 1 jour en général"))
    if days <= 6:
        return str(_("répond en %(days)s jours en général", days=-int(-days // 1)))
    if days <= 14:
        return str(_("répond en une à deux semaines en général"))
    return str(_("met plus de deux semaines à répondre en général"))
