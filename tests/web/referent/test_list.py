"""A référent's list with 1, 40 and 400 people: what waits, a search that knows no accent, one page at a time, and nothing withdrawn."""

import gzip
from datetime import timedelta
from typing import Any

import pytest

from benevolat.accompagnement.models import LinkInvitation
from benevolat.accompagnement.queries import PAGE, people_page, referent_record
from benevolat.ailleurs.services import agree_bilan
from benevolat.contrats import services
from benevolat.contrats.models import Annexe, AnnexeState, SubmissionState
from benevolat.core import clock
from benevolat.core.db import db
from tests.ailleurs.stage import answered
from tests.factories import keep
from tests.factories.crowd import annexe_row, crowd
from tests.factories.insertion import annexe, linked, referent
from tests.factories.passeport import attested
from tests.factories.people import person
from tests.support.page_client import PageClient, all_of, text_of
from tests.support.queries import counted_queries
from tests.support.sign_in import sign_in


class Clicks:
    """A person who counts what they press."""

    def __init__(self, client: PageClient) -> None:
        self.client, self.count = client, 0

    def follow(self, words: str) -> None:
        """Press a link."""
        self.count += 1
        self.client.follow(words)

    def press(self, words: str) -> None:
        """Press a button."""
        self.count += 1
        self.client.submit(words)


@pytest.mark.parametrize("way", [
    ("Amina Roussel : un engagement à valider",), ("Amina Roussel", "Aide au jardin"),
])
def test_from_the_list_to_a_validated_engagement_in_three_clicks(client: PageClient, session: Any, way: tuple[str, ...]) -> None:
    """From what waits, or from the person's own line, a référent validates with three clicks at most."""
    holder = person(first_name="Amina", last_name="Roussel")
    helper = linked(holder)
    annexe(holder, helper, AnnexeState.SIGNED)
    done = attested(holder)
    done.title = "Aide au jardin"
    sent = services.submit_engagement(done, wants_mark=False, by=holder)
    sign_in(client, helper).get("/accompagnement")
    clicks = Clicks(client)
    for words in way:
        clicks.follow(words)
    clicks.press("Valider dans le contrat")
    assert clicks.count <= 3
    session.refresh(sent)
    assert sent.state is SubmissionState.VALIDATED


def _rows(client: PageClient) -> list[list[str]]:
    return [[text_of(cell) for cell in row] for row in all_of(all_of(client.page, "tbody")[0], "tr")]


def test_a_line_says_what_helps(client: PageClient, session: Any) -> None:
    helper = referent()
    first = linked(person(first_name="Amina", last_name="Étienne", commune_code="38563"), helper)
    assert first is helper
    with_annexe = person(first_name="Zoé", last_name="Favre", commune_code=None)
    linked(with_annexe, helper)
    made = annexe_row(with_annexe, AnnexeState.SIGNED)
    sign_in(client, helper).get("/accompagnement")
    assert _rows(client) == [["Amina Étienne", "Voiron", "", ""],
                             ["Zoé Favre", "", "Signée", made.last_day.strftime("%d/%m/%Y")]]


@pytest.mark.parametrize("words", ["etienne", "ÉTIENNE", "Etienne  amina", "ami éti"])
def test_the_search_knows_neither_case_nor_accent(session: Any, words: str) -> None:
    helper = linked(person(first_name="Amina", last_name="Étienne"))
    linked(person(first_name="Karim", last_name="Haddad"), helper)
    assert [each.first_name for each in people_page(helper, words).rows] == ["Amina"]


def test_the_order_of_names_knows_no_accent(session: Any) -> None:
    helper = referent()
    for last in ("Zola", "Étienne", "Favre", "duval"):
        linked(person(last_name=last), helper)
    assert [each.last_name for each in people_page(helper).rows] == ["duval", "Étienne", "Favre", "Zola"]


@pytest.mark.parametrize(("count", "pages"), [(1, 1), (40, 1), (120, 3)])
def test_a_long_list_has_pages(client: PageClient, session: Any, count: int, pages: int) -> None:
    helper = referent()
    for _each in range(count):
        linked(person(), helper)
    sign_in(client, helper)
    seen = 0
    for page in range(1, pages + 1):
        client.get(f"/accompagnement?page={page}")
        assert len(_rows(client)) <= PAGE
        seen += len(_rows(client))
    assert seen == count
    assert ("Page suivante" in client.text, "Page précédente" in client.text) == (False, pages > 1)


@pytest.mark.parametrize("page", ["0", "-4", "99", "un"])
def test_a_page_that_does_not_exist_shows_one_that_does(client: PageClient, session: Any, page: str) -> None:
    sign_in(client, linked(person(first_name="Amina"))).get(f"/accompagnement?page={page}")
    assert len(_rows(client)) == 1


def test_a_page_keeps_the_search(client: PageClient, session: Any) -> None:
    helper = referent()
    for n in range(PAGE + 1):
        linked(person(last_name=f"Favre {n}"), helper)
    linked(person(last_name="Roussel"), helper)
    sign_in(client, helper).get("/accompagnement?nom=favre")
    client.follow("Page suivante")
    assert len(_rows(client)) == 1
    assert "51 personnes pour « favre »" in client.text


def test_the_page_costs_the_same_and_stays_light_with_400_people(client: PageClient, session: Any) -> None:
    few, many = crowd(8), crowd(400)
    costs = []
    for helper in (few, many):
        fresh = client.application.test_client()
        sign_in(fresh, helper)  # type: ignore[arg-type]
        fresh.get("/accompagnement")
        with counted_queries() as seen:
            answer = fresh.get("/accompagnement")
        costs.append(len(seen))
    assert costs[0] == costs[1]
    assert len(gzip.compress(answer.get_data())) < 20_000


def test_what_waits_beyond_the_first_is_one_gesture_away(client: PageClient, session: Any) -> None:
    helper = referent()
    for n in range(8):
        who = person(last_name=f"Favre {n}")
        linked(who, helper)
        annexe_row(who, AnnexeState.SIGNED, months=1, begun=10)
    sign_in(client, helper).get("/accompagnement")
    assert "Annexes qui se terminent dans les 30 jours (8)" in client.text
    assert [text_of(each) for each in all_of(client.page, "summary") if "autres" in text_of(each)] == ["Voir les 2 autres"]
    assert client.text.count(" : fin de l’annexe ") == 8


@pytest.mark.parametrize(("left", "shown"), [(0, True), (30, True), (31, False)])
def test_an_annexe_waits_for_its_last_thirty_days(client: PageClient, session: Any, left: int, shown: bool) -> None:
    holder = person(first_name="Amina", last_name="Roussel")
    helper = linked(holder)
    made = annexe_row(holder, AnnexeState.SIGNED, months=3, begun=50)
    last = made.last_day
    with clock.frozen(clock.paris(last.year, last.month, last.day, 9) - timedelta(days=left)):
        sign_in(client, helper).get("/accompagnement")
    assert ("Amina Roussel : fin de l’annexe" in client.text) is shown


def test_open_invitations_are_a_quiet_line(client: PageClient, session: Any) -> None:
    helper = referent()
    record = referent_record(helper)
    assert record is not None
    sign_in(client, helper).get("/accompagnement")
    assert "ouverte" not in client.text
    keep(LinkInvitation(referent_id=record.id, email="amina@courriel.example"))
    client.get("/accompagnement")
    assert "1 invitation ouverte" in client.text
    assert "amina@" not in client.text


def test_who_withdrew_looks_like_who_never_had_an_annexe(client: PageClient, session: Any) -> None:
    """Two people of the same name, one of whom withdrew, with an engagement that waited: their lines and pages are the same."""
    helper = referent()
    withdrew, never = (person(first_name="Amina", last_name="Roussel") for _each in range(2))
    for who in (withdrew, never):
        linked(who, helper)
    made = annexe(withdrew, helper, AnnexeState.SIGNED)
    services.write_contrat(never, type_code="cer", reference=made.contrat.reference, starts_on=made.contrat.starts_on,
                           ends_on=made.contrat.ends_on, path_kind=made.contrat.path_kind, by=helper)
    services.submit_engagement(attested(withdrew), wants_mark=True, by=withdrew)
    db.session.flush()
    sign_in(client, helper).get("/accompagnement")
    assert "Engagements à valider (1)" in client.text
    services.withdraw_annexe(db.session.get_one(Annexe, made.id), by=withdrew)
    client.get("/accompagnement")
    assert "Rien ne vous attend" in client.text
    one, other = _rows(client)
    assert one == other == ["Amina Roussel", "Voiron", "", ""]
    texts = []
    for who in (withdrew, never):
        client.get(f"/accompagnement/personnes/{who.public_id}")
        texts.append(client.text)
    assert texts[0] == texts[1]


def test_what_was_done_elsewhere_bears_its_mark(client: PageClient, session: Any) -> None:
    holder, row, _request = answered()
    helper = linked(holder)
    annexe(holder, helper, AnnexeState.SIGNED)
    agree_bilan(row, by=holder)
    services.submit_engagement(row, wants_mark=False, by=holder)
    sign_in(client, helper).get("/accompagnement")
    mark = "Club de quilles de Vif (hors d’Isère bénévolat)"
    assert mark in client.text
    client.follow("Nadia Belkacem : un engagement à valider")
    assert mark in client.text
    client.get(f"/accompagnement/personnes/{holder.public_id}")
    assert mark in client.text
