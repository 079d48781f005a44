"""The sheet of presence on screen: names to tick, everybody at once, errors at the name, days without hours, the links that lead there."""

from datetime import date

import pytest

from benevolat.core import clock
from benevolat.engagements import services
from benevolat.engagements.models import Outcome, Side, State
from tests.engagements.test_presence import SATURDAY, Team, dated, regular
from tests.factories.people import person
from tests.factories.world import association
from tests.support.page_client import PageClient, all_of
from tests.support.queries import counted_queries
from tests.support.sign_in import sign_in


def address(team: Team, day: str = "2026-11-19") -> str:
    base = f"/association/missions/{team.mission.public_id}"
    return f"{base}/dates/{team.slot.public_id}/presences" if team.slot else f"{base}/presences/{day}"


def visit(client: PageClient, team: Team, day: str = "2026-11-19") -> PageClient:
    """Open the sheet as a member of the association."""
    sign_in(client, team.member)
    assert client.get(address(team, day)).status_code == 200
    assert client.h1 == "Qui était là ?"
    return client


def test_names_are_ticked_with_the_usual_time(client: PageClient) -> None:
    with clock.frozen(SATURDAY):
        team = dated()
        one, two = (each.public_id for each in team.people)
        visit(client, team)
        assert client.source.count('value="3"') == 2
        client.submit("Enregistrer la feuille", **{
            f"present_{one}": "y", f"present_{two}": "y", f"minutes_{two}": "1 h 30", f"km_{two}": "12 km",
        })
        assert "La feuille est enregistrée" in client.text
        assert [(each.releves[0].minutes, each.releves[0].km) for each in team.people] == [(180, None), (90, 12)]
        assert client.text.count("Écrit par vous") == 2
        client.submit("Enregistrer la feuille", **{f"present_{one}": None})
        assert (team.people[0].releves, team.people[1].minutes, team.people[1].km) == ([], 90, 12)


def test_everybody_at_once(client: PageClient) -> None:
    with clock.frozen(SATURDAY):
        team = dated(count=3)
        one, two, three = (each.public_id for each in team.people)
        visit(client, team)
        client.submit("Tout le monde était là", **{f"minutes_{two}": "2", f"otherwise_{three}": "replaced"})
        assert [each.minutes for each in team.people] == [180, 120, 0]
        assert team.people[2].contretemps[0].outcome is Outcome.REPLACED
        assert "Remplacé par quelqu’un" in client.text
        assert one != two


def test_somebody_who_came_in_part_has_their_own_time(client: PageClient) -> None:
    with clock.frozen(SATURDAY):
        team = dated(count=1)
        mine = team.people[0].public_id
        visit(client, team)
        client.submit("Enregistrer la feuille", **{f"otherwise_{mine}": "partly"})
        assert "Écrivez combien de temps cette personne était là." in client.text
        client.submit("Enregistrer la feuille", **{f"minutes_{mine}": "1 h 15"})
        assert team.people[0].minutes == 75


def test_all_cancelled(client: PageClient) -> None:
    with clock.frozen(SATURDAY):
        team = dated()
        visit(client, team)
        client.submit("Tout a été annulé")
        assert [each.state for each in team.people] == [State.NOT_DONE, State.NOT_DONE]
        assert client.text.count("Annulé, météo ou autre") == 2
        client.submit("Tout le monde était là", **{f"otherwise_{each.public_id}": "nothing" for each in team.people})
        assert [each.minutes for each in team.people] == [180, 180]


@pytest.mark.parametrize(("field", "typed", "said"), [
    ("minutes", "999", "Une journée compte de 1 minute à 24 heures."),
    ("minutes", "0", "Écrivez combien de temps cette personne était là."),
    ("minutes", "beaucoup", "Écrivez une durée"), ("km", "12,5 lieues", "Écrivez un nombre entier de kilomètres."),
    ("km", "2000", "de 1 à 1 000"),
])
def test_an_error_is_said_at_the_name_and_nothing_is_written(client: PageClient, field: str, typed: str, said: str) -> None:
    with clock.frozen(SATURDAY):
        team = dated()
        one, two = (each.public_id for each in team.people)
        visit(client, team)
        client.submit("Enregistrer la feuille", **{f"present_{one}": "y", f"present_{two}": "y", f"{field}_{two}": typed})
        assert said in client.text
        assert f'id="{field}_{two}-erreur"' in client.source
        assert f'value="{typed}"' in client.source, "what was typed is kept"
        assert [each.releves for each in team.people] == [[], []], "all or nothing"


def test_a_disagreement_shows_both_figures(client: PageClient) -> None:
    with clock.frozen(SATURDAY):
        team = dated(count=1)
        mine = team.people[0]
        services.enter_hours(mine, day=date(2026, 11, 21), minutes=240, by=mine.user, km=14)
        visit(client, team)
        assert "Nadia a noté 4 h." in client.text
        assert "Trajet : 14 km, dit par Nadia" in client.text
        assert f"km_{mine.public_id}" not in client.source, "the volunteer's own distance is not written over"
        client.submit("Enregistrer la feuille", **{f"minutes_{mine.public_id}": "3"})
        assert "Nadia : 4 h, vous : 3 h" in client.text
        client.submit("Enregistrer la feuille", **{f"minutes_{mine.public_id}": "4"})
        assert "Confirmé" in client.text


def test_a_regular_mission_goes_from_day_to_day(client: PageClient) -> None:
    with clock.frozen(SATURDAY):
        team = regular()
        visit(client, team)
        client.submit("Enregistrer la feuille", **{f"present_{team.people[0].public_id}": "y"})
        assert [(each.day, each.minutes) for each in team.people[0].releves] == [(date(2026, 11, 19), 150)]
        client.follow("mar. 17")
        assert "Mardi 17 novembre" in client.text
        client.follow("Semaine d’avant")
        assert "Jeudi 12 novembre" in client.text
        client.follow("Semaine d’après")
        assert "Jeudi 19 novembre" in client.text


def test_the_weeks_go_from_the_first_day_of_somebody_to_the_last(client: PageClient) -> None:
    with clock.frozen(SATURDAY):
        team = regular(since=20)
        team.people[0].ends_on = team.people[1].ends_on = date(2026, 11, 12)
        visit(client, team, "2026-11-03")
        assert ("Semaine d’avant" in client.text, "Semaine d’après" in client.text) == (False, True)
        visit(client, team, "2026-11-12")
        assert ("Semaine d’avant" in client.text, "Semaine d’après" in client.text) == (True, False)
        for empty in ("2026-10-01", "2026-12-01"):
            visit(client, team, empty)
            assert "/presences/2026" not in "".join(each.get("href") or "" for each in all_of(client.page, "a")), empty


@pytest.mark.parametrize("day", ["2026-13-01", "hier", "20261119", "1999-01-01", "2030-01-01"])
def test_a_day_that_is_none_is_not_found(client: PageClient, day: str) -> None:
    with clock.frozen(SATURDAY):
        team = regular(count=1)
        sign_in(client, team.member)
        assert client.get(address(team, day)).status_code == 404


def test_a_day_to_come_and_a_day_of_nobody(client: PageClient) -> None:
    with clock.frozen(SATURDAY):
        team = regular(count=1)
        visit(client, team, "2026-11-24")
        assert "La feuille s’ouvre quand la mission commence." in client.text
        assert "Enregistrer la feuille" not in client.text
        visit(client, team, "2026-10-01")
        assert "Personne n’était attendu ce jour-là." in client.text


def test_another_associations_sheet_is_not_found(client: PageClient) -> None:
    with clock.frozen(SATURDAY):
        team, other = dated(), person()
        association(member=other)
        sign_in(client, other)
        assert client.get(address(team)).status_code == 404


def test_ones_own_name_is_only_shown(client: PageClient) -> None:
    with clock.frozen(SATURDAY):
        team = dated()
        team.people[0].user_id = team.member.id
        visit(client, team)
        assert f"present_{team.people[0].public_id}" not in client.source
        assert "C’est vous" in client.text
        client.submit("Enregistrer la feuille", **{f"present_{team.people[1].public_id}": "y"})
        assert [len(each.releves) for each in team.people] == [0, 1]


def test_the_ways_that_lead_to_a_sheet(client: PageClient) -> None:
    with clock.frozen(SATURDAY):
        team = dated()
        sign_in(client, team.member)
        client.get("/association/engagements")
        client.follow(f"Noter les présences : {team.mission.title}")
        assert client.h1 == "Les présences"
        assert "À remplir" in client.text
        client.follow("aujourd’hui, 12 h à 15 h")
        client.submit("Tout le monde était là")
        client.get(f"/association/missions/{team.mission.public_id}")
        client.follow("Noter les présences")
        assert "À remplir" not in client.text
        assert "2 notées" in client.text
        assert team.slot is not None
        client.get(f"/association/missions/{team.mission.public_id}/dates/{team.slot.public_id}")
        client.follow("La feuille de présence")
        assert "La feuille de présence" not in client.text
        assert client.text.count("Écrit par vous") == 2


def test_a_mission_without_anybody_has_no_sheet(client: PageClient) -> None:
    with clock.frozen(SATURDAY):
        team = dated(count=0)
        sign_in(client, team.member)
        client.get(f"/association/missions/{team.mission.public_id}/presences")
        assert "Pas encore de feuille" in client.text


def test_the_sheets_ask_as_many_questions_whatever_the_names(client: PageClient) -> None:
    with clock.frozen(SATURDAY):
        small, large = regular(count=2), regular(count=12)
        asked = []
        for team in (small, large):
            sign_in(client, team.member)
            for path in (address(team), f"/association/missions/{team.mission.public_id}/presences"):
                with counted_queries() as questions:
                    client.get(path)
                asked.append(len(questions))
        assert asked[:2] == asked[2:]


def test_a_day_without_hours_is_said_and_taken_back_by_either_side(client: PageClient) -> None:
    with clock.frozen(SATURDAY):
        team = regular(count=1)
        mine = team.people[0]
        sign_in(client, mine.user)
        client.get(f"/mes-engagements/{mine.public_id}")
        client.follow("Un jour annulé, ou quelqu’un à votre place")
        client.submit("Noter ce jour", day="2026-11-19")
        assert "Cette réponse est nécessaire." in client.text
        client.submit("Noter ce jour", day="2026-11-30", outcome="cancelled")
        assert "Ce jour n’est pas encore venu." in client.text
        client.submit("Noter ce jour", day="2026-11-19", outcome="cancelled")
        assert "Annulé, météo ou autre" in client.text
        sign_in(client, team.member)
        client.get(f"/association/engagements/{mine.public_id}")
        assert "dit par Nadia" in client.text
        client.follow("Un jour annulé, ou quelqu’un à sa place")
        client.submit("Noter ce jour", day="2026-11-17", outcome="replaced")
        assert [(each.day.day, each.said_by) for each in mine.contretemps] == [(17, Side.ASSOCIATION), (19, Side.VOLUNTEER)]
        client.submit("Enlever")
        assert [each.day.day for each in mine.contretemps] == [19]
        sign_in(client, mine.user)
        client.get(f"/mes-engagements/{mine.public_id}")
        client.submit("Enlever")
        assert mine.contretemps == []


def test_the_volunteer_keeps_a_record_of_their_journeys(client: PageClient) -> None:
    with clock.frozen(SATURDAY):
        team = regular(count=1)
        mine = team.people[0]
        sign_in(client, mine.user)
        client.get(f"/mes-engagements/{mine.public_id}")
        for day in ("2026-11-17", "2026-11-19"):
            client.submit("Noter ces heures", day=day, minutes="2", km="24")
        assert "Vos trajets notés : 48 km en tout." in client.text
        client.submit("Noter ces heures", day="2026-11-19", minutes="2", km="loin")
        assert "Écrivez un nombre entier de kilomètres." in client.text
