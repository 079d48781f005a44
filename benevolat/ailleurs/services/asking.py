"""Asking a host that is not on the platform: by a letter with a personal link, or on a sheet to sign; again, elsewhere, no more."""

import re

import sqlalchemy as sa

from benevolat.accounts import services as accounts
from benevolat.accounts.models import User
from benevolat.associations.models import Association, Membership
from benevolat.core import clock, entropy
from benevolat.core.db import db
from benevolat.core.errors import NotAllowed
from benevolat.core.mail import queue_mail
from benevolat.core.workflow import SYSTEM
from benevolat.engagements.models import BilanState, Engagement

from .. import mails
from ..errors import (
    NameNeeded,
    NoAddressInName,
    NoAddressInWords,
    NotAskedYet,
    NotWrittenAgain,
    OwnAddress,
    SentToday,
    TooManyLetters,
    TooManyThisMonth,
)
from ..models import Channel, ProofRequest, RequestState
from ..permissions import can_ask_host, can_manage_request
from ..queries import has_declined, is_askable, letters_of, letters_this_month, open_request, requests_of
from ..workflow import BETWEEN, LINK, MOST_A_MONTH, MOST_LETTERS, REQUEST, SHEET

ADDRESS = re.compile(r"://|www\.|@|[\w-]{2,}\.[a-z]{2,}", re.IGNORECASE)
"""What a mail program would turn into a link."""
LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"


def ask_by_mail(engagement: Engagement, *, contact_name: str, email: str, by: User) -> ProofRequest:
    """Write to somebody at the host, with a link of fourteen days; a request on its way to somebody else ends, its link with it.

    Raises NotAllowed, NotAskedYet, NameNeeded, NoAddressInName, NoAddressInWords, OwnAddress, NotWrittenAgain, SentToday,
    TooManyLetters, TooManyThisMonth or UnreadableEmail.
    """
    _check_askable(engagement, by)
    if ADDRESS.search(contact_name):
        raise NoAddressInWords(field="contact_name")
    if any(ADDRESS.search(each) for each in (by.full_name, engagement.title, engagement.host)):
        raise NoAddressInName()
    address = accounts.read_email(email)
    if _canonical(address) in _own_addresses(by):
        raise OwnAddress(field="email")
    hashed = entropy.fingerprint(_canonical(address))
    if has_declined(engagement, hashed):
        raise NotWrittenAgain(field="email")
    recent = clock.now() - BETWEEN
    if any(each.email_hash == hashed and each.sent_at > recent for each in requests_of(engagement)):
        raise SentToday()
    _check_bounds(engagement, by)
    _replace(engagement, by)
    request = _begin(engagement, Channel.MAIL, by=by, contact_name=contact_name, email=address, email_hash=hashed,
                     expires_at=clock.now() + LINK)
    _send(request)
    return request


def ask_on_paper(engagement: Engagement, *, by: User) -> ProofRequest:
    """Prepare the sheet to be signed, with the code by which a desk finds it; a request on its way ends. Raises NotAllowed, NotAskedYet."""
    _check_askable(engagement, by)
    _replace(engagement, by)
    return _begin(engagement, Channel.PAPER, by=by, paper_code=_paper_code(), expires_at=clock.now() + SHEET)


def _begin(engagement: Engagement, channel: Channel, *, by: User, **values: object) -> ProofRequest:
    now = clock.now()
    request = ProofRequest(engagement=engagement, channel=channel, state=RequestState.SENT, asked_at=now, sent_at=now,
                           **{"sendings": 0, "contact_name": "", **values})
    db.session.add(request)
    REQUEST.begin(request, by=by)
    return request


def _paper_code() -> str:
    """Return eight letters and digits that nobody mistakes for others: about 40 random bits, for a desk alone."""
    drawn = int.from_bytes(entropy.random_bytes(8), "big")
    return "".join(LETTERS[drawn // len(LETTERS)**place % len(LETTERS)] for place in range(8))


def _check_askable(engagement: Engagement, by: User) -> None:
    if not can_ask_host(by, engagement):
        raise NotAllowed()
    if not is_askable(engagement):
        raise NotAskedYet()
    if not by.full_name:
        raise NameNeeded()


def _check_bounds(engagement: Engagement, by: User) -> None:
    """Bound the letters of an engagement and of a person; the account is locked, so that two requests at once are counted one by one."""
    db.session.execute(sa.select(User.id).where(User.id == by.id).with_for_update())
    if letters_of(engagement) >= MOST_LETTERS:
        raise TooManyLetters()
    if letters_this_month(by) >= MOST_A_MONTH:
        raise TooManyThisMonth()


def _own_addresses(user: User) -> set[str]:
    """Return the addresses of a person on the platform: theirs, and those of the associations they are a member of."""
    theirs = db.session.scalars(
        sa.select(Association.email).join(Membership, Membership.association_id == Association.id).where(Membership.user_id == user.id)
    )
    return {_canonical(each) for each in (user.email, *theirs) if each}


def _canonical(address: str) -> str:
    """Return an address without what leads to the same box: capitals, « +something », the dots of one great provider."""
    local, _at, domain = address.lower().partition("@")
    local = local.partition("+")[0]
    return f"{local.replace('.', '') if domain in {'gmail.com', 'googlemail.com'} else local}@{domain}"


def _replace(engagement: Engagement, by: User) -> None:
    former = open_request(engagement)
    if former is not None:
        _close(former, "cancel", by=by)


def _send(request: ProofRequest) -> None:
    """Make a fresh link, which closes the one before, and write to the host: a first time, or about a disagreement."""
    token = entropy.token()
    request.token_hash = entropy.fingerprint(token)
    request.sendings += 1
    request.sent_at, request.expires_at = clock.now(), clock.now() + LINK
    bilan = request.engagement.bilan
    letter = mails.disputed if bilan is not None and bilan.state is BilanState.DISPUTED else mails.ask
    queue_mail(request.email or "", letter(request, token))
    db.session.flush()


def resend_request(request: ProofRequest, *, by: User) -> None:
    """Write to the same address again, with a fresh link; once a day at most, and as often as an engagement allows.

    Raises NotAllowed, NotAskedYet, SentToday, TooManyLetters or TooManyThisMonth.
    """
    if not can_manage_request(by, request):
        raise NotAllowed()
    if not is_askable(request.engagement) or request.email is None:
        raise NotAskedYet()
    if request.sent_at + BETWEEN > clock.now():
        raise SentToday()
    _check_bounds(request.engagement, by)
    request.closed_at = None
    REQUEST.apply(request, "resend", by=by)
    _send(request)


def cancel_request(request: ProofRequest, *, by: User) -> None:
    """Take a request back: its link opens nothing more."""
    _close(request, "cancel", by=by)


def _close(request: ProofRequest, action: str, *, by: User) -> None:
    request.closed_at, request.token_hash = clock.now(), None
    REQUEST.apply(request, action, by=by)


def expire_request(request: ProofRequest) -> None:
    """End a request that nobody answered in time; the person is told what can be done."""
    request.closed_at, request.token_hash = clock.now(), None
    REQUEST.apply(request, "expire", by=SYSTEM)
    accounts.notify(request.engagement.user, mails.expired(request))


def forget_contact(request: ProofRequest) -> None:
    """Erase who was asked and at what address; a fingerprint stays, so that who said no is not written to again."""
    request.email, request.contact_name, request.token_hash = None, "", None
