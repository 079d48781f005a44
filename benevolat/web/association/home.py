"""The member's home: which association, what waits, its missions, its next dates."""

from flask import redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from benevolat.associations.absences import away_until
from benevolat.associations.models import Association, MemberRole, Right, State
from benevolat.associations.queries import memberships_of
from benevolat.associations.services import ask_again
from benevolat.candidatures.queries import waiting_for_answer
from benevolat.missions import words
from benevolat.missions.models import Mission, Publication, Recruitment
from benevolat.missions.queries import list_missions, missions_to_correct, next_creneaux
from benevolat.web.forms import act
from benevolat.web.guard import PERSON, access, found

from . import blueprint
from .scope import own_association

PUBLICATION_TONES = {
    Publication.DRAFT: "neutral", Publication.SUBMITTED: "wait", Publication.PUBLISHED: "done", Publication.TO_CORRECT: "warning",
    Publication.REFUSED: "error", Publication.WITHDRAWN: "neutral",
}
RECRUITMENT_TONES = {Recruitment.OPEN: "new", Recruitment.FULL: "wait", Recruitment.CLOSED: "neutral"}


SHOWN = 10
"""How many missions the home of a member shows; all of them have their own page."""


def mission_title(mission: Mission) -> str:
    """Return the title, or what stands for it in a draft that has none yet."""
    return mission.title or _("Mission sans titre")


def axes(mission: Mission) -> list[dict[str, object]]:
    """Return the three status axes of a mission as badges; the last two say nothing before it is published."""
    badges: list[dict[str, object]] = [{"label": mission.publication.label, "tone": PUBLICATION_TONES[mission.publication]}]
    if mission.publication is Publication.PUBLISHED:
        badges.append({"label": mission.recruitment.label, "tone": RECRUITMENT_TONES[mission.recruitment]})
        badges.append({"label": mission.calendar.label, "tone": "neutral"})
    return badges


def row_of(mission: Mission) -> dict[str, object]:
    """Return what a list says of a mission."""
    return {
        "id": mission.public_id, "title": mission_title(mission), "axes": axes(mission), "when": words.when_words(mission),
        "where": words.where_words(mission), "taken": taken(mission) if mission.publication is Publication.PUBLISHED else "",
    }


def taken(mission: Mission) -> str:
    """Return « 2 sur 5 »: people accepted out of places, over the dates to come when there are several."""
    if mission.creneaux:
        slots = words.coming(mission)
        return _("%(taken)s sur %(all)s", taken=sum(each.places_taken for each in slots), all=sum(each.places for each in slots))
    return _("%(taken)s sur %(all)s", taken=mission.places_taken, all=mission.places) if mission.places else str(mission.places_taken)


@blueprint.get("")
@access(PERSON)
def home() -> Response | str:
    """Lead to the member's association, let choose among several, or say how to begin."""
    mine = memberships_of(current_user)
    if len(mine) == 1:
        return redirect(url_for("association.dashboard", public_id=mine[0].association.public_id), 303)
    return render_template("association/home.html", memberships=mine)


@blueprint.get("/<public_id>")
@access(PERSON)
def dashboard(public_id: str) -> str:
    """Show what waits for the association's members."""
    mine = memberships_of(current_user)
    member = found(next((each for each in mine if each.association.public_id == public_id), None))
    association, listed = member.association, list_missions(member.association, per_page=SHOWN)
    slots = [{"creneau": each, "mission": each.mission} for each in next_creneaux(association)]
    return render_template(
        "association/dashboard.html", association=association, missions=[row_of(each) for each in listed.rows], slots=slots,
        to_correct=[row_of(each) for each in missions_to_correct(association)], counts=listed.counts, waits=_waits(association),
        manages=member.role is MemberRole.ADMIN, several=len(mine) > 1, rights={each.value for each in member.rights}, signs=member.signs,
        away=away_until(association), to_answer=waiting_for_answer(association.id) if Right.CANDIDATES in member.rights else 0,
    )


def _waits(association: Association) -> str | None:
    """Return which notice the verification calls for: the name of a part of the template."""
    if association.state is State.PENDING:
        return "pending" if association.email else "unfinished"
    return None if association.state is State.VERIFIED else association.state.value


@blueprint.post("/<public_id>/nouvelle-verification")
@access(PERSON)
def ask_verification(public_id: str) -> Response | None:
    """Ask for another verification after a refusal."""
    association = own_association(public_id)
    return act(
        lambda: ask_again(association, by=current_user), then=lambda _done: url_for("association.dashboard", public_id=public_id),
        said=_("Votre demande est envoyée. Nous vous écrirons."),
    )
