"""Views: the missions put before a person, and their answer. One address and one way back for « yes » and « no ».

« Non merci » touches no table, not even the one of forms already sent: a line in the person's own session hides the proposition there.
"""

from typing import Any

from flask import flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import BooleanField, HiddenField

from benevolat.accompagnement.queries import referent_of
from benevolat.accounts.models import AgeBand, User
from benevolat.alertes.mails import when_words as row_when
from benevolat.candidatures.permissions import can_send_candidature
from benevolat.candidatures.queries import active_candidatures
from benevolat.contrats.services import freedom_text
from benevolat.missions.models import Mission, Recruitment
from benevolat.missions.words import facts, slots, who_words
from benevolat.propositions import queries, services
from benevolat.propositions.errors import PropositionGone
from benevolat.propositions.models import MOST, Proposition
from benevolat.search.queries import near
from benevolat.web.applying import Application, chosen_slot, slots_for, value_of
from benevolat.web.forms import ActionForm, Form, act
from benevolat.web.guard import PERSON, access, require, without_cache

from . import blueprint

ASIDE = "put_aside"


class AnswerForm(Application, Form):  # type: ignore[misc]
    """The questions of any candidature; and whether to tell it, which is not ticked for anybody."""

    tell = BooleanField(_l("Le dire à la personne qui m’accompagne"))
    told_to = HiddenField()


def _received(public_id: str) -> Proposition:
    """Return what was proposed to this account; say what may have become of any other."""
    proposition = queries.find_proposition(current_user, public_id)
    if proposition is None:
        raise PropositionGone()
    return proposition


def shown_propositions() -> list[Proposition]:
    """Return what is proposed to the person and not put aside on this device."""
    aside = session.get(ASIDE, [])
    return [each for each in queries.propositions_to(current_user) if each.public_id not in aside]


def _form(mission: Mission, referent: User | None) -> AnswerForm:
    form = AnswerForm()
    form.ask(mission, current_user, slots_for(mission, current_user))
    if referent is None:
        del form.tell
    return form


def _state(mission: Mission) -> str:
    """Return what the person can do with the mission now."""
    if active_candidatures(current_user, mission):
        return "candidate"
    if not can_send_candidature(current_user, mission):
        return "own"
    if queries.is_closed(mission):
        return "closed"
    return "full" if mission.recruitment is Recruitment.FULL else "open"


def _page(proposition: Proposition, form: AnswerForm | None = None) -> str:
    mission, referent = proposition.mission, referent_of(current_user)
    state = _state(mission)
    if state in ("open", "full"):
        form = form or _form(mission, referent)
        shown = referent.public_id if referent is not None else ""
        if form.told_to.data and form.told_to.data != shown and referent is not None:
            form.tell.data = False  # it was ticked under another name
        form.told_to.data = shown
    others = [
        {"url": url_for("public.mission", public_id=each.public_id), "public_id": each.public_id, "title": each.title,
         "host": each.association_name, "place": each.commune_name, "when": row_when(each), "reasons": ()}
        for each in (near(mission) if state in ("closed", "full") else [])
    ]
    return render_template(
        "insertion/proposition.html", proposition=proposition, mission=mission, form=form, state=state, referent=referent, others=others,
        aside=proposition.public_id in session.get(ASIDE, []), facts=facts(mission), slots=slots(mission), who=who_words(mission),
        freedom=freedom_text()[0], sent=next(iter(active_candidatures(current_user, mission)), None),
    )


@blueprint.get("/mon-contrat/propositions/<public_id>")
@access(PERSON)
@without_cache
def proposition(public_id: str) -> str:
    """Show one mission that was proposed, and the questions of a candidature."""
    return _page(_received(public_id))


@blueprint.post("/mon-contrat/propositions/<public_id>/reponse")
@access(PERSON)
def answer_proposition(public_id: str) -> Any:
    """Apply, or put aside, or see again: one address and one way back, so that no log of addresses tells a « no » from a « yes »."""
    received = _received(public_id)
    if request.form.get("answer") in ("no", "again"):
        return _put_aside(public_id, aside=request.form.get("answer") == "no")
    if _state(received.mission) not in ("open", "full"):
        return redirect(url_for("insertion.proposition", public_id=public_id), 303)
    form = _form(received.mission, referent_of(current_user))
    answer = _apply(public_id, form) if form.validate_on_submit() else None
    return answer or (_page(received, form), 400)


def _put_aside(public_id: str, *, aside: bool) -> Any:
    """Hide a proposition in this session, or show it again; nothing else is written anywhere."""
    require(ActionForm().validate())
    others = [each for each in session.get(ASIDE, []) if each != public_id]
    session[ASIDE] = [*others, public_id][-2 * MOST:] if aside else others
    if aside:
        flash(_("C’est entendu. Votre réponse n’est gardée nulle part. La personne qui vous accompagne n’en sait rien."), "success")
    return redirect(url_for("insertion.proposition", public_id=public_id), 303)


def _apply(public_id: str, form: AnswerForm) -> Any:
    age, told = value_of(form, "age_band"), value_of(form, "tell")

    def sent() -> object:
        received = _received(public_id)
        return services.accept_proposition(
            received, chosen_slot(received.mission, value_of(form, "creneau")), message=form.message.data or "",
            first_name=value_of(form, "first_name") or "", age_band=AgeBand(age) if age else None,
            tell=(form.told_to.data or "") if told else None, by=current_user._get_current_object(),
        )

    return act(sent, then=lambda _r: url_for("insertion.proposition", public_id=public_id), form=form,
               said=_("Votre candidature est envoyée. L’association vous répond."))


@blueprint.post("/mon-contrat/propositions/<public_id>/dire")
@access(PERSON)
def tell_proposition(public_id: str) -> Any:
    """Tell one's référent that one applied."""
    require(ActionForm().validate())
    told_to = request.form.get("told_to", "")
    return act(lambda: services.tell_acceptance(_received(public_id), tell=told_to, by=current_user._get_current_object()),
               then=lambda _r: url_for("insertion.proposition", public_id=public_id),
               said=_("C’est dit. Vous pouvez le reprendre quand vous voulez."))


@blueprint.post("/mon-contrat/propositions/<public_id>/ne-plus-dire")
@access(PERSON)
def hide_proposition_answer(public_id: str) -> Any:
    """Take back what one told."""
    require(ActionForm().validate())
    return act(lambda: services.hide_answer(_received(public_id), by=current_user._get_current_object()),
               then=lambda _r: url_for("insertion.proposition", public_id=public_id),
               said=_("C’est repris. Cette personne ne le voit plus."))
