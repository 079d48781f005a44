"""A person's own contract pages: reading, signing, saying no without a trace, withdrawing, submitting and taking back."""

from typing import Any

import sqlalchemy as sa

from benevolat.accompagnement.permissions import accompanies
from benevolat.accompagnement.services import begin_accompagnement
from benevolat.contrats.models import Annexe, AnnexeState, AnonymousCount, Consentement, Figure, Submission, SubmissionState
from benevolat.contrats.services import edit_annexe
from benevolat.core.db import db
from benevolat.passeport.models import Skill, SkillState
from tests.factories.insertion import CONTENT, annexe, linked, referent
from tests.factories.passeport import attested
from tests.factories.people import person
from tests.support.page_client import PageClient
from tests.support.sign_in import sign_in


def test_the_code_is_shown_once_and_opens_the_link(client: PageClient, session: Any) -> None:
    holder, helper = person(), referent()
    sign_in(client, holder).get("/mon-contrat")
    client.submit("Créer un code")
    digits = client.text.split("Votre code : ")[1][:9]
    client.get("/mon-contrat")
    assert digits not in client.text
    begin_accompagnement(digits, by=helper)
    session.commit()
    client.get("/mon-contrat")
    assert helper.full_name in client.text
    client.submit("Ne plus être suivi sur ce site")
    assert not accompanies(helper, holder)


def test_saying_no_is_as_easy_as_saying_yes(client: PageClient, session: Any) -> None:
    """Four answers alike, none chosen beforehand, one button for all; a « no » needs no box."""
    holder = person()
    made = annexe(holder, linked(holder), AnnexeState.PROPOSED)
    sign_in(client, holder).get(f"/mon-contrat/annexe/{made.public_id}")
    assert "Ce n’est pas obligatoire. Dire non n’a aucune conséquence sur votre RSA." in client.text
    tiles = [(each.get("value"), each.get("checked")) for each in client.page.iter() if each.get("name") == "answer"]
    assert tiles == [("already", None), ("wishes", None), ("later", None), ("no", None)]
    client.submit("Envoyer ma réponse", answer="no")
    assert "n’est gardée nulle part avec votre nom" in client.text
    client.get(f"/mon-contrat/annexe/{made.public_id}")
    client.submit("Envoyer ma réponse", answer="later")
    assert db.session.scalar(sa.select(AnonymousCount.value).where(AnonymousCount.figure == Figure.REFUSED)) == 2
    assert client.get(f"/mon-contrat/annexe/{made.public_id}").status_code == 200, "one may change one's mind"


def test_no_log_of_addresses_tells_a_no_from_a_yes(client: PageClient, session: Any) -> None:
    answers = []
    for values in ({"answer": "no"}, {"answer": "later"}, {"answer": "wishes", "agreed": "y"}):
        holder = person()
        made = annexe(holder, linked(holder), AnnexeState.PROPOSED)
        path = f"/mon-contrat/annexe/{made.public_id}"
        sign_in(client, holder).get(path)
        said = client.submit("Envoyer ma réponse", follow=False, **values)
        answers.append((said.request.method, said.request.path.replace(made.public_id, "ID"), said.status_code, said.headers["Location"]))
    assert set(answers) == {("POST", "/mon-contrat/annexe/ID/reponse", 303, "/mon-contrat")}


def test_signing_needs_the_box_and_the_text_that_was_read(client: PageClient, session: Any) -> None:
    holder = person()
    helper = linked(holder)
    made = annexe(holder, helper, AnnexeState.PROPOSED)
    sign_in(client, holder).get(f"/mon-contrat/annexe/{made.public_id}")
    client.submit("Envoyer ma réponse")
    assert "Touchez une réponse" in client.text
    client.submit("Envoyer ma réponse", answer="wishes")
    assert "Cochez la case" in client.text
    edit_annexe(db.session.get_one(Annexe, made.id), CONTENT, by=helper)
    client.submit("Envoyer ma réponse", answer="wishes", agreed="y")
    assert "L’annexe a changé pendant que vous la lisiez" in client.text
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Consentement)) == 0
    client.get(f"/mon-contrat/annexe/{made.public_id}")
    client.submit("Envoyer ma réponse", answer="already", agreed="y")
    assert "Vous avez signé" in client.text
    assert db.session.get_one(Annexe, made.id).already_engaged is True, "the person's own answer stands"


def test_an_amendment_is_answered_on_its_own_terms(client: PageClient, session: Any) -> None:
    holder = person()
    helper = linked(holder)
    made = annexe(holder, helper, AnnexeState.SIGNED)
    edit_annexe(made, CONTENT, by=helper)
    sign_in(client, holder).get(f"/mon-contrat/annexe/{made.public_id}")
    assert [each.get("value") for each in client.page.iter() if each.get("name") == "answer"] == ["yes", "later", "no"]
    client.submit("Envoyer ma réponse", answer="yes", agreed="y")
    assert "Vous avez signé" in client.text


def test_a_letter_leads_to_what_waits_for_an_answer(client: PageClient, session: Any) -> None:
    holder = person()
    made = annexe(holder, linked(holder), AnnexeState.PROPOSED)
    sign_in(client, holder).get("/a-lire", follow_redirects=True)
    assert client.h1 == "Lisez, puis répondez"
    client.get("/mon-contrat")
    client.follow("Lire et répondre")
    client.submit("Envoyer ma réponse", answer="wishes", agreed="y")
    client.get("/a-lire", follow_redirects=True)
    assert client.h1 == "Mon accompagnement"
    assert "Lire et répondre" not in client.text
    assert made.already_engaged is False


def test_withdrawing_is_one_gesture(client: PageClient, session: Any) -> None:
    holder = person()
    made = annexe(holder, linked(holder), AnnexeState.SIGNED)
    sign_in(client, holder).get(f"/mon-contrat/annexe/{made.public_id}")
    client.submit("Retirer mon accord")
    assert "La personne a retiré son accord" in client.text
    assert db.session.get_one(Annexe, made.id).state is AnnexeState.WITHDRAWN


def test_submitting_with_the_mark_and_taking_back(client: PageClient, session: Any) -> None:
    holder = person()
    annexe(holder, linked(holder), AnnexeState.SIGNED)
    done = attested(holder)
    sign_in(client, holder).get("/mon-contrat")
    client.follow("Transmettre un engagement")
    client.submit("Transmettre cet engagement")
    assert client.text.count("Cette réponse est nécessaire") >= 2
    client.submit("Transmettre cet engagement", engagement=done.public_id, mark="yes")
    assert "C’est transmis" in client.text
    client.submit("Reprendre ma demande")
    assert db.session.scalars(sa.select(Submission.state)).all() == [SubmissionState.CANCELLED]
    assert db.session.scalars(sa.select(Skill.state)).all() == [SkillState.ATTESTED]


def test_another_persons_annexe_does_not_exist(client: PageClient, session: Any) -> None:
    holder = person()
    made = annexe(holder, linked(holder), AnnexeState.SIGNED)
    sign_in(client, person())
    assert client.get(f"/mon-contrat/annexe/{made.public_id}").status_code == 404


def test_a_draft_is_not_shown_to_the_person(client: PageClient, session: Any) -> None:
    holder = person()
    made = annexe(holder, linked(holder))
    sign_in(client, holder)
    assert client.get(f"/mon-contrat/annexe/{made.public_id}").status_code == 404


def test_a_citizen_finds_a_page_that_asks_nothing(client: PageClient, session: Any) -> None:
    sign_in(client, person()).get("/mon-contrat")
    assert "cette page n’est pas pour vous" in client.text
