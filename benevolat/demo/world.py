"""Who and what the demonstration has made so far, by the keys of its texts, and the letterbox in which its people read."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import sqlalchemy as sa

from benevolat.accounts.models import User
from benevolat.accounts.services import Attempt, PasswordHash, begin_identification, count_attempt, read_contact, record_sign_in
from benevolat.associations.models import Association
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.mail import OutgoingMail
from benevolat.core.sms import OutgoingSms
from benevolat.engagements.models import Engagement
from benevolat.missions.models import Creneau, Mission
from benevolat.territoire.models import Commune

EVERYWHERE = None
MAILS_KEPT = timedelta(days=10)


@dataclass
class World:
    """What the acts of the demonstration made, and find again."""

    password: PasswordHash
    agents: dict[str, User] = field(default_factory=dict)
    moderateurs: dict[str | None, User] = field(default_factory=dict)
    volunteers: dict[str, User] = field(default_factory=dict)
    associations: dict[str, Association] = field(default_factory=dict)
    members: dict[str, list[User]] = field(default_factory=dict)
    missions: dict[str, Mission] = field(default_factory=dict)
    creneaux: dict[tuple[str, int], Creneau] = field(default_factory=dict)
    last_visits: dict[User, datetime] = field(default_factory=dict)
    engagements: dict[tuple[str, str], Engagement] = field(default_factory=dict)

    def volunteer(self, key: str) -> User:
        """Return a volunteer who comes to act now."""
        return self._arrived(self.volunteers[key])

    def member(self, association: str, turn: int = 0) -> User:
        """Return one of an association's members, who comes to act now."""
        members = self.members[association]
        return self._arrived(members[turn % len(members)])

    def moderateur(self, commune: str) -> User:
        """Return the modérateur of a commune's territory, or the one of the whole Département."""
        place = db.session.get_one(Commune, commune)
        return self._arrived(self.moderateurs.get(place.territoire_code, self.moderateurs[EVERYWHERE]))

    def _arrived(self, user: User) -> User:
        self.last_visits[user] = clock.now()
        return user

    def note_visits(self) -> None:
        """Keep each person's last visit, as signing in would; agents are here today."""
        for user, moment in self.last_visits.items():
            with clock.frozen(moment):
                record_sign_in(user)


def read_link(address: str, page: str) -> str:
    """Return the token of the last link to a page (« invitation ») that was sent to an address."""
    body = db.session.scalars(
        sa.select(OutgoingMail.body).where(OutgoingMail.to == address).order_by(OutgoingMail.id.desc()).limit(1)
    ).one()
    found = re.search(rf"/{page}/([\w-]+)", body)
    if found is None:
        raise LookupError(f"no link to {page} in the last mail to {address}")
    return found[1]


def prove_contact(address: str) -> tuple[Attempt, str]:
    """Send a code to an address or a number and read it there: what proves that it is one's own."""
    contact = read_contact(address)
    begin_identification(contact)
    row: type[OutgoingMail] | type[OutgoingSms] = OutgoingMail if contact.email else OutgoingSms
    body = db.session.scalars(sa.select(row.body).where(row.to == contact.value).order_by(row.id.desc()).limit(1)).one()
    found = re.search(r"\b\d{6}\b", body)
    if found is None:
        raise LookupError(f"no code in the last message to {address}")
    return count_attempt(contact), found[0]


def put_letters_away() -> None:
    """Say that every letter left when it was written: the recent ones stay to be read, nothing is sent again."""
    for row in (OutgoingMail, OutgoingSms):
        db.session.execute(sa.delete(row).where(row.queued_at < clock.now() - MAILS_KEPT))
        db.session.execute(sa.update(row).where(row.sent_at.is_(None)).values(sent_at=row.queued_at))
