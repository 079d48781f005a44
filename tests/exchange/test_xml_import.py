"""Partners' feeds in XML: their ways of writing, their new numbers, and what is refused whole (entities, another document, a bomb)."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

import pytest
import sqlalchemy as sa
from flask import Flask

from benevolat.core.db import db
from benevolat.exchange.errors import UnreadableFile
from benevolat.exchange.services import read_file
from benevolat.missions.models import Mission, Where

GROWING = "".join(f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True))
BOMB = f'<?xml version="1.0"?><!DOCTYPE source [<!ENTITY a "aaaaaaaaaa">{GROWING}]><source><mission><title>&i;</title></mission></source>'
OUTSIDE = (
    '<?xml version="1.0"?><!DOCTYPE source [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    "<source><mission><title>&x;</title></mission></source>"
)
BY_HAND = """<?xml version="1.0" encoding="windows-1252"?>
<source><publisher>Un partenaire</publisher>
  <mission>
    <title><![CDATA[Trier les vêtements d’hiver]]></title><clientId>0012</clientId>
    <description><![CDATA[<p>Vous triez &amp; vous pliez.</p><p>On est une bonne équipe à Voiron.</p>]]></description>
    <applicationUrl>https://un-partenaire.example/missions/12</applicationUrl>
    <activity>collecte</activity><domain>solidarite-insertion</domain><remote>no</remote><openToMinors>yes</openToMinors>
    <softSkills><value>Travailler en équipe</value><value>Écouter</value></softSkills>
    <address>3 rue des Tilleuls</address><city>Voiron</city><postalCode>38500</postalCode>
    <organizationId>7</organizationId><organizationName>Le vestiaire de Voiron</organizationName>
    <organizationRna>W381234567</organizationRna>
  </mission>
</source>""".encode("cp1252")


def feed(*missions: dict[str, str]) -> bytes:
    """A partner's feed with these fields over usual ones."""
    usual = {
        "title": "Trier les vêtements", "description": "Vous triez les vêtements avec l’équipe.", "domain": "solidarite-insertion",
        "remote": "full", "organizationName": "Le vestiaire", "organizationRNA": "W381234567", "applicationUrl": "https://un-partenaire.example/1",
    }
    root = Element("source")
    for each in missions:
        node = SubElement(root, "mission")
        for name, value in {**usual, **each}.items():
            SubElement(node, name).text = value
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


@pytest.fixture
def take(fresh_app: Flask, tmp_path: Path) -> Callable[..., Any]:
    """Import a feed, published, and give the result."""

    def call(content: bytes) -> Any:
        path = tmp_path / "missions.xml"
        path.write_bytes(content)
        db.session.commit()
        result = fresh_app.test_cli_runner().invoke(args=["missions", "import", str(path), "--publish", "--publisher", "un-partenaire"])
        db.session.rollback()
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return call


def missions() -> list[Mission]:
    return list(db.session.scalars(sa.select(Mission).order_by(Mission.id)))


def test_a_feed_written_by_hand_is_understood(take: Callable[..., Any]) -> None:
    assert take(BY_HAND).exit_code == 0
    [made] = missions()
    assert (made.client_id, made.title, made.commune_code) == ("0012", "Trier les vêtements d’hiver", "38563")
    assert (made.address, made.address_public) == ("3 rue des Tilleuls", True)
    assert made.description == "Vous triez & vous pliez.\nOn est une bonne équipe à Voiron."
    assert (made.domaine_code, made.activity, made.where, made.minors_ok) == ("solidarite", "collecte", Where.ON_SITE, True)
    assert {each.label for each in made.competences} == {"Travailler en équipe", "Écouter"}
    assert (made.association.rna, made.association.source_id) == ("W381234567", "un-partenaire:7")
    assert made.application_url == "https://un-partenaire.example/missions/12"
    assert "0 créées, 0 mises à jour, 1 inchangées" in take(BY_HAND).output


@pytest.mark.parametrize("content", [BOMB.encode(), OUTSIDE.encode(), b"<source><mission>", b"<rss/>", b"<" + b"a>" * 5, b"\xef\xbb\xbf<x",
                                     b"<source>" + b"<a>" * 100 + b"</a>" * 100 + b"</source>"])
def test_what_is_not_a_feed_is_refused_whole_and_at_once(tmp_path: Path, fresh_app: Flask, content: bytes) -> None:
    path = tmp_path / "missions.xml"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile):
        read_file(path)


def test_an_empty_feed_holds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "missions.xml"
    path.write_bytes(b"<source></source>")
    assert read_file(path) == []


def test_ten_megabytes_are_read(tmp_path: Path) -> None:
    path, began = tmp_path / "missions.xml", time.monotonic()
    path.write_bytes(feed(*({"clientId": str(n), "description": "Vous triez. " * 250} for n in range(3_300))))
    assert path.stat().st_size > 10_000_000
    assert len(read_file(path)) == 3_300
    assert time.monotonic() - began < 60, "it hangs"


def test_the_same_mission_under_two_numbers_is_taken_once(take: Callable[..., Any]) -> None:
    result = take(feed({"clientId": "1"}, {"clientId": "2"}, {"clientId": "1", "title": "Autre chose à faire"}))
    assert "1 créées, 0 mises à jour, 0 inchangées, 2 refusées" in result.output
    assert "sous le clientId 1" in result.output
    assert [each.client_id for each in missions()] == ["1"]


def test_new_numbers_of_a_partner_change_no_address_here(take: Callable[..., Any]) -> None:
    take(feed({"clientId": "1"}, {"clientId": "2", "title": "Servir le café"}))
    before = {each.title: each.public_id for each in missions()}
    changed = feed({"clientId": "A-1"}, {"clientId": "A-2", "title": "Servir le café"})
    assert "0 créées, 2 mises à jour" in take(changed).output
    assert {each.title: each.public_id for each in missions()} == before
    assert [each.client_id for each in missions()] == ["A-1", "A-2"]
    assert "2 inchangées" in take(changed).output


def test_a_new_mission_that_says_the_same_as_one_still_there_is_another(take: Callable[..., Any]) -> None:
    take(feed({"clientId": "1"}))
    take(feed({"clientId": "1"}, {"clientId": "2", "schedule": "Le soir"}))
    assert [each.client_id for each in missions()] == ["1", "2"]


@pytest.mark.parametrize("said", [
    "{", "[]", "3", '{"isere-benevolat":3}', '{"isere-benevolat":{}}', '{"autre":1}', '{"isere-benevolat":{"kind":"magie"}}',
])
def test_what_metadata_says_is_taken_whole_or_left(take: Callable[..., Any], said: str) -> None:
    assert take(feed({"clientId": "1", "metadata": said})).exit_code == 0
    assert len(missions()) == 1
