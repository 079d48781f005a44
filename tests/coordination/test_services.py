"""Withdrawing a mission or a créneau, suspending an association, silence, the desk: who is told, what is kept, what is freed."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.accounts import services as accounts
from benevolat.accounts.models import AgeBand, Role
from benevolat.accounts.services import Contact
from benevolat.associations.models import State as AssociationState
from benevolat.candidatures.models import Candidature, State
from benevolat.competences.models import Competence
from benevolat.coordination import jobs, queries, services
from benevolat.coordination.errors import CreneauOver, RequestAnswered
from benevolat.core import clock
from benevolat.core.db import db, transaction
from benevolat.core.errors import Conflict, InvalidInput, NotAllowed
from benevolat.core.jobs import Job
from benevolat.core.mail import OutgoingMail
from benevolat.core.workflow import TransitionLog
from benevolat.engagements import services as engagements
from benevolat.engagements.models import Engagement, Releve, Side
from benevolat.engagements.models import State as EngagementState
from benevolat.missions.models import Mission, MissionKind, Publication
from benevolat.missions.services import touch
from benevolat.passeport.models import Skill, SkillState, ValidationRequest, ValidationState
from tests.conftest import scalar_count
from tests.factories import keep
from tests.factories.people import agent, person
from tests.factories.world import association, candidature, creneau, engagement, mission


def bodies(to: str) -> list[str]:
    return list(db.session.scalars(sa.select(OutgoingMail.body).where(OutgoingMail.to == to).order_by(OutgoingMail.id)))


def searched(*host: Any, **values: Any) -> Mission:
    """A mission that the search has been told of."""
    row = mission(*host, **values)
    touch(row, text=True)
    return row


@pytest.fixture
def scene(session: Any) -> Any:
    """A dated mission and a regular one, with one person in each state."""

    class Scene:
        member = person(email="membre@mains-vertes.example")
        host = association(member=member)
        dated = mission(host, kind=MissionKind.DATED, places=None, starts_on=None, ends_on=None)
        slot, later = creneau(dated), creneau(dated, days=14)
        regular = mission(host, places=5)
        desk = agent(Role.MODERATEUR)
        sent = candidature(dated, person(email="envoyee@courriel.example"), creneau_id=slot.id)
        waiting = candidature(dated, person(email="attente@courriel.example"), creneau_id=slot.id, state=State.WAITLISTED)
        expected = candidature(dated, person(email="attendue@courriel.example"), creneau_id=slot.id)
        elsewhere = candidature(dated, person(email="autre-jour@courriel.example"), creneau_id=later.id)

    engagements.accept_candidature(Scene.expected, by=Scene.member)
    db.session.execute(sa.delete(OutgoingMail))
    db.session.commit()
    return Scene


def planned(scene: Any) -> Engagement:
    return db.session.scalars(sa.select(Engagement).where(Engagement.candidature_id == scene.expected.id)).one()


def test_withdrawing_a_mission_ends_everything_and_tells_everybody(scene: Any) -> None:
    assert services.withdraw_mission(scene.dated, by=scene.member) == 4
    assert scene.dated.publication is Publication.WITHDRAWN
    states = [each.state for each in (scene.sent, scene.waiting, scene.expected, scene.elsewhere)]
    assert states == [State.DECLINED, State.DECLINED, State.REVOKED, State.DECLINED]
    assert scene.slot.places_taken == 0
    assert planned(scene).state is EngagementState.CANCELLED
    for who in ("envoyee", "attente", "attendue", "autre-jour"):
        [body] = bodies(f"{who}@courriel.example")
        assert "L’association a retiré cette mission." in body
        assert "Vous n’y êtes pour rien." in body
    [told] = bodies("membre@mains-vertes.example")
    assert "4\u00a0personnes" in told or "4 personnes" in told


def test_somebody_of_sixteen_is_led_to_what_they_may_do(scene: Any) -> None:
    for title, minors_ok in (("Porter des meubles", False), ("Lire des histoires", True)):
        searched(title=title, minors_ok=minors_ok)
    young = person(email="lea@courriel.example", age_band=AgeBand.MINOR)
    candidature(scene.dated, young, creneau_id=scene.later.id)
    db.session.commit()
    services.withdraw_mission(scene.dated, by=scene.member)
    read = [[title in bodies(to)[-1] for title in ("Porter des meubles", "Lire des histoires")]
            for to in ("lea@courriel.example", "autre-jour@courriel.example")]
    assert read == [[False, True], [True, True]]


def test_who_may_withdraw(scene: Any) -> None:
    for stranger in (person(), scene.sent.user, agent(Role.REFERENT), agent(Role.PILOTE)):
        with pytest.raises(NotAllowed):
            services.withdraw_mission(scene.dated, by=stranger, reason="Une raison.")
    assert scene.dated.publication is Publication.PUBLISHED


def test_a_moderateur_takes_down_with_a_reason_that_stays_with_the_association(scene: Any) -> None:
    with pytest.raises(InvalidInput):
        services.withdraw_mission(scene.dated, by=scene.desk)
    db.session.rollback()
    services.withdraw_mission(scene.dated, by=scene.desk, reason="Remplace un emploi salarié.")
    [body] = bodies("envoyee@courriel.example")
    assert "n’est plus proposée" in body
    assert "salarié" not in body
    assert "Remplace un emploi salarié." in bodies("membre@mains-vertes.example")[0]


def test_ending_the_candidatures_of_a_refused_mission_tells_its_people(scene: Any) -> None:
    assert services.end_candidatures(scene.dated) == 4
    assert (scene.expected.state, scene.sent.state, planned(scene).state) == (State.REVOKED, State.DECLINED, EngagementState.CANCELLED)
    [body] = bodies("attendue@courriel.example")
    assert "n’est plus proposée" in body


def test_a_withdrawn_mission_is_not_withdrawn_again(scene: Any) -> None:
    services.withdraw_mission(scene.dated, by=scene.member)
    with pytest.raises(Conflict):
        services.withdraw_mission(scene.dated, by=scene.member)


def test_cancelling_one_slot_leaves_the_others(scene: Any) -> None:
    assert services.cancel_creneau(scene.slot, by=scene.member) == 3
    assert scene.slot.cancelled
    assert scene.elsewhere.state is State.SENT
    assert (scene.expected.state, planned(scene).state) == (State.REVOKED, EngagementState.CANCELLED)
    assert "L’association a annulé ce créneau." in bodies("attendue@courriel.example")[0]
    assert bodies("autre-jour@courriel.example") == []
    with pytest.raises(CreneauOver):
        services.cancel_creneau(scene.slot, by=scene.member)
    for stranger in (person(), scene.desk):
        with pytest.raises(NotAllowed):
            services.cancel_creneau(scene.later, by=stranger)


def test_a_slot_where_nobody_had_a_place_leaves_the_search_too(scene: Any) -> None:
    before = scene.dated.column_seq
    services.cancel_creneau(scene.later, by=scene.member)
    assert scene.dated.column_seq > before


def test_a_slot_that_began_is_not_cancelled(scene: Any) -> None:
    with pytest.raises(CreneauOver):
        services.cancel_creneau(creneau(scene.dated, days=-1), by=scene.member)


def test_what_was_already_done_is_kept(scene: Any) -> None:
    done, fresh = (candidature(scene.regular, person()) for _ in range(2))
    busy, idle = (engagements.accept_candidature(each, by=scene.member) for each in (done, fresh))
    keep(Releve(engagement_id=busy.id, day=clock.today(), minutes=90, entered_by=Side.VOLUNTEER))
    db.session.expire_all()
    assert (busy.state, idle.state) == (EngagementState.IN_PROGRESS, EngagementState.IN_PROGRESS)
    services.withdraw_mission(scene.regular, by=scene.member)
    assert (busy.state, done.state) == (EngagementState.TO_CLOSE, State.ACCEPTED)
    assert (idle.state, fresh.state) == (EngagementState.CANCELLED, State.REVOKED)


def test_an_attested_engagement_is_left_alone(scene: Any) -> None:
    over = candidature(scene.regular, person(email="fini@courriel.example"), state=State.ACCEPTED)
    row = engagement(over, state=EngagementState.ATTESTED)
    assert services.withdraw_mission(scene.regular, by=scene.member) == 0
    assert (over.state, row.state) == (State.ACCEPTED, EngagementState.ATTESTED)
    assert bodies("fini@courriel.example") == []


def test_suspending_an_association_says_nothing_of_why(scene: Any) -> None:
    before = (scene.dated.text_seq, scene.regular.text_seq)
    assert services.suspend_association(scene.host, by=scene.desk, reason="Signalement grave.") == 4
    assert scene.host.state is AssociationState.SUSPENDED
    assert min(scene.dated.text_seq, scene.regular.text_seq) > max(before), "its missions leave the search"
    assert scene.expected.state is State.REVOKED
    [body] = bodies("attendue@courriel.example")
    assert "pour le moment" in body
    assert "Signalement" not in body
    seen = (scene.dated.column_seq, scene.dated.text_seq)
    services.reinstate_association(scene.host, by=scene.desk)
    assert scene.host.state is AssociationState.VERIFIED
    assert scene.dated.column_seq > seen[0]
    assert scene.dated.text_seq > seen[1]


def test_suspending_tells_those_of_a_mission_that_is_read_again(scene: Any) -> None:
    """A mission sent back to moderation keeps its candidates; they are told too. What was never shown is left alone."""
    again = mission(scene.host, publication=Publication.SUBMITTED)
    waiting = candidature(again, person(email="relue@courriel.example"))
    draft = mission(scene.host, publication=Publication.DRAFT, published_at=None)
    before = draft.text_seq
    services.suspend_association(scene.host, by=scene.desk, reason="Signalement grave.")
    assert waiting.state is State.DECLINED
    assert len(bodies("relue@courriel.example")) == 1
    assert draft.text_seq == before


def test_only_a_moderateur_suspends(scene: Any) -> None:
    others = (scene.member, person(), agent(Role.REFERENT), agent(Role.ADMINISTRATEUR))
    db.session.commit()
    for other in others:
        with pytest.raises(NotAllowed), transaction():
            services.suspend_association(scene.host, by=other, reason="Une raison.")
    with pytest.raises(InvalidInput), transaction():
        services.suspend_association(scene.host, by=scene.desk, reason=" ")
    assert scene.host.state is AssociationState.VERIFIED


def test_silence_ends_in_the_volunteers_favour(scene: Any) -> None:
    near = searched(title="Ranger la bibliothèque du village", domaine_code="environnement")
    full = searched(title="Une mission complète", places=1, places_taken=1)
    far = searched(title="Une mission lointaine", commune_code="38544")
    silent = searched(scene.host, title="Une autre de la même association")
    db.session.commit()
    services.expire_silent(scene.sent)
    assert scene.sent.state is State.EXPIRED
    [body] = bodies("envoyee@courriel.example")
    assert near.title in body
    assert f"/missions/{near.public_id}" in body
    for absent in (full.title, far.title, silent.title):
        assert absent not in body.split("Nous fermons")[1]
    assert any("sans votre réponse" in each for each in db.session.scalars(
        sa.select(OutgoingMail.subject).where(OutgoingMail.to == "membre@mains-vertes.example")
    ))


def test_expiry_is_planned_once_and_leaves_alone_what_was_answered_meanwhile(scene: Any) -> None:
    scene.sent.sent_at = clock.now() - timedelta(days=31)
    db.session.flush()
    for _again in range(2):
        jobs.plan_expiry({})
    keys = db.session.scalars(sa.select(Job.key).where(Job.kind == "coordination.expire")).all()
    assert keys == [f"expire:{scene.sent.id}"]
    engagements.withdraw_candidature(scene.sent, by=scene.sent.user)
    jobs.expire({"candidature": scene.sent.id})
    assert scene.sent.state is State.WITHDRAWN


def test_missions_near_prefer_the_same_domain_then_the_nearest(session: Any) -> None:
    here = searched(domaine_code="environnement")
    other = searched(title="Autre domaine, même commune", domaine_code="sport", minors_ok=True)
    same = searched(title="Même domaine, commune voisine", domaine_code="environnement", lat=here.lat + 0.05)
    nearest = searched(title="Même domaine, même commune", domaine_code="environnement")
    db.session.commit()
    assert [each.id for each in queries.missions_near(here, minor=False)] == [nearest.id, same.id, other.id]
    assert [each.id for each in queries.missions_near(here, minor=True)] == [other.id]
    here.lat = None
    assert queries.missions_near(here, minor=False) == []


@pytest.fixture
def request_row(scene: Any) -> Any:
    """A citizen's request at the desk, for an attested engagement that showed two skills."""
    over = candidature(scene.regular, person(email="citoyen@courriel.example"), state=State.ACCEPTED)
    row = engagement(over, state=EngagementState.ATTESTED)
    for code in db.session.scalars(sa.select(Competence.code).limit(2)).all():
        keep(Skill(user_id=over.user_id, engagement_id=row.id, competence_code=code, state=SkillState.ATTESTED, attested_at=clock.now()))
    return keep(ValidationRequest(engagement_id=row.id, asked_at=clock.now()))


def test_granting_leaves_the_mark_and_nothing_else(scene: Any, request_row: Any) -> None:
    before = scalar_count(TransitionLog)
    services.grant_validation(request_row, by=scene.desk)
    skills = db.session.scalars(sa.select(Skill)).all()
    assert {each.state for each in skills} == {SkillState.VALIDATED}
    assert scalar_count(ValidationRequest) == 0
    assert scalar_count(TransitionLog) <= before
    columns = {column.name for column in Skill.__table__.columns}
    assert not {each for each in columns if "validat" in each} - {"validated_at"}
    assert len(bodies("citoyen@courriel.example")) == 1


def test_declining_says_why_and_leaves_the_skills_attested(scene: Any, request_row: Any) -> None:
    db.session.commit()
    with pytest.raises(InvalidInput), transaction():
        services.decline_validation(request_row, by=scene.desk, reason=" ")
    services.decline_validation(request_row, by=scene.desk, reason="Il manque une phrase de l’association.")
    assert request_row.state is ValidationState.DECLINED
    assert {each.state for each in db.session.scalars(sa.select(Skill))} == {SkillState.ATTESTED}
    assert "Il manque une phrase" in bodies("citoyen@courriel.example")[0]


def test_the_second_moderateur_is_told(scene: Any, request_row: Any) -> None:
    services.decline_validation(request_row, by=scene.desk, reason="Une raison.")
    with pytest.raises(RequestAnswered):
        services.grant_validation(request_row, by=agent(Role.MODERATEUR))


@pytest.mark.parametrize("role", [Role.REFERENT, Role.PILOTE, Role.ADMINISTRATEUR, None], ids=str)
def test_only_a_desk_answers(scene: Any, request_row: Any, role: Role | None) -> None:
    other = agent(role) if role is not None else scene.member
    for act in (
        lambda: services.grant_validation(request_row, by=other),
        lambda: services.decline_validation(request_row, by=other, reason="Une raison."),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_nothing_is_sent_when_nobody_waited(session: Any) -> None:
    member = person(email="seule@mains-vertes.example")
    quiet = mission(association(member=member), starts_on=clock.today() + timedelta(days=2))
    assert services.withdraw_mission(quiet, by=member) == 0
    assert scalar_count(Candidature) == 0
    assert "Personne n’attendait." in bodies("seule@mains-vertes.example")[0]


@pytest.mark.parametrize("role", [Role.REFERENT, Role.PILOTE, Role.ADMINISTRATEUR, None])
def test_nobody_but_a_desk_types_for_somebody(session: Any, role: Role | None) -> None:
    """The code is right each time: it is the helper who has no right."""
    by, contact = (agent(role) if role else person()), Contact(email="nadia@courriel.example")
    known, wanted = person(email="nadia@courriel.example", last_name="Belkacem"), mission()
    accounts.choose_own_code(known, "280517")
    counted = accounts.count_agreement(contact, "x")
    for act in (
        lambda: services.open_account_beside(counted, "280517", by=by),
        lambda: services.apply_beside(wanted, None, counted, "280517", message="", first_name="", age_band=AgeBand.ADULT, by=by),
        lambda: services.replace_contact_beside(known, counted, "280517", name="Belkacem", own_code="280517", by=by),
    ):
        with pytest.raises(NotAllowed):
            act()
