"""What each right opens and closes: in the permissions of the domains above, in what a member sees, in who is written to."""

from types import SimpleNamespace
from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.accounts.models import User
from benevolat.associations import queries, services
from benevolat.associations.errors import NoMailbox, NothingToDo
from benevolat.associations.models import MemberRole, Membership, Right
from benevolat.associations.permissions import associations_where, can_announce_absence, has_right
from benevolat.candidatures import permissions as candidatures
from benevolat.candidatures.models import CallBack
from benevolat.candidatures.models import State as Candidate
from benevolat.core import clock
from benevolat.core.errors import NotAllowed
from benevolat.core.mail import OutgoingMail, write_letter
from benevolat.engagements import permissions as engagements
from benevolat.engagements.models import Bilan
from benevolat.engagements.workflow import WORKFLOW as LIFE
from benevolat.missions import permissions as missions
from benevolat.temoignages import permissions as temoignages
from tests.factories import keep
from tests.factories.people import agent, person
from tests.factories.temoignages import temoignage
from tests.factories.world import association, candidature, engagement, mission

M, C, H = Right.MISSIONS, Right.CANDIDATES, Right.HOURS


def member(row: Any, *rights: Right, **values: Any) -> User:
    """Somebody of the team with these rights and no other."""
    user = person()
    membership = Membership(association_id=row.id, user_id=user.id, **values)
    membership.give(rights)
    keep(membership)
    return user


@pytest.fixture
def scene(session: Any) -> Any:
    admin = person(email="admin@courriel.example")
    host = association(member=admin)
    row = mission(host)
    sent = candidature(row, state=Candidate.ACCEPTED)
    done = engagement(sent)
    call = keep(CallBack(mission_id=row.id, first_name="Idriss", phone="+33639981234", age_band="adult", asked_at=clock.now()))
    return SimpleNamespace(
        host=host, mission=row, sent=sent, engagement=done, bilan=keep(Bilan(engagement=done)), call=call, admin=admin,
        told=temoignage(done),
    )


ASKED: dict[str, tuple[Any, set[Right]]] = {
    "create": (lambda user, it: missions.can_create_mission(user, it.host), {M}),
    "edit": (lambda user, it: missions.can_edit_mission(user, it.mission), {M}),
    "submit": (lambda user, it: missions.can_submit_mission(user, it.mission), {M}),
    "withdraw": (lambda user, it: missions.can_withdraw_mission(user, it.mission), {M}),
    "answer": (lambda user, it: candidatures.can_answer_candidature(user, it.sent), {C}),
    "write": (lambda user, it: candidatures.can_write_message(user, it.sent), {C}),
    "contact": (lambda user, it: candidatures.can_read_contact(user, it.sent), {C}),
    "call": (lambda user, it: candidatures.can_complete_call_back(user, it.call), {C}),
    "cancel": (lambda user, it: LIFE.allows(it.engagement, "cancel", user), {C}),
    "away": (lambda user, it: can_announce_absence(user, it.host), {C}),
    "hours": (lambda user, it: engagements.can_enter_hours(user, it.engagement), {H}),
    "prepare": (lambda user, it: engagements.can_prepare_bilan(user, it.bilan), {H}),
    "open": (lambda user, it: engagements.can_open_hosted(user, it.engagement), {H}),
    "report": (lambda user, it: temoignages.can_report_temoignage(user, it.told), {H}),
    "sign": (lambda user, it: engagements.can_write_bilan(user, it.bilan), set()),
}


@pytest.mark.parametrize("act", sorted(ASKED))
def test_each_act_asks_for_its_right_and_no_other(scene: Any, act: str) -> None:
    check, needed = ASKED[act]
    for right in Right:
        assert check(member(scene.host, right), scene) is (right in needed), right
    assert not check(member(scene.host), scene), "a member without a right"
    assert check(scene.admin, scene), "who administers has them all"
    for other in (person(), agent(), None, member(association(), *Right)):
        assert not check(other, scene)


def test_signing_is_its_own_right(scene: Any) -> None:
    president = member(scene.host, may_sign=True)
    assert engagements.can_write_bilan(president, scene.bilan)
    assert engagements.can_open_hosted(president, scene.engagement)
    assert not engagements.can_enter_hours(president, scene.engagement)
    volunteer = scene.sent.user
    keep(Membership(association_id=scene.host.id, user_id=volunteer.id, may_sign=True))
    assert not engagements.can_write_bilan(volunteer, scene.bilan), "nobody signs their own bilan"


def test_what_is_listed_follows_the_right(session: Any, scene: Any) -> None:
    lists = {
        C: [lambda user: candidatures.visible_received_candidatures(user), lambda user: candidatures.visible_call_backs(user)],
        H: [lambda user: engagements.visible_hosted_engagements(user), lambda user: temoignages.visible_hosted_temoignages(user)],
    }
    for right in Right:
        user = member(scene.host, right)
        for needed, chosen in lists.items():
            for each in chosen:
                assert bool(session.scalars(each(user)).all()) is (right is needed)
        assert scene.mission in session.scalars(missions.own_missions(user)).all(), "every member reads the missions"
    for each in (*lists[C], *lists[H]):
        assert not session.scalars(each(agent())).all()
        assert session.scalars(each(scene.admin)).all()
    assert session.scalars(engagements.visible_hosted_engagements(member(scene.host, may_sign=True))).all()


def test_an_erased_member_keeps_no_right(session: Any, scene: Any) -> None:
    user = member(scene.host, *Right)
    assert has_right(user, scene.host, C)
    user.erased_at = clock.now()
    assert not has_right(user, scene.host, C)
    assert session.scalars(associations_where(user, C)).all() == []


def letters(session: Any) -> list[str]:
    return sorted(each.to for each in session.scalars(sa.select(OutgoingMail)))


def test_a_letter_goes_to_who_does_that_work(session: Any, scene: Any) -> None:
    answers, counts = member(scene.host, C), member(scene.host, H)
    letter = write_letter("associations/verified", association=scene.host)
    services.notify_members(scene.host, letter, right=C)
    assert letters(session) == sorted(["admin@courriel.example", answers.email])
    session.execute(sa.delete(OutgoingMail))
    services.notify_members(scene.host, letter, right=C, but=scene.admin)
    assert letters(session) == [answers.email]
    session.execute(sa.delete(OutgoingMail))
    services.notify_members(scene.host, letter)
    assert letters(session) == sorted(["admin@courriel.example", answers.email, counts.email])


def test_a_shared_mailbox_gets_the_daily_work_once(session: Any, scene: Any) -> None:
    member(scene.host, C)
    services.share_mailbox(scene.host, True, by=scene.admin)
    letter = write_letter("associations/verified", association=scene.host)
    services.notify_members(scene.host, letter, right=C, but=scene.admin)
    assert letters(session) == [scene.host.email], "its other readers need it, whoever did the act"
    session.execute(sa.delete(OutgoingMail))
    services.notify_members(scene.host, letter)
    assert len(letters(session)) == 2, "what concerns the association itself goes to each person"
    assert scene.host.email not in letters(session)
    services.share_mailbox(scene.host, False, by=scene.admin)
    session.execute(sa.delete(OutgoingMail))
    services.notify_members(scene.host, letter, right=C)
    assert len(letters(session)) == 2


def test_who_chooses_the_mailbox(scene: Any) -> None:
    with pytest.raises(NotAllowed):
        services.share_mailbox(scene.host, True, by=member(scene.host, *Right))
    scene.host.email = None
    with pytest.raises(NoMailbox):
        services.share_mailbox(scene.host, True, by=scene.admin)
    assert not scene.host.shared_mailbox


def held(row: Any, user: User) -> Membership:
    return next(each for each in queries.team_of(row) if each.user_id == user.id)


def test_changed_rights_are_told_once_to_the_member(session: Any, scene: Any) -> None:
    user = member(scene.host, H)
    his = held(scene.host, user)
    services.set_work(his, rights=[C], may_sign=True, function="Trésorier", by=scene.admin)
    assert (his.rights, his.signs) == ({C}, True)
    [mail] = session.scalars(sa.select(OutgoingMail)).all()
    assert mail.to == user.email
    assert "- Répondre aux candidats\n- Signer les bilans\n" in mail.body
    assert "heures" not in mail.body
    services.set_work(his, rights=[C], may_sign=True, function="Président", by=scene.admin)
    assert len(letters(session)) == 1, "a function is no change of rights"
    services.change_role(his, MemberRole.ADMIN, by=scene.admin)
    assert his.rights == set(Right)
    assert len(letters(session)) == 2
    services.change_role(his, MemberRole.MEMBER, by=scene.admin)
    assert his.rights == {C}, "what was ticked before comes back"


def test_nobody_is_a_member_for_nothing(scene: Any) -> None:
    with pytest.raises(NothingToDo):
        services.invite_member(scene.host, by=scene.admin, email="x@courriel.example")
    his = held(scene.host, member(scene.host, H))
    with pytest.raises(NothingToDo):
        services.set_work(his, rights=[], may_sign=False, function=None, by=scene.admin)
    assert his.rights == {H}
    other = association(member=scene.admin)
    keep(Membership(association_id=other.id, user_id=person().id, role=MemberRole.ADMIN))
    with pytest.raises(NothingToDo):
        services.change_role(held(other, scene.admin), MemberRole.MEMBER, by=scene.admin)


def test_an_invitation_opens_what_was_ticked_and_no_more(scene: Any) -> None:
    karim = person(email="karim@courriel.example")
    row = services.invite_member(scene.host, by=scene.admin, email="karim@courriel.example", rights=[M])
    assert services.accept_invitation(row, by=karim).rights == {M}
