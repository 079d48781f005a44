"""Views: missions from a file: the model to fill in, the file, what it would do, and its writing; and one's missions as such a file."""

from functools import cache
from typing import Any

from flask import Response, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_login import current_user
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, RadioField
from wtforms.validators import InputRequired

from benevolat.associations.models import Right, State
from benevolat.competences.queries import all_domaines
from benevolat.coordination.services import Brought, write_import
from benevolat.core import clock
from benevolat.core.errors import InvalidInput
from benevolat.core.table import Table, read_table
from benevolat.missions.documents import row_of
from benevolat.missions.errors import OtherColumns, TooManyMissions
from benevolat.missions.models import FrenchLevel, MissionImport, Where
from benevolat.missions.permissions import IMPORT_LIFE
from benevolat.missions.queries import find_import, missions_to_export, plan_import
from benevolat.missions.services import drop_import, keep_import
from benevolat.missions.sheet import EXAMPLE, NEEDED, Column, Fault, Known, Problem, columns_of, plain, read_lines
from benevolat.territoire.queries import resolve
from benevolat.web import limits
from benevolat.web.forms import REQUIRED, Form, act
from benevolat.web.guard import PERSON, access, found
from benevolat.web.spreadsheet import csv_answer

from . import blueprint
from .place import commune_label
from .scope import working_on

MOST_LINES, SHOWN = 500, 60
"""Missions in one file; how many of one kind are named on the page."""
DRAFTS, SEND = "drafts", "send"


class FileForm(Form):
    """The file."""

    file = FileField(_l("Fichier CSV"), [FileRequired(message=REQUIRED)], render_kw={"accept": ".csv,text/csv"},
                     description=_l("2\u00a0Mo et 500 missions au plus. Le fichier n’est pas gardé."))

    def table(self) -> Table | None:
        """Return what the file holds, or None with its sentence at the field."""
        limits.check("file", f"person:{current_user.public_id}")
        try:
            table = read_table(self.file.data.read())
            if len(table.rows) > MOST_LINES:
                raise TooManyMissions(field="file")
            if not set(NEEDED) <= columns_of(table.titles).keys():
                raise OtherColumns(field="file")
        except InvalidInput as error:
            self.refuse(error)
            return None
        return table


class WriteForm(Form):
    """What becomes of the new missions: nothing is chosen beforehand."""

    then = RadioField(_l("Que faire des nouvelles missions\u00a0?"), [InputRequired()], choices=[
        (DRAFTS, _l("Les garder en brouillon")), (SEND, _l("Les envoyer tout de suite, pour qu’une personne les relise")),
    ])
    not_a_job = BooleanField(_l("Je le confirme\u00a0: aucune de ces missions ne remplace un emploi."))


@cache
def _commune(text: str) -> str | None:
    """Return the code of the one commune that a name or a postal code means; communes do not change while the site runs."""
    try:
        codes = {each.commune_code for each in resolve(text).places if each.commune_code}
    except InvalidInput:
        return None
    return codes.pop() if len(codes) == 1 else None


def _known() -> Known:
    domaines = {plain(words): each.code for each in all_domaines() for words in (each.code, str(each.label))}
    return Known(domaines, lambda text: _commune(text[:200]))


@blueprint.route("/<public_id>/missions/importer", methods=["GET", "POST"])
@access(PERSON)
def import_file(public_id: str) -> Any:
    """Choose a file; it is read before the transaction, so that a long one holds nobody up."""
    association, form = working_on(public_id, Right.MISSIONS), FileForm()
    table = form.table() if form.validate_on_submit() else None
    if table is not None:
        lines, problems = read_lines(table, _known())
        return act(lambda: keep_import(association, lines, problems, by=current_user).public_id, form=form,
                   then=lambda kept: url_for("association.import_check", public_id=public_id, kept=kept) if kept
                   else url_for("association.import_file", public_id=public_id))
    answers = {Column.DOMAINE: [each.label for each in all_domaines()], Column.WHERE: [each.label for each in Where],
               Column.FRENCH: [each.label for each in FrenchLevel]}
    return render_template(
        "association/importer.html", association=association, form=form, columns=Column, needed=NEEDED, example=EXAMPLE, answers=answers,
    ), 400 if form.errors else 200


@blueprint.get("/<public_id>/missions/modele.csv")
@access(PERSON)
def import_model(public_id: str) -> Response:
    """Give the file to fill in: its titles, and one line as an example, which is never imported."""
    working_on(public_id, Right.MISSIONS)
    return csv_answer([[str(each.label) for each in Column], [EXAMPLE.get(each, "") for each in Column]], "missions-modele.csv")


@blueprint.get("/<public_id>/missions/missions.csv")
@access(PERSON)
def export_missions(public_id: str) -> Response:
    """Give one's missions as the file that can be brought back: unchanged, it changes nothing."""
    rows = missions_to_export(working_on(public_id, Right.MISSIONS))
    places = {code: commune_label(code) for code in {each.commune_code for each in rows}}
    return csv_answer([[str(each.label) for each in Column], *(row_of(each, places[each.commune_code]) for each in rows)], "missions.csv")


def _kept(public_id: str, kept: str) -> MissionImport:
    """Return what was read for this association, or stop."""
    working_on(public_id, Right.MISSIONS)
    row: MissionImport = found(find_import(current_user, kept))
    return row


def _show(row: MissionImport, form: WriteForm) -> Any:
    plan = plan_import(row)
    return render_template(
        "association/importer-verifier.html", association=row.association, kept=row, plan=plan, form=form, shown=SHOWN,
        problems=_by_fault(plan.problems), until=clock.local(row.created_at + IMPORT_LIFE),
        verified=row.association.state is State.VERIFIED,
    ), 400 if form.errors else 200


def _by_fault(problems: list[Problem]) -> list[tuple[Column | None, Fault, list[int]]]:
    """Return the lines of each fault of each column, so that a hundred alike make one sentence."""
    grouped: dict[tuple[Column | None, Fault], list[int]] = {}
    for each in problems:
        grouped.setdefault((each.column, each.fault), []).append(each.number)
    return [(column, fault, numbers) for (column, fault), numbers in grouped.items()]


@blueprint.get("/<public_id>/missions/importer/<kept>")
@access(PERSON)
def import_check(public_id: str, kept: str) -> Any:
    """Show what the file would do, and what is wrong in it, line by line."""
    return _show(_kept(public_id, kept), WriteForm())


@blueprint.post("/<public_id>/missions/importer/<kept>/ecrire")
@access(PERSON)
def import_write(public_id: str, kept: str) -> Any:
    """Do it."""
    row, form = _kept(public_id, kept), WriteForm()
    if not plan_import(row).new:
        form.then.validators, form.then.data = [], DRAFTS
    answer = act(
        lambda: write_import(row, by=current_user, send=form.then.data == SEND, not_a_job=bool(form.not_a_job.data)), form=form,
        then=lambda done: url_for("association.missions", public_id=public_id) if done
        else url_for("association.import_check", public_id=public_id, kept=kept), said=_done,
    ) if form.validate_on_submit() else None
    return answer or _show(row, form)


def _done(done: Brought | None) -> str:
    if done is None:
        return _("C’est déjà fait.")
    parts = [
        ngettext("%(num)d mission nouvelle", "%(num)d missions nouvelles", done.new) if done.new else "",
        ngettext("%(num)d mission changée", "%(num)d missions changées", done.changed) if done.changed else "",
    ]
    return _("L’import est fait\u00a0: %(parts)s.", parts=", ".join(each for each in parts if each))


@blueprint.post("/<public_id>/missions/importer/<kept>/abandonner")
@access(PERSON)
def import_drop(public_id: str, kept: str) -> Any:
    """Give it up."""
    row = _kept(public_id, kept)
    return act(lambda: drop_import(row, by=current_user), then=lambda _done: url_for("association.import_file", public_id=public_id),
               said=_("L’import est abandonné. Rien n’est gardé du fichier."))
