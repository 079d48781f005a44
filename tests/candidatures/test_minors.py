"""Somebody of 16 or 17: a parent agrees by a link or on a sheet before the place is final, and may take it back at any time."""

import re
from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.accounts.contacts import Contact
from benevolat.accounts.models import AgeBand
from benevolat.candidatures import queries, services
from benevolat.candidatures.errors import AgreementSettled, OwnContact
from benevolat.candidatures.models import AgreementState, AgreementWay, ParentAgreement, State
from benevolat.candidatures.permissions import can_read_contact
from benevolat.core import entropy, settings
from benevolat.core.db import db
from benevolat.core.errors import InvalidInput, NotAllowed
from benevolat.core.mail import OutgoingMail
from benevolat.core.sms import OutgoingSms
from benevolat.core.workflow import SYSTEM
from benevolat.engagements import services as engagements
from benevolat.engagements.models import Releve, Side
from benevolat.engagements.models import State as EngagementState
from benevolat.engagements.queries import engagement_of
from tests.candidatures.test_jobs import subjects
from tests.factories import keep
from tests.factories.people import person
from tests.factories.world import association, candidature, mission

PARENT = Contact(email="parent@courriel.example")


@pytest.fixture
def scene(session: Any) -> Any:
    class Scene:
        member = person(first_name="Camille", email="camille@mains-vertes.example")
        host = association(member=member)
        mission = mission(host, places=1, minors_ok=True, starts_on=None, ends_on=None)
        lea = person(first_name="Léa", age_band=AgeBand.MINOR, email="lea@courriel.example")
        sent = candidature(mission, lea)

    return Scene


def token() -> str:
    body = db.session.scalars(sa.select(OutgoingMail.body).where(OutgoingMail.to == "parent@courriel.example")).all()[-1]
    found = re.search(r"/accord/(\S+)", body)
    assert found
    return found[1]


def accepted(scene: Any) -> Any:
    return engagements.accept_candidature(scene.sent, by=scene.member)


def test_the_parents_link_keeps_the_text_and_opens_the_contact(scene: Any) -> None:
    accepted(scene)
    assert [can_read_contact(who, scene.sent) for who in (scene.lea, scene.member)] == [False, False]
    agreement = services.ask_parent(scene.sent, contact=PARENT, by=scene.lea)
    assert agreement.token_hash == entropy.fingerprint(token())
    assert [can_read_contact(who, scene.sent) for who in (scene.lea, scene.member)] == [False, False]
    settings.write(queries.minors.TEXT_KEY, "Le texte du jour.", by=None)
    services.give_agreement(agreement, name="  Paul Martin ")
    assert (agreement.text, agreement.text_version, agreement.parent_name) == ("Le texte du jour.", 1, "Paul Martin")
    assert [can_read_contact(who, scene.sent) for who in (scene.lea, scene.member)] == [True, True]
    assert "l’accord d’un parent est arrivé" in subjects("camille@mains-vertes.example")[-1]
    assert subjects("lea@courriel.example")[-1] == "L’accord de votre parent est arrivé"


def test_the_sheet_tells_where_to_come_and_is_declared_received(scene: Any) -> None:
    accepted(scene)
    services.ask_parent(scene.sent, contact=None, by=scene.lea)
    assert [can_read_contact(who, scene.sent) for who in (scene.lea, scene.member)] == [True, False]
    for who in (scene.lea, person()):
        with pytest.raises(NotAllowed):
            services.receive_sheet(scene.sent, by=who)
    services.receive_sheet(scene.sent, by=scene.member)
    agreement = queries.agreement_of(scene.sent)
    assert agreement is not None
    assert (agreement.state, agreement.received_by_id) == (AgreementState.GIVEN, scene.member.id)
    assert can_read_contact(scene.member, scene.sent)


def test_a_link_is_no_sheet(scene: Any) -> None:
    accepted(scene)
    with pytest.raises(AgreementSettled):
        services.receive_sheet(scene.sent, by=scene.member)
    services.ask_parent(scene.sent, contact=PARENT, by=scene.lea)
    with pytest.raises(AgreementSettled):
        services.receive_sheet(scene.sent, by=scene.member)


def test_one_asks_again_elsewhere_and_the_first_link_serves_no_more(scene: Any) -> None:
    services.ask_parent(scene.sent, contact=PARENT, by=scene.lea)
    first = token()
    services.ask_parent(scene.sent, contact=Contact(phone="+33639980155"), by=scene.lea)
    assert queries.find_agreement(first) is None
    words = db.session.scalars(sa.select(OutgoingSms.body)).one()
    assert words.startswith("Vous avez un message d’Isère bénévolat\u00a0: http://localhost/accord/")
    assert "Léa" not in words


def test_nobody_else_asks_and_not_at_ones_own_address(scene: Any) -> None:
    for who in (scene.member, person()):
        with pytest.raises(NotAllowed):
            services.ask_parent(scene.sent, contact=PARENT, by=who)
    with pytest.raises(OwnContact):
        services.ask_parent(scene.sent, contact=Contact(email="lea@courriel.example"), by=scene.lea)
    adult = person()
    with pytest.raises(AgreementSettled):
        services.ask_parent(candidature(scene.mission, adult), contact=PARENT, by=adult)


def test_a_no_ends_it_frees_the_place_and_says_nothing_to_the_association(scene: Any) -> None:
    planned = accepted(scene)
    agreement = services.ask_parent(scene.sent, contact=PARENT, by=scene.lea)
    engagements.end_by_parent(agreement)
    assert (agreement.state, scene.sent.state, scene.mission.places_taken) == (AgreementState.REFUSED, State.REVOKED, 0)
    assert planned.state is EngagementState.CANCELLED
    letters = db.session.scalars(sa.select(OutgoingMail).where(OutgoingMail.to == "camille@mains-vertes.example")).all()
    assert "Léa retire sa candidature" in letters[-1].body
    assert all("parent" not in each.body for each in letters)


def test_a_no_before_the_answer_ends_it_too(scene: Any) -> None:
    engagements.end_by_parent(services.ask_parent(scene.sent, contact=PARENT, by=scene.lea))
    assert (scene.sent.state, scene.mission.places_taken) == (State.DECLINED, 0)


def test_taking_it_back_later_keeps_what_was_done(scene: Any) -> None:
    going = accepted(scene)
    agreement = services.ask_parent(scene.sent, contact=PARENT, by=scene.lea)
    services.give_agreement(agreement, name="Paul")
    keep(Releve(engagement_id=going.id, day=going.starts_on, minutes=60, entered_by=Side.VOLUNTEER))
    db.session.expire(going)
    engagements.end_by_parent(agreement)
    assert (agreement.state, agreement.parent_name, agreement.text is not None) == (AgreementState.WITHDRAWN, None, True)
    assert going.state is EngagementState.TO_CLOSE
    with pytest.raises(AgreementSettled):
        engagements.end_by_parent(agreement)


def test_an_agreement_has_a_name_and_is_given_once(scene: Any) -> None:
    agreement = services.ask_parent(scene.sent, contact=PARENT, by=scene.lea)
    with pytest.raises(InvalidInput):
        services.give_agreement(agreement, name="  ")
    services.give_agreement(agreement, name="Paul")
    with pytest.raises(AgreementSettled):
        services.give_agreement(agreement, name="Jacques")
    with pytest.raises(AgreementSettled):
        services.ask_parent(scene.sent, contact=PARENT, by=scene.lea)


def test_nothing_is_agreed_to_once_it_is_over(scene: Any) -> None:
    agreement = services.ask_parent(scene.sent, contact=PARENT, by=scene.lea)
    services.decline_candidature(scene.sent, by=SYSTEM, reason="Une raison.")
    with pytest.raises(AgreementSettled):
        services.give_agreement(agreement, name="Paul")


def test_nothing_is_asked_of_a_parent_once_it_is_over(scene: Any) -> None:
    services.withdraw_candidature(scene.sent, by=scene.lea)
    with pytest.raises(AgreementSettled):
        services.ask_parent(scene.sent, contact=PARENT, by=scene.lea)


def test_nothing_of_the_parent_is_kept_but_a_fingerprint(scene: Any) -> None:
    services.ask_parent(scene.sent, contact=PARENT, by=scene.lea)
    row = db.session.execute(sa.select(ParentAgreement.__table__)).mappings().one()
    assert "parent@courriel.example" not in [str(each) for each in row.values()]
    assert (row["way"], row["parent_name"]) == (AgreementWay.LINK, None)


def test_an_adult_needs_nothing(scene: Any) -> None:
    row = candidature(scene.mission)
    engagements.accept_candidature(row, by=scene.member)
    assert queries.is_agreed(row)
    assert can_read_contact(scene.member, row)
    assert engagement_of(row) is not None
