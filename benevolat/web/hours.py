"""The relevé d'heures as both sides write it: a day and its duration, by one press or a small form, and the other side's figure."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import DateField, IntegerField, RadioField
from wtforms.validators import InputRequired, Optional

from benevolat.engagements import queries, services
from benevolat.engagements.models import Engagement, Outcome

from .durations import DurationField
from .forms import Form, act

WHOLE_NUMBER = _l("Écrivez un nombre entier de kilomètres.")


class DistanceField(IntegerField):  # type: ignore[misc]
    """Whole kilometres, refused in French."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("render_kw", {"inputmode": "numeric", "autocomplete": "off", "maxlength": 6})
        super().__init__(*args, **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed; raises ValueError, whose words WTForms shows at the field."""
        typed = valuelist[0].strip().lower().removesuffix("km").strip() if valuelist else ""
        self.data = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 6 else None
        if typed and self.data is None:
            raise ValueError(WHOLE_NUMBER)


class DayForm(Form):
    """A day and how long, when the buttons do not suffice."""

    day = DateField(_l("Quel jour"), validators=[InputRequired()])
    minutes = DurationField(
        _l("Combien de temps"), description=_l("Par exemple\u00a0: 2 ou 2\u00a0h\u00a030."), validators=[InputRequired()]
    )
    km = DistanceField(
        _l("Trajet aller-retour, en km"), description=_l("Pour garder la trace des frais de route."), validators=[Optional()]
    )


class ContretempsForm(Form):
    """A day that brought no hours, and why."""

    day = DateField(_l("Quel jour"), validators=[InputRequired()])
    outcome = RadioField(
        _l("Ce qui s’est passé"), choices=[
            (str(Outcome.CANCELLED), _l("C’était annulé (météo ou autre)")),
            (str(Outcome.REPLACED), _l("Quelqu’un d’autre est venu à la place")),
        ], validators=[InputRequired()],
    )


def write_hours(engagement: Engagement, form: DayForm, *, page: str, said: str, again: Callable[[], str]) -> Any:
    """Write the hours of a day, the button's or the form's, and lead back to the page; `again` shows it with the errors."""
    quick = request.form.get("quick", "")
    pressed = quick.isascii() and quick.isdecimal() and len(quick) < 5
    if pressed:
        form.minutes.data = int(quick)
    answer = None
    if form.day.validate(form) and (pressed or (form.minutes.validate(form) and form.km.validate(form))):
        values: dict[str, Any] = {"day": form.day.data, "minutes": form.minutes.data, "km": form.km.data}
        answer = act(
            lambda: services.enter_hours(engagement, by=current_user, **values), then=lambda _done: f"{page}#heures", form=form, said=said
        )
    return answer or again()


def write_contretemps(engagement: Engagement, form: ContretempsForm, *, page: str, again: Callable[[], str]) -> Any:
    """Write that a day brought no hours, and lead back to the page, as when it is too late; `again` shows it with the errors."""
    if "hours" not in queries.open_actions(engagement, current_user):
        flash(_("Cette étape est déjà passée."), "warning")
        return redirect(page, 303)
    answer = None
    if form.validate_on_submit():
        values: dict[str, Any] = {"day": form.day.data, "outcome": Outcome(form.outcome.data)}
        answer = act(
            lambda: services.say_contretemps(engagement, by=current_user._get_current_object(), **values),
            then=lambda _done: f"{page}#heures", form=form, said=_("C’est noté\u00a0: pas d’heures ce jour-là."),
        )
    return answer or again()


def forget_contretemps(engagement: Engagement, *, page: str) -> Response | None:
    """Take back what one said of a day without hours, and lead back to the page."""
    day = request.form.get("day", "")
    return act(
        lambda: services.forget_contretemps(engagement, day=queries.contretemps_of(engagement, day).day, by=current_user),
        then=lambda _done: f"{page}#heures", said=_("C’est enlevé."),
    )


def accept_figure(engagement: Engagement, *, page: str) -> Response | None:
    """Accept what the other side wrote for a day, and lead back to the page."""
    day = request.form.get("day", "")
    return act(
        lambda: services.confirm_hours(queries.line_of(engagement, day), by=current_user), then=lambda _done: page,
        said=_("C’est confirmé."),
    )
