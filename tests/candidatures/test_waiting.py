"""The waiting list: who is told what when a place is free, for how long, and what happens when the world moves meanwhile."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.associations.models import Membership
from benevolat.associations.models import State as AssociationState
from benevolat.candidatures import queries, services
from benevolat.candidatures.errors import ListMovesAlone, NoPlaceLeft, OfferOver
from benevolat.candidatures.models import Candidature, OfferState, PlaceOffer, State, WaitingRule
from benevolat.candidatures.permissions import can_take_offer
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.errors import NotAllowed
from benevolat.core.sms import OutgoingSms
from benevolat.engagements import services as engagements
from benevolat.engagements.queries import engagement_of
from benevolat.missions.models import MissionKind, Publication
from tests.candidatures.test_jobs import run_at, subjects
from tests.factories import keep
from tests.factories.people import by_phone, person
from tests.factories.world import association, candidature, creneau, mission

NOON = clock.paris(2026, 11, 24, 12)


@pytest.fixture
def scene(session: Any) -> Any:
    """A mission of one place, taken by Amel; Bruno then Chloé wait for it, in a list that moves alone."""

    class Scene:
        member = person(first_name="Camille", email="camille@mains-vertes.example")
        host = association(member=member)
        mission = mission(host, places=1, starts_on=None, ends_on=None)
        amel, bruno, chloe = (person(first_name=name, email=f"{name.lower()}@courriel.example") for name in ("Amel", "Bruno", "Chloe"))

        def __init__(self) -> None:
            self.accepted = candidature(self.mission, self.amel)
            engagements.accept_candidature(self.accepted, by=self.member)
            services.choose_rule(self.mission, automatic=True, by=self.member)
            self.first, self.second = (services.send_candidature(self.mission, user=who, by=who) for who in (self.bruno, self.chloe))
            self.second.decided_at = self.first.decided_at + timedelta(seconds=1)
            db.session.flush()

    with clock.frozen(NOON):
        yield Scene()


def offers(state: OfferState = OfferState.OPEN) -> list[Candidature]:
    return [each.candidature for each in db.session.scalars(sa.select(PlaceOffer).where(PlaceOffer.state == state).order_by(PlaceOffer.id))]


def test_a_place_freed_is_kept_for_the_first_and_a_yes_plans_the_engagement(scene: Any) -> None:
    engagements.withdraw_candidature(scene.accepted, by=scene.amel)
    assert (offers(), scene.mission.places_taken) == ([scene.first], 1)
    assert subjects("bruno@courriel.example")[-1] == "Une place s’est libérée"
    assert "Une place s’est libérée" not in subjects("chloe@courriel.example")
    engagements.take_offer(scene.first, by=scene.bruno)
    assert (scene.first.state, scene.mission.places_taken, offers()) == (State.ACCEPTED, 1, [])
    assert engagement_of(scene.first) is not None
    assert subjects("camille@mains-vertes.example")[-1] == "Bruno prend la place libre"


def test_the_line_is_the_moment_of_joining_and_nothing_else(scene: Any) -> None:
    scene.second.decided_at = scene.first.decided_at - timedelta(seconds=1)
    assert [queries.rank_of(each) for each in (scene.first, scene.second)] == [2, 1]
    engagements.withdraw_candidature(scene.accepted, by=scene.amel)
    assert offers() == [scene.second]


def test_nobody_takes_the_place_of_another(scene: Any) -> None:
    engagements.withdraw_candidature(scene.accepted, by=scene.amel)
    for who in (scene.chloe, scene.member, person()):
        with pytest.raises(NotAllowed):
            engagements.take_offer(scene.first, by=who)
    with pytest.raises(OfferOver):
        engagements.take_offer(scene.second, by=scene.chloe)


def test_a_newcomer_stands_behind_and_cannot_be_let_in_before(scene: Any) -> None:
    engagements.withdraw_candidature(scene.accepted, by=scene.amel)
    late = services.send_candidature(scene.mission, user=(who := person()), by=who)
    assert late.state is State.WAITLISTED
    with pytest.raises(NoPlaceLeft):
        services.accept_candidature(late, by=scene.member)


def test_who_arrives_before_the_worker_stands_behind_who_waits(scene: Any) -> None:
    scene.mission.places = 2
    late = services.send_candidature(scene.mission, user=(who := person()), by=who)
    assert (late.state, offers()) == (State.WAITLISTED, [scene.first])


def test_the_first_in_line_is_not_passed_over_while_the_worker_sleeps(scene: Any) -> None:
    scene.mission.places = 2
    late = candidature(scene.mission)
    db.session.commit()
    with pytest.raises(NoPlaceLeft):
        services.accept_candidature(late, by=scene.member)
    db.session.rollback()
    engagements.accept_candidature(scene.first, by=scene.member)
    assert scene.mission.places_taken == 2


def test_the_association_may_accept_whoever_a_place_is_kept_for(scene: Any) -> None:
    engagements.withdraw_candidature(scene.accepted, by=scene.amel)
    engagements.accept_candidature(scene.first, by=scene.member)
    assert (scene.first.state, scene.mission.places_taken, offers()) == (State.ACCEPTED, 1, [])


def test_silence_serves_the_next_one_and_leaves_a_way_back(scene: Any) -> None:
    engagements.withdraw_candidature(scene.accepted, by=scene.amel)
    run_at(NOON + timedelta(hours=47))
    assert offers() == [scene.first]
    run_at(NOON + timedelta(hours=48))
    assert (offers(), scene.first.state) == ([scene.second], State.WAITLISTED)
    assert subjects("bruno@courriel.example")[-1] == "La place est proposée à quelqu’un d’autre"
    with clock.frozen(NOON + timedelta(hours=49)):
        with pytest.raises(OfferOver):
            engagements.take_offer(scene.first, by=scene.bruno)
        assert queries.missed_offer(scene.first)
        services.rejoin_list(scene.first, by=scene.bruno)
        assert not queries.missed_offer(scene.first)
        assert queries.rank_of(scene.first) == 2
    run_at(NOON + timedelta(hours=97))
    assert offers() == [scene.first]


def test_an_answer_a_minute_late_is_late_even_before_the_worker_passed(scene: Any) -> None:
    engagements.withdraw_candidature(scene.accepted, by=scene.amel)
    with clock.frozen(NOON + timedelta(hours=48)), pytest.raises(OfferOver):
        services.take_offer(scene.first, by=scene.bruno)
    assert scene.first.state is State.WAITLISTED


def test_the_button_goes_with_the_offer(scene: Any) -> None:
    engagements.withdraw_candidature(scene.accepted, by=scene.amel)
    for hours, shown in ((47, True), (48, False)):
        with clock.frozen(NOON + timedelta(hours=hours)):
            assert can_take_offer(scene.bruno, scene.first) is shown
    assert not can_take_offer(scene.chloe, scene.first)


def test_a_worker_that_comes_too_early_or_too_late_ends_no_offer(scene: Any) -> None:
    engagements.withdraw_candidature(scene.accepted, by=scene.amel)
    offer = db.session.scalars(sa.select(PlaceOffer)).one()
    services.lapse_offer(offer)
    assert (offers(), scene.mission.places_taken) == ([scene.first], 1)
    engagements.take_offer(scene.first, by=scene.bruno)
    with clock.frozen(NOON + timedelta(hours=48)):
        services.lapse_offer(offer)
    assert (offer.state, offers(), scene.mission.places_taken) == (OfferState.ACCEPTED, [], 1)


def test_one_waits_again_after_an_offer_one_missed_and_for_oneself(scene: Any) -> None:
    joined = scene.first.decided_at
    with pytest.raises(OfferOver):
        services.rejoin_list(scene.first, by=scene.bruno)
    engagements.withdraw_candidature(scene.accepted, by=scene.amel)
    offer = db.session.scalars(sa.select(PlaceOffer)).one()
    with clock.frozen(NOON + timedelta(hours=48)):
        services.lapse_offer(offer)
        for who in (scene.chloe, scene.member):
            with pytest.raises(NotAllowed):
                services.rejoin_list(scene.first, by=who)
    assert scene.first.decided_at == joined


def test_leaving_gives_the_kept_place_to_the_next_one_at_once(scene: Any) -> None:
    engagements.withdraw_candidature(scene.accepted, by=scene.amel)
    engagements.withdraw_candidature(scene.first, by=scene.bruno)
    assert (offers(), offers(OfferState.CLOSED), scene.mission.places_taken) == ([scene.second], [scene.first], 1)


def test_two_places_at_once_serve_two(scene: Any) -> None:
    scene.mission.places = 3
    run_at(NOON + timedelta(minutes=6))
    assert (offers(), scene.mission.places_taken) == ([scene.first, scene.second], 3)


@pytest.mark.parametrize("change", [
    {"recruiting": False}, {"publication": Publication.WITHDRAWN}, {"starts_on": NOON.date() - timedelta(days=9),
                                                                   "ends_on": NOON.date() - timedelta(days=1)},
], ids=["closed", "withdrawn", "over"])
def test_nothing_is_offered_of_a_mission_that_stopped(scene: Any, change: dict[str, Any]) -> None:
    for name, value in change.items():
        setattr(scene.mission, name, value)
    services.revoke_candidature(scene.accepted, by=scene.member, reason="Une raison.")
    assert (offers(), scene.mission.places_taken) == ([], 0)


def test_the_term_is_shorter_before_a_close_creneau_and_nothing_is_offered_at_the_last_moment(scene: Any) -> None:
    dated = mission(scene.host, kind=MissionKind.DATED, places=None, starts_on=None, ends_on=None)
    services.choose_rule(dated, automatic=True, by=scene.member)
    for hours, expected in ((10 * 24, 48), (60, 30), (4, 2), (2, None)):
        slot = creneau(dated, days=0, places=1)
        slot.starts_at, slot.ends_at = NOON + timedelta(hours=hours), NOON + timedelta(hours=hours + 1)
        row = candidature(dated, creneau_id=slot.id, state=State.WAITLISTED)
        services.move_list(dated, slot)
        offer = queries.open_offer(row)
        assert (offer and (offer.ends_at - NOON) / timedelta(hours=1)) == expected


def test_a_date_that_began_or_was_cancelled_keeps_and_offers_nothing(scene: Any) -> None:
    dated = mission(scene.host, kind=MissionKind.DATED, places=None, starts_on=None, ends_on=None)
    slot = creneau(dated, days=10, places=1)
    row = candidature(dated, scene.bruno, creneau_id=slot.id, state=State.WAITLISTED)
    services.choose_rule(dated, automatic=True, by=scene.member)
    assert queries.open_offer(row) is not None
    slot.starts_at = NOON + timedelta(hours=1)  # it was moved meanwhile
    with clock.frozen(NOON + timedelta(hours=1)), pytest.raises(OfferOver):
        services.take_offer(row, by=scene.bruno)
    other = creneau(dated, days=20, places=1, cancelled=True)
    candidature(dated, creneau_id=other.id, state=State.WAITLISTED)
    services.choose_rule(dated, automatic=False, by=scene.member)
    services.move_list(dated, other)
    assert offers(OfferState.SUGGESTED) == []


def test_a_suspended_association_is_offered_nobody(scene: Any) -> None:
    scene.host.state, scene.host.state_reason = AssociationState.SUSPENDED, "Une raison."
    scene.mission.places = 2
    services.move_list(scene.mission)
    assert offers() == []


def test_without_the_associations_choice_it_is_told_who_is_first_once(scene: Any) -> None:
    services.choose_rule(scene.mission, automatic=False, by=scene.member)
    engagements.withdraw_candidature(scene.accepted, by=scene.amel)
    run_at(NOON + timedelta(minutes=6))
    run_at(NOON + timedelta(minutes=12))
    assert subjects("camille@mains-vertes.example").count("Une place est libre\u00a0: Bruno attend") == 1
    assert (offers(), scene.mission.places_taken, scene.first.state) == ([], 0, State.WAITLISTED)
    services.decline_candidature(scene.first, by=scene.member, reason="Une raison.")
    assert subjects("camille@mains-vertes.example")[-1] == "Une place est libre\u00a0: Chloe attend"
    services.choose_rule(scene.mission, automatic=True, by=scene.member)
    assert offers() == [scene.second]


def test_only_who_answers_is_told_and_never_of_oneself(scene: Any) -> None:
    for address, answers in (("hours@mains-vertes.example", False), ("luc@mains-vertes.example", True)):
        keep(Membership(association_id=scene.host.id, user_id=person(email=address).id, right_candidates=answers, right_hours=True))
    keep(Membership(association_id=scene.host.id, user_id=scene.bruno.id, right_candidates=True))  # who joined it since
    services.choose_rule(scene.mission, automatic=False, by=scene.member)
    engagements.withdraw_candidature(scene.accepted, by=scene.amel)
    told = "Une place est libre\u00a0: Bruno attend"
    who = ("luc@mains-vertes.example", "hours@mains-vertes.example", "bruno@courriel.example")
    assert [told in subjects(each) for each in who] == [True, False, False]


def test_nothing_is_chosen_for_the_association(session: Any) -> None:
    of = mission(association(member=(member := person())), places=1, places_taken=1)
    services.send_candidature(of, user=(who := person()), by=who)
    assert queries.rule_of(of) is None
    of.places = 2
    services.move_list(of)
    assert (offers(), of.places_taken, len(offers(OfferState.SUGGESTED))) == ([], 1, 1)
    with pytest.raises(NotAllowed):
        services.choose_rule(of, automatic=True, by=who)
    services.choose_rule(of, automatic=False, by=member)
    assert db.session.get_one(WaitingRule, of.id).chosen_by_id == member.id


def test_waiting_makes_no_sense_while_a_place_is_free_in_a_list_that_moves_alone(session: Any) -> None:
    of = mission(association(member=(member := person(email="membre@mains-vertes.example"))), places=2)
    row = candidature(of)
    services.choose_rule(of, automatic=True, by=member)
    db.session.commit()
    with pytest.raises(ListMovesAlone):
        services.waitlist_candidature(row, by=member)
    db.session.rollback()
    services.choose_rule(of, automatic=False, by=member)
    services.waitlist_candidature(row, by=member)
    run_at(clock.now() + timedelta(minutes=6))
    assert "Une place est libre" not in " ".join(subjects("membre@mains-vertes.example"))


def test_the_text_message_is_neutral_and_carries_the_link(scene: Any) -> None:
    by_sms = by_phone(first_name="Dina")
    services.withdraw_candidature(scene.first, by=scene.bruno)
    services.withdraw_candidature(scene.second, by=scene.chloe)
    row = services.send_candidature(scene.mission, user=by_sms, by=by_sms)
    engagements.withdraw_candidature(scene.accepted, by=scene.amel)
    assert offers() == [row]
    words = db.session.scalars(sa.select(OutgoingSms.body).order_by(OutgoingSms.id.desc())).first()
    assert words.startswith("Vous avez un message d’Isère bénévolat\u00a0: http://localhost/reponse/")
