"""Commands on accounts."""

import click

from benevolat.core.db import transaction
from benevolat.core.errors import DomainError
from benevolat.core.mail import link

from . import services


@click.group("accounts")
def accounts() -> None:
    """Agents' accounts."""


@accounts.command("invite-first-admin")
@click.argument("email")
def invite_first_admin(email: str) -> None:
    """Print the link by which EMAIL becomes the first administrateur of a new deployment."""
    try:
        with transaction():
            token = services.invite_first_admin(email)
    except DomainError as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"Ce lien sert une fois, pendant 7 jours : {link('/invitation/' + token)}")
