"""Searches that found nothing, counted without anybody: a page that is read writes a line of a file, the worker adds them up.

A page writes nothing to the database, and waits for nobody: it adds one short line (territory, domain) to a file of the instance, in
one write that no other can cut. The worker takes the file away, adds the lines up by quarter and erases it: what stays is a number.
A line may be lost when a machine stops at that moment; none is counted twice.
"""

import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy.dialects import postgresql, sqlite

from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.settings import config

from .models import UnmetCount

ANYWHERE = "isere"
ANY_DOMAIN = "aucun"
LARGEST = 5_000_000
"""Bytes beyond which lines are let go: a robot must not fill the disk."""


def _path() -> Path:
    return Path(config("INSTANCE")) / "recherches-sans-resultat.txt"


def note(territoire: str | None, domains: Sequence[str]) -> None:
    """Note that one search found nothing, where it looked and in which domain when it was one; a full disk changes nothing."""
    line = f"{_quarter()} {territoire or ANYWHERE} {domains[0] if len(domains) == 1 else ANY_DOMAIN}\n".encode()
    try:
        target = os.open(_path(), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            if os.fstat(target).st_size < LARGEST:
                os.write(target, line)
        finally:
            os.close(target)
    except OSError:
        return


def _quarter() -> str:
    today = clock.today()
    return f"{today.year}-T{(today.month + 2) // 3}"


def fold() -> int:
    """Add up the lines noted since the last time, in the transaction of a job, and erase them; return how many."""
    path = _path()
    taken = path.with_suffix(".lu")
    try:
        path.replace(taken)
        lines = taken.read_text(encoding="ascii").splitlines()
        taken.unlink()
    except FileNotFoundError:
        return 0
    dialect = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    counted = Counter(tuple(each) for line in lines if len(each := line.split(" ")) == 3)
    for (quarter, territoire, domaine), value in sorted(counted.items()):
        insert = dialect.insert(UnmetCount).values(quarter=quarter, territoire_code=territoire, domaine_code=domaine, value=value)
        db.session.execute(insert.on_conflict_do_update(
            index_elements=["quarter", "territoire_code", "domaine_code"], set_={"value": UnmetCount.value + insert.excluded.value}
        ))
    return counted.total()
