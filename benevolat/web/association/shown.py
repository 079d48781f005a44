"""How the association shows itself, besides its page: its logo, its opening hours day by day."""

from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf.file import FileField, FileRequired
from werkzeug.wrappers import Response
from wtforms import SelectMultipleField, StringField, TimeField
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from benevolat.associations.models import Association
from benevolat.associations.openings import DAYS, grouped
from benevolat.associations.queries import logo_of, openings_of
from benevolat.associations.services import close_on, open_on, put_logo, remove_logo
from benevolat.associations.services.logo import LONGEST_ALT
from benevolat.core.errors import InvalidInput
from benevolat.web import limits
from benevolat.web.forms import REQUIRED, Form, act
from benevolat.web.guard import PERSON, access

from . import blueprint
from .scope import managed_association
from .slots import HOUR_FORMATS


class LogoForm(Form):
    """A picture, and its words for who does not see it."""

    upload = FileField(
        _l("Votre logo"), validators=[FileRequired(message=REQUIRED)], render_kw={"accept": "image/png,image/jpeg,image/webp"},
        description=_l("PNG, JPEG ou WebP, 1,5\u00a0Mo au plus. Nous le réduisons et nous enlevons ce que l’appareil a noté."),
    )
    alt = StringField(
        _l("Ce que montre le logo"), [DataRequired(), Length(max=LONGEST_ALT)], render_kw={"maxlength": LONGEST_ALT},
        description=_l("Pour les personnes qui ne voient pas l’image. Exemple\u00a0: une main qui tient une pousse verte."),
    )


class OpeningForm(Form):
    """Some days of the week, and between which times."""

    days = SelectMultipleField(
        _l("Quels jours\u00a0?"), [DataRequired()], coerce=int, choices=list(enumerate(DAYS)), widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    opens = TimeField(_l("De"), [InputRequired()], format=HOUR_FORMATS)
    closes = TimeField(_l("À"), [InputRequired()], format=HOUR_FORMATS)

    def minutes(self) -> tuple[int, int]:
        """Return both times in minutes from midnight; an end at midnight is the end of the day."""
        opens, closes = self.opens.data, self.closes.data
        return opens.hour * 60 + opens.minute, closes.hour * 60 + closes.minute or 24 * 60


def _show_logo(association: Association, form: LogoForm) -> str:
    return render_template("association/logo.html", association=association, form=form, logo=logo_of(association))


@blueprint.get("/<public_id>/logo")
@access(PERSON)
def logo(public_id: str) -> str:
    """Show the logo, and the form that changes it."""
    return _show_logo(managed_association(public_id), LogoForm())


@blueprint.post("/<public_id>/logo")
@access(PERSON)
def write_logo(public_id: str) -> Response | str:
    """Draw the logo anew from what was sent."""
    association, form = managed_association(public_id), LogoForm()
    limits.check("file", f"association:{public_id}")
    answer = act(
        lambda: put_logo(association, form.upload.data.read(), alt=form.alt.data, by=current_user), form=form,
        then=lambda _done: url_for("association.logo", public_id=public_id), said=_("Votre logo est enregistré."),
    ) if form.validate_on_submit() else None
    return answer or _show_logo(association, form)


@blueprint.post("/<public_id>/logo/enlever")
@access(PERSON)
def forget_logo(public_id: str) -> Response | None:
    """Take the logo away."""
    association = managed_association(public_id)
    return act(
        lambda: remove_logo(association, by=current_user), then=lambda _done: url_for("association.logo", public_id=public_id),
        said=_("Le logo est enlevé."),
    )


def _show_openings(association: Association, form: OpeningForm) -> str:
    return render_template("association/openings.html", association=association, form=form, week=grouped(openings_of(association)))


@blueprint.get("/<public_id>/horaires")
@access(PERSON)
def openings(public_id: str) -> str:
    """Show the opening hours, and the form that adds some."""
    return _show_openings(managed_association(public_id), OpeningForm())


@blueprint.post("/<public_id>/horaires")
@access(PERSON)
def add_openings(public_id: str) -> Response | str:
    """Receive on some more days."""
    association, form = managed_association(public_id), OpeningForm()
    answer = act(
        lambda: open_on(association, form.days.data, *form.minutes(), by=current_user), form=form,
        then=lambda _done: url_for("association.openings", public_id=public_id), said=_("Ces horaires sont ajoutés."),
    ) if form.validate_on_submit() else None
    return answer or _show_openings(association, form)


@blueprint.post("/<public_id>/horaires/enlever")
@access(PERSON)
def remove_openings(public_id: str) -> Response | None:
    """Forget the hours of some days, those a line of the page shows together."""
    association = managed_association(public_id)
    return act(
        lambda: close_on(association, _days(request.form.get("days", "")), by=current_user),
        then=lambda _done: url_for("association.openings", public_id=public_id), said=_("Ces horaires sont enlevés."),
    )


def _days(text: str) -> list[int]:
    """Read the days of a line: « 1-2-3 »."""
    days: list[Any] = text.split("-")
    if not all(each in tuple("0123456") for each in days):
        raise InvalidInput(field="days")
    return [int(each) for each in days]
