"""A référent and a pilote write a collective action, open it and invite; what they read of the answers is what people chose to say."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.accounts.models import Role
from benevolat.actions import services
from benevolat.actions.models import Action, ActionInvitation, State
from benevolat.core import clock
from benevolat.core.journal import JournalEntry
from benevolat.core.mail import OutgoingMail
from tests.factories.actions import action, coming, invited
from tests.factories.insertion import linked, referent
from tests.factories.people import agent, person
from tests.support.page_client import PageClient
from tests.support.sign_in import sign_in


def _day(days: int) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()


def written(**values: Any) -> dict[str, Any]:
    """What is typed in the form."""
    return {"kind": "forum", "title": "Forum RSA de Voiron", "neutral_title": "Rencontre avec des associations",
            "host": "La maison des habitants", "words": "Huit associations. On vient si on le souhaite.", "commune": "Voiron",
            "address": "Salle des fêtes", "places": "12", "day_0": _day(10), "start_0": "14:00", "end_0": "16:30", **values}


def _all_said(session: Any) -> Action:
    session.rollback()
    made: Action = session.scalars(sa.select(Action)).one()
    return made


def test_from_the_day_to_the_invitation(client: PageClient, session: Any) -> None:
    nadia, yanis = person(first_name="Nadia"), person(first_name="Yanis")
    helper = linked(nadia)
    linked(yanis, helper)
    sign_in(client, helper).get("/accompagnement")
    client.follow("Actions collectives : forums, ateliers, projets")
    client.follow("Écrire une action")
    client.submit("Garder l’action", **written(day_1=_day(11), start_1="22:00", end_1="2:00"))
    assert client.h1 == "Forum RSA de Voiron"
    made = _all_said(session)
    assert made.state is State.DRAFT
    assert [each.ends_at - each.starts_at for each in made.seances] == [timedelta(hours=2.5), timedelta(hours=4)]
    assert "Inviter des personnes" not in client.text
    client.submit("Ouvrir les inscriptions")
    assert "Au moins 8 places libres sur 12" in client.text
    client.submit("Envoyer les invitations", people=[nadia.public_id])
    assert client.text.index("Invitations envoyées") < client.text.index(nadia.display_name)
    assert session.scalars(sa.select(ActionInvitation.user_id)).all() == [nadia.id]
    bodies = session.scalars(sa.select(OutgoingMail.body).where(OutgoingMail.to == nadia.email)).all()
    assert len(bodies) == 1
    assert "Forum" not in bodies[0]


def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_is_kept(client: PageClient, session: Any) -> None:
    sign_in(client, referent()).get("/accompagnement/actions/nouvelle")
    for values, said in (
        ({"neutral_title": "Forum RSA"}, "enlevez « RSA »"), ({"day_0": "2020-01-01"}, "déjà passée"), ({"end_0": ""}, "heure de fin"),
        ({"day_0": ""}, "au moins une date"), ({"commune": "Xyzzy"}, "commune"), ({"places": "0"}, "entre 1 et 500"),
        ({"start_0": "14:00", "end_0": "14:00"}, "heure de fin"),
    ):
        answer = client.submit("Garder l’action", **{**written(), **values})
        assert answer.status_code == 400
        assert said in client.text, values
        assert "Huit associations" in client.source
    session.rollback()
    assert session.scalar(sa.select(sa.func.count()).select_from(Action)) == 0


def test_a_change_says_why_and_the_lowered_places_tell_no_number(client: PageClient, session: Any) -> None:
    helper = referent()
    made, holder = action(helper), person()
    coming(holder, made)
    coming(person(), made)
    sign_in(client, helper).get(f"/accompagnement/actions/{made.public_id}/modifier")
    assert client.submit("Garder l’action", address="Gymnase").status_code == 400
    assert "Dites-leur en une phrase" in client.text
    assert client.submit("Garder l’action", address="Gymnase", why="La salle est prise.", places="1").status_code == 400
    assert "Personne ne perd la sienne" in client.text
    client.submit("Garder l’action", places="3")
    assert "Gymnase" in client.text
    sign_in(client, holder).get(f"/mon-contrat/actions/{made.public_id}")
    assert "La salle est prise." in client.text


def test_cancelling_is_read_with_its_reason(client: PageClient, session: Any) -> None:
    helper, holder = referent(), person()
    made = action(helper)
    coming(holder, made)
    sign_in(client, helper).get(f"/accompagnement/actions/{made.public_id}")
    client.follow("Annuler l’action")
    client.submit("Annuler l’action", reason="La neige ferme le col.")
    assert "La neige ferme le col." in client.text
    sign_in(client, holder).get("/mon-contrat")
    client.follow(made.title)
    assert "La neige ferme le col." in client.text


def test_a_no_and_a_yes_that_is_not_told_read_the_same_for_the_referent(client: PageClient, session: Any) -> None:
    people = [person(first_name="Nadia", last_name=f"Roux{n}") for n in range(3)]
    helper = linked(people[0])
    for each in people[1:]:
        linked(each, helper)
    made = action(helper, places=12)
    services.invite_people(made, people, by=helper)
    pages = []
    for act in (None, lambda: services.decline(made, by=people[0]), lambda: services.come(made, by=people[1])):
        if act is not None:
            act()
        sign_in(client, helper).get(f"/accompagnement/actions/{made.public_id}")
        pages.append(client.text)
    assert len(set(pages)) == 1
    services.show_to_referent(made, True, by=people[1])
    sign_in(client, helper).get(f"/accompagnement/actions/{made.public_id}")
    assert f"{people[1].display_name} vient" in client.text
    session.rollback()
    read = session.scalars(sa.select(JournalEntry.subject_id).where(JournalEntry.action == "action.read")).all()
    assert read == [people[1].id]
    sign_in(client, people[1]).get("/mon-contrat")
    assert "a lu que vous venez à une rencontre" in client.text
    assert "vous a invité à une rencontre" in client.text


def test_another_territory_and_another_persons_draft_do_not_exist(client: PageClient, session: Any) -> None:
    draft = action(referent(), State.DRAFT)
    stranger = agent(Role.PILOTE, territoire="vercors")
    for user, room in ((referent(), "accompagnement"), (stranger, "pilotage")):
        sign_in(client, user)
        for path in ("", "/modifier", "/annuler"):
            assert client.get(f"/{room}/actions/{draft.public_id}{path}").status_code == 404


def test_a_colleague_sees_an_open_action_and_does_not_change_it(client: PageClient, session: Any) -> None:
    made = action(referent())
    sign_in(client, referent()).get(f"/accompagnement/actions/{made.public_id}")
    assert "Modifier l’action" not in client.text
    for path in ("/modifier", "/annuler"):
        assert client.get(f"/accompagnement/actions/{made.public_id}{path}").status_code == 403


def test_somebody_elses_person_is_not_invited(client: PageClient, session: Any) -> None:
    mine, theirs = person(), person()
    helper = linked(mine)
    linked(theirs)
    made = action(helper)
    sign_in(client, helper).get(f"/accompagnement/actions/{made.public_id}")
    assert theirs.public_id not in client.source
    client.submit("Envoyer les invitations", people=[theirs.public_id])
    assert "au moins une personne" in client.text
    session.rollback()
    assert session.scalar(sa.select(sa.func.count()).select_from(ActionInvitation)) == 0


def test_a_long_list_is_searched_by_name_and_turned_by_pages(client: PageClient, session: Any) -> None:
    people = [person(first_name=f"Zoé{n:03d}", last_name="Martin") for n in range(60)]
    rare = person(first_name="Anaïs", last_name="Ébrard")
    helper = linked(rare)
    for each in people:
        linked(each, helper)
    made = action(helper)
    sign_in(client, helper).get(f"/accompagnement/actions/{made.public_id}")
    assert 12 < client.source.count('name="people"') < 61
    client.submit("Chercher", nom="anais ebr")
    assert client.source.count('name="people"') == 1
    client.submit("Envoyer les invitations", people=[rare.public_id])
    session.rollback()
    assert session.scalars(sa.select(ActionInvitation.user_id)).all() == [rare.id]
    client.get(f"/accompagnement/actions/{made.public_id}?nom=personne-ici")
    assert "Personne ne porte ce nom" in client.text


def test_a_pilote_writes_for_a_territory_and_reads_no_name(client: PageClient, session: Any) -> None:
    someone = person(first_name="Nadia", last_name="Secret")
    linked(someone)
    sign_in(client, agent(Role.PILOTE)).get("/pilotage")
    client.follow("Actions collectives et formation")
    client.follow("Écrire une action")
    client.submit("Garder l’action", territoire="trieves", **written())
    client.submit("Ouvrir les inscriptions")
    made = _all_said(session)
    assert made.territoire_code == "trieves"
    invited(someone, made)
    services.come(made, by=someone, shown=True)
    session.commit()
    client.get(f"/pilotage/actions/{made.public_id}")
    assert "Secret" not in client.text
    assert "Inviter des personnes" not in client.text


@pytest.mark.parametrize("path", ["/accompagnement/actions/nouvelle", "/accompagnement/actions"])
def test_an_agent_without_a_service_writes_nothing(client: PageClient, session: Any, path: str) -> None:
    sign_in(client, agent(Role.REFERENT))
    assert client.get(path).status_code == (403 if path.endswith("nouvelle") else 200)


def test_a_draft_is_erased(client: PageClient, session: Any) -> None:
    helper = referent()
    draft = action(helper, State.DRAFT)
    sign_in(client, helper).get(f"/accompagnement/actions/{draft.public_id}")
    client.submit("Effacer le brouillon")
    session.rollback()
    assert session.scalar(sa.select(sa.func.count()).select_from(Action)) == 0
