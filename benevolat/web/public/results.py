"""What /missions shows for a question: the place understood, the missions, the chips, the orders, wider questions when nothing is found."""

from dataclasses import replace
from functools import cached_property
from typing import Any

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from benevolat.core.errors import InvalidInput
from benevolat.missions.words import half_days_words
from benevolat.search.queries import Wider, rows, search, wider
from benevolat.search.request import PAGE, SearchRequest, SearchResult, Sort
from benevolat.territoire.queries import Place, nearest_commune, resolve

from .asked import REMOTE, SORTS, Asked
from .cards import cards
from .search_form import KIND_LABELS, WISH_LABELS, SearchForm, search_form

AROUND_ME = _l("Autour de moi")


class Results:
    """The answer to one address; every part is worked out once, when the page asks for it."""

    def __init__(self, asked: Asked, domaines: dict[str, str]) -> None:
        self.domaines = domaines
        self.place: Place | None = None
        self.choices: tuple[Place, ...] = ()
        self.place_note = self.place_error = ""
        self.asked = asked
        if asked.lieu and asked.point is None:
            self._find_place()
        self.found = self._search()

    def _find_place(self) -> None:
        try:
            resolution = resolve(self.asked.lieu)
        except InvalidInput as error:
            self.place_error = str(error)
            return
        self.place = resolution.place
        self.choices = () if resolution.exact else resolution.places
        self.place_note = str(resolution.note) if resolution.note and resolution.exact else ""

    def _search(self) -> SearchResult:
        found = search(self.question)
        if not found.hits and found.total:
            self.asked = replace(self.asked, page=-(-found.total // PAGE))
            found = search(self.question)
        return found

    @property
    def question(self) -> SearchRequest:
        """The question for the search."""
        return self.asked.request(self.place)

    @cached_property
    def cards(self) -> list[dict[str, Any]]:
        """The missions of the page."""
        return cards(rows(self.found.hits))

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.found.total // PAGE))

    def form(self) -> SearchForm:
        """The form as it was filled in, with counts."""
        form = search_form(self.asked, self.domaines, self.found.facets)
        if self.asked.point is not None and not self.asked.lieu:
            form.lieu.data = str(AROUND_ME)
        if self.place_error:
            form.lieu.errors = [self.place_error]
        return form

    @property
    def place_words(self) -> str:
        """The place understood, in words."""
        if self.asked.point is not None:
            nearest = nearest_commune(self.asked.point)
            return _("près de %(place)s", place=nearest.name) if nearest else _("autour de vous")
        if self.place is None:
            return ""
        if self.place.is_area:
            return _("territoire\u00a0: %(place)s", place=self.place.name) if self.place.territoire_code else _("dans toute l’Isère")
        return _("près de %(place)s", place=self.place.name)

    @property
    def title(self) -> str:
        """How many missions were found, and where."""
        total = self.found.total
        count = ngettext("%(count)s mission", "%(count)s missions", total, count=format_decimal(total)) if total else _("Aucune mission")
        return f"{count} {self._where()}".strip() if self._where() else count

    def _where(self) -> str:
        if self.question.remote:
            return _("à faire de chez vous")
        if not self.place_words:
            return ""
        if self.place is not None and self.place.is_area and self.asked.point is None:
            return self.place_words if not self.place.territoire_code else f"({self.place.name})"
        return _("à %(km)s\u00a0km au plus, %(place)s", km=self.asked.rayon, place=self.place_words)

    def chips(self) -> list[dict[str, str]]:
        """What was understood, each part removable by its name."""
        asked = self.asked
        parts = [(_("« %(words)s »", words=asked.q).replace(" ", "\u00a0"), asked.without("q"))] if asked.q else []
        if self.place_words:
            parts.append((self.place_words, asked.without("lieu")))
        parts += [(self.domaines[each], asked.without("domaine", each)) for each in asked.domaine]
        if asked.type:
            parts.append((str(KIND_LABELS[asked.type]), asked.without("type")))
        if asked.quand:
            parts.append((half_days_words(self.question.half_days), asked.without("quand")))
        parts += [(str(WISH_LABELS[each]), asked.without("avec", each)) for each in asked.avec]
        return [{"label": label, "remove_url": left.address()} for label, left in parts]

    def orders(self) -> list[dict[str, Any]]:
        """The orders that have a meaning here, the present one marked."""
        useful = {
            Sort.RELEVANCE: bool(self.found.words), Sort.DISTANCE: self.question.point is not None and not self.question.remote,
            Sort.DATE: True, Sort.NEWEST: True,
        }
        return [
            {"label": str(sort.label), "url": replace(self.asked, tri=name, page=1).address(), "current": sort is self.found.sort}
            for name, sort in SORTS.items() if useful[sort]
        ]

    def place_links(self) -> list[dict[str, str]]:
        """The communes among which the person must choose, as addresses of the same question there."""
        return [{"label": each.label, "url": replace(self.asked, lieu=each.label, page=1).address()} for each in self.choices]

    def page_address(self, page: int) -> str:
        """The address of a page of results."""
        return replace(self.asked, page=page).address()

    def proposals(self) -> list[dict[str, str]]:
        """Wider questions that find something, with how many, when this one finds nothing."""
        return [self._proposal(each) for each in wider(self.question)] if not self.found.total else []

    def _proposal(self, wide: Wider) -> dict[str, str]:
        asked = replace(self.asked, page=1)
        count = ngettext("%(count)s mission", "%(count)s missions", wide.total, count=format_decimal(wide.total))
        label, left = {
            "radius": (_("Chercher jusqu’à %(km)s\u00a0km", km=round(wide.request.radius_km or 0)),
                       replace(asked, rayon=round(wide.request.radius_km or 0))),
            "domain": (_("Chercher dans tous les domaines"), replace(asked, domaine=())),
            "filters": (_("Enlever les autres critères"), replace(asked, type="", quand=(), avec=self._only_remote())),
            "words": (_("Chercher sans les mots"), replace(asked, q="")),
            "remote": (_("Voir ce qui se fait de chez vous"), replace(asked, avec=(*asked.avec, REMOTE))),
            "on_site": (_("Voir ce qui se fait sur place"), asked.without("avec", REMOTE)),
            "anywhere": (_("Chercher «\u00a0%(words)s\u00a0» partout", words=asked.q), Asked(q=asked.q)),
            "around": (_("Voir tout ce qui se fait à %(km)s\u00a0km au plus", km=round(wide.request.radius_km or 0)),
                       Asked(lieu=asked.lieu, point=asked.point, rayon=round(wide.request.radius_km or 0))),
        }[wide.change]
        return {"label": f"{label} ({count})", "url": left.address()}

    def _only_remote(self) -> tuple[str, ...]:
        return (REMOTE,) if REMOTE in self.asked.avec else ()
