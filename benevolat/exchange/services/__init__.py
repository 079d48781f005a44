"""Taking missions from partners, read and checked entry by entry, then written whole or not at all; and the feed that goes to them."""

from .publishing import Feed, read_feed, write_feed
from .reading import Entry, Refusal, read_entries, read_file
from .writing import Outcome, write_entry

__all__ = [
    "Entry", "Feed", "Outcome", "Refusal", "read_entries", "read_feed", "read_file", "write_entry", "write_feed",
]
