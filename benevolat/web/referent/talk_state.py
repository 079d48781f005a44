"""What a talk holds while it lasts: in the cookie of the référent's browser alone, for one person, gone as soon as the talk is left.

No row names it, no address carries it (addresses are kept in logs beside the person's), and a reload or a lost line changes nothing.
"""

from typing import Any

from flask import request, session

from benevolat.accounts.models import AgeBand, User
from benevolat.core.geo import distance_km
from benevolat.matching.models import Company, Travel
from benevolat.matching.services import Said
from benevolat.missions.models import Creneau, Mission
from benevolat.missions.words import mask_of, when_words, where_words
from benevolat.propositions.queries import is_minor, missions_for, public_missions
from benevolat.propositions.services import Wanted
from benevolat.propositions.ways import way_words
from benevolat.search.queries import point_of
from benevolat.territoire.queries import commune_place
from benevolat.web.applying import chosen_slot

from . import blueprint

NAME = "entretien"
APPLY, KEEP, LATER, NO = "apply", "keep", "later", "no"
WORKING_DAYS, WEEK_END = range(5), range(5, 7)
MOMENTS = {
    "matin": mask_of([3 * day for day in WORKING_DAYS]), "apres-midi": mask_of([3 * day + 1 for day in WORKING_DAYS]),
    "soir": mask_of([3 * day + 2 for day in WORKING_DAYS]), "week-end": mask_of([3 * day + part for day in WEEK_END for part in range(3)]),
}
"""The moments that are asked, as half-days of the week."""
TALKING = {"referent.talk", "referent.talk_ask_code", "referent.talk_sheet"}


class Talk:
    """The talk with one person, as the browser keeps it."""

    def __init__(self, person: User) -> None:
        kept = session.get(NAME)
        self.person = person
        self.data: dict[str, Any] = kept if kept and kept.get("person") == person.public_id else {"person": person.public_id}

    def keep(self, **values: Any) -> None:
        """Keep what was answered."""
        self.data = {**self.data, **values}
        session[NAME] = self.data

    def get(self, name: str, default: Any = None) -> Any:
        """Return what was answered."""
        return self.data.get(name, default)

    @property
    def said(self) -> Said:
        """The three answers, as the search takes them."""
        moments = 0
        for each in self.get("moments", ()):
            moments |= MOMENTS.get(each, 0)
        return Said(
            domains=tuple(self.get("likes", ())), half_days=moments, commune_code=self.commune_code,
            travel=Travel(self.get("travel")) if self.get("travel") else None,
            company=Company(self.get("company")) if self.get("company") else None,
        )

    @property
    def commune_code(self) -> str | None:
        """Where the person starts from: what they said here, else the commune of their account."""
        code: str | None = self.get("commune", self.person.commune_code)
        return code or None

    def proposals(self) -> list[dict[str, Any]]:
        """Return five missions with their reasons and the way to get there, those already answered about first found again."""
        place = commune_place(self.commune_code) if self.commune_code else None
        found = missions_for(self.said, minor=is_minor(self.person))
        missions = {each.public_id: each for each in public_missions([each.row.public_id for each in found])}
        cards = []
        for each in found:
            mission = missions.get(each.row.public_id)
            if mission is not None:
                point = point_of(mission)
                km = distance_km(place.point, point) if place is not None and point is not None else None
                cards.append({
                    "public_id": mission.public_id, "title": mission.title, "host": mission.association.name,
                    "lines": [when_words(mission), where_words(mission),
                              way_words(mission, km, self.said.travel, place.name if place is not None else "")],
                    "reasons": each.reasons, "description": mission.description, "wish": dict(self.get("wants", [])).get(mission.public_id),
                })
        return cards

    def wanted(self, *choices: str) -> list[Mission]:
        """Return the missions of which the person said one of these."""
        return public_missions([key for key, value in self.get("wants", []) if value in choices])

    def slot_of(self, mission: Mission) -> Creneau | None:
        """Return the date chosen for a mission, or None."""
        return chosen_slot(mission, self.get("slots", {}).get(mission.public_id))

    def as_wanted(self) -> Wanted:
        """Return what is to be confirmed."""
        age = self.get("age_band")
        return Wanted(
            candidatures=tuple((each, self.slot_of(each)) for each in self.wanted(APPLY)), kept=tuple(self.wanted(KEEP)),
            wishes=self.said if self.get("wishes") and self.said != Said() else None, message=self.get("message", ""),
            first_name=self.get("first_name", ""), age_band=AgeBand(age) if age else None,
        )


@blueprint.before_request
def leave() -> None:
    """Forget the talk as soon as another page of the référent's is opened."""
    if request.endpoint not in TALKING:
        session.pop(NAME, None)
