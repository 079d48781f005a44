"""The page of a passeport: what was lived, hours, skills, a VAE file, documents, how others see it, what could come next; its weight."""

import gzip
from datetime import timedelta
from typing import Any

import pytest

from benevolat.accounts.models import User
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.engagements.models import Bilan, BilanState, State
from benevolat.missions.services import touch
from benevolat.passeport.queries import passeport_of
from benevolat.proofs.services import issue_attestation, open_share, start_version, withdraw_document
from tests.factories import keep
from tests.factories.full_passeport import fill
from tests.factories.passeport import attested
from tests.factories.people import person
from tests.factories.world import candidature, engagement, mission
from tests.support.page_client import PageClient, all_of, text_of
from tests.support.queries import counted_queries
from tests.support.sign_in import sign_in

PAGE = "/mon-passeport"


def seen(client: PageClient, holder: User) -> str:
    """The words of the page, no-break spaces made plain."""
    sign_in(client, holder)
    client.get(PAGE)
    return client.text.replace("\u00a0", " ")


def tables(client: PageClient) -> list[list[list[str]]]:
    return [
        [[text_of(cell).replace("\u00a0", " ") for cell in row if cell.tag[-2:] in {"th", "td"}] for row in all_of(table, "tr")]
        for table in all_of(client.page, "table")
    ]


def test_every_part_is_there_and_reached_from_the_top(client: PageClient) -> None:
    holder = person()
    fill(holder)
    text = seen(client, holder)
    ids = {each.get("id") for each in client.page.iter()}
    [index] = [each for each in all_of(client.page, "nav") if each.get("aria-label") == "Dans cette page"]
    anchors = [each.get("href") for each in all_of(index, "a")]
    assert anchors == ["#vecu", "#heures", "#competences", "#documents", "#vae"]
    assert {each[1:] for each in anchors if each} <= ids
    for words in ("En cours", "Attesté · ", "Déclaré par moi · ", "Fini, pas attesté", "Hội Người Việt Nam tại Grenoble", "توزيع الوجبات"):
        assert words in text, words


def test_the_figures_are_exact_and_what_is_declared_is_apart(client: PageClient) -> None:
    holder = person()
    fill(holder)
    passeport = passeport_of(holder)
    seen(client, holder)
    by_year, by_domaine = tables(client)
    for table, attested_minutes, declared_minutes in (
        (by_year, passeport.minutes_by_year, passeport.declared_by_year),
        (by_domaine, passeport.minutes_by_domaine, passeport.declared_by_domaine),
    ):
        held = {row[0]: (minutes_in(row[1]), minutes_in(row[2])) for row in table[1:]}
        assert held.pop("En tout") == (passeport.minutes, passeport.declared_minutes)
        assert {label: pair[0] for label, pair in held.items() if pair[0]} == {str(key): value for key, value in attested_minutes.items()}
        assert {label: pair[1] for label, pair in held.items() if pair[1]} == {str(key): value for key, value in declared_minutes.items()}
        assert sum(pair[0] for pair in held.values()) == passeport.minutes


def minutes_in(words: str) -> int:
    """« 12 h 30 » or « 45 min », in minutes."""
    if words.endswith("min"):
        return int(words.split()[0])
    hours, _h, rest = words.partition(" h")
    return int(hours) * 60 + int(rest or 0)


def test_a_passeport_with_nothing_declared_speaks_of_none(client: PageClient) -> None:
    holder = person()
    attested(holder, minutes=750)
    text = seen(client, holder)
    assert "Déclar" not in text
    assert tables(client)[0] == [["Année", "Attestées"], [str(clock.today().year), "12 h 30"], ["En tout", "12 h 30"]]


def test_what_has_only_begun_is_shown_in_an_empty_passeport(client: PageClient) -> None:
    holder = person()
    row = engagement(candidature(mission(), by=holder), state=State.IN_PROGRESS)
    text = seen(client, holder)
    assert "Votre passeport est encore vide" in text
    assert f"/mes-engagements/{row.public_id}" in client.source
    assert "VAE" not in text


def test_the_vae_lines_are_facts_with_a_gesture_and_no_score(client: PageClient) -> None:
    holder = person()
    attested(holder, "ecouter")
    declared = engagement(candidature(mission(title="Tenir la buvette"), by=holder), state=State.TO_CLOSE, ends_on=clock.today())
    keep(Bilan(engagement=declared, state=BilanState.DECLARED, minutes=60))
    text = seen(client, holder)
    for words in ("Un engagement attesté, 10 h", "Ses dates sont complètes", "Une compétence attestée n’a pas encore d’exemple",
                  "Un engagement est seulement déclaré par vous", "Rien n’est obligatoire ici", "Le jury décide"):
        assert words in text, words
    [items] = [each for each in client.page.iter() if each.get("class") == "gaps"]
    lines = [each for each in items if each.tag.endswith("li")]
    assert all(all_of(each, "a") for each in lines), "each line has a gesture"
    assert any(each.get("href") == f"/mes-engagements/{declared.public_id}" for each in all_of(items, "a"))
    assert "%" not in text
    assert "À ajouter si vous voulez" in text


def test_documents_links_and_how_others_see_it(client: PageClient) -> None:
    holder = person()
    attested(holder)
    text = seen(client, holder)
    assert "Vous n’en avez pas encore." in text
    assert "Aucun : personne d’autre ne voit votre passeport." in text
    assert "Rien n’est choisi : les autres ne voient rien." in text
    db.session.rollback()
    version = start_version(title="Pour un stage", everything=True, by=holder)
    open_share(version, days=7, with_contact=False, by=holder)
    text = seen(client, holder)
    assert "Un lien montre une partie de votre passeport." in text
    client.follow("Voir « Pour un stage »")
    assert client.h1 == "Ce que les autres verront"


def test_the_latest_documents_with_their_state(client: PageClient) -> None:
    holder = person()
    fill(holder, engagements=3, rows=3)
    text = seen(client, holder)
    for words in ("Valable", "Remplacé par un plus récent", "Retiré", "Voir mes 10 documents", "Le détail pour une VAE, signé, fait"):
        assert words in text, words


def test_the_page_asks_as_much_for_little_as_for_much(client: PageClient) -> None:
    little, much = person(), person()
    fill(little, engagements=2, rows=2, skills=2, documents=1)
    fill(much, engagements=40, rows=60, documents=10)
    for each in ("Une", "Deux", "Trois", "Quatre"):
        touch(mission(title=each), text=True)
    counts = []
    for holder in (little, much):
        sign_in(client, holder)
        client.get(PAGE)
        with counted_queries() as statements:
            assert client.get(PAGE).status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 32, counts


def test_the_fullest_page_stays_under_sixty_kilobytes(client: PageClient) -> None:
    holder = person()
    fill(holder, engagements=40, rows=60, documents=10)
    for each in ("Une", "Deux", "Trois"):
        touch(mission(title=each), text=True)
    sign_in(client, holder)
    page = gzip.compress(client.get(PAGE).data)
    links = {each.get("href") or each.get("src") or "" for name in ("link", "script") for each in all_of(client.page, name)}
    site = [gzip.compress(client.get(each).data) for each in links if each.startswith("/actifs/")]
    assert len(site) == 3
    assert len(page) + sum(map(len, site)) <= 28_000, "the two faces of the typeface, 35 kB, came with the page of signing in"


@pytest.mark.parametrize("ended", [0, 59, 61])
def test_what_could_come_next_is_said_at_the_end_of_an_engagement(client: PageClient, ended: int) -> None:
    holder = person()
    last = clock.today() - timedelta(days=ended)
    row = engagement(candidature(mission(), by=holder), state=State.TO_CLOSE, starts_on=last, ends_on=last)
    touch(mission(title="Tailler les rosiers"), text=True)
    sign_in(client, holder)
    client.get(f"/mes-engagements/{row.public_id}")
    assert ("Et ensuite ?" in client.text.replace("\u00a0", " ")) is (ended < 60)
    assert ("Tailler les rosiers" in client.text) is (ended < 60)


def test_without_a_place_or_a_wish_the_search_is_offered(client: PageClient) -> None:
    holder = person(commune_code=None)
    attested(holder)
    touch(mission(title="Tailler les rosiers"), text=True)
    text = seen(client, holder)
    assert "Tailler les rosiers" not in text
    client.follow("Chercher une mission")
    assert client.h1 == "Trouver une mission"


def test_next_missions_say_why(client: PageClient, session: Any) -> None:
    holder = person()
    attested(holder)
    touch(mission(title="Tailler les rosiers"), text=True)
    text = seen(client, holder)
    section = text[text.index("Et ensuite ?"):]
    assert "D’après votre commune et ce que vous avez fait. Personne d’autre ne le voit." in section
    assert "Comme ce que vous avez fait : Nature et environnement" in section
    assert "À moins de 1 km de Voiron" in section


def test_a_year_with_many_engagements_is_folded_but_the_latest(client: PageClient) -> None:
    holder = person()
    fill(holder)
    seen(client, holder)
    [section] = [each for each in all_of(client.page, "section") if each.get("aria-labelledby") == "vecu"]
    years = {text_of(all_of(each, "h3")[0])[:4]: each.get("open") is not None for each in all_of(section, "details")}
    assert years.pop(str(clock.today().year)) is True
    assert years
    assert not any(years.values())


def test_the_documents_that_stand_come_first_and_the_past_ones_are_folded(client: PageClient) -> None:
    holder = person()
    fill(holder, engagements=3, rows=3)
    sign_in(client, holder)
    client.get("/mon-passeport/documents")
    [past] = [each for each in all_of(client.page, "details") if "remplacés ou retirés" in text_of(each)]
    assert text_of(all_of(past, "summary")[0]).replace("\u00a0", " ") == "6 documents remplacés ou retirés"
    assert "Valable" not in text_of(past)
    assert past.get("open") is None
    assert client.text.index("Liens ouverts") < client.text.index("Documents faits")
    client.follow("Voir comme les autres : Pour un stage de cuisine")
    assert client.h1 == "Ce que les autres verront"


@pytest.mark.parametrize("page", [PAGE, "/mon-passeport/documents"])
def test_a_list_says_of_each_document_what_its_checking_says(client: PageClient, page: str) -> None:
    holder = person()
    kept, corrected = attested(holder, "ecouter"), attested(holder, "cuisiner")
    issue_attestation(kept, by=holder)
    issue_attestation(corrected, by=holder)
    assert corrected.bilan is not None
    corrected.bilan.corrected_at = clock.now() + timedelta(seconds=1)
    withdrawn = issue_attestation(attested(holder, "equipe"), by=holder)
    withdraw_document(withdrawn, by=holder)
    sign_in(client, holder)
    client.get(page)
    said = [text_of(each) for each in client.page.iter() if "badge" in (each.get("class") or "").split()]
    assert sorted(said) == ["Corrigé depuis par une association", "Retiré", "Valable"]


def test_one_line_of_time_is_drawn_when_there_are_years_to_join(client: PageClient) -> None:
    holder = person()
    for _ in range(2):
        attested(holder)
    seen(client, holder)
    assert 'class="frieze"' not in client.source, "one year is its own line"
    older = attested(holder)
    older.starts_on = older.ends_on = older.starts_on.replace(year=older.starts_on.year - 2, day=1)
    seen(client, holder)
    [frieze] = [each for each in client.page.iter() if each.get("class") == "frieze"]
    assert frieze.get("role") == "img"
    assert f"Frise de {older.starts_on.year} à {clock.today().year}." in (frieze.get("aria-label") or "")
