"""Taking missions from partners, checked entry by entry then written whole; the feed that goes to them; the former site taken over."""

from .absent import withdraw_absent
from .addresses import former_address, keep_address
from .invitations import Invitation, read_invitation
from .lines import read_content, read_lines
from .publishing import Feed, read_feed, write_feed
from .reading import Entry, Refusal, read_entries, read_file
from .reprise import Taken, ask_alertes, take_addresses, take_associations, take_missions
from .takeover import confirm_reprise, drop_reprise, keep_reprise
from .writing import Outcome, write_entry

__all__ = [
    "Entry", "Feed", "Invitation", "Outcome", "Refusal", "Taken", "ask_alertes", "confirm_reprise", "drop_reprise", "former_address",
    "keep_address", "keep_reprise", "read_content", "read_entries", "read_feed", "read_file", "read_invitation", "read_lines",
    "take_addresses", "take_associations", "take_missions", "withdraw_absent", "write_entry", "write_feed",
]
