"""The story of an engagement, told from the passages of both machines: what happened, what comes next, who is expected."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from benevolat.accounts.models import User
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.workflow import TransitionLog

from .models import BilanState, Engagement, State
from .workflow import BILAN, REDECLARED, UNWRITTEN, VOLUNTEER_SILENT, WORKFLOW

SAID = {
    "create": _l("C’est convenu"), "start": _l("C’est commencé"), "finish": _l("C’est fini"), "resume": _l("Finalement, cela continue"),
    "not_done": _l("Cela n’a pas eu lieu"), "reopen": _l("Cela a bien eu lieu"), "cancel": _l("C’est annulé"), "remove": _l("Enlevé"),
    "draft": _l("Bilan préparé"), "prepare": _l("Bilan prêt à signer"),
    "confirm": _l("Bilan écrit par l’association"), "agree": _l("D’accord avec le bilan"),
    "disagree": _l("Pas d’accord avec le bilan"), "stand": _l("Le bilan compte, sans réponse"),
    "keep_declared": _l("Gardé dans le passeport, comme déclaré"), "redraft": _l("Déclaré par vous"), "correct": _l("Bilan corrigé"),
    "withdraw": _l("Attestation retirée"),
    "answer": _l("Réponse au retrait"),
}
SAID_ELSEWHERE = {
    **SAID, "create": _l("Ajouté par vous"), "draft": _l("Déclaré par vous"), "keep_declared": _l("Déclaré par vous"),
    "confirm": _l("Attesté par votre contact"),
}
HOST_ACTS = {"confirm", "correct", "withdraw"}


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the story: what happened or comes, when, who did it or is expected; `state` is done, now or next."""

    at: datetime | None
    label: str
    who: str | None
    detail: str | None
    state: str


def story_of(engagement: Engagement, *, for_volunteer: bool, also: Iterable[Step] = ()) -> list[Step]:
    """Tell an engagement in the words of one side, `also` what happened beside it; what follows the bilan by itself is not told twice."""
    said = SAID_ELSEWHERE if engagement.elsewhere else SAID
    lines = [each for each in WORKFLOW.history(engagement) if each.action in SAID]
    if engagement.bilan is not None:
        lines += [each for each in BILAN.history(engagement.bilan) if each.action != "prepare" or not for_volunteer]
    lines.sort(key=lambda each: (each.at, each.id))
    names = _names(lines)
    told: list[Step] = []
    for line in lines:
        step = Step(line.at, str(said[line.action]), _who(line, engagement, names, for_volunteer), line.reason, "done")
        if told and (told[-1].label, told[-1].who) == (step.label, step.who):
            told.pop()
        told.append(step)
    told = sorted([*told, *also], key=lambda step: step.at or clock.now())
    return [*told, *_next(engagement, for_volunteer)]


def _names(lines: list[TransitionLog]) -> dict[int, str]:
    ids = {line.actor_id for line in lines if line.actor_id is not None}
    return {row.id: row.full_name for row in db.session.scalars(sa.select(User).where(User.id.in_(ids)))} if ids else {}


def _who(line: TransitionLog, engagement: Engagement, names: dict[int, str], for_volunteer: bool) -> str | None:
    if line.actor_id is None:
        return engagement.host if line.action in HOST_ACTS else None
    if line.actor_id == engagement.user_id:
        return str(_("vous")) if for_volunteer else engagement.user.first_name
    return engagement.host if for_volunteer else names.get(line.actor_id) or engagement.host


def _next(engagement: Engagement, for_volunteer: bool) -> list[Step]:
    host, bilan = engagement.host, engagement.bilan
    volunteer = str(_("vous")) if for_volunteer else engagement.user.first_name
    if engagement.state is State.PLANNED:
        return [Step(engagement.starts_at, _("Le début"), None, None, "next")]
    if engagement.state is State.IN_PROGRESS:
        end = Step(engagement.ends_at, _("La fin, puis le bilan"), None, None, "next")
        return [Step(None, _("En cours"), volunteer, None, "now"), end]
    if engagement.state is not State.TO_CLOSE or (engagement.elsewhere and (bilan is None or bilan.state in REDECLARED)):
        return []
    if bilan is None or bilan.state in UNWRITTEN:
        answer = _("Vous dites si vous êtes d’accord") if for_volunteer else _("La personne dit si elle est d’accord")
        signing = not for_volunteer and bilan is not None and bilan.state is BilanState.PREPARED
        writing = _("Une personne qui signe le relit") if signing else _("L’association écrit le bilan")
        return [Step(None, writing, host, None, "now"), Step(None, answer, volunteer, None, "next")]
    if bilan.state is BilanState.CONFIRMED and bilan.asked_at is not None:
        return [Step(None, _("D’accord ou pas d’accord"), volunteer, None, "now"),
                Step(bilan.asked_at + VOLUNTEER_SILENT, _("Sans réponse d’ici là, le bilan compte"), None, None, "next")]
    if bilan.state is BilanState.DISPUTED:
        return [Step(None, _("Vous en parlez ensemble, puis l’association corrige"), host, None, "now")]
    return []


def status_of(engagement: Engagement) -> Any:
    """Return the word that says where it stands: the bilan's while it decides, else the engagement's."""
    telling = (BilanState.DISPUTED, BilanState.DECLARED, BilanState.WITHDRAWN, BilanState.CONFIRMED)
    if engagement.state is State.TO_CLOSE and engagement.bilan is not None and engagement.bilan.state in telling:
        return engagement.bilan.state
    return engagement.state


def dates_words(starts_on: date, ends_on: date | None) -> str:
    """Return « le 14 mars 2026 », « mars 2026 » or « de septembre 2025 à juin 2026 »."""
    last = ends_on or clock.today()
    if starts_on == last:
        return str(_("le %(day)s", day=format_date(starts_on, "d MMMM yyyy", rebase=False)))
    if (starts_on.year, starts_on.month) == (last.year, last.month):
        return str(format_date(starts_on, "MMMM yyyy", rebase=False))
    first = format_date(starts_on, "MMMM" if starts_on.year == last.year else "MMMM yyyy", rebase=False)
    elided = _("d’") if first[0] in "aoAO" else _("de ")
    return str(_("%(of)s%(first)s à %(last)s", of=elided, first=first, last=format_date(last, "MMMM yyyy", rebase=False)))


def host_words(engagement: Engagement) -> str:
    """Return the host's name; one that is not on the platform, and that nobody checked, bears its mark."""
    return str(_("%(host)s (hors d’Isère bénévolat)", host=engagement.host)) if engagement.elsewhere else engagement.host


def when_words(engagement: Engagement) -> str:
    """Return when it is, in words: the créneau, « depuis mars 2026 », « à partir de demain », or from when to when."""
    creneau = engagement.candidature.creneau if engagement.candidature is not None else None
    if creneau is not None:
        return clock.slot_words(creneau.starts_at, creneau.ends_at)
    if engagement.state is State.PLANNED:
        return clock.from_day(engagement.starts_on)
    if engagement.state is State.IN_PROGRESS:
        return clock.since_day(engagement.starts_on)
    return dates_words(engagement.starts_on, engagement.ends_on)
