"""What somebody may choose of the letters they receive: kinds of letters, their pace, and the four that may come by SMS as well."""

from datetime import UTC, datetime, time, timedelta

from flask_babel import lazy_gettext as _l

from benevolat.core import clock
from benevolat.core.labels import Labelled

from .models import User

EVENING = time(18)
MORNING, NIGHT = time(8), time(20)
"""Between which an SMS that may wait arrives: a telephone rings."""


class MessageKind(Labelled):
    """What a letter is about, as far as one may choose."""

    CONVERSATION = "conversation", _l("Les messages que l’on vous écrit")
    CANDIDATES = "candidates", _l("Pour une association : qui candidate, qui se retire, qui veut être rappelé")
    REMINDERS = "reminders", _l("Les rappels")
    CLOSING = "closing", _l("Les bilans et les heures")
    RECEIPTS = "receipts", _l("Les confirmations de ce que vous venez de faire")


class Pace(Labelled):
    """How a kind of letters comes."""

    NOW = "now", _l("Tout de suite")
    DAILY = "daily", _l("Une fois par jour, le soir")
    NEVER = "never", _l("Ne pas recevoir")


KIND_OF: dict[str, MessageKind] = {
    "candidatures/message_to_association": MessageKind.CONVERSATION,
    "candidatures/message_to_volunteer": MessageKind.CONVERSATION,
    "candidatures/call_back_asked": MessageKind.CANDIDATES,
    "candidatures/received": MessageKind.CANDIDATES,
    "candidatures/withdrawn": MessageKind.CANDIDATES,
    "candidatures/tomorrow_for_association": MessageKind.REMINDERS,
    "candidatures/tomorrow_for_volunteer": MessageKind.REMINDERS,
    "candidatures/unanswered": MessageKind.REMINDERS,
    "engagements/closing_reminder": MessageKind.REMINDERS,
    "engagements/over_elsewhere": MessageKind.REMINDERS,
    "engagements/sheets_open": MessageKind.REMINDERS,
    "engagements/to_close_association": MessageKind.REMINDERS,
    "engagements/to_close_volunteer": MessageKind.REMINDERS,
    "engagements/bilan_confirmed": MessageKind.CLOSING,
    "engagements/bilan_corrected": MessageKind.CLOSING,
    "engagements/bilan_disputed": MessageKind.CLOSING,
    "engagements/bilan_drafted": MessageKind.CLOSING,
    "engagements/bilan_standing": MessageKind.CLOSING,
    "engagements/bilan_to_sign": MessageKind.CLOSING,
    "engagements/hours_disputed_association": MessageKind.CLOSING,
    "engagements/hours_disputed_volunteer": MessageKind.CLOSING,
    "engagements/not_done_association": MessageKind.CLOSING,
    "engagements/not_done_volunteer": MessageKind.CLOSING,
    "engagements/thanked": MessageKind.CLOSING,
    "missions/renew": MessageKind.REMINDERS,
    "candidatures/sent": MessageKind.RECEIPTS,
    "associations/received": MessageKind.RECEIPTS,
    "missions/published": MessageKind.RECEIPTS,
    "temoignages/published": MessageKind.RECEIPTS,
}
"""The letters one may choose to receive later or not at all. Every other one answers, changes or protects something: it always comes."""

ORDINARY = frozenset({
    "associations/refused", "associations/reinstated", "associations/removed", "associations/rights_changed", "associations/trust_changed",
    "associations/verified", "candidatures/declined", "candidatures/door_closed", "candidatures/door_kept", "candidatures/door_lifted",
    "candidatures/door_opened", "candidatures/friend_joined", "candidatures/offer_lapsed", "candidatures/offer_taken",
    "candidatures/waitlisted",
    "coordination/expired", "coordination/expired_for_association", "coordination/mission_withdrawn",
    "droits/answered",
    "engagements/association_silent", "engagements/attestation_withdrawn", "engagements/withdrawal_answered", "missions/refused",
    "missions/to_correct", "passeport/validated", "passeport/validation_declined", "temoignages/about_you", "temoignages/refused",
    "temoignages/taken_down", "temoignages/to_correct", "missions/paused", "ailleurs/declined", "ailleurs/disputed", "ailleurs/expired",
})
"""The letters that always come, and may wait an hour to be read with others."""

BY_SMS = frozenset({
    "candidatures/accepted", "candidatures/cancelled", "candidatures/offered", "candidatures/revoked",
    "candidatures/tomorrow_for_volunteer", "coordination/mission_changed",
})
"""The urgent ones, about four things: a place is there, it is no more, it is tomorrow, it changed."""


def pace_of(user: User, event: str) -> Pace:
    """Return how somebody wishes to receive a letter: at once, unless they chose otherwise for its kind."""
    kind = KIND_OF.get(event)
    chosen = user.message_paces.get(kind.value) if kind is not None else None
    return next((each for each in Pace if each.value == chosen), Pace.NOW)


def is_urgent(event: str) -> bool:
    """Tell whether a letter leaves at once and alone. One that nothing is said of is."""
    return event in BY_SMS or (event not in KIND_OF and event not in ORDINARY)


def is_written_to(user: User) -> bool:
    """Tell whether mails serve: the address is proven, or the only way, and does not refuse what we send. Else it is SMS alone."""
    return (
        user.email is not None and user.email_refused_at is None
        and (user.email_confirmed_at is not None or user.phone_confirmed_at is None)
    )


def by_day(moment: datetime) -> datetime:
    """Return a moment, or eight o’clock of the next morning in Europe/Paris when it is at night."""
    local = clock.local(moment)
    if MORNING <= local.time() < NIGHT:
        return moment
    day = local.date() + timedelta(days=1) if local.time() >= NIGHT else local.date()
    return datetime.combine(day, MORNING, clock.PARIS).astimezone(UTC)


def next_evening() -> datetime:
    """Return the next six o’clock of an evening in Europe/Paris."""
    today = datetime.combine(clock.today(), EVENING, clock.PARIS)
    moment = today if today > clock.now() else datetime.combine(clock.today() + timedelta(days=1), EVENING, clock.PARIS)
    return moment.astimezone(UTC)
