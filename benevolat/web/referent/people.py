"""Views: what waits for a référent, the people they accompany, one page a person."""

from typing import Any, TypeVar

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from benevolat.accompagnement import queries as links
from benevolat.accompagnement.permissions import can_end_accompagnement, visible_people
from benevolat.accompagnement.services import begin_accompagnement, end_accompagnement, record_reading
from benevolat.accounts.models import User
from benevolat.accounts.services import unwritten_readings
from benevolat.contrats import queries
from benevolat.contrats.models import Annexe, PathKind
from benevolat.contrats.permissions import can_prepare_contrat
from benevolat.contrats.queries import consentement_of
from benevolat.contrats.services import freedom_text, write_contrat
from benevolat.contrats.workflow import ANNEXE
from benevolat.core.db import db, transaction
from benevolat.dossiers.queries import lines_to_check
from benevolat.propositions import queries as propositions
from benevolat.web import limits
from benevolat.web.forms import act, strip
from benevolat.web.guard import REFERENT, access, found, require

from . import blueprint
from .forms import CodeForm, ContratForm

Page = TypeVar("Page")


def person_or_404(public_id: str) -> User:
    """Return a person whom the référent accompanies today."""
    person: User = found(db.session.scalar(visible_people(current_user).where(User.public_id == public_id)))
    return person


def annexe_actions(annexe: Annexe | None) -> set[str]:
    """Return what the référent may do now with an annexe; signing comes only after the person."""
    if annexe is None:
        return set()
    actions = {row.action for row in ANNEXE.available(annexe, current_user)}
    return actions - ({"sign_on_sheet"} if consentement_of(annexe) is not None else {"countersign", "countersign_amendment"})


def annexe_papers(annexe: Annexe | None) -> dict[str, Any]:
    """Return what stands beside an annexe on the page: its amendments, its signed sheet, what was decided."""
    if annexe is None:
        return {"avenants": [], "sheet": None, "decisions": []}
    decided = list(queries.decisions_of(annexe).values())
    return {"avenants": queries.avenants_of(annexe), "sheet": queries.sheet_of(annexe), "decisions": decided}


@blueprint.get("")
@access(REFERENT)
def people() -> str:
    """Show what waits, then everybody, with a search by name."""
    words = strip(request.args.get("nom", "")[:80]) or ""
    shown = links.people_page(current_user, words, request.args.get("page", 1, int))
    return render_template(
        "referent/people.html", words=words, people=shown, annexes=queries.open_annexes(current_user, shown.rows),
        waiting=queries.waiting_for(current_user), to_sign=queries.waiting_for_signature(current_user),
        ending=queries.annexes_ending(current_user),
        to_check=lines_to_check(current_user), invitations=len(links.sent_invitations(current_user)),
        record=links.referent_record(current_user), answers=propositions.told_to(current_user),
        page_address=lambda page: url_for("referent.people", nom=words or None, page=page, _anchor="personnes"),
    )


@blueprint.route("/nouveau", methods=["GET", "POST"])
@access(REFERENT)
def begin() -> Any:
    """Begin with somebody, with the code they give."""
    form = CodeForm()
    if form.validate_on_submit():
        limits.check("link_code", f"agent:{current_user.public_id}")
        answer = act(lambda: begin_accompagnement(form.code.data, by=current_user).user.public_id,
                     then=lambda person: url_for("referent.person", public_id=person) if person else url_for("referent.people"),
                     said=_("C’est fait. Vous accompagnez cette personne à partir d’aujourd’hui."), form=form)
        if answer is not None:
            return answer
    return render_template("referent/begin.html", form=form), 400 if form.errors else 200


def noted_here(page: Page, person: User) -> Page:
    """Return what was made from a person's file, once their journal says that their référent, or who stands in, read it today."""
    if unwritten_readings("accompagnement.read", [person.id], by=current_user):
        with transaction():
            record_reading(person, by=current_user)
    return page


@blueprint.get("/personnes/<public_id>")
@access(REFERENT)
def person(public_id: str) -> str:
    """Show one person's contract, annexe and what they submitted; the reading is written in the journal they can see."""
    with transaction():
        someone = person_or_404(public_id)
        record_reading(someone, by=current_user)
    someone = person_or_404(public_id)
    reference = queries.last_contrat(someone)
    annexe = queries.open_annexes(current_user, [someone]).get(someone.id)
    return render_template(
        "referent/person.html", person=someone, contrat=reference, annexe=annexe, link=links.current_link(someone),
        submissions=queries.submitted_by(someone, to=current_user), actions=annexe_actions(annexe), **annexe_papers(annexe),
        proposed=propositions.propositions_of(someone, to=current_user), told=propositions.told_to(current_user, someone),
        to_check=lines_to_check(current_user, someone), freedom=freedom_text()[0],
        can_end=can_end_accompagnement(current_user, found(links.current_link(someone))),
    )


@blueprint.post("/personnes/<public_id>/fin")
@access(REFERENT)
def end(public_id: str) -> Any:
    """End one's accompagnement of a person."""
    link = found(links.current_link(person_or_404(public_id)))
    require(can_end_accompagnement(current_user, link))
    return act(lambda: end_accompagnement(link, by=current_user), then=lambda _result: url_for("referent.people"),
               said=_("L’accompagnement est terminé. Vous ne voyez plus cette page."))


@blueprint.route("/personnes/<public_id>/contrat", methods=["GET", "POST"])
@access(REFERENT)
def contrat(public_id: str) -> Any:
    """Write the reference of a contract."""
    someone = person_or_404(public_id)
    require(can_prepare_contrat(current_user, someone))
    form = ContratForm()
    if form.validate_on_submit():
        answer = act(
            lambda: write_contrat(someone, type_code=form.type_code.data, reference=form.reference.data, starts_on=form.starts_on.data,
                                  ends_on=form.ends_on.data, path_kind=PathKind(form.path_kind.data), by=current_user),
            then=lambda _result: url_for("referent.person", public_id=public_id), said=_("La référence est enregistrée."), form=form)
        return answer or redirect(url_for("referent.person", public_id=public_id), 303)
    return noted_here(render_template("referent/contrat.html", form=form, person=someone), someone), 400 if form.errors else 200
