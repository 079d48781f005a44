"""Views: the sheets of presence: a list of names with a tick, filled in at once, by créneau or by day."""

from datetime import date, timedelta
from typing import Any, cast

from flask import render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import BooleanField, RadioField
from wtforms.validators import Optional

from benevolat.candidatures.permissions import receives
from benevolat.engagements import services, sheets
from benevolat.engagements.models import Engagement, Outcome, Side
from benevolat.engagements.services import Entry
from benevolat.engagements.sheets import Row, Sheet
from benevolat.missions.models import Mission, MissionKind
from benevolat.missions.queries import find_creneau
from benevolat.web.durations import DurationField
from benevolat.web.forms import Form, act
from benevolat.web.guard import PERSON, access, found
from benevolat.web.hours import ContretempsForm, DistanceField, forget_contretemps, write_contretemps

from . import blueprint
from .closings import load, page_of
from .scope import hosted_mission

NOTHING, PARTLY = "nothing", "partly"
OUTCOMES = [
    (NOTHING, _l("Rien de spécial")), (PARTLY, _l("Venu(e) en partie\u00a0: changez la durée")),
    (str(Outcome.REPLACED), _l("Remplacé(e) par quelqu’un")), (str(Outcome.CANCELLED), _l("Annulé (météo ou autre)")),
]


def rows_to_write(sheet: Sheet) -> list[Row]:
    """Return the names a member may write now: those that are open, but oneself."""
    return [row for row in sheet.rows if row.open and row.engagement.user_id != current_user.id] if sheet.begun else []


def form_of(sheet: Sheet) -> Form:
    """Return the form of a sheet, four fields a name, filled in with what is written or usual."""
    fields: dict[str, Any] = {}
    for row in rows_to_write(sheet):
        name, line, said = row.engagement.public_id, row.line, row.contretemps
        shown = row.said if row.said is not None else row.proposed
        fields |= {
            f"present_{name}": BooleanField(row.engagement.user.full_name or _("Une personne"), default=bool(shown)),
            f"minutes_{name}": DurationField(_("Durée"), default=shown or row.usual),
            f"otherwise_{name}": RadioField(_("Pas comme prévu"), choices=OUTCOMES, default=str(said.outcome) if said else NOTHING),
        }
        if line is None or line.km_by is not Side.VOLUNTEER:
            fields[f"km_{name}"] = DistanceField(
                _("Trajet aller-retour, en km"), [Optional()], default=line.km if line else None,
            )
    return cast("Form", type("SheetForm", (Form,), fields)())


def entries_of(form: Form, sheet: Sheet) -> dict[str, Entry]:
    """Return what the form says of each name; « tout le monde était là » ticks those of whom nothing else is said."""
    everybody = request.form.get("whole") == "present"
    read: dict[str, Entry] = {}
    for row in rows_to_write(sheet):
        name = row.engagement.public_id
        told, minutes, km = form[f"otherwise_{name}"].data, form[f"minutes_{name}"].data, form._fields.get(f"km_{name}")
        outcome = Outcome(told) if told not in (NOTHING, PARTLY) else None  # type: ignore[call-arg]
        read[name] = Entry(
            present=outcome is None and (everybody or told == PARTLY or form[f"present_{name}"].data),
            minutes=None if told == PARTLY and minutes == row.usual else minutes, outcome=outcome,
            km=(km.data or 0) if km is not None else None,
        )
    return read


def fill(sheet: Sheet, address: str, around: dict[str, Any]) -> Any:
    """Show a sheet, or write it: as it was ticked, all there, or all cancelled."""
    form, answer = form_of(sheet), None
    user = current_user._get_current_object()
    if request.form.get("whole") == "cancelled":
        answer = act(lambda: services.cancel_sheet(sheet, by=user), then=lambda _done: address, form=form,
                     said=_("C’est noté\u00a0: annulé, sans heures pour personne."))
    elif form.validate_on_submit():
        answer = act(lambda: services.fill_sheet(sheet, entries_of(form, sheet), by=user), then=lambda _done: address, form=form,
                     said=_("La feuille est enregistrée. Chaque personne peut dire si c’est juste."))
    writable = {row.engagement.public_id for row in rows_to_write(sheet)}
    return answer or render_template(
        "association/sheet.html", sheet=sheet, form=form, writable=writable, address=address, around=around,
    )


def around(sheet: Sheet, people: list[Engagement]) -> dict[str, Any]:
    """Return the other days of the same week, and the weeks before and after, where somebody can have been expected."""
    monday, mission, span = sheets.monday_of(sheet.day), sheet.mission, sheets.span_of(people)

    def held(start: date) -> list[date]:
        return [each for each in sheets.days_of_week(mission, start) if span is not None and span[0] <= each <= span[1]]

    def last(start: date) -> str | None:
        days = held(start)
        return day_address(mission, days[-1]) if days else None

    days = [(each, day_address(mission, each)) for each in held(monday)]
    return {"days": days, "before": last(monday - timedelta(weeks=1)), "after": last(monday + timedelta(weeks=1))}


def day_address(mission: Mission, day: date) -> str:
    """Return the address of the sheet of a day."""
    return url_for("association.day_sheet", public_id=mission.public_id, day=day.isoformat())


def address_of(sheet: Sheet) -> str:
    """Return the address of a sheet."""
    if sheet.creneau is None:
        return day_address(sheet.mission, sheet.day)
    return url_for("association.slot_sheet", public_id=sheet.mission.public_id, creneau_id=sheet.creneau.public_id)


@blueprint.get("/missions/<public_id>/presences")
@access(PERSON)
def mission_sheets(public_id: str) -> str:
    """Show the sheets of a mission, those nobody wrote first."""
    mission = hosted_mission(public_id)
    found_ones = [(each, address_of(each)) for each in sheets.sheets_of(mission)]
    return render_template(
        "association/sheets.html", mission=mission, answers=receives(current_user, mission),
        waiting=[row for row in found_ones if row[0].waits],
        rest=[row for row in found_ones if not row[0].waits], dated=mission.kind is MissionKind.DATED,
    )


@blueprint.get("/missions/<public_id>/dates/<creneau_id>/presences")
@blueprint.post("/missions/<public_id>/dates/<creneau_id>/presences")
@access(PERSON)
def slot_sheet(public_id: str, creneau_id: str) -> Any:
    """Fill in the sheet of a créneau."""
    mission = hosted_mission(public_id)
    sheet = sheets.sheet_of_creneau(found(find_creneau(mission, creneau_id)), sheets.people_of(mission))
    return fill(sheet, address_of(sheet), {})


@blueprint.get("/missions/<public_id>/presences/<day>")
@blueprint.post("/missions/<public_id>/presences/<day>")
@access(PERSON)
def day_sheet(public_id: str, day: str) -> Any:
    """Fill in the sheet of a day of a regular mission."""
    mission = hosted_mission(public_id)
    people = sheets.people_of(mission)
    sheet = sheets.sheet_of_day(mission, found(sheets.read_day(mission, day)), people)
    return fill(sheet, address_of(sheet), around(sheet, people))


@blueprint.get("/engagements/<public_id>/sans-heures")
@blueprint.post("/engagements/<public_id>/sans-heures")
@access(PERSON)
def no_hours(public_id: str) -> Any:
    """Say that a day was cancelled, or that somebody else came."""
    engagement, form = load(public_id), ContretempsForm()
    return write_contretemps(
        engagement, form, page=page_of(engagement),
        again=lambda: render_template("association/closing_no_hours.html", form=form, engagement=engagement),
    )


@blueprint.post("/engagements/<public_id>/sans-heures/enlever")
@access(PERSON)
def forget_no_hours(public_id: str) -> Any:
    """Take back what the association said of a day."""
    engagement = load(public_id)
    return forget_contretemps(engagement, page=page_of(engagement))
