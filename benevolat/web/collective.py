"""The screens of who writes a collective action, in a référent's room and in a pilote's: the same forms and pages, their own addresses."""

from datetime import date, datetime, time, timedelta
from typing import Any, Self

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import DateField, IntegerField, RadioField, SelectField, StringField, TextAreaField, TimeField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from benevolat.actions import queries, services
from benevolat.actions.models import Action, Kind
from benevolat.actions.permissions import can_edit_action, can_write_action, visible_actions
from benevolat.actions.services import ActionContent
from benevolat.actions.services.writing import LONGEST_TITLE, LONGEST_WORDS, MOST_PLACES, MOST_SEANCES
from benevolat.actions.workflow import WORKFLOW
from benevolat.core import clock
from benevolat.core.db import db

from .commune import WithCommune
from .forms import Form, act, some_choice
from .guard import found, require

DAY_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y"]
HOUR_FORMATS = ["%H:%M", "%Hh%M", "%Hh", "%H h %M", "%H h", "%H"]
LINES_AT_FIRST = 2


class CollectiveForm(WithCommune, Form):
    """What is done together, when, where, and under which neutral name it may be kept."""

    territoire = SelectField(_l("Territoire"), choices=[], validate_choice=False)
    kind = RadioField(_l("Que faites-vous ensemble\u00a0?"), choices=Kind.choices(),
                      validators=[InputRequired(_l("Dites ce que vous faites ensemble."))])
    title = StringField(_l("Titre"), [DataRequired(_l("Écrivez un titre.")), Length(max=LONGEST_TITLE)],
                        description=_l("Les personnes invitées et leurs référents le lisent, personne d’autre."))
    neutral_title = StringField(
        _l("Titre neutre"), [DataRequired(_l("Écrivez un titre neutre.")), Length(max=LONGEST_TITLE)],
        description=_l("Pour l’agenda de la personne, et son passeport si elle le souhaite. "
                       "Exemple\u00a0: «\u00a0Rencontre avec des associations\u00a0»."))
    host = StringField(_l("Qui accueille"), [DataRequired(_l("Dites qui accueille.")), Length(max=LONGEST_TITLE)],
                       description=_l("Un nom neutre lui aussi. Exemple\u00a0: «\u00a0La maison des habitants\u00a0»."))
    words = TextAreaField(_l("Ce qu’on y fait"), [DataRequired(_l("Dites ce qu’on y fait.")), Length(max=LONGEST_WORDS)],
                          description=_l("Deux ou trois phrases simples. Dites qu’on est libre de venir ou non."))
    commune = StringField(_l("Commune"), [DataRequired(_l("Dites dans quelle commune.")), Length(max=200)],
                          description=_l("Son nom ou son code postal."))
    address = StringField(_l("Adresse"), [DataRequired(_l("Écrivez l’adresse.")), Length(max=200)], render_kw={"autocomplete": "off"},
                          description=_l("Exemple\u00a0: salle des fêtes, 2 place de la Halle."))
    places = IntegerField(_l("Nombre de places"), [InputRequired(_l("Écrivez le nombre de places."))],
                          render_kw={"min": 1, "max": MOST_PLACES, "inputmode": "numeric"})
    why = StringField(_l("Ce qui change"), [Optional(), Length(max=300)],
                      description=_l("Si une date ou le lieu change\u00a0: les personnes qui viennent lisent cette phrase."))

    @classmethod
    def about(cls, action: Action | None) -> Self:
        """Return the form, filled in with an action that exists."""
        return cls(data=_values(action) if action is not None else None)

    def lines(self) -> list[tuple[Any, Any, Any]]:
        """Return the fields of each date: day, start, end."""
        return [(self[f"day_{n}"], self[f"start_{n}"], self[f"end_{n}"]) for n in range(MOST_SEANCES)]

    def shown_lines(self) -> int:
        """Return how many lines of dates are in sight: those filled in and one more."""
        filled = max((number for number, line in enumerate(self.lines(), 1) if any(each.data or each.errors for each in line)), default=0)
        return min(max(filled + 1, LINES_AT_FIRST), MOST_SEANCES)

    def validate(self, extra_validators: Any = None) -> bool:
        """A date that was begun is whole."""
        fine = super().validate(extra_validators)
        if not any(line[0].data for line in self.lines()):
            self["day_0"].errors = [*self["day_0"].errors, _("Écrivez au moins une date.")]
            fine = False
        for line in self.lines():
            for field in line if any(each.data for each in line) else ():
                if not field.data and not field.errors:
                    field.errors = [_("Écrivez le jour, l’heure de début et l’heure de fin.")]
                    fine = False
        return bool(fine)

    def content(self, territoire_code: str | None) -> ActionContent:
        """Return what the form says, for the service."""
        return ActionContent(
            kind=Kind(self.kind.data), title=self.title.data, neutral_title=self.neutral_title.data, host=self.host.data,
            words=self.words.data, commune_code=self.commune_code, address=self.address.data, places=self.places.data,
            territoire_code=territoire_code,
            seances=tuple(_moments(*(each.data for each in line)) for line in self.lines() if line[0].data),
        )


for _n in range(MOST_SEANCES):
    setattr(CollectiveForm, f"day_{_n}", DateField(_l("Jour"), [Optional()], format=DAY_FORMATS))
    setattr(CollectiveForm, f"start_{_n}", TimeField(_l("De"), [Optional()], format=HOUR_FORMATS))
    setattr(CollectiveForm, f"end_{_n}", TimeField(_l("À"), [Optional()], format=HOUR_FORMATS))


class CancelForm(Form):
    """Why it does not take place."""

    reason = StringField(_l("Pourquoi"), [DataRequired(), Length(max=300)],
                         description=_l("Les personnes qui viennent lisent cette phrase sur leur page."))


def _moments(day: date, start: time, end: time) -> tuple[datetime, datetime]:
    """Return the moments of a date read on a clock of the Isère; an end before the start is on the day after."""
    last = day + timedelta(days=1) if end < start else day
    return clock.paris(day.year, day.month, day.day, start.hour, start.minute), \
        clock.paris(last.year, last.month, last.day, end.hour, end.minute)


def _values(action: Action) -> dict[str, Any]:
    values = {name: getattr(action, name) for name in ("title", "neutral_title", "host", "words", "address", "places")}
    values |= {"kind": action.kind.value, "commune": action.commune.name if action.commune else ""}
    for number, seance in enumerate(action.seances):
        start, end = clock.local(seance.starts_at), clock.local(seance.ends_at)
        values |= {f"day_{number}": start.date(), f"start_{number}": start.time(), f"end_{number}": end.time()}
    return values


def load(public_id: str) -> Action:
    """Return an action that the agent sees, or stop with 404."""
    action: Action = found(db.session.scalar(visible_actions(current_user).where(Action.public_id == public_id)))
    return action


def listing(room: str, **more: Any) -> str:
    """Show the actions an agent sees; `room` is the blueprint whose addresses the page leads to."""
    to_come, past = queries.actions_of_agent(current_user)
    return render_template("collective/actions.html", room=room, to_come=to_come, past=past, places=queries.places_for_agents, **more)


def new(room: str, territories: list[tuple[Any, Any]], own: str | None) -> Any:
    """Write a draft; a pilote chooses among `territories`, a référent writes for the `own` of their service."""
    form, answer = CollectiveForm.about(None), None
    require(can_write_action(current_user))
    form.territoire.choices = some_choice(territories[1:], empty=territories[0][1]) if territories else []
    if form.validate_on_submit():
        author = current_user._get_current_object()
        code = (form.territoire.data or None) if territories else own
        answer = act(lambda: services.draft_action(form.content(code), by=author).public_id, form=form,
                     then=lambda made: url_for(f"{room}.action", public_id=made) if made else url_for(f"{room}.actions"),
                     said=_("Le brouillon est gardé. Relisez-le, puis ouvrez les inscriptions."))
    return answer or (render_template("collective/form.html", room=room, form=form, action=None), 400 if form.errors else 200)


def page(room: str, public_id: str, **more: Any) -> str:
    """Show one action to an agent, and what they may do with it."""
    action = load(public_id)
    actions = {row.action for row in WORKFLOW.available(action, current_user)}
    if action.is_over:
        actions -= {"change", "cancel"}
    return render_template("collective/action.html", room=room, action=action, actions=actions,
                           places=queries.places_for_agents(action), **more)


def edit(room: str, public_id: str) -> Any:
    """Change an action."""
    action, answer = load(public_id), None
    require(can_edit_action(current_user, action))
    form = CollectiveForm.about(action)
    if form.validate_on_submit():
        content = form.content(action.territoire_code)
        answer = act(lambda: services.change_action(action, content, by=current_user, why=form.why.data or ""), form=form,
                     then=lambda _r: url_for(f"{room}.action", public_id=public_id), said=_("C’est changé."))
    return answer or (render_template("collective/form.html", room=room, form=form, action=action), 400 if form.errors else 200)


def open_it(room: str, public_id: str) -> Any:
    """Open a draft."""
    action = load(public_id)
    return act(lambda: services.open_action(action, by=current_user), then=lambda _r: url_for(f"{room}.action", public_id=public_id),
               said=_("Les inscriptions sont ouvertes. Les référents du territoire peuvent inviter."))


def cancel(room: str, public_id: str) -> Any:
    """Cancel an action, with a reason."""
    action, form, answer = load(public_id), CancelForm(), None
    require(can_edit_action(current_user, action))
    if form.validate_on_submit():
        answer = act(lambda: services.cancel_action(action, by=current_user, reason=form.reason.data), form=form,
                     then=lambda _r: url_for(f"{room}.action", public_id=public_id),
                     said=_("L’action est annulée. Les personnes qui venaient sont prévenues."))
    return answer or (render_template("collective/cancel.html", room=room, form=form, action=action), 400 if form.errors else 200)


def remove(room: str, public_id: str) -> Any:
    """Erase a draft."""
    action = load(public_id)
    return act(lambda: services.remove_draft(action, by=current_user), then=lambda _r: url_for(f"{room}.actions"),
               said=_("Le brouillon est effacé."))
