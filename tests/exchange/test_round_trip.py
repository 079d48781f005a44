"""The feed taken back gives the same missions: those of a drawn crowd, and of the whole demonstration (tests/demo)."""

import random
from datetime import timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask

from benevolat.competences.queries import all_competences, all_domaines
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.exchange.documents import missions_feed
from benevolat.exchange.queries import as_partner_reads, shared_missions
from benevolat.missions.models import FrenchLevel, Mission, MissionKind, Setting, Where
from tests.factories import world

OWN = (
    "kind", "half_days", "hours_per_week", "schedule", "bus_line", "starts_on", "ends_on", "places", "french_level", "setting",
    "costs_refunded", "children_welcome", "meal_offered", "accompanied_start", "where", "domaine_code", "activity",
)
CHANGED = {"id", "clientId", "organizationClientId", "organizationDescription"}
"""What a site gives of its own, or keeps of the association it knows already."""
COMMUNES = ("38185", "38563", "38544", "38053", "38269", "38226", "38151", "38193")


def facts(mission: Mission) -> dict[str, Any]:
    """Everything public of a mission, blank lines of its text left aside."""
    read = as_partner_reads(mission)
    text = [" ".join(each.split()) for each in read["description"].splitlines() if each.strip()]
    coming = [(each.starts_at, each.ends_at, each.places) for each in mission.creneaux if each.starts_at > clock.now()]
    told = {name: value for name, value in read.items() if name not in CHANGED}
    own = {name: getattr(mission, name) for name in OWN}
    return {name: one_spaced(value) for name, value in {**told, **own, "description": text, "slots": coming}.items()}


def one_spaced(value: Any) -> Any:
    """Return a value whose texts have one plain space between words: a file keeps no other."""
    if isinstance(value, list):
        return [one_spaced(each) for each in value]
    if isinstance(value, dict):
        return {name: one_spaced(each) for name, each in value.items()}
    return " ".join(value.split()) if type(value) is str else value


def take_back(app: Flask, folder: Path) -> tuple[dict[str, Any], dict[str, Any], str]:
    """Write the feed, take it back as a partner's, and return the facts before and after by clientId."""
    sent, left_out = shared_missions()
    assert not left_out
    before = {each.public_id: facts(each) for each in sent}
    path = folder / "missions.xml"
    path.write_bytes(missions_feed(sent, base="https://benevolat.example"))
    db.session.commit()
    result = app.test_cli_runner().invoke(args=["missions", "import", str(path), "--publish", "--publisher", "retour"])
    assert result.exit_code == 0, result.output
    db.session.rollback()
    after = {each.client_id or "": facts(each) for each in db.session.scalars(sa.select(Mission).where(Mission.publisher == "retour"))}
    return before, after, app.test_cli_runner().invoke(args=["missions", "import", str(path), "--publish", "--publisher", "retour"]).output


def draw(seed: int, count: int) -> None:
    """Write missions of every kind."""
    chance = random.Random(seed)
    for n in range(count):
        dated, where = chance.random() < 0.5, chance.choice(list(Where))
        mission = world.mission(**_text(chance, n), **_moments(chance, dated), **_offers(chance), where=where)
        shown = chance.random() < 0.5 and where is not Where.REMOTE
        mission.address, mission.address_public = (f"{n} rue de l’Épée & Co" if shown else None), shown
        if where is Where.REMOTE:
            mission.commune_code = mission.lat = mission.lon = None
        mission.competences = chance.sample(all_competences(), chance.randrange(4))
        for day in chance.sample(range(1, 60), chance.randrange(1, 4)) if dated else ():
            world.creneau(mission, days=day, hours=chance.choice([1.5, 30]), places=chance.randrange(1, 9))
        if dated:
            world.creneau(mission, days=-5)
    db.session.commit()
    db.session.expire_all()


def _text(chance: random.Random, n: int) -> dict[str, Any]:
    return {
        "title": chance.choice(["Servir le repas", "R&D & « thé » <à> l’heure", "Lire, écrire ; compter"]) + f" {n}",
        "description": "Vous venez <3 quand vous voulez.\n\nOn est 5 > 4 & contents.\nÀ bientôt", "commune_code": chance.choice(COMMUNES),
        "domaine_code": chance.choice(all_domaines()).code, "activity": chance.choice([None, "jardinage"]),
    }


def _moments(chance: random.Random, dated: bool) -> dict[str, Any]:
    if dated:
        return {"kind": MissionKind.DATED, "half_days": 0, "hours_per_week": None, "places": None, "starts_on": None, "ends_on": None}
    return {
        "kind": MissionKind.REGULAR, "half_days": chance.randrange(1, 2**21), "hours_per_week": chance.choice([None, 1.5, 3.0]),
        "places": chance.choice([None, 1, 7]), "schedule": chance.choice([None, "Le mardi, 11 h à 14 h"]),
        "starts_on": clock.today() + timedelta(days=chance.randrange(-30, 30)),
        "ends_on": chance.choice([None, clock.today() + timedelta(days=90)]),
    }


def _offers(chance: random.Random) -> dict[str, Any]:
    flags = ("minors_ok", "wheelchair", "by_bus", "costs_refunded", "children_welcome", "meal_offered", "accompanied_start")
    return {
        "french_level": chance.choice(list(FrenchLevel)), "setting": chance.choice(list(Setting)),
        "bus_line": chance.choice([None, "Ligne 20"]),
        **{name: chance.random() < 0.5 for name in flags},
    }


def test_a_drawn_crowd_comes_back_the_same(fresh_app: Flask, session: Any, tmp_path: Path) -> None:
    draw(20261122, 60)
    before, after, again = take_back(fresh_app, tmp_path)
    assert len(before) == 60
    assert after == before
    assert "0 créées, 0 mises à jour, 60 inchangées, 0 refusées" in again
