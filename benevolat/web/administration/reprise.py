"""Views: the former site's files: chosen, tried on everything, confirmed or given up, and what became of each line."""

from collections import Counter
from typing import Any

from flask import Response, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, RadioField
from wtforms.validators import InputRequired

from benevolat.core.errors import InvalidInput
from benevolat.exchange.models import FileKind, FileState, RepriseFile
from benevolat.exchange.queries import find_reprise_file, reprise_files
from benevolat.exchange.services import Outcome, confirm_reprise, drop_reprise, keep_reprise, read_content
from benevolat.exchange.services.lines import COLUMNS, NEEDED, Line
from benevolat.web import limits
from benevolat.web.forms import REQUIRED, ActionForm, Form, act
from benevolat.web.guard import ADMINISTRATEUR, access, found
from benevolat.web.spreadsheet import csv_answer

from . import blueprint

SHOWN = 100
REFUSED = _l("refusée")


class RepriseForm(Form):
    """A file and what it holds; nothing is chosen beforehand."""

    kind = RadioField(_l("Que contient ce fichier\u00a0?"), [InputRequired()], choices=FileKind.choices())
    file = FileField(_l("Fichier CSV"), [FileRequired(message=REQUIRED)], render_kw={"accept": ".csv,text/csv"},
                     description=_l("Tel qu’Excel l’enregistre. 2\u00a0Mo et 5\u00a0000 lignes au plus\u00a0: coupez un plus gros."))
    judged_before = BooleanField(
        _l("Tout cela a déjà été relu par notre équipe"),
        description=_l("Associations vérifiées, missions publiées, sans nouvelle relecture. Sinon, elles attendent à la modération."),
    )

    def lines(self) -> list[Line] | None:
        """Return what the file holds, or None with its sentence at the field."""
        limits.check("file", f"agent:{current_user.public_id}")
        try:
            return list(read_content(self.file.data.read(), self.kind.data, {}))
        except InvalidInput as error:
            self.refuse(error)
            return None


def _file(public_id: str) -> RepriseFile:
    return found(find_reprise_file(current_user, public_id))  # type: ignore[no-any-return]


def _to(row: RepriseFile) -> str:
    return url_for("administration.reprise_file", public_id=row.public_id)


@blueprint.get("/reprise")
@blueprint.post("/reprise")
@access(ADMINISTRATEUR)
def reprise() -> Any:
    """Choose a file; it is read before the transaction, then tried on everything."""
    form = RepriseForm()
    lines = form.lines() if form.validate_on_submit() else None
    if lines is not None:
        return act(
            lambda: keep_reprise(FileKind(form.kind.data), form.file.data.filename or "", lines,
                                 judged_before=form.judged_before.data, by=current_user),
            then=lambda row: _to(row) if row else url_for("administration.reprise"), form=form,
        )
    return render_template(
        "administration/reprise.html", form=form, files=reprise_files(current_user), columns=COLUMNS, needed=NEEDED, kinds=FileKind,
    ), 400 if form.errors else 200


@blueprint.get("/reprise/<public_id>")
@access(ADMINISTRATEUR)
def reprise_file(public_id: str) -> Any:
    """Show what a file would do, or did, and the lines that are refused."""
    row = _file(public_id)
    told = row.report["lines"]
    return render_template(
        "administration/reprise_fichier.html", file=row, counts=Counter(each[2] for each in told), shown=SHOWN,
        refused=[each for each in told if each[2] is None], form=ActionForm(), trying=row.state is FileState.TRYING,
        running=row.state in {FileState.TRYING, FileState.WRITING}, waiting=row.state is FileState.TRIED,
    )


@blueprint.post("/reprise/<public_id>/ecrire")
@access(ADMINISTRATEUR)
def confirm_file(public_id: str) -> Any:
    """Write what was tried."""
    row = _file(public_id)
    here = _to(row)
    return act(lambda: confirm_reprise(row, by=current_user), then=lambda _done: here, said=_("C’est confirmé."))


@blueprint.post("/reprise/<public_id>/abandonner")
@access(ADMINISTRATEUR)
def drop_file(public_id: str) -> Any:
    """Give a file up, or stop it."""
    row = _file(public_id)
    return act(lambda: drop_reprise(row, by=current_user), then=lambda _done: url_for("administration.reprise"),
               said=_("Ce fichier est abandonné. Ses lignes sont effacées."))


@blueprint.get("/reprise/<public_id>/rapport.csv")
@access(ADMINISTRATEUR)
def reprise_report(public_id: str) -> Response:
    """Give what becomes of each line as a spreadsheet."""
    row = _file(public_id)
    words = [
        (str(number), label, str(Outcome(outcome).label if outcome else REFUSED), why)
        for number, label, outcome, why in row.report["lines"]
    ]
    return csv_answer([(_("ligne"), _("nom"), _("résultat"), _("pourquoi")), *words], "reprise.csv")
