"""The twenty minutes of an appointment: three questions, five missions, a candidature confirmed with the person's own code, a sheet.

The time is estimated by the keystroke-level model (Card, Moran and Newell, 1980), every sentence of every page being read aloud once.
"""

from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import sqlalchemy as sa
from flask import Flask
from pypdf import PdfReader

from benevolat.alertes.models import Favori
from benevolat.candidatures.models import Candidature
from benevolat.core import clock
from benevolat.missions.services import touch
from tests.factories.insertion import linked, referent
from tests.factories.people import by_phone, person
from tests.factories.world import association, mission
from tests.support.page_client import PageClient, text_of
from tests.support.sign_in import last_code

from .cast import agent_at_work, browser, mails_to, messages_to
from .test_allocataire import NEVER

TUESDAY = clock.paris(2026, 11, 24, 10)
SIX_MINUTES = 360.0
KEY, POINT, PRESS, THINK, ANSWER = 0.28, 1.1, 0.2, 1.35, 1.0
"""Seconds: a key of an average typist, to point, to press, to prepare a choice, for the site to answer."""
WORDS_A_MINUTE = 150
"""Read aloud, slowly."""
MOST_PAGES, MOST_GESTURES = 8, 24
READ = {"h1", "h2", "h3", "p", "li", "legend", "label", "button", "summary"}


@dataclass
class Walk:
    """A talk, walked on the référent's screen: its pages, its gestures and how long they take."""

    client: PageClient
    pages: int = 0
    gestures: int = 0
    seconds: float = 0.0
    read: set[str] = field(default_factory=set)

    def submit(self, button: str, *, typed: str = "", **choices: Any) -> None:
        """Read the page, choose, type, press."""
        words = self._new_words()
        touched = sum(len(each) if isinstance(each, list) else 1 for each in choices.values()) + 1
        self.client.submit(button, **choices)
        self.pages += 1
        self.gestures += touched
        self.seconds += words / WORDS_A_MINUTE * 60 + touched * (THINK + POINT + PRESS) + len(typed) * KEY + ANSWER

    def _new_words(self) -> int:
        """How many words of the page were not read yet; what is folded is left folded."""
        main = next(each for each in self.client.page.iter("main"))
        done = {id(node) for folded in main.iter("details") for body in list(folded)[1:] for node in body.iter()}
        count = 0
        for each in main.iter():
            if id(each) in done or each.tag not in READ:
                continue
            done |= {id(node) for node in each.iter()}
            if text_of(each) not in self.read:
                self.read.add(text_of(each))
                count += len(text_of(each).split())
        return count


def test_a_talk_of_six_minutes(fresh_app: Flask, session: Any) -> None:
    with clock.frozen(TUESDAY):
        member, helper = person(first_name="Odile", last_name="Perrin"), referent(first_name="Paul", last_name="Morel")
        host = association(member=member, name="Les Mains Vertes")
        place = {"address": "3 rue des Tilleuls", "address_public": True, "by_bus": True, "bus_line": "Ligne 7"}
        for title in ("Arroser le jardin", "Servir le repas du mardi", "Lire à voix haute", "Réparer des vélos", "Trier les livres"):
            touch(mission(host, title=title, half_days=0b1001, **place), text=True)
        amina = by_phone(first_name="Amina", last_name="Roussel")
        linked(amina, helper)
        linked(person(first_name="Zoé", last_name="Secret"), helper)
        session.commit()
        paul, associations = agent_at_work(fresh_app, helper), agent_at_work(fresh_app, member)
        paul.get(f"/accompagnement/personnes/{amina.public_id}")
        paul.follow("Commencer l’entretien")
        walk = Walk(paul)
        walk.submit("Continuer", likes=["environnement"])
        walk.submit("Continuer", moments=["matin"], travel="bus")
        walk.submit("Voir des missions", company="team")
        assert paul.source.count("Ligne 7") >= 5, "the way to get there, as the association wrote it"
        _shows_nothing_of_others(paul)
        walk.submit("Continuer", w0="apply", w1="keep", w2="later")
        walk.submit("Relire avant d’envoyer", typed="J’aime le jardin.", message="J’aime le jardin.")
        walk.submit("Recevoir un code")
        assert [each.to for each in messages_to(amina.phone or "")] == [amina.phone]
        walk.submit("Je confirme", typed="123456", code=last_code(amina.phone or ""))
        assert "C’est fait, comme vous l’avez confirmé" in paul.text
        walk.submit("Imprimer la feuille")
        sheet = PdfReader(BytesIO(paul.get(f"/accompagnement/personnes/{amina.public_id}/entretien/feuille.pdf").data))
        assert "Ligne 7" in sheet.pages[0].extract_text()
        sent = session.scalars(sa.select(Candidature)).one()
        assert (sent.user_id, sent.message, session.scalars(sa.select(Favori)).one().user_id) == (amina.id, "J’aime le jardin.", amina.id)
        associations.get("/association/candidats")
        associations.follow("Amina")
        assert not [word for word in (*NEVER, "Morel", "entretien") if word in associations.source.split("<main", 1)[1]]
        assert not [word for mail in mails_to(member.email or "") for word in (*NEVER, "Morel") if word in mail.subject + mail.body]
        own = browser(fresh_app)
        assert own.get("/mon-contrat").status_code == 303
    assert walk.pages <= MOST_PAGES
    assert walk.gestures <= MOST_GESTURES
    assert walk.seconds <= SIX_MINUTES, f"{walk.pages} pages, {walk.gestures} gestures, {walk.seconds:.0f} s"


def _shows_nothing_of_others(client: PageClient) -> None:
    """A turned screen: no menu, nobody else's name, and that it is free."""
    assert "Ce n’est pas obligatoire" in client.text
    assert not [word for word in ("Secret", "Mes accompagnements", "Morel", "Mon compte") if word in client.source]
