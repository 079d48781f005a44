"""What volunteers answer after a closing: figures that belong to nobody, in groups of five or more."""

from typing import Any

from flask import render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from benevolat.temoignages.queries import figures
from benevolat.temoignages.questions import Group, Question
from benevolat.web.guard import PILOTE, access

from . import blueprint

MONTHS = {
    "T1": _l("janvier à mars %(year)s"), "T2": _l("avril à juin %(year)s"), "T3": _l("juillet à septembre %(year)s"),
    "T4": _l("octobre à décembre %(year)s"),
}


def _period(code: str) -> str:
    """Return « juillet à septembre 2026 », or « toute l’année 2026 »."""
    year, _dash, quarter = code.partition("-")
    return str(MONTHS[quarter]) % {"year": year} if quarter else str(_("toute l’année %(year)s", year=year))


def _row(question: Question, group: Group, names: dict[str, str]) -> dict[str, Any]:
    """Return where, when, and each cell with its words: several answers together are all named."""
    return {
        "place": names.get(group.territoire, _("Isère")) if group.territoire is not None else _("Autres territoires, ensemble"),
        "period": _period(group.period),
        "cells": [(_(" ou ").join(f"«\u00a0{question.answers[each]}\u00a0»" for each in answers), value) for answers, value in group.cells],
    }


@blueprint.get("/reponses")
@access(PILOTE)
def answers() -> str:
    """Show the figures that may be shown."""
    shown = [(question, [_row(question, each, names) for each in groups]) for question, groups, names in figures()]
    return render_template("pilotage/reponses.html", shown=shown, empty=not any(rows for _question, rows in shown))
