"""Applying to a mission, in three screens at most and without an account beforehand; or asking to be called."""

from dataclasses import asdict, dataclass
from typing import Any, cast

from flask import flash, g, redirect, render_template, session, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import Field, SelectField, TelField
from wtforms.validators import DataRequired, Length

from benevolat.accounts.models import AgeBand, User
from benevolat.accounts.services import finish_identification, read_phone
from benevolat.associations.absences import away_until
from benevolat.candidatures import queries, services
from benevolat.candidatures.errors import MissionNotOpen
from benevolat.candidatures.models import Candidature
from benevolat.core.errors import InvalidInput
from benevolat.missions.models import Creneau, Mission, Recruitment
from benevolat.missions.queries import find_visible_mission
from benevolat.web import limits
from benevolat.web.applying import Application, Introduction, chosen_slot, slots_for, value_of
from benevolat.web.forms import Form, act
from benevolat.web.guard import PUBLIC, access, found
from benevolat.web.identity import CodeForm, ContactForm, as_typed, contact_of, count_try, send_code
from benevolat.web.sessions import open_session

from . import blueprint
from .together import asked_along, come_along

DRAFT = "candidature"


class ApplyForm(Application, ContactForm):  # type: ignore[misc]
    """The first screen; what is known already is not asked again."""


class CallBackForm(Introduction, Form):  # type: ignore[misc]
    """« Rappelez-moi »."""

    phone = TelField(_l("Votre numéro de téléphone"), [DataRequired(), Length(max=40)], render_kw={"autocomplete": "tel"})
    best_time = SelectField(_l("Le bon moment pour vous appeler"), choices=[
        ("", _l("N’importe quand")), (_l("le matin"), _l("Le matin")), (_l("à midi"), _l("À midi")),
        (_l("l’après-midi"), _l("L’après-midi")), (_l("après 17 h"), _l("Après 17 h")),
    ])
    number: str

    def validate_phone(self, field: Field) -> None:
        """Read the number, however it is written: it is counted under its one stored form."""
        self.number = as_typed(read_phone, field)


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed on the first screen, kept in the person's own session until the code is given."""

    mission: str
    contact: str
    first_name: str
    age_band: str
    message: str
    creneau: str | None


def _draft(mission: Mission) -> Draft | None:
    kept = session.get(DRAFT)
    return Draft(**kept) if kept and kept["mission"] == mission.public_id else None


def _mission(public_id: str) -> Mission:
    """Load the mission; one that was published and is not any more says so instead of seeming never to have been."""
    mission = find_visible_mission(current_user, public_id)
    if mission is None and queries.was_published(public_id):
        raise MissionNotOpen()
    return cast(Mission, found(mission))


def _form(mission: Mission, slots: list[Creneau]) -> ApplyForm:
    """Return the first screen's form, with only the questions this person must be asked."""
    draft, along = _draft(mission), asked_along(mission)
    known = asdict(draft) if draft is not None else {}
    if along is not None and along.candidature.creneau is not None:
        known.setdefault("creneau", along.candidature.creneau.public_id)
    form = ApplyForm(data=known)
    del form.suite
    form.ask(mission, current_user, slots)
    if current_user.is_authenticated:
        del form.contact
    return form


@blueprint.get("/missions/<public_id>/candidater")
@access(PUBLIC)
def apply(public_id: str) -> Any:
    """Show the first screen, or say why nobody can apply any more."""
    mission = _mission(public_id)
    if mission.partner_url is not None:
        return redirect(url_for("public.mission", public_id=public_id), 302)
    hidden, door = queries.between(current_user, mission.association_id)
    if hidden or door is not None:
        return render_template("benevole/candidater-porte.html", mission=mission, hidden=hidden, door=door)
    slots = slots_for(mission, current_user)
    if current_user.is_authenticated and queries.active_candidatures(current_user, mission) and not slots:
        return redirect(url_for("benevole.apply_done", public_id=public_id), 302)
    if mission.recruitment is Recruitment.CLOSED:
        return render_template("benevole/candidater-fermee.html", mission=mission)
    return _show(mission, _form(mission, slots))


def _show(mission: Mission, form: ApplyForm) -> str:
    return render_template(
        "benevole/candidater.html", mission=mission, form=form, full=mission.recruitment is Recruitment.FULL,
        away=away_until(mission.association), along=asked_along(mission) is not None,
    )


@blueprint.post("/missions/<public_id>/candidater")
@access(PUBLIC)
def apply_post(public_id: str) -> Any:
    """Send the candidature of a signed-in person, or keep what was typed and send a code."""
    mission = _mission(public_id)
    form = _form(mission, slots_for(mission, current_user))
    if not form.validate_on_submit():
        return _show(mission, form)
    answer = _send_now(mission, form) if current_user.is_authenticated else _send_code(mission, form)
    return answer or _show(mission, form)


def _send_now(mission: Mission, form: ApplyForm) -> Any:
    user = current_user._get_current_object()
    return act(
        lambda: _send(mission, user, creneau=value_of(form, "creneau"), message=form.message.data, first_name=value_of(form, "first_name"),
                      age_band=value_of(form, "age_band")),
        then=lambda sent: _next(sent, mission.public_id), form=form,
    )


def _next(sent: Any, public_id: str) -> str:
    """Lead to the last screen when it is sent, now or by a first click; to the first one when it was refused."""
    return url_for("benevole.apply_done" if sent is not None or "repeated" in g else "benevole.apply", public_id=public_id)


def _send(
    mission: Mission, user: User, *, creneau: str | None, message: str | None, first_name: str | None, age_band: str | None
) -> Candidature:
    services.introduce(user, first_name=first_name or "", age_band=AgeBand(age_band) if age_band else None)
    sent = services.send_candidature(mission, chosen_slot(mission, creneau), user=user, message=message or "", by=user)
    come_along(sent)
    return sent


def _send_code(mission: Mission, form: ApplyForm) -> Any:
    try:
        services.check_open(mission)
        services.check_creneau(mission, chosen_slot(mission, value_of(form, "creneau")))
        services.check_age(mission, AgeBand(form.age_band.data))
    except InvalidInput as error:
        form.refuse(error)
        return None
    session[DRAFT] = asdict(Draft(
        mission.public_id, form.reached.value, form.first_name.data, form.age_band.data, form.message.data or "", value_of(form, "creneau")
    ))
    return send_code(form.reached, then=url_for("benevole.apply_code", public_id=mission.public_id), form=form)


@blueprint.get("/missions/<public_id>/candidater/code")
@access(PUBLIC)
def apply_code(public_id: str) -> Any:
    """Ask for the code that was sent."""
    mission = _mission(public_id)
    draft = _draft(mission)
    if draft is None:
        return redirect(url_for("benevole.apply", public_id=public_id), 302)
    return _show_code(mission, draft, CodeForm())


def _show_code(mission: Mission, draft: Draft, form: CodeForm) -> str:
    full = queries.no_place_left(mission, chosen_slot(mission, draft.creneau))
    return render_template("benevole/candidater-code.html", mission=mission, draft=draft, form=form, full=full)


@blueprint.post("/missions/<public_id>/candidater/code")
@access(PUBLIC)
def apply_code_post(public_id: str) -> Any:
    """Read the code, make or find the account, send the candidature and open the session: one act, or nothing."""
    mission = _mission(public_id)
    draft = _draft(mission)
    if draft is None:
        return redirect(url_for("benevole.apply_done", public_id=public_id), 303)
    form = CodeForm()
    if not form.validate_on_submit():
        return _show_code(mission, draft, form)
    attempt = count_try(contact_of(draft.contact))

    def perform() -> User:
        user = finish_identification(attempt, form.code.data, first_name=draft.first_name, age_band=AgeBand(draft.age_band))
        _send(mission, user, creneau=draft.creneau, message=draft.message, first_name=draft.first_name, age_band=draft.age_band)
        return user

    answer = act(perform, then=lambda user: _signed_in(user, public_id), form=form)
    return answer or _show_code(mission, draft, form)


def _signed_in(user: User | None, public_id: str) -> str:
    """Open the session of somebody who just proved who they are; keep the one there is after a second click."""
    if user is not None:
        open_session(user)
    return _next(user, public_id)


@blueprint.post("/missions/<public_id>/candidater/nouveau-code")
@access(PUBLIC)
def apply_new_code(public_id: str) -> Any:
    """Send another code to the same address or number."""
    mission = _mission(public_id)
    draft = _draft(mission)
    if draft is None:
        return redirect(url_for("benevole.apply", public_id=public_id), 303)
    answer = send_code(contact_of(draft.contact), then=url_for("benevole.apply_code", public_id=public_id))
    flash(_("Un nouveau code est parti. Le précédent ne sert plus."), "success")
    return answer


@blueprint.get("/missions/<public_id>/candidater/envoyee")
@access(PUBLIC)
def apply_done(public_id: str) -> Any:
    """Say that it is sent, what happens next and when."""
    mission = _mission(public_id)
    sent = queries.active_candidatures(current_user, mission) if current_user.is_authenticated else []
    return render_template("benevole/candidater-envoyee.html", mission=mission, candidature=sent[-1] if sent else None)


@blueprint.get("/missions/<public_id>/rappelez-moi")
@access(PUBLIC)
def call_back(public_id: str) -> Any:
    """Show the form of « rappelez-moi »."""
    mission = _mission(public_id)
    if mission.recruitment is Recruitment.CLOSED:
        return render_template("benevole/candidater-fermee.html", mission=mission)
    return render_template("benevole/rappel.html", mission=mission, form=CallBackForm())


@blueprint.post("/missions/<public_id>/rappelez-moi")
@access(PUBLIC)
def call_back_post(public_id: str) -> Any:
    """Ask the association to call."""
    mission = _mission(public_id)
    form = CallBackForm()
    if form.validate_on_submit():
        limits.check("call_back", form.number)
        answer = act(
            lambda: services.ask_call_back(mission, first_name=form.first_name.data, phone=form.number,
                                           age_band=AgeBand(form.age_band.data), best_time=form.best_time.data),
            then=lambda _asked: url_for("benevole.call_back_done", public_id=public_id), form=form,
        )
        if answer is not None:
            return answer
    return render_template("benevole/rappel.html", mission=mission, form=form)


@blueprint.get("/missions/<public_id>/rappelez-moi/demande")
@access(PUBLIC)
def call_back_done(public_id: str) -> Any:
    """Say that the association will call."""
    return render_template("benevole/rappel-demande.html", mission=_mission(public_id))
