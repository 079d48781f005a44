"""Single values as partners write them: texts with HTML in them, yes and no in several ways, moments, their words for our codes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from html.parser import HTMLParser
from typing import Any

from flask_babel import lazy_gettext as _l

from benevolat.competences.queries import all_competences, all_domaines
from benevolat.core import clock
from benevolat.search.french import fold

from ..errors import RefusedEntry

YES, NO = {"yes", "true", "oui", "1"}, {"no", "false", "non", "0", ""}
BLOCKS = {"p", "br", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "tr"}
UNMAPPED = {
    "autre": "secours-prevention", "batiment-industrie-logistique": "competences", "recherche": "competences",
    "service-public-defense-securite": "secours-prevention",
}
"""API Engagement's domains that none of ours names, brought to the nearest one."""


class _Words(HTMLParser):
    """Keeps the text of a fragment of HTML, a line for each block, nothing of scripts and styles."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag in {"script", "style"}:
            self.silent += 1
        elif tag in BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style"}:
            self.silent = max(0, self.silent - 1)
        elif tag in BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(data)


def plain_text(value: Any, *, lines: bool = False) -> str:
    """Return a text without its HTML and control characters; on one line unless `lines`."""
    if not isinstance(value, str):
        return ""
    reader = _Words()
    reader.feed(value)
    reader.close()
    kept = "".join(each for each in "".join(reader.parts) if each == "\n" or ord(each) >= 32)
    whole = [" ".join(each.split()) for each in kept.split("\n")]
    return "\n".join(each for each in whole if each) if lines else " ".join(each for each in whole if each)


def word(value: Any, longest: int) -> str:
    """Return a short text or number as text, empty when it is neither or is too long."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    text = "".join(each for each in str(value) if ord(each) >= 32).strip()
    return text if len(text) <= longest else ""


def words(value: Any, longest: int) -> list[str]:
    """Return a list of short texts, from a list or from one text with commas."""
    parts = value if isinstance(value, list) else value.split(",") if isinstance(value, str) else []
    return [each for each in (word(part, longest) for part in parts[:50]) if each]


def flag(value: Any, name: str) -> bool:
    """Return a yes or no; what is not said is no. Raises RefusedEntry."""
    if value is None or isinstance(value, bool):
        return bool(value)
    text = str(value).strip().lower() if isinstance(value, str | int) else "?"
    if text not in YES | NO:
        raise RefusedEntry(_l("%(name)s doit être «\u00a0yes\u00a0» ou «\u00a0no\u00a0».", name=name))
    return text in YES


def moment(value: Any, name: str) -> datetime | None:
    """Return a moment from an ISO date or date and time; without a zone it is the clock of Paris. Raises RefusedEntry."""
    if value is None or value == "":
        return None
    try:
        read = datetime.fromisoformat(str(value).strip())
        return read if read.tzinfo else clock.paris(read.year, read.month, read.day, read.hour, read.minute)
    except (ValueError, OverflowError):
        raise RefusedEntry(_l("%(name)s n’est pas une date (2026-12-03 ou 2026-12-03T14:00:00Z).", name=name)) from None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Our codes by the words of the national platforms."""

    domaines: Mapping[str, str]
    skills: Mapping[str, str]

    def domain(self, value: Any) -> str:
        """Return our domain for a code of API Engagement or JeVeuxAider, or our own. Raises RefusedEntry."""
        found = self.domaines.get(slug(word(value, 80)))
        if found is None:
            raise RefusedEntry(_l("Domaine inconnu\u00a0: %(value)s.", value=word(value, 80) or "?"))
        return found

    def competences(self, labels: list[str]) -> tuple[str, ...]:
        """Return our skills for these labels or codes; those we do not have are left out."""
        return tuple(dict.fromkeys(self.skills[slug(each)] for each in labels if slug(each) in self.skills))


def slug(text: str) -> str:
    """Return words folded and joined by hyphens, « Mémoire et citoyenneté » as « memoire-et-citoyennete »."""
    return "-".join(re.findall(r"[a-z0-9]+", fold(text)))


def vocabulary() -> Vocabulary:
    """Read the codes of both platforms from the referential; of two domains with one foreign code the first stands."""
    domaines = dict(UNMAPPED)
    for each in all_domaines():
        for code in (*each.api_engagement, *(str(number) for number in each.jeveuxaider)):
            domaines.setdefault(slug(code), each.code)
    domaines |= {each.code: each.code for each in all_domaines()}
    skills: dict[str, str] = {}
    for skill in all_competences():
        names = (skill.code, skill.label, *(str(each.get("libelle") or each.get("label") or "") for each in (*skill.rome, *skill.esco)))
        for name in names:
            if slug(name):
                skills.setdefault(slug(name), skill.code)
    return Vocabulary(domaines, skills)
