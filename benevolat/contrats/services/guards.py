"""Acts on guard rails: the référent decides and says why, the person reads it; nothing is refused, or counted, by itself."""

import re
import unicodedata
from collections.abc import Iterable

from benevolat.accompagnement.services import record_act
from benevolat.accounts.models import User
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.errors import Conflict, InvalidInput, NotAllowed

from .. import guards
from ..errors import AboutThePerson, DecisionNeeded
from ..guards import Decided
from ..models import LONGEST_WORDS, Annexe, AnnexeState, Decision, Question, Submission
from ..permissions import can_prepare_annexe
from ..queries import OPEN, decision_of, decisions_of


def decide(annexe: Annexe, decided: Iterable[Decided], *, by: User, submission: Submission | None = None) -> None:
    """Record what the référent decides of the annexe as it stands, or of what was submitted with it; a new decision takes the place.

    Raises NotAllowed, Conflict when the annexe is over, InvalidInput for a reason of another question, or AboutThePerson when the
    sentence is not about the activity.
    """
    if not can_prepare_annexe(by, annexe.contrat):
        raise NotAllowed()
    if annexe.state not in OPEN and (submission is None or annexe.state is AnnexeState.WITHDRAWN):
        raise Conflict()
    written = list(decided)
    for each in written:
        _decide(annexe, each, by, submission)
    if written:
        record_act("annexe.decide", annexe.contrat.user, by=by)
    db.session.flush()


def _decide(annexe: Annexe, each: Decided, by: User, submission: Submission | None) -> None:
    if each.reason not in guards.REASONS[each.question]:
        raise InvalidInput(field=f"why_{each.question}")
    words = " ".join(each.words.split())
    if len(words) > LONGEST_WORDS or _names(words, annexe.contrat.user):
        raise AboutThePerson(field=f"words_{each.question}")
    standing = decision_of(annexe, each.question, submission=submission)
    if standing is not None:
        db.session.delete(standing)
        db.session.flush()
    law, version = guards.law_of(each.question)
    db.session.add(Decision(
        annexe_id=annexe.id, submission_id=submission.id if submission is not None else None, revision=annexe.revision,
        question=each.question, reason=each.reason, words=words or None, law=law, law_version=version, decided_at=clock.now(),
        decided_by_id=by.id,
    ))


def _plain(text: str) -> str:
    return "".join(each for each in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(each))


def _names(words: str, person: User) -> bool:
    """Tell whether a sentence names the person, or holds a number long enough to be somebody's."""
    names = {each for each in re.findall(r"\w+", _plain(f"{person.first_name} {person.last_name}")) if len(each) > 2}
    return bool(names & set(re.findall(r"\w+", _plain(words)))) or bool(re.search(r"(?:\d[ .-]?){7,}", words))


def check_decided(annexe: Annexe) -> None:
    """Ask that hours above the threshold, when the path is close to employment, were looked at. Raises DecisionNeeded.

    Any decision will do: it is a question, and only silence is not an answer.
    """
    weekly = guards.weekly_hours(annexe.hours, annexe.period)
    if guards.warns(annexe.contrat.path_kind, weekly) and Question.HOURS not in decisions_of(annexe):
        raise DecisionNeeded(field=f"why_{Question.HOURS}")


def check_submission_decided(submission: Submission) -> None:
    """Ask the same of the hours attested, when they are more than what the annexe said. Raises DecisionNeeded."""
    annexe = submission.annexe
    weekly = attested_hours(submission)
    more = weekly > guards.weekly_hours(annexe.hours, annexe.period)
    if more and guards.warns(annexe.contrat.path_kind, weekly) and Question.HOURS not in decisions_of(annexe, submission=submission):
        raise DecisionNeeded(field=f"why_{Question.HOURS}")


def attested_hours(submission: Submission) -> float:
    """Return the hours a week of what was submitted, as its association attested them."""
    done = submission.engagement
    minutes = done.bilan.minutes if done.bilan is not None else 0
    return guards.attested_a_week(minutes, done.starts_on, done.ends_on or clock.local(submission.submitted_at).date())
