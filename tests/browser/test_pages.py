"""Each audience's main pages, on a telephone and on a desk: axe, 320 px, a quiet console, nobody else asked."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from benevolat.accounts.models import Role
from benevolat.missions.models import Publication
from benevolat.missions.services import touch
from tests.browser.visitor import DESKTOP, PHONE, Visitor
from tests.factories import insertion, world
from tests.factories.passeport import attested
from tests.factories.people import agent, person

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.parametrize("width", [PHONE, DESKTOP])]

PUBLIC = [
    "/", "/missions?lieu=Voiron", "/missions?q=introuvable&lieu=Xyzzy", "/associations", "/comment-ca-marche", "/aide", "/cgu",
    "/mentions-legales", "/donnees-personnelles", "/accessibilite", "/connexion", "/inscription", "/connexion/agents",
]


def test_public_pages(visitor: Callable[..., Visitor], session: Any, width: int) -> None:
    row = world.mission()
    touch(row, text=True)
    session.commit()
    someone = visitor(width)
    for path in [*PUBLIC, f"/missions/{row.public_id}", f"/associations/{row.association.public_id}"]:
        someone.go(path)
    someone.go("/rien-ici", status=404)


def test_a_volunteers_pages(fresh_app: Flask, visitor: Callable[..., Visitor], session: Any, width: int) -> None:
    holder = person()
    done, sent = attested(holder), world.candidature(world.mission(), holder)
    insertion.linked(holder)
    someone = visitor(width).signed_in(fresh_app, holder)
    for path in (
        "/mes-candidatures", f"/mes-candidatures/{sent.public_id}", "/mes-engagements", f"/mes-engagements/{done.public_id}",
        "/mes-engagements/ailleurs", "/mon-passeport", "/mon-passeport/competence", "/mon-contrat/", "/compte",
    ):
        someone.go(path)


def test_an_associations_pages(fresh_app: Flask, visitor: Callable[..., Visitor], session: Any, width: int) -> None:
    member = person()
    host = world.association(member=member)
    row = world.mission(host)
    sent = world.candidature(row)
    someone = visitor(width).signed_in(fresh_app, member)
    for path in (
        f"/association/{host.public_id}", f"/association/missions/{row.public_id}", "/association/candidats",
        f"/association/candidats/{sent.public_id}", "/association/engagements", f"/association/{host.public_id}/equipe",
        *(f"/association/missions/{row.public_id}/etape-{step}" for step in range(1, 5)),
    ):
        someone.go(path)


def test_agents_pages(fresh_app: Flask, visitor: Callable[..., Visitor], session: Any, width: int) -> None:
    unread = world.mission(publication=Publication.SUBMITTED, published_at=None)
    everything = agent(Role.MODERATEUR, Role.PILOTE, Role.ADMINISTRATEUR)
    someone = visitor(width).signed_in(fresh_app, everything)
    for path in (
        "/moderation", f"/moderation/missions/{unread.public_id}", f"/moderation/associations/{unread.association.public_id}",
        "/moderation/validations", "/pilotage/", "/administration", "/administration/inviter",
    ):
        someone.go(path)
    holder = person()
    helper = insertion.linked(holder)
    other = visitor(width).signed_in(fresh_app, helper)
    for path in ("/accompagnement/", f"/accompagnement/personnes/{holder.public_id}", "/accompagnement/nouveau"):
        other.go(path)
