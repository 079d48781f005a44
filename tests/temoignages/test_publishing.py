"""A témoignage from the person's words to the public pages and back: accord, judgement, report, taking back."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from benevolat.accounts.models import Role, User
from benevolat.associations.models import State as AssociationState
from benevolat.core import clock, settings
from benevolat.core.db import db
from benevolat.core.errors import Conflict, InvalidInput, NotAllowed
from benevolat.core.mail import OutgoingMail
from benevolat.core.workflow import TransitionLog
from benevolat.engagements.models import Engagement
from benevolat.engagements.models import State as EngagementState
from benevolat.moderation.models import Noun
from benevolat.temoignages import queries, services
from benevolat.temoignages.errors import (
    AccordChanged,
    AccordNeeded,
    NoLongerWaits,
    NothingToStandOn,
    NotOfferable,
    ReasonNeeded,
    TooLong,
    WordsChanged,
)
from benevolat.temoignages.models import Accord, Naming, Reason, State, Temoignage
from benevolat.temoignages.services import Written
from tests.conftest import scalar_count
from tests.factories.passeport import attested
from tests.factories.people import agent, person
from tests.factories.temoignages import host_of, temoignage
from tests.support.desk import waiting

WORDS = "J’ai appris à tailler les rosiers."


def written(words: str = WORDS, naming: Naming = Naming.FIRST_NAME, *, agreed: bool = True, version: int = 0) -> Written:
    """What a person sends."""
    return Written(words=words, naming=naming, agreed=agreed, accord_version=version)


@pytest.fixture
def done(session: Any) -> Engagement:
    """An attested engagement."""
    return attested(person())


@pytest.fixture
def desk(session: Any) -> User:
    """A modérateur of the whole Département."""
    return agent(Role.MODERATEUR)


def mails() -> list[tuple[str, str]]:
    """To whom and about what, oldest first."""
    return [(each.to, each.subject) for each in db.session.scalars(sa.select(OutgoingMail).order_by(OutgoingMail.id))]


def everywhere(done: Engagement) -> list[str]:
    """The words shown on each public page."""
    assert done.candidature is not None
    found = queries.published_about(done.association_id or 0) + queries.published_of_mission(done.candidature.mission_id)
    return [each.words for each in found + queries.latest_published()]


def test_from_the_words_to_the_pages(done: Engagement, desk: User) -> None:
    row = services.write_temoignage(done, written("  J’ai appris.\r\nBeaucoup.  "), by=done.user)
    assert (row.state, row.words, row.shown_name) == (State.SUBMITTED, "J’ai appris.\nBeaucoup.", "Nadia")
    assert everywhere(done) == [] == mails()
    services.publish_temoignage(row, by=desk, seen=row.submitted_at)
    assert everywhere(done) == ["J’ai appris.\nBeaucoup."] * 3
    assert mails() == [
        (done.user.email, "Votre témoignage est publié"), (host_of(done).email, f"Un témoignage parle de {done.host}")
    ]


def test_the_accord_keeps_what_was_read(done: Engagement) -> None:
    with clock.frozen(clock.now()):
        row = services.write_temoignage(done, written(), by=done.user)
    accord = db.session.scalars(sa.select(Accord)).one()
    assert (accord.temoignage_id, accord.text, accord.text_version, accord.given_at) == (row.id, queries.ACCORD, 0, row.submitted_at)
    settings.write("temoignage.accord", "Une autre phrase.", by=None)
    with pytest.raises(AccordChanged):
        services.resubmit_temoignage(row, written(version=0), by=done.user)
    services.resubmit_temoignage(row, written("Autres mots.", version=1), by=done.user)
    first, second = db.session.scalars(sa.select(Accord).order_by(Accord.id))
    assert (first.withdrawn_at is not None, second.text, second.text_version, second.withdrawn_at) == (True, "Une autre phrase.", 1, None)


def test_nothing_is_kept_without_the_accord(done: Engagement) -> None:
    with pytest.raises(AccordNeeded):
        services.write_temoignage(done, written(agreed=False), by=done.user)
    assert scalar_count(Temoignage) == scalar_count(Accord) == scalar_count(TransitionLog) == 0


@pytest.mark.parametrize(("bad", "error"), [
    (written("   "), InvalidInput), (written("x" * 601), TooLong), (written(version=3), AccordChanged),
])
def test_bad_words(done: Engagement, bad: Written, error: type[Exception]) -> None:
    with pytest.raises(error):
        services.write_temoignage(done, bad, by=done.user)


def test_six_hundred_letters_fit_with_a_browsers_line_ends(done: Engagement) -> None:
    services.write_temoignage(done, written("a\r\n" * 300), by=done.user)


def test_names_offered_are_those_the_person_gave(session: Any) -> None:
    full = queries.names_for(person(first_name="Nadia"))
    assert full == {
        Naming.FIRST_NAME: "Nadia", Naming.COMMUNE: "Nadia, Voiron", Naming.WOMAN: "Une bénévole", Naming.MAN: "Un bénévole",
        Naming.PERSON: "Une personne bénévole",
    }
    bare = person(first_name="", commune_code=None)
    assert set(queries.names_for(bare)) == {Naming.WOMAN, Naming.MAN, Naming.PERSON}
    with pytest.raises(InvalidInput):
        services.write_temoignage(attested(bare), written(naming=Naming.COMMUNE), by=bare)


def test_only_the_person_and_only_what_is_attested(done: Engagement, desk: User) -> None:
    for other in (person(), host_of(done), desk):
        with pytest.raises(NotAllowed):
            services.write_temoignage(done, written(), by=other)
    done.state = EngagementState.TO_CLOSE
    with pytest.raises(NotOfferable):
        services.write_temoignage(done, written(), by=done.user)
    done.state, done.association_id = EngagementState.ATTESTED, None
    db.session.flush()
    db.session.expire(done, ["association"])
    with pytest.raises(NotOfferable):
        services.write_temoignage(done, written(), by=done.user)


def test_one_at_a_time(done: Engagement, desk: User) -> None:
    row = services.write_temoignage(done, written(), by=done.user)
    services.refuse_temoignage(row, reason=Reason.HURTFUL, words="Un mot blesse.", by=desk)
    with pytest.raises(NotOfferable):
        services.write_temoignage(done, written(), by=done.user)
    services.withdraw_temoignage(row, by=done.user)
    assert services.write_temoignage(done, written(), by=done.user).state is State.SUBMITTED
    with pytest.raises(IntegrityError):
        temoignage(done)


@pytest.mark.parametrize("state", [each for each in State if each is not State.WITHDRAWN])
def test_taking_back_erases_the_words_from_any_state(done: Engagement, state: State) -> None:
    no = state in {State.TO_CORRECT, State.REFUSED, State.TAKEN_DOWN}
    because = {"reason": Reason.OTHER, "reason_words": "Une phrase."} if no else {}
    row = temoignage(done, state=state, **because)
    if state is State.PUBLISHED:
        services.report_temoignage(row, words="Ce n’est pas vrai.", by=host_of(done))
    services.withdraw_temoignage(row, by=done.user)
    kept = db.session.execute(sa.text("SELECT words, shown_name, naming, reason_words, report_words FROM temoignage")).one()
    assert set(kept) == {None}
    assert db.session.scalars(sa.select(Accord)).one().withdrawn_at is not None
    assert everywhere(done) == []
    assert mails() == []


def test_withdrawn_by_the_person_alone(done: Engagement, desk: User) -> None:
    row = temoignage(done)
    for other in (person(), host_of(done), desk):
        with pytest.raises(NotAllowed):
            services.withdraw_temoignage(row, by=other)
        assert row.words


@pytest.mark.parametrize(("act", "subject", "state", "start"), [
    (services.ask_correction, "Votre témoignage\u00a0: quelque chose à revoir", State.TO_CORRECT, State.SUBMITTED),
    (services.refuse_temoignage, "Votre témoignage ne sera pas publié", State.REFUSED, State.SUBMITTED),
    (services.take_down_temoignage, "Votre témoignage n’est plus publié", State.TAKEN_DOWN, State.PUBLISHED),
])
def test_a_no_is_explained_to_the_person_alone(done: Engagement, desk: User, act: Any, subject: str, state: State, start: State) -> None:
    row = temoignage(done, state=start, words=WORDS)
    for reason, words in ((None, "Une phrase."), (Reason.SOMEBODY, " ")):
        with pytest.raises(ReasonNeeded):
            act(row, reason=reason, words=words, by=desk)
    with pytest.raises(NotAllowed):
        act(row, reason=None, words="", by=done.user)
    act(row, reason=Reason.SOMEBODY, words="On reconnaît votre voisine.", by=desk)
    assert (row.state, row.words) == (state, WORDS)
    assert everywhere(done) == []
    assert mails() == [(done.user.email, subject)]
    body = db.session.scalars(sa.select(OutgoingMail.body)).one()
    assert "On reconnaît une autre personne.\nOn reconnaît votre voisine." in body
    assert "voisine" not in str(db.session.scalars(sa.select(TransitionLog.reason)).all())


def test_nobody_judges_words_they_have_not_read(done: Engagement, desk: User) -> None:
    row = services.write_temoignage(done, written(), by=done.user)
    read = row.submitted_at
    with clock.frozen(clock.now() + timedelta(minutes=5)):
        services.resubmit_temoignage(row, written("Autres mots."), by=done.user)
        with pytest.raises(WordsChanged):
            services.publish_temoignage(row, by=desk, seen=read)
        with pytest.raises(WordsChanged):
            services.refuse_temoignage(row, reason=Reason.OTHER, words="Non.", by=desk, seen=read)
        services.publish_temoignage(row, by=desk, seen=row.submitted_at)
    with pytest.raises(NoLongerWaits):
        services.publish_temoignage(row, by=desk)
    with pytest.raises(Conflict):
        services.resubmit_temoignage(row, written("Encore."), by=done.user)


def test_the_association_reports_and_the_desk_answers(done: Engagement, desk: User) -> None:
    row, member = temoignage(done), host_of(done)
    assert waiting(Noun.TEMOIGNAGE, desk) == {}
    for other in (person(), done.user, desk):
        with pytest.raises(NotAllowed):
            services.report_temoignage(row, words="Faux.", by=other)
    with pytest.raises(InvalidInput):
        services.report_temoignage(row, words=" ", by=member)
    services.report_temoignage(row, words="On cite un enfant.", by=member)
    assert list(waiting(Noun.TEMOIGNAGE, desk)) == [row.id]
    assert len(everywhere(done)) == 3, "it stays while it is read again"
    with pytest.raises(NotAllowed):
        services.settle_report(row, by=member)
    services.settle_report(row, by=desk)
    assert (row.reported_at, row.report_words, waiting(Noun.TEMOIGNAGE, desk)) == (None, None, {})
    with pytest.raises(NoLongerWaits):
        services.settle_report(row, by=desk)
    services.report_temoignage(row, words="On cite un enfant.", by=member)
    services.take_down_temoignage(row, reason=Reason.SOMEBODY, words="Un enfant est nommé.", by=desk)
    assert waiting(Noun.TEMOIGNAGE, desk) == {}
    with pytest.raises(NoLongerWaits):
        services.report_temoignage(row, words="Encore.", by=member)


def take_away(done: Engagement, how: str) -> None:
    """Remove one of the things a témoignage stands on."""
    host = done.association
    assert host is not None
    if how == "attestation withdrawn":
        done.state = EngagementState.TO_CLOSE
    elif how == "erased":
        done.user.erased_at = clock.now()
    else:
        host.state, host.state_reason = AssociationState(how), "Une raison."
    db.session.flush()


GONE = ["suspended", "refused", "attestation withdrawn", "erased"]


@pytest.mark.parametrize("how", GONE)
def test_hidden_when_what_it_stands_on_is_gone(done: Engagement, how: str) -> None:
    temoignage(done)
    assert len(everywhere(done)) == 3
    assert queries.can_appear(done)
    take_away(done, how)
    assert everywhere(done) == []
    assert not queries.can_appear(done)


@pytest.mark.parametrize("how", GONE)
def test_what_nobody_could_read_is_not_published(done: Engagement, desk: User, how: str) -> None:
    row = temoignage(done, state=State.SUBMITTED)
    take_away(done, how)
    with pytest.raises(NothingToStandOn):
        services.publish_temoignage(row, by=desk, seen=row.submitted_at)
    assert (row.state, row.published_at, mails()) == (State.SUBMITTED, None, [])


def test_three_are_listed_at_most_the_latest_first(session: Any) -> None:
    for n in range(5):
        with clock.frozen(clock.now() + timedelta(hours=n)):
            temoignage(attested(person()), words=f"Mots {n}")
    assert [each.words for each in queries.latest_published()] == ["Mots 4", "Mots 3", "Mots 2"]


def test_the_oldest_waits_first_wherever_it_comes_from(desk: User) -> None:
    with clock.frozen(clock.now() - timedelta(days=3)):
        reported = temoignage(attested(person()))
        services.report_temoignage(reported, words="Faux.", by=host_of(reported.engagement))
    newer = temoignage(attested(person()), state=State.SUBMITTED)
    with clock.frozen(clock.now() - timedelta(days=5)):
        older = temoignage(attested(person()), state=State.SUBMITTED)
    assert list(waiting(Noun.TEMOIGNAGE, desk)) == [older.id, reported.id, newer.id]
    elsewhere = agent(Role.MODERATEUR, territoire="trieves")
    assert list(waiting(Noun.TEMOIGNAGE, elsewhere)) == queries.published_here(elsewhere) == []
    assert waiting(Noun.TEMOIGNAGE, agent(Role.REFERENT)) == {}
