"""The passeport on screen and on paper: empty, full, one's own words, the document."""

import io
import re
from typing import Any

from pypdf import PdfReader

from benevolat.core import settings
from benevolat.engagements import services as engagements
from benevolat.passeport import queries, services
from benevolat.passeport.models import SkillState
from benevolat.proofs.documents import TITLE_SETTING
from tests.engagements.stage import Stage, confirmed, in_progress
from tests.factories.people import person
from tests.support.page_client import PageClient
from tests.support.sign_in import sign_in


def attested() -> Stage:
    stage = confirmed()
    services.agree_bilan(stage.engagement, by=stage.volunteer)
    return stage


def words_of(client: PageClient) -> str:
    """The words of the person's document, made with everything."""
    client.get("/mon-passeport/choix")
    client.submit("Continuer", start="everything")
    client.submit("Enregistrer mon choix")
    client.submit("Faire ce document", kind="passeport")
    answer = client.follow("Ouvrir le PDF")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.headers["Cache-Control"] == "no-store"
    return " ".join(" ".join(each.extract_text() for each in PdfReader(io.BytesIO(answer.data)).pages).split())


def without_code(text: str) -> str:
    """A document's words but for its code, which is drawn at random."""
    return re.sub(r"/v/[a-z2-7 -]+", "", text)


def test_an_empty_passeport_offers_the_next_gesture(client: PageClient) -> None:
    sign_in(client, person())
    client.get("/mon-passeport")
    assert "Votre passeport est encore vide" in client.text


def test_a_full_passeport_shows_marks_hours_and_evidences(client: PageClient) -> None:
    stage = attested()
    sign_in(client, stage.volunteer)
    client.get("/mon-passeport")
    for words in ("10 h", "Aller vers les autres", "Accueillir et orienter", "Attestée par l’association", "Elle a rassuré un enfant."):
        assert words in client.text.replace("\u00a0", " "), words
    services.mark_validated(stage.engagement)
    client.get("/mon-passeport")
    assert "Validée par le Département" in client.text


def test_a_skill_is_said_then_changed_then_taken_back(client: PageClient) -> None:
    stage = in_progress()
    sign_in(client, stage.volunteer)
    client.get(f"/mon-passeport/competence?engagement={stage.engagement.public_id}")
    client.submit("Ajouter à mon passeport", competence="", own_words="Je cuisine.")
    assert "Cette réponse est nécessaire." in client.text
    client.submit("Ajouter à mon passeport", competence="cuisiner", own_words="Je cuisine.")
    assert "« Je cuisine. »" in client.text.replace("\u00a0", " ")
    client.follow("Changer mes mots : Cuisiner et servir, Arroser le jardin partagé")
    client.submit("Enregistrer mes mots", own_words="Pour quarante personnes.")
    assert "Pour quarante personnes." in client.text
    client.follow("Changer mes mots : Cuisiner et servir, Arroser le jardin partagé")
    client.submit("Enlever cette compétence")
    assert "Votre passeport est encore vide" in client.text


def test_without_an_engagement_one_is_proposed(client: PageClient) -> None:
    sign_in(client, person())
    client.get("/mon-passeport/competence")
    assert "Il faut d’abord un engagement" in client.text


def test_another_persons_skill_does_not_exist(client: PageClient) -> None:
    stage = attested()
    skill = queries.skills_of_engagement(stage.engagement)["ecouter"]
    for other in (person(), stage.member):
        sign_in(client, other)
        assert client.get(f"/mon-passeport/competences/{skill.public_id}").status_code == 404


def test_the_document_says_what_stands_and_nothing_else(client: PageClient) -> None:
    stage = attested()
    services.claim_skill(stage.engagement, competence_code="cuisiner", own_words="Je cuisine.", by=stage.volunteer)
    disputed = confirmed({"reparer": None})
    disputed.engagement.user_id = stage.volunteer.id
    services.disagree_bilan(disputed.engagement, by=stage.volunteer, words="Ce n’est pas juste.")
    sign_in(client, stage.volunteer)
    text = words_of(client)
    for words in ("Passeport bénévole", stage.volunteer.full_name, "Écouter", "Elle a rassuré un enfant.", "Attesté par Marc Reynaud",
                  "Déclaré, non attesté", "« Je cuisine. »"):
        assert words in text.replace("\u00a0", " "), words
    for words in ("Réparer", "Ce n’est pas juste.", "RSA", "référent", "contrat"):
        assert words not in text, words


def test_the_title_is_a_setting(client: PageClient, session: Any) -> None:
    settings.write(TITLE_SETTING, "Livret du bénévole", by=None)
    sign_in(client, attested().volunteer)
    text = words_of(client)
    assert text.startswith("Livret du bénévole")
    assert "Passeport" not in text


def test_the_mark_is_the_same_whoever_asked(client: PageClient, session: Any) -> None:
    """After a request to a desk, or without one, the page and the document are the same, byte for byte, but for their ids."""
    pages = []
    for asks in (True, False):
        stage = attested()
        stage.volunteer.last_name, stage.volunteer.commune_code = "Belkacem", None  # no place: the other stage's mission is not proposed
        stage.engagement.association.name = "Les Mains Vertes"  # type: ignore[union-attr]
        if asks:
            services.ask_validation(stage.engagement, by=stage.volunteer)
        services.mark_validated(stage.engagement)
        sign_in(client, stage.volunteer)
        skills = queries.skills_of_engagement(stage.engagement)
        text = ""
        for path in ("/mon-passeport", f"/mes-engagements/{stage.engagement.public_id}"):
            client.get(path)
            text += client.text
        pages.append((text, without_code(words_of(client)), {each.state for each in skills.values()}))
    assert pages[0] == pages[1]
    assert pages[0][2] == {SkillState.VALIDATED}


def test_declared_hours_are_never_added_to_attested_ones(client: PageClient) -> None:
    stage = confirmed({})
    stage.bilan.minutes = 90
    services.agree_bilan(stage.engagement, by=stage.volunteer)
    day = stage.engagement.starts_on
    row = engagements.declare_engagement(stage.volunteer, engagements.Said("Le club", "Arbitrer", day, day, 60))
    assert row.bilan is not None
    sign_in(client, stage.volunteer)
    client.get("/mon-passeport")
    text = client.text.replace("\u00a0", " ")
    assert "1 h 30 attestées" in text
    assert "1 h déclarées, à part" in text
