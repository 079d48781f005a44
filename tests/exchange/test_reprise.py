"""`flask reprise`: the former site's files as Excel writes them, tried before they are written, taken twice without a change."""

import csv
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from benevolat.alertes.models import Alerte
from benevolat.associations.models import Association, State
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.mail import OutgoingMail
from benevolat.exchange.jobs import HANDLERS
from benevolat.exchange.models import OldAddress, RepriseInvitation
from benevolat.exchange.services.addresses import former_address, inside_path, old_path
from benevolat.missions.models import Mission, Publication, Where
from tests.factories import world

Run = Callable[..., Any]
ASSOCIATIONS = '''Id;Nom;RNA;Description;Commune;Code postal;Courriel;Téléphone;Lien
12;L’Épée d’été;W381234567;Un œuf, c’est 2 €;Voiron;38500;contact@epee.example;"=""0465710102""";https://ancien.example/asso.php?id=12&x=1
13;Sans numéro;;;Voiron;38500;;;
14;=cmd|' /C calc'!A0;W381234568;;Voiron;38500;;;
15;Encore elle;W381234567;;Voiron;38500;;;
12;Le même numéro;W381234569;;Voiron;38500;;;
16;Ailleurs;W381234570;;Xyzzy;;;;
17;Mauvais lien;W381234571;;Voiron;38500;;;/
'''
MISSIONS = """Numéro;Intitulé;Texte;Thème;Ville;CP;Début;Fin;Places;ID association;Lien;À distance
7;Trier l’été;Vous triez les vêtements d’été avec nous.;solidarite-insertion;Voiron;38500;01/12/2026;31/12/2030;3;12;/mission/7;
8;Déjà finie;Vous triez les vêtements d’été.;solidarite-insertion;Voiron;38500;01/01/2020;31/01/2020;3;12;/mission/8;
9;Appeler, de loin;Vous appelez une personne seule.;solidarite-insertion;;;;;;12;;oui
10;Sans association;Vous aidez.;solidarite-insertion;Voiron;38500;;;;99;;
11;Mauvaise date;Vous aidez.;solidarite-insertion;Voiron;38500;32/13/2026;;;12;;
"""
ALERTES = """E-mail;Mots;Commune;Rayon
Zoe@Courriel.example;jardin;Voiron;20 km
zoe@courriel.example;jardin;Voiron;20
pas une adresse;jardin;Voiron;
zoe@courriel.example;;;
zoe@courriel.example;lire;Xyzzy;
"""


@pytest.fixture
def run(fresh_app: Flask, tmp_path: Path) -> Run:
    """Take a file over and give the result."""

    def call(kind: str, text: str, *options: str, encoding: str = "cp1252") -> Any:
        path = tmp_path / f"{kind}.csv"
        path.write_bytes(text.encode(encoding))
        db.session.commit()
        result = fresh_app.test_cli_runner().invoke(args=["reprise", kind, str(path), *options])
        db.session.rollback()
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return call


def count(model: Any) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def test_a_try_writes_nothing_and_says_everything(run: Run, tmp_path: Path) -> None:
    report = tmp_path / "essai.csv"
    result = run("associations", ASSOCIATIONS, "--report", str(report))
    assert "Essai : rien n’a été écrit" in result.output
    assert "1 créées, 0 mises à jour, 0 inchangées, 6 refusées" in result.output
    assert (count(Association), count(OldAddress)) == (0, 0)
    rows = list(csv.reader(report.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    assert [row[2] for row in rows[1:]] == ["créée", *["refusée"] * 6]
    assert rows[2][3].startswith("Il manque un RNA ou un SIREN")
    assert rows[3][1:] == ["", "refusée", "Une case contient une formule. Remplacez-la par sa valeur."]
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "@", "+"))]


def test_associations_come_as_excel_wrote_them_and_wait_for_a_moderateur(run: Run) -> None:
    run("associations", ASSOCIATIONS, "--write")
    [made] = db.session.scalars(sa.select(Association))
    assert (made.name, made.rna, made.commune_code, made.phone) == ("L’Épée d’été", "W381234567", "38563", "+33465710102")
    assert made.description == "Un œuf, c’est 2 €"
    assert (made.state, made.source, made.source_id) == (State.PENDING, "reprise", "iserebenevolat:12")
    old = former_address("/asso.php", "x=1&id=12")
    assert old is not None
    assert old.target == f"/associations/{made.public_id}"


def test_taken_twice_changes_nothing_and_keeps_what_the_association_wrote(run: Run) -> None:
    run("associations", ASSOCIATIONS, "--write", "--verified")
    [made] = db.session.scalars(sa.select(Association))
    assert made.state is State.VERIFIED
    made.description = "Nous l’avons récrit."
    result = run("associations", ASSOCIATIONS, "--write")
    assert "0 créées, 0 mises à jour, 1 inchangées, 6 refusées" in result.output
    changed = run("associations", ASSOCIATIONS.replace("\n12;L’Épée", "\n412;L’Épée"), "--write")
    assert "1 mises à jour" in changed.output
    [made] = db.session.scalars(sa.select(Association).where(Association.rna == "W381234567"))
    assert (made.source_id, made.description) == ("iserebenevolat:412", "Nous l’avons récrit.")


def test_an_association_that_signed_up_meanwhile_stays_its_own(run: Run) -> None:
    world.association(rna="W381234567", name="L’Épée neuve")
    assert "1 mises à jour" in run("associations", ASSOCIATIONS, "--write").output
    [here] = db.session.scalars(sa.select(Association))
    assert (here.name, here.source, here.source_id) == ("L’Épée neuve", None, "iserebenevolat:12")


def test_missions_follow_their_association_and_old_pages_lead_on(run: Run) -> None:
    run("associations", ASSOCIATIONS, "--write", "--verified")
    result = run("missions", MISSIONS, "--write", "--publish")
    assert "2 créées, 0 mises à jour, 0 inchangées, 3 refusées" in result.output
    made = {each.client_id: each for each in db.session.scalars(sa.select(Mission))}
    assert set(made) == {"7", "9"}
    assert (made["7"].title, made["7"].publication, made["7"].places) == ("Trier l’été", Publication.PUBLISHED, 3)
    assert made["7"].starts_on is not None
    assert made["7"].starts_on.isoformat() == "2026-12-01"
    assert made["9"].where is Where.REMOTE
    led, gone = former_address("/mission/7", ""), former_address("/mission/8/", "")
    assert led is not None
    assert led.target == f"/missions/{made['7'].public_id}"
    assert gone is not None
    assert gone.target is None
    assert "0 créées, 0 mises à jour, 2 inchangées" in run("missions", MISSIONS, "--write", "--publish").output


def test_alertes_are_asked_about_once_and_nothing_is_kept(run: Run) -> None:
    assert "1 créées, 0 mises à jour, 1 inchangées, 3 refusées" in run("alertes", ALERTES).output
    assert count(OutgoingMail) == 0
    assert "1 créées, 0 mises à jour, 1 inchangées, 3 refusées" in run("alertes", ALERTES, "--write").output
    [letter] = db.session.scalars(sa.select(OutgoingMail))
    assert letter.to == "zoe@courriel.example"
    assert letter.body.count("http://localhost/") == 1
    assert (count(Alerte), count(RepriseInvitation)) == (0, 1)
    assert "zoe" not in db.session.scalars(sa.select(RepriseInvitation.fingerprint)).one()
    assert "0 créées, 0 mises à jour, 2 inchangées" in run("alertes", ALERTES, "--write").output
    assert count(OutgoingMail) == 1


def test_whom_it_asked_is_forgotten_after_a_year(run: Run) -> None:
    run("alertes", ALERTES, "--write")
    for days, left in ((364, 1), (366, 0)):
        with clock.frozen(clock.now() + timedelta(days=days)):
            HANDLERS["exchange.forget_invitations"]({})
        assert count(RepriseInvitation) == left


def test_columns_are_named_by_a_mapping(run: Run, tmp_path: Path) -> None:
    mapping = tmp_path / "noms.json"
    mapping.write_text('{"Réf.": "id", "Structure": "name", "N° W": "rna"}', encoding="utf-8")
    text = "Réf.,Structure,N° W\n3,Les Mains Vertes,W381234567\n"
    assert "1 créées" in run("associations", text, "--write", "--mapping", str(mapping), encoding="utf-8-sig").output


@pytest.mark.parametrize(("text", "said"), [
    ("Nom;RNA\nA;W381234567\n", "Il manque la colonne «\u00a0id\u00a0»"), ("", "vide"), ('Id;Nom\n1;"ouvert\n', "guillemet"),
    ("Id;Nom\n", "ligne de titres"),
])
def test_a_file_that_cannot_be_read_is_refused_whole(run: Run, text: str, said: str) -> None:
    result = run("associations", text, "--write")
    assert result.exit_code == 1
    assert said in result.output


def test_a_table_of_addresses_leads_inside_only(run: Run) -> None:
    outside = "/x;https://ailleurs.example\n/y;//ailleurs.example\n/z;/\\ailleurs\n/w;javascript:alert(1)\n"
    text = f"Ancienne;Nouvelle\n/aide.php;/aide\n/vieux;\n{outside}/;/aide\n"
    assert "0 créées, 2 mises à jour, 0 inchangées, 5 refusées" in run("adresses", text, "--write").output
    assert {each.path: each.target for each in db.session.scalars(sa.select(OldAddress))} == {"/aide.php": "/aide", "/vieux": None}
    with pytest.raises(sa.exc.IntegrityError):
        db.session.execute(sa.insert(OldAddress).values(path="/a", target="//ailleurs.example"))


@pytest.mark.parametrize(("text", "kept"), [
    ("https://ancien.example/a/b/?z=1&a=2", "/a/b?a=2&z=1"), ("/a%20b", "/a b"), ("a/b#c", "/a/b"), ("/é", "/é"), ("/p?id=", "/p?id="),
])
def test_an_old_address_has_one_form(text: str, kept: str) -> None:
    assert old_path(text) == kept


def test_a_page_of_ours_may_have_a_query() -> None:
    assert inside_path(" /missions?lieu=Voiron ") == "/missions?lieu=Voiron"
