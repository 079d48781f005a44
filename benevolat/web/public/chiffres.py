"""View: a few figures for anybody, read from a file that a job writes: this page asks nothing of the database about anybody."""

import json
from typing import Any

from flask import render_template

from benevolat.core.settings import config
from benevolat.web.figures import circles, columns, number_words, point
from benevolat.web.guard import PUBLIC, access

from . import blueprint

LATEST = 6


def _read() -> dict[str, Any] | None:
    """Return what the file says, or None when there is none to read."""
    try:
        found: dict[str, Any] = json.loads(config("PUBLIC_FIGURES").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found


def _label(period: str) -> str:
    return f"{period[5:]} {period[2:4]}" if "-" in period else period


@blueprint.get("/chiffres")
@access(PUBLIC)
def figures() -> str:
    """Show the published figures, with what each counts."""
    read = _read()
    if read is None:
        return render_template("public/chiffres.html", read=None, drawn=[], map=None)
    drawn = []
    for each in read["series"]:
        shown = [(one["words"], one["period"], one["value"]) for one in each["figures"] if "-" in one["period"]][-LATEST:]
        points = [point(words, value, number_words, _label(period)) for words, period, value in shown]
        drawn.append({"code": each["code"], "label": each["label"], "base": each["base"], "columns": columns(points)})
    places = [(each["code"], each["name"]) for each in read["territories"]]
    missions = {each["code"]: each["missions"] for each in read["territories"]}
    return render_template("public/chiffres.html", read=read, drawn=drawn, map=circles(places, missions))
