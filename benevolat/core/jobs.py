"""Work done after the answer: rows written in the transaction of the act, leased by a worker, run once each.

Three tables live by it: jobs here, mails and text messages in their own modules. A row is taken for a while, so that a worker that
dies gives it back; a failure is kept and tried again later, more and more slowly.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column

from . import clock, entropy
from .db import UNAVAILABLE, Base, db, transaction

Handler = Callable[[dict[str, Any]], None]
LEASE = timedelta(minutes=5)
HANDING_OVER = timedelta(minutes=2)
MAX_ATTEMPTS = 8
NOTED_WITHIN = 60.0
"""Seconds during which what left is noted again and again while the database is away: not noted, it would leave twice."""
PAUSE = 1.0
log = logging.getLogger(__name__)
stopping = threading.Event()
"""Set when the worker is asked to end: what it has in hand is finished and noted, nothing more is begun."""


class Leased(Base):
    """The columns of a row that a worker takes, holds for a while and finishes."""

    __abstract__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    run_at: Mapped[datetime] = mapped_column(default=clock.now)
    leased_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None]


class Outgoing(Leased):
    """A message to hand to somebody else's server: written in the act's transaction, so that it leaves if and only if the act stands."""

    __abstract__ = True

    public_id: Mapped[str] = mapped_column(sa.String(32), default=entropy.public_id, unique=True)
    to: Mapped[str]
    body: Mapped[str]
    queued_at: Mapped[datetime] = mapped_column(default=clock.now)
    sent_at: Mapped[datetime | None]
    held_for: Mapped[str | None] = mapped_column(sa.String(32), index=True)


_holding: ContextVar[tuple[str, datetime] | None] = ContextVar("holding", default=None)


@contextmanager
def held_back(key: str, until: datetime) -> Iterator[None]:
    """Let the messages written in the block leave only after a moment: until then `drop_held` takes them back."""
    db.session.flush()
    token = _holding.set((key, until))
    try:
        yield
        db.session.flush()
    finally:
        _holding.reset(token)


@sa.event.listens_for(Outgoing, "before_insert", propagate=True)
def _hold(_mapper: Any, _connection: Any, row: Outgoing) -> None:
    held = _holding.get()
    if held is not None:
        row.held_for, row.run_at = held[0], max(row.run_at, held[1])


def is_holding() -> bool:
    """Tell whether what is written now is held back."""
    return _holding.get() is not None


def drop_held(key: str) -> None:
    """Take back the messages that were held under a key and have not left."""
    for model in Outgoing.__subclasses__():
        db.session.execute(sa.delete(model).where(model.held_for == key, model.sent_at.is_(None)))


class Undeliverable(Exception):
    """A message that will never arrive, whatever the time it is tried again."""


class Job(Leased):
    """A piece of work: its kind, its small payload, when it is due, and how far it went."""

    __tablename__ = "job"
    __table_args__ = (sa.Index("ix_job_done_at_run_at", "done_at", "run_at"), sa.UniqueConstraint("key"))

    kind: Mapped[str] = mapped_column(sa.String(60))
    payload: Mapped[dict[str, Any]] = mapped_column(default=dict)
    key: Mapped[str | None] = mapped_column(sa.String(120))
    done_at: Mapped[datetime | None]


@dataclass(frozen=True, slots=True)
class Periodic:
    """A job that comes back: `every` is its period; one row a period whatever the number of workers."""

    kind: str
    every: timedelta


class Registry:
    """The handlers by kind, the periodic jobs, and those that each host does for itself; filled once by `create_app`."""

    def __init__(self) -> None:
        self.handlers: dict[str, Handler] = {}
        self.periodic: list[Periodic] = []
        self.on_each_host: list[Periodic] = []

    def add(self, handlers: dict[str, Handler], periodic: tuple[Periodic, ...] = (), on_each_host: tuple[Periodic, ...] = ()) -> None:
        """Register a domain's handlers, its periodic jobs, and what every worker does for the files of its own host."""
        self.handlers.update(handlers)
        self.periodic.extend(each for each in periodic if each not in self.periodic)
        self.on_each_host.extend(each for each in on_each_host if each not in self.on_each_host)


registry = Registry()
Message = TypeVar("Message", bound=Outgoing)


def enqueue(kind: str, payload: dict[str, Any] | None = None, *, run_at: datetime | None = None, key: str | None = None) -> None:
    """Write a job in the present transaction; a second one with the same key is left out, even when two are written at once."""
    if key is None:
        db.session.add(Job(kind=kind, payload=payload or {}, run_at=run_at or clock.now()))
        return
    if db.session.scalar(sa.select(Job.id).where(Job.key == key)) is None:
        dialect = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
        row = dialect.insert(Job).values(kind=kind, payload=payload or {}, run_at=run_at or clock.now(), key=key)
        db.session.execute(row.on_conflict_do_nothing())


def plan_periodic() -> None:
    """Write this period's row of every periodic job; its key keeps it single."""
    with transaction():
        for each in registry.periodic:
            period = int(clock.now().timestamp() // each.every.total_seconds())
            enqueue(each.kind, key=f"{each.kind}:{period}")


class OwnWork:
    """What a worker does for its own host, whatever the others do: the files that each host derives from the database."""

    def __init__(self) -> None:
        self.last: dict[str, datetime] = {}

    def look(self) -> int:
        """Do what is due here; a failure is logged and tried again at the next period. Return how many were done."""
        done = 0
        for each in registry.on_each_host:
            now = clock.now()
            if each.kind in self.last and now - self.last[each.kind] < each.every:
                continue
            self.last[each.kind] = now
            try:
                with transaction():
                    registry.handlers[each.kind]({})
            except UNAVAILABLE:
                del self.last[each.kind]
                raise
            except Exception:  # a file that cannot be written must not stop the messages
                log.exception("%s failed on this host", each.kind)
                continue
            done += 1
        return done


def lease_next(model: type[Leased], finished: InstrumentedAttribute[datetime | None], *, attempts: int, lease: timedelta) -> int | None:
    """Take the next due row whose `finished` is empty and return its id, or None; two workers never hold the same one.

    A row tried `attempts` times is left alone; one whose worker died comes back after `lease`.
    """
    with transaction() as session:
        now = clock.now()
        row_id = session.scalar(
            sa.select(model.id)
            .where(finished.is_(None), model.run_at <= now, model.attempts < attempts,
                   sa.or_(model.leased_until.is_(None), model.leased_until < now))
            .order_by(model.run_at, model.id).limit(1).with_for_update(skip_locked=True)
        )
        if row_id is not None:
            session.execute(
                sa.update(model).where(model.id == row_id).values(leased_until=now + lease, attempts=model.attempts + 1)
            )
        return row_id


def put_off(row: Leased, failure: Exception, *, by: timedelta) -> None:
    """Keep what went wrong and give the row back, due again after `by`."""
    row.error = f"{type(failure).__name__}: {failure}"[:500]
    row.leased_until = None
    row.run_at = clock.now() + by


def run_one() -> bool:
    """Run the next due job; a failure is kept and tried again later, more and more slowly. Return False when none was due."""
    job_id = lease_next(Job, Job.done_at, attempts=MAX_ATTEMPTS, lease=LEASE)
    if job_id is None:
        return False
    try:
        with transaction() as session:
            job = session.get_one(Job, job_id)
            if job.done_at is None:
                registry.handlers[job.kind](job.payload)
                job.done_at = clock.now()
    except Exception as failure:  # a job must never stop the worker
        with transaction() as session:
            job = session.get_one(Job, job_id)
            put_off(job, failure, by=timedelta(seconds=30 * 2**job.attempts))
    return True


def run_due(limit: int = 1000) -> int:
    """Run every due job, at most `limit`; return how many."""
    count = 0
    while count < limit and not stopping.is_set() and run_one():
        count += 1
    return count


def deliver(
    model: type[Message], send: Callable[[Message], None], *, attempts: int, refusals: tuple[type[Exception], ...], limit: int = 200,
    lost: str | None = None,
) -> int:
    """Hand over the messages that wait, one by one, outside any transaction; one of `refusals` puts a message off. Return how many left.

    One that is Undeliverable is tried no more, and the job of the kind `lost`, if any, learns to whom it was.
    """
    sent = 0
    given_up: tuple[type[Exception], ...] = (*refusals, Undeliverable)
    for _ in range(limit):
        row_id = None if stopping.is_set() else lease_next(model, model.sent_at, attempts=attempts, lease=HANDING_OVER)
        if row_id is None:
            break
        row = db.session.get_one(model, row_id)
        db.session.expunge(row)
        db.session.rollback()  # a slow server must not hold the database
        refused: Exception | None = None
        try:
            send(row)
        except given_up as failure:
            refused = failure
        if refused is None:
            _note_sent(model, row_id)
            sent += 1
            continue
        with transaction() as session:
            row = session.get_one(model, row_id)
            put_off(row, refused, by=timedelta(seconds=min(3600, 15 * 2**row.attempts)))
            if isinstance(refused, Undeliverable):
                row.attempts = attempts
                if lost is not None:
                    enqueue(lost, {"to": row.to}, key=f"{lost}:{row.public_id}")
    return sent


def _note_sent(model: type[Message], row_id: int) -> None:
    """Note that a message left, however long the database is away, within the time the row is ours."""
    until = time.monotonic() + NOTED_WITHIN
    while True:
        try:
            with transaction() as session:
                row = session.get_one(model, row_id)
                row.sent_at, row.error = clock.now(), None
            return
        except UNAVAILABLE:
            if time.monotonic() > until:
                raise
            db.session.remove()
            time.sleep(PAUSE)
