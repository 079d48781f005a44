"""Views: who is received here, the hours to confirm, the bilans to write: two minutes on a telephone."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from benevolat.associations.models import Right
from benevolat.associations.queries import memberships_of
from benevolat.engagements import queries, services
from benevolat.engagements.models import BilanState, Engagement, Side, State
from benevolat.engagements.overlaps import overlaps_of
from benevolat.engagements.sheets import missions_with_sheets
from benevolat.engagements.story import status_of, story_of, when_words
from benevolat.passeport import queries as passeport_queries
from benevolat.passeport import services as passeport
from benevolat.web.forms import act
from benevolat.web.guard import PERSON, access, found
from benevolat.web.hours import accept_figure, write_hours
from benevolat.web.readings import noted

from . import blueprint
from .closing_forms import BilanForm, PresenceForm, ReasonForm, ThanksForm

TONES = {
    State.PLANNED: "wait", State.IN_PROGRESS: "new", State.TO_CLOSE: "warning", State.ATTESTED: "done", State.NOT_DONE: "error",
    State.CANCELLED: "neutral", BilanState.CONFIRMED: "wait", BilanState.DISPUTED: "error", BilanState.DECLARED: "neutral",
    BilanState.WITHDRAWN: "neutral", BilanState.PREPARED: "warning",
}

FIRST, PAGE = 20, 50
"""How many of each group are shown together, and of one alone on a page."""

WRITTEN = {
    True: _l("Le bilan est écrit. La personne va dire si elle est d’accord."), False: _l("Le bilan est prêt. Il attend une signature."),
}


def load(public_id: str) -> Engagement:
    """Return an engagement in one of the member's associations, or stop with 404."""
    engagement: Engagement = found(queries.find_hosted_engagement(current_user, public_id))
    return engagement


def page_of(engagement: Engagement) -> str:
    """Return the address of an engagement's page."""
    return url_for("association.engagement", public_id=engagement.public_id)


def do(public_id: str, perform: Callable[[Engagement], Any], said: str) -> Any:
    """Run one act on an engagement and come back to its page."""
    engagement = load(public_id)
    address = page_of(engagement)
    return act(lambda: perform(engagement), then=lambda _done: address, said=said)


def status_here(engagement: Engagement) -> Any:
    """Return where an engagement stands for its association, which alone knows of a bilan that waits to be signed."""
    bilan = engagement.bilan
    prepared = engagement.state is State.TO_CLOSE and bilan is not None and bilan.state is BilanState.PREPARED
    return BilanState.PREPARED if prepared else status_of(engagement)


def row_of(engagement: Engagement) -> dict[str, Any]:
    """Return what a list shows of somebody received here."""
    status = status_here(engagement)
    waiting = [each for each in engagement.releves if not each.confirmed_at and not each.disputed and each.entered_by is Side.VOLUNTEER]
    return {
        "engagement": engagement, "url": page_of(engagement), "tone": TONES[status], "when": when_words(engagement),
        "status": _("Sa réponse est attendue") if status is BilanState.CONFIRMED else status.label,
        "to_confirm": len(waiting), "disputed": sum(1 for each in engagement.releves if each.disputed),
        "name": engagement.user.full_name or _("Une personne"), "write_url": url_for("association.bilan", public_id=engagement.public_id),
    }


@blueprint.get("/engagements")
@access(PERSON)
def engagements() -> str:
    """Show the bilans to write first, then the hours to look at, then who is here and who comes; one group alone when it is long."""
    only = next((each for each in queries.HostedGroup if each.value == request.args.get("groupe")), None)
    page = max(1, request.args.get("page", 1, type=int))
    found = queries.hosted_groups(current_user, only=only, page=page, size=PAGE if only else FIRST)
    groups = [{"group": each, "rows": [row_of(one) for one in held.engagements], "total": held.total} for each, held in found.items()]
    mine = memberships_of(current_user)
    return render_template(
        "association/closings.html", groups=groups, only=only, page=page, size=PAGE,
        page_address=lambda number: url_for("association.engagements", groupe=only.value if only else None, page=number),
        several=len(mine) > 1,
        keeps={each.association_id for each in mine if Right.HOURS in each.rights},
        signs={each.association_id for each in mine if each.signs}, sheets=[] if only else missions_with_sheets(current_user),
    )


@blueprint.get("/engagements/<public_id>")
@access(PERSON)
def engagement(public_id: str) -> str:
    """Show one engagement from the association's side; the person reads in their journal that it was read."""
    row = load(public_id)
    return noted(show(row, PresenceForm()), "engagement.read", row.user_id, host=row.association)


def show(engagement: Engagement, form: PresenceForm) -> str:
    """Render an engagement with what may be done now."""
    return render_template(
        "association/closing.html", engagement=engagement, row=row_of(engagement), form=form,
        actions=queries.open_actions(engagement, current_user), story=story_of(engagement, for_volunteer=False),
        days=queries.likely_days(engagement), durations=queries.usual_minutes(engagement), overlaps=overlaps_of(engagement),
    )


@blueprint.post("/engagements/<public_id>/heures")
@access(PERSON)
def enter_hours(public_id: str) -> Any:
    """Write the hours of a day: a button with its minutes, or the small form."""
    engagement, form = load(public_id), PresenceForm()
    return write_hours(
        engagement, form, page=page_of(engagement), said=_("Les heures sont notées."), again=lambda: show(load(public_id), form)
    )


@blueprint.post("/engagements/<public_id>/heures/confirmer")
@access(PERSON)
def confirm_hours(public_id: str) -> Any:
    """Accept the volunteer's figure for a day."""
    engagement = load(public_id)
    return accept_figure(engagement, page=page_of(engagement))


@blueprint.post("/engagements/<public_id>/heures/tout-confirmer")
@access(PERSON)
def confirm_all_hours(public_id: str) -> Any:
    """Accept at once every figure of the volunteer that nobody disputes."""
    def confirm(row: Engagement) -> None:
        for line in [each for each in row.releves if each.entered_by is Side.VOLUNTEER and not each.confirmed_at and not each.disputed]:
            services.confirm_hours(line, by=current_user)

    return do(public_id, confirm, _("C’est confirmé."))


@blueprint.post("/engagements/<public_id>/terminer")
@access(PERSON)
def finish(public_id: str) -> Any:
    """Say that it is over."""
    return do(public_id, lambda row: services.finish_engagement(row, by=current_user), _("C’est noté. Reste le bilan\u00a0: deux minutes."))


@blueprint.post("/engagements/<public_id>/reprendre")
@access(PERSON)
def resume(public_id: str) -> Any:
    """Say that it is not over after all."""
    return do(public_id, lambda row: services.resume_engagement(row, by=current_user), _("C’est noté\u00a0: l’engagement continue."))


@blueprint.post("/engagements/<public_id>/a-eu-lieu")
@access(PERSON)
def reopen(public_id: str) -> Any:
    """Say that it did take place."""
    return do(public_id, lambda row: services.reopen_engagement(row, by=current_user), _("C’est noté. La personne est prévenue."))


@blueprint.get("/engagements/<public_id>/annuler")
@blueprint.post("/engagements/<public_id>/annuler")
@access(PERSON)
def cancel(public_id: str) -> Any:
    """Cancel what was agreed, with a reason the person reads."""
    def revoke(row: Engagement, reason: str) -> None:
        services.revoke_candidature(found(row.candidature), by=current_user, reason=reason)

    return with_reason(public_id, "cancel", revoke, _("C’est annulé. La personne est prévenue."))


@blueprint.get("/engagements/<public_id>/pas-eu-lieu")
@blueprint.post("/engagements/<public_id>/pas-eu-lieu")
@access(PERSON)
def not_done(public_id: str) -> Any:
    """Say that it did not take place, and why."""
    def write(row: Engagement, reason: str) -> None:
        services.mark_not_done(row, by=current_user, reason=reason)

    return with_reason(public_id, "not_done", write, _("C’est noté. La personne est prévenue."))


@blueprint.get("/engagements/<public_id>/bilan/retirer")
@blueprint.post("/engagements/<public_id>/bilan/retirer")
@access(PERSON)
def withdraw_bilan(public_id: str) -> Any:
    """Withdraw an attestation, with a reason the person reads."""
    def withdraw(row: Engagement, reason: str) -> None:
        passeport.withdraw_attestation(row, by=current_user, reason=reason)

    return with_reason(public_id, "withdraw", withdraw, _("L’attestation est retirée. La personne est prévenue."))


@blueprint.get("/engagements/<public_id>/merci")
@blueprint.post("/engagements/<public_id>/merci")
@access(PERSON)
def thank(public_id: str) -> Any:
    """Thank a volunteer in the association's own words."""
    engagement, form, answer = load(public_id), ThanksForm(), None
    address = page_of(engagement)
    if "thank" not in queries.open_actions(engagement, current_user):
        return _moved_on(address)
    if not form.is_submitted() and engagement.bilan is not None:
        form.words.data = engagement.bilan.thanks
    if form.validate_on_submit():
        answer = act(lambda: services.thank(engagement, by=current_user._get_current_object(), words=form.words.data),
                     then=lambda _done: address, form=form, said=_("Votre merci est envoyé."))
    return answer or render_template("association/closing_thanks.html", engagement=engagement, row=row_of(engagement), form=form)


def with_reason(public_id: str, action: str, perform: Callable[[Engagement, str], None], said: str) -> Any:
    """Ask for a reason, then run the act with it; whoever comes too late is led back."""
    engagement, form, answer = load(public_id), ReasonForm(), None
    address = page_of(engagement)
    if action not in queries.open_actions(engagement, current_user):
        return _moved_on(address)
    if form.validate_on_submit():
        answer = act(lambda: perform(engagement, form.reason.data), then=lambda _done: address, form=form, said=said)
    return answer or render_template(f"association/closing_{action}.html", form=form, engagement=engagement)


def _moved_on(address: str) -> Response:
    flash(_("Cette étape est déjà passée."), "warning")
    return redirect(address, 303)


@blueprint.get("/engagements/<public_id>/bilan")
@blueprint.post("/engagements/<public_id>/bilan")
@access(PERSON)
def bilan(public_id: str) -> Any:
    """Write the bilan, or correct it within thirty days."""
    engagement = load(public_id)
    address, actions = page_of(engagement), queries.open_actions(engagement, current_user)
    if not actions & {"confirm", "correct", "prepare"}:
        return _moved_on(address)
    correcting, signing = "correct" in actions, bool(actions & {"confirm", "correct"})
    claimed = passeport_queries.skills_of_engagement(engagement)
    form, answer = BilanForm.about(engagement, set(claimed), correcting=correcting), None
    if form.validate_on_submit():
        answer = act(lambda: write(engagement, form, actions), then=lambda _done: address, form=form, said=WRITTEN[signing])
    return answer or render_template(
        "association/closing_bilan.html", form=form, engagement=engagement, claimed=claimed, correcting=correcting, row=row_of(engagement),
        signature=services.signature_of(current_user, engagement) if signing else None,
    )


def write(engagement: Engagement, form: BilanForm, actions: set[str]) -> None:
    """Correct, confirm or prepare the bilan as the form says, the most that the member may."""
    values = {"by": current_user, "minutes": form.hours.data, "sentence": form.sentence.data, "competences": form.ticked()}
    if "correct" in actions:
        passeport.correct_bilan(engagement, reason=form.reason.data, **values)
    elif "confirm" in actions:
        services.confirm_bilan(engagement, **values)
    else:
        services.prepare_bilan(engagement, **values)
