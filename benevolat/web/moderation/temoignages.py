"""Témoignages at the desk: what would be read, what to look at twice, the decision; the words are nobody's to change."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import HiddenField, SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from benevolat.moderation import services
from benevolat.moderation.models import DeskDecision, Noun
from benevolat.moderation.queries import undoable_decisions
from benevolat.temoignages import queries
from benevolat.temoignages.cautions import cautions
from benevolat.temoignages.models import Reason, Temoignage
from benevolat.temoignages.workflow import TEMOIGNAGE
from benevolat.web.forms import Form, act, some_choice
from benevolat.web.guard import MODERATEUR, access, found, require
from benevolat.web.readings import noted

from . import blueprint
from .desk_items import claim_of
from .forms import Returning, moment_of
from .journal import LATER, decided
from .queue import PAGE, read_queue, shown

LONGEST = 300


class SeenForm(Form):
    """A decision on the words that were read."""

    seen = HiddenField()


class NoForm(Returning, SeenForm):  # type: ignore[misc]
    """A no: a reason of the list and one sentence, both read by the person."""

    reason = SelectField(_l("Pour quelle raison\u00a0?"), [InputRequired()], choices=some_choice(Reason.choices(), empty=_l("Choisissez")))
    words = TextAreaField(
        _l("Expliquez en une phrase"), [DataRequired(), Length(max=LONGEST)], render_kw={"rows": 3, "maxlength": LONGEST},
        description=_l("La personne lit cette phrase. Parlez du texte, jamais d’elle."),
    )


@dataclass(frozen=True, slots=True)
class No:
    """A no: its action, the service that does it, its words."""

    action: str
    perform: Callable[..., DeskDecision]
    title: Any
    explained: Any
    said: Any


NOS = {
    "corriger": No(
        "ask_correction", services.ask_temoignage_correction, _l("Demander une correction"),
        _l("La personne reçoit votre raison. Elle peut réécrire son texte et l’envoyer de nouveau, ou en rester là."),
        _l("La correction est demandée."),
    ),
    "refuser": No(
        "refuse", services.refuse_temoignage, _l("Refuser ce témoignage"),
        _l("Il ne paraîtra pas. La personne reçoit votre raison."), _l("Le témoignage est refusé."),
    ),
    "retirer": No(
        "take_down", services.take_down_temoignage, _l("Retirer de la publication"),
        _l("Il disparaît du site tout de suite. La personne reçoit votre raison."),
        _l("Le témoignage est retiré."),
    ),
}
NO = '<any("corriger","refuser","retirer"):decision>'


def _temoignage(public_id: str) -> Temoignage:
    return found(queries.find_to_moderate(current_user, public_id))  # type: ignore[no-any-return]


def _to_list(_done: object) -> str:
    return url_for("moderation.temoignages")


@blueprint.get("/temoignages")
@access(MODERATEUR)
def temoignages() -> str:
    """List what waits, then what is published on the territories."""
    published = [{"temoignage": each, "shown": queries.shown(each)} for each in queries.published_here(current_user)]
    waiting = [shown(each) for each in read_queue("temoignages", "", PAGE).rows]
    mine = decided(each for each in undoable_decisions(current_user) if each.noun is Noun.TEMOIGNAGE)
    undoable = [each for each in mine if each["until"]]
    return render_template("moderation/temoignages.html", waiting=waiting, published=published, undoable=undoable)


@blueprint.get("/temoignages/<public_id>")
@access(MODERATEUR)
def temoignage(public_id: str) -> str:
    """Show a témoignage as anybody would read it, what to look at twice, and what can be decided."""
    row = _temoignage(public_id)
    actions = {each.action for each in TEMOIGNAGE.available(row, current_user)}
    seen = row.submitted_at.isoformat()
    page = render_template(
        "moderation/temoignage.html", temoignage=row, shown=queries.shown(row), cautions=cautions(row.words or ""), seen=seen,
        claim=claim_of(Noun.TEMOIGNAGE, row), can_publish="publish" in actions,
        nos={name: each for name, each in NOS.items() if each.action in actions},
    )
    return noted(page, "temoignage.read", row.engagement.user_id)


@blueprint.post("/temoignages/<public_id>/publier")
@access(MODERATEUR)
def publish_temoignage(public_id: str) -> Any:
    """Show it to everybody."""
    row = _temoignage(public_id)
    seen = moment_of(SeenForm().seen.data)
    return act(lambda: services.publish_temoignage(row, by=current_user, seen=seen), then=_to_list,
               said=f"{_('Le témoignage est publié.')} {LATER}")


@blueprint.post("/temoignages/<public_id>/garder")
@access(MODERATEUR)
def settle_report(public_id: str) -> Any:
    """Keep published what an association reported."""
    row = _temoignage(public_id)
    return act(lambda: services.settle_temoignage_report(row, by=current_user), then=_to_list,
               said=_("Le témoignage reste publié."))


@blueprint.get(f"/temoignages/<public_id>/{NO}")
@access(MODERATEUR)
def temoignage_no(public_id: str, decision: str) -> str:
    """Ask for the reason of a no."""
    row, no = _temoignage(public_id), NOS[decision]
    require(TEMOIGNAGE.allows(row, no.action, current_user))
    return _show_no(row, no, NoForm(data={"seen": request.args.get("lu", row.submitted_at.isoformat())}))


def _show_no(row: Temoignage, no: No, form: NoForm) -> str:
    return render_template("moderation/temoignage_no.html", temoignage=row, shown=queries.shown(row), no=no, form=form)


@blueprint.post(f"/temoignages/<public_id>/{NO}")
@access(MODERATEUR)
def say_no(public_id: str, decision: str) -> Any:
    """Say no with a reason."""
    row, no, form = _temoignage(public_id), NOS[decision], NoForm()
    answer = act(
        lambda: no.perform(row, by=current_user, reason=Reason(form.reason.data), words=form.words.data, seen=moment_of(form.seen.data)),
        then=lambda _done: form.back_to(url_for("moderation.temoignages")), said=f"{no.said} {LATER}", form=form,
    ) if form.validate_on_submit() else None
    return answer or _show_no(row, no, form)
