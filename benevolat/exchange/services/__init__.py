"""Taking missions from partners: read and checked entry by entry, then written whole or not at all."""

from .reading import Entry, Refusal, read_entries, read_file
from .writing import Outcome, write_entry

__all__ = ["Entry", "Outcome", "Refusal", "read_entries", "read_file", "write_entry"]
