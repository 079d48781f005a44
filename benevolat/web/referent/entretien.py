"""Views: the talk, on the référent's screen turned to the person: three questions, five missions, what they want, their code, a sheet."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from benevolat.accounts.services import confirmation_contact
from benevolat.contrats.services import freedom_text
from benevolat.missions.models import Mission
from benevolat.propositions.documents import bus_words
from benevolat.propositions.services import carry_out, subject_of
from benevolat.web.confirmation import ConfirmationForm, ask, confirmed
from benevolat.web.forms import ActionForm
from benevolat.web.guard import REFERENT, access, require, without_cache

from . import blueprint
from .people import person_or_404
from .propositions import sheet_response
from .talk_forms import ApplicationsForm, LikesForm, SheetForm, WantsForm, WhenForm, WhomForm
from .talk_state import APPLY, KEEP, LATER, Talk

QUESTIONS: dict[str, tuple[Callable[[Talk], Any], str]] = {
    "envies": (LikesForm, "quand"), "quand": (WhenForm, "avec-qui"), "avec-qui": (WhomForm, "missions"),
}
STEPS = ("envies", "quand", "avec-qui", "missions")


@blueprint.route("/personnes/<public_id>/entretien/<any(envies, quand, 'avec-qui', missions, accord, code, feuille):step>",
                 methods=["GET", "POST"])
@access(REFERENT)
@without_cache
def talk(public_id: str, step: str) -> Any:
    """Show a step of the talk, or keep its answer and lead to the next one."""
    talking = Talk(person_or_404(public_id))
    if step in QUESTIONS:
        return _question(talking, step)
    return {"missions": _missions, "accord": _application, "code": _confirmation, "feuille": _sheet}[step](talking)


def _to(talking: Talk, step: str) -> Any:
    return redirect(url_for("referent.talk", public_id=talking.person.public_id, step=step), 303)


def _page(talking: Talk, step: str, form: Any, **values: Any) -> Any:
    page = render_template(
        f"referent/talk/{step.replace('-', '_')}.html", person=talking.person, form=form, step=step, freedom=freedom_text()[0],
        place=STEPS.index(step) + 1 if step in STEPS else None, back=_before(talking, step), **values,
    )
    return page, 400 if form.errors or form.form_errors else 200


def _before(talking: Talk, step: str) -> str | None:
    """Return the step one goes back to: none from the first, and none once it is done."""
    order = [*STEPS, *(["accord"] if talking.wanted(APPLY) else []), "code"]
    at = order.index(step) if step in order else 0
    return order[at - 1] if at else None


def _question(talking: Talk, step: str) -> Any:
    """One of the three questions."""
    make, following = QUESTIONS[step]
    form = make(talking)
    if form.validate_on_submit():
        talking.keep(**form.answers())
        return _to(talking, following)
    return _page(talking, step, form)


def _missions(talking: Talk) -> Any:
    """Five missions, and what the person wants of each."""
    cards = talking.proposals()
    form = WantsForm.about(talking, cards)
    if form.validate_on_submit():
        talking.keep(**form.answers(cards))
        return _after_the_choice(talking)
    return _page(talking, "missions", form, cards=cards)


def _after_the_choice(talking: Talk) -> Any:
    """Lead where the choice asks: the questions of a candidature, the code, the sheet; nothing chosen ends the talk."""
    if talking.wanted(APPLY):
        return _to(talking, "accord")
    if not talking.as_wanted().is_empty:
        return _to(talking, "code")
    if talking.wanted(LATER):
        return _to(talking, "feuille")
    return redirect(url_for("referent.talk_end", public_id=talking.person.public_id), 303)


def _application(talking: Talk) -> Any:
    """What the associations need to be told."""
    missions = talking.wanted(APPLY)
    if not missions:
        return _to(talking, "missions")
    form = ApplicationsForm.about(talking, missions)
    if form.validate_on_submit():
        talking.keep(**form.answers(missions))
        return _to(talking, "code")
    return _page(talking, "accord", form, missions=missions)


def _confirmation(talking: Talk) -> Any:
    """What will be done, in words, and the person's own code."""
    wanted, person = talking.as_wanted(), talking.person
    if wanted.is_empty or talking.get("done"):
        return _to(talking, "missions" if wanted.is_empty else "feuille")
    if confirmation_contact(person) is None:
        flash(_("Rien n’est envoyé\u00a0: aucun téléphone ni aucune adresse n’est confirmé, et le code ne peut pas arriver. "
                "La feuille garde vos choix. La candidature se fait plus tard, avec votre compte."), "warning")
        return _to(talking, "feuille")
    form = ConfirmationForm()
    if form.validate_on_submit():
        answer = confirmed(person, subject_of(wanted), form, lambda _means: carry_out(person, wanted, typed_by=current_user),
                           then=lambda _sent: _done(talking), said=_("C’est fait, comme vous l’avez confirmé."))
        if answer is not None:
            return answer
    return _page(talking, "code", form, wanted=wanted)


def _done(talking: Talk) -> str:
    """Note that it is done, forget the words that left, and lead to the sheet."""
    talking.keep(done=True, message="", wishes=False)
    return url_for("referent.talk", public_id=talking.person.public_id, step="feuille")


@blueprint.post("/personnes/<public_id>/entretien/nouveau-code")
@access(REFERENT)
def talk_ask_code(public_id: str) -> Any:
    """Send the person the code that confirms exactly what is shown."""
    talking = Talk(person_or_404(public_id))
    require(ActionForm().validate())
    wanted = talking.as_wanted()
    if not wanted.is_empty and confirmation_contact(talking.person) is not None:
        ask(talking.person, subject_of(wanted))
    return _to(talking, "code")


def _sheet(talking: Talk) -> Any:
    """What was done, and the sheet to print, with the way to get there that one writes together."""
    missions = talking.wanted(APPLY, KEEP, LATER)
    if not missions:
        return _to(talking, "missions")
    form = SheetForm.about(missions, _ways(talking, missions))
    if form.validate_on_submit():
        talking.keep(ways={each.public_id: form[f"y{at}"].data or "" for at, each in enumerate(missions)})
        return redirect(url_for("referent.talk_sheet", public_id=talking.person.public_id), 303)
    return _page(talking, "feuille", form, missions=missions, done=talking.get("done"))


def _ways(talking: Talk, missions: list[Mission]) -> list[str]:
    return [talking.get("ways", {}).get(each.public_id, bus_words(each)) for each in missions]


@blueprint.get("/personnes/<public_id>/entretien/feuille.pdf")
@access(REFERENT)
@without_cache
def talk_sheet(public_id: str) -> Any:
    """Answer the sheet of the talk; without a mission there is none yet."""
    talking = Talk(person_or_404(public_id))
    missions = talking.wanted(APPLY, KEEP, LATER)
    return sheet_response(missions, _ways(talking, missions)) if missions else _to(talking, "missions")


@blueprint.get("/personnes/<public_id>/entretien/fin")
@access(REFERENT)
def talk_end(public_id: str) -> str:
    """Say that nothing is kept; the talk was forgotten on the way here."""
    return render_template("referent/talk/fin.html", person=person_or_404(public_id), freedom=freedom_text()[0], place=None, back=None)
