"""« Pour vous »: from what a person said and nothing else, each mission with its reasons; taken back in one gesture."""

from typing import Any

import pytest

from benevolat.accounts.models import AgeBand, Role, User
from benevolat.associations.models import Membership
from benevolat.candidatures.models import DoorReason
from benevolat.candidatures.models import State as CandidatureState
from benevolat.candidatures.services import close_door, hide_host
from benevolat.competences.models import Competence
from benevolat.core.db import db
from benevolat.core.errors import NotAllowed
from benevolat.matching import queries, services
from benevolat.matching.models import Company, Dismissal, Travel, Wish, WishItem
from benevolat.matching.services import Said
from benevolat.missions.models import Mission, Setting, Where
from benevolat.missions.services import touch
from tests.conftest import scalar_count
from tests.factories import keep
from tests.factories.people import agent, person
from tests.factories.world import association, candidature, mission

VOIRON, GRENOBLE = "38563", "38185"
NATURE = Said(domains=("environnement",), commune_code=VOIRON, radius_km=10)


def published(**values: Any) -> Mission:
    """A mission that the search finds."""
    made = mission(**values)
    touch(made, text=True)
    db.session.commit()
    return made


def proposed(who: User) -> list[str]:
    """Return the titles proposed to somebody, in order."""
    db.session.commit()
    return [each.row.title for each in queries.proposals(who)]


def reasons(who: User) -> dict[str, tuple[str, ...]]:
    """Return the reasons given for each title."""
    db.session.commit()
    return {each.row.title: each.reasons for each in queries.proposals(who)}


def said(**values: Any) -> User:
    """Somebody who said that."""
    who = person()
    services.say_wishes(Said(**values), by=who)
    return who


def test_nothing_said_nothing_proposed(session: object) -> None:
    published()
    assert proposed(person()) == []


def test_distance_and_moments_leave_out_and_the_rest_puts_first(session: object) -> None:
    skill = db.session.get_one(Competence, "ecouter")
    published(title="Trop loin", commune_code=GRENOBLE)
    published(title="Un autre jour", half_days=0b100)
    published(title="Le domaine seul")
    best = published(title="Le domaine et la compétence", setting=Setting.TEAM)
    best.competences = [skill]
    touch(best, text=True)
    published(title="Ni l’un ni l’autre", domaine_code="sport")
    who = said(domains=("environnement",), show=("ecouter",), half_days=0b10, commune_code=VOIRON, travel=Travel.BIKE)
    assert proposed(who) == ["Le domaine et la compétence", "Le domaine seul"]
    label = skill.label
    assert reasons(who)["Le domaine et la compétence"] == (
        reasons(who)["Le domaine seul"][0],
        f"Vous pourrez montrer\u00a0: {label}", "Sur une de vos demi-journées", "À moins de 1\u00a0km de Voiron",
    )


@pytest.mark.parametrize(("wish", "values", "reason"), [
    ({"domains": ("environnement",)}, {}, "Domaine choisi"),
    ({"company": Company.TEAM}, {"setting": Setting.TEAM}, "En équipe"),
    ({"company": Company.CALM}, {"setting": Setting.EITHER}, "Au calme, seul ou seule"),
    ({"commune_code": VOIRON, "travel": Travel.BUS}, {"by_bus": True}, "Accessible en bus"),
    ({"commune_code": VOIRON}, {}, "À moins de 1\u00a0km de Voiron"),
    ({"half_days": 0b10}, {}, "Sur une de vos demi-journées"),
    ({"domains": ("environnement",), "commune_code": VOIRON}, {"where": Where.REMOTE}, "À faire de chez vous"),
])
def test_each_wish_is_a_reason(session: object, wish: dict[str, Any], values: dict[str, Any], reason: str) -> None:
    published(title="Elle", **values)
    assert any(reason in each for each in reasons(said(**wish))["Elle"])


def test_a_skill_to_learn_is_a_reason(session: object) -> None:
    made = published(title="Elle")
    made.competences = [db.session.get_one(Competence, "ecouter")]
    touch(made, text=True)
    assert any("apprendre" in each for each in reasons(said(learn=("ecouter",)))["Elle"])


def test_nothing_of_who_they_are_changes_what_is_proposed(session: object) -> None:
    for n in range(6):
        published(title=f"Jardin {n}", minors_ok=True)
    people = [
        person(), person(first_name="Ahmed", last_name="Z", about="Je cherche un emploi.", commune_code=GRENOBLE, email="z@autre.example"),
        person(age_band=AgeBand.MINOR), person(age_band=None, commune_code=None),
    ]
    for who in people:
        services.say_wishes(NATURE, by=who)
    shown = [reasons(who) for who in people]
    assert len(shown[0]) == 6
    assert all(each == shown[0] and list(each) == list(shown[0]) for each in shown)


def test_a_minor_is_proposed_only_what_is_open_to_them(session: object) -> None:
    published(title="Dès 18 ans")
    published(title="Dès 16 ans", minors_ok=True)
    minor = person(age_band=AgeBand.MINOR)
    services.say_wishes(NATURE, by=minor)
    assert proposed(minor) == ["Dès 16 ans"]
    assert len(proposed(said(domains=("environnement",)))) == 2


def test_what_is_full_applied_to_one_s_own_or_put_aside_is_not_proposed(session: object) -> None:
    who = said(domains=("environnement",))
    published(title="Complète", places=2, places_taken=2)
    candidature(published(title="Déjà demandée"), who)
    keep(Membership(association_id=published(title="La mienne").association_id, user_id=who.id))
    aside = published(title="Écartée")
    services.dismiss(aside, by=who)
    services.dismiss(aside, by=who)
    published(title="La bonne")
    assert proposed(who) == ["La bonne"]
    assert scalar_count(Dismissal) == 1
    assert "Écartée" in proposed(said(domains=("environnement",))), "another person's choice is theirs"
    services.see_again(by=who)
    assert set(proposed(who)) == {"La bonne", "Écartée"}


def test_what_was_said_is_replaced_and_erased_in_one_gesture(session: object) -> None:
    who = said(domains=("environnement", "sport"), show=("ecouter",))
    services.say_wishes(Said(domains=("sport",), company=Company.CALM), by=who)
    db.session.flush()
    assert scalar_count(WishItem) == 1
    services.dismiss(mission(), by=who)
    services.erase_wishes(by=who)
    db.session.flush()
    assert [scalar_count(each) for each in (Wish, WishItem, Dismissal)] == [0, 0, 0]
    services.say_wishes(Said(travel=Travel.CAR), by=who)
    services.say_wishes(Said(), by=who)
    db.session.flush()
    assert scalar_count(Wish) == 0


def test_an_agent_wishes_nothing(session: object) -> None:
    desk = agent(Role.MODERATEUR)
    for act in (lambda: services.say_wishes(NATURE, by=desk), lambda: services.erase_wishes(by=desk),
                lambda: services.dismiss(mission(), by=desk), lambda: services.see_again(by=desk)):
        with pytest.raises(NotAllowed):
            act()
    assert queries.wish_of(desk) is None


def test_no_score_of_a_person_is_stored() -> None:
    columns = [column for table in (Wish, WishItem, Dismissal) for column in table.__table__.columns]
    numbers = {each.name for each in columns if each.type.python_type in (int, float)}
    assert numbers == {"user_id", "mission_id", "radius_km", "half_days"}


def test_nothing_is_proposed_behind_a_door_whoever_closed_it(session: object) -> None:
    who, member = said(domains=("environnement",), commune_code=VOIRON, radius_km=10), person()
    hidden, closing, seen = published(title="Cachée"), published(host=association(member=member), title="Fermée"), published(title="Vue")
    assert sorted(proposed(who)) == ["Cachée", "Fermée", "Vue"]
    hide_host(hidden.association, by=who)
    sent = candidature(closing, who, state=CandidatureState.WITHDRAWN)
    close_door(sent, by=member, reason=DoorReason.AGREED)
    assert proposed(who) == [seen.title]
