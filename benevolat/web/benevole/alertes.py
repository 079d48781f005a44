"""Views: what one keeps: one's alertes from the account, or one of them by the signed link of its letters, without an account."""

from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from benevolat.alertes import queries, services
from benevolat.alertes.mails import page_of, when_words
from benevolat.alertes.models import ERASED_AFTER, Alerte
from benevolat.alertes.permissions import Link, read_link
from benevolat.core.db import transaction
from benevolat.web.alerte_forms import AlerteForm, OwnAlerteForm
from benevolat.web.forms import act
from benevolat.web.guard import PERSON, PUBLIC, access, found, without_cache

from . import blueprint


@blueprint.get("/mes-alertes")
@access(PERSON)
def alertes() -> str:
    """List one's alertes."""
    return render_template("benevole/alertes.html", alertes=queries.own_alertes(current_user._get_current_object()))


@blueprint.get("/mes-alertes/<public_id>")
@blueprint.post("/mes-alertes/<public_id>")
@access(PERSON)
def alerte(public_id: str) -> Any:
    """Show one alerte and what it found last; change its name and its moments."""
    user = current_user._get_current_object()
    kept, answer = _own(public_id), None
    form = AlerteForm(data={"label": kept.label, "rhythm": kept.rhythm, "hour": kept.hour})
    if form.validate_on_submit():
        answer = act(lambda: services.change_alerte(kept, by=user, label=form.label.data, **form.moments()), form=form,
                     then=lambda _done: url_for("benevole.alertes"), said=_("C’est enregistré."))
    acts = {name: url_for("benevole.change_alerte", public_id=public_id, deed=name) for name in ("pause", "garder", "arreter")}
    return answer or _show(kept, form, acts)


def _own(public_id: str) -> Alerte:
    return found(queries.find_alerte(current_user, public_id))  # type: ignore[no-any-return]


def _show(kept: Alerte, form: OwnAlerteForm, acts: dict[str, str]) -> str:
    return render_template(
        "benevole/alerte.html", alerte=kept, form=form, acts=acts, told=queries.last_told(kept), when=when_words, erased_after=ERASED_AFTER,
    )


@blueprint.post("/mes-alertes/<public_id>/<any(pause, garder, arreter):deed>")
@access(PERSON)
def change_alerte(public_id: str, deed: str) -> Any:
    """Pause an alerte, keep it (or take it up again), or stop it for good."""
    user = current_user._get_current_object()
    return _do(_own(public_id), deed, by=user, then=url_for("benevole.alertes"))


def _do(kept: Alerte, deed: str, *, by: Any, then: str) -> Any:
    perform, said = {
        "pause": (services.pause_alerte, _("Votre alerte est en pause.")),
        "garder": (services.keep_alerte, _("Vous gardez cette alerte.")),
        "arreter": (services.delete_alerte, _("Votre alerte est arrêtée et effacée.")),
    }[deed]
    return act(lambda: perform(kept, by=by), then=lambda _done: then, said=said)


def _link(public_id: str, token: str) -> Link:
    return found(read_link(public_id, token))  # type: ignore[no-any-return]


def _stopped() -> str:
    return render_template("benevole/alerte-arretee.html")


@blueprint.get("/alertes/<public_id>/<token>")
@blueprint.post("/alertes/<public_id>/<token>")
@access(PUBLIC)
@without_cache
def alerte_by_link(public_id: str, token: str) -> Any:
    """Show one alerte to whoever holds its link; change its moments."""
    link, answer = _link(public_id, token), None
    kept = queries.find_alerte(link, public_id)
    if kept is None:
        return _stopped()
    form = OwnAlerteForm(data={"rhythm": kept.rhythm, "hour": kept.hour})
    if form.validate_on_submit():
        answer = act(lambda: services.change_alerte(kept, by=link, **form.moments()), then=lambda _done: page_of(kept), form=form,
                     said=_("C’est enregistré."))
    return answer or _show(kept, form, {name: page_of(kept, name) for name in ("pause", "garder", "arreter")})


@blueprint.post("/alertes/<public_id>/<token>/<any(pause, garder):deed>")
@access(PUBLIC)
def change_by_link(public_id: str, token: str, deed: str) -> Any:
    """Pause an alerte, or keep it, by its link."""
    link = _link(public_id, token)
    kept = queries.find_alerte(link, public_id)
    return _do(kept, deed, by=link, then=page_of(kept)) if kept is not None else _stopped()


@blueprint.get("/alertes/<public_id>/<token>/arreter")
@access(PUBLIC)
@without_cache
def stop(public_id: str, token: str) -> str:
    """Ask, with one button, whether to stop an alerte."""
    kept = queries.find_alerte(_link(public_id, token), public_id)
    return render_template("benevole/alerte-arreter.html", alerte=kept, url=request.path, back=page_of(kept)) if kept else _stopped()


@blueprint.post("/alertes/<public_id>/<token>/arreter")
@access(PUBLIC)
def stop_by_link(public_id: str, token: str) -> str:
    """Stop an alerte at once: the button of the page, or a mail program by itself (RFC 8058: no session, no token, no redirect).

    The signature of the address is the authority, so this view asks for no form token; doing it twice answers the same.
    """
    link = _link(public_id, token)
    with transaction():
        kept = queries.find_alerte(link, public_id)
        if kept is not None:
            services.delete_alerte(kept, by=link)
    return _stopped()
