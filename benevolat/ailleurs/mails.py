"""The letters about an engagement elsewhere: to the host, who has no account, and to the person; no free text travels in the first."""

from benevolat.core.mail import Letter, write_letter
from benevolat.core.settings import config

from .models import ProofRequest


def _to_host(event: str, request: ProofRequest, token: str) -> Letter:
    engagement = request.engagement
    return write_letter(
        f"ailleurs/{event}", name=engagement.user.full_name, title=engagement.title, host=engagement.host,
        path=f"/attester/{token}", until=request.expires_at, phone=config("HELPER_PHONE"), hours=config("HELPER_HOURS"),
    )


def ask(request: ProofRequest, token: str) -> Letter:
    """Ask somebody at the host: who asks, what for, what will be shown, until when, and what if it is not for them."""
    return _to_host("ask", request, token)


def disputed(request: ProofRequest, token: str) -> Letter:
    """Tell the host that the person disagrees; the person's words are on the page, never in the letter."""
    return _to_host("disputed", request, token)


def received(request: ProofRequest, token: str) -> Letter:
    """Confirm to the host what it answered, with the link that corrects or withdraws it for thirty days."""
    return _to_host("received", request, token)


def _to_person(event: str, request: ProofRequest) -> Letter:
    engagement = request.engagement
    return write_letter(
        f"ailleurs/{event}", engagement=engagement, title=engagement.title, host=engagement.host,
        phone=config("HELPER_PHONE"), paper=request.paper_code is not None,
    )


def declined(request: ProofRequest) -> Letter:
    """Tell the person that whoever was asked says it is not for them, and what can be done."""
    return _to_person("declined", request)


def expired(request: ProofRequest) -> Letter:
    """Tell the person, once, that nobody answered, and what can be done."""
    return _to_person("expired", request)
