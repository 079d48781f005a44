"""The data of the readable document: what is kept of a person, treatment by treatment, in words, and who read it."""

from datetime import date, datetime
from enum import Enum
from typing import Any

from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from benevolat.core import clock

from .export import Chapter
from .queries import Reading
from .words import COLUMNS, TABLES

CODES = {"journal_entry", "transition_log"}
"""Made of codes: the first is told in words at the end of the document, the second is counted; both are whole in the file to carry."""


def shown(value: Any) -> str | None:
    """Return a value as it is read; None when there is nothing to read."""
    if value is None or value == "" or value == [] or value == {}:
        return None
    if isinstance(value, bool):
        return str(_("oui") if value else _("non"))
    if isinstance(value, Enum):
        return str(getattr(value, "label", value.value))
    if isinstance(value, datetime):
        return f"{_day(clock.local(value).date())}, {clock.hour_words(value)}"
    if isinstance(value, date):
        return _day(value)
    if isinstance(value, bytes):
        return str(_("un fichier de %(size)s\u00a0ko, dans le fichier à emporter", size=-(-len(value) // 1000)))
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return ", ".join(value)
    return str(_("dans le fichier à emporter")) if isinstance(value, dict | list) else str(value)


def _day(day: date) -> str:
    return str(format_date(day, "d MMMM yyyy", rebase=False))


def personal_data(name: str, chapters: list[Chapter], readings: list[Reading]) -> dict[str, Any]:
    """Return the data of the document « Mes données »."""
    return {
        "title": _("Mes données"), "name": name, "issuer": "Isère bénévolat",
        "made": _("Fait le %(day)s.", day=_day(clock.today())),
        "intro": _("Voici ce que le site garde de vous, pourquoi, et qui l’a lu. Le fichier à emporter contient la même chose, "
                   "pour un ordinateur."),
        "chapters": [_chapter(each) for each in chapters],
        "words": {
            "why": _("Pourquoi"), "basis": _("De quel droit"), "who": _("Qui le voit"), "long": _("Combien de temps"),
            "readings": _("Qui a lu mon dossier"), "nobody": _("Personne n’a ouvert vos données."),
            "footer": _("Document fait le %(day)s sur Isère bénévolat.", day=_day(clock.today())), "page": _("Page {n} sur {total}"),
        },
        "readings": [{"day": _day(each.at.date()), "line": f"{each.who} {each.what}.", "why": each.why} for each in readings],
    }


def _chapter(chapter: Chapter) -> dict[str, Any]:
    told = chapter.treatment
    return {
        "title": str(told.title), "why": str(told.purpose), "basis": str(told.basis), "who": str(told.recipients),
        "long": str(told.retention),
        "tables": [{
            "title": str(TABLES[held.table.name]), "count": ngettext("%(num)d ligne", "%(num)d lignes", len(held.rows)),
            "rows": [_row(row) for row in held.rows] if held.table.name not in CODES else [],
        } for held in chapter.taken],
    }


def _row(row: dict[str, Any]) -> list[dict[str, str]]:
    said = ((str(COLUMNS[name]), shown(value)) for name, value in row.items() if name in COLUMNS)
    return [{"label": label, "value": value} for label, value in said if value is not None]
