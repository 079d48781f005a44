"""What the demonstration's people show of what they did: thanks received, choices, signed documents, open links.

Documents are made today, whatever the day of what they tell: the keys that sign them are no older than the demonstration.
"""

from datetime import timedelta
from typing import Any

from benevolat.core import clock
from benevolat.core.db import db
from benevolat.engagements import services as engagements
from benevolat.engagements.models import Engagement
from benevolat.proofs import queries
from benevolat.proofs import services as proofs
from benevolat.proofs.models import DocumentKind

from . import content
from .world import World, put_letters_away


def show_everything(world: World) -> None:
    """Thank, choose, make the documents and open the links as the texts say; the letters of it left long ago."""
    texts = content.read("shown")
    for each in texts["thanks"]:
        _thank(world, each)
    for each in texts["choices"]:
        _choose(world, each)
    for each in texts["attestations"]:
        proofs.issue_attestation(_engagement(world, each), by=world.volunteers[each["volunteer"]])
    for each in texts["certificates"]:
        proofs.issue_certificate(_engagement(world, each), by=world.volunteers[each["volunteer"]])
    for each in texts["withdrawn"]:
        holder = world.volunteers[each["volunteer"]]
        proofs.withdraw_document(queries.own_documents(holder)[0], by=holder)
    put_letters_away()


def _engagement(world: World, text: dict[str, Any]) -> Engagement:
    return world.engagements[text["volunteer"], text["mission"]]


def _thank(world: World, text: dict[str, Any]) -> None:
    engagement = _engagement(world, text)
    key = next(key for key, held in world.associations.items() if held.id == engagement.association_id)
    with clock.frozen(clock.now() - timedelta(days=text["days_ago"])):
        engagements.thank(engagement, by=world.members[key][0], words=text["words"])
        db.session.flush()


def _choose(world: World, text: dict[str, Any]) -> None:
    holder = world.volunteers[text["volunteer"]]
    version = proofs.start_version(title=text["title"], everything=True, by=holder)
    for kind in text["kinds"]:
        proofs.issue_document(version, kind=DocumentKind(kind), by=holder)
    if text["days"] is not None:
        proofs.open_share(version, days=text["days"], with_contact=False, by=holder)
