"""A site full of people goes from the structure before to this code's: every row is still there as it was, and the pages answer."""

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask_migrate import downgrade, upgrade

from benevolat import create_app
from benevolat.accounts.models import User
from benevolat.core.db import db
from benevolat.core.settings import demo_accounts
from benevolat.exploitation import services
from tests.support.sign_in import opened

pytestmark = pytest.mark.long
PUBLIC = ("/", "/missions", "/associations", "/sante/ready")
ROOMS = {
    "benevole": "/mes-candidatures", "association": "/association", "moderateur": "/moderation", "referent": "/accompagnement",
    "pilote": "/pilotage", "administrateur": "/administration", "allocataire": "/mon-passeport",
}


def held(columns: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return every row of these tables, these columns alone, in an order of its own."""
    found = {}
    with db.engine.connect() as connection:
        for table, names in columns.items():
            listed = ", ".join(f'"{each}"' for each in names)
            found[table] = sorted(map(repr, connection.exec_driver_sql(f'SELECT {listed} FROM "{table}"')))
    return found


def rows(table: str) -> int:
    """Return how many rows a table has."""
    with db.engine.connect() as connection:
        return int(connection.exec_driver_sql(f'SELECT count(*) FROM "{table}"').scalar() or 0)


def structure() -> dict[str, list[str]]:
    """Return the columns of every table but the one that names the structure."""
    inspector = sa.inspect(db.engine)
    return {name: sorted(each["name"] for each in inspector.get_columns(name))
            for name in inspector.get_table_names() if name != "alembic_version"}


@pytest.fixture
def full(app: Flask, tmp_path: Path) -> Any:
    """A demonstration on the structure before."""
    made = create_app({**{key: app.config[key] for key in app.config if key.isupper()},
                       "INSTANCE": tmp_path, "DEMO": True, "TESTING": False, "INDEX_DIR": tmp_path / "index",
                       "KEYS_DIR": tmp_path / "keys", "BACKUP_DIR": tmp_path / "backups",
                       "SQLALCHEMY_DATABASE_URI": f"sqlite:///{tmp_path / 'full.sqlite3'}", "DEMO_ACCOUNTS": demo_accounts()})
    with made.app_context():
        upgrade()
        for args in (["reference", "load"], ["demo", "load"]):
            done = made.test_cli_runner().invoke(args=args)
            assert done.exit_code == 0, done.output
        db.session.remove()
        downgrade(revision="-1")
        db.engine.dispose()
        yield made
        db.session.remove()
        db.engine.dispose()


def test_every_row_is_still_there_and_the_pages_answer(full: Flask) -> None:
    columns = structure()
    before = held(columns)
    assert sum(map(len, before.values())) > 5_000
    services.create_backup(Path(full.config["BACKUP_DIR"]) / "avant")
    upgrade()
    now = structure()
    kept = {table: names for table, names in columns.items() if now.get(table) is not None and set(names) <= set(now[table])}
    assert held(kept) == {table: before[table] for table in kept}
    assert {table: rows(table) for table in columns if table in now} == {table: len(before[table]) for table in columns if table in now}
    _answers(full)
    db.session.remove()
    db.engine.dispose()
    services.restore_backup(Path(full.config["BACKUP_DIR"]) / "avant", force=True)
    assert held(columns) == before, "the backup made before the upgrade is the way back"
    upgrade()
    _answers(full)


def _answers(full: Flask) -> None:
    for path in PUBLIC:
        assert full.test_client().get(path).status_code == 200, path
    for account in demo_accounts():
        user = db.session.scalars(sa.select(User).where(User.email == account["email"])).one()
        client, kept = full.test_client(), opened(user)
        with client.session_transaction() as session:
            session.update(kept)
        assert client.get(ROOMS[account["role"]], follow_redirects=True).status_code == 200, account["role"]
