"""Databases that stand ready: tables and reference data are made once in a process by the migrations, then copied.

Migrating takes seconds and dozens of tests want a database of their own; a copy takes a hundredth of that.
"""

import atexit
import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

import psycopg
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import URL

from benevolat.core.db import db

_models: dict[str, str] = {}
"""The database to copy, by server: a file of SQLite (server « »), a database of a PostgreSQL."""


def prepare(app: Flask) -> None:
    """Give the empty database of an application its tables and the reference data, within the context of that application."""
    url = db.engine.url
    server = f"{url.host}:{url.port}" if url.host else ""
    if server in _models:
        db.engine.dispose()
        (_copy_database if server else _copy_file)(url, _models[server])
        return
    upgrade()
    loaded = app.test_cli_runner().invoke(args=["reference", "load"])
    assert loaded.exit_code == 0, loaded.output
    db.session.remove()
    db.engine.dispose()
    _models[server] = _keep_database(url) if server else _keep_file(url)


def _backup(source: str, target: str) -> None:
    with closing(sqlite3.connect(source)) as read, closing(sqlite3.connect(target)) as written:
        read.backup(written)


def _keep_file(url: URL) -> str:
    folder = tempfile.mkdtemp(prefix="benevolat-prepared-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    kept = Path(folder) / "prepared.sqlite3"
    _backup(str(url.database), str(kept))
    return str(kept)


def _copy_file(url: URL, model: str) -> None:
    _backup(model, str(url.database))


def _run(url: URL, *statements: str) -> None:
    with psycopg.connect(host=url.host, port=url.port, user=url.username, dbname="postgres", autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def _keep_database(url: URL) -> str:
    name = f"{url.database}_prepared"
    _run(url, f"CREATE DATABASE {name} TEMPLATE {url.database}")
    return name


def _copy_database(url: URL, model: str) -> None:
    _run(url, f"DROP DATABASE {url.database} WITH (FORCE)", f"CREATE DATABASE {url.database} TEMPLATE {model}")
