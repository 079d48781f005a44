"""What a person takes away: all that the register says, nothing of anybody else; the register decides, these tests read it."""

import json
from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.accounts.models import User
from benevolat.candidatures.models import State
from benevolat.core import clock
from benevolat.core.db import Base, db
from benevolat.core.mail import OutgoingMail
from benevolat.core.pdf import STANDARDS
from benevolat.droits import export, services
from benevolat.droits.documents import personal_data, shown
from benevolat.droits.words import COLUMNS, TABLES
from benevolat.privacy.queries import parameters_of, rows_about
from benevolat.privacy.register import TABLES as REGISTER
from benevolat.privacy.register import Category, Role, Table
from tests.consistency.access_world import build
from tests.factories import keep
from tests.factories.people import person
from tests.factories.world import candidature, mission

PERSONAL = [each for each in REGISTER if export.exported_columns(each) and any(who.role is Role.SUBJECT for who in each.people)]
MARKS = {"id", "of", *(name for name in COLUMNS if name.endswith("_name"))}


def _tables(taken: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    return {held["table"]: held["rows"] for each in taken["treatments"] for held in each["tables"]}


@pytest.mark.parametrize("table", PERSONAL, ids=lambda each: each.name)
def test_all_that_is_exported_of_a_table_is_taken_and_named(session: Any, table: Table) -> None:
    """The statement asks for each exported column, for nothing that is secret or another's, and each has its French name."""
    asked = export._select(table, parameters_of(person()))
    assert asked is not None
    names = set(asked.selected_columns.keys())
    assert names >= set(export.exported_columns(table))
    assert names - MARKS <= set(export.exported_columns(table))
    assert not [name for name in names - MARKS if table.category_of(name) in {Category.SECRET, Category.LINK}]
    assert table.name in TABLES
    assert names - {"id", "of"} <= set(COLUMNS)
    assert db.session.execute(asked).all() is not None, "the database understands it"


def test_a_full_person_takes_all_of_theirs_and_nothing_of_anybody_else(session: Any) -> None:
    world = build()
    holder, others = world.users["person"], list(db.session.scalars(sa.select(User)))
    assert holder is not None
    others = [each for each in others if each.id != holder.id]
    member = world.users["member"]
    assert member is not None
    keep(OutgoingMail(to=holder.email, subject="Votre place est à vous", body="Venez mardi."))
    keep(OutgoingMail(to=member.email, subject="Une candidature", body=f"{holder.full_name} vous écrit : INTERDIT."))
    candidature(mission(), person(about="CANARI"), message="CANARI", state=State.ACCEPTED, decided_by_id=holder.id)
    session.flush()
    taken = services.export_person(holder)
    found, parameters = _tables(taken), parameters_of(holder)
    for table in PERSONAL:
        if table.name in export.OWN_ROWS:
            continue
        about = sa.or_(*(rows_about(table, each, parameters) for each in table.people if each.role is Role.SUBJECT))
        number = db.session.scalar(sa.select(sa.func.count()).select_from(Base.metadata.tables[table.name]).where(about))
        assert len(found.get(table.name, [])) == number, table.name
    assert len(found) > 25, "the world is full"
    letters = [each["subject"] for each in found["outgoing_mail"]]
    assert "Votre place est à vous" in letters
    assert "Une candidature" not in letters
    text = json.dumps(taken, ensure_ascii=False)
    assert holder.email is not None
    assert holder.email in text
    assert "CANARI" not in text
    assert "INTERDIT" not in text
    strangers = {each.email for each in others if each.email} | {each.phone for each in others if each.phone}
    assert not [each for each in strangers if each in text]
    assert not [each.last_name for each in others if not each.is_agent and each.last_name and each.last_name in text]


def test_the_file_keeps_its_shape(session: Any) -> None:
    """Another program relies on it: a change here is a change of version."""
    holder = person(first_name="Amina", email="amina@courriel.example")
    candidature(mission(title="Servir le repas"), holder, message="Bonjour.")
    with clock.frozen(clock.paris(2026, 11, 24, 10)):
        taken = services.export_person(holder)
    assert (taken["format"], taken["version"], taken["made_at"]) == ("isere-benevolat/mes-donnees", 1, "2026-11-24T09:00:00+00:00")
    assert set(taken) == {"format", "version", "made_at", "treatments", "readings"}
    assert set(taken["treatments"][0]) == {"key", "title", "purpose", "basis", "recipients", "retention", "tables"}
    account = _tables(taken)["user_account"][0]
    assert (account["first_name"], account["email"], account["age_band"], account["commune_name"]) == (
        "Amina", "amina@courriel.example", "adult", "Voiron")
    assert "password_hash" not in account
    [sent] = _tables(taken)["candidature"]
    assert (sent["message"], sent["mission_name"], sent["state"]) == ("Bonjour.", "Servir le repas", "sent")
    assert json.loads(json.dumps(taken)) == taken


def test_the_document_is_accessible_and_says_the_same(session: Any) -> None:
    holder = person(first_name="Thị Ánh", last_name="Nguyễn")
    candidature(mission(title="Servir le repas"), holder, message="Bonjour, « je viens ».")
    made = services.export_document(holder)
    assert (made.standards, made.problem) == (STANDARDS, None)
    said = personal_data(holder.display_name, export.gather(holder), [])
    assert [each["title"] for each in said["chapters"]] == ["Votre compte", "Vos candidatures"]
    values = [each["value"] for chapter in said["chapters"] for held in chapter["tables"] for row in held["rows"] for each in row]
    assert {"Bonjour, « je viens ».", "Servir le repas", "18 ans ou plus"} <= set(values)


def test_no_code_that_opens_the_account_is_taken_away(session: Any) -> None:
    """Else whoever finds a session open would ask for a code, read it here, and keep the account."""
    holder = person()
    keep(OutgoingMail(to=holder.email, subject="Votre code", body="Votre code est 271828."))
    assert "271828" not in json.dumps(services.export_person(holder))


@pytest.mark.parametrize(("value", "words"), [
    (None, None), ("", None), ([], None), (True, "oui"), (False, "non"), (0, "0"), (["a", "b"], "a, b"),
    ({"a": 1}, "dans le fichier à emporter"), (b"x" * 1500, "un fichier de 2\u00a0ko, dans le fichier à emporter"),
    (clock.paris(2026, 11, 24, 9, 5), "24 novembre 2026, 9\u00a0h\u00a005"),
])
def test_values_are_read_in_words(session: Any, value: Any, words: str | None) -> None:
    assert shown(value) == words
