"""Views: at the desk, with somebody beside. The modérateur types; nothing takes effect before the person confirms with a code.

What was typed stays in the modérateur's own session for an hour at most, and leaves it with the gesture. The person's account is
never opened on this screen: the desk sees what it typed, and whether it is done.
"""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from benevolat.accounts import services as accounts
from benevolat.accounts.errors import NoSuchAccount
from benevolat.accounts.models import AgeBand, User
from benevolat.accounts.queries import find_person
from benevolat.coordination import services
from benevolat.core.clock import slot_words
from benevolat.core.db import transaction
from benevolat.core.errors import InvalidInput
from benevolat.core.geo import Point
from benevolat.missions.models import Creneau, Mission, MissionKind, Recruitment
from benevolat.missions.words import coming
from benevolat.search.queries import find_public_mission, rows, search
from benevolat.search.request import SearchRequest, Sort
from benevolat.territoire import queries as territoire
from benevolat.web import geste, limits
from benevolat.web.beside import AccountBesideForm
from benevolat.web.confirmation import ConfirmationForm, ask_at, count_at
from benevolat.web.forms import act
from benevolat.web.geste import Geste, readable
from benevolat.web.guard import MODERATEUR, access, found, without_cache
from benevolat.web.identity import contact_of

from . import blueprint
from .guichet_forms import ApplyBesideForm, LostConfirmationForm, LostContactForm, NumberForm

ROOM = "guichet"


def _begin(kind: str, contact: accounts.Contact, **values: Any) -> Any:
    """Keep what was typed, send its code, and lead to the screen where the person confirms."""
    geste.begin(ROOM, kind, contact, **values)
    return redirect(url_for("moderation.beside_code"), 303)


@blueprint.get("/guichet")
@access(MODERATEUR)
def beside() -> str:
    """Say what can be done with somebody at the desk."""
    return render_template("moderation/guichet.html")


@blueprint.get("/guichet/compte")
@blueprint.post("/guichet/compte")
@access(MODERATEUR)
@without_cache
def beside_account() -> Any:
    """Type what an account needs."""
    form = AccountBesideForm()
    if form.validate_on_submit():
        return _begin("account", form.reached, first_name=form.first_name.data, last_name=form.last_name.data,
                      age_band=form.age_band.data, commune_code=form.commune_code)
    return render_template("moderation/guichet_compte.html", form=form)


@blueprint.get("/guichet/missions")
@access(MODERATEUR)
def beside_missions() -> str:
    """Find the mission that the person wants."""
    words, place = request.args.get("q", "")[:200], request.args.get("lieu", "")[:200]
    point = _point_of(place)
    hits = search(SearchRequest(words=words, point=point, radius_km=25.0 if point else None, sort=Sort.DISTANCE if point else None,
                                limit=12, counts=False)).hits
    return render_template("moderation/guichet_missions.html", words=words, place=place, missions=rows(hits),
                           lost=bool(place.strip()) and point is None)


def _point_of(place: str) -> Point | None:
    """Return where a place is; None when nothing was typed, or nothing that we know."""
    try:
        places = territoire.resolve(place).places if place.strip() else []
    except InvalidInput:
        return None
    return places[0].point if places else None


@blueprint.get("/guichet/missions/<public_id>")
@blueprint.post("/guichet/missions/<public_id>")
@access(MODERATEUR)
@without_cache
def beside_apply(public_id: str) -> Any:
    """Type a candidature."""
    mission = _open_mission(public_id)
    form, slots = ApplyBesideForm(), coming(mission)
    form.creneau.choices = [(each.public_id, slot_words(each.starts_at, each.ends_at)) for each in slots]
    if mission.kind is MissionKind.REGULAR:
        del form.creneau
    if form.validate_on_submit():
        creneau = form.creneau.data if form.creneau is not None else None
        return _begin("apply", form.reached, mission=public_id, creneau=creneau, first_name=form.first_name.data,
                      age_band=form.age_band.data, message=form.message.data or "")
    return render_template("moderation/guichet_candidater.html", form=form, mission=mission)


def _open_mission(public_id: str) -> Mission:
    mission: Mission = found(find_public_mission(public_id))
    return found(mission if mission.recruitment is not Recruitment.CLOSED else None)


@blueprint.get("/guichet/contact")
@blueprint.post("/guichet/contact")
@access(MODERATEUR)
@without_cache
def beside_contact() -> Any:
    """Type the number or address that takes the place of a lost one."""
    form = LostContactForm()
    if form.validate_on_submit():
        limits.check("sign_in", form.lost_contact.value)
        return _begin("contact", form.reached, lost=form.lost_contact.value, name=form.name.data)
    return render_template("moderation/guichet_contact.html", form=form)


@blueprint.get("/guichet/numero")
@blueprint.post("/guichet/numero")
@access(MODERATEUR)
@without_cache
def beside_number() -> Any:
    """Type the number that was somebody else's before."""
    form = NumberForm()
    if form.validate_on_submit():
        return _begin("number", form.reached)
    return render_template("moderation/guichet_numero.html", form=form)


@blueprint.get("/guichet/code")
@blueprint.post("/guichet/code")
@access(MODERATEUR)
@without_cache
def beside_code() -> Any:
    """Show what was typed, in the person's sight, and let them confirm it with their code: then it is done."""
    typed = geste.kept(ROOM)
    if typed is None:
        return _lost()
    form = LostConfirmationForm() if typed.kind == "contact" else ConfirmationForm()
    if form.validate_on_submit():
        counted = count_at(typed.reached, typed.subject)
        _count_own_code(typed, form)
        answer = act(lambda: PERFORM[typed.kind](typed, counted, form), then=_after, said=lambda done: done or None, form=form)
        if answer is not None:
            geste.drop(ROOM)
            return answer
    return render_template("moderation/guichet_code.html", form=form, geste=typed, lines=_lines(typed))


def _count_own_code(typed: Geste, form: Any) -> None:
    """Count, for good, a try of the own code of whoever lost their contact."""
    person = find_person(contact_of(typed.values["lost"])) if typed.kind == "contact" and form.own_code.data else None
    if person is not None:
        with transaction():
            accounts.count_own_try(person)


@blueprint.post("/guichet/code/nouveau")
@access(MODERATEUR)
def beside_send() -> Any:
    """Send the person another code for the same thing."""
    typed = geste.kept(ROOM)
    if typed is None:
        return _lost()
    ask_at(typed.reached, typed.subject)
    return redirect(url_for("moderation.beside_code"), 303)


def _lost() -> Any:
    flash(_("Rien n’attend de confirmation. Recommencez avec la personne."), "warning")
    return redirect(url_for("moderation.beside"), 303)


def _after(_done: Any) -> str:
    return url_for("moderation.beside")


def _account(typed: Geste, counted: accounts.Confirmation, form: ConfirmationForm) -> str:
    details = {**typed.values, "age_band": AgeBand(typed.values["age_band"])}
    services.open_account_beside(counted, form.code.data or "", by=current_user, **details)
    return _("C’est fait. La personne se connecte de chez elle avec %(contact)s.", contact=readable(typed.contact))


def _apply(typed: Geste, counted: accounts.Confirmation, form: ConfirmationForm) -> str:
    said = typed.values
    mission: Mission = found(find_public_mission(said["mission"]))
    services.apply_beside(mission, _creneau(mission, said["creneau"]), counted, form.code.data or "", message=said["message"],
                          first_name=said["first_name"], age_band=AgeBand(said["age_band"]), by=current_user)
    return _("La candidature est envoyée. La réponse arrivera à %(contact)s.", contact=readable(typed.contact))


def _creneau(mission: Mission, public_id: str | None) -> Creneau | None:
    return next((each for each in coming(mission) if each.public_id == public_id), None)


def _contact(typed: Geste, counted: accounts.Confirmation, form: LostConfirmationForm) -> str:
    person = _holder(typed.values["lost"])
    planned = services.replace_contact_beside(
        person, counted, form.code.data or "", name=typed.values["name"], own_code=form.own_code.data or "", by=current_user
    )
    if planned is None:
        return _("C’est fait. La personne se connecte maintenant avec %(contact)s.", contact=readable(typed.contact))
    return _("C’est noté. Dans trois jours, la personne se connectera avec %(contact)s. Nous prévenons l’ancien contact.",
             contact=readable(typed.contact))


def _number(typed: Geste, counted: accounts.Confirmation, form: ConfirmationForm) -> str:
    services.release_number_beside(counted, form.code.data or "", by=current_user)
    return _("C’est noté. Si nous pouvons prévenir autrement l’ancien titulaire, ce numéro sera libre dans sept jours. "
             "D’ici là, la personne ouvre un compte avec un e-mail.")


def _holder(lost: str) -> User:
    person = find_person(contact_of(lost))
    if person is None:
        raise NoSuchAccount()
    return person


PERFORM: dict[str, Callable[[Geste, accounts.Confirmation, Any], str]] = {
    "account": _account, "apply": _apply, "contact": _contact, "number": _number,
}


def _lines(typed: Geste) -> list[dict[str, str]]:
    """Return, as facts, what is about to be done, in words that the person reads on the screen."""
    return [{"label": label, "value": words} for label, words in _told(typed)]


def _told(typed: Geste) -> list[tuple[str, str]]:
    said = typed.values
    if typed.kind == "number":
        return [(_("Ce numéro est le mien"), readable(typed.contact))]
    if typed.kind == "contact":
        return [(_("Avant"), readable(said["lost"])), (_("Maintenant"), readable(typed.contact)), (_("Votre nom"), said["name"])]
    who = [(_("Prénom"), said["first_name"]), (_("Âge"), str(AgeBand(said["age_band"]).label)),
           (_("Pour vous joindre"), readable(typed.contact))]
    if typed.kind == "account":
        return [(_("Nom"), said["last_name"]), *who]
    mission: Mission = found(find_public_mission(said["mission"]))
    creneau = _creneau(mission, said["creneau"])
    when = [(_("Quand"), slot_words(creneau.starts_at, creneau.ends_at))] if creneau is not None else []
    return [(_("Mission"), mission.title), (_("Avec"), mission.association.name), *when, *who, (_("Votre mot"), said["message"])]
