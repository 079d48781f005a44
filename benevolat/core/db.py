"""The database: the declarative base, column types, SQLite's settings, the one `transaction()`, and form keys already used."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Dialect, Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, registry

from . import clock

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """An aware moment kept in UTC (SQLite forgets the zone, so it is taken off and put back); a naive one is refused."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an aware datetime is needed")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """What every table derives from."""

    registry = registry(
        metadata=sa.MetaData(naming_convention=NAMING),
        type_annotation_map={datetime: UtcDateTime(), str: sa.Text(), dict[str, Any]: sa.JSON(), list[str]: sa.JSON()},
    )


WRITE = "benevolat_write"
WAIT_SECONDS = 5
"""How long a request waits for a connection, a place in the pool or another writer; then it is answered 503, its form still filled in."""
UNAVAILABLE = (sa.exc.OperationalError, sa.exc.InterfaceError, sa.exc.TimeoutError)
"""What the database does when it is away, full, or held by somebody else for too long: nothing was written, the act may be tried again."""


class QuietlyClosed(FlaskSession):
    """A session that lets go of a connection already dead, as a server that restarts leaves them: the answer was made, and stands."""

    def close(self) -> None:
        """Give the connection back, or throw it away when it cannot even be told that nothing is kept."""
        try:
            super().close()
        except UNAVAILABLE:
            with suppress(SQLAlchemyError):
                super().invalidate()


db = SQLAlchemy(model_class=Base, session_options={"class_": QuietlyClosed})


class FormKey(Base):
    """A form already sent: its one-time key, so that a second click changes nothing."""

    __tablename__ = "form_key"

    key: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    used_at: Mapped[datetime] = mapped_column(default=clock.now)


def claim_form_key(key: str) -> bool:
    """Record that a form was sent, inside the transaction of its act; return False when it had been already."""
    if not key or len(key) > 64:
        return True
    dialect = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    insert = dialect.insert(FormKey).values(key=key, used_at=clock.now()).on_conflict_do_nothing().returning(FormKey.key)
    return db.session.scalar(insert) is not None


def engine_options(url: str) -> dict[str, Any]:
    """Return how connections are kept: on PostgreSQL each is tried before it serves, and nobody waits for a place or a lock without end.

    A server that restarts costs the requests of that moment a bounded 503, and none after it.
    """
    if not url.startswith("postgresql"):
        return {}
    return {
        "pool_pre_ping": True, "pool_size": 8, "max_overflow": 8, "pool_timeout": WAIT_SECONDS,
        "connect_args": {"connect_timeout": WAIT_SECONDS, "keepalives_idle": 30, "tcp_user_timeout": 10_000,
                         "options": f"-c lock_timeout={WAIT_SECONDS * 1000} -c idle_in_transaction_session_timeout=60000"},
    }


def prepare_engine(engine: Engine, *, durable: bool = True) -> None:
    """Give an engine SQLite's settings: explicit BEGIN (IMMEDIATE for writers), WAL, foreign keys, erased pages zeroed."""
    if engine.dialect.name != "sqlite":
        return

    @sa.event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (f"busy_timeout={WAIT_SECONDS * 1000}", "journal_mode=WAL", "foreign_keys=ON", "secure_delete=ON",
                       f"synchronous={'FULL' if durable else 'OFF'}"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @sa.event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        immediate = connection.get_execution_options().get(WRITE)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


@contextmanager
def transaction() -> Iterator[Session]:
    """Open the one write transaction of an act: everything loaded before is read again under the lock, then commit or roll back.

    Reading again is what makes « check, then write » sound: the object a view loaded may have changed since.
    """
    session: Session = db.session()
    if session.info.get("writing"):
        raise RuntimeError("transactions do not nest")
    if session.new or session.deleted or any(session.is_modified(each) for each in session.dirty):
        raise RuntimeError("something was written outside a transaction")
    session.rollback()
    session.info["writing"] = True
    try:
        session.connection(execution_options={WRITE: True})
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info.pop("writing", None)
