"""Views: the same answer to several candidatures at once; each is its own act, and what could not be done is said by name."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from benevolat.candidatures import queries, services
from benevolat.candidatures.models import AnswerKind, Candidature
from benevolat.core.db import claim_form_key, transaction
from benevolat.core.errors import DomainError, InvalidInput
from benevolat.engagements import services as engagements
from benevolat.web.candidate_answer import AcceptForm, DeclineForm
from benevolat.web.guard import PERSON, access

from . import blueprint

Answer = AcceptForm | DeclineForm


def _kind() -> AnswerKind | None:
    return next((each for each in AnswerKind if each.value == request.values.get("faire")), None)


def _chosen() -> Sequence[Candidature]:
    return queries.find_received_candidatures(current_user, request.values.getlist("c"))


def _form(kind: AnswerKind) -> Answer:
    return DeclineForm() if kind is AnswerKind.DECLINE else AcceptForm()


def _show(kind: AnswerKind, rows: Sequence[Candidature], form: Answer) -> str:
    models = queries.answer_models(current_user, {each.mission.association_id for each in rows}, kind)
    wanted = next((each for each in models if each.public_id == request.args.get("modele")), None)
    if wanted is not None:
        form.message.data = wanted.body
    return render_template("association/candidates-many.html", kind=kind, kinds=AnswerKind, rows=rows, form=form, models=models,
                           along=queries.comes_with(rows))


@blueprint.get("/candidats/ensemble")
@access(PERSON)
def answer_many() -> Any:
    """Show to whom the same answer goes, and ask for its words; nothing is answered yet."""
    kind, rows = _kind(), _chosen()
    if kind is None or not rows:
        flash(_("Cochez au moins une personne, puis choisissez votre réponse."), "error")
        return redirect(request.referrer if _is_ours(request.referrer) else url_for("association.candidates"), 302)
    return _show(kind, rows, _form(kind))


def _is_ours(address: str | None) -> bool:
    return bool(address) and str(address).startswith(request.host_url)


@blueprint.post("/candidats/ensemble")
@access(PERSON)
def answer_many_now() -> Any:
    """Give the answer to each, one act after the other."""
    kind, rows = _kind(), _chosen()
    if kind is None or not rows:
        return redirect(url_for("association.candidates"), 303)
    form = _form(kind)
    if not form.validate_on_submit():
        return _show(kind, rows, form)
    try:
        perform = _perform(kind, form)
    except InvalidInput as error:
        form.refuse(error)
        return _show(kind, rows, form)
    with transaction():
        fresh = claim_form_key(form.form_key.data or "")
    if fresh:
        _tell(kind, *_answer_each(rows, perform))
    return redirect(url_for("association.candidates"), 303)


def _perform(kind: AnswerKind, form: Answer) -> Callable[[Candidature], Any]:
    """Return what answers one candidature, its words filled in. Raises InvalidInput when a reason of one's own has no words."""
    user = current_user._get_current_object()
    if isinstance(form, DeclineForm):
        reason, message = form.words()
        return lambda row: services.decline_candidature(
            row, by=user, reason=services.fill_in(reason, row), message=services.fill_in(message, row) if message else None
        )
    words = form.message.data or ""
    act = engagements.accept_candidature if kind is AnswerKind.ACCEPT else services.waitlist_candidature
    return lambda row: act(row, by=user, message=services.fill_in(words, row) or None)


def _answer_each(rows: Sequence[Candidature], perform: Callable[[Candidature], Any]) -> tuple[int, list[tuple[str, str]]]:
    """Answer each in its own transaction; return how many were done, and the name and the words of each refusal."""
    done, refused = 0, []
    for row in rows:
        try:
            with transaction():
                perform(row)
            done += 1
        except DomainError as error:
            refused.append((row.user.first_name, str(error)))
    return done, refused


def _tell(kind: AnswerKind, done: int, refused: list[tuple[str, str]]) -> None:
    """Say what was done and what was not: « 3 acceptées », then each refusal by its name."""
    said = {
        AnswerKind.ACCEPT: lambda: ngettext("%(num)d acceptée.", "%(num)d acceptées.", done),
        AnswerKind.WAITLIST: lambda: ngettext("%(num)d mise sur la liste d’attente.", "%(num)d mises sur la liste d’attente.", done),
        AnswerKind.DECLINE: lambda: ngettext("%(num)d réponse envoyée.", "%(num)d réponses envoyées.", done),
    }
    if done:
        flash(f"{said[kind]()} {_('Chaque personne est prévenue.')}", "success")
    for name, why in refused:
        flash(_("%(name)s : %(why)s", name=name, why=why), "error")
