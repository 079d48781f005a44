"""What the person confirms at the end of a talk, on the référent's screen and with their own code: done in their name, or not at all."""

import json
from dataclasses import dataclass
from typing import Any

from benevolat.accompagnement.services import record_act
from benevolat.accounts.models import AgeBand, User
from benevolat.alertes.services import keep_favourite
from benevolat.candidatures.errors import NotFromHere
from benevolat.candidatures.models import Candidature
from benevolat.candidatures.services import introduce, send_beside
from benevolat.core.errors import NotAllowed
from benevolat.matching.services import Said, say_wishes
from benevolat.missions.models import Creneau, Mission

from ..errors import NothingChosen, NotSentFromHere, NotWithThisAccount
from ..permissions import can_propose


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the person wants: candidatures now, missions among their favourites, their answers kept as wishes; each part may be left out."""

    candidatures: tuple[tuple[Mission, Creneau | None], ...] = ()
    kept: tuple[Mission, ...] = ()
    wishes: Said | None = None
    message: str = ""
    first_name: str = ""
    age_band: AgeBand | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is to be written."""
        return not (self.candidatures or self.kept or self.wishes)


def subject_of(wanted: Wanted) -> str:
    """Name exactly what is agreed to: another mission, another date or another word of the message needs another code."""
    said = wanted.wishes
    named: list[Any] = [
        [[mission.public_id, creneau.public_id if creneau else None] for mission, creneau in wanted.candidatures],
        [each.public_id for each in wanted.kept], wanted.message, wanted.first_name, wanted.age_band,
        [said.domains, said.half_days, said.commune_code, said.travel, said.company] if said else None,
    ]
    return "entretien:" + json.dumps(named, ensure_ascii=False)


def carry_out(person: User, wanted: Wanted, *, typed_by: User) -> list[Candidature]:
    """Do what the person confirmed, as they would by themself: candidatures first, then favourites and wishes; all of it or nothing.

    Who typed is written above the line alone, in the journal that the person reads.
    Raises NotAllowed, NothingChosen, NotSentFromHere, NotWithThisAccount, and what send_beside raises.
    """
    if not can_propose(typed_by, person):
        raise NotAllowed()
    if wanted.is_empty:
        raise NothingChosen()
    introduce(person, first_name=wanted.first_name, age_band=wanted.age_band)
    sent = [_send(person, mission, creneau, wanted.message) for mission, creneau in wanted.candidatures]
    for mission in wanted.kept:
        keep_favourite(mission, by=person)
    if wanted.wishes is not None:
        say_wishes(wanted.wishes, by=person)
    record_act("entretien.confirm", person, by=typed_by)
    return sent


def _send(person: User, mission: Mission, creneau: Creneau | None, message: str) -> Candidature:
    """Send one; a refusal names the mission, since several are sent at once, and never says what stands between two parties."""
    try:
        return send_beside(mission, creneau, user=person, message=message)
    except NotFromHere:
        raise NotSentFromHere(mission.title) from None
    except NotAllowed:
        raise NotWithThisAccount(mission.title) from None
