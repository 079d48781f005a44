"""What a host elsewhere answers, by its link or on a signed sheet, and what the person says of it: the bilan's own machine."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from benevolat.accounts import services as accounts
from benevolat.accounts.models import User
from benevolat.core import clock, entropy, journal
from benevolat.core.db import db
from benevolat.core.errors import InvalidInput, NotAllowed
from benevolat.core.mail import queue_mail
from benevolat.engagements import services as engagements
from benevolat.engagements.errors import DatesInverted, DayToCome
from benevolat.engagements.models import Bilan, BilanState, Declaration, Engagement, OutsideHost
from benevolat.engagements.workflow import correctable_until
from benevolat.passeport import services as passeport

from .. import mails
from ..errors import LinkClosed
from ..models import Channel, ProofRequest, RequestState
from ..permissions import can_transcribe
from ..queries import is_askable, is_correctable, is_open, latest_request
from ..workflow import LINK, REQUEST


@dataclass(frozen=True, slots=True)
class Answer:
    """What a host says: its name, when, how long, one sentence, the skills seen (code → example or None), who signs and as what."""

    host: str
    starts_on: date
    ends_on: date
    minutes: int
    sentence: str
    name: str
    function: str
    competences: Mapping[str, str | None]
    reason: str = ""

    @property
    def signatory(self) -> str:
        """Who signs: « Odile Perrin, présidente »."""
        return f"{self.name}, {self.function}"


def answer_request(request: ProofRequest, answer: Answer) -> None:
    """Attest, as whoever holds the link, or correct what was attested; the person is asked whether they agree.

    The link served: the letter that confirms holds another one, for what is left of the thirty days.
    Raises LinkClosed, DatesInverted, DayToCome, InvalidInput and what confirming or correcting a bilan does.
    """
    if request.channel is not Channel.MAIL or not is_open(request):
        raise LinkClosed()
    _write(request, answer)
    _confirm_to_host(request)


def transcribe_sheet(request: ProofRequest, answer: Answer, *, by: User) -> None:
    """Write, at a desk, what a signed sheet says; it takes effect when the person agrees. Who typed is in the journal, and only there.

    Raises NotAllowed, LinkClosed and what answer_request does.
    """
    if not can_transcribe(by, request):
        raise NotAllowed()
    if request.state is not RequestState.SENT or not is_askable(request.engagement) or request.expires_at <= clock.now():
        raise LinkClosed()
    _write(request, answer)
    journal.record("proof_request.transcribe", actor_id=by.id, subject_id=request.engagement.user_id)


def _write(request: ProofRequest, answer: Answer) -> None:
    """Put an answer in the bilan: a first time, or as a correction of what was attested."""
    engagement = request.engagement
    _check(answer)
    if engagement.declaration is None:
        engagement.declaration = Declaration()
    told = engagement.declaration
    told.host_name, told.starts_on, told.ends_on = answer.host, answer.starts_on, answer.ends_on
    host = OutsideHost(engagement.id, answer.signatory)
    correcting = engagement.bilan is not None and engagement.bilan.state is not BilanState.DECLARED
    if correcting:
        bilan = passeport.correct_bilan(engagement, by=host, minutes=answer.minutes, sentence=answer.sentence,
                                        competences=answer.competences, reason=answer.reason)
    else:
        bilan = engagements.confirm_bilan(engagement, by=host, minutes=answer.minutes, sentence=answer.sentence,
                                          competences=answer.competences)
    bilan.signatory = answer.signatory
    if request.state is RequestState.SENT:
        request.closed_at = clock.now()
        REQUEST.apply(request, "answer", by=host)
    db.session.flush()


def _check(answer: Answer) -> None:
    if answer.ends_on < answer.starts_on:
        raise DatesInverted(field="ends_on")
    if answer.ends_on > clock.today():
        raise DayToCome(field="ends_on")
    for field, text in (("host", answer.host), ("signer", answer.name), ("function", answer.function)):
        if not text.strip():
            raise InvalidInput(field=field)


def _confirm_to_host(request: ProofRequest) -> None:
    """Send the link that corrects or withdraws, for what is left of the time to do so; nothing when nothing is left."""
    bilan = request.engagement.bilan
    until = correctable_until(bilan) if bilan is not None else None
    if until is None or until <= clock.now() or request.email is None:
        return
    token = entropy.token()
    request.token_hash, request.expires_at = entropy.fingerprint(token), until
    queue_mail(request.email, mails.received(request, token))
    db.session.flush()


def decline_request(request: ProofRequest) -> None:
    """Say, as whoever holds the link, that it is not for them: the request ends, the person is told, that address is left alone.

    Raises LinkClosed, for what was attested too: that is corrected or withdrawn.
    """
    bilan = request.engagement.bilan
    if request.state is not RequestState.SENT or not is_open(request) or bilan is None or bilan.state is not BilanState.DECLARED:
        raise LinkClosed()
    request.closed_at, request.token_hash = clock.now(), None
    REQUEST.apply(request, "decline", by=OutsideHost(request.engagement_id, request.contact_name))
    accounts.notify(request.engagement.user, mails.declined(request))


def withdraw_by_link(request: ProofRequest, *, reason: str) -> None:
    """Withdraw, as whoever holds the link, what was attested within thirty days, with a reason. Raises LinkClosed or InvalidInput."""
    engagement = request.engagement
    if not is_open(request) or not is_correctable(engagement):
        raise LinkClosed()
    host = OutsideHost(engagement.id, engagement.bilan.signatory or "" if engagement.bilan is not None else "")
    passeport.withdraw_attestation(engagement, by=host, reason=reason)
    if request.state is RequestState.SENT:
        request.closed_at = clock.now()
        REQUEST.apply(request, "answer", by=host)
    request.token_hash = None


def agree_bilan(engagement: Engagement, *, by: User) -> Bilan:
    """Agree with the bilan; a correction that was asked of a host elsewhere is awaited no more. Raises what passeport.services does."""
    bilan = passeport.agree_bilan(engagement, by=by)
    request = latest_request(engagement)
    if request is not None and request.state in {RequestState.SENT, RequestState.EXPIRED}:
        request.closed_at = clock.now()
        REQUEST.apply(request, "settle", by=by)
    return bilan


def disagree_bilan(engagement: Engagement, *, by: User, words: str) -> Bilan:
    """Disagree with the bilan; a host elsewhere receives a fresh link, while it may still correct. Raises what passeport.services does."""
    bilan = passeport.disagree_bilan(engagement, by=by, words=words)
    request = latest_request(engagement)
    if request is not None and request.state is RequestState.ANSWERED and request.email is not None and is_askable(engagement):
        request.closed_at = None
        REQUEST.apply(request, "ask_again", by=by)
        token = entropy.token()
        request.token_hash, request.sent_at = entropy.fingerprint(token), clock.now()
        request.expires_at = clock.now() + min(LINK, _left(bilan))
        queue_mail(request.email, mails.disputed(request, token))
        db.session.flush()
    return bilan


def _left(bilan: Bilan) -> timedelta:
    """Return what is left of the time to correct."""
    return (correctable_until(bilan) or clock.now()) - clock.now()
