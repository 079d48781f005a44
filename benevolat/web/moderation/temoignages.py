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

from benevolat.moderation.models import Noun
from benevolat.moderation.services import under_claim
from benevolat.temoignages import queries, services
from benevolat.temoignages.cautions import cautions
from benevolat.temoignages.models import Reason, Temoignage
from benevolat.temoignages.workflow import TEMOIGNAGE
from benevolat.web.forms import Form, act, some_choice
from benevolat.web.guard import MODERATEUR, access, found, require

from . import blueprint
from .desk_items import claim_of
from .forms import Returning, moment_of
from .queue import PAGE, read_queue, shown

LONGEST = 300


class SeenForm(Form):
    """A decision on the words that were read."""

    seen = HiddenField()


class NoForm(Returning, SeenForm):  # type: ignore[misc]
    """A no: a reason of the list and one sentence, both read by the person."""

    reason = SelectField(_l("Pour quelle raison"), [InputRequired()], choices=some_choice(Reason.choices(), empty=_l("Choisissez")))
    words = TextAreaField(
        _l("Expliquez en une phrase"), [DataRequired(), Length(max=LONGEST)], render_kw={"rows": 3, "maxlength": LONGEST},
        description=_l("La personne lit cette phrase. Parlez du texte, jamais d’elle."),
    )


@dataclass(frozen=True, slots=True)
class No:
    """A no: its action, the service that does it, its words."""

    action: str
    perform: Callable[..., None]
    title: Any
    explained: Any
    said: Any


NOS = {
    "corriger": No(
        "ask_correction", services.ask_correction, _l("Demander une correction"),
        _l("La personne reçoit votre raison. Elle peut réécrire son texte et l’envoyer de nouveau, ou en rester là."),
        _l("La correction est demandée. La personne reçoit votre raison."),
    ),
    "refuser": No(
        "refuse", services.refuse_temoignage, _l("Refuser ce témoignage"),
        _l("Il ne paraîtra pas. La personne reçoit votre raison."), _l("Le témoignage est refusé. La personne reçoit votre raison."),
    ),
    "retirer": No(
        "take_down", services.take_down_temoignage, _l("Retirer de la publication"),
        _l("Il disparaît du site tout de suite. La personne reçoit votre raison."),
        _l("Le témoignage est retiré. La personne reçoit votre raison."),
    ),
}
NO = '<any("corriger","refuser","retirer"):decision>'


def _temoignage(public_id: str) -> Temoignage:
    return found(queries.find_to_moderate(current_user, public_id))  # type: ignore[no-any-return]


def _alone(row: Temoignage, perform: Callable[[], None]) -> None:
    """Decide on a témoignage that no other modérateur is on."""
    under_claim(Noun.TEMOIGNAGE, row, perform, by=current_user)


def _to_list(_done: object) -> str:
    return url_for("moderation.temoignages")


@blueprint.get("/temoignages")
@access(MODERATEUR)
def temoignages() -> str:
    """List what waits, then what is published on the territories."""
    published = [{"temoignage": each, "shown": queries.shown(each)} for each in queries.published_here(current_user)]
    waiting = [shown(each) for each in read_queue(Noun.TEMOIGNAGE, "", PAGE).rows]
    return render_template("moderation/temoignages.html", waiting=waiting, published=published)


@blueprint.get("/temoignages/<public_id>")
@access(MODERATEUR)
def temoignage(public_id: str) -> str:
    """Show a témoignage as anybody would read it, what to look at twice, and what can be decided."""
    row = _temoignage(public_id)
    actions = {each.action for each in TEMOIGNAGE.available(row, current_user)}
    seen = row.submitted_at.isoformat()
    return render_template(
        "moderation/temoignage.html", temoignage=row, shown=queries.shown(row), cautions=cautions(row.words or ""), seen=seen,
        claim=claim_of(Noun.TEMOIGNAGE, row), can_publish="publish" in actions,
        nos={name: each for name, each in NOS.items() if each.action in actions},
    )


@blueprint.post("/temoignages/<public_id>/publier")
@access(MODERATEUR)
def publish_temoignage(public_id: str) -> Any:
    """Show it to everybody."""
    row = _temoignage(public_id)
    seen = moment_of(SeenForm().seen.data)
    return act(lambda: _alone(row, lambda: services.publish_temoignage(row, by=current_user, seen=seen)), then=_to_list,
               said=_("Le témoignage est publié. La personne et l’association sont prévenues."))


@blueprint.post("/temoignages/<public_id>/garder")
@access(MODERATEUR)
def settle_report(public_id: str) -> Any:
    """Keep published what an association reported."""
    row = _temoignage(public_id)
    return act(lambda: _alone(row, lambda: services.settle_report(row, by=current_user)), then=_to_list,
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
        lambda: _alone(row, lambda: no.perform(
            row, by=current_user, reason=Reason(form.reason.data), words=form.words.data, seen=moment_of(form.seen.data))),
        then=lambda _done: form.back_to(url_for("moderation.temoignages")), said=no.said, form=form,
    ) if form.validate_on_submit() else None
    return answer or _show_no(row, no, form)
