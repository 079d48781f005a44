"""Engagements elsewhere, on the person's word: declared, changed while nobody attested them, taken out."""

from dataclasses import dataclass
from datetime import date

from benevolat.accounts.models import User
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.errors import NotAllowed
from benevolat.core.workflow import SYSTEM

from ..errors import AlreadyOver, DatesInverted, DayToCome, NotBegunYet, TotalRefused
from ..models import Bilan, BilanState, Declaration, Engagement, State, most_minutes
from ..permissions import is_volunteer_elsewhere
from ..workflow import BILAN, REDECLARED, WORKFLOW

LIVING = (State.PLANNED, State.IN_PROGRESS, State.TO_CLOSE)


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says of an engagement elsewhere; without an end, or with one to come, it goes on."""

    host: str
    title: str
    starts_on: date
    ends_on: date | None = None
    minutes: int | None = None
    words: str | None = None
    domaine_code: str | None = None

    @property
    def state(self) -> State:
        """Where the dates put it: a last day that is today is over."""
        if self.starts_on > clock.today():
            return State.PLANNED
        return State.IN_PROGRESS if self.ends_on is None or self.ends_on > clock.today() else State.TO_CLOSE


def declare_engagement(user: User, said: Said) -> Engagement:
    """Keep, on the person's word alone, an engagement that takes place elsewhere; over, it is declared, else its dates move it.

    Raises DatesInverted, NotBegunYet or TotalRefused.
    """
    _check(said)
    now = clock.now()
    engagement = Engagement(user_id=user.id, host_name=said.host, title=said.title, starts_on=said.starts_on, ends_on=said.ends_on,
                            state=said.state, created_at=now)
    engagement.declaration = Declaration(domaine_code=said.domaine_code)
    if said.state is State.TO_CLOSE:
        engagement.to_close_at = now
    db.session.add(engagement)
    WORKFLOW.begin(engagement, by=user)
    _say(engagement, said, by=user)
    return engagement


def edit_declared(engagement: Engagement, said: Said, *, by: User) -> None:
    """Change what one declared, while nobody attested it; new dates may begin it, end it, or let it go on.

    Raises NotAllowed, AlreadyOver, DayToCome (it began already) and what declare_engagement does.
    """
    if not is_volunteer_elsewhere(by, engagement):
        raise NotAllowed()
    bilan = engagement.bilan
    if engagement.state not in LIVING or (bilan is not None and bilan.state not in REDECLARED):
        raise AlreadyOver()
    _check(said)
    if said.state is State.PLANNED and engagement.state is not State.PLANNED:
        raise DayToCome(field="starts_on")
    if bilan is not None and bilan.state is BilanState.DECLARED:
        BILAN.apply(bilan, "redraft", by=by)
    engagement.host_name, engagement.title = said.host, said.title
    engagement.starts_on, engagement.ends_on = said.starts_on, said.ends_on
    if engagement.declaration is None:
        engagement.declaration = Declaration()
    engagement.declaration.domaine_code = said.domaine_code
    _move(engagement, said.state, by=by)
    _say(engagement, said, by=by)


def _move(engagement: Engagement, target: State, *, by: User) -> None:
    """Bring an engagement where its new dates put it."""
    if engagement.state is State.PLANNED and target is not State.PLANNED:
        WORKFLOW.apply(engagement, "start", by=SYSTEM)
    if engagement.state is State.IN_PROGRESS and target is State.TO_CLOSE:
        WORKFLOW.apply(engagement, "finish", by=by)
        engagement.to_close_at = clock.now()
    elif engagement.state is State.TO_CLOSE and target is State.IN_PROGRESS:
        WORKFLOW.apply(engagement, "resume", by=by)
        engagement.to_close_at = None


def _check(said: Said) -> None:
    if said.ends_on is not None and said.ends_on < said.starts_on:
        raise DatesInverted(field="ends_on")
    if said.state is State.PLANNED:
        if said.minutes:
            raise NotBegunYet(field="hours")
    elif said.minutes is not None or said.state is State.TO_CLOSE:
        last = min(said.ends_on or clock.today(), clock.today())
        if not 1 <= (said.minutes or 0) <= most_minutes(said.starts_on, last):
            raise TotalRefused(field="hours")


def _say(engagement: Engagement, said: Said, *, by: User) -> None:
    """Keep the hours and the words: a draft while it lasts, declared once it is over."""
    if engagement.bilan is None:
        if said.state is not State.TO_CLOSE and not said.minutes and not said.words:
            return
        engagement.bilan = Bilan(created_at=clock.now(), state=BilanState.EXPECTED)
        db.session.flush()
    bilan = engagement.bilan
    bilan.draft_minutes, bilan.draft_words = said.minutes, said.words or None
    if bilan.state is BilanState.EXPECTED:
        BILAN.apply(bilan, "draft", by=by)
    if said.state is State.TO_CLOSE:
        bilan.minutes = said.minutes or 0
        BILAN.apply(bilan, "keep_declared", by=by)
    db.session.flush()


def remove_declared(engagement: Engagement, *, by: User) -> None:
    """Take an engagement elsewhere out of one's own history, while nothing of it is attested."""
    WORKFLOW.apply(engagement, "remove", by=by)
