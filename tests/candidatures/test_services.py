"""Sending, answering, withdrawing: what each act checks, writes and tells, in its words."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.accounts.errors import UnreadablePhone
from benevolat.accounts.models import AgeBand, Role
from benevolat.associations.models import MemberRole, Membership
from benevolat.candidatures import services
from benevolat.candidatures.errors import (
    AdultsOnly,
    AgeNeeded,
    AlreadyDecided,
    CreneauNotOpen,
    EmptyMessage,
    FirstNameNeeded,
    MessagesClosed,
    MissionNotOpen,
    NoPlaceLeft,
    OwnAssociation,
    ReasonNeeded,
)
from benevolat.candidatures.models import CallBack, Candidature, Message, State
from benevolat.core import clock
from benevolat.core.db import db, transaction
from benevolat.core.errors import NotAllowed
from benevolat.core.mail import OutgoingMail
from benevolat.core.sms import OutgoingSms
from benevolat.core.workflow import SYSTEM
from benevolat.missions.models import MissionKind, Publication
from tests.conftest import scalar_count
from tests.factories import keep
from tests.factories.people import agent, by_phone, person
from tests.factories.world import DAILY, association, candidature, creneau, mission


def letters(to: str | None = None) -> list[OutgoingMail]:
    return [each for each in db.session.scalars(sa.select(OutgoingMail).order_by(OutgoingMail.id)) if to is None or each.to == to]


@pytest.fixture
def scene(session: Any) -> Any:
    """An association with one member, a regular mission with two places, a volunteer."""

    class Scene:
        member = person(first_name="Camille", last_name="Roux", email="camille@mains-vertes.example")
        host = association(member=member, name="Les Mains Vertes")
        mission = mission(host, places=2)
        volunteer = person(first_name="Nadia", last_name="Belkacem", email="nadia@courriel.example", phone="+33639980101")

    return Scene


def test_sending_tells_both_sides_and_gives_no_contact_away(scene: Any) -> None:
    row = services.send_candidature(scene.mission, user=scene.volunteer, message="J’aime les tomates.", by=scene.volunteer)
    assert (row.state, row.message) == (State.SENT, "J’aime les tomates.")
    [mine] = letters("nadia@courriel.example")
    [theirs] = letters("camille@mains-vertes.example")
    assert mine.subject == "Votre candidature est envoyée"
    assert "Nadia (18 ans ou plus)" in theirs.body
    assert "J’aime les tomates." in theirs.body
    for secret in ("Belkacem", "nadia@courriel", "39980101", "39 98 01 01"):
        assert secret not in theirs.subject + theirs.body
    assert scene.mission.places_taken == 0


def test_a_second_click_answers_like_the_first(scene: Any) -> None:
    first = services.send_candidature(scene.mission, user=scene.volunteer, message="Un.", by=scene.volunteer)
    second = services.send_candidature(scene.mission, user=scene.volunteer, message="Deux.", by=scene.volunteer)
    assert second is first
    assert first.message == "Un."
    assert scalar_count(Candidature) == 1
    assert len(letters()) == 2


def test_one_may_apply_again_once_it_is_over(scene: Any) -> None:
    first = services.send_candidature(scene.mission, user=scene.volunteer, by=scene.volunteer)
    services.withdraw_candidature(first, by=scene.volunteer)
    assert services.send_candidature(scene.mission, user=scene.volunteer, by=scene.volunteer) is not first


def test_nobody_applies_for_somebody_else(scene: Any) -> None:
    with pytest.raises(NotAllowed):
        services.send_candidature(scene.mission, user=scene.volunteer, by=person())


def test_an_agent_does_not_apply(scene: Any) -> None:
    helper = agent(Role.REFERENT, age_band=AgeBand.ADULT)
    with pytest.raises(NotAllowed):
        services.send_candidature(scene.mission, user=helper, by=helper)


def test_a_member_does_not_apply_to_their_own_association(scene: Any) -> None:
    with pytest.raises(OwnAssociation):
        services.send_candidature(scene.mission, user=scene.member, by=scene.member)


@pytest.mark.parametrize("values", [
    {"publication": Publication.DRAFT}, {"publication": Publication.WITHDRAWN}, {"publication": Publication.SUBMITTED},
    {"recruiting": False}, {"ends_on": "yesterday"},
], ids=str)
def test_only_an_open_mission_takes_candidatures(scene: Any, values: dict[str, Any]) -> None:
    if "ends_on" in values:
        values = {"starts_on": clock.today() - timedelta(days=30), "ends_on": clock.today() - timedelta(days=1)}
    with pytest.raises(MissionNotOpen):
        services.send_candidature(mission(scene.host, **values), user=scene.volunteer, by=scene.volunteer)


def test_a_dated_mission_needs_one_of_its_slots_to_come(scene: Any) -> None:
    dated = mission(scene.host, kind=MissionKind.DATED, places=None)
    other = creneau(mission(scene.host, kind=MissionKind.DATED, places=None))
    coming = creneau(dated)
    for wrong in (None, other, creneau(dated, days=-1), creneau(dated, cancelled=True)):
        with pytest.raises(CreneauNotOpen):
            services.send_candidature(dated, wrong, user=scene.volunteer, by=scene.volunteer)
    with pytest.raises(CreneauNotOpen):
        services.send_candidature(scene.mission, coming, user=scene.volunteer, by=scene.volunteer)
    db.session.expire(dated)
    assert services.send_candidature(dated, coming, user=scene.volunteer, by=scene.volunteer).creneau is coming


def test_one_candidature_for_each_slot(scene: Any) -> None:
    dated = mission(scene.host, kind=MissionKind.DATED, places=None)
    first, second = creneau(dated), creneau(dated, days=14)
    for slot in (first, second, first):
        services.send_candidature(dated, slot, user=scene.volunteer, by=scene.volunteer)
    assert scalar_count(Candidature) == 2


@pytest.mark.parametrize(("age", "minors_ok", "error"), [
    (AgeBand.MINOR, False, AdultsOnly), (None, True, AgeNeeded), (AgeBand.MINOR, True, None), (AgeBand.ADULT, False, None),
])
def test_ages(scene: Any, age: AgeBand | None, minors_ok: bool, error: Any) -> None:
    row = mission(scene.host, minors_ok=minors_ok)
    somebody = person(age_band=age)
    if error is None:
        assert services.send_candidature(row, user=somebody, by=somebody).state is State.SENT
    else:
        with pytest.raises(error):
            services.send_candidature(row, user=somebody, by=somebody)


def test_a_first_name_is_needed_and_introduce_gives_it_once(scene: Any) -> None:
    somebody = person(first_name="", age_band=None)
    with pytest.raises(AgeNeeded):
        services.send_candidature(scene.mission, user=somebody, by=somebody)
    services.introduce(somebody, age_band=AgeBand.ADULT)
    with pytest.raises(FirstNameNeeded):
        services.send_candidature(scene.mission, user=somebody, by=somebody)
    services.introduce(somebody, first_name=" Amel ", age_band=AgeBand.MINOR)
    assert (somebody.first_name, somebody.age_band) == ("Amel", AgeBand.ADULT)
    services.introduce(somebody, first_name="Autre")
    assert somebody.first_name == "Amel"


def test_a_full_mission_puts_on_the_waiting_list_and_says_so(scene: Any) -> None:
    full = mission(scene.host, places=1, places_taken=1)
    row = services.send_candidature(full, user=scene.volunteer, by=scene.volunteer)
    assert row.state is State.WAITLISTED
    assert "liste d’attente" in letters("nadia@courriel.example")[0].subject
    assert "liste d’attente" in letters("camille@mains-vertes.example")[0].body


def test_accepting_takes_the_place_and_tells_where(scene: Any) -> None:
    scene.mission.address, scene.mission.contact_name = "4 rue du Pressoir", "Lucie"
    row = candidature(scene.mission, scene.volunteer)
    services.accept_candidature(row, by=scene.member, message="Venez avec des bottes.")
    assert (row.state, scene.mission.places_taken, row.decided_by_id) == (State.ACCEPTED, 1, scene.member.id)
    [letter] = letters()
    assert letter.to == "nadia@courriel.example"
    for words in ("4 rue du Pressoir", "Lucie", "Venez avec des bottes."):
        assert words in letter.body


def test_no_place_left_is_said_and_nothing_is_written(scene: Any) -> None:
    full = mission(scene.host, places=1, places_taken=1)
    row = candidature(full, scene.volunteer)
    db.session.commit()
    with pytest.raises(NoPlaceLeft, match="liste d’attente"), transaction():
        services.accept_candidature(row, by=scene.member)
    assert (row.state, full.places_taken, letters()) == (State.SENT, 1, [])


def test_a_past_or_cancelled_slot_is_not_accepted(scene: Any) -> None:
    dated = mission(scene.host, kind=MissionKind.DATED, places=None)
    for slot in (creneau(dated, days=-1), creneau(dated, cancelled=True)):
        with pytest.raises(CreneauNotOpen):
            services.accept_candidature(candidature(dated, creneau_id=slot.id), by=scene.member)


def test_the_second_decider_learns_who_decided_what(scene: Any) -> None:
    colleague = person(first_name="Malik", last_name="Serra")
    keep(Membership(**DAILY, association_id=scene.host.id, user_id=colleague.id, role=MemberRole.MEMBER))
    row = candidature(scene.mission, scene.volunteer)
    services.accept_candidature(row, by=scene.member)
    db.session.commit()
    for act in (
        lambda: services.accept_candidature(row, by=colleague),
        lambda: services.decline_candidature(row, by=colleague, reason="Trop tard."),
        lambda: services.waitlist_candidature(row, by=colleague),
    ):
        with pytest.raises(AlreadyDecided, match=r"Camille Roux a déjà répondu.*Acceptée"), transaction():
            act()
    assert (row.decided_by_id, row.reason, scene.mission.places_taken) == (scene.member.id, None, 1)
    assert len(letters()) == 1


def test_a_withdrawn_candidature_is_not_accepted(scene: Any) -> None:
    row = candidature(scene.mission, scene.volunteer)
    services.withdraw_candidature(row, by=scene.volunteer)
    with pytest.raises(AlreadyDecided, match="Retirée"):
        services.accept_candidature(row, by=scene.member)
    with pytest.raises(AlreadyDecided, match="Retirée"):
        services.withdraw_candidature(row, by=scene.volunteer)


def test_declining_says_why(scene: Any) -> None:
    row = candidature(scene.mission, scene.volunteer)
    with pytest.raises(ReasonNeeded):
        services.decline_candidature(row, by=scene.member, reason=" ")
    services.decline_candidature(row, by=scene.member, reason="Les places sont déjà prises.", message="À l’an prochain.")
    assert (row.state, row.reason, row.answer) == (State.DECLINED, "Les places sont déjà prises.", "À l’an prochain.")
    [letter] = letters()
    assert "Les places sont déjà prises." in letter.body
    assert "À l’an prochain." in letter.body


def test_waiting_then_accepting(scene: Any) -> None:
    row = candidature(scene.mission, scene.volunteer)
    services.waitlist_candidature(row, by=scene.member, message="Bientôt.")
    assert "Bientôt." in letters()[0].body
    services.accept_candidature(row, by=scene.member)
    assert row.state is State.ACCEPTED


def test_withdrawing_an_accepted_one_frees_the_place_and_tells_who_waits(scene: Any) -> None:
    row = candidature(scene.mission, scene.volunteer)
    services.accept_candidature(row, by=scene.member)
    candidature(scene.mission, state=State.WAITLISTED)
    services.withdraw_candidature(row, by=scene.volunteer)
    assert scene.mission.places_taken == 0
    letter, next_one = letters("camille@mains-vertes.example")[-2:]
    assert "Sa place est de nouveau libre." in letter.body
    assert "en tête de votre liste d’attente" in next_one.body


def test_withdrawing_what_was_only_sent_frees_nothing(scene: Any) -> None:
    scene.mission.places_taken = 1
    row = candidature(scene.mission, scene.volunteer)
    services.withdraw_candidature(row, by=scene.volunteer)
    assert scene.mission.places_taken == 1
    assert "libre" not in letters("camille@mains-vertes.example")[-1].body


def test_revoking_frees_the_place_and_says_why(scene: Any) -> None:
    row = candidature(scene.mission, scene.volunteer)
    services.accept_candidature(row, by=scene.member)
    with pytest.raises(ReasonNeeded):
        services.revoke_candidature(row, by=scene.member, reason="")
    services.revoke_candidature(row, by=scene.member, reason="Le jardin est fermé.")
    assert (row.state, scene.mission.places_taken) == (State.REVOKED, 0)
    assert "Le jardin est fermé." in letters("nadia@courriel.example")[-1].body


@pytest.mark.parametrize("state", [State.SENT, State.WAITLISTED, State.ACCEPTED])
def test_what_ends_by_itself_blames_nobody(scene: Any, state: State) -> None:
    row = candidature(scene.mission, scene.volunteer, state=state)
    end = services.revoke_candidature if state is State.ACCEPTED else services.decline_candidature
    end(row, by=SYSTEM, reason="L’association a retiré cette mission.")
    [letter] = letters("nadia@courriel.example")
    assert letter.subject.startswith("Annulé")
    assert "Vous n’y êtes pour rien." in letter.body


def test_a_person_without_mail_gets_a_neutral_sms(scene: Any) -> None:
    somebody = by_phone(first_name="Idriss")
    services.send_candidature(scene.mission, user=somebody, by=somebody)
    [sms] = db.session.scalars(sa.select(OutgoingSms)).all()
    assert sms.to == somebody.phone
    assert sms.body.startswith("Vous avez un message d’Isère bénévolat")


def test_messages_go_to_the_other_side_and_answering_is_reading(scene: Any) -> None:
    row = candidature(scene.mission, scene.volunteer)
    first = services.post_message(row, by=scene.volunteer, body=" À quelle heure ? ")
    assert (first.body, first.from_volunteer, first.read_at) == ("À quelle heure ?", True, None)
    services.post_message(row, by=scene.member, body="À quatorze heures.")
    db.session.refresh(first)
    assert first.read_at is not None
    assert [each.to for each in letters()] == ["camille@mains-vertes.example", "nadia@courriel.example"]
    assert "À quatorze heures." in letters("nadia@courriel.example")[0].body


def test_reading_marks_only_what_the_other_side_wrote(scene: Any) -> None:
    row = candidature(scene.mission, scene.volunteer)
    mine = services.post_message(row, by=scene.volunteer, body="Bonjour.")
    services.mark_messages_read(row, by=scene.volunteer)
    assert mine.read_at is None
    services.mark_messages_read(row, by=scene.member)
    db.session.refresh(mine)
    assert mine.read_at is not None
    with pytest.raises(NotAllowed):
        services.mark_messages_read(row, by=person())


@pytest.mark.parametrize("body", ["", "  \n ", "x" * 2001])
def test_empty_and_endless_messages_are_refused(scene: Any, body: str) -> None:
    with pytest.raises(EmptyMessage):
        services.post_message(candidature(scene.mission, scene.volunteer), by=scene.volunteer, body=body)
    assert scalar_count(Message) == 0


def test_nobody_else_writes_and_nobody_writes_when_it_is_over(scene: Any) -> None:
    row = candidature(scene.mission, scene.volunteer)
    with pytest.raises(NotAllowed):
        services.post_message(row, by=person(), body="Bonjour.")
    services.withdraw_candidature(row, by=scene.volunteer)
    for side in (scene.volunteer, scene.member):
        with pytest.raises(MessagesClosed):
            services.post_message(row, by=side, body="Bonjour.")
    with pytest.raises(NotAllowed):
        services.post_message(row, by=person(), body="Bonjour.")


def test_call_back_keeps_the_number_on_the_site(scene: Any) -> None:
    row = services.ask_call_back(scene.mission, first_name="Idriss", phone="06 39 98 12 34", age_band=AgeBand.ADULT, best_time="le matin")
    assert row.phone == "+33639981234"
    again = services.ask_call_back(scene.mission, first_name="Idriss", phone="+33 6 39 98 12 34", age_band=AgeBand.ADULT)
    assert again is row
    [letter] = letters()
    assert letter.to == "camille@mains-vertes.example"
    assert "le matin" in letter.body
    assert "39" not in letter.body.replace("\u00a0", " ").split("Le numéro")[0]
    with pytest.raises(NotAllowed):
        services.complete_call_back(row, by=scene.volunteer)
    services.complete_call_back(row, by=scene.member)
    done = row.done_at
    services.complete_call_back(row, by=scene.member)
    assert row.done_at == done
    assert services.ask_call_back(scene.mission, first_name="Idriss", phone="06 39 98 12 34", age_band=AgeBand.ADULT) is not row


@pytest.mark.parametrize(("values", "error"), [
    ({"phone": "pas un numéro"}, UnreadablePhone), ({"first_name": " "}, FirstNameNeeded), ({"age_band": None}, AgeNeeded),
    ({"age_band": AgeBand.MINOR}, AdultsOnly),
], ids=["phone", "name", "age", "minor"])
def test_call_back_refusals(scene: Any, values: dict[str, Any], error: Any) -> None:
    with pytest.raises(error):
        services.ask_call_back(
            scene.mission, **{"first_name": "Idriss", "phone": "06 39 98 12 34", "age_band": AgeBand.ADULT, **values}
        )
    assert scalar_count(CallBack) == 0


def test_no_call_back_for_a_closed_mission(scene: Any) -> None:
    closed = mission(scene.host, recruiting=False)
    with pytest.raises(MissionNotOpen):
        services.ask_call_back(closed, first_name="Idriss", phone="06 39 98 12 34", age_band=AgeBand.ADULT)
