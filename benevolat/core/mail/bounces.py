"""What comes back from a mail server: a report of delivery (RFC 3464) is read into the mail it is about and whether the address is dead."""

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage

# « 5.1.x » says that the address is wrong, « 5.2.1 » that the box is closed (RFC 3463); a full box or a refused text may pass another day
DEAD = re.compile(r"5\.(1\.\d{1,3}|2\.1)\b")
# mails that left before their name was their own id alone bear a moment and a number before it
_OURS = re.compile(r"^Message-ID:\s*<(?:\d+\.\d+\.\d+\.)?(?P<id>[\w-]+)@", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Bounce:
    """The mail that came back (its `public_id`), what the server said of it, and whether its address is dead."""

    public_id: str
    status: str
    dead: bool


def read_bounce(raw: bytes) -> Bounce | None:
    """Return what a report of delivery says of a mail of ours, or None when it is no such report."""
    message = message_from_bytes(raw, policy=policy.default)
    if not isinstance(message, EmailMessage) or message.get_content_type() != "multipart/report":
        return None
    status, ours = "", None
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "message/delivery-status":
            status = _status(part) or status
        elif kind in {"message/rfc822", "text/rfc822-headers"}:
            ours = _OURS.search(part.as_string()) or ours
    if ours is None or not status:
        return None
    return Bounce(ours["id"], status, bool(DEAD.match(status)))


def _status(part: EmailMessage) -> str:
    """Return the status of the recipient whose delivery failed; a delay is no failure."""
    for fields in part.get_payload():
        if str(fields.get("Action", "")).strip().lower() == "failed":  # type: ignore[union-attr]
            return str(fields.get("Status", "")).strip()  # type: ignore[union-attr]
    return ""
