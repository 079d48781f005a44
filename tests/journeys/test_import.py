"""Story: a partner’s feed, the former site and an association’s file arrive; the desk reads, people find, apply, follow what they had."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from lxml import etree

from benevolat.accounts.models import Role
from benevolat.core.db import db
from tests.exchange import partner
from tests.exchange.test_xml_import import feed
from tests.factories.people import agent, person
from tests.factories.world import association
from tests.journeys.cast import browser, link_in, mails_to
from tests.support.page_client import PageClient, all_of, text_of
from tests.support.sign_in import sign_in

FORMER = {
    "associations": "Id;Nom;RNA;Commune;Code postal;Lien\n12;Les Jardins d’été;W381234568;Voiron;38500;/asso/12\n",
    "missions": "Id;Titre;Description;Domaine;Commune;Code postal;ID association;Lien\n"
                "7;Arroser les semis;Vous arrosez les semis de l’été avec nous.;environnement;Voiron;38500;12;/mission/7\n"
                "8;Trop vieux;Vous arrosez.;environnement;Voiron;38500;99;/mission/8\n",
    "alertes": "Courriel;Mots;Commune\nzoe@courriel.example;semis;Voiron\n",
}


@pytest.fixture
def operate(fresh_app: Flask, tmp_path: Path) -> Any:
    """What the operator does on the machine: a file, a command."""

    def call(content: bytes, *words: str) -> str:
        path = tmp_path / "fichier"
        path.write_bytes(content)
        db.session.commit()
        result = fresh_app.test_cli_runner().invoke(args=[*words[:2], str(path), *words[2:]])
        db.session.rollback()
        return result.output

    return call


def at_the_desk(app: Flask) -> PageClient:
    desk = browser(app)
    sign_in(desk, agent(Role.MODERATEUR))
    return desk


def test_a_partners_mission_is_read_found_and_applied_to_over_there(fresh_app: Flask, session: Any, operate: Any) -> None:
    sent = feed({"clientId": "1", "title": "Appeler une personne seule"}, {"clientId": "1", "title": "Deux fois"})
    assert "1 créées, 0 mises à jour, 0 inchangées, 1 refusées" in operate(sent, "missions", "import", "--publisher", "un-partenaire")
    visitor = browser(fresh_app)
    visitor.get("/missions?avec=distance")
    assert "Appeler une personne seule" not in visitor.text

    desk = at_the_desk(fresh_app)
    desk.get("/moderation")
    desk.follow("Appeler une personne seule")
    desk.submit("Publier la mission", not_a_job="y")

    visitor.get("/missions?avec=distance")
    visitor.follow("Appeler une personne seule")
    [there, _again] = [each for each in all_of(visitor.page, "a") if text_of(each) == "Postuler sur le site du partenaire"]
    assert there.get("href") == "https://un-partenaire.example/1"
    sign_in(visitor, person())
    visitor.follow("J’ai postulé là-bas : l’écrire dans mes engagements")
    assert visitor.form("Ajouter à mes engagements") is not None

    assert partner.read(visitor.get("/flux/missions.xml").data) == []
    shown = visitor.get("/api/v1/missions?keywords=appeler").json["data"]
    assert [each["clientId"] for each in shown] == ["1"]


def test_the_former_site_leads_here_and_asks_before_it_keeps(fresh_app: Flask, session: Any, operate: Any) -> None:
    for kind, options in (("associations", ["--verified"]), ("missions", ["--publish"]), ("alertes", [])):
        content = FORMER[kind].encode("cp1252")
        assert "Essai" in operate(content, "reprise", kind, *options)
        assert "1 créées" in operate(content, "reprise", kind, "--write", *options)
        assert "0 créées, 0 mises à jour, 1 inchangées" in operate(content, "reprise", kind, "--write", *options)

    visitor = browser(fresh_app)
    visitor.get("/mission/7", follow_redirects=True)
    assert visitor.h1 == "Arroser les semis"
    visitor.follow("Les Jardins d’été")
    assert visitor.get("/asso/12").headers["Location"].startswith("/associations/")
    assert visitor.get("/mission/8").status_code == 410

    [letter] = mails_to("zoe@courriel.example")
    visitor.get(link_in(letter.body))
    visitor.submit("Garder mon alerte")
    assert "semis" in visitor.text

    [sent] = partner.read(visitor.get("/flux/missions.xml").data)
    assert partner.refusal(sent) == ""
    assert sent.findtext("applicationUrl").endswith(f"/missions/{sent.findtext('clientId')}")
    news = etree.fromstring(visitor.get("/missions.atom?q=semis").data)
    assert news.findtext("{*}entry/{*}title") == "Arroser les semis"
    visitor.get("/widget?lieu=Voiron")
    assert "Arroser les semis" in visitor.text


OWN = (
    "Référence;Titre;Description;Domaine;Jours;Dates;Places;Commune\r\n"
    "été-1;Arroser les semis;Vous arrosez les semis de l’été avec l’équipe.;Nature et environnement;mardi matin;;2;Voiron (38500)\r\n"
    "été-2;=1+1;;Nature et environnement;mardi matin;;0;Nulle-part\r\n"
)


def test_an_associations_file_is_tried_corrected_sent_and_found(fresh_app: Flask, session: Any) -> None:
    team, visitor = browser(fresh_app), browser(fresh_app)
    nadia = person(email="nadia@mains-vertes.example")
    host = association(member=nadia, name="Les Mains Vertes du Lac")
    sign_in(team, nadia)
    team.get(f"/association/{host.public_id}/missions")
    team.follow("Importer un fichier")
    team.submit("Lire ce fichier", file=(BytesIO(OWN.encode("cp1252")), "missions.csv"))
    assert "Rien n’est encore écrit." in team.text
    assert "1 mission nouvelle." in team.text
    assert "1 ligne est laissée de côté." in team.text
    visitor.get("/missions?q=semis&lieu=Voiron")
    assert "Arroser les semis" not in visitor.text

    team.submit("Importer les missions", then="send", not_a_job="y")
    desk = at_the_desk(fresh_app)
    desk.get("/moderation")
    desk.submit("Traiter le suivant")
    assert desk.h1 == "Arroser les semis"
    desk.submit("Publier la mission", not_a_job="y")
    visitor.get("/missions?q=semis&lieu=Voiron")
    assert "Arroser les semis" in visitor.text
    assert "1+1" not in visitor.text

    team.get(f"/association/{host.public_id}/missions")
    team.follow("Importer un fichier")
    team.submit("Lire ce fichier", file=(BytesIO(OWN.encode("cp1252")), "missions.csv"))
    assert "1 mission ne change pas." in team.text
