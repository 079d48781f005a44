"""The page on which one erases one's account: it says before what goes and what stays, and asks for one's own code."""

from typing import Any

import sqlalchemy as sa

from benevolat.accounts.models import User
from benevolat.core.db import db
from tests.factories import world
from tests.factories.people import person
from tests.support.page_client import PageClient
from tests.support.sign_in import last_code, sign_in


def test_somebody_erases_their_account_with_their_own_code(client: PageClient, session: Any) -> None:
    someone = person()
    world.candidature(world.mission(), someone)
    number, email = someone.id, someone.email
    sign_in(client, someone)
    client.get("/mes-donnees")
    client.follow("Effacer mon compte")
    assert "1 candidature est retirée" in client.text
    client.submit("Effacer mon compte", code="000000")
    assert db.session.get_one(User, number).erased_at is None
    client.submit("Recevoir un code")
    client.submit("Effacer mon compte", code=last_code(email or ""))
    assert client.h1 == "Votre compte est effacé"
    assert db.session.get_one(User, number).erased_at is not None
    assert client.get("/mes-donnees").status_code == 303, "nobody is signed in any more"


def test_who_administers_alone_reads_why_and_where_to_go(client: PageClient, session: Any) -> None:
    someone = person()
    host = world.association(member=someone)
    sign_in(client, someone)
    client.get("/mes-donnees/effacer")
    assert "Donnez d’abord votre place" in client.text
    assert f"/association/{host.public_id}/equipe" in client.get("/mes-donnees/effacer").get_data(as_text=True)
    assert db.session.scalar(sa.select(User.erased_at).where(User.id == someone.id)) is None
