"""What the demonstration's people show of what they did: thanks, témoignages, hosts elsewhere that attest, signed documents, open links.

Documents are made today, whatever the day of what they tell: the keys that sign them are no older than the demonstration.
"""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from benevolat.accounts.models import User
from benevolat.ailleurs import services as ailleurs
from benevolat.associations import services as associations
from benevolat.associations.permissions import membership_of
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.engagements import services as engagements
from benevolat.engagements.models import Engagement
from benevolat.engagements.sheets import sheets_to_remind
from benevolat.proofs import queries
from benevolat.proofs import services as proofs
from benevolat.proofs.models import DocumentKind
from benevolat.temoignages import services as temoignages
from benevolat.temoignages.models import Naming, Reason
from benevolat.temoignages.queries import accord_text

from . import content
from .world import EVERYWHERE, World, put_letters_away


def show_everything(world: World) -> None:
    """Thank, tell, ask, choose, make the documents and open the links as the texts say; the letters of it left long ago."""
    texts = content.read("shown")
    for each in texts["thanks"]:
        _thank(world, each)
    for each in texts["temoignages"]:
        _tell(world, each)
    for each in texts["prepared"]:
        _prepare(world, each)
    for each in texts["elsewhere"]:
        _ask_elsewhere(world, each)
    for each in texts["choices"]:
        _choose(world, each)
    for each in texts["attestations"]:
        proofs.issue_attestation(_engagement(world, each), by=world.volunteers[each["volunteer"]])
    for each in texts["certificates"]:
        proofs.issue_certificate(_engagement(world, each), by=world.volunteers[each["volunteer"]])
    for each in texts["withdrawn"]:
        holder = world.volunteers[each["volunteer"]]
        proofs.withdraw_document(queries.own_documents(holder)[0], by=holder)
    engagements.remind_sheets(sheets_to_remind())
    put_letters_away()


def _engagement(world: World, text: dict[str, Any]) -> Engagement:
    return world.engagements[text["volunteer"], text["mission"]]


def _members(world: World, engagement: Engagement) -> list[User]:
    """Return the team that receives somebody, its administrator first."""
    return next(world.members[key] for key, held in world.associations.items() if held.id == engagement.association_id)


def _thank(world: World, text: dict[str, Any]) -> None:
    engagement = _engagement(world, text)
    with clock.frozen(clock.now() - timedelta(days=text["days_ago"])):
        engagements.thank(engagement, by=_members(world, engagement)[0], words=text["words"])
        db.session.flush()


def _prepare(world: World, text: dict[str, Any]) -> None:
    """Let a member who does not sign write a bilan, which then waits for who does."""
    engagement = _engagement(world, text)
    first, helper = _members(world, engagement)[:2]
    assert engagement.association is not None
    membership = membership_of(helper, engagement.association)
    assert membership is not None
    with clock.frozen(clock.now() - timedelta(days=text["days_ago"])):
        associations.set_work(membership, rights=membership.given, may_sign=False, function=text["function"], by=first)
        engagements.prepare_bilan(engagement, by=helper, minutes=text["minutes"], sentence=text["sentence"],
                                  competences=dict.fromkeys(text["competences"]))
        db.session.flush()


def _choose(world: World, text: dict[str, Any]) -> None:
    holder = world.volunteers[text["volunteer"]]
    version = proofs.start_version(title=text["title"], everything=True, by=holder)
    for kind in text["kinds"]:
        proofs.issue_document(version, kind=DocumentKind(kind), by=holder)
    if text["days"] is not None:
        proofs.open_share(version, days=text["days"], with_contact=False, by=holder)


def _tell(world: World, text: dict[str, Any]) -> None:
    """Write a témoignage, which the desk publishes, sends back or has not read yet."""
    holder, engagement = world.volunteers[text["volunteer"]], _engagement(world, text)
    with clock.frozen(clock.now() - timedelta(days=text["days_ago"])):
        told = temoignages.write_temoignage(engagement, temoignages.Written(
            words=text["words"], naming=Naming(text["naming"]), agreed=True, accord_version=accord_text()[1],
        ), by=holder)
        desk = world.moderateurs[EVERYWHERE]
        if text["outcome"] == "published":
            temoignages.publish_temoignage(told, by=desk)
        elif text["outcome"] == "to_correct":
            temoignages.ask_correction(told, reason=Reason(text["reason"]), words=text["reason_words"], by=desk)
        db.session.flush()


def _ask_elsewhere(world: World, text: dict[str, Any]) -> None:
    """Ask a host elsewhere, by a letter or on paper; one that answered is agreed with."""
    holder = world.volunteers[text["volunteer"]]
    engagement = db.session.scalars(sa.select(Engagement).where(Engagement.user_id == holder.id, Engagement.title == text["title"])).one()
    with clock.frozen(clock.now() - timedelta(days=text["days_ago"])):
        if text["email"] is None:
            ailleurs.ask_on_paper(engagement, by=holder)
            return
        request = ailleurs.ask_by_mail(engagement, contact_name=text["contact"], email=text["email"], by=holder)
        if (said := text["answer"]) is not None:
            ailleurs.answer_request(request, ailleurs.Answer(
                host=said["host"], starts_on=engagement.starts_on, ends_on=engagement.ends_on or engagement.starts_on,
                minutes=said["minutes"], sentence=said["sentence"], name=said["name"], function=said["function"],
                competences=dict.fromkeys(said["competences"]),
            ))
            ailleurs.agree_bilan(engagement, by=holder)
        db.session.flush()
