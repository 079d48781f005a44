"""What becomes of a paper once it is out: read by its square, shared for a week, replaced, then taken back; the web only."""

import io
from datetime import timedelta
from typing import Any

import pypdfium2
import zxingcpp
from flask import Flask

from benevolat.accounts.models import Role
from benevolat.core import clock
from tests.factories.people import agent
from tests.support.page_client import PageClient, all_of

from .cast import accept, agent_at_work, browser, do_and_close, found_association, publish, sign_up, write_mission

TUESDAY = clock.paris(2026, 11, 24, 10)
MY_LINH = "my.linh@courriel.example"
TITLE = "Arroser les semis du jardin"


def test_a_paper_is_read_shared_replaced_and_taken_back(fresh_app: Flask, session: Any) -> None:
    odile, my_linh, employer = browser(fresh_app), browser(fresh_app), browser(fresh_app)
    with clock.frozen(TUESDAY - timedelta(days=7)):
        a_mission_is_published(odile, agent_at_work(fresh_app, agent(Role.MODERATEUR)))
        she_applies(my_linh)
        accept(odile, "Mỹ Linh")
    with clock.frozen(TUESDAY):
        do_and_close(odile, my_linh, "Mỹ Linh Trần", TITLE)
        paper = she_makes_a_passeport(my_linh)
    with clock.frozen(TUESDAY + timedelta(days=2)):
        page = the_square_is_read(employer, paper)
        link = she_opens_a_link(my_linh)
        the_link_is_read(employer, link)
    with clock.frozen(TUESDAY + timedelta(days=10)):
        assert employer.get(link).status_code == 404
        newer = she_makes_a_passeport_again(my_linh)
        the_older_says_so(employer, page)
        she_takes_it_back(my_linh)
        nothing_is_left_to_read(employer, newer)


def a_mission_is_published(odile: PageClient, claire: PageClient) -> None:
    sign_up(odile, "odile@jardins-du-lac.example", "odile@jardins-du-lac.example", "Odile", "Perrin")
    home = found_association(odile)
    claire.get("/moderation")
    claire.follow("Les Jardins du Lac")
    claire.submit("Valider l’association")
    odile.get(home)
    write_mission(odile, TITLE)
    publish(claire, TITLE)


def she_applies(my_linh: PageClient) -> None:
    sign_up(my_linh, MY_LINH, MY_LINH, "Mỹ Linh", "Trần")
    my_linh.get("/missions?q=jardin")
    my_linh.follow(TITLE)
    my_linh.follow("Proposer mon aide")
    my_linh.submit("Envoyer ma candidature", message="")


def she_makes_a_passeport(my_linh: PageClient) -> bytes:
    my_linh.get("/mon-passeport/documents")
    my_linh.follow("Choisir ce que je montre")
    my_linh.submit("Continuer", start="everything")
    my_linh.submit("Enregistrer mon choix")
    return document_made(my_linh)


def document_made(my_linh: PageClient) -> bytes:
    my_linh.submit("Faire ce document", kind="passeport")
    return my_linh.follow("Ouvrir le PDF").data


def square(paper: bytes) -> str:
    """Return what a telephone reads on the printed page."""
    [found] = [each for page in pypdfium2.PdfDocument(paper) for each in zxingcpp.read_barcodes(page.render(scale=2).to_pil())]
    return str(found.text).removeprefix("http://localhost")


def the_square_is_read(employer: PageClient, paper: bytes) -> str:
    page = square(paper)
    employer.get(page)
    assert employer.h1 == "Ce document est valable"
    for words in ("Mỹ Linh Trần", TITLE, "A arrosé les semis chaque mardi.", "2 h 30"):
        assert words in employer.text.replace("\u00a0", " "), words
    assert MY_LINH not in employer.text
    employer.get(f"/en{page}")
    assert employer.h1 == "This document stands"
    for dropped, said in ((paper, "Ce fichier est le vrai"), (paper.replace(b"/Lang (fr", b"/Lang (en"), "Ce fichier a été changé")):
        files = {"fichier": (io.BytesIO(dropped), "passeport.pdf")}
        employer.post("/verifier/fichier", data=files, content_type="multipart/form-data")
        assert employer.h1 == said
    return page


def her_choice(my_linh: PageClient) -> None:
    my_linh.get("/mon-passeport/documents")
    my_linh.follow("Passeport bénévole")
    my_linh.submit("Enregistrer mon choix")


def she_opens_a_link(my_linh: PageClient) -> str:
    her_choice(my_linh)
    my_linh.submit("Ouvrir ce lien", days="7")
    address = next(each.get("value") or "" for each in my_linh.page.iter() if (each.get("id") or "").startswith("lien-"))
    return address.removeprefix("http://localhost")


def the_link_is_read(employer: PageClient, link: str) -> None:
    employer.get(link)
    assert employer.h1 == "Mỹ Linh Trần"
    assert MY_LINH not in employer.text


def she_makes_a_passeport_again(my_linh: PageClient) -> str:
    her_choice(my_linh)
    return square(document_made(my_linh))


def the_older_says_so(employer: PageClient, page: str) -> None:
    employer.get(page)
    assert employer.h1 == "Un document plus récent existe"
    assert TITLE in employer.text


def she_takes_it_back(my_linh: PageClient) -> None:
    my_linh.get("/mon-passeport/documents")
    newest = next(each.get("href") or "" for each in all_of(my_linh.page, "a") if "/documents/" in (each.get("href") or ""))
    my_linh.get(newest)
    my_linh.submit("Retirer ce document")
    assert "Vous avez retiré ce document" in my_linh.text


def nothing_is_left_to_read(employer: PageClient, page: str) -> None:
    employer.get(page)
    assert employer.h1 == "Ce document est retiré"
    for words in ("Mỹ Linh", "Trần", TITLE):
        assert words not in employer.source
