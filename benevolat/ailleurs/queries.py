"""Reads of requests: the one that counts for an engagement, the one behind a link or a sheet's code, those whose time is over."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from benevolat.accounts.models import User
from benevolat.core import clock, entropy
from benevolat.core.db import db
from benevolat.engagements.models import BilanState, Engagement, State
from benevolat.engagements.workflow import correctable_until

from .models import Channel, ProofRequest, RequestState
from .permissions import visible_requests
from .workflow import BETWEEN, FORGOTTEN, MONTH, MOST_LETTERS

CORRECTABLE = (BilanState.CONFIRMED, BilanState.AGREED, BilanState.DISPUTED, BilanState.STANDING)


def latest_request(engagement: Engagement) -> ProofRequest | None:
    """Return the last request made for an engagement, if there is one."""
    return db.session.scalar(
        sa.select(ProofRequest).where(ProofRequest.engagement_id == engagement.id).order_by(ProofRequest.id.desc()).limit(1)
    )


def open_request(engagement: Engagement) -> ProofRequest | None:
    """Return the request whose answer is awaited, if there is one."""
    return db.session.scalar(
        sa.select(ProofRequest).where(ProofRequest.engagement_id == engagement.id, ProofRequest.state == RequestState.SENT)
    )


def requests_of(engagement: Engagement) -> list[ProofRequest]:
    """Return every request made for an engagement, the oldest first."""
    return list(db.session.scalars(
        sa.select(ProofRequest).where(ProofRequest.engagement_id == engagement.id).order_by(ProofRequest.id)
    ))


def is_correctable(engagement: Engagement) -> bool:
    """Tell whether the host may still correct or withdraw what it attested: for thirty days, and again after a disagreement."""
    bilan = engagement.bilan
    if bilan is None or bilan.confirmed_at is None or engagement.state not in {State.TO_CLOSE, State.ATTESTED}:
        return False
    until = correctable_until(bilan)
    return bilan.state in CORRECTABLE and until is not None and until >= clock.now()


def is_askable(engagement: Engagement) -> bool:
    """Tell whether a host may be asked: what is over and declared, or an attestation to correct that the person disputes."""
    bilan = engagement.bilan
    if bilan is None or engagement.state is not State.TO_CLOSE or not engagement.elsewhere:
        return False
    return bilan.state is BilanState.DECLARED or (bilan.state is BilanState.DISPUTED and is_correctable(engagement))


def open_actions(engagement: Engagement) -> set[str]:
    """Return what the person may do now about a request: ask, resend, cancel; what a service would refuse is not offered."""
    asked = open_request(engagement)
    actions: set[str] = set()
    if is_askable(engagement):
        actions.add("paper")
        if letters_of(engagement) < MOST_LETTERS:
            actions.add("ask")
    if asked is not None:
        disputed = engagement.bilan is not None and engagement.bilan.state is BilanState.DISPUTED
        actions |= set() if disputed else {"cancel"}
        actions -= {"paper"} if asked.channel is Channel.PAPER else set()
    last = latest_request(engagement)
    if last is not None and can_resend(last):
        actions.add("resend")
    return actions


def can_resend(request: ProofRequest) -> bool:
    """Tell whether the same letter may leave again today."""
    return (request.channel is Channel.MAIL and request.state in {RequestState.SENT, RequestState.EXPIRED} and request.email is not None
            and is_askable(request.engagement) and letters_of(request.engagement) < MOST_LETTERS
            and request.sent_at + BETWEEN <= clock.now())


def letters_of(engagement: Engagement) -> int:
    """Return how many letters asked, for an engagement."""
    return db.session.scalar(
        sa.select(sa.func.coalesce(sa.func.sum(ProofRequest.sendings), 0)).where(ProofRequest.engagement_id == engagement.id)
    ) or 0


def letters_this_month(user: User) -> int:
    """Return how many letters asked for a person since a month."""
    return db.session.scalar(
        sa.select(sa.func.coalesce(sa.func.sum(ProofRequest.sendings), 0))
        .join(Engagement, Engagement.id == ProofRequest.engagement_id)
        .where(Engagement.user_id == user.id, ProofRequest.sent_at > clock.now() - MONTH)
    ) or 0


def has_declined(engagement: Engagement, email_hash: str) -> bool:
    """Tell whether an address answered that an engagement is not its business."""
    return db.session.scalar(sa.select(ProofRequest.id).where(
        ProofRequest.engagement_id == engagement.id, ProofRequest.email_hash == email_hash, ProofRequest.state == RequestState.DECLINED
    )) is not None


def find_by_link(token: str, *, lock: bool = False) -> ProofRequest | None:
    """Return the request a link opens now: to answer, or to correct within thirty days; None when it opens nothing.

    Locked until the end of the transaction, so that of two decisions at once the second finds the link closed.
    """
    query = (
        sa.select(ProofRequest).where(ProofRequest.token_hash == entropy.fingerprint(token), ProofRequest.expires_at > clock.now())
        .options(joinedload(ProofRequest.engagement).joinedload(Engagement.user))
    )
    request = db.session.scalar(query.with_for_update(of=ProofRequest) if lock else query)
    if request is None or not request.engagement.user.is_active:
        return None
    return request if is_open(request) else None


def is_open(request: ProofRequest) -> bool:
    """Tell whether a host may act on a request: an answer is awaited, or what it attested may be corrected."""
    if request.state is RequestState.SENT:
        return is_askable(request.engagement)
    return request.state is RequestState.ANSWERED and is_correctable(request.engagement)


def find_sheet(user: Any, code: str) -> ProofRequest | None:
    """Return the signed sheet that a desk looks for by its code, or None."""
    return db.session.scalar(visible_requests(user).where(ProofRequest.paper_code == code, ProofRequest.expires_at > clock.now()))


def find_request(user: Any, public_id: str) -> ProofRequest | None:
    """Return the request of this id that an account may see, or None."""
    return db.session.scalar(
        visible_requests(user).where(ProofRequest.public_id == public_id).options(joinedload(ProofRequest.engagement))
    )


def unanswered() -> list[ProofRequest]:
    """Return the requests whose time to be answered is over."""
    return list(db.session.scalars(
        sa.select(ProofRequest).where(ProofRequest.state == RequestState.SENT, ProofRequest.expires_at <= clock.now())
        .order_by(ProofRequest.id)
    ))


def to_forget() -> list[ProofRequest]:
    """Return the requests that are over for long enough, and still hold somebody's name or address."""
    return list(db.session.scalars(
        sa.select(ProofRequest).where(
            ProofRequest.state != RequestState.SENT, ProofRequest.closed_at <= clock.now() - FORGOTTEN,
            sa.or_(ProofRequest.email.is_not(None), ProofRequest.contact_name != ""),
        ).order_by(ProofRequest.id)
    ))
