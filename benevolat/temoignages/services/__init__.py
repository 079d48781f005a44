"""Acts on what is said after an engagement: write and take back a témoignage, judge it, close the page after a closing."""

from .answering import NOWHERE, close_suite
from .judging import (
    ask_correction,
    publish_temoignage,
    refuse_temoignage,
    report_temoignage,
    settle_report,
    take_down_temoignage,
    undo_decision,
)
from .writing import Written, check_written, resubmit_temoignage, withdraw_temoignage, write_temoignage

__all__ = [
    "NOWHERE", "Written", "ask_correction", "check_written", "close_suite", "publish_temoignage", "refuse_temoignage", "report_temoignage",
    "resubmit_temoignage", "settle_report", "take_down_temoignage", "undo_decision", "withdraw_temoignage", "write_temoignage",
]
