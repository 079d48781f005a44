"""Every letter of candidatures and coordination: rendered, typographic, neutral, with a human's number and the next gesture."""

import inspect
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from benevolat.accounts.models import AgeBand
from benevolat.candidatures import mails
from benevolat.candidatures.models import CallBack, ClosedDoor, DoorReason, Message, OfferState, PlaceOffer, State, Welcome
from benevolat.coordination import mails as coordination
from benevolat.core import clock
from benevolat.core.mail import Letter
from benevolat.core.settings import ROOT
from benevolat.missions.models import MissionKind
from benevolat.search.queries import rows
from benevolat.search.request import Hit
from tests.factories import keep
from tests.factories.people import person
from tests.factories.world import association, candidature, creneau, mission

FORBIDDEN = re.compile(r"\bRSA\b|référent|allocataire|contrat|annexe|bénéficiaire|veuillez|merci de|!", re.IGNORECASE)


@pytest.fixture
def scene(session: Any) -> Any:
    class Scene:
        member = person()
        host = association(member=member, name="Les Mains Vertes", phone="+33465710001")
        mission = mission(
            host, title="Servir le repas", kind=MissionKind.DATED, places=None, address="4 rue du Pressoir", contact_name="Lucie",
            meeting_point="Le portail bleu",
        )
        slot = creneau(mission)
        sent = candidature(mission, person(first_name="Nadia"), creneau_id=slot.id)
        waiting = candidature(mission, person(first_name="Amel"), creneau_id=slot.id, state=State.WAITLISTED, answer="Bientôt.")
        offer = keep(PlaceOffer(candidature_id=waiting.id, state=OfferState.OPEN, ends_at=clock.now() + timedelta(hours=48)))
        over = candidature(mission, creneau_id=slot.id, state=State.REVOKED, reason="Le four est en panne.", answer="Nous sommes désolés.")
        message = keep(Message(candidature_id=sent.id, from_volunteer=True, body="À quatorze heures, je crois."))
        call = keep(CallBack(
            mission_id=mission.id, first_name="Idriss", phone="+33639981234", age_band=AgeBand.ADULT, asked_at=clock.now()
        ))
        doors = [
            keep(ClosedDoor(association_id=host.id, user_id=sent.user_id, reason=DoorReason.WAITED, closed_at=clock.now())),
            keep(ClosedDoor(
                association_id=host.id, user_id=waiting.user_id, reason=DoorReason.OTHER, sentence="Les jours ont changé.",
                closed_at=clock.now(), contested_at=clock.now(), kept_at=clock.now(), answer="L’association reçoit à d’autres heures.",
            )),
        ]

    return Scene


LETTERS: dict[str, Callable[[Any], list[Letter]]] = {
    "sent": lambda s: [mails.sent(s.sent), mails.sent(s.waiting)],
    "received": lambda s: [mails.received(s.sent, "/reponse/secret"), mails.received(s.waiting, "/reponse/secret")],
    "accepted": lambda s: [
        mails.accepted(s.sent, None),
        mails.accepted(s.waiting, Welcome(host_name="Odile", place="La porte bleue", arrival="9 h", bring="Un tablier")),
    ],
    "waitlisted": lambda s: [mails.waitlisted(s.sent), mails.waitlisted(s.waiting)],
    "declined": lambda s: [mails.declined(s.over)],
    "revoked": lambda s: [mails.revoked(s.over)],
    "cancelled": lambda s: [mails.cancelled(s.over)],
    "withdrawn": lambda s: [mails.withdrawn(s.sent, freed=freed) for freed in (False, True)],
    "suggested": lambda s: [mails.suggested(s.waiting, "/reponse/secret")],
    "offered": lambda s: [mails.offered(s.waiting, s.offer, "/reponse/secret")],
    "offer_lapsed": lambda s: [mails.offer_lapsed(s.waiting)],
    "parent_asked": lambda s: [mails.parent_asked(s.sent, "/accord/secret")],
    "parent_agreed": lambda s: [mails.parent_agreed(s.sent), mails.parent_agreed(s.waiting)],
    "parent_agreed_for_association": lambda s: [mails.parent_agreed_for_association(s.sent)],
    "offer_taken": lambda s: [mails.offer_taken(s.waiting)],
    "message_to_association": lambda s: [mails.message_to_association(s.message)],
    "message_to_volunteer": lambda s: [mails.message_to_volunteer(s.message)],
    "call_back_asked": lambda s: [mails.call_back_asked(s.call)],
    "unanswered": lambda s: [mails.unanswered([s.sent]), mails.unanswered([s.sent, s.waiting])],
    "tomorrow_for_volunteer": lambda s: [mails.tomorrow_for_volunteer(s.sent)],
    "tomorrow_for_association": lambda s: [mails.tomorrow_for_association(s.slot, ["Nadia", "Amel"])],
    "expired": lambda s: [
        coordination.expired(s.over, []), coordination.expired(s.over, rows([Hit(mission().id, 1.0, 0.0), Hit(mission().id, None, 0.0)])),
    ],
    "expired_for_association": lambda s: [coordination.expired_for_association(s.over)],
    "mission_withdrawn": lambda s: [
        coordination.mission_withdrawn(s.mission, told, reason) for told, reason in ((0, None), (1, "Non."), (3, None))
    ],
    "friend_joined": lambda s: [mails.friend_joined(s.sent)],
    "door_closed": lambda s: [mails.door_closed(each) for each in s.doors],
    "door_opened": lambda s: [mails.door_opened(s.doors[0])],
    "door_kept": lambda s: [mails.door_kept(s.doors[1])],
    "door_lifted": lambda s: [mails.door_lifted(s.doors[0])],
    "creneau_cancelled": lambda s: [coordination.creneau_cancelled(s.slot, told) for told in (0, 1, 3)],
}
ELSEWHERE = {"mission_changed"}
"""Written and tested with the changes of missions."""


def test_no_letter_is_forgotten() -> None:
    functions = {
        name for module in (mails, coordination) for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and name != "by_link"
    }
    assert functions == set(LETTERS) | ELSEWHERE
    folders = [ROOT / "templates/mails" / domain for domain in ("candidatures", "coordination")]
    assert {path.name.split(".")[0] for folder in folders for path in folder.glob("*.body.txt")} == functions


@pytest.mark.parametrize("name", LETTERS)
def test_letter(scene: Any, name: str) -> None:
    for letter in LETTERS[name](scene):
        text = f"{letter.subject}\n{letter.body}"
        assert letter.body.startswith("Bonjour")
        assert "04\u00a065" in letter.body or "04 65 71 38 38" in letter.body
        assert "http://localhost/" in letter.body or name in {"withdrawn", "mission_withdrawn", "creneau_cancelled"}
        assert not FORBIDDEN.search(text), FORBIDDEN.search(text)
        words = re.sub(r"http\S+", "", text)
        assert not re.search(r" [:;?!»]|« |'", words), re.search(r".{20}(?: [:;?!»]|« |').{5}", words)
        assert "\n\n\n" not in letter.body
        assert "None" not in text
        assert "Undefined" not in text
        assert letter.sms.startswith("Vous avez un message d’Isère bénévolat")
        assert len(letter.subject) <= 90
