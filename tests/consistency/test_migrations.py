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


def test_revisions_are_numbered_in_one_line() -> None:
    scripts = list(ScriptDirectory(str(ROOT / "migrations")).walk_revisions())
    assert [each.revision for each in reversed(scripts)] == [f"{number:04d}" for number in range(1, len(VERSIONS) + 1)]


def test_no_migration_imports_the_models() -> None:
    for path in VERSIONS:
        assert not re.search(r"^\s*(from|import) benevolat", path.read_text(), re.M), path.name
