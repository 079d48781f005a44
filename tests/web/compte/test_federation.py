"""FranceConnect and ProConnect on their screens: invisible when off, nobody's account taken, every failure with its reason and a way on."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import sqlalchemy as sa
from flask import Flask
from joserfc.jwk import ECKey

from benevolat.accounts.models import AgentRole, IdentityLink, Invitation, Role, User
from benevolat.accounts.services import Identity, invite_agent, link_identity, prepare_password
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.mail import OutgoingMail
from tests.factories.people import agent, person, telephone
from tests.support.page_client import PageClient, text_of
from tests.support.provider import CLIENT, SECRET, Told, running_provider
from tests.support.sign_in import digits_of, last_code, sign_in

EMAIL = "nadia@courriel.example"
PASSWORD = "trois mots sans lien"


@pytest.fixture
def told(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Told]:
    """A provider that is FranceConnect and ProConnect at once, both on."""
    monkeypatch.setitem(app.config, "PRIVATE_HOSTS", {"127.0.0.1"})
    with running_provider() as provider:
        for name in ("FRANCECONNECT", "PROCONNECT"):
            for key, value in (("ISSUER", provider.issuer), ("CLIENT_ID", CLIENT), ("SECRET", SECRET)):
                monkeypatch.setitem(app.config, f"{name}_{key}", value)
        yield provider
        app.extensions.pop("federation", None)


def address_of(client: PageClient, words: str) -> str:
    """Return where a link of the page leads."""
    [found] = [each.get("href") for each in client.page.iter() if each.tag == "a" and text_of(each) == words]
    return str(found)


def leave(client: PageClient, told: Told, name: str = "franceconnect", path: str = "") -> dict[str, str]:
    """Follow the button; return what the provider is asked, whose answer will bear its nonce."""
    answer = client.get(path or f"/connexion/{name}")
    assert answer.status_code == 303, client.text
    asked = {key: values[0] for key, values in parse_qs(urlsplit(answer.headers["Location"]).query).items()}
    told.nonce = asked["nonce"]
    return asked


def come_back(client: PageClient, asked: dict[str, str], name: str = "franceconnect", **changed: str) -> Any:
    """Come back with a code, as the provider leads to."""
    values = {"code": "un-code", "state": asked["state"], **changed}
    return client.get(f"/connexion/{name}/retour", query_string=values)


def arrive(client: PageClient, told: Told, name: str = "franceconnect") -> Any:
    answer = come_back(client, leave(client, told, name), name)
    return client.get(answer.headers["Location"]) if answer.status_code == 303 else answer


def give_code(client: PageClient, contact: str = EMAIL) -> None:
    client.submit("Recevoir un code", contact=contact)
    client.submit("Valider le code", code=last_code(contact))


def is_in(client: PageClient) -> bool:
    return bool(client.get("/compte").status_code == 200)


def links() -> list[IdentityLink]:
    return list(db.session.scalars(sa.select(IdentityLink)))


def test_nothing_of_it_is_seen_when_off(client: PageClient) -> None:
    for path in ("/connexion", "/connexion/agents"):
        assert client.get(path).status_code == 200
        assert "Connect" not in client.text
    for path in ("/connexion/franceconnect", "/connexion/proconnect/retour", "/connexion/franceconnect/premiere-fois"):
        assert client.get(path).status_code == 404
    sign_in(client, person())
    assert client.get("/compte/identites").status_code == 404


def test_a_new_person_proves_an_address_then_enters_with_one_gesture(client: PageClient, told: Told) -> None:
    client.get("/connexion", query_string={"suite": "/mes-favoris"})
    asked = leave(client, told, path=address_of(client, "S’identifier avec FranceConnect"))
    assert (asked["acr_values"], asked["client_id"], asked["code_challenge_method"]) == ("eidas1", CLIENT, "S256")
    assert asked["scope"].split() == ["openid", "given_name", "family_name", "email"]
    client.get(come_back(client, asked).headers["Location"])
    assert client.h1 == "Votre première fois avec FranceConnect"
    assert "Nadia Belkacem" in client.text
    [(_path, sent)] = [each for each in told.asked if each[0] == "/token"]
    assert sent["client_secret"] == SECRET
    assert len(sent["code_verifier"]) >= 43
    assert sent["redirect_uri"] == asked["redirect_uri"]
    assert ("/userinfo", {"authorization": "Bearer acces"}) in told.asked
    assert not is_in(client)
    client.get("/connexion/franceconnect/premiere-fois")
    give_code(client)
    assert client.form("Créer mon compte").find(".//*[@name='first_name']").get("value") == "Nadia"  # type: ignore[union-attr]
    client.submit("Créer mon compte", age_band="adult")
    [link] = links()
    assert (link.user.first_name, link.user.last_name, link.user.email) == ("Nadia", "Belkacem", EMAIL)
    assert told.subject not in link.subject_hash
    assert len(link.subject_hash) == 64
    other = client.application.test_client()
    assert arrive(other, told).status_code == 200
    assert is_in(other)
    assert links()[0].seen_on == clock.today()


def test_an_account_with_the_same_address_is_its_holder_s_until_they_prove_it(client: PageClient, told: Told) -> None:
    holder = person(email=EMAIL)
    arrive(client, told)
    assert client.h1 == "Votre première fois avec FranceConnect"
    assert not is_in(client)
    assert links() == []
    client.get("/connexion/franceconnect/premiere-fois")
    client.submit("Recevoir un code", contact=EMAIL)
    client.submit("Valider le code", code="000000" if last_code(EMAIL) != "000000" else "111111")
    assert not is_in(client)
    assert links() == []
    client.get("/connexion/code")
    client.submit("Valider le code", code=last_code(EMAIL))
    assert "est relié à FranceConnect" in client.text
    assert [each.user_id for each in links()] == [holder.id]
    letter = db.session.scalar(sa.select(OutgoingMail).where(OutgoingMail.to == EMAIL).order_by(OutgoingMail.id.desc()))
    assert letter is not None
    assert "FranceConnect" in letter.subject


def test_who_arrived_is_forgotten_when_somebody_else_signs_up_on_the_same_screen(client: PageClient, told: Told) -> None:
    arrive(client, told)
    client.get("/inscription")
    give_code(client, "paul@courriel.example")
    client.submit("Créer mon compte", first_name="Paul", age_band="adult")
    assert is_in(client)
    assert links() == []


@pytest.mark.parametrize(("changed", "said"), [
    ({"state": "un-autre"}, "a expiré"), ({"state": ""}, "a expiré"), ({"iss": "https://evil.example"}, "a expiré"),
    ({"code": "", "error": "access_denied"}, "Vous avez arrêté"),
])
def test_an_answer_that_is_not_ours_or_says_no_opens_nothing(client: PageClient, told: Told, changed: dict[str, str], said: str) -> None:
    answer = come_back(client, leave(client, told), **changed)
    assert answer.status_code == 400
    assert said in client.text
    assert "Recevoir un code" in client.text
    assert not [each for each in told.asked if each[0] == "/token"]


def test_an_answer_serves_once_in_the_browser_that_asked(client: PageClient, told: Told) -> None:
    asked = leave(client, told)
    other = client.application.test_client()
    assert come_back(other, asked).status_code == 400  # type: ignore[arg-type]
    assert come_back(client, asked).status_code == 303
    assert come_back(client, asked).status_code == 400
    assert "a expiré" in client.text
    late = leave(client, told)
    with clock.frozen(clock.now() + timedelta(minutes=16)):
        assert come_back(client, late).status_code == 400


def test_what_is_not_proven_is_refused_with_its_reason(client: PageClient, told: Told) -> None:
    told.acr = "eidas0"
    assert arrive(client, told).status_code == 400
    assert "assez sûrement" in client.text
    told.acr, told.key = "eidas1", ECKey.generate_key("P-256", {"kid": "une"})
    assert arrive(client, told).status_code == 400
    assert "vérifiée" in client.text
    told.key = told.published[0]
    asked = leave(client, told)
    told.nonce = "celui-d-un-autre"
    assert come_back(client, asked).status_code == 400
    with client.session_transaction() as session:
        assert "arrival" not in session


def test_a_provider_that_changes_its_key_is_followed(client: PageClient, told: Told) -> None:
    arrive(client, told)
    told.key = ECKey.generate_key("P-256", {"kid": "deux", "use": "sig"})
    told.published = [told.key]
    assert come_back(client, leave(client, told)).status_code == 400  # asked a moment ago: not again within a minute
    told.ahead = 120
    with clock.frozen(clock.now() + timedelta(seconds=told.ahead)):
        assert arrive(client, told).status_code == 200
        assert client.h1 == "Votre première fois avec FranceConnect"


@pytest.mark.parametrize("metadata", [
    {"issuer": "https://evil.example"}, {"token_endpoint": "http://127.0.0.1:1/token"}, {"jwks_uri": None},
    {"authorization_endpoint": "https://evil.example/"},
])
def test_a_provider_that_sends_elsewhere_or_is_silent_is_a_page_with_a_way_on(
    client: PageClient, told: Told, metadata: dict[str, Any]
) -> None:
    told.metadata = metadata
    assert client.get("/connexion/franceconnect").status_code == 503
    assert "ne répond pas" in client.text
    assert "Recevoir un code" in client.text
    told.metadata, told.status = {}, 500
    assert client.get("/connexion/franceconnect").status_code == 503


def test_another_site_begins_nothing(client: PageClient, told: Told) -> None:
    answer = client.get("/connexion/franceconnect", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.headers["Location"] == "/connexion"
    assert told.asked == []


def test_signing_out_closes_the_session_over_there_too(client: PageClient, told: Told) -> None:
    person(email=EMAIL)
    arrive(client, told)
    client.get("/connexion/franceconnect/premiere-fois")
    give_code(client)
    client.submit("Se déconnecter")
    [move] = [each.get("content") for each in client.page.iter() if each.get("http-equiv") == "refresh"]
    address = urlsplit(str(move).partition("url=")[2])
    asked = parse_qs(address.query)
    assert f"{address.scheme}://{address.netloc}{address.path}" == f"{told.issuer}/end_session"
    assert asked["id_token_hint"][0].count(".") == 2
    assert asked["post_logout_redirect_uri"] == ["http://localhost/deconnexion/retour"]
    assert not is_in(client)
    client.get("/deconnexion/retour", query_string={"state": asked["state"][0]}, follow_redirects=True)
    assert "déconnecté, ici et chez FranceConnect" in client.text


def test_an_invited_agent_opens_their_account_and_the_second_factor_is_theirs_or_ours(client: PageClient, told: Told) -> None:
    boss = agent(Role.ADMINISTRATEUR)
    told.about["email"], told.acr = "claire@isere.example", "eidas1"
    asked = leave(client, told, "proconnect")
    assert "acr_values" not in asked
    assert '"essential":true' in asked["claims"]
    client.get(come_back(client, asked, "proconnect").headers["Location"])
    assert client.h1 == "ProConnect n’ouvre pas encore votre compte"
    invite_agent("claire@isere.example", by=boss, first_name="Claire", last_name="Martin", role=Role.REFERENT,
                 territoire_code=None, ends_on=clock.today() + timedelta(days=90))
    db.session.commit()
    client.get("/connexion/proconnect/premiere-fois")
    client.submit("Ouvrir mon compte")
    assert client.h1 == "Préparez votre téléphone"
    assert client.get("/accompagnement").status_code == 303
    made = db.session.scalar(sa.select(User).where(User.email == "claire@isere.example"))
    assert made is not None
    assert made.password_hash is None
    assert db.session.scalars(sa.select(AgentRole.role).where(AgentRole.user_id == made.id)).all() == [Role.REFERENT]
    other = client.application.test_client()
    told.acr = "eidas1-mfa"
    arrive(other, told, "proconnect")  # type: ignore[arg-type]
    assert other.get("/accompagnement").status_code == 200


def test_an_agent_s_account_is_linked_by_who_entered_it_and_never_by_an_address(client: PageClient, told: Told) -> None:
    claire = agent(Role.ADMINISTRATEUR, email="claire@isere.example", password_hash=prepare_password(PASSWORD))
    secret = telephone(claire)
    told.about["email"], told.acr = "claire@isere.example", "eidas2"
    db.session.add(Invitation(token_hash="x", email="claire@isere.example", role=Role.PILOTE,
                              expires_at=clock.now() + timedelta(days=1)))
    arrive(client, told, "proconnect")
    assert client.h1 == "ProConnect n’ouvre pas encore votre compte"
    assert links() == []
    client.get("/connexion/agents", query_string={"suite": "/compte/identites"})
    client.submit("Me connecter", email="claire@isere.example", password=PASSWORD)
    client.submit("Me connecter", code=digits_of(secret))
    answer = come_back(client, leave(client, told, path=address_of(client, "Relier ProConnect")), "proconnect")
    assert answer.headers["Location"] == "/compte/identites"
    assert [each.user_id for each in links()] == [claire.id]
    assert client.get("/compte/identites/franceconnect").status_code == 404


def test_linking_asks_for_a_fresh_session_and_stays_with_the_account_that_asked(client: PageClient, told: Told) -> None:
    someone, other = person(), person()
    sign_in(client, someone)
    asked = leave(client, told, path="/compte/identites/franceconnect")
    sign_in(client, other)
    with client.session_transaction() as session:
        session["provider"] = {"provider": "franceconnect", "asked": {"state": asked["state"], "nonce": told.nonce, "verifier": "v" * 43},
                               "until": 9_999_999_999, "suite": None, "link": someone.get_id()}
    assert come_back(client, asked).headers["Location"] == "/connexion"
    assert links() == []
    with clock.frozen(clock.now() + timedelta(minutes=16)):
        assert client.get("/compte/identites/franceconnect").status_code == 409


def test_one_identity_opens_one_account_and_is_taken_back(client: PageClient, told: Told) -> None:
    someone, other = person(), person()
    identity = Identity("franceconnect", "a" * 64, "Nadia", "", None, False)
    link_identity(someone, identity)
    db.session.commit()
    sign_in(client, someone)
    client.get("/compte/identites")
    assert client.h1 == "Vos identités reliées"
    for user, which in ((other, identity), (someone, Identity("franceconnect", "b" * 64, "", "", None, False))):
        with pytest.raises(Exception, match="identité"):
            link_identity(user, which)
        db.session.rollback()
    client.get("/compte/identites")
    client.submit("Retirer cette identité")
    assert links() == []
    assert text_of(client.page)
