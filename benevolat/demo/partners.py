"""What other platforms and the former site gave to the demonstration: missions one applies to elsewhere, addresses that lead on."""

import sqlalchemy as sa

from benevolat.core.db import db
from benevolat.exchange.services import Entry, keep_address, read_entries, write_entry, write_feed
from benevolat.exchange.services.values import vocabulary
from benevolat.missions.models import Mission, Publication

from . import content

PARTNER = "plateforme-invention"
FORMER = {"/offres/aide": "/aide", "/offres/associations": "/associations", "/offres/finie": None}


def bring_everything() -> None:
    """Take a partner's missions, lead the former addresses on, and write the feed that goes to partners."""
    for each in read_entries(content.read("partners"), vocabulary()):
        assert isinstance(each, Entry), each
        write_entry(each, PARTNER, publish=True)
    shown = sa.select(Mission.public_id).where(Mission.publication == Publication.PUBLISHED).order_by(Mission.id).limit(1)
    for path, target in {**FORMER, "/offres/1": f"/missions/{db.session.scalar(shown)}"}.items():
        keep_address(path, target)
    write_feed()
