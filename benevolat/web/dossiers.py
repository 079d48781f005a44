"""The screens of a file from NéoGestion, alike for a référent and a pilote: choose it, say its columns, read, confirm; and back."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask import redirect, render_template, url_for
from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, SelectField
from wtforms.validators import InputRequired

from benevolat.core import clock
from benevolat.core.db import db, transaction
from benevolat.core.errors import InvalidInput
from benevolat.core.table import Table, read_table
from benevolat.dossiers import services
from benevolat.dossiers.errors import ImportGone
from benevolat.dossiers.models import Column, Desk, Fault, PendingImport
from benevolat.dossiers.permissions import can_bring_files, visible_imports
from benevolat.dossiers.queries import mapping_of, read_file, sort_lines
from benevolat.dossiers.reading import NEEDED, Problem
from benevolat.dossiers.services.bringing import Done

from . import limits
from .forms import REQUIRED, Form, act, some_choice
from .guard import require
from .spreadsheet import csv_answer

HOME = {Desk.REFERENT: "referent.people", Desk.PILOTAGE: "pilotage.overview"}
SHOWN = 60
"""How many lines of one kind are named on a page; the others are counted."""


def place(desk: Desk, view: str, **values: Any) -> str:
    """Return the address of a screen at a desk."""
    return url_for(f"{desk.value}.{view}", **values)


class UploadForm(Form):
    """The file."""

    file = FileField(_l("Fichier CSV"), validators=[FileRequired(message=REQUIRED)], render_kw={"accept": ".csv,text/csv"},
                     description=_l("2\u00a0Mo et 5\u00a0000 lignes au plus. Le fichier n’est pas gardé."))

    def table(self) -> Table | None:
        """Return what the file holds, or None with its sentence at the field."""
        limits.check("file", f"agent:{current_user.public_id}")
        try:
            return read_table(self.file.data.read())
        except InvalidInput as error:
            self.refuse(error)
            return None


def _column_field(column: Column) -> SelectField:
    return SelectField(column.label, validators=[InputRequired()] if column in NEEDED else [])


class ColumnsForm(UploadForm):
    """Which column is what, from a closed list, and the same file again: only its titles were kept."""

    referent = _column_field(Column.REFERENT)
    reference = _column_field(Column.REFERENCE)
    email = _column_field(Column.EMAIL)
    phone = _column_field(Column.PHONE)
    type = _column_field(Column.TYPE)
    starts = _column_field(Column.STARTS)
    ends = _column_field(Column.ENDS)
    path = _column_field(Column.PATH)

    def __init__(self, titles: list[str], desk: Desk, columns: dict[str, int]) -> None:
        super().__init__(data={name: str(at) for name, at in columns.items()})
        shown = [(str(at), title if titles.count(title) == 1 else _("%(title)s (colonne %(n)s)", title=title, n=at + 1))
                 for at, title in enumerate(titles) if title]
        for column in Column:
            self[column.value].choices = some_choice(shown, empty=_("Pas dans le fichier"))
        if desk is Desk.PILOTAGE:
            self.referent.validators = [InputRequired(message=REQUIRED)]
            self.referent.flags.required = True

    @property
    def chosen(self) -> dict[str, int]:
        """The place of each column that the file has."""
        return {column.value: int(self[column.value].data) for column in Column if self[column.value].data}

    def agrees(self, asked: list[str], titles: list[str]) -> bool:
        """Tell whether these are the titles that were asked about and the choice makes a mapping; show what is wrong otherwise."""
        try:
            services.check_columns(asked, titles, self.chosen)
        except InvalidInput as error:
            self.refuse(error)
            return False
        return True

    @property
    def questions(self) -> list[Any]:
        """The fields of the columns, in their order."""
        return [self[column.value] for column in Column]


def upload(desk: Desk) -> Any:
    """Choose a file; its columns are asked when its titles are not those of the last one."""
    require(can_bring_files(current_user, desk))
    form = UploadForm()
    table = form.table() if form.validate_on_submit() else None
    if table is not None:
        mapping = mapping_of(current_user, desk)
        if mapping is not None and mapping.confirmed_at and mapping.titles == table.titles:
            return _keep(table, mapping.columns, desk)
        return act(lambda: services.remember_titles(table.titles, desk=desk, by=current_user),
                   then=lambda _r: place(desk, "import_columns"), form=form)
    return render_template("dossiers/upload.html", form=form, desk=desk), 400 if form.errors else 200


def _keep(table: Table, columns: dict[str, int], desk: Desk, *, confirmed: bool = False) -> Any:
    """Read the lines before the transaction, so that a long file holds nobody up."""
    lines, problems = read_file(table, columns, desk, current_user)

    def keep() -> str:
        if confirmed:
            services.confirm_columns(table.titles, columns, desk=desk, by=current_user)
        return services.keep_lines(lines, problems, desk=desk, by=current_user).public_id

    return act(keep, then=lambda kept: place(desk, "import_check", public_id=kept) if kept else place(desk, "import_file"))


def columns(desk: Desk) -> Any:
    """Say which column is what, and choose the file once more."""
    mapping = mapping_of(current_user, desk)
    if mapping is None:
        return redirect(place(desk, "import_file"), 303)
    form = ColumnsForm(mapping.titles, desk, mapping.columns)
    table = form.table() if form.validate_on_submit() else None
    if table is not None and form.agrees(mapping.titles, table.titles):
        return _keep(table, form.chosen, desk, confirmed=True)
    return render_template("dossiers/columns.html", form=form, desk=desk), 400 if form.errors else 200


def _kept(public_id: str, desk: Desk) -> PendingImport:
    kept = db.session.scalar(visible_imports(current_user).where(PendingImport.public_id == public_id, PendingImport.desk == desk))
    if kept is None:
        raise ImportGone()
    return kept


def check(public_id: str, desk: Desk) -> str:
    """Show what the file would do, line by line where something is wrong."""
    kept = _kept(public_id, desk)
    plan = sort_lines(kept, current_user)
    return render_template(
        "dossiers/check.html", kept=kept, desk=desk, plan=plan, shown=SHOWN,
        wrong=_by_fault([each for each in plan.problems if not each.fault.swapped]),
        swapped=_by_fault([each for each in plan.problems if each.fault.swapped]),
        until=clock.local(kept.created_at + timedelta(hours=1)),
    )


def _by_fault(problems: Sequence[Problem]) -> list[tuple[Column | None, Fault, list[int]]]:
    """Return the lines of each fault of each column, so that a thousand alike make one sentence."""
    grouped: dict[tuple[Column | None, Fault], list[int]] = {}
    for each in problems:
        grouped.setdefault((each.column, each.fault), []).append(each.number)
    return [(column, fault, numbers) for (column, fault), numbers in grouped.items()]


def write(public_id: str, desk: Desk) -> Any:
    """Do it."""
    kept = _kept(public_id, desk)
    return act(lambda: services.write_import(kept, by=current_user), then=lambda _r: url_for(HOME[desk]), said=_done)


def _done(done: Done | None) -> str:
    if done is None:
        return _("C’est déjà fait.")
    parts = [
        ngettext("%(num)s personne est invitée", "%(num)s personnes sont invitées", done.invited) if done.invited else "",
        ngettext("%(num)s ligne est mise à jour", "%(num)s lignes sont mises à jour", done.changed) if done.changed else "",
    ]
    return _("L’import est fait\u00a0: %(parts)s. Rien n’est gardé du fichier.", parts=", ".join(each for each in parts if each))


def drop(public_id: str, desk: Desk) -> Any:
    """Give it up."""
    kept = _kept(public_id, desk)
    return act(lambda: services.drop_import(kept, by=current_user), then=lambda _r: place(desk, "import_file"),
               said=_("L’import est abandonné. Rien n’est gardé du fichier."))


class PeriodForm(Form):
    """From a day to a day, both included."""

    first = DateField(_l("Validés du"), validators=[InputRequired()])
    last = DateField(_l("au"), validators=[InputRequired()])


def export(desk: Desk) -> Any:
    """Ask for the days, then give the file: the people whose lines leave read it in their journal."""
    require(can_bring_files(current_user, desk))
    form = PeriodForm()
    if form.validate_on_submit():
        try:
            with transaction():
                lines = services.take_lines(form.first.data, form.last.data, desk=desk, by=current_user)
        except InvalidInput as error:
            form.refuse(error)
        else:
            rows = [(reference, *("" if day is None else day.strftime("%d/%m/%Y") for day in days), format_decimal(round(minutes / 60, 2)))
                    for reference, *days, minutes in lines]
            return csv_answer([(_("Référence"), _("Début"), _("Fin"), _("Heures")), *rows],
                              f"engagements-valides-{form.first.data}-{form.last.data}.csv")
    return render_template("dossiers/export.html", form=form, desk=desk), 400 if form.errors else 200
