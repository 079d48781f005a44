"""Words of référents: about nobody, read by a pilote of the territory before anybody else, by agents alone, erased after a year."""

from datetime import timedelta
from typing import Any

import pytest

from benevolat.accompagnement.models import Referent, ServiceKind
from benevolat.accompagnement.services import open_service
from benevolat.accounts.models import Role, User
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.errors import Conflict, InvalidInput, NotAllowed
from benevolat.paroles import jobs, services
from benevolat.paroles.errors import GivesAway, NamesSomebody, NoService, PromiseNeeded, TooManyWaiting, WrongLength
from benevolat.paroles.models import Parole, State
from benevolat.paroles.queries import count_to_read, find_moderated_parole, find_own_parole, own_paroles, published_paroles
from benevolat.reporting.documents import dossier
from benevolat.territoire.models import Territoire
from tests.factories import keep
from tests.factories.insertion import linked
from tests.factories.people import agent, person
from tests.support.page_client import PageClient
from tests.support.sign_in import sign_in

SENTENCE = "Sans bus le mercredi, les missions de Mens ne trouvent personne."


def writer(place: str | None = "trieves", *roles: Role) -> User:
    """An agent who is a référent of a service of a territory."""
    user = agent(Role.REFERENT, *roles)
    service = open_service(f"Service {place}", ServiceKind.DEPARTEMENT, territoire_code=place)
    keep(Referent(user_id=user.id, service_id=service.id))
    return user


def pilote(place: str | None = None) -> User:
    return agent(Role.PILOTE, territoire=place)


def sent(by: User | None = None, words: str = SENTENCE) -> Parole:
    return services.send_parole(by=by or writer(), words=words, nobody=True)


def test_a_sentence_waits_for_a_pilote_of_its_territory(session: Any) -> None:
    by, near, far, all_over = writer(), pilote("trieves"), pilote("oisans"), pilote()
    row = sent(by)
    assert (row.state, row.territoire_code) == (State.SENT, "trieves")
    assert [count_to_read(each) for each in (near, far, all_over, by)] == [1, 0, 1, 0]
    assert published_paroles(by) == published_paroles(all_over) == []
    assert find_moderated_parole(far, row.public_id) is None
    for other in (far, by, agent(Role.MODERATEUR), agent(Role.ADMINISTRATEUR), person()):
        with pytest.raises(NotAllowed):
            services.publish_parole(row, by=other)
    services.publish_parole(row, by=near)
    readers = (near, all_over, by, writer(), far, writer("oisans"), agent(Role.MODERATEUR), person())
    assert [len(published_paroles(each)) for each in readers] == [1, 1, 1, 1, 0, 0, 0, 0]
    assert [len(published_paroles(all_over, code)) for code in ("trieves", "oisans")] == [1, 0]
    with pytest.raises(Conflict):
        services.publish_parole(row, by=near)


def test_nobody_publishes_their_own(session: Any) -> None:
    both = writer("trieves", Role.PILOTE)
    row = sent(both)
    assert (count_to_read(both), find_moderated_parole(both, row.public_id)) == (0, None)
    with pytest.raises(NotAllowed):
        services.publish_parole(row, by=both)


def test_what_is_of_the_whole_isere_is_read_by_all_and_published_from_above(session: Any) -> None:
    row = sent(writer(None))
    assert [count_to_read(each) for each in (pilote("trieves"), pilote())] == [0, 1]
    services.publish_parole(row, by=pilote())
    assert [len(published_paroles(each)) for each in (writer("oisans"), pilote("trieves"))] == [1, 1]


def test_a_no_has_a_reason_its_author_reads_even_after(session: Any) -> None:
    by, reader = writer(), pilote()
    row = sent(by)
    with pytest.raises(InvalidInput):
        services.refuse_parole(row, by=reader, reason="  ")
    services.publish_parole(row, by=reader)
    services.refuse_parole(row, by=reader, reason=" On reconnaît  une famille. ")
    assert (row.state, [each.reason for each in own_paroles(by)]) == (State.REFUSED, ["On reconnaît une famille."])
    assert published_paroles(reader) == []


@pytest.mark.parametrize(("words", "error"), [
    ("Trop court.", WrongLength), ("a" * 281, WrongLength), ("Écrivez à lea@courriel.example pour aider.", GivesAway),
    ("Appelez le 06 39 98 12 34 pour aider ici.", GivesAway), ("Je pense à ÉLOÏSE, qui a trouvé sa voie.", NamesSomebody),
    ("Avec madame Nguyen, tout a été plus simple.", NamesSomebody),
])
def test_what_leads_to_somebody_is_not_sent(session: Any, words: str, error: type[Exception]) -> None:
    by = writer()
    linked(person(first_name="Éloïse", last_name="Tran Nguyen"), to=by)
    with pytest.raises(error) as refused:
        sent(by, words)
    assert refused.value.field == "words"  # type: ignore[attr-defined]
    assert own_paroles(by) == []


def test_the_names_of_others_people_stop_nobody(session: Any) -> None:
    linked(person(first_name="Mens"), to=writer())
    assert sent().words == SENTENCE


def test_who_may_send_and_how_many(session: Any) -> None:
    by = writer()
    with pytest.raises(PromiseNeeded):
        services.send_parole(by=by, words=SENTENCE, nobody=False)
    with pytest.raises(NoService):
        sent(agent(Role.REFERENT))
    for other in (pilote(), person(), agent(Role.MODERATEUR)):
        with pytest.raises(NotAllowed):
            sent(other)
    for _each in range(3):
        sent(by)
    with pytest.raises(TooManyWaiting):
        sent(by)


def test_taken_back_nothing_is_left_and_only_its_author_does(session: Any) -> None:
    by, other = writer(), writer()
    row = sent(by)
    services.publish_parole(row, by=pilote())
    assert find_own_parole(other, row.public_id) is None
    for wrong in (other, pilote()):
        with pytest.raises(NotAllowed):
            services.remove_parole(row, by=wrong)
    services.remove_parole(row, by=by)
    session.flush()
    assert session.query(Parole).count() == 0


def test_a_year_later_nothing_is_left(session: Any) -> None:
    by, reader = writer(), pilote()
    row = sent(by)
    services.publish_parole(row, by=reader)
    with clock.frozen(row.sent_at + timedelta(days=364)):
        jobs.erase({})
        assert len(published_paroles(reader)) == 1
    with clock.frozen(row.sent_at + timedelta(days=365)):
        assert (published_paroles(reader), own_paroles(by), count_to_read(reader)) == ([], [], 0)
        jobs.erase({})
    assert session.query(Parole).count() == 0


def test_the_dossier_holds_those_of_its_territory(session: Any) -> None:
    for place, words in (("trieves", SENTENCE), ("oisans", "Les refuges cherchent des bras en juin.")):
        services.publish_parole(sent(writer(place), words), by=pilote())
    sent(writer(), "Une phrase que personne n’a encore relue.")
    assert dossier(db.session.get_one(Territoire, "trieves"), by=pilote())["paroles"] == [SENTENCE]


def test_from_the_form_to_the_figures(client: PageClient, session: Any) -> None:
    by, reader = writer(), pilote("trieves")
    sign_in(client, by).get("/accompagnement")
    client.follow("Dire un mot du bénévolat dans votre territoire")
    client.submit("Envoyer ma phrase", words="Court.", nobody="y")
    assert "de 20 à 280 caractères" in client.text
    client.submit("Envoyer ma phrase", words=SENTENCE, nobody=None)
    assert "personne ne peut être reconnu" in client.text
    client.submit("Envoyer ma phrase", words=SENTENCE, nobody="y")
    assert (SENTENCE in client.text, "À relire" in client.text) == (True, True)
    sign_in(client, reader).get("/pilotage")
    client.follow("Les mots des référents (1)")
    assert by.last_name not in client.text
    client.submit("Publier cette phrase")
    client.get("/pilotage/chiffres?territoire=trieves")
    assert SENTENCE in client.text
    client.get("/pilotage/paroles")
    client.follow("Retirer")
    client.submit("Ne pas retenir cette phrase", reason="On reconnaît un employeur.")
    sign_in(client, by).get("/accompagnement/paroles")
    assert "On reconnaît un employeur." in client.text
    client.submit("Effacer cette phrase")
    assert "Il n’en reste rien" in client.text
