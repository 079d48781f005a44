"""Signing up, the home, the page and the team on the screens."""

import re
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.accounts.models import Role
from benevolat.associations.models import Association, MemberRole, Membership, MembershipInvitation, Right, State
from benevolat.associations.services import invite_member
from benevolat.core import clock
from benevolat.core.mail import OutgoingMail
from benevolat.web import limits
from tests.factories import keep
from tests.factories.people import agent, by_phone, person
from tests.factories.world import association, candidature, mission
from tests.support.page_client import PageClient
from tests.support.queries import counted_queries
from tests.support.send import send
from tests.support.sign_in import sign_in

RIGHTS = tuple(Right)


def last_mail(session: Any, to: str) -> str:
    session.expire_all()
    return str(session.scalars(sa.select(OutgoingMail.body).where(OutgoingMail.to == to).order_by(OutgoingMail.id.desc())).first())


def code_in(body: str) -> str:
    found = re.search(r"\b\d{6}\b", body)
    assert found is not None
    return found[0]


@pytest.fixture
def nadia(session: Any) -> Any:
    return person(email="nadia@courriel.example")


def test_a_visitor_is_led_to_sign_in_and_back(client: PageClient) -> None:
    answer = client.get("/association/inscription")
    assert answer.status_code == 303
    assert "/connexion?suite=/association/inscription" in answer.location.replace("%2F", "/")


def test_an_agent_has_no_association(client: PageClient, session: Any) -> None:
    sign_in(client, agent(Role.MODERATEUR))
    for path in ("/association", "/association/inscription"):
        assert client.get(path).status_code == 403


def test_a_wrong_check_digit_is_confirmed_by_a_box(client: PageClient, session: Any, nadia: Any) -> None:
    sign_in(client, nadia)
    client.get("/association/inscription")
    assert "c’est bien ce numéro" not in client.text
    client.submit("Continuer", name="La Recyclerie", number="732 829 321", commune="Voiron")
    assert "faute de frappe" in client.text
    assert 'value="732 829 321"' in client.source
    client.submit("Continuer", sure="y")
    assert client.h1 == "Adresse de contact"
    assert session.scalars(sa.select(Association.siren)).one() == "732829321"


@pytest.mark.parametrize(("values", "said"), [
    ({"rna": "", "number": ""}, "Ce numéro n’est pas complet"), ({"rna": "W12"}, "Ce numéro n’est pas complet"),
    ({"name": ""}, "Cette réponse est nécessaire"), ({"commune": "Atlantide"}, "pas trouvé cette commune"),
    ({"commune": ""}, "Cette réponse est nécessaire"), ({"rna": "W389000000"}, "déjà inscrite avec ce numéro"),
])
def test_bad_sign_ups_keep_what_was_typed(client: PageClient, session: Any, nadia: Any, values: dict[str, str], said: str) -> None:
    association(rna="W389000000")
    sign_in(client, nadia)
    client.get("/association/inscription")
    client.submit("Continuer", **{"name": "La Recyclerie", "rna": "W381234567", "commune": "Voiron", **values})
    assert client.h1 == "Inscrire une association"
    assert said in client.text
    assert values.get("name") == "" or 'value="La Recyclerie"' in client.source


def test_a_wrong_code_is_said_and_another_can_be_asked(client: PageClient, session: Any, nadia: Any) -> None:
    row = association(member=nadia, state=State.PENDING, email=None, description="")
    sign_in(client, nadia)
    client.get(f"/association/{row.public_id}/adresse-de-contact/code", follow_redirects=True)
    assert client.h1 == "Adresse de contact", "no address waits for its code"
    client.submit("Continuer", email="pas une adresse")
    assert "pas reconnu cette adresse" in client.text
    client.submit("Continuer", email="contact@recyclerie.example")
    client.submit("Confirmer l’adresse", code="000000")
    assert "Ce code ne convient pas" in client.text
    client.submit("Recevoir un nouveau code")
    client.submit("Confirmer l’adresse", code=code_in(last_mail(session, "contact@recyclerie.example")))
    session.expire_all()
    assert session.get(Association, row.id).email == "contact@recyclerie.example"


def test_one_s_own_address_needs_no_code(client: PageClient, session: Any, nadia: Any) -> None:
    row = association(member=nadia, state=State.PENDING, email=None, description="")
    sign_in(client, nadia)
    client.get(f"/association/{row.public_id}/adresse-de-contact")
    client.submit("Continuer")
    assert client.h1 == "La page de votre association"


def test_home_leads_says_how_to_begin_or_lets_choose(client: PageClient, session: Any, nadia: Any) -> None:
    sign_in(client, nadia)
    client.get("/association", follow_redirects=True)
    assert "Inscrire une association" in client.text
    first = association(member=nadia, name="Les Jardins")
    client.get("/association", follow_redirects=True)
    assert client.h1 == first.name
    association(member=nadia, name="La Table", state=State.REFUSED, state_reason="Le numéro est celui d’une autre.")
    client.get("/association", follow_redirects=True)
    assert client.h1 == "Vos associations"
    client.follow("La Table")
    assert "Le numéro est celui d’une autre." in client.text
    client.submit("Demander une nouvelle vérification")
    assert "en attente de vérification" in client.text


def test_the_home_says_what_waits(client: PageClient, session: Any, nadia: Any) -> None:
    row = association(member=nadia)
    mission(row, title="À mendier", publication="to_correct", publication_reason="Précisez.")
    candidature(mission(row))
    sign_in(client, nadia)
    client.get(f"/association/{row.public_id}")
    assert "1 personne attend votre réponse" in client.text
    assert "À corriger" in client.text


@pytest.mark.parametrize("page", ["", "/equipe"])
def test_no_page_sends_more_statements_with_more_rows(client: PageClient, session: Any, nadia: Any, page: str) -> None:
    row = association(member=nadia)
    sign_in(client, nadia)

    def cost() -> int:
        with counted_queries() as seen:
            client.get(f"/association/{row.public_id}{page}")
        return len(seen)

    def grow(count: int) -> None:
        for number in range(count):
            mission(row, title=f"Mission numéro {number}")
            keep(Membership(association_id=row.id, user_id=person().id))
            invite_member(row, by=nadia, email=f"invite{number}{count}@courriel.example", role=MemberRole.MEMBER, rights=RIGHTS)
        session.commit()

    grow(2)
    cost()
    before = cost()
    grow(20)
    assert cost() == before


def test_many_associations_cost_no_more(client: PageClient, session: Any, nadia: Any) -> None:
    association(member=nadia)
    association(member=nadia)
    sign_in(client, nadia)
    client.get("/association")
    with counted_queries() as few:
        client.get("/association")
    for _ in range(58):
        association(member=nadia)
    session.commit()
    with counted_queries() as many:
        client.get("/association")
    assert len(many) == len(few)


def test_the_page_is_changed_by_its_administrator_only(client: PageClient, session: Any, nadia: Any) -> None:
    row = association(member=nadia)
    member = keep(Membership(association_id=row.id, user_id=person().id)).user
    sign_in(client, member)
    assert client.get(f"/association/{row.public_id}/page").status_code == 403
    assert send(client, f"/association/{row.public_id}/page").status_code == 403
    client.get(f"/association/{row.public_id}")
    assert "Votre page" not in client.text
    sign_in(client, person())
    assert client.get(f"/association/{row.public_id}/page").status_code == 404
    sign_in(client, nadia)
    client.get(f"/association/{row.public_id}/page")
    client.submit("Enregistrer la page", phone="12", website="javascript:alert(1)")
    assert "pas reconnu ce numéro" in client.text
    assert "n’est pas celle d’un site" in client.text
    client.submit("Enregistrer la page", phone="04 65 71 12 12", website="www.jardins.example", commune="Grenoble")
    session.expire_all()
    kept = session.get(Association, row.id)
    assert (kept.phone, kept.website, kept.commune_code) == ("+33465711212", "https://www.jardins.example", "38185")


def test_the_team_on_its_page(client: PageClient, session: Any, nadia: Any) -> None:
    row = association(member=nadia)
    karim = keep(Membership(association_id=row.id, user_id=person(first_name="Karim", last_name="Ben").id)).user
    sign_in(client, nadia)
    client.get(f"/association/{row.public_id}/equipe")
    client.submit("Quitter l’équipe")
    assert "doit garder une personne" in client.text
    client.get(f"/association/{row.public_id}/equipe")
    client.submit("Faire administrer")
    assert client.text.count("Administre l’association") >= 2
    client.submit("Retirer de l’équipe")
    assert f"/equipe/{karim.public_id}/" not in client.source
    client.submit("Envoyer l’invitation", email="odile@courriel.example")
    assert "Cette réponse est nécessaire." in client.text, "whether she signs is asked, never supposed"
    client.submit("Envoyer l’invitation", email="odile@courriel.example", may_sign="no", role="member")
    assert "Choisissez au moins une chose" in client.text, "a member who could do nothing is a slip"
    client.submit("Envoyer l’invitation", email="nadia@courriel.example", may_sign="no", rights=["hours"])
    assert "déjà dans l’équipe" in client.text
    client.submit("Envoyer l’invitation", email="odile@courriel.example", role="admin", may_sign="yes", rights=[])
    assert "L’invitation est partie à odile@courriel.example" in client.text
    client.submit("Annuler l’invitation")
    assert "L’invitation est annulée" in client.text


def test_a_member_sees_the_team_and_may_only_leave(client: PageClient, session: Any, nadia: Any) -> None:
    row = association(member=nadia)
    karim = keep(Membership(association_id=row.id, user_id=person().id)).user
    sign_in(client, karim)
    client.get(f"/association/{row.public_id}/equipe")
    assert "Envoyer l’invitation" not in client.text
    base = f"/association/{row.public_id}/equipe"
    assert send(client, base, email="x@courriel.example", role="admin").status_code == 403
    assert send(client, f"{base}/{nadia.public_id}/retirer").status_code == 403
    assert send(client, f"{base}/{karim.public_id}/role").status_code == 403
    assert send(client, base, email="", role="").status_code == 403, "not even an empty form is read"
    invited = invite_member(row, by=nadia, email="y@courriel.example", role=MemberRole.MEMBER, rights=RIGHTS)
    session.commit()
    assert send(client, f"/association/{row.public_id}/invitations/{invited.public_id}/annuler").status_code == 403
    client.get(base)
    client.submit("Quitter l’équipe")
    assert "Vous avez quitté l’équipe" in client.text


def test_the_team_of_another_association_does_not_exist(client: PageClient, session: Any, nadia: Any) -> None:
    """Neither through its own address, nor by putting its people or its invitations under one's own."""
    own, other = association(member=nadia), association(member=person())
    stranger = keep(Membership(association_id=other.id, user_id=person().id, role=MemberRole.MEMBER)).user
    admin = session.scalar(sa.select(Membership.user_id).where(
        Membership.association_id == other.id, Membership.role == MemberRole.ADMIN
    ))
    invited = invite_member(other, by=session.get(type(nadia), admin), email="y@courriel.example", role=MemberRole.MEMBER, rights=RIGHTS)
    sign_in(client, nadia)
    assert client.get(f"/association/{other.public_id}/equipe").status_code == 404
    for path in (f"equipe/{stranger.public_id}/retirer", f"equipe/{stranger.public_id}/role", f"invitations/{invited.public_id}/annuler"):
        for host in (own, other):
            assert send(client, f"/association/{host.public_id}/{path}").status_code == 404
    assert session.scalar(sa.select(sa.func.count()).select_from(Membership)) == 3
    assert session.scalar(sa.select(sa.func.count()).select_from(MembershipInvitation)) == 1


def test_invitations_are_limited(client: PageClient, session: Any, nadia: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(limits.LIMITS, "invite", limits.Limit(target=2, address=9, window=timedelta(hours=1)))
    row = association(member=nadia)
    sign_in(client, nadia)
    seen = [
        send(client, f"/association/{row.public_id}/equipe", email=f"invitee{n}@courriel.example", role="member", may_sign="no",
             rights="hours").status_code
        for n in range(3)
    ]
    assert seen == [303, 303, 429]


def token_in(body: str) -> str:
    return body.split("/association/invitation/")[1].split()[0]


def test_an_invitation_from_the_mail_to_the_team(client: PageClient, session: Any, nadia: Any) -> None:
    row = association(member=nadia)
    invite_member(row, by=nadia, email="karim@courriel.example", role=MemberRole.MEMBER, rights=RIGHTS)
    session.commit()
    path = f"/association/invitation/{token_in(last_mail(session, 'karim@courriel.example'))}"
    client.get(path)
    assert "Créer un compte" in client.text
    sign_in(client, agent(Role.MODERATEUR))
    client.get(path)
    assert "compte d’agent" in client.text
    sign_in(client, person(email="karim@courriel.example"))
    client.get(path)
    client.submit("Rejoindre l’équipe")
    assert f"Vous êtes dans l’équipe de {row.name}" in client.text
    sign_in(client, person(email="curieux@courriel.example"))
    client.get(path)
    assert "Ce lien ne sert plus" in client.text
    assert client.get("/association/invitation/inconnu").status_code == 404


def test_an_invitation_under_another_account_asks_for_a_code(client: PageClient, session: Any, nadia: Any) -> None:
    row = association(member=nadia)
    invite_member(row, by=nadia, email="karim@courriel.example", role=MemberRole.MEMBER, rights=RIGHTS)
    session.commit()
    path = f"/association/invitation/{token_in(last_mail(session, 'karim@courriel.example'))}"
    sign_in(client, by_phone())
    client.get(path)
    assert "qui n’est pas l’adresse de votre compte" in client.text
    client.submit("Recevoir un code")
    client.submit("Rejoindre l’équipe", code="000000")
    assert "Ce code ne convient pas" in client.text
    client.submit("Rejoindre l’équipe", code=code_in(last_mail(session, "karim@courriel.example")))
    assert f"Vous êtes dans l’équipe de {row.name}" in client.text


def test_a_link_too_old_says_so(client: PageClient, session: Any, nadia: Any) -> None:
    row = association(member=nadia)
    with clock.frozen(clock.now() - timedelta(days=8)):
        invite_member(row, by=nadia, email="karim@courriel.example", role=MemberRole.MEMBER, rights=RIGHTS)
    sign_in(client, person(email="karim@courriel.example"))
    path = f"/association/invitation/{token_in(last_mail(session, 'karim@courriel.example'))}"
    client.get(path)
    assert "Ce lien ne sert plus" in client.text
    send(client, path, follow=True)
    assert session.scalar(sa.select(sa.func.count()).select_from(Membership)) == 1
    before = session.scalar(sa.select(sa.func.count()).select_from(OutgoingMail))
    assert send(client, f"{path}/code").status_code == 200
    assert session.scalar(sa.select(sa.func.count()).select_from(OutgoingMail)) == before, "no code for a link that opens nothing"
