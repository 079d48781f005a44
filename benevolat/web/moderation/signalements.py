"""One report at the desk: what was said, what it is about, what can be done, and the answer."""

from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from benevolat.associations.queries import history_of
from benevolat.associations.workflow import WORKFLOW as ASSOCIATION
from benevolat.missions.workflow import WORKFLOW as MISSION
from benevolat.moderation.models import Noun
from benevolat.proofs.queries import verify_code
from benevolat.signalements import queries, services
from benevolat.signalements.models import Kind, Signalement
from benevolat.signalements.workflow import PASSED, WORKFLOW
from benevolat.temoignages.workflow import TEMOIGNAGE
from benevolat.web.forms import Form, act
from benevolat.web.guard import MODERATEUR, access, found
from benevolat.web.history import entries

from . import blueprint
from .desk_items import claim_of
from .journal import LATER, to_desk

LONGEST = 500
DECISIONS = {"retenir": services.uphold_signalement, "classer": services.dismiss_signalement}


class AnswerForm(Form):
    """A decision and its sentence, which whoever reported reads."""

    words = TextAreaField(
        _l("Dites en une phrase ce que vous décidez"), [DataRequired(), Length(max=LONGEST)], render_kw={"rows": 3, "maxlength": LONGEST},
        description=_l("Les personnes qui ont laissé un moyen de leur répondre lisent cette phrase. N’y nommez personne."),
    )


def _signalement(public_id: str) -> Signalement:
    return found(queries.find_signalement(current_user, public_id))  # type: ignore[no-any-return]


def _page_of(row: Signalement) -> str | None:
    """Return where the reported thing is seen, when there is such a page for the desk."""
    if row.kind is Kind.PAGE:
        return row.target
    if row.kind is Kind.VERIFICATION:
        return url_for("public.verification" if verify_code(row.target) is not None else "public.shared", code=row.target)
    if row.kind is Kind.TEMOIGNAGE and row.temoignage is not None:
        return url_for("moderation.temoignage", public_id=row.temoignage.public_id)
    return None


def _gestures(row: Signalement) -> list[dict[str, Any]]:
    """Return what can be done about what was reported, through the screens that exist for it; each comes back here."""
    offered: list[tuple[Any, str, Any, str]] = []
    if row.mission is not None:
        can = {each.action for each in MISSION.available(row.mission, current_user)}
        offered += [(label, "mission", row.mission, decision) for action, decision, label in (
            ("ask_correction", "corriger", _("Demander une correction de la mission")), ("take_down", "retirer", _("Retirer la mission")),
        ) if action in can]
    if row.temoignage is not None and "take_down" in {each.action for each in TEMOIGNAGE.available(row.temoignage, current_user)}:
        offered.append((_("Retirer le témoignage"), "temoignage", row.temoignage, "retirer"))
    if row.association is not None and "suspend" in {each.action for each in ASSOCIATION.available(row.association, current_user)}:
        offered.append((_("Suspendre l’association"), "association", row.association, "suspendre"))
    ends = {"mission": "mission_refusal", "association": "association_refusal", "temoignage": "temoignage_no"}
    return [{
        "label": label, "kind": "secondary" if decision == "corriger" else "danger",
        "url": url_for(f"moderation.{ends[noun]}", public_id=item.public_id, decision=decision, retour=row.public_id),
    } for label, noun, item, decision in offered]


def _show(row: Signalement, form: AnswerForm) -> str:
    return render_template(
        "moderation/signalement.html", signalement=row, reports=queries.reports_of(row), former=queries.former_items(row), form=form,
        page=_page_of(row), gestures=_gestures(row), claim=claim_of(Noun.SIGNALEMENT, row),
        can_hide=row.can_be_hidden,
        can_decide="uphold" in {each.action for each in WORKFLOW.available(row, current_user)},
        history=entries(history_of("signalement", row), PASSED, lambda user: user.full_name if user else ""),
    )


@blueprint.get("/signalements/<public_id>")
@access(MODERATEUR)
def signalement(public_id: str) -> str:
    """Show a report: what each person said, never who."""
    return _show(_signalement(public_id), AnswerForm())


@blueprint.post('/signalements/<public_id>/<any("retenir","classer"):decision>')
@access(MODERATEUR)
def decide_signalement(public_id: str, decision: str) -> Any:
    """Decide with one sentence; whoever wished an answer has it in ten minutes."""
    row, form = _signalement(public_id), AnswerForm()
    said = f"{_('Le signalement est retenu.') if decision == 'retenir' else _('Le signalement est classé.')} {LATER}"
    answer = act(lambda: DECISIONS[decision](row, by=current_user, words=form.words.data), then=to_desk, said=said, form=form) \
        if form.validate_on_submit() else None
    return answer or _show(row, form)


@blueprint.post("/signalements/<public_id>/masquer")
@access(MODERATEUR)
def hide_message(public_id: str) -> Any:
    """Hide the reported message from both sides, at once."""
    row = _signalement(public_id)
    here = url_for("moderation.signalement", public_id=public_id)
    return act(lambda: services.hide_message(row, by=current_user), then=lambda _done: here,
               said=_("Le message est masqué. Décidez maintenant du signalement."))
