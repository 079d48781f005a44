"""What an address of /missions means: the one box understood, the place found, both and the filters made one question for the search."""

from typing import Any

from flask_babel import gettext as _

from benevolat.associations.models import Association
from benevolat.core.errors import InvalidInput
from benevolat.search.box import read_box
from benevolat.search.phrases import PartKind
from benevolat.search.queries import find_public_association
from benevolat.search.request import PAGE, SearchRequest
from benevolat.search.understanding import Part, Understood
from benevolat.territoire.queries import Place, PlaceKind, nearest_commune, of_place, resolve

from .asked import FRENCH, KINDS, RADIUS, REMOTE, SETTINGS, SOON, SORTS, WISHES, Asked


class Meaning:
    """One address understood. The « Où » field and the filters win over what the words say of the same thing.

    `like`: another address whose words were read already, not read again when they are the same.
    """

    def __init__(self, asked: Asked, like: "Meaning | None" = None) -> None:
        self.asked = asked
        self.association: Association | None = find_public_association(asked.association) if asked.association else None
        self.named: Place | None = None
        self.choices: tuple[Place, ...] = ()
        self.place_note = self.place_error = ""
        if asked.lieu and asked.point is None:
            self._find_place()
        same = like is not None and (like.asked.q, like.asked.mots) == (asked.q, asked.mots)
        self.understood = like.understood if like is not None and same else self._understand()
        self.question = self._ask(self.understood)

    def _find_place(self) -> None:
        try:
            resolution = resolve(self.asked.lieu)
        except InvalidInput as error:
            self.place_error = str(error)
            return
        self.named = resolution.place
        self.choices = () if resolution.exact else resolution.places
        self.place_note = str(resolution.note) if resolution.note and resolution.exact else ""

    def _understand(self) -> Understood:
        if self.asked.mots:
            words = self.asked.q
            return Understood(words, words, parts=(Part(PartKind.WORDS, words, ""),) if words else ())
        return read_box(self.asked.q, self._ask)

    @property
    def has_field_place(self) -> bool:
        """The « Où » field is filled in, or a position was given."""
        return bool(self.asked.lieu) or self.asked.point is not None

    @property
    def place(self) -> Place | None:
        """The place searched, from the field or else from the words."""
        return self._place(self.understood)

    def _place(self, understood: Understood) -> Place | None:
        return self.named if self.has_field_place else understood.place

    @property
    def radius_km(self) -> float:
        """The radius searched: the one chosen, or the one said in the words when the choice was left as it comes."""
        return self._radius(self.understood)

    def _radius(self, understood: Understood) -> float:
        said = understood.radius_km
        return said if said is not None and self.asked.rayon == RADIUS else float(self.asked.rayon)

    def _area(self, understood: Understood) -> dict[str, Any]:
        place = self._place(understood)
        if self.asked.point is not None:
            return {"point": self.asked.point, "radius_km": self._radius(understood)}
        if place is None:
            return {}
        if place.kind is PlaceKind.DEPARTMENT:
            return {"isere": True, "point": place.point}
        if place.is_area:
            return {"territory": place.territoire_code, "point": place.point}
        return {"point": place.point, "radius_km": self._radius(understood)}

    def _ask(self, understood: Understood) -> SearchRequest:
        asked = self.asked
        half_days = sum(1 << bit for bit in asked.quand) | understood.half_days
        return SearchRequest(
            words=understood.words, exact=bool(asked.mots), without=understood.without, domains=asked.domaine,
            kind=KINDS.get(asked.type) or understood.kind, half_days=half_days,
            flags=frozenset(WISHES[each] for each in asked.avec if each in WISHES),
            remote=REMOTE in asked.avec or understood.remote, french=FRENCH.get(asked.francais) or understood.french,
            setting=SETTINGS.get(asked.cadre),
            within_days=SOON.get(asked.debut) or understood.within_days, competences=asked.competence,
            association=self.association.id if self.association is not None else None, skip=(asked.page - 1) * PAGE,
            sort=SORTS.get(asked.tri), **self._area(understood),
        )

    @property
    def place_words(self) -> str:
        """The place searched, in words."""
        if self.asked.point is not None:
            nearest = nearest_commune(self.asked.point)
            return _("près %(of_place)s", of_place=of_place(nearest.name)) if nearest else _("autour de vous")
        place = self.place
        if place is None:
            return ""
        if place.is_area:
            return _("territoire\u00a0: %(place)s", place=place.name) if place.territoire_code else _("dans toute l’Isère")
        return _("près %(of_place)s", of_place=of_place(place.name))
