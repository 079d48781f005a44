"""An agent's second step on its screens: no door goes round it, each code serves once, and a lost telephone is no dead end."""

from datetime import timedelta
from typing import Any

import pytest

from benevolat.accounts.models import Role, User
from benevolat.accounts.services import end_agent, invite_agent, prepare_password, renew_recovery_codes
from benevolat.core import clock
from benevolat.core.mail import OutgoingMail
from tests.factories.people import agent, telephone
from tests.support.page_client import PageClient
from tests.support.sign_in import digits_of, last_code, link_telephone, sign_in

PASSWORD = "trois mots sans lien"
NEW = "autres mots sans lien"


@pytest.fixture
def boss(session: Any) -> User:
    return agent(Role.ADMINISTRATEUR, email="odette@isere.example", password_hash=prepare_password(PASSWORD))


def give_password(client: PageClient, suite: str = "") -> None:
    client.get("/connexion/agents", query_string={"suite": suite} if suite else None)
    client.submit("Me connecter", email="odette@isere.example", password=PASSWORD)


def outside(client: PageClient) -> None:
    """Nobody is signed in: an agent's pages lead to the door, and the others know no agent."""
    assert client.get("/administration").status_code == 303
    client.get("/compte", follow_redirects=True)
    assert client.h1 == "Se connecter"


def test_the_password_alone_opens_nothing_and_the_code_opens_where_one_wished_to_go(client: PageClient, boss: User) -> None:
    secret = telephone(boss)
    give_password(client, "/administration/journal")
    assert client.h1 == "Le code de votre téléphone"
    outside(client)
    client.get("/connexion/agents/code")
    client.submit("Me connecter", code="000000" if digits_of(secret) != "000000" else "111111")
    assert "ne convient pas" in client.text
    outside(client)
    client.get("/connexion/agents/code")
    code = digits_of(secret)
    assert client.submit("Me connecter", code=code, follow=False).headers["Location"] == "/administration/journal"
    assert client.get("/administration").status_code == 200
    other = client.application.test_client()
    give_password(other)  # type: ignore[arg-type]
    other.submit("Me connecter", code=code)  # type: ignore[attr-defined]
    assert "Chaque code sert une fois" in other.text  # type: ignore[attr-defined]


def test_the_first_time_one_links_a_telephone_and_notes_ten_codes(client: PageClient, boss: User) -> None:
    give_password(client)
    assert client.h1 == "Préparez votre téléphone"
    outside(client)
    client.get("/connexion/agents/preparer")
    with client.session_transaction() as cookie:
        before = dict(cookie)
    [letters] = [each for each in client.page.iter() if each.get("class") == "scan__letters"]
    secret = "".join(letters.itertext()).replace(" ", "").strip()
    client.submit("Valider le code", code=digits_of(secret))
    assert client.h1 == "Vos codes de secours"
    [shown] = [each for each in client.page.iter() if each.get("class") == "scan__codes"]
    codes = ["".join(each.itertext()) for each in shown]
    assert len(codes) == 10
    client.submit("J’ai gardé mes codes")
    client.get("/compte/codes-de-secours", follow_redirects=True)
    assert codes[0] not in client.source
    with client.session_transaction() as cookie:  # what was kept from before the telephone was linked links no other
        cookie.clear()
        cookie.update(before)
    assert client.get("/connexion/agents/preparer").headers["Location"] == "/connexion/agents"


def test_a_new_password_still_asks_for_the_telephone(client: PageClient, boss: User) -> None:
    secret = telephone(boss)
    client.get("/mot-de-passe/agents")
    client.submit("Recevoir un code", email=boss.email)
    client.submit("Valider le code", code=last_code(boss.email))
    client.submit("Enregistrer mon mot de passe", password=NEW)
    assert client.h1 == "Le code de votre téléphone"
    assert client.get("/connexion/agents/preparer").headers["Location"] == "/connexion/agents/code"
    outside(client)
    client.get("/connexion/agents/code")
    client.submit("Me connecter", code=digits_of(secret))
    assert client.get("/administration").status_code == 200


def test_a_new_invitation_of_an_ended_account_still_asks_for_the_telephone(client: PageClient, session: Any, boss: User) -> None:
    colleague = agent(Role.MODERATEUR, email="malik@ccas.example")
    telephone(colleague)
    end_agent(colleague, by=boss)
    invite_agent("malik@ccas.example", by=boss, first_name="Malik", last_name="B", role=Role.MODERATEUR, territoire_code=None,
                 ends_on=clock.today() + timedelta(days=30))
    session.flush()
    body = session.query(OutgoingMail).filter(OutgoingMail.to == "malik@ccas.example").one().body
    client.get("/invitation/" + body.split("/invitation/")[1].split()[0])
    client.submit("Ouvrir mon compte", password=NEW)
    assert client.h1 == "Le code de votre téléphone"
    outside(client)


def test_without_the_telephone_a_recovery_code_opens_once_and_another_telephone_is_linked(client: PageClient, session: Any,
                                                                                          boss: User) -> None:
    telephone(boss)
    codes = renew_recovery_codes(boss)
    session.commit()
    give_password(client)
    client.follow("Je n’ai pas mon téléphone")
    client.submit("Me connecter", code="aaaaa-aaaaa")
    assert "code de secours ne convient pas" in client.text
    client.submit("Me connecter", code=codes[0])
    assert client.get("/administration").status_code == 200
    client.get("/compte/deuxieme-etape")
    client.follow("Préparer un autre téléphone")
    client.submit("Continuer", code=codes[0])
    assert "code de secours ne convient pas" in client.text
    client.submit("Continuer", code=codes[1])
    secret = link_telephone(client)
    with clock.frozen(clock.now() + timedelta(minutes=2)):
        client.get("/compte/deuxieme-etape")
        client.submit("Faire de nouveaux codes", code=digits_of(secret))
        assert client.h1 == "Vos codes de secours"


def test_the_seventh_try_waits(client: PageClient, boss: User) -> None:
    telephone(boss)
    give_password(client)
    for _try in range(6):
        client.submit("Me connecter", code="12345")
    assert client.submit("Me connecter", code="12345").status_code == 429


@pytest.mark.parametrize("path", ["code", "secours", "preparer"])
def test_nobody_comes_to_the_second_step_without_the_first_or_too_late(client: PageClient, boss: User, path: str) -> None:
    assert client.get(f"/connexion/agents/{path}").headers["Location"] == "/connexion/agents"
    give_password(client)
    with clock.frozen(clock.now() + timedelta(minutes=31)):
        assert client.get(f"/connexion/agents/{path}").headers["Location"] == "/connexion/agents"


def test_two_administrateurs_give_access_back_and_the_agent_may_stop_it(client: PageClient, session: Any, boss: User) -> None:
    second, colleague = agent(Role.ADMINISTRATEUR), agent(Role.REFERENT)
    telephone(colleague)
    page = f"/administration/agents/{colleague.public_id}"
    sign_in(client, boss).get(page)
    client.submit("Demander à rendre l’accès")
    with pytest.raises(AssertionError, match="no form"):
        client.form("Rendre l’accès")
    sign_in(client, colleague).get("/compte")
    client.submit("Arrêter cette demande")
    assert "Votre compte ne change pas" in client.text
    sign_in(client, boss).get(page)
    client.submit("Demander à rendre l’accès")
    with clock.frozen(clock.now() + timedelta(hours=25)):
        sign_in(client, second).get(page)
        client.submit("Rendre l’accès")
        assert "L’accès est rendu" in client.text
        assert "Elle n’est pas prête" in client.text
