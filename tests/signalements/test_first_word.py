"""The word somebody applied with, and a passeport shown by a link, are reported like the rest."""

from typing import Any

import pytest

from benevolat.accounts.models import Role, User
from benevolat.candidatures.models import Candidature
from benevolat.candidatures.services import post_message
from benevolat.proofs.models import Share
from benevolat.proofs.services import close_share, open_share, start_version
from benevolat.signalements import services
from benevolat.signalements.errors import NothingToHide
from benevolat.signalements.models import Kind, Reason, Signalement
from benevolat.signalements.queries import find_target
from tests.factories.passeport import attested
from tests.factories.people import agent, person
from tests.factories.world import association, candidature, mission
from tests.support.page_client import PageClient
from tests.support.sign_in import sign_in

HURTS = "Des mots qui blessent."


@pytest.fixture
def odile(session: Any) -> User:
    return person(first_name="Odile")


@pytest.fixture
def sent(odile: User) -> Candidature:
    return candidature(mission(association(member=odile)), person(), message=HURTS)


@pytest.fixture
def share(session: Any) -> Share:
    """A passeport that somebody shows for a week."""
    engagement = attested(person())
    version = start_version(title="Pour un stage", everything=True, by=engagement.user)
    return open_share(version, days=7, with_contact=False, by=engagement.user)


def reported(of: Candidature, by: User) -> Signalement:
    target = find_target(by, Kind.MESSAGE, f"{of.public_id}-0")
    assert target is not None
    item: Signalement = services.report(target, reason=Reason.HURTFUL).signalement
    return item


def test_the_association_alone_reports_a_first_word(sent: Candidature, odile: User) -> None:
    target = find_target(odile, Kind.MESSAGE, f"{sent.public_id}-0")
    assert target is not None
    assert (target.evidence, target.candidature_id, target.message_id) == (HURTS, sent.id, None)
    for other in (sent.user, person(), agent(Role.MODERATEUR)):
        assert find_target(other, Kind.MESSAGE, f"{sent.public_id}-0") is None
    silent = candidature(sent.mission, person(), message="")
    assert find_target(odile, Kind.MESSAGE, f"{silent.public_id}-0") is None


def test_hidden_nobody_reads_it_and_the_desk_keeps_its_copy(client: PageClient, sent: Candidature, odile: User) -> None:
    row, claire = reported(sent, odile), agent(Role.MODERATEUR)
    sign_in(client, claire).get(f"/moderation/signalements/{row.public_id}")
    client.submit("Masquer ce message")
    assert row.evidence == HURTS
    assert sent.first_word == ""
    with pytest.raises(NothingToHide):
        services.hide_message(row, by=claire)
    for who, address in ((odile, f"/association/candidats/{sent.public_id}"), (sent.user, f"/mes-candidatures/{sent.public_id}")):
        sign_in(client, who).get(address)
        assert HURTS not in client.source
        assert "Ce message a été masqué" in client.text
    assert find_target(odile, Kind.MESSAGE, f"{sent.public_id}-0") is None


def test_the_first_word_is_not_the_first_message(sent: Candidature, odile: User) -> None:
    written = post_message(sent, by=sent.user, body="À quelle heure ?")
    services.hide_message(reported(sent, odile), by=agent(Role.MODERATEUR))
    assert written.hidden_at is None
    target = find_target(odile, Kind.MESSAGE, f"{sent.public_id}-1")
    assert target is not None
    item = services.report(target, reason=Reason.HURTFUL).signalement
    services.hide_message(item, by=agent(Role.MODERATEUR))
    assert written.hidden_at is not None


def test_from_the_page_of_the_candidature(client: PageClient, sent: Candidature, odile: User) -> None:
    sign_in(client, odile).get(f"/association/candidats/{sent.public_id}")
    client.follow("Signaler ce message")
    client.submit("Envoyer le signalement", reason="hurtful")
    assert client.h1 == "Votre signalement est envoyé"


@pytest.mark.parametrize(("before", "link"), [
    ("", "Signaler un problème sur cette page"), ("/en", "Report a problem with this page (in French)"),
])
def test_a_shared_passeport_is_reported_from_its_page(client: PageClient, share: Share, before: str, link: str) -> None:
    client.get(f"{before}/partage/{share.code}")
    client.follow(link)
    assert "Un passeport montré par un lien" in client.text
    client.submit("Envoyer le signalement", reason="false")
    assert client.h1 == "Votre signalement est envoyé"


def test_the_desk_opens_what_was_shared_and_a_closed_link_is_reported_no_more(client: PageClient, share: Share) -> None:
    target = find_target(None, Kind.VERIFICATION, share.code)
    assert target is not None
    row = services.report(target, reason=Reason.FALSE).signalement
    assert row.evidence is None
    sign_in(client, agent(Role.MODERATEUR)).get(f"/moderation/signalements/{row.public_id}")
    client.follow("Voir ce qui est signalé")
    assert "Cette page se voit jusqu’au" in client.text
    close_share(share, by=share.version.user)
    assert find_target(None, Kind.VERIFICATION, share.code) is None
