"""Verifying an association: its facts, its history, and the decision."""

from dataclasses import dataclass
from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from benevolat.accounts.contacts import phone_words
from benevolat.associations.identifiers import key_is_right
from benevolat.associations.models import Association, Deed
from benevolat.associations.permissions import can_verify_association
from benevolat.associations.queries import find_visible_association, happenings_of, history_of, is_signed_up, team_of
from benevolat.associations.services import set_trusted
from benevolat.associations.workflow import PASSED, WORKFLOW
from benevolat.core.db import db
from benevolat.core.settings import config
from benevolat.missions.queries import missions_of
from benevolat.moderation.annuaire import look_up
from benevolat.moderation.models import Answer, Noun
from benevolat.moderation.queries import number_of, official_check
from benevolat.moderation.services import (
    keep_answer,
    refuse_association,
    reinstate_association,
    suspend_association,
    verify_association,
)
from benevolat.signalements.queries import open_about
from benevolat.web.forms import Form, act
from benevolat.web.guard import MODERATEUR, access, found, require
from benevolat.web.history import AGENTS, entries, happened

from . import blueprint
from .desk_items import claim_of
from .forms import REASON, ReasonForm, Refusal
from .journal import LATER


def _association(public_id: str) -> Association:
    association: Association = found(find_visible_association(current_user, public_id))
    require(can_verify_association(current_user, association))
    return association


def _facts(association: Association) -> list[dict[str, Any]]:
    number = association.siret or association.siren
    rows = (
        (_("Numéro RNA"), association.rna), (_("SIRET") if association.siret else _("SIREN"), number),
        (_("Commune"), association.commune.name if association.commune else None), (_("Adresse"), association.address),
        (_("Adresse de contact"), association.email or _("pas encore confirmée")),
        (_("Téléphone"), phone_words(association.phone) if association.phone else None), (_("Site internet"), association.website),
        (_("Horaires"), association.opening_hours), (_("Équipe"), ", ".join(each.user.display_name for each in team_of(association))),
    )
    return [{"label": label, "value": value} for label, value in rows]


REFUSALS = {
    "refuser": Refusal(
        "association", "refuse", refuse_association, _l("Refuser l’association"),
        _l("Elle ne pourra pas proposer de mission. Elle peut corriger, puis demander une nouvelle vérification."),
        _l("L’association est refusée."),
    ),
    "suspendre": Refusal(
        "association", "suspend", suspend_association, _l("Suspendre l’association"),
        _l("Ses missions disparaissent du site. Les personnes inscrites sont prévenues, sans votre raison."),
        _l("L’association est suspendue. Son équipe et les personnes inscrites sont prévenues."),
    ),
}
REFUSAL = '<any("refuser","suspendre"):decision>'


def _here(association: Association) -> str:
    return url_for("moderation.association", public_id=association.public_id)


@blueprint.get("/associations/<public_id>")
@access(MODERATEUR)
def association(public_id: str) -> str:
    """Show what is known of an association, and what can be decided."""
    row = _association(public_id)
    number, actions = row.siret or row.siren, {each.action for each in WORKFLOW.available(row, current_user)}
    return render_template(
        "moderation/association.html", association=row, facts=_facts(row), actions=actions, ready=is_signed_up(row),
        refusals={name: each for name, each in REFUSALS.items() if each.action in actions},
        key_is_wrong=number is not None and not key_is_right(number), missions=missions_of(row), claim=claim_of(Noun.ASSOCIATION, row),
        official=official_check(row), directory=bool(config("DIRECTORY_URL")), reports=open_about(current_user, association_id=row.id),
        history=entries(history_of("association", row), PASSED, lambda user: user.full_name if user else str(AGENTS)),
        trust=happened([each for each in happenings_of(row) if each.deed in {Deed.TRUSTED, Deed.UNTRUSTED}]),
    )


@blueprint.post("/associations/<public_id>/valider")
@access(MODERATEUR)
def verify(public_id: str) -> Response | None:
    """Declare it verified."""
    row = _association(public_id)
    return act(
        lambda: verify_association(row, by=current_user), then=lambda _done: url_for("moderation.queue"),
        said=f"{_('%(name)s est vérifiée.', name=row.name)} {LATER}",
    )


def _show_refusal(row: Association, refusal: Refusal, form: ReasonForm) -> str:
    return render_template("moderation/reason.html", refusal=refusal, form=form, name=row.name, back=_here(row))


@blueprint.get(f"/associations/<public_id>/{REFUSAL}")
@access(MODERATEUR)
def association_refusal(public_id: str, decision: str) -> str:
    """Ask for the reason of a no."""
    row, refusal = _association(public_id), REFUSALS[decision]
    require(WORKFLOW.allows(row, refusal.action, current_user))
    return _show_refusal(row, refusal, ReasonForm(refusal))


@blueprint.post(f"/associations/<public_id>/{REFUSAL}")
@access(MODERATEUR)
def refuse(public_id: str, decision: str) -> Response | str:
    """Say no with a reason; a suspension hides its missions and its volunteers are told at once."""
    row, refusal = _association(public_id), REFUSALS[decision]
    form = ReasonForm(refusal)
    answer = act(
        lambda: refusal.perform(row, by=current_user, reason=form.told()), then=lambda _done: form.back_to(_here(row)), form=form,
        said=refusal.said if refusal.action == "suspend" else f"{refusal.said} {LATER}",
    ) if form.validate_on_submit() else None
    return answer or _show_refusal(row, refusal, form)


@blueprint.post("/associations/<public_id>/annuaire")
@access(MODERATEUR)
def check_official(public_id: str) -> Response | None:
    """Ask the official directory about its number, two seconds at most; what it answers is kept with its age."""
    row = _association(public_id)
    number, here = number_of(row) or "", _here(row)
    db.session.rollback()  # no transaction waits for another site
    answered = look_up(number, str(config("DIRECTORY_URL")))
    said = _("L’annuaire officiel ne répond pas. Cela n’empêche pas de décider.") if answered.answer is Answer.UNREACHABLE else _(
        "L’annuaire officiel a répondu.")
    return act(lambda: keep_answer(number, answered), then=lambda _done: here, said=said)


@blueprint.post("/associations/<public_id>/retablir")
@access(MODERATEUR)
def reinstate(public_id: str) -> Response | None:
    """Lift a suspension."""
    row = _association(public_id)
    return act(
        lambda: reinstate_association(row, by=current_user), then=lambda _done: _here(row),
        said=_("%(name)s est rétablie. Son équipe est prévenue.", name=row.name),
    )


@dataclass(frozen=True, slots=True)
class Trust:
    """A decision about an association's trust, in its words."""

    trusted: bool
    title: Any
    explained: Any
    said: Any


TRUST = {
    "oui": Trust(
        True, _l("Lui faire confiance"),
        _l("Ses missions et ses modifications paraîtront tout de suite. Vous pourrez les relire après. L’association lit votre raison."),
        _l("Ses missions paraîtront sans attendre. Son équipe est prévenue."),
    ),
    "non": Trust(
        False, _l("Relire ses missions avant"),
        _l("Ses nouvelles missions seront relues avant de paraître. Celles déjà publiées ne changent pas. L’association lit votre raison."),
        _l("Ses missions seront relues. Son équipe est prévenue."),
    ),
}


class TrustForm(Form):
    """Why an association is trusted, or no longer is."""

    reason = TextAreaField(
        _l("Pour quelle raison\u00a0?"), [DataRequired(), Length(max=REASON)], render_kw={"rows": 4, "maxlength": REASON},
        description=_l("L’association lit cette phrase."),
    )


@blueprint.get("/associations/<public_id>/confiance-<any(oui,non):answer>")
@blueprint.post("/associations/<public_id>/confiance-<any(oui,non):answer>")
@access(MODERATEUR)
def trust(public_id: str, answer: str) -> Any:
    """Say whether its missions go out without being read first, and why."""
    row, decision, form, done = _association(public_id), TRUST[answer], TrustForm(), None
    if form.validate_on_submit():
        done = act(lambda: set_trusted(row, decision.trusted, by=current_user, reason=form.reason.data), then=lambda _done: _here(row),
                   said=decision.said, form=form)
    return done or render_template("moderation/trust.html", association=row, decision=decision, form=form, back=_here(row))
