"""What /missions shows for a question: the missions, those done from home beside them, the chips, the orders, the counts."""

from dataclasses import replace
from functools import cached_property
from typing import Any

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from benevolat.search.extracts import explain_missions
from benevolat.search.queries import rows, search
from benevolat.search.request import PAGE, SearchRequest, SearchResult, Sort
from benevolat.territoire.queries import of_place

from .asked import AROUND_ME, REMOTE, SORTS, Asked, Known
from .cards import cards
from .chips import Chip, chips
from .meaning import Meaning
from .notes import count_words, notes
from .search_form import SearchForm, search_form
from .wider import SHOWN, nearest, proposals


class Results:
    """The answer to one address; every part is worked out once, when the page asks for it."""

    def __init__(self, asked: Asked, known: Known) -> None:
        self.known = known
        self.meaning = Meaning(asked)
        self.found = self._search()

    @property
    def asked(self) -> Asked:
        """The address, as it was understood."""
        return self.meaning.asked

    @property
    def question(self) -> SearchRequest:
        """The question for the search."""
        return self.meaning.question

    def _search(self) -> SearchResult:
        found = search(self.question)
        if not found.hits and found.total:
            self.meaning = Meaning(replace(self.asked, page=-(-found.total // PAGE)))
            found = search(self.question)
        return found

    @cached_property
    def cards(self) -> list[dict[str, Any]]:
        """The missions of the page."""
        return [*self.whole, *self.partial]

    @property
    def whole(self) -> list[dict[str, Any]]:
        """The missions of the page that hold every word."""
        return self._parted[0]

    @property
    def partial(self) -> list[dict[str, Any]]:
        """Those that hold a part of the words: they come after, under a heading of their own."""
        return self._parted[1]

    @cached_property
    def _parted(self) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        hits = self.found.hits
        whole = {each.mission for each in hits[:max(0, self.found.whole - self.question.skip)]}
        why, shown = explain_missions(self.question.words, [each.mission for each in hits], self.found.corrected), rows(hits)
        return cards([each for each in shown if each.id in whole], why), cards([each for each in shown if each.id not in whole], why)

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.found.total // PAGE))

    def form(self) -> SearchForm:
        """The form as it was filled in, with counts."""
        form = search_form(self.asked, self.known, self.found.facets, self.meaning.association)
        if self.asked.point is not None and not self.asked.lieu:
            form.lieu.data = str(AROUND_ME)
        if self.meaning.place_error:
            form.lieu.errors = [self.meaning.place_error]
        return form

    @property
    def title(self) -> str:
        """How many missions were found, and where: those that hold every word, when there are any."""
        if self.is_beyond:
            return self.partial_title
        count = count_words(self.found.whole or self.found.total) if self.found.total else _("Aucune mission")
        return f"{count} {self._where()}".strip()

    @property
    def is_beyond(self) -> bool:
        """Missions that hold every word were all on the pages before this one."""
        return bool(self.found.whole and self.partial and not self.whole)

    @property
    def partial_title(self) -> str:
        """How many more missions hold a part of the words."""
        count = self.found.total - self.found.whole
        return str(ngettext(
            "%(count)s autre mission a une partie de vos mots", "%(count)s autres missions ont une partie de vos mots",
            count, count=format_decimal(count),
        ))

    def _where(self) -> str:
        if self.question.remote:
            return _("à faire de chez vous")
        place, words = self.meaning.place, self.meaning.place_words
        if place is not None and place.is_area and self.asked.point is None:
            return words if not place.territoire_code else f"({place.name})"
        km = f"{self.meaning.radius_km:g}"
        if place is not None and self.asked.point is None:
            return _("à moins de %(km)s\u00a0km %(of_place)s", km=km, of_place=of_place(place.name))
        return _("à moins de %(km)s\u00a0km, %(place)s", km=km, place=words) if words else ""

    @cached_property
    def parts(self) -> list[Chip]:
        """Every part of what was understood, with the question without it."""
        return chips(self.meaning, self.known.domaines, self.known.competences)

    def chips(self) -> list[dict[str, str]]:
        """What was understood, each part removable by its name."""
        return [{"label": each.label, "remove_url": each.left.address()} for each in self.parts]

    def notes(self) -> list[dict[str, Any]]:
        """What is said of how the question was understood."""
        return notes(self.meaning, self.found)

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
        return [{"label": each.label, "url": replace(self.asked, lieu=each.label, page=1).address()} for each in self.meaning.choices]

    def page_address(self, page: int) -> str:
        """The address of a page of results."""
        return replace(self.asked, page=page).address()

    def proposals(self) -> list[dict[str, str]]:
        """Questions near this one that find something, with how many, when this one finds nothing."""
        return proposals(self.meaning, self.parts) if not self.found.total else []

    def nearest(self) -> list[dict[str, Any]]:
        """The nearest missions beyond the radius, when there is none within it."""
        return cards(nearest(self.question)) if not self.found.total else []

    @cached_property
    def remote(self) -> dict[str, Any] | None:
        """What answers too and is done from home, under its own heading: on the first page of a question that names a place."""
        asked = self.question
        if asked.remote or self.asked.page > 1 or not (asked.point or asked.territory or asked.isere):
            return None
        found = search(replace(
            asked, remote=True, point=None, radius_km=None, territory=None, isere=False, sort=None, skip=0, limit=SHOWN + PAGE,
        ))
        here = {each.mission for each in self.found.hits}
        hits = [each for each in found.hits[:found.whole] if each.mission not in here][:SHOWN]
        if not hits:
            return None
        everywhere = replace(self.asked, avec=(*self.asked.avec, REMOTE), page=1)
        return {"cards": cards(rows(hits)), "more": found.whole > len(hits), "total": count_words(found.whole), "url": everywhere.address()}

    def poster_place(self) -> str | None:
        """The place whose weekly poster can be printed, by the words that find it again; None without one."""
        place = self.meaning.place
        return place.label if place is not None and place.in_isere and self.asked.point is None else None
