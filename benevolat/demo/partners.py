"""What other platforms and the former site gave to the demonstration: missions one applies to elsewhere, an alerte, addresses."""

from datetime import timedelta

import sqlalchemy as sa

from benevolat.coordination.services import edit_mission
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.exchange.services import Entry, Outcome, ask_alertes, keep_address, read_entries, write_entry, write_feed
from benevolat.exchange.services.lines import Line
from benevolat.exchange.services.values import vocabulary
from benevolat.missions.models import Mission, Publication

from . import content
from .world import World, put_letters_away

PARTNER = "plateforme-invention"
FORMER_ALERTE = {"email": "paulette.vial@messagerie.example", "words": "lecture", "city": "Voiron", "radius": "15"}
ASKED_DAYS_AGO = 2
WAITING = "inv-1002"
"""The partner's mission that a modérateur has still to read."""
FORMER = {"/offres/aide": "/aide", "/offres/associations": "/associations", "/offres/finie": None}


def _ask_about_alertes() -> None:
    """Ask somebody of the former site, some days ago, whether to keep their alerte: the letter is in the box, its page asks."""
    with clock.frozen(clock.now() - timedelta(days=ASKED_DAYS_AGO)):
        taken = list(ask_alertes([Line(2, FORMER_ALERTE)], vocabulary()))
    assert [each.outcome for each in taken] == [Outcome.CREATED], taken
    put_letters_away()


def _write_what_partners_refuse(world: World) -> None:
    """Let trusted associations change a text as partners do not take it: published here all the same, and said to the administration."""
    for each in content.read("refused"):
        mission = world.missions[each["mission"]]
        host = next(key for key, association in world.associations.items() if association.id == mission.association_id)
        edit_mission(mission, each["changes"], by=world.member(host))


def bring_everything(world: World) -> None:
    """Take a partner's missions, lead the former addresses on, and write the feed that goes to partners."""
    _write_what_partners_refuse(world)
    for each in read_entries(content.read("partners"), vocabulary()):
        assert isinstance(each, Entry), each
        write_entry(each, PARTNER, publish=each.client_id != WAITING)
    _ask_about_alertes()
    shown = sa.select(Mission.public_id).where(Mission.publication == Publication.PUBLISHED).order_by(Mission.id).limit(1)
    for path, target in {**FORMER, "/offres/1": f"/missions/{db.session.scalar(shown)}"}.items():
        keep_address(path, target)
    write_feed()
