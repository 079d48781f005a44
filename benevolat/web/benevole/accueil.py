"""Views: the welcome sheet of somebody who was accepted, and their own calendar."""

from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from benevolat.candidatures import permissions, queries
from benevolat.web.calendar_feed import show_feed, stop_feed
from benevolat.web.guard import PERSON, access, found

from . import blueprint


@blueprint.get("/mes-candidatures/<public_id>/accueil")
@access(PERSON)
def welcome(public_id: str) -> Any:
    """Show the sheet to print: who welcomes, where, when, what to bring; only once accepted."""
    candidature = found(queries.find_own_candidature(current_user, public_id))
    found(candidature if permissions.can_read_contact(current_user, candidature) else None)
    return render_template("benevole/accueil.html", candidature=candidature, welcome=queries.welcome_of(candidature.mission))


@blueprint.get("/mes-candidatures/calendrier")
@blueprint.post("/mes-candidatures/calendrier")
@access(PERSON)
def calendar_feed() -> Any:
    """Open the secret address of one's calendar."""
    return show_feed(None, here=url_for("benevole.calendar_feed"), stop=url_for("benevole.stop_calendar"),
                     back=(url_for("benevole.candidatures"), _("Mes candidatures")))


@blueprint.post("/mes-candidatures/calendrier/arreter")
@access(PERSON)
def stop_calendar() -> Any:
    """Close that address."""
    return stop_feed(None, here=url_for("benevole.calendar_feed"))
