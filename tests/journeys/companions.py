"""What a person and their référent do on the screens above the RSA line, each from their own browser; shared by several stories."""

import re
from typing import Any

import sqlalchemy as sa

from benevolat.accounts.models import User
from benevolat.core import clock
from benevolat.core.db import db
from tests.factories.insertion import QUESTIONS
from tests.support.page_client import PageClient, all_of

NEUTRAL = re.compile(r"RSA|référent|contrat|annexe|accompagn|insertion|bénéficiaire|allocataire", re.IGNORECASE)
"""Words that no letter and no message may hold, since an address or a telephone may be shared."""


def page_of(contact: str) -> str:
    """Return the référent's page about somebody, by their e-mail or number."""
    public_id = db.session.scalar(sa.select(User.public_id).where(sa.or_(User.email == contact, User.phone == contact)))
    return f"/accompagnement/personnes/{public_id}"


def read(client: PageClient, path: str) -> str:
    """Open a page and return its words."""
    assert client.get(path).status_code == 200
    return client.text


def begin(person: PageClient, companion: PageClient) -> None:
    """Begin with the code that the person makes and tells."""
    person.get("/mon-contrat")
    person.submit("Créer un code")
    code = person.text.split("Votre code : ")[1][:9]
    companion.get("/accompagnement")
    companion.follow("Ajouter une personne")
    companion.submit("Commencer l’accompagnement", code=code)


def write_annexe(companion: PageClient, **values: Any) -> None:
    """Write the contract's reference and the annexe, from the référent's page of the person, and propose it."""
    today = clock.today()
    companion.follow("Écrire la référence du contrat")
    companion.submit("Enregistrer la référence", type_code="cer", reference="NG-2026-7", path_kind="social",
                     starts_on=today.isoformat(), ends_on=today.replace(year=today.year + 1).isoformat())
    companion.follow("Préparer une annexe")
    companion.submit("Enregistrer l’annexe", **{
        "already_engaged": "no", "forms": ["0", "4"], "competences": ["jardiner-nature"], "hours": "2,5", "period": "weekly", "months": "3",
        "starts_on": today.isoformat(), "referent_commitment": "Chercher un mode de garde pour le mardi.", **QUESTIONS, **values,
    })
    companion.submit("Proposer l’annexe à la personne")


def open_annexe(person: PageClient) -> None:
    """Open the annexe from the person's own page."""
    person.get("/mon-contrat")
    person.get(next(each.get("href") or "" for each in all_of(person.page, "a") if "/mon-contrat/annexe/" in (each.get("href") or "")))


def answer(person: PageClient, said: str) -> None:
    """Answer the annexe that was proposed: « already », « wishes », « yes », « later » or « no »."""
    open_annexe(person)
    agreed = {} if said in ("later", "no") else {"agreed": "y"}
    person.submit("Envoyer ma réponse", answer=said, **agreed)


def countersign(companion: PageClient, contact: str) -> None:
    """Sign after the person."""
    companion.get(page_of(contact))
    companion.submit("Signer après la personne")
    assert "L’annexe est signée" in companion.text


def submit(person: PageClient, mark: str) -> None:
    """Show the first attested engagement to one's référent, and ask for the mark or not."""
    person.get("/mon-contrat")
    person.follow("Transmettre un engagement")
    engagement = next(each.get("value") for each in all_of(person.page, "input") if each.get("name") == "engagement")
    person.submit("Transmettre cet engagement", engagement=engagement, mark=mark)
    assert "C’est transmis" in person.text
