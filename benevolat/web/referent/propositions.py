"""Views: choosing missions for one person, sending them, taking one back, printing them, putting away what the person told."""

from typing import Any

from flask import Response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import RadioField, SelectMultipleField
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from benevolat.alertes.mails import when_words as row_when
from benevolat.contrats.services import freedom_text
from benevolat.core.db import db
from benevolat.core.errors import InvalidInput
from benevolat.core.pdf import render_pdf
from benevolat.core.settings import config
from benevolat.missions.models import Mission
from benevolat.missions.words import when_words, where_words
from benevolat.propositions import queries, services
from benevolat.propositions.documents import missions_sheet
from benevolat.propositions.models import MOST, Proposition, Way
from benevolat.propositions.permissions import can_cancel_proposition, can_propose, visible_propositions
from benevolat.search.queries import rows, search
from benevolat.search.request import SearchRequest
from benevolat.territoire.queries import resolve
from benevolat.web import limits
from benevolat.web.forms import Form, act
from benevolat.web.guard import REFERENT, access, found, require, without_cache

from . import blueprint
from .people import person_or_404

RADII = (5, 10, 25, 50)
USUAL_KM = 10
LONGEST = 200


class SendForm(Form):
    """What is sent, and how the person learns of it."""

    missions = SelectMultipleField(_l("Missions choisies"), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput())
    way = RadioField(_l("Comment la personne le saura-t-elle\u00a0?"), validators=[InputRequired()])


def _chosen() -> list[Mission]:
    """Return the missions chosen so far, which are in the address and nowhere else."""
    return queries.public_missions(request.args.getlist("m")[:MOST * 2])


def _asked(place: str, minor: bool) -> tuple[SearchRequest, str]:
    """Return the question that the address asks, and what is to be said of its place."""
    words, radius = request.args.get("mots", "")[:LONGEST], request.args.get("rayon", type=int)
    asked = SearchRequest(words=words, flags=frozenset({"minors_ok"}) if minor else frozenset(), counts=False)
    if not place:
        return asked, ""
    try:
        answer = resolve(place)
    except InvalidInput as error:
        return asked, str(error)
    if answer.place is None:
        names = ", ".join(each.label for each in answer.places)
        return asked, _("Plusieurs lieux répondent\u00a0: %(names)s. Écrivez le nom entier.", names=names)
    near = SearchRequest(words=words, flags=asked.flags, counts=False, point=answer.place.point,
                         radius_km=float(radius if radius in RADII else USUAL_KM))
    return near, ""


@blueprint.get("/personnes/<public_id>/propositions")
@access(REFERENT)
def propositions(public_id: str) -> Any:
    """Search missions, and choose up to five for one person."""
    person, chosen = person_or_404(public_id), _chosen()
    if request.args.get("suite") == "envoyer" and chosen:
        return redirect(url_for("referent.send_propositions", public_id=public_id, m=[each.public_id for each in chosen]), 303)
    place = request.args.get("lieu", person.commune.name if person.commune else "")[:LONGEST].strip()
    asked, problem = _asked(place, queries.is_minor(person)) if place or "lieu" in request.args else (None, "")
    hidden = {each.id for each in chosen} | {each.mission_id for each in queries.propositions_of(person, to=current_user)}
    hits = [each for each in search(asked).hits if each.mission not in hidden] if asked is not None else None
    results = [(each, row_when(each)) for each in rows(hits)] if hits is not None else None
    return render_template(
        "referent/propositions.html", person=person, chosen=chosen, results=results, problem=problem, place=place, radii=RADII,
        words=request.args.get("mots", "")[:LONGEST], radius=request.args.get("rayon", USUAL_KM, type=int), most=MOST,
        room=queries.room_left(person), freedom=freedom_text()[0], nothing=request.args.get("suite") == "envoyer",
    )


@blueprint.route("/personnes/<public_id>/propositions/envoyer", methods=["GET", "POST"])
@access(REFERENT)
def send_propositions(public_id: str) -> Any:
    """Read what was chosen, say how the person will know, send."""
    person, form = person_or_404(public_id), SendForm()
    require(can_propose(current_user, person))
    missions = queries.public_missions(form.missions.data or []) if request.method == "POST" else _chosen()
    form.missions.choices = [(each.public_id, f"{each.title}, {each.association.name}") for each in missions]
    form.missions.data = [each.public_id for each in missions]
    form.way.choices = [(each.value, each.label) for each in services.ways_to(person)]
    if form.validate_on_submit():
        way = Way(form.way.data)
        said = _("C’est proposé. Imprimez la feuille.") if way is Way.SHEET else _("C’est proposé. La personne est libre de répondre.")
        limits.check("propose", person.public_id)
        answer = act(lambda: services.send_propositions(person, missions, way=way, by=current_user),
                     then=lambda _r: url_for("referent.person", public_id=public_id, _anchor="propositions"), said=said, form=form)
        if answer is not None:
            return answer
    return render_template("referent/propositions_envoyer.html", person=person, form=form, missions=missions,
                           freedom=freedom_text()[0]), 400 if form.errors else 200


def _proposition_or_404(public_id: str) -> Proposition:
    proposition: Proposition = found(db.session.scalar(visible_propositions(current_user).where(Proposition.public_id == public_id)))
    require(can_cancel_proposition(current_user, proposition))
    return proposition


@blueprint.post("/propositions/<public_id>/reprendre")
@access(REFERENT)
def cancel_proposition(public_id: str) -> Any:
    """Take a proposition back."""
    person = _proposition_or_404(public_id).user.public_id
    return act(lambda: services.cancel_proposition(_proposition_or_404(public_id), by=current_user),
               then=lambda _r: url_for("referent.person", public_id=person, _anchor="propositions"), said=_("La proposition est reprise."))


@blueprint.post("/propositions/<public_id>/lu")
@access(REFERENT)
def close_answer(public_id: str) -> Any:
    """Put away what the person told."""
    require(_proposition_or_404(public_id).told_at is not None)
    return act(lambda: services.close_answer(_proposition_or_404(public_id), by=current_user), then=lambda _r: url_for("referent.people"),
               said=_("C’est rangé. Rien n’en est gardé."))


@blueprint.get("/personnes/<public_id>/propositions/feuille.pdf")
@access(REFERENT)
@without_cache
def propositions_sheet(public_id: str) -> Response:
    """Answer what is proposed to a person as an A5 sheet, which names nobody."""
    missions = [each.mission for each in queries.propositions_of(person_or_404(public_id), to=current_user)]
    return sheet_response(found(missions or None), [""] * len(missions))


def sheet_response(missions: list[Mission], ways: list[str]) -> Response:
    """Answer these missions on paper, each with the way to get there that was written for it."""
    data = missions_sheet(missions, ways, phone=config("HELPER_PHONE"), hours=config("HELPER_HOURS"), site=config("BASE_URL"))
    headers = {"Content-Disposition": 'inline; filename="missions-pres-de-chez-vous.pdf"'}
    return Response(render_pdf("missions", data).content, mimetype="application/pdf", headers=headers)


@blueprint.app_template_filter("mission_line")
def mission_line(mission: Mission) -> str:
    """Return who, where and when, on one line."""
    return " · ".join(each for each in (mission.association.name, where_words(mission), when_words(mission)) if each)
