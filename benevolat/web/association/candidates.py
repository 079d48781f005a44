"""What an association does with those who apply: read, answer, write, call back."""

from collections.abc import Callable
from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from benevolat.candidatures import permissions, queries, services
from benevolat.candidatures.models import AnswerKind, Candidature, State
from benevolat.candidatures.workflow import WORKFLOW
from benevolat.engagements import services as engagements
from benevolat.engagements.permissions import can_open_hosted
from benevolat.engagements.queries import engagement_of, is_running
from benevolat.missions.models import Creneau, Mission
from benevolat.missions.queries import find_creneau
from benevolat.web.candidate_answer import AcceptForm, DeclineForm, RevokeForm, WaitingRuleForm
from benevolat.web.forms import Form, act
from benevolat.web.guard import PERSON, access, found, require
from benevolat.web.messages import MessageForm, send_message
from benevolat.web.readings import noted

from . import blueprint
from .scope import own_mission


def _candidature(public_id: str) -> Candidature:
    candidature: Candidature = found(queries.find_received_candidature(current_user, public_id))
    return candidature


def _pile() -> queries.Pile:
    known = {each.value: each for each in queries.Pile}
    return known.get(request.args.get("pile", ""), queries.Pile.TO_ANSWER)


def _rule_form(mission: Mission) -> WaitingRuleForm:
    """Return the question of the waiting list, answered as the association did: nothing is ticked while it did not."""
    rule = queries.rule_of(mission)
    return WaitingRuleForm(data={"automatic": None if rule is None else "yes" if rule.automatic else "no"})


def _list(mission: Mission | None, pile: queries.Pile | None = None, rule: WaitingRuleForm | None = None) -> str:
    pile, page = pile or _pile(), request.args.get("page", 1, type=int)
    creneau = find_creneau(mission, request.args.get("creneau", "")) if mission is not None else None
    address = _address(mission, creneau)
    received = queries.candidatures_received(current_user, pile, mission=mission, creneau=creneau, page=page)
    return render_template(
        "association/candidates.html", mission=mission, creneau=creneau, pile=pile, piles=queries.Pile,
        call_backs=queries.call_backs_to_do(current_user, mission=mission), address=address, ticked="coches" in request.args,
        page_address=lambda number: address(pile=pile.value, page=number),
        ticked_address=address(pile=pile.value, page=page, coches=1), answers=_answers_in(pile),
        missions=queries.missions_applied_to(current_user) if mission is None else [],
        along=queries.comes_with(received.rows), doors=bool(queries.doors_kept_by(current_user)), received=received,
        rule=(rule or _rule_form(mission)) if mission is not None and pile is queries.Pile.WAITING else None,
    )


def _answers_in(pile: queries.Pile) -> list[AnswerKind]:
    """Return the answers that may be given to several of a pile at once."""
    return {
        queries.Pile.TO_ANSWER: [AnswerKind.ACCEPT, AnswerKind.WAITLIST, AnswerKind.DECLINE],
        queries.Pile.WAITING: [AnswerKind.ACCEPT, AnswerKind.DECLINE],
    }.get(pile, [])


def _address(mission: Mission | None, creneau: Creneau | None) -> Callable[..., str]:
    """Return what writes the address of a pile or a page of this list, filtered as it is."""
    if mission is None:
        return lambda **where: url_for("association.candidates", **where)
    kept = {"creneau": creneau.public_id} if creneau is not None else {}
    return lambda **where: url_for("association.mission_candidates", public_id=mission.public_id, **kept, **where)


@blueprint.get("/candidats")
@access(PERSON)
def candidates() -> Any:
    """List who applied to any mission of one's associations; a mission chosen in the list leads to its own."""
    if wanted := request.args.get("mission"):
        return redirect(url_for("association.mission_candidates", public_id=wanted, pile=_pile().value), 302)
    return _list(None)


@blueprint.get("/missions/<public_id>/candidats")
@access(PERSON)
def mission_candidates(public_id: str) -> Any:
    """List who applied to one mission."""
    mission = own_mission(public_id)
    require(permissions.receives(current_user, mission))
    return _list(mission)


@blueprint.post("/missions/<public_id>/liste-d-attente")
@access(PERSON)
def choose_waiting_rule(public_id: str) -> Any:
    """Say how the waiting list of a mission moves."""
    mission, form = own_mission(public_id), WaitingRuleForm()
    require(permissions.can_choose_waiting_rule(current_user, mission))
    if form.validate_on_submit():
        answer = act(
            lambda: services.choose_rule(mission, automatic=form.automatic.data == "yes", by=current_user), form=form,
            then=lambda _done: url_for("association.mission_candidates", public_id=public_id, pile=queries.Pile.WAITING.value),
            said=_("C’est enregistré. Vous pouvez changer d’avis à tout moment."),
        )
        if answer is not None:
            return answer
    return _list(mission, queries.Pile.WAITING, form)


@blueprint.get("/candidats/<public_id>")
@access(PERSON)
def candidate(public_id: str) -> Any:
    """Show one candidature and what can be done with it, with the words of a model when one was chosen."""
    candidature = _candidature(public_id)
    host = candidature.mission.association
    model = queries.find_answer_model(current_user, request.args.get("modele", ""))
    forms: dict[str, Form] = {}
    if model is not None and model.association_id == host.id:
        form: AcceptForm | DeclineForm = DeclineForm() if model.kind is AnswerKind.DECLINE else AcceptForm()
        form.message.data = services.fill_in(model.body, candidature)
        forms["decline" if model.kind is AnswerKind.DECLINE else "accept"] = form
    return noted(_show(candidature, **forms), "candidature.read", candidature.user_id, host=host)


def _show(candidature: Candidature, **forms: Form) -> str:
    engagement = engagement_of(candidature)
    actions = [each.action for each in WORKFLOW.available(candidature, current_user)] if is_running(engagement) else []
    return render_template(
        "association/candidates-one.html", candidature=candidature, actions=actions, refused=next(iter(forms), None),
        forms={"accept": AcceptForm(), "decline": DeclineForm(), "revoke": RevokeForm(), "message": MessageForm()} | forms,
        steps=queries.story_of(candidature, for_volunteer=False), messages=queries.messages_of(candidature),
        unread=queries.unread_counts([candidature], from_volunteer=True).get(candidature.id, 0),
        can_write=permissions.can_write_message(current_user, candidature),
        can_read_contact=permissions.can_read_contact(current_user, candidature),
        full=queries.no_place_left(candidature.mission, candidature.creneau), places=_places_words(candidature),
        duty=queries.duty_of(candidature.mission),
        needs_parent=queries.needs_agreement(candidature), agreement=queries.agreement_of(candidature),
        models=queries.answer_models(current_user, [candidature.mission.association_id]) if actions else [],
        engagement=engagement if engagement is not None and can_open_hosted(current_user, engagement) else None,
        along=queries.comes_with([candidature]).get(candidature.id, []),
        door=queries.door_of(candidature.user, candidature.mission.association_id),
        can_close=permissions.can_close_door(current_user, candidature),
        offer=queries.open_offer(candidature), rank=queries.rank_of(candidature) if candidature.state is State.WAITLISTED else None,
    )


def _places_words(candidature: Candidature) -> str:
    """Return how many places are taken where the person would come."""
    place = candidature.creneau or candidature.mission
    if place.places is None:
        return _("sans limite")
    return ngettext("%(taken)s place prise sur %(num)s", "%(taken)s places prises sur %(num)s", place.places, taken=place.places_taken)


def _answer(candidature: Candidature, name: str, form: Form, perform: Callable[[], Any], said: str) -> Any:
    """Run one answer, and show the page again with its errors when it is refused."""
    require(permissions.can_answer_candidature(current_user, candidature))
    if form.validate_on_submit():
        answer = act(perform, form=form, said=said,
                     then=lambda _done: url_for("association.candidate", public_id=candidature.public_id))
        if answer is not None:
            return answer
    return _show(candidature, **{name: form})


@blueprint.post("/candidats/<public_id>/accepter")
@access(PERSON)
def accept(public_id: str) -> Any:
    """Accept a candidature; when the last place was just taken, say so and offer the waiting list."""
    candidature, form = _candidature(public_id), AcceptForm()
    return _answer(candidature, "accept", form, lambda: engagements.accept_candidature(
        candidature, by=current_user, message=form.message.data or None
    ), _("La candidature est acceptée. La personne est prévenue."))


@blueprint.post("/candidats/<public_id>/ne-pas-retenir")
@access(PERSON)
def decline(public_id: str) -> Any:
    """Decline a candidature with its reason."""
    candidature, form = _candidature(public_id), DeclineForm()

    def perform() -> None:
        reason, message = form.words()
        services.decline_candidature(candidature, by=current_user, reason=reason, message=message)

    return _answer(candidature, "decline", form, perform, _("Votre réponse est envoyée, avec sa raison."))


@blueprint.post("/candidats/<public_id>/liste-d-attente")
@access(PERSON)
def waitlist(public_id: str) -> Any:
    """Put a candidature on the waiting list."""
    candidature, form = _candidature(public_id), AcceptForm()
    return _answer(candidature, "waitlist", form, lambda: services.waitlist_candidature(
        candidature, by=current_user, message=form.message.data or None
    ), _("La personne est sur la liste d’attente. Elle est prévenue."))


@blueprint.post("/candidats/<public_id>/annuler")
@access(PERSON)
def revoke(public_id: str) -> Any:
    """Cancel what was accepted."""
    candidature, form = _candidature(public_id), RevokeForm()
    return _answer(candidature, "revoke", form, lambda: engagements.revoke_candidature(
        candidature, by=current_user, reason=form.reason.data
    ), _("La participation est annulée. La personne est prévenue et la place est libre."))


@blueprint.post("/candidats/<public_id>/message")
@access(PERSON)
def write_message(public_id: str) -> Any:
    """Write to the volunteer."""
    candidature, form = _candidature(public_id), MessageForm()
    answer = send_message(candidature, form, then=url_for("association.candidate", public_id=public_id, _anchor="messages"))
    return answer or _show(candidature, message=form)


@blueprint.post("/candidats/<public_id>/lu")
@access(PERSON)
def read_messages(public_id: str) -> Any:
    """Note that the volunteer's messages were read."""
    candidature = _candidature(public_id)
    return act(lambda: services.mark_messages_read(candidature, by=current_user),
               then=lambda _done: url_for("association.candidate", public_id=public_id, _anchor="messages"))


@blueprint.post("/rappels/<public_id>/fait")
@access(PERSON)
def call_back_made(public_id: str) -> Any:
    """Note that one called."""
    call_back = found(queries.find_call_back(current_user, public_id))
    return act(lambda: services.complete_call_back(call_back, by=current_user),
               then=lambda _done: url_for("association.candidates"), said=_("C’est noté : cette personne est rappelée."))


@blueprint.post("/candidats/<public_id>/feuille-recue")
@access(PERSON)
def receive_sheet(public_id: str) -> Any:
    """Say that the sheet signed by a parent was received."""
    candidature = _candidature(public_id)
    require(permissions.can_answer_candidature(current_user, candidature))
    return act(lambda: services.receive_sheet(candidature, by=current_user),
               then=lambda _done: url_for("association.candidate", public_id=public_id), said=_("C’est noté : l’accord est là."))
