"""Who read or decided what about a person: an append-only table without content, chained so that whoever touches it is seen.

    entries.py   the table, and `record`: each line bears, from the moment it is written, a MAC of what it says
    keys.py      the key of these MACs, and how it is replaced
    chain.py     `seal_waiting`: lines already written are put one after the other, each seal holding the one before
    verifying.py `verify`: read the chain again from its beginning, and say what was touched first
    jobs.py      twelve months later, the beginning is erased behind a signed checkpoint
    commands.py  `flask journal verify`
"""

from .chain import seal, seal_waiting
from .entries import JournalEntry, about, record
from .verifying import Verdict, verify

__all__ = ["JournalEntry", "Verdict", "about", "record", "seal", "seal_waiting", "verify"]
