"""Choosing the letters one receives: kept, changed, and never more asked than what makes sense."""

from typing import Any

from benevolat.accounts.messages import MessageKind, Pace, pace_of
from benevolat.core import clock
from tests.factories.people import by_phone, person
from tests.factories.world import association
from tests.support.page_client import PageClient
from tests.support.sign_in import sign_in


def test_a_volunteer_chooses_and_finds_their_choices_again(client: PageClient, session: Any) -> None:
    someone = person()
    sign_in(client, someone)
    client.get("/compte")
    client.follow("Choisir les messages que vous recevez")
    assert "qui candidate" not in client.text
    assert "Me prévenir aussi par SMS" not in client.text
    client.submit("Enregistrer", reminders="daily", closing="never")
    assert "Vos choix sont enregistrés" in client.text
    session.refresh(someone)
    assert pace_of(someone, "engagements/closing_reminder") is Pace.DAILY
    assert pace_of(someone, "engagements/bilan_drafted") is Pace.NEVER
    assert pace_of(someone, "candidatures/message_to_volunteer") is Pace.NOW
    client.get("/compte/messages")
    client.submit("Enregistrer", closing="now")
    session.refresh(someone)
    assert someone.message_paces[MessageKind.REMINDERS.value] == "daily"
    assert pace_of(someone, "engagements/bilan_drafted") is Pace.NOW


def test_a_member_chooses_for_candidates_too(client: PageClient, session: Any) -> None:
    someone = person()
    association(member=someone)
    sign_in(client, someone)
    client.get("/compte/messages")
    client.submit("Enregistrer", candidates="daily")
    session.refresh(someone)
    assert pace_of(someone, "candidatures/received") is Pace.DAILY


def test_the_sms_is_offered_to_whoever_has_both(client: PageClient, session: Any) -> None:
    someone = person(phone="+33639981234", phone_confirmed_at=clock.now())
    sign_in(client, someone)
    client.get("/compte/messages")
    client.submit("Enregistrer", urgent_by_sms=True)
    session.refresh(someone)
    assert someone.urgent_by_sms is True


def test_an_address_that_refuses_is_told_on_the_account(client: PageClient, session: Any) -> None:
    someone = person()
    sign_in(client, someone)
    someone.email_refused_at = clock.now()
    client.get("/compte")
    assert "Vos e-mails ne vous arrivent plus" in client.text


def test_by_sms_alone_one_reads_in_plain_words_what_comes(client: PageClient, session: Any) -> None:
    sign_in(client, by_phone())
    client.get("/compte/messages")
    assert "Plusieurs messages ensemble" in client.text
    assert "e-mail par heure" not in client.text
    client.submit("Enregistrer", reminders="daily")
    sign_in(client, person())
    client.get("/compte/messages")
    assert ("Plusieurs messages ensemble" in client.text, "e-mail par heure" in client.text) == (False, True)
