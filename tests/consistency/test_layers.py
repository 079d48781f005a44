"""Imports go down only, audiences and domains keep apart, and nothing below the RSA line can see or be touched by what is above."""

import subprocess
import sys
from importlib import import_module
from pkgutil import walk_packages

import benevolat
from benevolat.core.db import Base
from benevolat.core.settings import ROOT

ABOVE = "insertion_"


def _load_models() -> None:
    for module in walk_packages(benevolat.__path__, "benevolat."):
        if module.name.endswith(".models"):
            import_module(module.name)


def test_import_contracts_are_kept() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache"],
        cwd=ROOT, capture_output=True, text=True, timeout=900,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]


def test_tables_above_the_line_bear_the_prefix() -> None:
    _load_models()
    for mapper in Base.registry.mappers:
        above = mapper.class_.__module__.split(".")[1] in {
            "accompagnement", "contrats", "propositions", "actions", "dossiers", "paroles", "reporting", "privacy",
        }
        assert mapper.local_table.name.startswith(ABOVE) == above, mapper.local_table.name  # type: ignore[attr-defined]


def test_no_table_below_points_above() -> None:
    _load_models()
    for table in Base.metadata.tables.values():
        if not table.name.startswith(ABOVE):
            assert not [key for key in table.foreign_keys if key.column.table.name.startswith(ABOVE)], table.name


def test_no_table_above_can_block_or_change_a_deletion_below() -> None:
    _load_models()
    for table in Base.metadata.tables.values():
        if table.name.startswith(ABOVE):
            for key in table.foreign_keys:
                if not key.column.table.name.startswith(ABOVE):
                    assert key.ondelete in {"CASCADE", "SET NULL"}, f"{table.name}.{key.parent.name}"


def test_no_table_points_up() -> None:
    _load_models()
    order = ["core", "territoire", "competences", "accounts", "associations", "antennes", "missions", "search", "candidatures",
             "engagements", "passeport", "proofs", "ailleurs", "temoignages", "exchange", "alertes", "matching", "coordination",
             "moderation", "signalements",
             "accompagnement", "contrats", "propositions", "actions", "dossiers", "paroles", "reporting", "privacy", "droits"]
    owner = {mapper.local_table.name: mapper.class_.__module__.split(".")[1] for mapper in Base.registry.mappers}  # type: ignore[attr-defined]
    for table in Base.metadata.tables.values():
        for key in table.foreign_keys:
            target = key.column.table.name
            assert order.index(owner[target]) <= order.index(owner[table.name]), f"{table.name} points up to {target}"
            assert owner[table.name] != "core" or owner[target] == "core", f"core table {table.name} names a domain"
