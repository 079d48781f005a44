"""The desk and the page where anybody reports, tried by axe at both widths: empty, full, in error; a page left open keeps its item."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from benevolat.accounts.models import Role
from benevolat.accounts.models import User as Account
from benevolat.associations.models import State
from benevolat.coordination.services import edit_mission
from benevolat.missions.models import Publication
from benevolat.moderation import services
from benevolat.moderation.annuaire import Found
from benevolat.moderation.models import Answer, Claim, Noun
from benevolat.signalements.models import Reason
from tests.factories.people import agent, person
from tests.factories.signalements import signalement
from tests.factories.world import association, mission

from .visitor import DESKTOP, PATIENCE, PHONE, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("width", [PHONE, DESKTOP])]


def test_reporting(visitor: Callable[..., Visitor], session: Any, width: int) -> None:
    row = mission()
    session.commit()
    someone = visitor(width).go(f"/signaler/mission/{row.public_id}")
    someone.press("Envoyer le signalement").fill(reason="danger").press("Envoyer le signalement")
    assert someone.h1 == "Votre signalement est envoyé"
    someone.go("/signaler/page?adresse=/aide").go("/signaler/merci").go("/signaler/page?adresse=/rien", status=404)


def test_the_desk(fresh_app: Flask, visitor: Callable[..., Visitor], session: Any, width: int) -> None:
    desk, paul = agent(Role.MODERATEUR), agent(Role.MODERATEUR, first_name="Paul", last_name="Rey")
    member = person()
    edited, judged = mission(association(member=member)), mission(publication=Publication.SUBMITTED, published_at=None)
    edit_mission(edited, {"description": "Vous arrosez les plants. Appelez Nora au 06 39 98 00 42, elle paie 20 €."}, by=member)
    held = mission(publication=Publication.SUBMITTED, published_at=None, title="Tailler les rosiers", reference="A-1")
    services.take(Noun.MISSION, held.id, by=paul)
    services.refuse_mission(judged, by=desk, reason="La mission remplace un emploi.")
    waiting = association(state=State.PENDING, verified_at=None)
    services.keep_answer(waiting.rna, Found(Answer.UNKNOWN))
    reported = signalement(times=3, reason=Reason.DANGER, email="visiteuse@courriel.example")
    session.commit()
    someone = visitor(width).signed_in(fresh_app, agent(Role.MODERATEUR, territoire="oisans")).go("/moderation")
    someone.go("/moderation/journal")
    someone = visitor(width).signed_in(fresh_app, desk)
    for path in (
        "", "?file=missions", "?file=imports", "?territoire=trieves", "/journal", f"/missions/{edited.public_id}",
        f"/missions/{held.public_id}", f"/missions/{edited.public_id}/corriger",
        f"/associations/{waiting.public_id}", f"/associations/{waiting.public_id}/refuser",
        f"/signalements/{reported.public_id}",
    ):
        someone.go(f"/moderation{path}")
    someone.press("Retenir le signalement").fill(words="Fait.").press("Classer sans suite")
    someone.go(f"/moderation/missions/{edited.public_id}/refuser").press("Refuser la mission")


def test_a_page_left_open_keeps_its_item_and_leaves_it(fresh_app: Flask, visitor: Callable[..., Visitor], session: Any, width: int) -> None:
    desk, row = agent(Role.MODERATEUR), mission(publication=Publication.SUBMITTED, published_at=None)
    session.commit()
    me, mine = desk.id, sa.select(Claim.user_id).join(Account, Account.id == Claim.user_id)
    someone = visitor(width).signed_in(fresh_app, desk).go(f"/moderation/missions/{row.public_id}")
    someone.page.get_by_text("C’est à vous pour 15 minutes.").wait_for()
    session.rollback()
    assert session.scalars(mine).all() == [me]
    someone.go("/moderation")
    for _turn in range(PATIENCE // 100):
        session.rollback()
        if not session.scalars(mine).all():
            return
        someone.page.wait_for_timeout(100)
    raise AssertionError("the item was not left")
