"""A date with its hours and its places, as the forms of a mission ask for it."""

from datetime import date, datetime, time
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField, TimeField
from wtforms.validators import Optional

from benevolat.core import clock

DAY_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y"]
HOUR_FORMATS = ["%H:%M", "%Hh%M", "%Hh", "%H h %M", "%H h", "%H"]
NOT_A_DATE = _l("Nous n’avons pas compris cette date. Exemple\u00a0: 15/03/2027.")
HOURS_NEEDED = {
    "slot_start": _l("Dites à quelle heure cela commence."), "slot_end": _l("Dites à quelle heure cela finit."),
    "slot_places": _l("Dites combien de personnes peuvent venir."),
}
SLOT_NEEDED = {"slot_day": _l("Dites quel jour."), **HOURS_NEEDED}
SLOT = tuple(SLOT_NEEDED)


class HoursAsked:
    """Mixed into a form: from when to when, and for how many."""

    slot_start = TimeField(_l("De"), [Optional()], format=HOUR_FORMATS)
    slot_end = TimeField(_l("À"), [Optional()], format=HOUR_FORMATS)
    slot_places = IntegerField(_l("Places"), [Optional()], default=1, render_kw={"min": 1, "inputmode": "numeric"})
    _fields: dict[str, Any]

    def lacks(self, needed: dict[str, Any]) -> bool:
        """Tell whether something needed is missing or does not read, with a sentence at the field that lacks it."""
        fields = [self._fields[name] for name in needed]
        for field in fields:
            if field.data is None and not field.errors:
                field.errors = [needed[field.name]]
        return any(field.errors for field in fields)


class SlotAsked(HoursAsked):
    """Mixed into a form: which day, from when to when, and for how many."""

    slot_day = DateField(_l("Quel jour\u00a0?"), [Optional()], format=DAY_FORMATS)

    def slot(self) -> dict[str, Any] | None:
        """Return the date asked for, or None with a sentence at the field that lacks it."""
        if self.lacks(SLOT_NEEDED):
            return None
        day = self.slot_day.data
        try:
            return {"starts_at": moment(day, self.slot_start.data), "ends_at": moment(day, self.slot_end.data),
                    "places": self.slot_places.data}
        except OverflowError:
            self.slot_day.errors = [NOT_A_DATE]
            return None


def moment(day: date, at: time) -> datetime:
    """Return the moment of a day and an hour read on a clock of the Isère."""
    return clock.paris(day.year, day.month, day.day, at.hour, at.minute)
