"""Putting missions before a person: by their référent of today, five at a time, told neutrally, without looking at what the person does."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.accompagnement.models import Deputy
from benevolat.accompagnement.queries import lines_of, referent_record
from benevolat.alertes.services import keep_favourite
from benevolat.candidatures.services import send_candidature
from benevolat.core import clock
from benevolat.core.errors import NotAllowed
from benevolat.core.mail import OutgoingMail
from benevolat.core.sms import OutgoingSms
from benevolat.matching.models import Company, Travel
from benevolat.matching.services import Said, dismiss
from benevolat.missions.models import Mission, Where
from benevolat.missions.services import touch
from benevolat.propositions.errors import AlreadyProposed, MissionClosed, NoSuchWay, NothingChosen, TooManyOpen
from benevolat.propositions.models import LIFE, MOST, Way
from benevolat.propositions.queries import missions_for, propositions_of, room_left
from benevolat.propositions.services import cancel_proposition, send_propositions, ways_to
from benevolat.propositions.ways import way_words
from tests.conftest import scalar_count
from tests.factories import keep
from tests.factories.insertion import linked, proposition, referent
from tests.factories.people import by_phone, person
from tests.factories.world import association, mission


def public(**values: Any) -> Mission:
    """A mission that the search has seen."""
    made = mission(**values)
    touch(made, text=True)
    return made


def test_five_at_a_time_and_taking_one_back_gives_its_place(session: Any) -> None:
    someone = person()
    helper, missions = linked(someone), [public() for _each in range(MOST + 1)]
    first = send_propositions(someone, missions[:3], way=Way.SCREEN, by=helper)
    with pytest.raises(TooManyOpen, match="2 au plus"):
        send_propositions(someone, missions[3:], way=Way.SCREEN, by=helper)
    send_propositions(someone, missions[3:5], way=Way.SCREEN, by=helper)
    assert (len(propositions_of(someone, to=helper)), room_left(someone)) == (5, 0)
    with pytest.raises(TooManyOpen):
        send_propositions(someone, missions[5:], way=Way.SCREEN, by=helper)
    cancel_proposition(first[0], by=helper)
    session.flush()
    send_propositions(someone, missions[5:], way=Way.SCREEN, by=helper)
    assert room_left(someone) == 0
    assert [line.action for line, _name in lines_of(someone)] == [
        "proposition.send", "proposition.cancel", "proposition.send", "proposition.send"]


def test_each_mission_once_and_again_when_it_faded(session: Any) -> None:
    someone, work = person(), public()
    helper = linked(someone)
    proposition(someone, helper, work)
    with pytest.raises(AlreadyProposed):
        send_propositions(someone, [work], way=Way.SCREEN, by=helper)
    with clock.frozen(clock.now() + LIFE):
        assert len(send_propositions(someone, [work], way=Way.SCREEN, by=helper)) == 1
    assert len(propositions_of(someone, to=helper)) == 1


@pytest.mark.parametrize("values", [{"recruiting": False}, {"publication": "withdrawn"}, {"ends_on": clock.today() - timedelta(days=1)}])
def test_a_mission_that_closed_meanwhile_is_named(session: Any, values: dict[str, Any]) -> None:
    someone, open_to, closed = person(), public(), public(title="Fermée", **values)
    helper = linked(someone)
    with pytest.raises(MissionClosed, match="Fermée"):
        send_propositions(someone, [open_to, closed], way=Way.SCREEN, by=helper)
    with pytest.raises(NothingChosen):
        send_propositions(someone, [], way=Way.SCREEN, by=helper)


def test_what_the_person_did_is_not_looked_at(session: Any) -> None:
    someone, host = person(), association(member=person())
    helper, applied, kept, aside = linked(someone), *(public(host=host) for _each in range(3))
    own = public(host=association(member=someone))
    send_candidature(applied, user=someone, by=someone)
    keep_favourite(kept, by=someone)
    dismiss(aside, by=someone)
    session.commit()
    said = Said(domains=("environnement",), commune_code="38563")
    assert {each.row.id for each in missions_for(said)} == {each.id for each in (applied, kept, aside, own)}
    sent = send_propositions(someone, [applied, kept, aside, own], way=Way.SCREEN, by=helper)
    assert len(sent) == 4, "a refusal would tell what the person does"


def test_only_the_referent_of_today_or_who_stands_in(session: Any) -> None:
    someone, work, absent, colleague = person(), public(), referent(), referent(last_name="Sorel")
    linked(someone, absent)
    for other in (colleague, someone, person()):
        with pytest.raises(NotAllowed):
            send_propositions(someone, [work], way=Way.SCREEN, by=other)
    one, two = referent_record(absent), referent_record(colleague)
    assert one is not None
    assert two is not None
    keep(Deputy(referent_id=one.id, deputy_id=two.id, starts_on=clock.today(), ends_on=clock.today() + timedelta(days=3)))
    sent = send_propositions(someone, [work], way=Way.SCREEN, by=colleague)
    assert propositions_of(someone, to=absent) == sent
    with pytest.raises(NotAllowed):
        cancel_proposition(sent[0], by=referent(last_name="Blanc"))


def test_mail_and_sms_say_nothing_and_the_screen_and_the_sheet_send_nothing(session: Any) -> None:
    both, phone = person(phone="+33639980042", phone_confirmed_at=clock.now()), by_phone()
    helper = linked(both)
    linked(phone, helper)
    assert (ways_to(both), ways_to(phone)) == (list(Way), [Way.SCREEN, Way.SMS, Way.SHEET])
    for way in (Way.SCREEN, Way.SHEET):
        send_propositions(both, [public()], way=way, by=helper)
    assert (scalar_count(OutgoingMail), scalar_count(OutgoingSms)) == (0, 0)
    send_propositions(both, [public()], way=Way.EMAIL, by=helper)
    send_propositions(both, [public()], way=Way.SMS, by=helper)
    letter, text = session.scalars(sa.select(OutgoingMail)).one(), session.scalars(sa.select(OutgoingSms)).one()
    assert (letter.to, letter.subject) == (both.email, "Vous avez un message d’Isère bénévolat")
    assert (text.to, text.body) == (both.phone, "Vous avez un message d’Isère bénévolat : http://localhost/connexion")
    assert "jardin" not in letter.body + text.body
    with pytest.raises(NoSuchWay):
        send_propositions(phone, [public()], way=Way.EMAIL, by=helper)


def test_five_missions_answer_what_is_said_and_farther_when_too_little_is_near(session: Any) -> None:
    near = [public(title=f"Près {n}") for n in range(2)]
    far = public(title="Loin", commune_code="38185")
    session.commit()
    said = Said(domains=("environnement",), commune_code="38563", travel=Travel.FOOT, company=Company.TEAM)
    found = missions_for(said)
    assert {each.row.id for each in found} == {far.id, *(each.id for each in near)}
    assert found[-1].row.id == far.id
    assert all(each.reasons for each in found)
    assert len(missions_for(said, most=1)) == 1


def test_what_answers_a_part_of_it_comes_after_and_the_page_is_never_empty(session: Any) -> None:
    other = public(title="Un autre domaine, un autre moment", domaine_code="sport")
    best = public(title="Tout", half_days=1)
    session.commit()
    said = Said(domains=("environnement",), commune_code="38563", half_days=1)
    assert [each.row.id for each in missions_for(said)] == [best.id, other.id]


def test_minors_are_shown_what_receives_them(session: Any) -> None:
    public(title="Adultes")
    young = public(title="Dès 16 ans", minors_ok=True)
    session.commit()
    assert [each.row.id for each in missions_for(Said(commune_code="38563"), minor=True)] == [young.id]


@pytest.mark.parametrize(("km", "travel", "words"), [
    (1.0, Travel.FOOT, "Environ 15 min à pied, depuis le centre de Voiron"), (0.1, Travel.FOOT, "Environ 5 min à pied"),
    (12.0, Travel.BIKE, "Environ 65 min à vélo"), (12.0, Travel.CAR, "Environ 25 min en voiture"),
    (12.0, Travel.FOOT, "Plus d’une heure et demie à pied"), (None, Travel.FOOT, ""), (3.0, None, ""),
    (3.0, Travel.BUS, "Ligne de bus inconnue"),
])
def test_the_way_is_an_estimate_and_the_bus_is_not_invented(session: Any, km: float | None, travel: Travel | None, words: str) -> None:
    found = way_words(mission(), km, travel, "Voiron").replace("\u00a0", " ")
    assert found.startswith(words) if words else not found


def test_the_bus_line_is_the_associations_own(session: Any) -> None:
    assert way_words(mission(by_bus=True, bus_line="Ligne 7, arrêt Mairie"), 3.0, Travel.BUS, "Voiron") == "Ligne 7, arrêt Mairie"
    assert "à demander" in way_words(mission(by_bus=True), 3.0, Travel.BUS, "Voiron")
    assert way_words(mission(where=Where.REMOTE, by_bus=True, bus_line="7"), None, Travel.BUS, "Voiron") == ""
