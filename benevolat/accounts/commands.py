"""Commands on accounts."""

from typing import BinaryIO

import click
import sqlalchemy as sa

from benevolat.core.db import db, transaction
from benevolat.core.errors import DomainError
from benevolat.core.mail import OutgoingMail, link
from benevolat.core.mail.bounces import read_bounce

from . import services
from .models import Kind


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


@accounts.command("reset-second-factor")
@click.argument("email")
def reset_second_factor(email: str) -> None:
    """Give an agent's access back from this machine, where there are not two administrateurs: once to ask, again a day later to do it."""
    try:
        with transaction():
            agent = services.find_by_email(services.read_email(email), kind=Kind.AGENT)
            done = agent is not None and services.reset_from_machine(agent)
    except DomainError as error:
        raise click.ClickException(str(error)) from None
    if agent is None:
        raise click.ClickException("Aucun compte d’agent n’utilise cette adresse.")
    click.echo("L’accès est rendu." if done else "La personne est prévenue. Relancez cette commande dans un jour pour rendre l’accès.")


@click.group("mails")
def mails() -> None:
    """What comes back from mail servers."""


@mails.command("bounced")
@click.argument("report", type=click.File("rb"), default="-")
def bounced(report: BinaryIO) -> None:
    """Read one report of delivery (RFC 3464), as a mail server hands it over; a dead address is written to no more."""
    found = read_bounce(report.read())
    if found is None:
        raise click.ClickException("Ce message n’est pas un retour d’un de nos e-mails.")
    with transaction():
        mail = db.session.scalar(sa.select(OutgoingMail).where(OutgoingMail.public_id == found.public_id))
        if mail is None:
            raise click.ClickException("Cet e-mail n’est pas de ce site.")
        mail.error = f"Retour : {found.status}"
        if found.dead:
            services.mark_refused(mail.to)
    click.echo("L’adresse ne reçoit plus : elle est notée." if found.dead else "Le retour est noté ; l’adresse sert encore.")
