"""Views: many dates at once, « tous les mardis jusqu'en juin »: the rhythm is asked, the dates are shown with a box each, then written."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import format_date, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import DateField, RadioField
from wtforms.validators import InputRequired

from benevolat.core import clock
from benevolat.core.errors import InvalidInput
from benevolat.missions.models import Mission, MissionKind, Publication
from benevolat.missions.queries import takes_dates
from benevolat.missions.series import Rhythm, is_holiday, series_days
from benevolat.missions.services import add_series
from benevolat.missions.services.checks import FURTHEST, MOST_SLOTS, check_number_of_places, check_slot
from benevolat.missions.words import DAYS
from benevolat.web.forms import Form, act
from benevolat.web.guard import PERSON, access

from . import blueprint
from .home import mission_title
from .scope import edited_mission
from .slots import DAY_FORMATS, HOURS_NEEDED, HoursAsked, moment
from .step_forms import Boxes, coded

ASKED = ("weekdays", "rhythm", "first", "last", "slot_start", "slot_end", "slot_places")


class SeriesForm(HoursAsked, Form):
    """Which days of the week, how often, from when to when: asked by the address of the page, so that nothing is written."""

    weekdays = Boxes(_l("Quels jours de la semaine\u00a0?"), [InputRequired()], coerce=int)
    rhythm = RadioField(_l("À quel rythme\u00a0?"), [InputRequired()], choices=Rhythm.choices(), coerce=coded(Rhythm))
    first = DateField(_l("Du"), [InputRequired()], format=DAY_FORMATS)
    last = DateField(_l("Au"), [InputRequired()], format=DAY_FORMATS, description=_l("Les deux jours sont compris."))

    def __init__(self) -> None:
        asked = request.args if request.args else None
        super().__init__(asked, data={"rhythm": Rhythm.WEEK, "first": clock.today() + timedelta(days=1)}, meta={"csrf": False})
        self.weekdays.choices = [(number, str(name).capitalize()) for number, name in enumerate(DAYS)]

    def holds(self) -> bool:
        """Tell whether the address asks for a series that can be, with a sentence at each field that stops it."""
        if not request.args:
            return False
        valid = self.validate() & (not self.lacks(HOURS_NEEDED))
        if valid and self.last.data < self.first.data:
            self.last.errors = [_("La fin est avant le début. Vérifiez les deux dates.")]
        elif valid and self.last.data > clock.today() + FURTHEST:
            self.last.errors = [_("Cette date est trop lointaine\u00a0: deux ans au plus.")]
        elif valid:
            return self._tried()
        return False

    def _tried(self) -> bool:
        """Try the hours and the places on a day to come, before any date is shown."""
        day = clock.today() + timedelta(days=1)
        try:
            check_number_of_places(self.slot_places.data, field="slot_places")
            check_slot(moment(day, self.slot_start.data), moment(day, self.slot_end.data))
        except InvalidInput as error:
            self.refuse(error)
            return False
        return True

    def slot(self, day: date) -> tuple[datetime, datetime]:
        """Return the moments of the series on one day, by the clock on the wall whatever the season."""
        return moment(day, self.slot_start.data), moment(day, self.slot_end.data)

    def dates(self, mission: Mission) -> "list[Shown]":
        """Return the dates of the series still to come, ticked as far as the mission has room, never on a public holiday."""
        held = {(each.starts_at, each.ends_at) for each in mission.creneaux if not each.cancelled}
        room, found = MOST_SLOTS - len(mission.creneaux), []
        for day in series_days(self.weekdays.data, self.first.data, self.last.data, self.rhythm.data):
            if self.slot(day)[0] <= clock.now():
                continue
            shown = Shown(day, already=self.slot(day) in held, holiday=is_holiday(day))
            if not shown.already and not shown.holiday and room > 0:
                shown.ticked, room = True, room - 1
            found.append(shown)
        return found


@dataclass(slots=True)
class Shown:
    """A date of the preview: whether the mission has it already, whether it is a public holiday, and whether its box is ticked."""

    day: date
    already: bool
    holiday: bool
    ticked: bool = False

    @property
    def label(self) -> str:
        """« mardi 1er décembre »: the month's heading says the year."""
        return str(format_date(self.day, "EEEE d MMMM", rebase=False)).replace(" 1 ", " 1er ", 1)


class DatesForm(Form):
    """The dates that are kept."""

    days = Boxes(_l("Quelles dates gardez-vous\u00a0?"), coerce=lambda day: date.fromisoformat(str(day)))


def _months(dates: list[Shown]) -> Iterator[tuple[str, list[Shown]]]:
    for _month, days in groupby(dates, key=lambda each: (each.day.year, each.day.month)):
        inside = list(days)
        yield str(format_date(inside[0].day, "MMMM yyyy", rebase=False)), inside


def _ask(mission: Mission, form: SeriesForm) -> Any:
    return render_template(
        "association/serie.html", mission=mission, title=mission_title(mission), form=form, most=MOST_SLOTS,
        regular=mission.kind is MissionKind.REGULAR,
    ), 400 if form.errors else 200


def _show(mission: Mission, asked: SeriesForm, form: DatesForm) -> Any:
    dates = asked.dates(mission)
    if form.is_submitted():
        for each in dates:
            each.ticked = each.day in (form.days.data or ())
    starts, ends = asked.slot(asked.first.data)
    return render_template(
        "association/serie_dates.html", mission=mission, title=mission_title(mission), form=form, months=list(_months(dates)),
        count=len(dates), ticked=sum(each.ticked for each in dates), hours=(starts, ends), places=asked.slot_places.data,
        room=MOST_SLOTS - len(mission.creneaux), most=MOST_SLOTS, asked={name: request.args.getlist(name) for name in ASKED},
    ), 400 if form.errors else 200


@blueprint.get("/missions/<public_id>/serie")
@access(PERSON)
def series(public_id: str) -> Any:
    """Ask for the rhythm of a series; once it holds, show its dates, each with a box."""
    mission, asked = edited_mission(public_id), SeriesForm()
    if not takes_dates(mission):
        return redirect(url_for("association.mission", public_id=public_id), 303)
    return _show(mission, asked, DatesForm()) if asked.holds() and not request.args.get("changer") else _ask(mission, asked)


@blueprint.post("/missions/<public_id>/serie")
@access(PERSON)
def add_dates(public_id: str) -> Response | Any:
    """Write the dates whose box is ticked, all at once."""
    mission, asked, form = edited_mission(public_id), SeriesForm(), DatesForm()
    if not asked.holds():
        return _ask(mission, asked)
    offered = {each.day for each in asked.dates(mission) if not each.already}
    form.days.choices = [(each, "") for each in offered]
    there = url_for("association.mission_step", public_id=public_id, step="2", _anchor="dates") \
        if mission.publication in {Publication.DRAFT, Publication.TO_CORRECT} else url_for("association.mission", public_id=public_id)
    answer = act(
        lambda: len(add_series(mission, [asked.slot(day) for day in sorted(form.days.data)], by=current_user,
                               places=asked.slot_places.data)),
        then=lambda _made: there, form=form,
        said=lambda made: ngettext("%(num)d date est ajoutée.", "%(num)d dates sont ajoutées.", made or 0),
    ) if form.validate_on_submit() else None
    return answer or _show(mission, asked, form)
