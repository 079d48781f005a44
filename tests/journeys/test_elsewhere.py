"""A bénévolat that took place elsewhere becomes a proof: by a letter and a telephone, or by a sheet of paper; the web only."""

import re
from datetime import timedelta
from typing import Any

from flask import Flask

from benevolat.accounts.models import Role
from benevolat.ailleurs.models import ProofRequest
from benevolat.core import clock
from benevolat.core.db import db
from tests.factories.people import agent
from tests.support.page_client import PageClient, all_of

from .cast import agent_at_work, browser, link_in, mails_to, sign_up

MONDAY = clock.paris(2026, 11, 23, 9)
NADIA, ODILE = "nadia@courriel.example", "odile@quilles.example"
TITLE, HOST = "Tenir la buvette", "Le club de quilles"
NEUTRAL = re.compile(r"RSA|référent|contrat|annexe|accompagn|insertion|bénéficiaire", re.IGNORECASE)


def she_declares(nadia: PageClient) -> None:
    sign_up(nadia, NADIA, NADIA, "Nadia", "Belkacem")
    nadia.get("/mes-engagements")
    nadia.follow("Ajouter ce que j’ai fait ailleurs")
    nadia.submit("Ajouter à mes engagements", title=TITLE, host=HOST, starts_on="2026-03-01", ends_on="2026-06-01", hours="20",
                 words="J’ai servi deux cents cafés.", domaine="sport", competences=["accueillir"])
    assert nadia.h1 == TITLE
    assert "Déclaré par vous" in nadia.text


def last_link(address: str = ODILE) -> str:
    """Return the path of the link in the last letter to the host."""
    body = mails_to(address)[-1].body
    assert not NEUTRAL.search(body)
    return link_in(body)


def test_by_a_letter_corrected_disagreed_corrected_agreed(fresh_app: Flask, session: Any) -> None:
    nadia, telephone, employer = browser(fresh_app), browser(fresh_app), browser(fresh_app)
    with clock.frozen(MONDAY):
        she_declares(nadia)
        nadia.follow("Demander une attestation")
        nadia.submit("Envoyer la demande", contact_name="Odile Perrin", email=ODILE)
        assert "Notre message est parti" in nadia.text
    with clock.frozen(MONDAY + timedelta(days=1)):
        the_host_corrects_on_her_telephone(telephone)
    with clock.frozen(MONDAY + timedelta(days=2)):
        she_disagrees(nadia)
    with clock.frozen(MONDAY + timedelta(days=3)):
        the_host_corrects_again(telephone)
    with clock.frozen(MONDAY + timedelta(days=4)):
        nadia.get("/mes-engagements")
        nadia.follow(TITLE)
        assert "Recompté avec le cahier" in nadia.text
        nadia.submit("Je suis d’accord")
        assert "C’est dans votre passeport" in nadia.text
        paper_of_it_bears_the_mark(nadia, employer)


def the_host_corrects_on_her_telephone(telephone: PageClient) -> None:
    first = last_link()
    telephone.get(first)
    assert telephone.h1 == "Attester le bénévolat de Nadia Belkacem"
    telephone.submit(
        "Confirmer", ends_on="2026-05-01", hours="15", sentence="A tenu la buvette avec le sourire.", competences=["accueillir", "equipe"],
        signer="Odile Perrin", function="présidente", host="Club de quilles de Vif",
    )
    assert telephone.h1 == "Votre réponse est enregistrée"
    assert telephone.get(first).status_code == 404, "one link, one decision"


def she_disagrees(nadia: PageClient) -> None:
    assert mails_to(NADIA)[-1].subject.startswith("Votre bilan est prêt")
    nadia.get(link_in(mails_to(NADIA)[-1].body))
    assert "15 h" in nadia.text
    assert "Votre contact a corrigé" in nadia.text
    nadia.follow("Je ne suis pas d’accord")
    nadia.submit("Envoyer ma réponse", words="J’y étais aussi en mai, pour vingt heures.")
    assert "Vous n’êtes pas d’accord" in nadia.text


def the_host_corrects_again(telephone: PageClient) -> None:
    telephone.get(last_link())
    assert "J’y étais aussi en mai, pour vingt heures." in telephone.text
    telephone.submit("Enregistrer ma correction", ends_on="2026-06-01", hours="20", reason="Recompté avec le cahier.")
    assert telephone.h1 == "Votre réponse est enregistrée"


def paper_of_it_bears_the_mark(nadia: PageClient, employer: PageClient) -> None:
    nadia.get("/mon-passeport")
    assert "Travailler en équipe" in nadia.text
    assert "hors d’Isère bénévolat" in nadia.text
    nadia.get("/mes-engagements")
    nadia.follow(TITLE)
    nadia.submit("Faire l’attestation")
    address = next(each.get("value") or "" for each in all_of(nadia.page, "input") if each.get("id") == "adresse")
    employer.get(address.removeprefix("http://localhost"))
    assert "nous n’avons pas vérifié cet organisme" in employer.text
    assert "Odile Perrin, présidente, Club de quilles de Vif" in employer.text
    assert "20 h" in employer.text


def test_by_a_sheet_signed_and_copied_at_a_desk(fresh_app: Flask, session: Any) -> None:
    nadia, claire = browser(fresh_app), agent_at_work(fresh_app, agent(Role.MODERATEUR))
    she_declares(nadia)
    nadia.follow("Demander une attestation")
    nadia.submit("Préparer une feuille à signer")
    answer = nadia.get(next(each.get("href") or "" for each in all_of(nadia.page, "a")
                            if (each.get("href") or "").endswith("feuille.pdf")))
    assert answer.data.startswith(b"%PDF-")
    code = db.session.query(ProofRequest).one().paper_code or ""

    claire.get("/moderation")
    claire.follow("Recopier une feuille signée")
    claire.submit("Trouver la feuille", code="zzzzzzzz")
    assert "Aucune feuille n’attend sous ce code" in claire.text
    claire.submit("Trouver la feuille", code=f"{code[:4].upper()} {code[4:]}")
    assert claire.h1 == "La feuille de Nadia Belkacem"
    claire.submit("Enregistrer la feuille", sentence="A tenu la buvette.", signer="Odile Perrin", function="présidente",
                  host="Club de quilles de Vif", competences=["accueillir"])
    assert "La personne va dire si c’est juste" in claire.text

    nadia.get("/mon-passeport")
    assert "Attestée par l’association" not in nadia.text.split("Que veulent dire les marques")[0], "nothing counts before she agrees"
    nadia.get("/mes-engagements")
    nadia.follow(TITLE)
    assert "Claire" not in nadia.text, "who typed is not shown"
    nadia.submit("Je suis d’accord")
    assert "C’est dans votre passeport" in nadia.text
    nadia.get("/mes-engagements")
    nadia.follow(TITLE)
    assert "Attesté" in nadia.text
    assert mails_to(ODILE) == []
