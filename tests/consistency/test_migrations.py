"""The migrations make exactly the models, each downgrade works, and none imports the models."""

import re
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade

from benevolat import create_app
from benevolat.core.db import Base, db
from benevolat.core.settings import ROOT

VERSIONS = sorted((ROOT / "migrations/versions").glob("*.py"))


def _app(folder: Path, app: Flask) -> Flask:
    return create_app({**{key: app.config[key] for key in app.config if key.isupper()}, "INSTANCE": folder,
                       "SQLALCHEMY_DATABASE_URI": f"sqlite:///{folder / 'migrations.sqlite3'}"})


def test_upgrade_makes_the_models_and_each_downgrade_works(app: Flask, tmp_path: Path) -> None:
    made = _app(tmp_path, app)
    with made.app_context():
        upgrade()
        with db.engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert compare_metadata(context, Base.metadata) == []
        for _version in VERSIONS:
            downgrade(revision="-1")
        with db.engine.connect() as connection:
            left = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'alembic_version'").all()
        assert left == []
        upgrade()
        db.engine.dispose()


CHILDREN = {
    "user_account": "INSERT INTO user_account (id, public_id, kind, email, first_name, last_name, created_at, session_epoch)"
                    " VALUES (1, 'u', 'person', 'a@courriel.example', 'A', 'B', '2026-01-01', 0)",
    "association": "INSERT INTO association (id, public_id, name, rna, description, state, trusted, created_at)"
                   " VALUES (1, 'a', 'Les Mains Vertes', 'W389000001', '', 'verified', 0, '2026-01-01')",
    "membership": "INSERT INTO membership (id, association_id, user_id, role, since) VALUES (1, 1, 1, 'member', '2026-01-01')",
    "engagement": "INSERT INTO engagement (id, public_id, user_id, host_name, title, state, starts_on, created_at, reminded_at)"
                  " VALUES (1, 'e', 1, 'Le voisin', 'Courses', 'to_close', '2026-01-01', '2026-01-01', '2026-01-09')",
    "releve": "INSERT INTO releve (id, engagement_id, day, minutes, entered_by, disputed, at)"
              " VALUES (1, 1, '2026-01-01', 60, 'volunteer', 0, '2026-01-01')",
    "bilan": "INSERT INTO bilan (id, engagement_id, state, minutes, sentence, created_at) VALUES (1, 1, 'expected', 0, '', '2026-01-01')",
}


def test_a_table_made_anew_keeps_its_rows_and_those_that_point_to_it(app: Flask, tmp_path: Path) -> None:
    made = _app(tmp_path, app)
    with made.app_context():
        upgrade(revision="0019")
        with db.engine.begin() as connection:
            for line in CHILDREN.values():
                connection.exec_driver_sql(line)
        for turn in (upgrade, lambda: downgrade(revision="0019")):
            turn()
            with db.engine.connect() as connection:
                kept = {name: connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar() for name in CHILDREN}
                assert kept == dict.fromkeys(CHILDREN, 1)
                assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1, "they are followed again afterwards"
        db.engine.dispose()


def test_whoever_signed_yesterday_still_signs_and_whoever_was_reminded_once_is_not_again(app: Flask, tmp_path: Path) -> None:
    made = _app(tmp_path, app)
    with made.app_context():
        upgrade(revision="0019")
        with db.engine.begin() as connection:
            for line in CHILDREN.values():
                connection.exec_driver_sql(line)
        upgrade()
        with db.engine.connect() as connection:
            assert connection.exec_driver_sql("SELECT may_sign, function FROM membership").one() == (1, None)
            assert connection.exec_driver_sql("SELECT reminders FROM engagement").scalar() == 1
        db.engine.dispose()


def test_revisions_are_numbered_in_one_line() -> None:
    scripts = list(ScriptDirectory(str(ROOT / "migrations")).walk_revisions())
    assert [each.revision for each in reversed(scripts)] == [f"{number:04d}" for number in range(1, len(VERSIONS) + 1)]


def test_no_migration_imports_the_models() -> None:
    for path in VERSIONS:
        assert not re.search(r"^\s*(from|import) benevolat", path.read_text(), re.M), path.name
