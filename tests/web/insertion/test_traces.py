"""What the person's own pages leave behind: in the database, in the browser of the next person, in the mailbox of a family."""

from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.contrats import services
from benevolat.contrats.models import Annexe, AnnexeState, Submission
from benevolat.core import journal
from benevolat.core.db import Base
from benevolat.core.mail import OutgoingMail
from benevolat.core.sms import OutgoingSms
from tests.factories.insertion import CONTENT, annexe, linked
from tests.factories.passeport import attested
from tests.factories.people import by_phone, person
from tests.support.page_client import PageClient
from tests.support.sign_in import sign_in


def _everything(session: Any) -> dict[str, list[Any]]:
    kept = {name: [tuple(row) for row in session.execute(sa.select(table))] for name, table in Base.metadata.tables.items()}
    session.rollback()
    return kept


@pytest.mark.parametrize("answer", ["no", "later"])
def test_a_no_through_the_screens_leaves_nothing_that_names_anybody(client: PageClient, session: Any, answer: str) -> None:
    """Beside the coarse figure, only the one-time key of the form, which is of no account and goes by itself."""
    holder = person()
    made = annexe(holder, linked(holder), AnnexeState.PROPOSED)
    path = f"/mon-contrat/annexe/{made.public_id}"
    sign_in(client, holder).get(path)
    before, page = _everything(session), client.text
    client.submit("Envoyer ma réponse", answer=answer)
    after = _everything(session)
    assert {name for name in after if after[name] != before[name]} == {"insertion_anonymous_count", "form_key"}
    assert set(Base.metadata.tables["form_key"].columns.keys()) == {"key", "used_at"}
    client.get(path)
    assert client.text == page, "the page is as it was: one may change one's mind"


def test_a_no_is_refused_where_nothing_is_proposed(client: PageClient, session: Any) -> None:
    holder = person()
    made = annexe(holder, linked(holder), AnnexeState.PROPOSED)
    sign_in(client, holder).get(f"/mon-contrat/annexe/{made.public_id}")
    services.sign_annexe(session.get_one(Annexe, made.id), by=holder, revision=1)
    client.submit("Envoyer ma réponse", answer="no")
    assert "n’est plus possible" in client.text


def test_what_was_said_here_is_not_said_to_the_next_person(client: PageClient, session: Any) -> None:
    """On a shared computer: an answer that never arrived, a sign-out, another person."""
    holder = person()
    linked(holder)
    sign_in(client, holder).get("/mon-contrat")
    client.submit("Ne plus être suivi sur ce site", follow=False)
    token = next(each.get("value") for each in client.page.iter() if each.get("name") == "csrf_token")
    client.post("/deconnexion", data={"csrf_token": token})
    client.get("/")
    assert "ne voit plus rien de vous" not in client.text
    sign_in(client, person()).get("/missions")
    assert "ne voit plus rien de vous" not in client.text


@pytest.mark.parametrize("path", ["", "/transmettre"])
def test_the_browser_keeps_no_copy(client: PageClient, session: Any, path: str) -> None:
    assert sign_in(client, person()).get(f"/mon-contrat{path}").headers["Cache-Control"] == "no-store"


def test_only_readings_are_listed_and_only_ones_own(client: PageClient, session: Any) -> None:
    holder, other = person(), person()
    helper = linked(holder)
    journal.record("accompagnement.read", actor_id=helper.id, subject_id=other.id)
    journal.record("annexe.edit", actor_id=helper.id, subject_id=holder.id)
    sign_in(client, holder).get("/mon-contrat")
    assert "Qui a lu cette page" not in client.text
    journal.record("accompagnement.read", actor_id=helper.id, subject_id=holder.id)
    session.commit()
    client.get("/mon-contrat")
    assert client.text.count(f"{helper.full_name} a lu, aujourd’hui") == 1


def test_every_letter_to_the_person_is_one_and_the_same(client: PageClient, session: Any) -> None:
    """A proposition, a change and an answer: whoever reads over a shoulder cannot tell which, and the subject is that of any message."""
    holder = person()
    helper = linked(holder)
    made = annexe(holder, helper, AnnexeState.SIGNED)
    services.edit_annexe(made, CONTENT, by=helper)
    services.sign_annexe(made, by=holder, revision=2)
    services.countersign_annexe(made, by=helper)
    services.validate_submission(services.submit_engagement(attested(holder), wants_mark=False, by=holder), by=helper)
    session.flush()
    letters = session.execute(sa.select(OutgoingMail.subject, OutgoingMail.body).where(OutgoingMail.to == holder.email)).all()
    assert len(letters) == 3
    [(subject, body)] = {tuple(each) for each in letters}
    assert subject == "Vous avez un message d’Isère bénévolat"
    assert "mon-contrat" not in body


def test_a_text_message_is_that_of_any_message(client: PageClient, session: Any) -> None:
    holder = by_phone()
    annexe(holder, linked(holder), AnnexeState.PROPOSED)
    session.flush()
    [text] = session.scalars(sa.select(OutgoingSms.body))
    assert text == "Vous avez un message d’Isère bénévolat : http://localhost/connexion"


def test_another_persons_engagement_is_not_submitted(client: PageClient, session: Any) -> None:
    holder = person()
    annexe(holder, linked(holder), AnnexeState.SIGNED)
    attested(holder)
    theirs = attested(person())
    sign_in(client, holder).get("/mon-contrat/transmettre")
    assert theirs.public_id not in client.source
    answer = client.submit("Transmettre cet engagement", engagement=theirs.public_id, mark="no")
    assert answer.status_code == 400
    assert session.scalar(sa.select(sa.func.count()).select_from(Submission)) == 0
