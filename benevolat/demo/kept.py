"""What the demonstration's people keep: searches, missions put aside, and what they wish; done once the missions can be searched."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from benevolat.accounts.services import read_contact
from benevolat.alertes import services as alertes
from benevolat.alertes.models import Alerte, AlerteMission, Rhythm
from benevolat.alertes.services.keeping import Kept
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.matching import services as matching
from benevolat.matching.models import Company, Travel
from benevolat.missions.models import Mission, Publication
from benevolat.missions.words import mask_of
from benevolat.search.request import SearchRequest
from benevolat.territoire.models import Commune

from . import content
from .world import World, put_letters_away


def keep_everything(world: World) -> None:
    """Keep the searches at their days, tell what appeared since, keep the favourites and the wishes."""
    texts = content.read("kept")
    kept = [_keep_search(world, each) for each in texts["alertes"]]
    last = db.session.scalar(sa.select(sa.func.max(Mission.column_seq))) or 0
    alertes.continue_matching(after=0, through=last, last=0)
    for each in kept:
        _tell(each)
    shown = db.session.scalars(sa.select(Mission).where(Mission.publication == Publication.PUBLISHED).order_by(Mission.id)).all()
    for turn, (key, count) in enumerate(texts["favourites"].items()):
        for mission in shown[7 * turn:7 * turn + count]:
            alertes.keep_favourite(mission, by=world.volunteers[key])
    for each in texts["wishes"]:
        matching.say_wishes(_said(each), by=world.volunteers[each["volunteer"]])


def _keep_search(world: World, text: dict[str, Any]) -> Alerte:
    place = db.session.get_one(Commune, text["commune"]).point if text["commune"] else None
    question = SearchRequest(words=text["words"], domains=tuple(text["domains"]), point=place, radius_km=text["radius_km"])
    holder: dict[str, Any] = {"user": world.volunteers[text["volunteer"]]} if "volunteer" in text else {
        "contact": read_contact(text["contact"])
    }
    with clock.frozen(clock.now() - timedelta(days=text["days_ago"])):
        kept = alertes.keep_search(
            Kept(question, text["label"], text["address"]), rhythm=Rhythm(text["rhythm"]), hour=text["hour"], **holder,
        )
    later = sa.select(Mission.id).where(Mission.published_at > kept.known_at)
    db.session.execute(sa.delete(AlerteMission).where(AlerteMission.alerte_id == kept.id, AlerteMission.mission_id.in_(later)))
    return kept


def _tell(kept: Alerte) -> None:
    """Send the letter of the last hour that came, as it left then; the demonstration sends nothing again."""
    now, step = clock.now(), timedelta(days=7 if kept.rhythm is Rhythm.WEEKLY else 1)
    moment = kept.next_at
    while moment + step <= now:
        moment += step
    if moment > now:
        return
    with clock.frozen(moment):
        alertes.tell_news(kept.id)
    db.session.flush()
    put_letters_away()


def _said(text: dict[str, Any]) -> matching.Said:
    return matching.Said(
        domains=tuple(text["domains"]), show=tuple(text["show"]), learn=tuple(text["learn"]), half_days=mask_of(text["half_days"]),
        commune_code=text["commune"], travel=Travel(text["travel"]) if text["travel"] else None,
        company=Company(text["company"]) if text["company"] else None,
    )
