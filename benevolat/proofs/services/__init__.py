"""Acts on proofs: choose what to show, make a document of it, take it back, open a link and close it."""

from .issuing import FROM_A_VERSION, issue_attestation, issue_certificate, issue_document, keep_checkable, withdraw_document
from .sharing import DURATIONS, close_share, note_opening, open_share
from .versions import LONGEST_TITLE, Wanted, choose, delete_version, move_item, name_version, start_version

__all__ = [
    "DURATIONS", "FROM_A_VERSION", "LONGEST_TITLE", "Wanted", "choose", "close_share", "delete_version", "issue_attestation",
    "issue_certificate", "issue_document", "keep_checkable", "move_item", "name_version", "note_opening", "open_share", "start_version",
    "withdraw_document",
]
