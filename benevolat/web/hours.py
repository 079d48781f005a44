"""The relevé d'heures as both sides write it: a day and its duration, by one press or a small form, and the other side's figure."""

from collections.abc import Callable
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import DateField
from wtforms.validators import InputRequired

from benevolat.engagements import queries, services
from benevolat.engagements.models import Engagement

from .durations import DurationField
from .forms import Form, act


class DayForm(Form):
    """A day and how long, when the buttons do not suffice."""

    day = DateField(_l("Quel jour"), validators=[InputRequired()])
    minutes = DurationField(
        _l("Combien de temps"), description=_l("Par exemple\u00a0: 2 ou 2\u00a0h\u00a030."), validators=[InputRequired()]
    )


def write_hours(engagement: Engagement, form: DayForm, *, page: str, said: str, again: Callable[[], str]) -> Any:
    """Write the hours of a day, the button's or the form's, and lead back to the page; `again` shows it with the errors."""
    quick = request.form.get("quick", "")
    pressed = quick.isascii() and quick.isdecimal() and len(quick) < 5
    if pressed:
        form.minutes.data = int(quick)
    answer = None
    if form.day.validate(form) and (pressed or form.minutes.validate(form)):
        values: dict[str, Any] = {"day": form.day.data, "minutes": form.minutes.data}
        answer = act(
            lambda: services.enter_hours(engagement, by=current_user, **values), then=lambda _done: f"{page}#heures", form=form, said=said
        )
    return answer or again()


def accept_figure(engagement: Engagement, *, page: str) -> Response | None:
    """Accept what the other side wrote for a day, and lead back to the page."""
    day = request.form.get("day", "")
    return act(
        lambda: services.confirm_hours(queries.line_of(engagement, day), by=current_user), then=lambda _done: page,
        said=_("C’est confirmé."),
    )
