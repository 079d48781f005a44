"""Work done after the answer: rows written in the transaction of the act, leased by a worker, run once each."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from . import clock
from .db import Base, db, transaction

Handler = Callable[[dict[str, Any]], None]
LEASE = timedelta(minutes=5)
MAX_ATTEMPTS = 8


class Job(Base):
    """A piece of work: its kind, its small payload, when it is due, and how far it went."""

    __tablename__ = "job"
    __table_args__ = (sa.Index("ix_job_done_at_run_at", "done_at", "run_at"), sa.UniqueConstraint("key"))

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(60))
    payload: Mapped[dict[str, Any]] = mapped_column(default=dict)
    key: Mapped[str | None] = mapped_column(sa.String(120))
    run_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None]
    error: Mapped[str | None]


@dataclass(frozen=True, slots=True)
class Periodic:
    """A job that comes back: `every` is its period; one row a period whatever the number of workers."""

    kind: str
    every: timedelta


class Registry:
    """The handlers by kind and the periodic jobs, filled once by `create_app`."""

    def __init__(self) -> None:
        self.handlers: dict[str, Handler] = {}
        self.periodic: list[Periodic] = []

    def add(self, handlers: dict[str, Handler], periodic: tuple[Periodic, ...] = ()) -> None:
        """Register a domain's handlers and its periodic jobs."""
        self.handlers.update(handlers)
        self.periodic.extend(each for each in periodic if each not in self.periodic)


registry = Registry()


def enqueue(kind: str, payload: dict[str, Any] | None = None, *, run_at: datetime | None = None, key: str | None = None) -> None:
    """Write a job in the present transaction; a second one with the same key is left out."""
    if key is not None and db.session.scalar(sa.select(Job.id).where(Job.key == key)) is not None:
        return
    db.session.add(Job(kind=kind, payload=payload or {}, run_at=run_at or clock.now(), key=key))


def plan_periodic() -> None:
    """Write this period's row of every periodic job; its key keeps it single."""
    with transaction():
        for each in registry.periodic:
            period = int(clock.now().timestamp() // each.every.total_seconds())
            enqueue(each.kind, key=f"{each.kind}:{period}")


def lease_one() -> int | None:
    """Take the next due job for five minutes and return its id, or None; two workers never hold the same one."""
    with transaction() as session:
        now = clock.now()
        due = (
            sa.select(Job.id)
            .where(Job.done_at.is_(None), Job.run_at <= now, Job.attempts < MAX_ATTEMPTS,
                   sa.or_(Job.leased_until.is_(None), Job.leased_until < now))
            .order_by(Job.run_at, Job.id).limit(1).with_for_update(skip_locked=True)
        )
        job_id = session.scalar(due)
        if job_id is not None:
            session.execute(
                sa.update(Job).where(Job.id == job_id).values(leased_until=now + LEASE, attempts=Job.attempts + 1)
            )
        return job_id


def run_one() -> bool:
    """Run the next due job; a failure is kept and tried again later, more and more slowly. Return False when none was due."""
    job_id = lease_one()
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
            job.error = f"{type(failure).__name__}: {failure}"[:500]
            job.leased_until = None
            job.run_at = clock.now() + timedelta(seconds=30 * 2**job.attempts)
    return True


def run_due(limit: int = 1000) -> int:
    """Run every due job, at most `limit`; return how many."""
    count = 0
    while count < limit and run_one():
        count += 1
    return count
