"""A domain holds the files of the house and no others; a small module of pure values must be named here, so that none slips in."""

from pathlib import Path

import pytest

from benevolat.core.settings import ROOT

FILES = {"errors", "models", "permissions", "workflow", "queries", "mails", "documents", "services", "jobs", "commands", "__init__", "data"}
VALUES = {
    "accounts": {
        "contacts", "messages",  # an e-mail or a telephone number as people type them; which letters come when
        "federation",  # FranceConnect and ProConnect: who they are, asking them, checking what they say
    },
    "associations": {"identifiers", "absences", "openings"},  # RNA, SIREN, SIRET; what stops the clock; opening hours in words
    "competences": {"questions"},  # what to ask instead of a skill's name
    "contrats": {"guards", "references"},  # the questions asked of an activity and their law; what may never stand as a reference
    "exchange": {"rules"},  # what partners refuse
    "moderation": {
        "annuaire", "checks", "comparing", "shingles",  # the official directory; what to look at; two versions; near texts
    },
    "candidatures": {"delays"},  # in how many days an association answers
    "missions": {
        "words", "series", "patterns", "advice",  # « le mardi, 11 h à 14 h »; « tous les mardis »; models; how to write better
        "sheet",  # a line of a file
    },
    "temoignages": {
        "cautions", "questions",  # what a text gives away; the questions, and which figures of their answers may be shown
    },
    "engagements": {"overlaps", "sheets", "story", "yearly"},  # hours that cross, sheets of presence, the timeline, a year's statement
    "dossiers": {"reading"},  # the lines of a file as values
    "reporting": {"counting", "disclosure", "series"},  # what is counted, which figures may be shown, what each says and when
    "droits": {
        "lines", "words", "export",  # what a line of the journal says; the names of columns; what is taken away, as values
        "breach", "risks", "extracts",  # whom a breach concerns; the risks; the documents of the law
    },
    "ailleurs": {"story"},  # the lines a request adds to it
    "privacy": {"register"},  # every column: whom it is about, why it is kept, what becomes of it
    "propositions": {"ways"},  # how to get there, in words
    "actions": {"cards"},  # the texts that help a référent, and the scenarios of the training
    "proofs": {
        "keys", "integrity", "credential", "statuses", "contexts", "notation",  # what signs, what is signed, how it is written
        "content", "gathered", "wording", "codes", "signing",  # what a document holds, the words to check it in, its code, its signature
        "late",  # the two modules that are read only when they serve
    },
}
CORE = {
    "db", "labels", "errors", "clock", "entropy", "workflow", "journal", "jobs", "settings", "mail", "sms", "pdf", "geo", "table",
    "outside", "__init__",
}
OUTSIDE = {"core", "web", "demo", "setup", "search"}
"""`search` has an inside of its own (engine, columns, analysis, indexing, queries)."""
DOMAINS = sorted(each.name for each in (ROOT / "benevolat").iterdir() if each.is_dir() and each.name not in OUTSIDE | {"__pycache__"})


def _names(folder: Path) -> set[str]:
    return {each.stem for each in folder.iterdir() if each.name != "__pycache__"}


@pytest.mark.parametrize("domain", DOMAINS)
def test_a_domain_holds_the_files_of_the_house(domain: str) -> None:
    extra = _names(ROOT / "benevolat" / domain) - FILES
    assert extra == VALUES.get(domain, set())


def test_core_is_a_closed_list() -> None:
    assert _names(ROOT / "benevolat/core") == CORE
