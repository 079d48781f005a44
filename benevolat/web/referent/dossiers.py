"""Views: a file from NéoGestion and the validated lines that go back, for a référent's own people."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_login import current_user

from benevolat.dossiers.models import Desk, ImportedLine
from benevolat.dossiers.queries import find_line
from benevolat.dossiers.services import confirm_line, refuse_line
from benevolat.web import dossiers
from benevolat.web.forms import act
from benevolat.web.guard import REFERENT, access, found

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


def _line_or_404(public_id: str) -> ImportedLine:
    line: ImportedLine = found(find_line(current_user, public_id))
    return line


def _page_of(line: ImportedLine) -> str:
    return url_for("referent.person", public_id=found(line.user).public_id)


@blueprint.post("/dossiers/<public_id>/oui")
@access(REFERENT)
def confirm_file(public_id: str) -> Any:
    """Say that whoever accepted is the person of the file."""
    line = _line_or_404(public_id)
    page = _page_of(line)
    return act(lambda: confirm_line(line, by=current_user), then=lambda _done: page, said=_("La référence du contrat est enregistrée."))


@blueprint.post("/dossiers/<public_id>/non")
@access(REFERENT)
def refuse_file(public_id: str) -> Any:
    """Say that it is somebody else."""
    line = _line_or_404(public_id)
    page = _page_of(line)
    return act(lambda: refuse_line(line, by=current_user), then=lambda _done: page,
               said=_("Le dossier est effacé ici\u00a0: cette personne n’en a rien vu. Corrigez le contact dans NéoGestion. "
                      "Si vous ne suivez pas cette personne, terminez l’accompagnement en bas de cette page."))
