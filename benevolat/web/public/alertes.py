"""Views: keeping a search, with an account or with just an address or a number that a code proves."""

from typing import Any
from urllib.parse import parse_qsl

from flask import flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from benevolat.accounts.services import Attempt, find_person, prove
from benevolat.alertes import services
from benevolat.alertes.mails import page_of
from benevolat.alertes.models import Alerte, Rhythm
from benevolat.alertes.services.keeping import Kept, check_rhythm
from benevolat.core.errors import InvalidInput
from benevolat.web.alerte_forms import USUAL, NewAlerteForm, OwnAlerteForm
from benevolat.web.forms import act
from benevolat.web.guard import PUBLIC, access, require
from benevolat.web.identity import CodeForm, contact_of, count_try, send_code

from . import blueprint
from .asked import known_values, read
from .results import Results

DRAFT = "alerte"
LONGEST = 2_000


def kept_of(query: str) -> tuple[Kept, list[str]]:
    """Return the search that an address of the page of missions asks, and its parts in words."""
    known = known_values()
    results = Results(read(MultiDict(parse_qsl(query[:LONGEST])), known), known)
    parts = [each["label"] for each in results.chips()]
    label = ", ".join(parts) or _("Toutes les missions")
    return Kept(results.question, label, results.asked.address().partition("?")[2]), parts


def _show(form: Any, kept: Kept, parts: list[str]) -> str:
    return render_template("public/alerte-nouvelle.html", form=form, kept=kept, parts=parts)


def _form() -> Any:
    return OwnAlerteForm(data=USUAL) if current_user.is_authenticated else NewAlerteForm(data=USUAL)


@blueprint.get("/alertes/nouvelle")
@access(PUBLIC)
def new_alerte() -> str:
    """Show what would be kept, and ask when and where to tell its news."""
    require(not (current_user.is_authenticated and current_user.is_agent))
    return _show(_form(), *kept_of(request.query_string.decode("utf-8", "replace")))


@blueprint.post("/alertes/nouvelle")
@access(PUBLIC)
def new_alerte_post() -> Any:
    """Keep the search of somebody signed in, or send a code to the address or number given: the same whoever holds it."""
    require(not (current_user.is_authenticated and current_user.is_agent))
    kept, parts = kept_of(request.form.get("recherche", ""))
    form = _form()
    if form.validate_on_submit():
        answer = _keep_now(kept, form) if current_user.is_authenticated else _send_code(kept, form)
        if answer:
            return answer
    return _show(form, kept, parts)


def _keep_now(kept: Kept, form: Any) -> Any:
    user = current_user._get_current_object()
    return act(lambda: services.keep_search(kept, user=user, **form.moments()), then=lambda _done: url_for("benevole.alertes"), form=form,
               said=_("Votre alerte est prête. Nous vous écrirons quand une mission lui répond."))


def _send_code(kept: Kept, form: Any) -> Any:
    try:
        check_rhythm(Rhythm(form.rhythm.data), form.hour.data, by_sms=form.reached.phone is not None)
    except InvalidInput as error:
        form.refuse(error)
        return None
    session[DRAFT] = {
        "contact": form.reached.value, "query": kept.address, "rhythm": Rhythm(form.rhythm.data).value, "hour": form.hour.data,
    }
    return send_code(form.reached, then=url_for("public.alerte_code"), form=form)


@blueprint.get("/alertes/nouvelle/code")
@access(PUBLIC)
def alerte_code() -> Any:
    """Ask for the code that was sent."""
    if DRAFT not in session:
        return redirect(url_for("public.missions"), 302)
    return render_template("public/alerte-code.html", form=CodeForm(), draft=session[DRAFT])


@blueprint.post("/alertes/nouvelle/code")
@access(PUBLIC)
def alerte_code_post() -> Any:
    """Read the code, then keep the search for whom it proves; no session is opened."""
    draft = session.get(DRAFT)
    if draft is None:
        return redirect(url_for("public.missions"), 303)
    form = CodeForm()
    if form.validate_on_submit():
        attempt = count_try(contact_of(draft["contact"]))
        answer = act(lambda: _keep_proven(draft, attempt, form.code.data), then=_ready, form=form)
        if answer:
            return answer
    return render_template("public/alerte-code.html", form=form, draft=draft)


def _keep_proven(draft: dict[str, Any], attempt: Attempt, code: str) -> Alerte:
    """Keep a search for the account whose proven contact this is, else for the contact alone."""
    prove(attempt, code)
    contact, user = attempt.contact, find_person(attempt.contact)
    known = user is not None and user.is_active and (user.email_confirmed_at if contact.email else user.phone_confirmed_at) is not None
    holder = {"user": user} if known else {"contact": contact}
    kept, _parts = kept_of(draft["query"])
    rhythm = Rhythm.WEEKLY if user is not None and user.email is None else Rhythm(draft["rhythm"])
    return services.keep_search(kept, rhythm=rhythm, hour=draft["hour"], **holder)  # type: ignore[arg-type]


def _ready(alerte: Alerte | None) -> str:
    session.pop(DRAFT, None)
    if alerte is None:
        return url_for("public.missions")
    flash(_("Votre alerte est prête. Nous vous écrirons quand une mission lui répond."), "success")
    return page_of(alerte)


@blueprint.post("/alertes/nouvelle/nouveau-code")
@access(PUBLIC)
def alerte_new_code() -> Any:
    """Send another code to the same address or number."""
    draft = session.get(DRAFT)
    if draft is None:
        return redirect(url_for("public.missions"), 303)
    answer = send_code(contact_of(draft["contact"]), then=url_for("public.alerte_code"))
    flash(_("Un nouveau code est parti. Le précédent ne sert plus."), "success")
    return answer
