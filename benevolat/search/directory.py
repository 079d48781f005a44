"""The names of the verified associations, kept in each process in their order, so that finding one reads no more rows than it shows."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from benevolat.associations.models import Association
from benevolat.associations.models import State as AssociationState
from benevolat.core import clock

from .french import fold
from .watch import Watch

_NAMES = sa.select(Association.id, Association.name, Association.commune_code).where(Association.state == AssociationState.VERIFIED)


class Directory:
    """Read again when something was committed, at most once in so many seconds; what is shown is asked of SQL all the same."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self.watch = engine, Watch(engine)
        self.names: list[tuple[str, int, str | None]] = []
        self.read_at, self.stale = 0.0, True

    def find(self, words: Collection[str], communes: Collection[str] | None, every: float) -> list[int]:
        """Return the associations whose folded name holds every word, in these communes, by name; `every`: seconds between two readings."""
        self._refresh(every)
        return [
            key for name, key, commune in self.names
            if (communes is None or commune in communes) and all(word in name for word in words)
        ]

    def _refresh(self, every: float) -> None:
        now = clock.now().timestamp()
        self.stale |= self.watch.moved()
        if not self.stale or abs(now - self.read_at) < every:
            return
        with self.engine.connect() as connection:
            self.names = sorted((fold(row.name), row.id, row.commune_code) for row in connection.execute(_NAMES))
        self.read_at, self.stale = now, False

    def close(self) -> None:
        """Give the connection back."""
        self.watch.close()
