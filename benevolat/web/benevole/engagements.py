"""Views: what a volunteer does, or did: the list, one engagement, its hours, its bilan."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from benevolat.ailleurs import services as ailleurs
from benevolat.ailleurs.queries import latest_request
from benevolat.ailleurs.queries import open_actions as request_actions
from benevolat.ailleurs.story import steps_of
from benevolat.engagements import queries, services
from benevolat.engagements.models import BilanState, Engagement, State
from benevolat.engagements.overlaps import overlaps_of
from benevolat.engagements.story import status_of, story_of, when_words
from benevolat.matching.queries import is_fresh
from benevolat.passeport import queries as passeport_queries
from benevolat.passeport import services as passeport
from benevolat.passeport.models import SkillState
from benevolat.temoignages import queries as temoignages
from benevolat.web.forms import act
from benevolat.web.guard import PERSON, access, found
from benevolat.web.hours import DayForm, accept_figure, write_hours

from . import blueprint
from .engagement_forms import AnswerForm, DraftForm, ReasonForm, WordsForm
from .pour_vous import offer_after

TONES = {
    State.PLANNED: "wait", State.IN_PROGRESS: "new", State.TO_CLOSE: "warning", State.ATTESTED: "done", State.NOT_DONE: "error",
    State.CANCELLED: "neutral", BilanState.CONFIRMED: "warning", BilanState.DISPUTED: "error", BilanState.DECLARED: "neutral",
    BilanState.WITHDRAWN: "error",
}

TO_THE_PERSON = {BilanState.CONFIRMED: _l("Votre réponse est attendue"), BilanState.DECLARED: _l("Déclaré par vous")}


def load(public_id: str) -> Engagement:
    """Return one of the person's own engagements, or stop with 404."""
    engagement: Engagement = found(queries.find_own_engagement(current_user, public_id))
    return engagement


def page_of(engagement: Engagement) -> str:
    """Return the address of an engagement's page."""
    return url_for("benevole.engagement", public_id=engagement.public_id)


def do(public_id: str, perform: Callable[[Engagement], Any], said: str) -> Any:
    """Run one act on an engagement and come back to its page."""
    engagement = load(public_id)
    address = page_of(engagement)
    return act(lambda: perform(engagement), then=lambda _done: address, said=said)


def row_of(engagement: Engagement) -> dict[str, Any]:
    """Return what a list shows of an engagement."""
    status = status_of(engagement)
    bilan = engagement.bilan
    written = bilan is not None and bilan.state in (BilanState.AGREED, BilanState.STANDING, BilanState.CONFIRMED, BilanState.DECLARED)
    return {
        "engagement": engagement, "url": page_of(engagement), "tone": TONES[status], "when": when_words(engagement),
        "status": TO_THE_PERSON.get(status, status.label),
        "minutes": bilan.minutes if bilan is not None and written else engagement.minutes,
    }


@blueprint.get("/mes-engagements")
@access(PERSON)
def engagements() -> str:
    """Show what waits for the person first, then what runs, then what is done."""
    rows = [row_of(each) for each in queries.own_engagements(current_user)]
    groups: dict[str, list[dict[str, Any]]] = {"waiting": [], "running": [], "done": []}
    for row in rows:
        engagement = row["engagement"]
        if engagement.state in (State.PLANNED, State.IN_PROGRESS):
            groups["running"].append(row)
        elif engagement.state is State.TO_CLOSE and status_of(engagement) in (State.TO_CLOSE, BilanState.CONFIRMED, BilanState.DISPUTED):
            groups["waiting"].append(row)
        else:
            groups["done"].append(row)
    return render_template("benevole/engagements.html", groups=groups, empty=not rows)


@blueprint.get("/mes-engagements/<public_id>")
@access(PERSON)
def engagement(public_id: str) -> str:
    """Show one engagement: what waits, hours, bilan, skills, story."""
    return show(load(public_id), DayForm())


def show(engagement: Engagement, form: DayForm) -> str:
    """Render an engagement with what may be done now."""
    skills = list(passeport_queries.skills_of_engagement(engagement).values())
    request_ = passeport_queries.open_request(engagement)
    return render_template(
        "benevole/engagement.html", engagement=engagement, status=row_of(engagement), form=form,
        actions=queries.open_actions(engagement, current_user), story=story_of(engagement, for_volunteer=True, also=steps_of(engagement)),
        days=queries.likely_days(engagement), durations=queries.usual_minutes(engagement), skills=skills, asked=request_,
        overlaps=overlaps_of(engagement),
        declined=passeport_queries.declined_request(engagement), after=temoignages.after(engagement),
        host_request=latest_request(engagement) if engagement.elsewhere else None,
        host_actions=request_actions(engagement) if engagement.elsewhere else (),
        can_ask=engagement.state is State.ATTESTED and request_ is None and any(each.state is SkillState.ATTESTED for each in skills),
        next=offer_after([engagement]) if is_fresh(engagement) else None,
    )


@blueprint.post("/mes-engagements/<public_id>/heures")
@access(PERSON)
def enter_hours(public_id: str) -> Any:
    """Write the hours of a day: a button with its minutes, or the small form."""
    engagement, form = load(public_id), DayForm()
    return write_hours(
        engagement, form, page=page_of(engagement), said=_("Vos heures sont notées."), again=lambda: show(load(public_id), form)
    )


@blueprint.post("/mes-engagements/<public_id>/heures/confirmer")
@access(PERSON)
def confirm_hours(public_id: str) -> Any:
    """Accept the association's figure for a day."""
    engagement = load(public_id)
    return accept_figure(engagement, page=page_of(engagement))


@blueprint.post("/mes-engagements/<public_id>/terminer")
@access(PERSON)
def finish(public_id: str) -> Any:
    """Say that it is over."""
    return do(public_id, lambda row: services.finish_engagement(row, by=current_user), _("C’est noté. L’association va écrire le bilan."))


@blueprint.post("/mes-engagements/<public_id>/reprendre")
@access(PERSON)
def resume(public_id: str) -> Any:
    """Say that it is not over after all."""
    return do(public_id, lambda row: services.resume_engagement(row, by=current_user), _("C’est noté\u00a0: votre engagement continue."))


@blueprint.post("/mes-engagements/<public_id>/a-eu-lieu")
@access(PERSON)
def reopen(public_id: str) -> Any:
    """Say that it did take place."""
    return do(public_id, lambda row: services.reopen_engagement(row, by=current_user), _("C’est noté. L’association est prévenue."))


@blueprint.post("/mes-engagements/<public_id>/annuler")
@access(PERSON)
def cancel(public_id: str) -> Any:
    """Take back one's candidature, and with it what was planned."""
    def withdraw(row: Engagement) -> None:
        services.withdraw_candidature(found(row.candidature), by=current_user)

    return do(public_id, withdraw, _("C’est annulé. L’association est prévenue."))


@blueprint.get("/mes-engagements/<public_id>/pas-eu-lieu")
@blueprint.post("/mes-engagements/<public_id>/pas-eu-lieu")
@access(PERSON)
def not_done(public_id: str) -> Any:
    """Say that it did not take place, and why."""
    engagement, form, answer = load(public_id), ReasonForm(), None
    address = page_of(engagement)
    if form.validate_on_submit():
        answer = act(lambda: services.mark_not_done(engagement, by=current_user, reason=form.reason.data), then=lambda _done: address,
                     form=form, said=_("C’est noté. L’association est prévenue."))
    return answer or render_template("benevole/engagement_not_done.html", form=form, engagement=engagement)


@blueprint.get("/mes-engagements/<public_id>/bilan")
@blueprint.post("/mes-engagements/<public_id>/bilan")
@access(PERSON)
def draft_bilan(public_id: str) -> Any:
    """Prepare the bilan before the association."""
    engagement = load(public_id)
    address = page_of(engagement)
    if "draft" not in queries.open_actions(engagement, current_user):
        return _moved_on(address)
    form, answer = draft_form(engagement), None
    if form.validate_on_submit():
        answer = act(lambda: passeport.draft_bilan(
            engagement, by=current_user, minutes=form.hours.data, words=form.words.data, competences=form.competences.data or (),
        ), then=lambda _done: address, form=form, said=_("Votre bilan est prêt. L’association va le relire."))
    return answer or render_template("benevole/engagement_draft.html", form=form, engagement=engagement)


def draft_form(engagement: Engagement) -> DraftForm:
    """Return the form of the bilan filled in with what is known."""
    claimed = set(passeport_queries.skills_of_engagement(engagement))
    bilan = engagement.bilan
    known = (bilan.draft_minutes if bilan is not None else None) or engagement.minutes or None
    form = DraftForm(data={"hours": known, "words": bilan.draft_words if bilan is not None else "", "competences": list(claimed)})
    form.offer(engagement, claimed)
    return form


def _moved_on(address: str) -> Response:
    flash(_("Cette étape est déjà passée."), "warning")
    return redirect(address, 303)


@blueprint.post("/mes-engagements/<public_id>/bilan/accord")
@access(PERSON)
def agree(public_id: str) -> Any:
    """Agree with what the association wrote."""
    return do(public_id, lambda row: ailleurs.agree_bilan(row, by=current_user), _("Merci. C’est dans votre passeport."))


@blueprint.get("/mes-engagements/<public_id>/bilan/desaccord")
@blueprint.post("/mes-engagements/<public_id>/bilan/desaccord")
@access(PERSON)
def disagree(public_id: str) -> Any:
    """Disagree, in one's own words."""
    engagement, form, answer = load(public_id), WordsForm(), None
    address = page_of(engagement)
    if "disagree" not in queries.open_actions(engagement, current_user):
        return _moved_on(address)
    if form.validate_on_submit():
        answer = act(lambda: ailleurs.disagree_bilan(engagement, by=current_user, words=form.words.data), then=lambda _done: address,
                     form=form, said=_("C’est noté. L’association lit vos mots, et peut corriger."))
    return answer or render_template("benevole/engagement_disagree.html", form=form, engagement=engagement)


@blueprint.get("/mes-engagements/<public_id>/bilan/reponse")
@blueprint.post("/mes-engagements/<public_id>/bilan/reponse")
@access(PERSON)
def answer_withdrawal(public_id: str) -> Any:
    """Answer an attestation that was withdrawn."""
    engagement, form, answer = load(public_id), AnswerForm(), None
    address = page_of(engagement)
    if "answer" not in queries.open_actions(engagement, current_user):
        return _moved_on(address)
    if form.validate_on_submit():
        answer = act(lambda: services.answer_withdrawal(engagement, by=current_user, words=form.words.data), then=lambda _done: address,
                     form=form, said=_("Votre réponse est envoyée à l’association."))
    return answer or render_template("benevole/engagement_answer.html", form=form, engagement=engagement)


@blueprint.post("/mes-engagements/<public_id>/bilan/garder")
@access(PERSON)
def keep(public_id: str) -> Any:
    """Keep as declared what the association never confirmed."""
    return do(public_id, lambda row: services.keep_declared(row, by=current_user), _("C’est dans votre passeport, comme déclaré."))
