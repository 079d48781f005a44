"""Views: a file from NéoGestion and the validated lines that go back, for a référent's own people."""

from typing import Any

from benevolat.dossiers.models import Desk
from benevolat.web import dossiers
from benevolat.web.guard import REFERENT, access

from . import blueprint


@blueprint.route("/importer", methods=["GET", "POST"])
@access(REFERENT)
def import_file() -> Any:
    """Choose a file."""
    return dossiers.upload(Desk.REFERENT)


@blueprint.route("/importer/colonnes", methods=["GET", "POST"])
@access(REFERENT)
def import_columns() -> Any:
    """Say which column is what."""
    return dossiers.columns(Desk.REFERENT)


@blueprint.get("/importer/<public_id>")
@access(REFERENT)
def import_check(public_id: str) -> str:
    """Read what the file would do."""
    return dossiers.check(public_id, Desk.REFERENT)


@blueprint.post("/importer/<public_id>/ecrire")
@access(REFERENT)
def import_write(public_id: str) -> Any:
    """Do it."""
    return dossiers.write(public_id, Desk.REFERENT)


@blueprint.post("/importer/<public_id>/abandonner")
@access(REFERENT)
def import_drop(public_id: str) -> Any:
    """Give it up."""
    return dossiers.drop(public_id, Desk.REFERENT)


@blueprint.route("/exporter", methods=["GET", "POST"])
@access(REFERENT)
def export() -> Any:
    """Take the validated lines of a period away."""
    return dossiers.export(Desk.REFERENT)
