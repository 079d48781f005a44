"""Whom a breach concerns; the documents of the law made from the code, whose proofs exist."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from benevolat.accounts.models import Role, User
from benevolat.core import clock, journal
from benevolat.core.db import db
from benevolat.core.journal import JournalEntry
from benevolat.core.pdf import STANDARDS, render_pdf
from benevolat.core.settings import ROOT
from benevolat.droits import breach, extracts
from benevolat.droits.risks import RISKS
from benevolat.privacy.register import BY_NAME, TABLES, TREATMENTS, Category
from tests.consistency.access_world import build
from tests.factories.alertes import alerte
from tests.factories.insertion import contrat, linked
from tests.factories.people import agent, person
from tests.factories.world import candidature, mission

LATER = timedelta(hours=1)


def _by_tables(*names: str) -> dict[int, frozenset[Category]]:
    return breach.touched_by_tables([BY_NAME[each] for each in names], until=clock.now() + LATER).people


def test_each_table_names_its_people_and_no_other(session: Any) -> None:
    holder, other = person(), person()
    helper = linked(holder)
    contrat(holder, helper)
    candidature(mission(), holder)
    mine = alerte(other)
    assert _by_tables("candidature") == {holder.id: frozenset({Category.LIFE})}
    assert _by_tables("insertion_contrat") == {holder.id: frozenset({Category.SENSITIVE})}
    assert _by_tables("insertion_contrat", "candidature")[holder.id] == {Category.LIFE, Category.SENSITIVE}
    assert set(_by_tables("alerte")) == {mine.user_id}
    assert set(_by_tables("user_account")) >= {holder.id, other.id, helper.id}


def test_a_person_is_found_through_each_kind_of_way(session: Any) -> None:
    world = build()
    holder = world.users["person"]
    assert holder is not None
    for name in ("user_account", "candidature", "bilan", "document_file", "insertion_annexe", "insertion_sheet", "alerte"):
        assert holder.id in breach._people_in(BY_NAME[name]), name


def test_accounts_made_after_are_not_concerned(session: Any) -> None:
    before = person(created_at=clock.now() - timedelta(days=9))
    person(created_at=clock.now() - timedelta(days=1))
    assert set(breach.touched_by_tables(TABLES, until=clock.now() - timedelta(days=2)).people) == {before.id}


def test_a_stolen_account_concerns_whom_it_read_meanwhile(session: Any) -> None:
    holder, other, early = person(), person(), person()
    helper = linked(holder)
    with clock.frozen(clock.now() - timedelta(days=30)):
        journal.record("accompagnement.read", actor_id=helper.id, subject_id=early.id)
    journal.record("accompagnement.read", actor_id=helper.id, subject_id=holder.id)
    journal.record("accompagnement.read", actor_id=agent(Role.PILOTE).id, subject_id=other.id)
    found = breach.touched_by_account(helper, since=clock.now() - timedelta(days=1), until=clock.now() + LATER)
    assert set(found.people) == {holder.id, helper.id}
    assert Category.SENSITIVE in found.people[holder.id]
    assert found.is_grave
    assert not breach.Touched({1: frozenset({Category.LIFE})}).is_grave


def test_the_command_counts_and_gives_contacts_only_when_asked(fresh_app: Flask, tmp_path: Path) -> None:
    person(first_name="=cmd", last_name="Roussel", email="amina@courriel.example")
    db.session.commit()
    run = fresh_app.test_cli_runner()
    told = run.invoke(args=["privacy", "breach", "--since", "2020-01-01", "--until", "2099-01-01"])
    assert told.exit_code == 0, told.output
    assert "Personnes concernées : 1" in told.output
    assert "amina@" not in told.output
    assert "à prévenir" in told.output
    path = tmp_path / "contacts.csv"
    given = run.invoke(args=["privacy", "breach", "--since", "2020-01-01", "--until", "2099-01-01", "--contacts", str(path)])
    assert given.exit_code == 0, given.output
    assert "amina@courriel.example" in path.read_text(encoding="utf-8-sig")
    assert "\n=cmd" not in path.read_text(encoding="utf-8-sig")
    assert path.stat().st_mode & 0o077 == 0
    kept = [each.action for each in db.session.query(JournalEntry).order_by(JournalEntry.id)]
    assert kept == ["privacy.breach", "privacy.breach_contacts"]
    assert db.session.query(User).count() == 1


@pytest.mark.parametrize("options", [
    ["--since", "2026-02-01", "--until", "2026-01-01"],
    ["--since", "2026-01-01", "--until", "2026-02-01", "--account", "personne@nulle-part.example"],
    ["--since", "2026-01-01", "--until", "2026-02-01", "--account", "a@b.example", "--table", "alerte"],
])
def test_a_question_that_makes_no_sense_is_refused_and_leaves_no_line(fresh_app: Flask, options: list[str]) -> None:
    assert fresh_app.test_cli_runner().invoke(args=["privacy", "breach", *options]).exit_code == 2
    assert db.session.query(JournalEntry).count() == 0


def test_the_register_holds_every_treatment_and_every_table(session: Any) -> None:
    written = extracts.as_markdown(extracts.register_extract())
    assert [each for each in TREATMENTS if f"## {each.title}" not in written] == []
    assert [each.name for each in TABLES if f"({each.name})" not in written] == []
    assert "Responsable\u00a0: Le Département de l’Isère" in written


def test_each_measure_of_the_study_is_proven_by_a_test_that_exists(session: Any) -> None:
    written = extracts.as_markdown(extracts.impact_study())
    for proof in (measure.proof for risk in RISKS for measure in risk.measures):
        path, _sign, name = proof.partition("::")
        assert f"\ndef {name}(" in (ROOT / path).read_text(encoding="utf-8"), proof
        assert f"[{proof}]" in written


@pytest.mark.parametrize("extract", [extracts.register_extract, extracts.impact_study])
def test_the_documents_are_accessible(session: Any, extract: Any) -> None:
    made = render_pdf("registre", extracts.as_data(extract()))
    assert (made.standards, made.problem) == (STANDARDS, None)
