"""What can be taught to the search: whether words would change anything, which of them it knows already, and what they would find."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from flask_babel import gettext as _

from benevolat.core.db import db

from .engine import SearchState, state
from .errors import KnownWord, NothingNew, UselessWord
from .families import SAME, Families, Stems, families, with_added
from .french import HELPFUL, SAID_OF_EVERYTHING, stem, words
from .models import LONGEST, WordFamily, entries

SHORTEST, MOST_ENTRIES, MOST_WORDS = 3, 8, 5


@dataclass(frozen=True, slots=True)
class Said:
    """A family as it is typed: how people say it, how associations write it, how the administration names it."""

    spoken: str
    written: str
    official: str = ""

    @property
    def ways(self) -> dict[str, str]:
        """The three ways of saying, by the name of their field."""
        return {"spoken": self.spoken, "written": self.written, "official": self.official}

    @property
    def entries(self) -> tuple[str, ...]:
        """Every word or group of words, in order."""
        return entries(*self.ways.values())


@dataclass(frozen=True, slots=True)
class Gain:
    """How many missions a word finds today, how many that it does not find it would, and what it is taken for today when it is unknown."""

    word: str
    today: int
    more: int
    read: str = ""


def stems_of(entry: str) -> Stems:
    """Return what the search reads of a word or of a group of words."""
    return tuple(stem(each) for each in words(entry))


def check_words(said: Said, but: WordFamily | None = None) -> None:
    """Refuse words that would find nothing or everything, that are written twice, or that another family holds.

    `but`: the family being changed. Raises UselessWord, KnownWord or NothingNew, at the field.
    """
    seen: dict[Stems, str] = {}
    held = _held(but)
    for field, way in said.ways.items():
        _check_way(field, way)
        for entry in entries(way):
            _check_entry(field, entry)
            stems = stems_of(entry)
            if stems in seen:
                raise UselessWord(_("«\u00a0%(word)s\u00a0» et «\u00a0%(other)s\u00a0» sont le même mot pour la recherche. Gardez-en un.",
                                    word=entry, other=seen[stems]), field=field)
            if stems in held:
                raise KnownWord(_("«\u00a0%(word)s\u00a0» est déjà dans la famille «\u00a0%(family)s\u00a0». Changez plutôt celle-là.",
                                  word=entry, family=held[stems]), field=field)
            seen[stems] = entry
    base = families().of
    if all(base.get(one, {}).get(other, 0.0) >= SAME for one in seen for other in seen if one != other):
        raise NothingNew(field="spoken")


def _held(but: WordFamily | None) -> dict[Stems, str]:
    """Return the words of the other families that modérateurs added, each with the family as it is shown."""
    return {
        stems_of(entry): ", ".join(each.entries) for each in _others(but) for entry in each.entries
    }


def _others(but: WordFamily | None) -> Sequence[WordFamily]:
    others = sa.select(WordFamily).order_by(WordFamily.id)
    return db.session.scalars(others if but is None else others.where(WordFamily.id != but.id)).all()


def _check_way(field: str, way: str) -> None:
    if len(way) > LONGEST:
        raise UselessWord(_("%(most)s lettres au plus.", most=LONGEST), field=field)
    if field != "official" and not entries(way):
        raise UselessWord(_("Écrivez au moins un mot."), field=field)
    if len(entries(way)) > MOST_ENTRIES:
        raise UselessWord(_("%(most)s mots au plus, séparés par des virgules.", most=MOST_ENTRIES), field=field)


def _check_entry(field: str, entry: str) -> None:
    found = words(entry)
    if len(found) > MOST_WORDS:
        raise UselessWord(_("«\u00a0%(word)s\u00a0» est une phrase\u00a0: %(most)s mots au plus entre deux virgules.",
                            word=entry, most=MOST_WORDS), field=field)
    if not found or set(found) <= SAID_OF_EVERYTHING:
        raise UselessWord(_("«\u00a0%(word)s\u00a0» est trop courant\u00a0: la recherche n’en tient pas compte.", word=entry), field=field)
    if len(found) == 1 and found[0] in HELPFUL:
        raise UselessWord(_("«\u00a0%(word)s\u00a0» ne dit pas à quoi. Ajoutez un mot, par exemple «\u00a0aide aux devoirs\u00a0».",
                            word=entry), field=field)
    if max(map(len, found)) < SHORTEST:
        raise UselessWord(_("«\u00a0%(word)s\u00a0» est trop court\u00a0: %(least)s lettres au moins.",
                            word=entry, least=SHORTEST), field=field)
    lost = next((each for each in entry.split() if (read := words(each)) and set(read) <= SAID_OF_EVERYTHING), None)
    if lost is not None and field == "spoken":
        raise UselessWord(_("Écrivez sans «\u00a0%(word)s\u00a0»\u00a0: la recherche ne tient pas compte de ce mot.",
                            word=lost), field=field)


def gains(said: Said, but: WordFamily | None = None) -> list[Gain]:
    """Return, for each word that people say, how many missions it finds today and would find with this family (instead of `but`)."""
    trial = with_added([*(each.entries for each in _others(but)), said.entries])
    here = state()
    with here.lock:
        here.refresh()
        return [_gain(here, each, trial) for each in entries(said.spoken)]


def _gain(here: SearchState, word: str, trial: Families) -> Gain:
    today, read = here.held_with(word, here.known)
    then, _read = here.held_with(word, trial)
    return Gain(word, 0 if read else len(today), len(then if read else then - today), ", ".join(read))


def known_beside(said: Said, most: int = 6) -> dict[str, list[str]]:
    """Return, for each word that the families of the code hold already, some words they bring together with it."""
    base = families()
    found = {each: _spelt(way.stems for way in base.ways(stems_of(each))) for each in said.entries}
    return {each: others[:most] for each, others in found.items() if others}


def _spelt(ways: Iterable[Stems]) -> list[str]:
    spoken = families().spoken
    return list(dict.fromkeys(" ".join(spoken.get(each, each) for each in stems) for stems in ways))
