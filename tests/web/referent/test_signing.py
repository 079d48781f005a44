"""The person signs on the référent's screen with their own code, or on a sheet; the papers are given at once and named neutrally."""

import io
from typing import Any

import pytest
import sqlalchemy as sa
from pypdf import PdfReader

from benevolat.accompagnement.models import Deputy
from benevolat.accompagnement.queries import referent_record
from benevolat.contrats import services
from benevolat.contrats.models import Annexe, AnnexeState, Avenant, Channel, Consentement, Sheet
from benevolat.core import clock, journal
from benevolat.core.db import db
from tests.conftest import scalar_count
from tests.contrats.test_sheets import photo
from tests.factories import keep
from tests.factories.insertion import CONTENT, annexe, linked, referent
from tests.factories.people import by_phone, person
from tests.support.page_client import PageClient
from tests.support.sign_in import last_code, sign_in


@pytest.fixture(params=[person, by_phone], ids=["mail", "sms"])
def proposed(request: Any, session: Any) -> tuple[Any, Any, Annexe]:
    """A person known by e-mail or by telephone, their référent, an annexe proposed."""
    holder = request.param(first_name="Amina")
    helper = linked(holder)
    return holder, helper, annexe(holder, helper, AnnexeState.PROPOSED)


def begin(client: PageClient, helper: Any, made: Annexe, link: str) -> PageClient:
    sign_in(client, helper).get(f"/accompagnement/personnes/{made.contrat.user.public_id}")
    client.follow(link)
    return client


def test_the_person_signs_here_with_the_code_they_receive(client: PageClient, proposed: Any) -> None:
    holder, helper, made = proposed
    begin(client, helper, made, "Faire signer sur cet écran")
    assert services.consent_text()[0] in client.text
    assert "Dire non n’a aucune conséquence sur votre RSA." in client.text
    client.submit("Je signe", code="000000")
    assert scalar_count(Consentement) == 0
    client.submit("Recevoir un code")
    client.submit("Je signe", code=last_code(holder.email or holder.phone))
    assert "La personne a signé avec son code" in client.text
    [given] = db.session.scalars(sa.select(Consentement))
    assert (given.user_id, given.channel) == (holder.id, Channel.CODE)
    assert [each.actor_id for each in journal.about(holder.id) if each.action == "annexe.typed"] == [helper.id]
    client.submit("Signer après la personne")
    assert db.session.get_one(Annexe, made.id).state is AnnexeState.SIGNED


def test_a_code_signs_what_it_was_sent_for_and_nothing_written_since(client: PageClient, proposed: Any) -> None:
    holder, helper, made = proposed
    begin(client, helper, made, "Faire signer sur cet écran")
    client.submit("Recevoir un code")
    code = last_code(holder.email or holder.phone)
    services.edit_annexe(db.session.get_one(Annexe, made.id), CONTENT, by=helper)
    client.submit("Je signe", code=code)
    assert "L’annexe a changé pendant que vous la lisiez" in client.text
    client.follow("Faire signer sur cet écran")
    client.submit("Je signe", code=code)
    assert scalar_count(Consentement) == 0, "a code of the revision before is not one of this"


def test_the_sixth_try_of_a_code_is_one_too_many(client: PageClient, proposed: Any) -> None:
    holder, helper, made = proposed
    begin(client, helper, made, "Faire signer sur cet écran")
    client.submit("Recevoir un code")
    right = last_code(holder.email or holder.phone)
    for _try in range(5):
        client.submit("Je signe", code="000000" if right != "000000" else "111111")
    client.submit("Je signe", code=right)
    assert scalar_count(Consentement) == 0


def test_a_signed_sheet_is_typed_then_disowned(client: PageClient, proposed: Any) -> None:
    holder, helper, made = proposed
    begin(client, helper, made, "Enregistrer une feuille signée")
    code = services.sheet_code(made)
    client.submit("Enregistrer la feuille", code="AAAAAA", upload=(io.BytesIO(photo()), "IMG_2026.jpg"))
    assert "Ce code n’est pas celui de l’annexe d’aujourd’hui" in client.text
    client.submit("Enregistrer la feuille", code=code, upload=(io.BytesIO(b"<html>"), "feuille.jpg"))
    assert "Choisissez une photo" in client.text
    client.submit("Enregistrer la feuille", code=code, upload=(io.BytesIO(photo()), "IMG_2026.jpg"))
    assert "La feuille est enregistrée" in client.text
    kept = db.session.scalars(sa.select(Sheet)).one()
    address = f"/accompagnement/feuilles/{kept.public_id}"
    _is_a_paper(client.get(address), "image/jpeg", "jpg")
    reader: Any = client.application.test_client()
    sign_in(reader, holder).get(f"/mon-contrat/annexe/{made.public_id}")
    _is_a_paper(reader.get(f"/mon-contrat/feuille/{kept.public_id}"), "image/jpeg", "jpg")
    reader.get("/mon-contrat")
    assert "a enregistré une feuille signée" in reader.text
    reader.get(f"/mon-contrat/annexe/{made.public_id}")
    reader.submit("Ce n’est pas ma signature")
    assert "votre référent ne la voit plus" in reader.text
    assert client.get(address).status_code == 404
    assert reader.get(f"/mon-contrat/feuille/{kept.public_id}").status_code == 200


def _is_a_paper(answer: Any, kind: str, ending: str) -> None:
    assert (answer.status_code, answer.mimetype) == (200, kind)
    disposition, name = answer.headers["Content-Disposition"].split("; filename=")
    assert disposition == "attachment"
    assert name.strip('"').startswith("document-")
    assert name.strip('"').endswith(f".{ending}")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_the_papers_are_given_to_both_and_a_withdrawal_to_the_person_alone(client: PageClient, session: Any) -> None:
    holder = person(first_name="Amina")
    helper = linked(holder)
    made = annexe(holder, helper, AnnexeState.AMENDED)
    amendment = session.scalars(sa.select(Avenant)).one()
    reader: Any = client.application.test_client()
    sign_in(client, helper).get(f"/accompagnement/personnes/{holder.public_id}")
    sign_in(reader, holder).get(f"/mon-contrat/annexe/{made.public_id}")
    for browser, root in ((client, "/accompagnement/annexes"), (reader, "/mon-contrat/annexe")):
        answer = browser.get(f"{root}/{made.public_id}/document.pdf")
        _is_a_paper(answer, "application/pdf", "pdf")
        assert "Amina" in (PdfReader(io.BytesIO(answer.get_data())).pages[0].extract_text() or "")
    for browser, root in ((client, "/accompagnement/avenants"), (reader, "/mon-contrat/avenant")):
        _is_a_paper(browser.get(f"{root}/{amendment.public_id}/document.pdf"), "application/pdf", "pdf")
    reader.submit("Retirer mon accord")
    withdrawal = session.scalars(sa.select(Avenant).order_by(Avenant.id.desc())).first()
    reader.get(f"/mon-contrat/annexe/{made.public_id}")
    assert "La personne a retiré son accord" in reader.text
    _is_a_paper(reader.get(f"/mon-contrat/avenant/{withdrawal.public_id}/document.pdf"), "application/pdf", "pdf")
    for path in (f"annexes/{made.public_id}", f"avenants/{amendment.public_id}", f"avenants/{withdrawal.public_id}"):
        assert client.get(f"/accompagnement/{path}/document.pdf").status_code == 404, path


def test_nobody_else_gets_a_paper(client: PageClient, session: Any) -> None:
    holder = person()
    made = annexe(holder, linked(holder), AnnexeState.PROPOSED)
    paths = [f"annexes/{made.public_id}/{each}" for each in ("document.pdf", "feuille.pdf", "feuille", "signature")]
    sign_in(client, referent())
    for path in paths:
        assert client.get(f"/accompagnement/{path}").status_code == 404, path
    sign_in(client, person())
    assert client.get(f"/mon-contrat/annexe/{made.public_id}/document.pdf").status_code == 404


def test_a_draft_has_no_paper_and_a_signed_one_no_sheet(client: PageClient, session: Any) -> None:
    holder, other = person(), person()
    helper = linked(holder)
    draft, done = annexe(holder, helper), annexe(other, linked(other, helper), AnnexeState.SIGNED)
    sign_in(client, helper)
    for made, path in ((draft, "document.pdf"), (draft, "signature"), (done, "feuille.pdf"), (done, "feuille"), (done, "signature")):
        assert client.get(f"/accompagnement/annexes/{made.public_id}/{path}").status_code == 404, path
    assert client.get(f"/accompagnement/annexes/{done.public_id}/document.pdf").status_code == 200


def test_who_stands_in_takes_the_sheet_and_the_journal_says_so(client: PageClient, session: Any) -> None:
    holder = person()
    helper, colleague = linked(holder), referent()
    made = annexe(holder, helper, AnnexeState.PROPOSED)
    absent, deputy = referent_record(helper), referent_record(colleague)
    assert absent is not None
    assert deputy is not None
    keep(Deputy(referent_id=absent.id, deputy_id=deputy.id, starts_on=clock.today(), ends_on=clock.today().replace(year=2099)))
    services.sign_on_sheet(made, code=services.sheet_code(made), upload=photo(), by=colleague)
    services.countersign_annexe(made, by=colleague)
    session.flush()
    kept = [each.reason for each in journal.about(holder.id) if each.action in ("annexe.sheet", "annexe.sign")]
    assert kept == ["deputy", "deputy"]
