"""`flask keys`: make, replace and list the keys that sign documents."""

import click

from . import keys as store


@click.group("keys")
def keys() -> None:
    """The keys that sign documents, outside the database."""


@keys.command("create")
def create() -> None:
    """Make the keys a site starts with; what exists is left alone."""
    try:
        made = store.create()
        store.check()
    except store.KeyMissing:
        click.echo(
            "clé de signature absente\u00a0: plus aucun document n’est signé\u00a0; "
            "remettez-la à sa place, ou tapez «\u00a0flask keys rotate\u00a0»"
        )
        return
    click.echo("clés créées" if made else "déjà là")


@keys.command("rotate")
@click.option("--certificate", is_flag=True, help="Also replace the certificate that signs PDFs by a new self-made one.")
def rotate(certificate: bool) -> None:
    """Put a new key in the place of the one that signs; the public halves of the old ones stay published."""
    click.echo(f"nouvelle clé : {store.rotate().id}")
    if certificate:
        store.rotate_certificate()
        click.echo("nouveau certificat")


@keys.command("list")
def list_keys() -> None:
    """Show the keys and certificates ever used, the newest first."""
    for line in store.described():
        click.echo(line)
