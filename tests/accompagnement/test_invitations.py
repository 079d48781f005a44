"""An invitation begins a link for whoever holds the address; a no, a silence and a letter never read leave one and the same thing."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.accompagnement.errors import AlreadyInvited, HasReferent, InvitationGone, NotAReferent
from benevolat.accompagnement.jobs import HANDLERS, PERIODIC
from benevolat.accompagnement.models import Accompagnement, LinkInvitation
from benevolat.accompagnement.permissions import accompanies
from benevolat.accompagnement.queries import received_invitations, sent_invitations
from benevolat.accompagnement.services import accept_invitation, cancel_invitation, decline_invitation, invite_person
from benevolat.accounts.models import AgentRole, Role, User
from benevolat.accounts.services import Contact
from benevolat.core import clock, journal
from benevolat.core.db import Base
from benevolat.core.errors import NotAllowed
from benevolat.core.mail import OutgoingMail
from benevolat.core.sms import OutgoingSms
from tests.conftest import scalar_count
from tests.factories.insertion import linked, referent
from tests.factories.people import agent, by_phone, person

NOBODY = Contact(email="personne@courriel.example")


def invited(someone: User, helper: User | None = None) -> tuple[User, LinkInvitation]:
    """A référent who invited somebody by the address or number of their account."""
    helper = helper or referent()
    return helper, invite_person(Contact(email=someone.email, phone=None if someone.email else someone.phone), by=helper)


def _everything(session: Any) -> dict[str, list[Any]]:
    session.flush()
    return {name: sorted(map(repr, session.execute(sa.select(table)))) for name, table in Base.metadata.tables.items()}


@pytest.mark.parametrize("make", [person, by_phone])
def test_accepting_begins_the_link_and_erases_the_invitation(session: Any, make: Callable[[], User]) -> None:
    someone = make()
    helper, invitation = invited(someone)
    assert not accompanies(helper, someone)
    assert received_invitations(someone) == [invitation]
    begun = accept_invitation(invitation, by=someone)
    assert (begun.starts_on, begun.ends_on, accompanies(helper, someone)) == (clock.today(), None, True)
    assert scalar_count(LinkInvitation) == 0
    assert [(each.action, each.actor_id) for each in journal.about(someone.id)] == [("accompagnement.accept", someone.id)]


def test_a_no_a_silence_and_nobody_at_all_leave_the_same(session: Any) -> None:
    someone = person()
    _helper, invitation = invited(someone)
    before = _everything(session)
    decline_invitation(invitation, by=someone)
    assert _everything(session) == before
    assert received_invitations(someone) == [invitation], "one may change one's mind"


def test_after_thirty_days_nothing_remains_whatever_became_of_it(session: Any) -> None:
    helper, seen, refused, sent = referent(), person(), person(), clock.now()
    with clock.frozen(sent):
        invite_person(NOBODY, by=helper)
        invited(seen, helper)
        decline_invitation(invited(refused, helper)[1], by=refused)
    names = {name for name in HANDLERS if any(each.kind == name for each in PERIODIC)}
    with clock.frozen(sent + timedelta(days=30) - timedelta(seconds=1)):
        for name in names:
            HANDLERS[name]({})
        assert len(sent_invitations(helper)) == 3
    with clock.frozen(sent + timedelta(days=30)):
        assert (sent_invitations(helper), received_invitations(seen)) == ([], []), "even before the job passes"
        for name in names:
            HANDLERS[name]({})
        assert scalar_count(LinkInvitation) == 0


def test_an_account_or_none_or_a_referent_already_answer_alike(session: Any) -> None:
    """Nothing in what the référent gets back, nor in the letter, tells who is there."""
    helper, known, taken = referent(), person(), person()
    linked(taken)
    contacts = [NOBODY, Contact(email=known.email), Contact(email=taken.email)]
    made = [invite_person(each, by=helper) for each in contacts]
    assert {each.email for each in sent_invitations(helper)} == {each.email for each in contacts}
    assert len({each.sent_at.date() for each in made}) == 1
    letters = session.execute(sa.select(OutgoingMail.to, OutgoingMail.subject, OutgoingMail.body)).all()
    assert {each.to for each in letters} == {each.email for each in contacts}
    assert len({(each.subject, each.body) for each in letters}) == 1
    assert journal.about(known.id) == []


def test_the_text_message_is_that_of_any_message(session: Any) -> None:
    invite_person(Contact(phone="+33639980077"), by=referent())
    assert session.scalars(sa.select(OutgoingSms.body)).all() == ["Vous avez un message d’Isère bénévolat : http://localhost/connexion"]


def test_somebody_else_an_unproven_address_and_an_agent_open_nothing(session: Any) -> None:
    someone = person()
    helper, invitation = invited(someone)
    unproven = person(email=None, email_confirmed_at=None, phone="+33639980078", phone_confirmed_at=None)
    _helper, to_unproven = invited(unproven, helper)
    unread = person(email_confirmed_at=None)
    _helper, to_unread = invited(unread, helper)
    same_address = agent(email=someone.email)
    for who, what in ((person(), invitation), (unproven, to_unproven), (unread, to_unread), (same_address, invitation)):
        for act in (accept_invitation, decline_invitation):
            with pytest.raises(InvitationGone):
                act(what, by=who)
        assert received_invitations(who) == []
    assert scalar_count(Accompagnement) == 0


def test_who_is_accompanied_is_told_and_the_referent_is_not(session: Any) -> None:
    someone = person()
    linked(someone)
    helper, invitation = invited(someone)
    before = _everything(session)
    with pytest.raises(HasReferent):
        accept_invitation(invitation, by=someone)
    assert _everything(session) == before
    assert sent_invitations(helper) == [invitation]


def test_two_referents_at_once_the_first_yes_counts(session: Any) -> None:
    someone = person()
    first, second = invited(someone)[1], invited(someone)[1]
    accept_invitation(second, by=someone)
    with pytest.raises(HasReferent):
        accept_invitation(first, by=someone)
    assert scalar_count(Accompagnement) == 1


def test_the_same_address_is_not_written_to_twice_in_thirty_days(session: Any) -> None:
    helper = referent()
    invite_person(NOBODY, by=helper)
    with pytest.raises(AlreadyInvited):
        invite_person(NOBODY, by=helper)
    invite_person(NOBODY, by=referent())
    assert scalar_count(OutgoingMail) == 2
    with clock.frozen(clock.now() + timedelta(days=31)):
        again = invite_person(NOBODY, by=helper)
        assert sent_invitations(helper) == [again]


def test_only_a_referent_of_a_service_invites_and_takes_back_their_own(session: Any) -> None:
    helper, invitation = invited(person())
    for nobody in (person(), agent(Role.PILOTE), agent(Role.MODERATEUR)):
        with pytest.raises(NotAllowed):
            invite_person(NOBODY, by=nobody)
    with pytest.raises(NotAReferent):
        invite_person(NOBODY, by=agent(Role.REFERENT))
    with pytest.raises(NotAllowed):
        cancel_invitation(invitation, by=referent())
    cancel_invitation(invitation, by=helper)
    session.flush()
    assert scalar_count(LinkInvitation) == 0


@pytest.mark.parametrize("ended", ["role", "account"])
def test_a_referent_who_left_invites_nobody_any_more(session: Any, ended: str) -> None:
    someone = person()
    helper, invitation = invited(someone)
    yesterday = clock.today() - timedelta(days=1)
    if ended == "role":
        session.execute(sa.update(AgentRole).where(AgentRole.user_id == helper.id).values(ends_on=yesterday))
    else:
        helper.ends_on = yesterday
    session.flush()
    assert received_invitations(someone) == []
    with pytest.raises(InvitationGone):
        accept_invitation(invitation, by=someone)
