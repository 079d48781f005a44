"""Views: finding missions, and the page of one mission."""

from typing import Any

from flask import render_template, request
from flask_babel import gettext as _
from flask_login import current_user

from benevolat.associations.absences import away_until
from benevolat.candidatures import queries
from benevolat.core.settings import config
from benevolat.exchange.documents import mission_data
from benevolat.missions.documents import has_calendar
from benevolat.missions.models import Recruitment
from benevolat.missions.queries import public_siblings
from benevolat.missions.words import facts, is_over, pause_words, slots, who_words
from benevolat.search import unmet
from benevolat.search.queries import find_former_mission, find_public_mission, near
from benevolat.temoignages.queries import published_of_mission
from benevolat.web.guard import PUBLIC, access, found

from . import blueprint, seen
from .asked import known_values, read
from .cards import cards
from .carte import opening
from .documents import whole_address
from .results import Results


@blueprint.get("/missions")
@access(PUBLIC)
def missions() -> str:
    """List the missions that answer what the address of the page asks."""
    known = known_values()
    results = Results(read(request.args, known), known)
    if results.found.total == 0:
        place = results.meaning.place
        unmet.note(place.territoire_code if place is not None else None, results.question.domains)
    return render_template(
        "public/missions.html", results=results, form=results.form(), seen=seen.looked_at(), map=opening(results.asked),
        wants_map=request.args.get("vue") == "carte",
    )


@blueprint.get("/missions/<public_id>")
@access(PUBLIC)
def mission(public_id: str) -> Any:
    """Show one mission and what happens next; one that was withdrawn says so and shows others near."""
    shown = find_public_mission(public_id)
    if shown is None:
        former = found(find_former_mission(public_id))
        return render_template("public/mission-retiree.html", others=cards(near(former))), 410
    seen.note(public_id)
    closed = shown.recruitment is Recruitment.CLOSED
    hidden, door = queries.between(current_user, shown.association_id)
    return render_template(
        "public/mission.html", mission=shown, facts=facts(shown), slots=slots(shown), who=who_words(shown), closed=closed,
        over=is_over(shown), full=shown.recruitment is Recruitment.FULL, others=cards(near(shown)),
        can_apply=not closed and not hidden and door is None and not (current_user.is_authenticated and current_user.is_agent),
        hidden=hidden, door=door,
        place=shown.commune.name.replace("'", "’") if shown.commune else _("à distance"),
        calendar=has_calendar(shown), address=whole_address("public.mission", public_id=public_id),
        temoignages=published_of_mission(shown.id), paused=pause_words(shown), linked=mission_data(shown, base=config("BASE_URL")),
        away=away_until(shown.association),
        elsewhere=public_siblings(shown),
    )
