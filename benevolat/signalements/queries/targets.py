"""What somebody may report: what they can see, and the messages they can read; nothing else exists for them."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from benevolat.associations.queries import find_visible_association
from benevolat.candidatures.models import Candidature, Message
from benevolat.candidatures.permissions import visible_candidatures, visible_received_candidatures
from benevolat.core.db import db
from benevolat.missions.queries import find_visible_mission
from benevolat.proofs.queries import shared, verify_code
from benevolat.temoignages.models import Temoignage
from benevolat.temoignages.queries import find_public
from benevolat.territoire.models import Commune

from ..models import OF_A_MESSAGE, OF_A_PAGE, OF_THE_REST, Kind, Reason


@dataclass(frozen=True, slots=True)
class Target:
    """A thing that may be reported: its name for the desk, whose territory it is of, and the copy of a message."""

    kind: Kind
    key: str
    title: str
    territoire_code: str | None = None
    evidence: str | None = None
    mission_id: int | None = None
    association_id: int | None = None
    temoignage_id: int | None = None
    message_id: int | None = None
    candidature_id: int | None = None

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """The reasons that make sense for such a thing."""
        return {Kind.MESSAGE: OF_A_MESSAGE, Kind.PAGE: OF_A_PAGE}.get(self.kind, OF_THE_REST)


def find_target(user: Any, kind: Kind, key: str) -> Target | None:
    """Return what a person may report under this name, or None: what they cannot see, they cannot report."""
    find = {Kind.MISSION: _mission, Kind.ASSOCIATION: _association, Kind.TEMOIGNAGE: _temoignage, Kind.MESSAGE: _message,
            Kind.VERIFICATION: _verification}.get(kind)
    return find(user, key) if find is not None else None


def page_target(path: str) -> Target:
    """Return a page of the site as a thing to report; whoever calls checked that anybody may see it."""
    return Target(Kind.PAGE, path[:200], _("La page %(path)s", path=path[:200]))


def _territoire(commune: Commune | None) -> str | None:
    return commune.territoire_code if commune is not None else None


def _mission(user: Any, key: str) -> Target | None:
    row = find_visible_mission(user, key)
    if row is None:
        return None
    return Target(Kind.MISSION, key, row.title, _territoire(row.commune or row.association.commune), mission_id=row.id,
                  association_id=row.association_id)


def _association(user: Any, key: str) -> Target | None:
    row = find_visible_association(user, key)
    return None if row is None else Target(Kind.ASSOCIATION, key, row.name, _territoire(row.commune), association_id=row.id)


def _temoignage(_user: Any, key: str) -> Target | None:
    row: Temoignage | None = find_public(key)
    if row is None:
        return None
    host = row.engagement.association
    return Target(
        Kind.TEMOIGNAGE, key, _("Un témoignage sur %(host)s", host=row.engagement.host), _territoire(host.commune if host else None),
        evidence=row.words, temoignage_id=row.id, association_id=row.engagement.association_id,
    )


def _verification(_user: Any, key: str) -> Target | None:
    """Name a document, or a page that a person shows by a link, by its code; no copy is made of either."""
    if verify_code(key) is not None:
        return Target(Kind.VERIFICATION, key, _("Un document de passeport"))
    return Target(Kind.VERIFICATION, key, _("Un passeport montré par un lien")) if shared(key) is not None else None


def _message(user: Any, key: str) -> Target | None:
    """Read « candidature-rank »: 0 is the word it was sent with, then messages from 1; only what the other side wrote is reported."""
    public_id, _dash, rank = key.partition("-")
    if not getattr(user, "is_authenticated", False) or user.is_agent or not (rank.isascii() and rank.isdecimal() and len(rank) < 6):
        return None
    own = db.session.scalar(visible_candidatures(user).where(Candidature.public_id == public_id))
    candidature = own or db.session.scalar(visible_received_candidatures(user).where(Candidature.public_id == public_id))
    if candidature is None:
        return None
    message = _nth_message(candidature, int(rank))
    if int(rank) == 0:
        words = candidature.first_word if own is None else ""
    else:
        mine = message is None or message.from_volunteer is (own is not None) or message.hidden_at is not None
        words = "" if mine or message is None else message.body
    if not words:
        return None
    mission = candidature.mission
    return Target(
        Kind.MESSAGE, f"{public_id}-{rank}", _("Un message à propos de «\u00a0%(title)s\u00a0»", title=mission.title),
        _territoire(mission.commune or mission.association.commune), evidence=words, mission_id=mission.id,
        association_id=mission.association_id, message_id=message.id if message is not None else None, candidature_id=candidature.id,
    )


def _nth_message(candidature: Candidature, rank: int) -> Message | None:
    if rank < 1:
        return None
    return db.session.scalar(
        sa.select(Message).where(Message.candidature_id == candidature.id).order_by(Message.at, Message.id).offset(rank - 1).limit(1)
    )
