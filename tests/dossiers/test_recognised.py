"""A number or a mailbox changes hands: whoever accepts gets nothing of a file before the référent has recognised them."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.accompagnement.errors import HasReferent
from benevolat.accompagnement.models import LinkInvitation
from benevolat.accompagnement.queries import referent_of
from benevolat.accounts.models import User
from benevolat.contrats.models import Contrat
from benevolat.core import clock, journal
from benevolat.core.db import db
from benevolat.core.errors import NotAllowed
from benevolat.dossiers import services
from benevolat.dossiers.jobs import erase_lines
from benevolat.dossiers.models import ImportedLine
from benevolat.dossiers.queries import lines_to_check, sort_lines
from tests.conftest import scalar_count
from tests.factories.insertion import linked, referent
from tests.factories.people import person
from tests.support.page_client import PageClient
from tests.support.sign_in import sign_in

from .stage import brought, imported, line

AMINA = "amina@courriel.example"


def taken(helper: User) -> User:
    """Import a line, and let whoever holds the mailbox today accept."""
    holder = person(email=AMINA, first_name="Denis", last_name="Favre")
    imported(helper, line())
    services.accept_invitation(_invitation(), by=holder)
    return holder


def _invitation() -> LinkInvitation:
    return db.session.scalars(sa.select(LinkInvitation)).one()


def test_accepting_links_and_shows_nothing_of_the_file(client: PageClient, session: Any) -> None:
    helper = referent()
    holder = taken(helper)
    assert referent_of(holder) == helper
    assert (scalar_count(Contrat), scalar_count(LinkInvitation), scalar_count(ImportedLine)) == (0, 0, 1)
    sign_in(client, holder)
    client.get("/mon-contrat")
    assert "NG-2026-00101" not in client.text


def test_the_référent_says_no_and_the_file_is_erased(client: PageClient, session: Any) -> None:
    helper = referent()
    holder = taken(helper)
    sign_in(client, helper)
    client.get("/accompagnement")
    client.follow("Denis Favre a accepté votre invitation : est-ce bien cette personne ?")
    assert "Est-ce bien la personne du dossier NG-2026-00101 ?" in client.text
    client.submit("Non, c’est quelqu’un d’autre")
    assert "cette personne n’en a rien vu" in client.text
    assert "NG-2026-00101" not in client.text
    assert (scalar_count(Contrat), scalar_count(ImportedLine)) == (0, 0)
    assert "dossiers.refuse" in [each.action for each in journal.about(holder.id)]


def test_the_référent_says_yes(client: PageClient, session: Any) -> None:
    helper = referent()
    holder = taken(helper)
    sign_in(client, helper)
    client.get(f"/accompagnement/personnes/{holder.public_id}")
    client.submit("Oui, c’est bien elle")
    assert "Est-ce bien" not in client.text
    assert session.scalars(sa.select(Contrat.reference)).one() == "NG-2026-00101"
    assert scalar_count(ImportedLine) == 0


def test_nobody_else_recognises_them(client: PageClient, session: Any) -> None:
    taken(referent())
    kept, other = session.scalars(sa.select(ImportedLine)).one(), referent()
    for answer in (services.confirm_line, services.refuse_line):
        with pytest.raises(NotAllowed):
            answer(kept, by=other)
    assert lines_to_check(other) == []


def test_the_next_file_changes_it_and_invites_nobody_again(session: Any) -> None:
    helper = referent()
    taken(helper)
    plan = sort_lines(brought(helper, line(ends="30/06/2027")), helper)
    assert (len(plan.new), len(plan.changed)) == (0, 1)
    imported(helper, line(ends="30/06/2027"))
    services.confirm_line(lines_to_check(helper)[0], by=helper)
    assert session.scalars(sa.select(Contrat.ends_on)).one().isoformat() == "2027-06-30"


def test_a_refused_acceptance_leaves_the_line_with_its_invitation(session: Any) -> None:
    helper, holder = referent(), person(email=AMINA)
    linked(holder)
    imported(helper, line())
    with pytest.raises(HasReferent), session.begin_nested():
        services.accept_invitation(_invitation(), by=holder)
    session.expire_all()
    kept = session.scalars(sa.select(ImportedLine)).one()
    assert (kept.user_id, kept.invitation_id is not None) == (None, True)


def test_one_that_nobody_looked_at_is_erased_after_thirty_days(session: Any) -> None:
    helper = referent()
    taken(helper)
    with clock.frozen(clock.now() + timedelta(days=29)):
        erase_lines({})
        assert scalar_count(ImportedLine) == 1
    with clock.frozen(clock.now() + timedelta(days=30, minutes=1)):
        erase_lines({})
    assert scalar_count(ImportedLine) == 0
