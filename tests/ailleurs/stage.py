"""A small stage for the tests of engagements elsewhere: somebody declares, asks, and the link that left is in a mail."""

import re
from datetime import date
from typing import Any

from benevolat.accounts.models import User
from benevolat.ailleurs import services
from benevolat.ailleurs.models import ProofRequest
from benevolat.ailleurs.queries import find_by_link
from benevolat.ailleurs.services import Answer
from benevolat.engagements.models import Engagement
from benevolat.engagements.services import Said
from tests.engagements.stage import mails
from tests.factories.people import person

HOST = "odile@quilles.example"
SAID = Said("Le club de quilles", "Tenir la buvette", date(2026, 3, 1), date(2026, 6, 1), 1200, "J’ai servi deux cents cafés.", "sport")
ANSWER = Answer("Club de quilles de Vif", date(2026, 3, 1), date(2026, 5, 1), 900, "A tenu la buvette.", "Odile Perrin", "présidente",
                {"accueillir": None})


def declared(user: User | None = None, **values: Any) -> tuple[User, Engagement]:
    """Somebody and what they declared, with a skill they say."""
    someone = user or person(first_name="Nadia", last_name="Belkacem")
    return someone, services.declare(someone, SAID, competences=values.get("competences", ("ecouter",)))


def asked(email: str = HOST) -> tuple[User, Engagement, ProofRequest]:
    """The same, and the letter to the host."""
    someone, row = declared()
    return someone, row, services.ask_by_mail(row, contact_name="Odile", email=email, by=someone)


def last_token(to: str = HOST) -> str:
    """Return the code of the link in the last letter to an address."""
    body = [each.body for each in mails() if each.to == to][-1]
    found = re.search(r"/attester/([\w-]+)", body)
    assert found, body
    return found[1]


def opened(token: str) -> ProofRequest:
    """Return the request that a link opens."""
    request = find_by_link(token)
    assert request is not None
    return request


def answered() -> tuple[User, Engagement, ProofRequest]:
    """The same, answered by the host through its link."""
    someone, row, _request = asked()
    request = opened(last_token())
    services.answer_request(request, ANSWER)
    return someone, row, request
