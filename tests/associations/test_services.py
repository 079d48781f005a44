"""What people do with associations: sign up, prove the contact address, verify, keep a page and a team."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.accounts.errors import WrongCode
from benevolat.accounts.models import Purpose, Role, User
from benevolat.accounts.services import Attempt, Contact, begin_identification, count_attempt
from benevolat.associations import queries, services
from benevolat.associations.errors import (
    AlreadyDecided,
    AlreadyMember,
    AlreadyRegistered,
    BadIdentifier,
    DoubtfulIdentifier,
    InvitationClosed,
    LastAdmin,
    NotReady,
    NotVerified,
)
from benevolat.associations.models import Association, Deed, MemberRole, Membership, MembershipInvitation, Right, State
from benevolat.associations.workflow import WORKFLOW
from benevolat.core import clock, entropy
from benevolat.core.errors import Conflict, InvalidInput, NotAllowed
from benevolat.core.mail import OutgoingMail
from benevolat.moderation.models import Noun
from tests.factories import keep
from tests.factories.people import agent, by_phone, person
from tests.factories.world import DAILY, association
from tests.support.desk import waiting

RIGHTS = tuple(Right)


def sign_up(by: User | None = None, **values: Any) -> Association:
    return services.sign_up_association(**{
        "by": by or person(), "name": "La Recyclerie", "rna": "W381234567", "number": None, "commune_code": "38563", **values,
    })


def mails(session: Any) -> list[tuple[str, str]]:
    return [(each.to, each.subject) for each in session.scalars(sa.select(OutgoingMail).order_by(OutgoingMail.id))]


def code_to(session: Any, email: str) -> tuple[Attempt, str]:
    """Send a code and read it in the mail, as its owner would."""
    with entropy.seeded(7):
        begin_identification(Contact(email=email), Purpose.CONFIRM)
        session.flush()
    body = session.scalars(sa.select(OutgoingMail.body).where(OutgoingMail.to == email).order_by(OutgoingMail.id.desc())).first()
    code = next(word for word in body.replace(".", " ").split() if word.isdecimal() and len(word) == 6)
    return count_attempt(Contact(email=email), Purpose.CONFIRM), code


def joined(row: Association, role: MemberRole = MemberRole.MEMBER, **values: Any) -> Membership:
    made: Membership = keep(Membership(**DAILY, association_id=row.id, user_id=person(**values).id, role=role))
    return made


def test_who_signs_up_administers_and_nobody_is_asked_yet(session: Any) -> None:
    nadia = person()
    row = sign_up(nadia, number="732 829 320 00074", description="On répare.")
    assert (row.state, row.rna, row.siren, row.siret, row.email) == (State.PENDING, "W381234567", "732829320", "73282932000074", None)
    assert [(each.user_id, each.role) for each in queries.team_of(row)] == [(nadia.id, MemberRole.ADMIN)]
    assert waiting(Noun.ASSOCIATION, agent(Role.MODERATEUR)) == {}
    assert [log.action for log in WORKFLOW.history(row)] == ["create"]


@pytest.mark.parametrize(("values", "error", "field"), [
    ({"rna": "W12"}, BadIdentifier, "rna"), ({"rna": "", "number": ""}, BadIdentifier, "rna"),
    ({"rna": None, "number": "732829321"}, DoubtfulIdentifier, "number"), ({"name": " x "}, InvalidInput, "name"),
    ({"commune_code": "99999"}, InvalidInput, "commune"), ({"commune_code": ""}, InvalidInput, "commune"),
])
def test_what_cannot_be_signed_up(session: Any, values: dict[str, Any], error: type[InvalidInput], field: str) -> None:
    with pytest.raises(error) as refused:
        sign_up(**values)
    assert refused.value.field == field


def test_a_number_serves_one_association(session: Any) -> None:
    sign_up(number="732829320")
    with pytest.raises(AlreadyRegistered) as by_rna:
        sign_up()
    with pytest.raises(AlreadyRegistered) as by_siren:
        sign_up(rna=None, number="73282932000074")
    assert (by_rna.value.field, by_siren.value.field) == ("rna", "number")


def test_an_agent_signs_nothing_up(session: Any) -> None:
    with pytest.raises(NotAllowed):
        sign_up(agent(Role.MODERATEUR))


def test_ones_own_confirmed_address_needs_no_code(session: Any) -> None:
    nadia = person(email="nadia@courriel.example")
    row = sign_up(nadia)
    services.confirm_contact_email(row, "Nadia@courriel.example", by=nadia)
    assert row.email == "nadia@courriel.example"
    assert mails(session) == [("nadia@courriel.example", "Nous avons bien reçu l’inscription de La Recyclerie")]
    [(number, since)] = waiting(Noun.ASSOCIATION, agent(Role.MODERATEUR)).items()
    assert number == row.id
    assert clock.now() - since < timedelta(minutes=1)


def test_an_unconfirmed_address_of_ones_own_needs_a_code(session: Any) -> None:
    nadia = person(email="nadia@courriel.example", email_confirmed_at=None, phone="+33639980000", phone_confirmed_at=clock.now())
    with pytest.raises(InvalidInput):
        services.confirm_contact_email(sign_up(nadia), "nadia@courriel.example", by=nadia)


def test_another_address_is_proven_by_its_code(session: Any) -> None:
    nadia = person()
    row = sign_up(nadia)
    attempt, code = code_to(session, "contact@recyclerie.example")
    with pytest.raises(WrongCode):
        services.confirm_contact_email(row, "contact@recyclerie.example", by=nadia, attempt=attempt, code="000000")
    services.confirm_contact_email(row, "contact@recyclerie.example", by=nadia, attempt=attempt, code=code)
    assert row.email == "contact@recyclerie.example"


def test_a_code_proves_only_the_address_it_was_sent_to(session: Any) -> None:
    nadia = person()
    row = sign_up(nadia)
    attempt, code = code_to(session, "moi@ailleurs.example")
    with pytest.raises(InvalidInput):
        services.confirm_contact_email(row, "mairie@voiron.example", by=nadia, attempt=attempt, code=code)
    assert row.email is None


def test_an_unfinished_sign_up_is_not_verified(session: Any) -> None:
    with pytest.raises(NotReady):
        services.verify_association(sign_up(), by=agent(Role.MODERATEUR))
    with pytest.raises(NotAllowed):
        services.verify_association(sign_up(rna="W381234568"), by=person())


def test_one_that_came_from_a_partner_is_verified_without_address(session: Any) -> None:
    row = association(state=State.PENDING, email=None, source="api-engagement", source_id="1")
    services.verify_association(row, by=agent(Role.MODERATEUR))
    assert row.state is State.VERIFIED


def test_verified_refused_suspended_reinstated_everybody_is_told(session: Any) -> None:
    nadia, moderateur = person(email="nadia@courriel.example"), agent(Role.MODERATEUR)
    row = association(member=nadia, name="La Recyclerie", state=State.PENDING, verified_at=None)
    joined(row, email="karim@courriel.example")
    services.refuse_association(row, by=moderateur, reason=" Le numéro est celui d’une autre. ")
    assert row.state_reason == "Le numéro est celui d’une autre."
    services.ask_again(row, by=nadia)
    assert (row.state, row.state_reason) == (State.PENDING, None)
    services.verify_association(row, by=moderateur)
    assert row.verified_at is not None
    services.mark_suspended(row, by=moderateur, reason="Plusieurs signalements.")
    services.mark_reinstated(row, by=moderateur)
    assert (row.state, row.state_reason) == (State.VERIFIED, None)
    assert [subject for to, subject in mails(session) if to == "nadia@courriel.example"] == [
        "L’inscription de La Recyclerie n’a pas été acceptée", "La Recyclerie est vérifiée", "La Recyclerie est suspendue",
        "La Recyclerie n’est plus suspendue",
    ]
    assert len([to for to, _subject in mails(session) if to == "karim@courriel.example"]) == 4
    refusal = session.scalars(sa.select(OutgoingMail.body).where(OutgoingMail.subject.contains("pas été acceptée"))).first()
    assert "Le numéro est celui d’une autre." in refusal


def test_the_second_modérateur_is_told_who_decided(session: Any) -> None:
    claire, paul = agent(Role.MODERATEUR, first_name="Claire", last_name="Morel"), agent(Role.MODERATEUR)
    row = association(state=State.PENDING, verified_at=None)
    services.verify_association(row, by=claire)
    with pytest.raises(AlreadyDecided) as late:
        services.refuse_association(row, by=paul, reason="Trop tard.")
    assert "Claire Morel a déjà décidé" in str(late.value)
    assert "Vérifiée" in str(late.value)


def test_the_queue_keeps_to_the_modérateurs_territories_oldest_first(session: Any) -> None:
    with clock.frozen(clock.now() - timedelta(days=5)):
        old = association(state=State.PENDING, commune_code="38563", verified_at=None)
        WORKFLOW.begin(old, by=person())
    young = association(state=State.PENDING, commune_code="38185", verified_at=None)
    WORKFLOW.begin(young, by=person())
    outside = association(state=State.PENDING, commune_code="73171", verified_at=None)
    association(state=State.VERIFIED)

    def queue(user: User) -> list[Association]:
        return [session.get(Association, each) for each in waiting(Noun.ASSOCIATION, user)]

    assert queue(agent(Role.MODERATEUR)) == [old, young, outside]
    assert queue(agent(Role.MODERATEUR, territoire="agglomeration-grenobloise")) == [young]
    assert queue(agent(Role.REFERENT)) == []
    assert queue(person()) == []


def test_asking_again_puts_one_back_at_the_end_of_the_queue(session: Any) -> None:
    nadia = person()
    with clock.frozen(clock.now() - timedelta(days=9)):
        row = association(member=nadia, state=State.PENDING, verified_at=None)
        WORKFLOW.begin(row, by=nadia)
        services.refuse_association(row, by=agent(Role.MODERATEUR), reason="Le numéro manque.")
    services.ask_again(row, by=nadia)
    [since] = waiting(Noun.ASSOCIATION, agent(Role.MODERATEUR)).values()
    assert clock.now() - since < timedelta(minutes=1)


def test_the_page_is_the_administrators(session: Any) -> None:
    nadia = person()
    row = association(member=nadia)
    services.edit_association(row, by=nadia, description="Nouveau texte.", website=None, commune_code="38185")
    assert (row.description, row.website, row.commune_code) == ("Nouveau texte.", None, "38185")
    with pytest.raises(NotAllowed):
        services.edit_association(row, by=joined(row).user, description="Pirate.")
    with pytest.raises(InvalidInput):
        services.edit_association(row, by=nadia, commune_code="99999")
    with pytest.raises(ValueError, match="not on an association's page"):
        services.edit_association(row, by=nadia, state="verified")


def test_a_verified_name_does_not_change(session: Any) -> None:
    nadia = person()
    row = association(member=nadia)
    with pytest.raises(InvalidInput) as refused:
        services.edit_association(row, by=nadia, name="La Croix-Rouge")
    assert refused.value.field == "name"
    row.state, row.state_reason = State.REFUSED, "Le nom n’est pas le bon."
    services.edit_association(row, by=nadia, name="Le vrai nom")
    assert row.name == "Le vrai nom"


def test_trust_is_the_modérateurs(session: Any) -> None:
    row = association()
    claire = agent(Role.MODERATEUR)
    with pytest.raises(InvalidInput) as refused:
        services.set_trusted(row, True, by=claire, reason="  ")
    assert (refused.value.field, row.trusted) == ("reason", False)
    services.set_trusted(row, True, by=claire, reason=" Claire depuis un an. ")
    services.set_trusted(row, True, by=claire, reason="Encore")
    assert (row.trusted, row.trust_reason) == (True, "Claire depuis un an.")
    with pytest.raises(NotAllowed):
        services.set_trusted(row, False, by=agent(Role.MODERATEUR, territoire="trieves"), reason="Non")
    services.set_trusted(row, False, by=claire, reason="Un poste déguisé.")
    lines = [(each.deed, each.detail, each.actor_id) for each in queries.happenings_of(row)]
    assert lines == [(Deed.UNTRUSTED, "Un poste déguisé.", claire.id), (Deed.TRUSTED, "Claire depuis un an.", claire.id)]


def test_only_a_verified_association_is_trusted(session: Any) -> None:
    for state in (State.PENDING, State.REFUSED, State.SUSPENDED):
        row = association(state=state, state_reason="Non.")
        with pytest.raises(NotVerified):
            services.set_trusted(row, True, by=agent(Role.MODERATEUR), reason="Oui")


def token_of(session: Any) -> str:
    sent = sa.select(OutgoingMail.body).where(OutgoingMail.subject.contains("invite")).order_by(OutgoingMail.id.desc())
    body = session.scalars(sent).first()
    return str(body.split("/association/invitation/")[1].split()[0])


def test_an_invitation_serves_once_and_for_seven_days(session: Any) -> None:
    nadia, karim = person(), person(email="karim@courriel.example")
    row = association(member=nadia)
    services.invite_member(row, by=nadia, email=" Karim@courriel.example ", role=MemberRole.MEMBER, rights=RIGHTS)
    token = token_of(session)
    invitation = queries.find_invitation(token)
    assert invitation is not None
    assert token not in {invitation.token_hash, invitation.public_id}
    assert queries.find_invitation("autre") is None
    made = services.accept_invitation(invitation, by=karim)
    assert (made.user_id, made.role) == (karim.id, MemberRole.MEMBER)
    with pytest.raises(InvitationClosed):
        services.accept_invitation(invitation, by=person(email="autre@courriel.example"))


def test_an_invitation_that_served_is_neither_sent_again_nor_taken_back(session: Any) -> None:
    nadia, karim = person(), person(email="karim@courriel.example")
    row = association(member=nadia)
    invitation = services.invite_member(row, by=nadia, email="karim@courriel.example", role=MemberRole.MEMBER, rights=RIGHTS)
    for act in (services.resend_invitation, services.cancel_invitation):
        with pytest.raises(NotAllowed):
            act(invitation, by=person())
    services.accept_invitation(invitation, by=karim)
    for act in (services.resend_invitation, services.cancel_invitation):
        with pytest.raises(InvitationClosed):
            act(invitation, by=nadia)


def test_an_old_invitation_opens_nothing(session: Any) -> None:
    nadia, karim = person(), person(email="karim@courriel.example")
    row = association(member=nadia)
    with clock.frozen(clock.now() - timedelta(days=7, seconds=1)):
        invitation = services.invite_member(row, by=nadia, email="karim@courriel.example", role=MemberRole.MEMBER, rights=RIGHTS)
    with pytest.raises(InvitationClosed):
        services.accept_invitation(invitation, by=karim)
    assert queries.waiting_invitations(row) == [invitation], "it is still shown, to be sent again"


def test_another_account_proves_the_invited_address(session: Any) -> None:
    nadia, sans_adresse = person(), by_phone()
    invitation = services.invite_member(association(member=nadia), by=nadia, email="karim@courriel.example", role=MemberRole.ADMIN)
    with pytest.raises(InvalidInput):
        services.accept_invitation(invitation, by=sans_adresse)
    attempt, code = code_to(session, "karim@courriel.example")
    with pytest.raises(WrongCode):
        services.accept_invitation(invitation, by=sans_adresse, attempt=attempt, code="000000")
    assert services.accept_invitation(invitation, by=sans_adresse, attempt=attempt, code=code).role is MemberRole.ADMIN


def test_who_invites_and_whom(session: Any) -> None:
    nadia = person(email="nadia@courriel.example")
    row = association(member=nadia)
    with pytest.raises(NotAllowed):
        services.invite_member(row, by=joined(row).user, email="x@courriel.example", role=MemberRole.ADMIN)
    with pytest.raises(AlreadyMember):
        services.invite_member(row, by=nadia, email="nadia@courriel.example", role=MemberRole.MEMBER, rights=RIGHTS)
    with pytest.raises(InvalidInput):
        services.invite_member(row, by=nadia, email="pas une adresse", role=MemberRole.MEMBER, rights=RIGHTS)
    invitation = services.invite_member(row, by=nadia, email="karim@courriel.example", role=MemberRole.MEMBER, rights=RIGHTS)
    with pytest.raises(AlreadyMember):
        services.accept_invitation(invitation, by=nadia)
    with pytest.raises(NotAllowed):
        services.accept_invitation(invitation, by=agent(Role.MODERATEUR))


def test_a_second_invitation_replaces_the_first_and_a_cancelled_one_is_gone(session: Any) -> None:
    nadia = person()
    row = association(member=nadia)
    services.invite_member(row, by=nadia, email="karim@courriel.example", role=MemberRole.MEMBER, rights=RIGHTS)
    first = token_of(session)
    second = services.invite_member(row, by=nadia, email="karim@courriel.example", role=MemberRole.ADMIN)
    assert queries.find_invitation(first) is None
    assert queries.waiting_invitations(row) == [second]
    with pytest.raises(NotAllowed):
        services.cancel_invitation(second, by=joined(row).user)
    services.cancel_invitation(second, by=nadia)
    session.flush()
    assert session.scalar(sa.select(sa.func.count()).select_from(MembershipInvitation)) == 0


def test_an_association_keeps_an_administrator(session: Any) -> None:
    nadia = person()
    row = association(member=nadia)
    [hers] = queries.team_of(row)
    karim = joined(row)
    with pytest.raises(LastAdmin):
        services.remove_member(hers, by=nadia)
    with pytest.raises(LastAdmin):
        services.change_role(hers, MemberRole.MEMBER, by=nadia)
    services.change_role(karim, MemberRole.ADMIN, by=nadia)
    services.remove_member(hers, by=nadia)
    assert [each.user_id for each in queries.team_of(row)] == [karim.user_id]


def test_leaving_and_being_removed(session: Any) -> None:
    nadia = person()
    row = association(member=nadia)
    karim, odile = joined(row), joined(row, email="odile@courriel.example")
    with pytest.raises(NotAllowed):
        services.remove_member(odile, by=karim.user)
    with pytest.raises(NotAllowed):
        services.change_role(odile, MemberRole.ADMIN, by=karim.user)
    services.remove_member(karim, by=karim.user)
    services.remove_member(odile, by=nadia)
    assert len(queries.team_of(row)) == 1
    assert [to for to, _subject in mails(session)] == ["odile@courriel.example"], "who leaves by themselves is told nothing"


def test_members_are_told_each_by_their_own_way(session: Any) -> None:
    from benevolat.associations import mails as letters
    from benevolat.core.sms import OutgoingSms

    nadia, karim = person(email="nadia@courriel.example"), by_phone()
    row = association(member=nadia)
    keep(Membership(**DAILY, association_id=row.id, user_id=karim.id))
    services.notify_members(row, letters.verified(row))
    services.notify_members(row, letters.verified(row), but=nadia)
    assert len(mails(session)) == 1
    texts = session.scalars(sa.select(OutgoingSms.body)).all()
    assert len(texts) == 1, "of two messages of the same words within an hour, one is enough"
    assert all(row.name not in body for body in texts), "a locked screen says nothing"


def test_a_wrong_state_is_a_conflict(session: Any) -> None:
    nadia = person()
    with pytest.raises(Conflict):
        services.ask_again(association(member=nadia), by=nadia)
