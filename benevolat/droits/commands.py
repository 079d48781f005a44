"""`flask privacy breach|register|aipd`: whom a breach concerns, and what the law wants written, made from the code."""

import csv
from datetime import datetime
from pathlib import Path

import click
import sqlalchemy as sa

from benevolat.accounts.models import User
from benevolat.core import clock, journal
from benevolat.core.db import db, transaction
from benevolat.core.pdf import render_pdf
from benevolat.core.table import safe_cell
from benevolat.privacy.commands import privacy
from benevolat.privacy.register import BY_NAME, TABLES

from . import breach as breaches
from .extracts import Extract, as_data, as_markdown, impact_study, register_extract

DAY = click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M"])


def _paris(given: datetime) -> datetime:
    return given.replace(tzinfo=clock.PARIS)


@privacy.command("breach")
@click.option("--since", type=DAY, required=True, help="When it began (Europe/Paris).")
@click.option("--until", type=DAY, required=True, help="When it ended.")
@click.option("--table", "tables", multiple=True, type=click.Choice(sorted(BY_NAME)), help="What left; everything when nothing is said.")
@click.option("--account", "email", help="The e-mail of an account that somebody else used, agent or person.")
@click.option("--contacts", type=click.Path(path_type=Path, dir_okay=False), help="Write there, as CSV, how to reach each person.")
def breach(since: datetime, until: datetime, tables: tuple[str, ...], email: str | None, contacts: Path | None) -> None:
    """Say whom a breach concerns, by which categories, and what the law asks; written in the journal."""
    begun, ended = _paris(since), _paris(until)
    if ended < begun:
        raise click.UsageError("--until vient avant --since.")
    if email and tables:
        raise click.UsageError("--table ou --account, pas les deux.")
    touched = _of_account(email, begun, ended) if email else breaches.touched_by_tables(
        [BY_NAME[each] for each in tables] or TABLES, until=ended)
    with transaction():
        journal.record("privacy.breach_contacts" if contacts else "privacy.breach", actor_id=None)
    _tell(touched)
    if contacts:
        _write(contacts, touched)


def _of_account(email: str, since: datetime, until: datetime) -> breaches.Touched:
    holders = list(db.session.scalars(sa.select(User).where(User.email == email.strip().lower(), User.erased_at.is_(None))))
    if not holders:
        raise click.UsageError("Aucun compte n’a cet e-mail.")
    found = [breaches.touched_by_account(each, since=since, until=until).people for each in holders]
    return breaches.Touched({key: held for people in found for key, held in people.items()})


def _tell(touched: breaches.Touched) -> None:
    click.echo(f"Personnes concernées : {len(touched.people)}")
    for category, number in touched.by_category().items():
        click.echo(f"{number:>6}  {category.label}")
    deadline = clock.local(clock.now() + breaches.NOTICE)
    click.echo(f"CNIL (article 33) : avant le {deadline:%d/%m/%Y à %H:%M}, si vous l’apprenez maintenant.")
    told = "à prévenir, sauf décision écrite et motivée." if touched.is_grave else "pas d’obligation par les seules catégories."
    click.echo(f"Personnes (article 34) : {told}")


def _write(path: Path, touched: breaches.Touched) -> None:
    """Write how to reach each person, in a file that its owner alone reads."""
    path.touch(mode=0o600, exist_ok=False)
    people = {each.id: each for each in db.session.scalars(sa.select(User).where(User.id.in_(touched.people)))}
    with path.open("w", encoding="utf-8-sig", newline="") as target:
        lines = csv.writer(target, delimiter=";")
        lines.writerow(["Prénom", "Nom", "E-mail", "Téléphone", "Catégories"])
        for key, held in touched.people.items():
            who, said = people[key], ", ".join(sorted(str(each.label) for each in held))
            lines.writerow([safe_cell(each) for each in (who.first_name, who.last_name, who.email or "", who.phone or "", said)])
    click.echo(f"Contacts écrits dans {path}. Effacez ce fichier après l’envoi.")


@privacy.command("register")
@click.option("--format", "kind", type=click.Choice(["md", "pdf"]), default="md", show_default=True)
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Where the document goes; a PDF needs it.")
def register(kind: str, output: Path | None) -> None:
    """Write the register of treatments (article 30), from the code."""
    _give(kind, output, register_extract())


@privacy.command("aipd")
@click.option("--format", "kind", type=click.Choice(["md", "pdf"]), default="md", show_default=True)
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Where the document goes; a PDF needs it.")
def aipd(kind: str, output: Path | None) -> None:
    """Write the impact study: risks, measures, and the test that proves each."""
    _give(kind, output, impact_study())


def _give(kind: str, output: Path | None, extract: Extract) -> None:
    if kind == "pdf" and output is None:
        raise click.UsageError("Dites où l’écrire : --output registre.pdf")
    text = as_markdown(extract)
    if output is None:
        click.echo(text, nl=False)
    else:
        output.write_bytes(render_pdf("registre", as_data(extract)).content if kind == "pdf" else text.encode())
        click.echo(f"Écrit dans {output}")
