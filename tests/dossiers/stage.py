"""A small stage for the tests of files: an export as NéoGestion writes it, and the columns it is read by."""

from typing import Any

from benevolat.accounts.models import User
from benevolat.core.table import read_table
from benevolat.dossiers import services
from benevolat.dossiers.models import Desk, PendingImport
from benevolat.dossiers.queries import mapping_of, read_file

TITLES = ("N° dossier", "Nom", "E-mail", "Portable", "Type de contrat", "Date de début", "Date de fin", "Parcours", "Observations",
          "E-mail du référent")
LINE = {
    "N° dossier": "NG-2026-00101", "Nom": "ROUSSEL", "E-mail": "amina@courriel.example", "Portable": "", "Type de contrat": "CER",
    "Date de début": "01/10/2026", "Date de fin": "31/03/2027", "Parcours": "Parcours social", "Observations": "Une note sans place ici",
    "E-mail du référent": "",
}
KEYS = {"reference": "N° dossier", "email": "E-mail", "phone": "Portable", "type": "Type de contrat", "starts": "Date de début",
        "ends": "Date de fin", "path": "Parcours", "referent": "E-mail du référent"}
OWN = {name: TITLES.index(title) for name, title in KEYS.items() if name != "referent"}
ALL = {**OWN, "referent": TITLES.index(KEYS["referent"])}


def line(**changes: str) -> str:
    """Return a line of the export, with what changes by its column's code."""
    values = {**LINE, **{KEYS[name]: value for name, value in changes.items()}}
    return ";".join(values[each] for each in TITLES)


def export(*lines: str) -> bytes:
    """Return a file as Excel writes it in French."""
    return "\r\n".join([";".join(TITLES), *lines, ""]).encode("utf-8-sig")


def brought(by: User, *lines: str, desk: Desk = Desk.REFERENT) -> PendingImport:
    """Read a file at a desk and keep what was read."""
    table = read_table(export(*lines))
    columns = ALL if desk is Desk.PILOTAGE else OWN
    if mapping_of(by, desk) is None:
        services.remember_titles(table.titles, desk=desk, by=by)
    services.confirm_columns(table.titles, columns, desk=desk, by=by)
    good, problems = read_file(table, columns, desk, by)
    return services.keep_lines(good, problems, desk=desk, by=by)


def imported(by: User, *lines: str, desk: Desk = Desk.REFERENT) -> Any:
    """Read a file and import it."""
    return services.write_import(brought(by, *lines, desk=desk), by=by)
