"""A file from NéoGestion on the screens: choose it, say its columns once, read what it would do, import; and the validated lines back."""

import gzip
import io
from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.accompagnement.models import LinkInvitation
from benevolat.accounts.models import Role, User
from benevolat.contrats.models import Contrat
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.dossiers.models import ColumnMapping, Desk, ImportedLine, PendingImport
from tests.conftest import scalar_count
from tests.dossiers.stage import ALL, OWN, TITLES, brought, export, line
from tests.dossiers.test_export import validated
from tests.dossiers.test_table import FAULTY
from tests.factories.insertion import referent
from tests.factories.people import agent, person
from tests.support.page_client import PageClient
from tests.support.queries import counted_queries
from tests.support.sign_in import sign_in

LOOK = "Garder ces colonnes et lire le fichier"


def file(*lines: str, content: bytes | None = None) -> tuple[io.BytesIO, str]:
    """Return a file as a browser sends it."""
    return io.BytesIO(export(*lines) if content is None else content), "export.csv"


@pytest.mark.parametrize(("desk", "path"), [(Desk.REFERENT, "/accompagnement"), (Desk.PILOTAGE, "/pilotage")])
def test_a_file_from_the_first_click_to_the_accepted_invitation(client: PageClient, session: Any, desk: Desk, path: str) -> None:
    helper = referent(email="claire@isere.example", first_name="Claire", last_name="Vial")
    person(email="amina@courriel.example", first_name="Amina", last_name="Roussel")
    sign_in(client, helper if desk is Desk.REFERENT else agent(Role.PILOTE)).get(path)
    client.follow("Importer depuis NéoGestion")
    lines = (line(referent="claire@isere.example"), line(reference="1234567", email="b@courriel.example", referent="claire@isere.example"))
    client.submit("Lire ce fichier", file=file(*lines))
    assert client.h1 == "Les colonnes du fichier"
    assert "Roussel" not in client.text
    assert {each.get("value") for each in client.form(LOOK).iter() if each.get("selected") is not None} == {str(at) for at in ALL.values()}
    client.submit(LOOK, file=file(*lines))
    assert client.h1 == "Ce que ce fichier va faire"
    assert "1 personne reçoit une invitation." in client.text
    assert "CAF" in client.text
    assert "1234567" not in client.text
    assert scalar_count(LinkInvitation) == 0
    client.submit("Importer")
    assert "L’import est fait : 1 personne est invitée. Rien n’est gardé du fichier." in client.text
    assert (scalar_count(PendingImport), scalar_count(ImportedLine)) == (0, 1)
    client.follow("Importer depuis NéoGestion")
    client.submit("Lire ce fichier", file=file(*lines))
    assert client.h1 == "Ce que ce fichier va faire"
    assert "1 ligne ne change pas." in client.text
    holder = client.application.test_client()
    sign_in(holder, db.session.scalar(sa.select(User).where(User.email == "amina@courriel.example")))  # type: ignore[arg-type]
    holder.get("/a-lire", follow_redirects=True)
    holder.submit("Accepter")  # type: ignore[attr-defined]
    assert session.scalars(sa.select(Contrat.reference)).all() == []
    sign_in(client, db.session.scalar(sa.select(User).where(User.email == "claire@isere.example")))  # type: ignore[arg-type]
    client.get("/accompagnement")
    client.follow("Amina Roussel a accepté votre invitation : est-ce bien cette personne ?")
    client.submit("Oui, c’est bien elle")
    assert session.scalars(sa.select(Contrat.reference)).all() == ["NG-2026-00101"]
    assert scalar_count(ImportedLine) == 0


def test_other_titles_ask_again_and_keep_what_is_known(client: PageClient, session: Any) -> None:
    helper = referent()
    brought(helper, line())
    other = export(line()).replace(b"Portable", "Numéro à appeler".encode())
    sign_in(client, helper).get("/accompagnement/importer")
    client.submit("Lire ce fichier", file=file(content=other))
    assert client.h1 == "Les colonnes du fichier"
    chosen = {each.get("value") for each in client.form(LOOK).iter() if each.get("selected") is not None}
    assert chosen == {str(at) for name, at in OWN.items() if name != "phone"} | {str(ALL["referent"])}
    client.submit(LOOK, file=file(line()), phone=str(OWN["phone"]))
    assert "Ce fichier n’a pas les mêmes titres" in client.text
    client.submit(LOOK, file=file(content=other), phone=str(OWN["email"]))
    assert "Cette colonne est déjà choisie" in client.text
    client.submit(LOOK, file=file(content=other), phone="", email="")
    assert "Choisissez la colonne de l’e-mail" in client.text
    client.submit(LOOK, file=file(content=other), reference="")
    assert "Cette réponse est nécessaire" in client.text
    assert scalar_count(PendingImport) == 1
    client.submit(LOOK, file=file(content=other), referent="", reference=str(OWN["reference"]), email=str(OWN["email"]))
    assert client.h1 == "Ce que ce fichier va faire"


def test_a_colleague_of_the_service_reads_files_the_same_way(client: PageClient, session: Any) -> None:
    brought(referent(), line())
    sign_in(client, referent()).get("/accompagnement/importer")
    client.submit("Lire ce fichier", file=file(line()))
    assert client.h1 == "Ce que ce fichier va faire"
    assert scalar_count(ColumnMapping) == 1


@pytest.mark.parametrize(("content", "error"), FAULTY)
def test_a_wrong_file_is_said_on_the_page(client: PageClient, session: Any, content: bytes, error: Any) -> None:
    sign_in(client, referent()).get("/accompagnement/importer")
    answer = client.submit("Lire ce fichier", file=file(content=content))
    assert answer.status_code == 400
    assert " ".join(str(error.message).split()) in client.text
    assert scalar_count(ColumnMapping) == 0


def test_no_file_and_a_heavy_one_have_their_sentence(client: PageClient, session: Any) -> None:
    sign_in(client, referent()).get("/accompagnement/importer")
    client.submit("Lire ce fichier")
    assert "Cette réponse est nécessaire" in client.text
    heavy = client.post("/accompagnement/importer", data=b"x" * 2_200_000, content_type="multipart/form-data; boundary=x")
    assert heavy.status_code == 413
    assert "2 Mo" in client.text.replace("\u00a0", " ")


def test_the_titles_are_text_and_nothing_else(client: PageClient, session: Any) -> None:
    sign_in(client, referent()).get("/accompagnement/importer")
    client.submit("Lire ce fichier", file=file(content='<script>alert(1)</script>;=cmd|x\x1b[0m;Début\r\na;b;c\r\n'.encode()))
    assert "<script>alert" not in client.source
    assert "\x1b" not in client.source


def test_what_was_read_can_be_given_up_and_is_nobody_elses(client: PageClient, session: Any) -> None:
    kept = brought(referent(), line())
    path = f"/accompagnement/importer/{kept.public_id}"
    assert sign_in(client, referent()).get(path).status_code == 404
    assert "n’est gardé qu’une heure" in client.text
    owner = client.application.test_client()
    sign_in(owner, db.session.get_one(User, kept.user_id))  # type: ignore[arg-type]
    owner.get(path)
    owner.submit("Abandonner cet import")  # type: ignore[attr-defined]
    assert (scalar_count(PendingImport), scalar_count(LinkInvitation)) == (0, 0)
    assert owner.get(path).status_code == 404


def test_five_thousand_lines_make_a_page_that_is_read(client: PageClient, session: Any) -> None:
    """Half of them wrong: grouped by what is wrong, named up to a number, the rest counted; and few statements for many lines."""
    helper = referent()
    lines = [line(reference=f"NG-{n}", email=f"p{n}@courriel.example", starts="" if n % 2 else "01/10/2026") for n in range(5000)]
    kept = brought(helper, *lines)
    sign_in(client, helper)
    with counted_queries() as seen:
        answer = client.get(f"/accompagnement/importer/{kept.public_id}")
    assert len(seen) < 25
    assert len(gzip.compress(answer.get_data())) < 20_000
    assert "2500 personnes reçoivent une invitation." in client.text
    assert "2500 lignes sont laissées de côté." in client.text
    assert "et 2440 autres" in client.text
    assert TITLES[1] not in client.text


def test_validated_lines_are_taken_as_a_file(client: PageClient, session: Any) -> None:
    holder, helper, sent = validated()
    sent.annexe.contrat.reference = "=NG;1"
    days = [each.strftime("%d/%m/%Y") for each in (sent.engagement.starts_on, sent.engagement.ends_on) if each is not None]
    sign_in(client, helper).get("/accompagnement")
    client.follow("Exporter vers NéoGestion")
    client.submit("Télécharger le fichier", first="2020-01-01", last="2020-01-31")
    assert "Aucun engagement n’a été validé" in client.text
    answer = client.submit("Télécharger le fichier", first=clock.today().isoformat(), last=clock.today().isoformat())
    assert answer.get_data().decode("utf-8-sig").splitlines() == ["Référence;Début;Fin;Heures", f'"\'=NG;1";{";".join(days)};12,5']
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "no-store"
    reader = client.application.test_client()
    sign_in(reader, holder).get("/mon-contrat")  # type: ignore[arg-type]
    assert "a pris vos engagements validés pour NéoGestion" in reader.text  # type: ignore[attr-defined]
