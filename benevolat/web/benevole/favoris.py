"""Views: the missions one keeps aside."""

from typing import Any

from flask import g, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from benevolat.alertes import queries, services
from benevolat.associations.models import State as AssociationState
from benevolat.missions.models import Mission, Publication, Recruitment
from benevolat.missions.words import when_words, where_words
from benevolat.search.queries import find_public_mission
from benevolat.web.forms import act
from benevolat.web.guard import PERSON, PUBLIC, access, found, require
from benevolat.web.sessions import inside

from . import blueprint


@blueprint.app_template_global("is_favourite")
def is_favourite(public_id: str) -> bool:
    """Tell whether the signed-in person keeps a mission: one query a page, whatever it shows."""
    if "favourites" not in g:
        g.favourites = queries.favourite_ids(current_user)
    return public_id in g.favourites


def _row(mission: Mission) -> dict[str, Any]:
    """Return what the list says of a mission kept aside: one that is being read again, or whose association was suspended, says no more."""
    public = mission.publication is Publication.PUBLISHED and mission.association.state is AssociationState.VERIFIED
    shown = public or mission.publication is Publication.WITHDRAWN
    state = (_("Retirée"), "neutral") if mission.publication is Publication.WITHDRAWN else (_("Pas visible en ce moment"), "wait")
    if public:
        state = {
            Recruitment.OPEN: (_("Places disponibles"), "done"), Recruitment.FULL: (_("Complet\u00a0: liste d’attente"), "wait"),
            Recruitment.CLOSED: (_("Ne prend plus de candidatures"), "neutral"),
        }[mission.recruitment]
    return {
        "public_id": mission.public_id, "url": url_for("public.mission", public_id=mission.public_id) if public else None,
        "title": mission.title if shown else _("Une mission que vous gardez"), "host": mission.association.name if shown else "",
        "where": where_words(mission).replace("'", "’") if shown else "", "when": when_words(mission) if public else "", "state": state,
    }


@blueprint.get("/mes-favoris")
@access(PERSON)
def favoris() -> str:
    """List the missions one keeps, whatever became of them."""
    kept = queries.own_favoris(current_user._get_current_object())
    return render_template("benevole/favoris.html", rows=[_row(each.mission) for each in kept])


def _mission(public_id: str) -> Mission:
    return found(queries.find_keepable(current_user, public_id))  # type: ignore[no-any-return]


def _back(public_id: str, otherwise: str) -> str:
    """Return the address of the list from which a mission was kept, at the place of its card; another page when it was not a list."""
    back = inside(request.values.get("suite"))
    return f"{back.partition('#')[0]}#m-{public_id}" if back else otherwise


@blueprint.get("/missions/<public_id>/favori")
@access(PUBLIC)
def favourite(public_id: str) -> str:
    """Say what keeping a mission does, before it needs an account."""
    mission, page = found(find_public_mission(public_id)), url_for("public.mission", public_id=public_id)
    require(not (current_user.is_authenticated and current_user.is_agent))
    return render_template(
        "benevole/favori.html", mission=mission, kept=is_favourite(public_id), back=_back(public_id, page),
        here=url_for("benevole.favourite", public_id=public_id, suite=inside(request.args.get("suite"))),
    )


@blueprint.post("/missions/<public_id>/favori")
@access(PERSON)
def keep_favourite(public_id: str) -> Any:
    """Keep a mission aside."""
    mission, user, page = _mission(public_id), current_user._get_current_object(), url_for("public.mission", public_id=public_id)
    return act(lambda: services.keep_favourite(mission, by=user), then=lambda _done: _back(public_id, page),
               said=_("Vous gardez cette mission dans vos favoris."))


@blueprint.post("/missions/<public_id>/favori/enlever")
@access(PERSON)
def drop_favourite(public_id: str) -> Any:
    """Let a mission go."""
    mission, user = _mission(public_id), current_user._get_current_object()
    return act(lambda: services.drop_favourite(mission, by=user), then=lambda _done: _back(public_id, url_for("benevole.favoris")),
               said=_("Cette mission n’est plus dans vos favoris."))
