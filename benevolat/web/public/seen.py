"""The missions that somebody looked at: kept in their session alone, a few, and forgotten when they say so."""

from typing import Any

from flask import redirect, session, url_for

from benevolat.missions.queries import ids_of
from benevolat.search.queries import MissionRow, rows
from benevolat.search.request import Hit
from benevolat.web.guard import PUBLIC, access

from . import blueprint

KEPT = 6
NAME = "looked_at"


def note(public_id: str) -> None:
    """Remember that a mission was looked at, the last one first."""
    before = [each for each in session.get(NAME, []) if each != public_id]
    session[NAME] = [public_id, *before][:KEPT]


def looked_at() -> list[MissionRow]:
    """Return the missions looked at that anybody can still see, the last one first."""
    found = ids_of(session.get(NAME, []))
    return rows(Hit(each, None, 0.0) for each in found.values())


@blueprint.post("/missions/oublier")
@access(PUBLIC)
def forget_seen() -> Any:
    """Forget what was looked at."""
    session.pop(NAME, None)
    return redirect(url_for("public.missions"), 303)
