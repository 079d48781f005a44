"""The modérateurs' desk: what waits, the decision with its check or its reason, and two of them at once."""

from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.accounts.models import Role, User
from benevolat.associations.models import Association, State
from benevolat.competences.models import Competence
from benevolat.core.mail import OutgoingMail
from benevolat.missions.models import Mission, Publication
from benevolat.missions.services import publish_mission
from benevolat.passeport import services as passeport
from tests.engagements.stage import confirmed
from tests.factories.people import agent, person
from tests.factories.world import association, candidature, mission
from tests.support.page_client import PageClient
from tests.support.queries import counted_queries
from tests.support.send import send
from tests.support.sign_in import sign_in


@pytest.fixture
def claire(session: Any) -> User:
    return agent(Role.MODERATEUR, first_name="Claire", last_name="Morel")


@pytest.fixture
def sent(session: Any) -> Mission:
    return mission(association(member=person(email="nadia@courriel.example")), publication=Publication.SUBMITTED, published_at=None)


def test_an_empty_desk(client: PageClient, claire: User) -> None:
    sign_in(client, claire)
    client.get("/moderation")
    assert "Rien n’attend" in client.text
    assert "toute l’Isère" in client.text


def test_the_desk_keeps_to_its_territories(client: PageClient, session: Any, sent: Mission) -> None:
    waiting = association(state=State.PENDING, commune_code="38563", verified_at=None)
    sign_in(client, agent(Role.MODERATEUR, territoire="trieves"))
    client.get("/moderation")
    assert "Rien n’attend" in client.text
    assert "Trièves" in client.text
    assert client.get(f"/moderation/missions/{sent.public_id}").status_code == 404
    assert client.get(f"/moderation/associations/{waiting.public_id}").status_code == 404
    sign_in(client, agent(Role.MODERATEUR, territoire="voironnais-chartreuse"))
    client.get("/moderation")
    assert "Arroser le jardin partagé" in client.text
    assert waiting.name in client.text


def test_a_published_mission_elsewhere_is_seen_but_not_judged(client: PageClient, session: Any) -> None:
    row = mission()
    sign_in(client, agent(Role.MODERATEUR, territoire="trieves"))
    assert client.get(f"/moderation/missions/{row.public_id}").status_code == 403
    assert send(client, f"/moderation/missions/{row.public_id}/retirer", reason="other", words="Non.").status_code == 403
    assert client.get(f"/moderation/associations/{row.association.public_id}").status_code == 403


@pytest.mark.parametrize("role", [Role.REFERENT, Role.PILOTE, Role.ADMINISTRATEUR])
def test_only_modérateurs_sit_here(client: PageClient, session: Any, sent: Mission, role: Role) -> None:
    for user in (agent(role), person()):
        sign_in(client, user)
        for path in ("/moderation", f"/moderation/missions/{sent.public_id}", f"/moderation/associations/{sent.association.public_id}"):
            assert client.get(path).status_code == 403
        assert send(client, f"/moderation/missions/{sent.public_id}", not_a_job="y").status_code == 403


@pytest.mark.parametrize(("link", "state", "mail"), [
    ("Demander une correction", Publication.TO_CORRECT, "est à corriger"),
    ("Refuser la mission", Publication.REFUSED, "n’a pas été acceptée"),
])
def test_a_no_is_said_with_its_reason(
    client: PageClient, session: Any, claire: User, sent: Mission, link: str, state: Publication, mail: str,
) -> None:
    sign_in(client, claire)
    client.get(f"/moderation/missions/{sent.public_id}")
    client.follow(link)
    client.submit(link, words="Dites à quelle heure on finit.")
    assert "Cette réponse est nécessaire" in client.text
    client.submit(link, reason="other", words="  ")
    assert "field--error" in client.source
    client.submit(link, reason="other", words="Dites à quelle heure on finit.")
    assert client.h1 == "Modération"
    session.expire_all()
    assert session.get(Mission, sent.id).publication is state
    letter = session.scalars(sa.select(OutgoingMail).where(OutgoingMail.to == "nadia@courriel.example")).one()
    assert mail in letter.subject
    assert "Dites à quelle heure on finit." in letter.body


def test_a_no_that_is_not_possible_is_not_asked_for(client: PageClient, session: Any, claire: User, sent: Mission) -> None:
    published = mission()
    sign_in(client, claire)
    for row, decision in ((sent, "retirer"), (published, "refuser")):
        assert client.get(f"/moderation/missions/{row.public_id}/{decision}").status_code == 403


def test_the_desk_reads_what_was_attested_and_no_claim(client: PageClient, session: Any, claire: User) -> None:
    stage = confirmed({"ecouter": None})
    passeport.agree_bilan(stage.engagement, by=stage.volunteer)
    passeport.claim_skill(stage.engagement, competence_code="cuisiner", own_words="Je cuisine.", by=stage.volunteer)
    asked = passeport.ask_validation(stage.engagement, by=stage.volunteer)
    attested, claimed = (session.get(Competence, code).label for code in ("ecouter", "cuisiner"))
    sign_in(client, claire)
    client.get(f"/moderation/validations/{asked.public_id}")
    assert attested in client.text
    assert claimed not in client.text


def test_the_second_of_two_modérateurs_learns_who_came_first(client: PageClient, session: Any, claire: User, sent: Mission) -> None:
    sign_in(client, agent(Role.MODERATEUR))
    client.get(f"/moderation/missions/{sent.public_id}")
    publish_mission(sent, by=claire, not_a_job=True)
    client.submit("Publier la mission", not_a_job="y")
    assert "Claire Morel a déjà décidé" in client.text
    assert session.scalar(sa.select(sa.func.count()).select_from(OutgoingMail)) == 1


def test_a_text_changed_meanwhile_is_read_again(client: PageClient, session: Any, claire: User, sent: Mission) -> None:
    from benevolat.missions.services import edit_mission

    member = session.scalars(sa.select(User).where(User.email == "nadia@courriel.example")).one()
    sign_in(client, claire)
    client.get(f"/moderation/missions/{sent.public_id}")
    edit_mission(sent, {"title": "Conduire le camion de livraison"}, by=member)
    client.submit("Publier la mission", not_a_job="y")
    assert "pendant votre lecture" in client.text
    session.expire_all()
    assert session.get(Mission, sent.id).publication is Publication.SUBMITTED
    client.get(f"/moderation/missions/{sent.public_id}")
    client.submit("Publier la mission", not_a_job="y")
    assert "est publiée" in client.text


def test_a_tampered_moment_does_not_pass_for_a_reading(client: PageClient, session: Any, claire: User, sent: Mission) -> None:
    sign_in(client, claire)
    answer = send(client, f"/moderation/missions/{sent.public_id}", follow=True, not_a_job="y", seen="n’importe quoi")
    assert answer.status_code == 200
    session.expire_all()
    assert session.get(Mission, sent.id).publication is Publication.SUBMITTED


def test_taking_down_tells_those_who_applied_without_the_reason(client: PageClient, session: Any, claire: User) -> None:
    row = mission(association(member=person(email="nadia@courriel.example")))
    candidature(row, person(email="volontaire@courriel.example"))
    sign_in(client, claire)
    client.get(f"/moderation/missions/{row.public_id}")
    client.follow("Retirer de la publication")
    client.submit("Retirer de la publication", reason="other", words="Trois signalements sérieux.")
    bodies = dict(session.execute(sa.select(OutgoingMail.to, OutgoingMail.body)).all())
    assert "Trois signalements sérieux." in bodies["nadia@courriel.example"]
    assert "Trois signalements sérieux." not in bodies["volontaire@courriel.example"]


def test_suspending_and_lifting(client: PageClient, session: Any, claire: User) -> None:
    row = association(member=person())
    sign_in(client, claire)
    client.get(f"/moderation/associations/{row.public_id}")
    client.follow("Suspendre l’association")
    client.submit("Suspendre l’association", reason="other", words="Plusieurs signalements.")
    assert "Plusieurs signalements." in client.text
    client.submit("Rétablir l’association")
    client.follow("Lui faire confiance")
    client.submit("Lui faire confiance", reason="Vos missions sont claires.")
    assert "De confiance" in client.text
    client.follow("Relire ses missions avant")
    client.submit("Relire ses missions avant", reason="Une mission n’était pas claire.")
    session.expire_all()
    kept = session.get(Association, row.id)
    assert (kept.state, kept.trusted) == (State.VERIFIED, False)
    assert "Claire Morel" in client.text


def test_a_doubtful_number_and_an_unfinished_sign_up_are_shown(client: PageClient, session: Any, claire: User) -> None:
    row = association(member=person(), rna=None, siren="732829321", state=State.PENDING, email=None, verified_at=None)
    sign_in(client, claire)
    client.get(f"/moderation/associations/{row.public_id}")
    assert "Numéro à vérifier" in client.text
    assert "L’inscription n’est pas terminée" in client.text
    send(client, f"/moderation/associations/{row.public_id}/valider", follow=True)
    assert "n’a pas encore confirmé son adresse" in client.text


def test_a_refused_association_is_told_and_may_mend(client: PageClient, session: Any, claire: User) -> None:
    row = association(member=person(email="nadia@courriel.example"), state=State.PENDING, verified_at=None)
    sign_in(client, claire)
    client.get(f"/moderation/associations/{row.public_id}")
    client.follow("Refuser l’association")
    client.submit("Refuser l’association", reason="other", words="Le numéro est celui d’une autre.")
    assert "Refusée" in client.text
    assert client.get(f"/moderation/associations/{row.public_id}/refuser").status_code == 403, "it is refused already"


def test_no_page_sends_more_statements_with_more_rows(client: PageClient, session: Any, claire: User) -> None:
    host = association(member=person())
    sign_in(client, claire)

    def cost() -> dict[str, int]:
        found = {}
        for path in ("/moderation", f"/moderation/associations/{host.public_id}"):
            with counted_queries() as seen:
                client.get(path)
            found[path] = len(seen)
        return found

    def grow(count: int) -> None:
        for _ in range(count):
            mission(host, publication=Publication.SUBMITTED)
            mission(association(), publication=Publication.SUBMITTED)
            association(state=State.PENDING, verified_at=None)
        session.commit()

    grow(2)
    cost()
    before = cost()
    grow(20)
    assert cost() == before
