"""What alertes find and tell: only what is new, each mission once, at the hour, by the way that was proven, and nothing else."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from benevolat.accounts.models import Role, User
from benevolat.accounts.services import Contact
from benevolat.alertes import queries, services
from benevolat.alertes.jobs import HANDLERS
from benevolat.alertes.models import ASKED_AFTER, ERASED_AFTER, PAUSED_AFTER, Alerte, AlerteMission, Rhythm
from benevolat.alertes.permissions import Link
from benevolat.alertes.services import finding
from benevolat.associations.models import Association
from benevolat.candidatures.services import hide_host
from benevolat.coordination.services import reinstate_association, suspend_association
from benevolat.core import clock, jobs
from benevolat.core.db import db, transaction
from benevolat.core.mail import OutgoingMail
from benevolat.core.sms import OutgoingSms
from benevolat.missions.models import Mission, Publication
from benevolat.missions.services import touch
from benevolat.search.queries import search
from benevolat.search.request import SearchRequest
from tests.conftest import scalar_count
from tests.factories.alertes import GARDEN, alerte
from tests.factories.people import agent, by_phone, person
from tests.factories.world import association, mission

MAIL, PHONE = Contact(email="lina@courriel.example"), Contact(phone="+33639980077")
START = clock.paris(2026, 9, 8, 10)
"""A Tuesday."""


def publish(**values: object) -> Mission:
    """Publish a mission now, as the search learns of it."""
    made = mission(values.pop("host", None), **values)
    touch(made, text=True)
    db.session.commit()
    return made


def later(**gap: float) -> object:
    """Stop the clock that long after the start."""
    return clock.frozen(START + timedelta(**gap))


def work() -> None:
    """Do what the worker does: what is due by itself, then the jobs."""
    db.session.commit()
    jobs.plan_periodic()
    jobs.run_due()
    errors = db.session.scalars(sa.select(jobs.Job.error).where(jobs.Job.error.is_not(None))).all()
    assert not errors
    db.session.rollback()


def mails() -> list[OutgoingMail]:
    """Return the mails that wait, in their order."""
    return list(db.session.scalars(sa.select(OutgoingMail).order_by(OutgoingMail.id)))


def keep(*args: object, **values: object) -> Alerte:
    """Keep a search on the Tuesday."""
    with clock.frozen(START):
        made = alerte(*args, **values)  # type: ignore[arg-type]
        db.session.commit()
    return made


def test_new_missions_are_told_once_at_the_hour(session: object) -> None:
    with clock.frozen(START):
        old = publish(title="Tailler les haies du jardin")
    keep(MAIL, rhythm=Rhythm.DAILY, hour=9)
    with later(hours=5):
        publish(title="Semer au jardin")
        publish(title="Servir la soupe", description="Vous servez le repas du soir à table, avec une équipe joyeuse.")
        publish(title="Bêcher le jardin", commune_code="38185")
        work()
        assert mails() == []
    with later(hours=23.1):
        work()
        [sent] = mails()
    assert sent.to == MAIL.email
    assert sent.subject == "Une nouvelle mission\u00a0: « jardin », près de Voiron"
    assert "Semer au jardin" in sent.body
    assert "soupe" not in sent.body
    assert "Bêcher" not in sent.body
    assert old.title not in sent.body
    with later(days=2):
        touch(old, text=True)
        work()
    with later(days=3):
        work()
        assert len(mails()) == 1


def test_a_mission_that_changes_and_answers_at_last_is_told(session: object) -> None:
    with clock.frozen(START):
        other = publish(title="Ranger la salle", description="Vous rangez les chaises après la fête, avec toute une équipe.")
    keep(MAIL)
    with later(days=1):
        other.title = "Ranger le jardin"
        touch(other, text=True)
        work()
    with later(days=6):
        work()
    assert "Ranger le jardin" in mails()[0].body


def test_what_an_account_sees_no_more_is_not_told(session: object) -> None:
    who = person()
    kept = keep(who)
    with later(hours=5):
        hidden, seen = publish(title="Semer au jardin"), publish(title="Bêcher au jardin")
        work()
        assert {each.mission for each in queries.news_of(kept)} == {hidden.id, seen.id}
        hide_host(hidden.association, by=who)
        assert [each.mission for each in queries.news_of(kept)] == [seen.id]


def test_what_is_gone_when_the_hour_comes_is_not_told(session: object) -> None:
    keep(MAIL)
    with later(hours=1):
        gone, moved, there = (publish(title=f"Jardin {n}") for n in range(3))
        work()
        gone.publication = Publication.WITHDRAWN
        moved.title, moved.description = "Atelier", "Un atelier de couture pour débuter, une fois par semaine."
        moved.association.name = "Aiguilles"
        for each in (gone, moved):
            touch(each, text=True)
    with later(days=6):
        work()
    [sent] = mails()
    assert there.title in sent.body
    assert gone.title not in sent.body
    assert moved.title not in sent.body


def test_a_letter_carries_its_way_out(session: object) -> None:
    kept = keep(MAIL)
    with later(hours=1):
        publish()
    with later(days=6):
        work()
        [sent] = mails()
    assert sent.unsubscribe is not None
    assert sent.unsubscribe.startswith(f"http://localhost/alertes/{kept.public_id}/")
    assert sent.unsubscribe.endswith("/arreter")
    assert sent.unsubscribe in sent.body


@pytest.mark.parametrize("holder", ["number", "account"])
def test_a_text_message_says_nothing_of_the_search(session: object, holder: str) -> None:
    keep(PHONE if holder == "number" else by_phone(), label="Le secret du jardin")
    with later(hours=1):
        publish()
    with later(days=6):
        work()
        [sent] = db.session.scalars(sa.select(OutgoingSms)).all()
    assert sent.body.startswith("Vous avez un message d’Isère bénévolat\u00a0: http://localhost/alertes/")
    assert "jardin" not in sent.body.lower()
    assert mails() == []


def test_a_search_that_found_too_much_tells_only_what_is_published_later(session: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benevolat.alertes.services.keeping.MOST_HITS", 1)
    with clock.frozen(START):
        first, _second = publish(title="Jardin un"), publish(title="Jardin deux")
    kept = keep(MAIL)
    assert kept.broad
    with later(hours=1):
        touch(first, text=True)
        new = publish(title="Jardin trois")
        work()
    found = db.session.scalars(sa.select(AlerteMission.mission_id)).all()
    assert found == [new.id]


def test_a_paused_alerte_finds_and_tells_nothing_and_goes_on_from_today(session: object) -> None:
    kept = keep(MAIL, rhythm=Rhythm.DAILY)
    with later(hours=1):
        publish(title="Jardin trouvé avant la pause")
        work()
        services.pause_alerte(kept, by=Link(kept.public_id))
        publish(title="Jardin paru pendant la pause")
        work()
    with later(days=2):
        work()
        assert services.tell_news(kept.id) == 0, "paused after its letter was planned"
        services.keep_alerte(kept, by=Link(kept.public_id))
        work()
    with later(days=4):
        work()
        assert mails() == []
        publish(title="Jardin nouveau")
        work()
    with later(days=5):
        work()
    assert [each.subject for each in mails()] == ["Une nouvelle mission\u00a0: « jardin », près de Voiron"]
    assert "Jardin nouveau" in mails()[0].body


def test_a_round_goes_on_by_parts_and_twice_changes_nothing(session: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "ALERTES", 2)
    monkeypatch.setattr(finding, "MISSIONS", 2)
    for n in range(5):
        keep(Contact(email=f"p{n}@courriel.example"))
    with later(hours=1):
        for n in range(5):
            publish(title=f"Jardin {n}")
        work()
        assert scalar_count(AlerteMission) == 25
        done = db.session.scalars(sa.select(jobs.Job.payload).where(jobs.Job.kind == finding.PART)).all()
        assert len(done) == 9
        for payload in done:
            with transaction():
                HANDLERS[finding.PART](payload)
        assert scalar_count(AlerteMission) == 25
        assert queries.cursor() == db.session.scalar(sa.select(sa.func.max(Mission.column_seq)))


def test_a_part_that_dies_is_done_again_by_the_next_worker(session: object, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(MAIL)
    with later(hours=1):
        publish()
        db.session.commit()

        def die(*_args: object) -> None:
            raise MemoryError

        with monkeypatch.context() as broken:
            broken.setattr(finding, "answering", die)
            jobs.plan_periodic()
            jobs.run_due()
        assert queries.cursor() == 0
        assert scalar_count(AlerteMission) == 0
        db.session.rollback()
    with later(hours=2):
        jobs.run_due()
    assert scalar_count(AlerteMission) == 1


def test_silence_is_asked_about_then_paused_then_erased(session: object) -> None:
    kept, answered = keep(MAIL), keep(person())
    public_id = kept.public_id
    with clock.frozen(START + ASKED_AFTER - timedelta(days=1)):
        work()
        assert mails() == []
    asked = START + ASKED_AFTER + timedelta(minutes=5)
    with clock.frozen(asked):
        work()
        assert [each.subject for each in mails()] == ["Cette alerte vous sert encore\u00a0?"] * 2
        assert mails()[0].unsubscribe
        services.keep_alerte(answered, by=Link(answered.public_id))
    with clock.frozen(asked + timedelta(days=1)):
        work()
        assert len(mails()) == 2
    paused = asked + PAUSED_AFTER + timedelta(days=1)
    with clock.frozen(paused):
        work()
        db.session.expire_all()
        assert kept.is_paused
        assert not answered.is_paused
    with clock.frozen(paused + ERASED_AFTER + timedelta(days=1)):
        work()
        assert db.session.scalar(sa.select(Alerte).where(Alerte.public_id == public_id)) is None
        assert scalar_count(Alerte) == 1


def test_one_person_s_news_are_not_another_s(session: object) -> None:
    keep(MAIL)
    keep(Contact(email="autre@courriel.example"), replace(GARDEN, words="couture"))
    keep(Contact(email="tout@courriel.example"), SearchRequest())
    with later(hours=1):
        publish(title="Jardin partagé")
    with later(days=6):
        work()
    assert sorted(each.to for each in mails()) == ["lina@courriel.example", "tout@courriel.example"]
    assert all("autre@courriel.example" not in each.body for each in mails())


def suspended(host: Association, by: User) -> None:
    with transaction():
        suspend_association(host, by=by, reason="Vérification en cours.")


def reinstated(host: Association, by: User) -> None:
    with transaction():
        reinstate_association(host, by=by)


def test_the_missions_of_an_association_that_comes_back_are_found_at_once_and_told(session: object) -> None:
    desk, host = agent(Role.MODERATEUR), association(member=person())
    with clock.frozen(START):
        told = publish(host=host, title="Jardin déjà dit")
    before = keep(MAIL, rhythm=Rhythm.DAILY, hour=9)
    with later(hours=1):
        waiting = publish(host=host, title="Jardin trouvé, pas encore dit")
        work()
        suspended(host, desk)
        during = keep(Contact(email="max@courriel.example"), rhythm=Rhythm.DAILY, hour=9)
        publish(title="Jardin d’une autre")
        work()
        assert search(SearchRequest("jardin")).total == 1
    with later(days=1):
        work()
        first = mails_of("jardin")
        assert sorted(str(each.to) for each in first) == sorted([str(before.email), str(during.email)])
        assert not any(each.title in letter.body for each in (told, waiting) for letter in first), "nobody may see them"
        reinstated(host, desk)
        assert search(SearchRequest("jardin")).total == 3
        work()
    with later(days=2):
        work()
        assert {each.to: (told.title in each.body, waiting.title in each.body) for each in mails_of("jardin")[2:]} == {
            before.email: (False, True), during.email: (True, True),
        }
    with later(days=3):
        suspended(host, desk)
        work()
        reinstated(host, desk)
        work()
    with later(days=5):
        work()
        assert len(mails_of("jardin")) == 4, "what was told once is not told again"


def mails_of(word: str) -> list[OutgoingMail]:
    """Return the letters whose subject holds a word."""
    db.session.rollback()
    return [each for each in mails() if word in each.subject]
