"""Advice while a mission is written: what would be clearer, freer, more welcoming. It blocks nothing and proposes other words."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from flask_babel import gettext as _

from .models import Mission, MissionKind, Where
from .words import bits_of

FILE = Path(__file__).parent / "data" / "advice.json"
SHORT_TITLE, SHORT_TEXT, LONG_SENTENCE = 3, 120, 32
"""Words of a title, signs of a text, words of a sentence."""
MANY_HOURS, LONG_DAY, WORKING_WEEK = 10, 6, 8
"""Hours a week, hours in a row, half-days from Monday to Friday: from here on it looks like a post."""
SENTENCES = re.compile(r"(?<=[.!?…])\s+|\n+")
SIGLE = re.compile(r"\b[A-ZÉÈ]{2,6}\b")
ROMAN = re.compile(r"[IVXLC]+")
HOURS = re.compile(r"\b(\d{1,2})\s*(?:h|:)\s*(\d{2})?\s*(?:à|-|–|jusqu’à)\s*(\d{1,2})\s*(?:h|:)\s*(\d{2})?", re.IGNORECASE)
NEGATED = re.compile(r"\b(?:pas|rien|aucune?|ni|ne|n’\w+|jamais|sans)\s(?:[^\s.;:!?]+\s){0,2}$", re.IGNORECASE)
INFINITIVE = re.compile(r"(?:s’|se )?\w*(?:er|ir|re)\b", re.IGNORECASE)
HANDS = re.compile(
    r"\b(?:jardiner|désherb\w+|bêch\w+|débroussaill\w+|chantier|(?:re)?peindre|ramasser (?:les|des) (?:déchets|plastiques))\b",
    re.IGNORECASE,
)
BRING = re.compile(
    r"\b(?:apport\w+|venez avec|prenez|chaussure\w*|tenue|gants|outils|matériel|fourni\w*|prêt(?:é|e|ons)\w*|vêtements?|bottes)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Advice:
    """One piece of advice: the screen where it is followed, the words it is about, what they do, and what to write instead."""

    rule: str
    step: int
    words: tuple[str, ...]
    sentence: str
    proposal: str

    @property
    def text(self) -> str:
        """All of it, on one line."""
        return f"{self.sentence} {self.proposal}"


@dataclass(frozen=True, slots=True)
class Lists:
    """The words of the data file, ready to be looked for."""

    must: re.Pattern[str]
    must_proposal: str
    job: tuple[re.Pattern[str], ...]
    job_proposal: str
    plain: dict[str, str]
    plain_words: re.Pattern[str]
    sigles: dict[str, str]
    known: frozenset[str]


@cache
def lists() -> Lists:
    """Read the lists, once."""
    data = json.loads(FILE.read_text(encoding="utf-8"))
    return Lists(
        _any_of(data["must"]["words"]), data["must"]["proposal"],
        tuple(re.compile(each, re.IGNORECASE) for each in data["job"]["patterns"]), data["job"]["proposal"],
        data["plain"], _any_of(data["plain"]), data["sigles"], frozenset(data["known"]),
    )


def _any_of(words: Any) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(re.escape(each) for each in longest_first)})(?![\w-])", re.IGNORECASE)


def advise(mission: Mission) -> list[Advice]:
    """Return the advice on what is written so far, screen by screen; nothing about what is still empty."""
    return [*_on_text(mission), *_on_hours(mission), *_on_facts(mission)]


def _quoted(words: tuple[str, ...]) -> str:
    return ", ".join(f"«\u00a0{each}\u00a0»" for each in words)


def _found(text: str, *patterns: re.Pattern[str]) -> tuple[str, ...]:
    """Return the words found, once each; « rien n'est obligatoire » and « ne remplace pas un salarié » say the contrary."""
    return tuple(dict.fromkeys(
        each.group(0).lower() for pattern in patterns for each in pattern.finditer(text) if not NEGATED.search(text[:each.start()])
    ))


def _on_text(mission: Mission) -> Iterator[Advice]:
    title, text = mission.title.strip(), mission.description.strip().replace("'", "’")
    if title:
        yield from _on_title(title)
    if text and len(text) < SHORT_TEXT:
        yield Advice("short", 1, (), _("Votre texte est court."),
                     _("Ajoutez deux ou trois phrases\u00a0: ce que l’on fait en arrivant, avec qui, et ce que l’on y gagne."))
    whole = f"{title}. {text}".replace("'", "’")
    given = lists()
    must = _found(whole, given.must)
    if must:
        yield Advice("must", 1, must, _("%(words)s peut faire peur.", words=_quoted(must)), given.must_proposal)
    job = _found(whole, *given.job)
    if job:
        yield Advice("job", 1, job, _("%(words)s fait penser à un emploi.", words=_quoted(job)), given.job_proposal)
    yield from _on_jargon(whole, given)
    for sentence in SENTENCES.split(text):
        if len(sentence.split()) > LONG_SENTENCE:
            start = " ".join(sentence.split()[:5])
            yield Advice("long", 1, (start,), _("La phrase qui commence par «\u00a0%(start)s\u00a0» est longue.", start=start),
                         _("Coupez-la en deux ou trois phrases."))


def _on_title(title: str) -> Iterator[Advice]:
    if len(title.split()) < SHORT_TITLE:
        yield Advice("title", 1, (title,), _("Le titre est court."),
                     _("Dites ce que l’on fait, et pour qui. Exemple\u00a0: Servir le repas du mardi."))
    elif not INFINITIVE.match(title.replace("'", "’")):
        yield Advice("verb", 1, (title.split()[0],), _("Le titre commence par «\u00a0%(word)s\u00a0».", word=title.split()[0]),
                     _("Commencez par un verbe. Exemple\u00a0: Aider, accueillir, réparer."))


def _on_jargon(whole: str, given: Lists) -> Iterator[Advice]:
    for word in _found(whole, given.plain_words):
        plain = given.plain.get(word) or next(text for each, text in given.plain.items() if each.lower() == word)
        yield Advice("jargon", 1, (word,), _("«\u00a0%(word)s\u00a0» n’est pas connu de tout le monde.", word=word),
                     _("Écrivez plutôt\u00a0: %(plain)s.", plain=plain))
    for sigle in dict.fromkeys(SIGLE.findall(whole)):
        if sigle in given.known or ROMAN.fullmatch(sigle) or whole.isupper():
            continue
        whole_words = given.sigles.get(sigle)
        yield Advice(
            "sigle", 1, (sigle,), _("«\u00a0%(word)s\u00a0» est un sigle.", word=sigle),
            _("Écrivez plutôt\u00a0: %(plain)s.", plain=whole_words) if whole_words else _("Écrivez-le en entier, au moins une fois."),
        )


def _on_hours(mission: Mission) -> Iterator[Advice]:
    if mission.kind is MissionKind.DATED:
        return
    hours = mission.hours_per_week or 0
    working = sum(1 for bit in bits_of(mission.half_days) if bit < 15 and bit % 3 < 2)
    if hours > MANY_HOURS:
        shown = f"{hours:g}".replace(".", ",")
        yield Advice("hours", 2, (f"{shown}\u00a0h",), _("%(hours)s heures par semaine, c’est beaucoup.", hours=shown),
                     _("Au-delà de dix heures, cela ressemble à un emploi. Proposez moins d’heures, à plusieurs personnes."))
    elif working >= WORKING_WEEK and hours > MANY_HOURS / 2:
        yield Advice("week", 2, (), _("Presque toute la semaine est cochée."),
                     _("Gardez un ou deux moments, ou dites que l’on choisit ensemble."))
    found = HOURS.search(mission.schedule or "")
    if found and _length(found) >= LONG_DAY:
        yield Advice("day", 2, (found.group(0),), _("«\u00a0%(hours)s\u00a0» ressemble à une journée de travail.", hours=found.group(0)),
                     _("Proposez des moments plus courts. Exemple\u00a0: 9\u00a0h à 12\u00a0h."))


def _length(found: re.Match[str]) -> float:
    start, end = (int(found[n]) + int(found[n + 1] or 0) / 60 for n in (1, 3))
    return end - start


def _on_facts(mission: Mission) -> Iterator[Advice]:
    """Say which practical facts are missing once the screen that asks for them was passed."""
    on_site = mission.where is not Where.REMOTE
    text = f"{mission.title} {mission.description}"
    if on_site and mission.draft_step > 3 and not (mission.address or mission.meeting_point):
        yield Advice("come", 3, (), _("On ne sait pas où vous retrouver."),
                     _("Donnez une adresse ou un point de rendez-vous, même approximatif."))
    if on_site and mission.description and HANDS.search(text) and not BRING.search(text):
        yield Advice("bring", 1, (), _("On ne sait pas s’il faut apporter quelque chose."),
                     _("Écrivez par exemple\u00a0: «\u00a0Nous prêtons les gants. Venez avec de bonnes chaussures.\u00a0»"))
    if mission.draft_step > 4 and not mission.contact_name:
        yield Advice("meet", 5, (), _("On ne sait pas qui accueille la personne."),
                     _("Un prénom suffit\u00a0: il rassure avant le premier jour."))
