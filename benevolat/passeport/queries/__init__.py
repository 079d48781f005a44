"""Reads of a passeport: the whole of it, what was lived year by year, what a VAE file would still miss, single rows."""

from .lived import Frieze, LivedYear, Span, Standing, frieze_of, lived_by_year
from .rows import (
    declined_request,
    find_request,
    find_request_to_answer,
    find_skill,
    open_request,
    requests_to_answer,
    skills_of_engagement,
)
from .vae import VAE_RULE_SETTING, VaeFile, vae_file_of, vae_rule
from .whole import Evidence, Passeport, Shown, attested_minutes, minutes_by_year, passeport_of

__all__ = [
    "VAE_RULE_SETTING", "Evidence", "Frieze", "LivedYear", "Passeport", "Shown", "Span", "Standing", "VaeFile", "attested_minutes",
    "declined_request", "find_request", "find_request_to_answer", "find_skill", "frieze_of", "lived_by_year", "minutes_by_year",
    "open_request", "passeport_of", "requests_to_answer", "skills_of_engagement", "vae_file_of", "vae_rule",
]
