"""The five short screens that write a mission; a draft is kept at every gesture, forwards and backwards, with or without JavaScript."""

from flask import jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from benevolat.coordination.services import edit_mission
from benevolat.core.db import transaction
from benevolat.exchange.queries import partner_advice_of
from benevolat.missions import words
from benevolat.missions.advice import Advice, advise
from benevolat.missions.models import Mission, MissionKind, Publication
from benevolat.missions.patterns import find_pattern
from benevolat.missions.permissions import EDITABLE
from benevolat.missions.queries import find_creneau, find_own_mission, siblings_of
from benevolat.missions.services import add_creneau, remove_creneau, save_draft, submit_mission
from benevolat.missions.services.checks import STEP_OF, missing
from benevolat.web.forms import act
from benevolat.web.guard import PERSON, access, found, without_cache

from . import blueprint
from .home import mission_title
from .scope import edited_mission
from .step_forms import STEPS, SendForm, StepForm, WhatForm, WhenForm, WhereForm

STEP = 'etape-<any("1","2","3","4"):step>'
CHOSEN = "lieu-"
"""How the button of a place of the association begins."""
DRAFTS = {Publication.DRAFT, Publication.TO_CORRECT}


def advised(mission: Mission) -> list[Advice]:
    """Return what would make a mission clearer, and what keeps it off other platforms once there is something to read, each said once."""
    ours = advise(mission)
    theirs = partner_advice_of(mission) if mission.title and mission.description else []
    return [*ours, *(each for each in theirs if each.rule not in {own.rule for own in ours})]


def _step_url(mission: Mission, step: int) -> str:
    if step == len(STEPS) + 1:
        return url_for("association.send_step", public_id=mission.public_id)
    return url_for("association.mission_step", public_id=mission.public_id, step=str(step))


def _to_mission(mission: Mission) -> str:
    return url_for("association.mission", public_id=mission.public_id)


def _show(mission: Mission, form: StepForm) -> str:
    if isinstance(form, WhatForm):
        form.siblings = siblings_of(mission)
    shown = [each for each in advised(mission) if form.number - 1 <= each.step <= form.number]
    return render_template(
        f"association/step_{form.number}.html", advice=shown,
        mission=mission, title=mission_title(mission), form=form, steps_total=len(STEPS) + 1,
        draft=mission.publication in DRAFTS, reviewed=mission.publication is Publication.PUBLISHED and not mission.association.trusted,
        slots=words.slots(mission) if isinstance(form, WhenForm) else [],
    )


@blueprint.get(f"/missions/<public_id>/{STEP}")
@access(PERSON)
@without_cache
def mission_step(public_id: str, step: str) -> Response | str:
    """Show one screen with the answers kept so far."""
    mission = edited_mission(public_id)
    if mission.publication not in EDITABLE:
        return redirect(_to_mission(mission), 303)
    form = STEPS[int(step)].of(mission)
    if isinstance(form, WhenForm):
        form.propose(find_pattern(request.args.get("modele")), find_own_mission(current_user, request.args.get("comme", "")))
    if isinstance(form, WhereForm):
        form.choose(request.args.get("lieu"))
    return _show(mission, form)


@blueprint.post(f"/missions/<public_id>/{STEP}")
@access(PERSON)
def write_step(public_id: str, step: str) -> Response | str:
    """Keep the answers of one screen, then go where the button says."""
    mission, go = edited_mission(public_id), request.form.get("go", "next")
    form = STEPS[int(step)]()
    valid = form.prepare(mission)
    if go == "back" and mission.publication in DRAFTS:
        return _keep(mission, form, _step_url(mission, form.number - 1) if form.number > 1 else _to_mission(mission))
    if isinstance(form, WhereForm) and go.startswith(CHOSEN):
        there = url_for("association.mission_step", public_id=public_id, step=step, lieu=go.removeprefix(CHOSEN))
        return _keep(mission, form, there) if mission.publication in DRAFTS else redirect(there, 303)
    if isinstance(form, WhenForm) and go == "series" and mission.publication in DRAFTS:
        return _keep(mission, form, url_for("association.series", public_id=public_id))
    if isinstance(form, WhenForm) and (go != "next" or form.has_slot()):
        return _write_slot(mission, form, go)
    return (_write(mission, form) if valid else None) or _show(mission, form)


def _after(mission: Mission, form: StepForm) -> str:
    return _step_url(mission, form.number + 1) if mission.publication in DRAFTS else _to_mission(mission)


def _write(mission: Mission, form: StepForm) -> Response | None:
    there = _after(mission, form)
    return act(
        lambda: _edit(mission, form), form=form, then=lambda _back: there,
        said=None if mission.publication in DRAFTS else _said,
    )


def _edit(mission: Mission, form: StepForm) -> bool:
    """Write one screen, in the other places too when that was ticked; tell whether a modérateur reads something again."""
    rows = [mission, *(siblings_of(mission) if form.everywhere.data else [])]
    back = [edit_mission(each, form.changes(), by=current_user, step=form.number) for each in rows]
    return any(back)


def _said(goes_back: bool | None) -> str:
    """Tell what follows from a change after publication."""
    if goes_back:
        return _("C’est enregistré. Une personne va relire la mission avant qu’elle reparaisse.")
    return _("C’est enregistré.")


def _keep(mission: Mission, form: StepForm, then: str) -> Response:
    """Keep what holds together of a screen that may be half-filled, and go on."""
    with transaction():
        save_draft(mission, form.kept(), by=current_user, step=form.number)
    return redirect(then, 303)


def _write_slot(mission: Mission, form: WhenForm, go: str) -> Response | str:
    """Add or take away one date; a date begun is added too before going on, so that nothing typed is lost."""
    there = _after(mission, form) if go == "next" else f"{_step_url(mission, form.number)}#dates"
    if go.startswith("remove-"):
        creneau = found(find_creneau(mission, go.removeprefix("remove-")))
        answer = act(lambda: remove_creneau(creneau, by=current_user), then=lambda _done: there, said=_("La date est enlevée."))
        return answer or _show(mission, form)
    slot = form.slot()
    if slot is None:
        return _show(mission, form)
    answer = act(
        lambda: add_creneau(mission, by=current_user, **slot), form=form,
        then=lambda _made: there, said=_("La date est ajoutée."),
    )
    return answer or _show(mission, form)


@blueprint.post(f"/missions/<public_id>/{STEP}/brouillon")
@access(PERSON)
def autosave(public_id: str, step: str) -> Response:
    """Keep a draft while one writes; what comes back is the advice on this screen."""
    mission = edited_mission(public_id)
    form = STEPS[int(step)]()
    form.prepare(mission)
    with transaction():
        save_draft(mission, form.kept(), by=current_user)
    return jsonify(advice=[each.text for each in advised(mission) if each.step == int(step)])


def _send(mission: Mission, form: SendForm) -> None:
    """Send a mission, and the same one in its other places when that was ticked."""
    rows = [mission, *([each for each in siblings_of(mission) if each.publication in DRAFTS] if form.together.data else [])]
    for each in rows:
        submit_mission(each, by=current_user, not_a_job=form.not_a_job.data, contact_name=form.contact_name.data)


def _show_send(mission: Mission, form: SendForm) -> str:
    return render_template(
        "association/step_5.html", mission=mission, title=mission_title(mission), form=form, steps_total=len(STEPS) + 1,
        facts=words.facts(mission), slots=words.slots(mission) if mission.kind is MissionKind.DATED else [], who=words.who_words(mission),
        where=words.where_words(mission), association=mission.association, advice=advised(mission),
        waiting=[words.where_words(each) for each in siblings_of(mission) if each.publication in DRAFTS],
        changes=[{"label": each.label, "url": _step_url(mission, number)} for number, each in STEPS.items()],
        lacking=[
            {"sentence": sentence, "url": _step_url(mission, STEP_OF[field])}
            for field, sentence in missing(mission) if field != "not_a_job"
        ],
    )


@blueprint.get("/missions/<public_id>/etape-5")
@access(PERSON)
@without_cache
def send_step(public_id: str) -> Response | str:
    """Show the mission as the public will see it, and what is still missing."""
    mission = edited_mission(public_id)
    if mission.publication not in DRAFTS:
        return redirect(_to_mission(mission), 303)
    return _show_send(mission, SendForm(data={"contact_name": mission.contact_name, "not_a_job": mission.not_a_job}))


@blueprint.post("/missions/<public_id>/etape-5")
@access(PERSON)
def send_mission(public_id: str) -> Response | str:
    """Send the mission to be read by a modérateur."""
    mission, form = edited_mission(public_id), SendForm()
    if mission.publication not in DRAFTS:
        return redirect(_to_mission(mission), 303)
    answer = act(
        lambda: _send(mission, form),
        then=lambda _done: _to_mission(mission), form=form,
        said=lambda _done: _("Votre mission est publiée.") if mission.publication is Publication.PUBLISHED
        else _("Votre mission est envoyée. Une personne va la relire, puis nous vous écrirons."),
    ) if form.validate_on_submit() else None
    return answer or _show_send(mission, form)
