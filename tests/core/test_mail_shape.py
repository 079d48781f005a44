"""A letter's text read as blocks: one button, links, lists, titles; and made a page that fetches nothing."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from benevolat.core.mail import button
from benevolat.core.mail.message import CHOICES, html_of, message_of, text_of
from benevolat.core.mail.shape import Block, Kind, read_letter, without_frame

ADDRESS = "http://localhost/mes-candidatures/x"


@dataclass
class Row:
    """What a mail is made of."""

    subject: str = "Une réponse"
    body: str = "Bonjour,\n"
    to: str = "nadia@courriel.example"
    urgent: bool = True
    unsubscribe: str | None = None
    public_id: str = "abc-DEF_1"
    queued_at: datetime = datetime(2026, 11, 22, 9, tzinfo=UTC)


def test_the_first_gesture_is_the_button_and_the_others_are_links() -> None:
    blocks = read_letter(f"Bonjour,\n\nVoir ma candidature\u00a0:\n{ADDRESS}\n\nPour arrêter\u00a0:\n{ADDRESS}/arreter\n")
    assert blocks == [
        Block(Kind.TEXT, ("Bonjour,",)), Block(Kind.BUTTON, ("Voir ma candidature",), ADDRESS),
        Block(Kind.LINK, ("Pour arrêter",), f"{ADDRESS}/arreter"),
    ]


def test_what_stands_above_an_address_is_what_is_pressed() -> None:
    [block] = read_letter(f"- Aider aux devoirs\nLes Petits Pas, Voiron\n{ADDRESS}")
    assert block == Block(Kind.LINK, ("Aider aux devoirs", "Les Petits Pas, Voiron"), ADDRESS)


def test_what_introduces_a_list_is_not_pressed() -> None:
    assert read_letter(f"D’autres missions :\n- Aider aux devoirs\n{ADDRESS}\n- Arroser\n{ADDRESS}") == [
        Block(Kind.TEXT, ("D’autres missions :",)), Block(Kind.LINK, ("Aider aux devoirs",), ADDRESS),
        Block(Kind.LINK, ("Arroser",), ADDRESS),
    ]


def test_a_long_sentence_is_no_label() -> None:
    sentence = "Vous pouvez relire cette très longue proposition puis y répondre quand vous voulez\u00a0:"
    [block] = read_letter(f"{sentence}\n{ADDRESS}")
    assert (block.kind, block.lines) == (Kind.LINK, (sentence.removesuffix("\u00a0:"),))


def test_lists_and_titles_stand_apart() -> None:
    assert [each.kind for each in read_letter("— Un titre\nDeux choses :\n- une\n- deux\nFin.")] == [
        Kind.TITLE, Kind.TEXT, Kind.LIST, Kind.TEXT
    ]


@given(st.text(alphabet=st.characters(blacklist_categories=["Cs"]), max_size=400))
def test_no_word_is_lost_whatever_is_written(text: str) -> None:
    read = " ".join(" ".join([*each.lines, each.address or ""]) for each in read_letter(text))
    kept = set(text.replace("—", " ").replace("-", " ").replace("•", " ").replace(":", " ").split())
    assert kept <= set(read.replace("—", " ").replace("-", " ").replace("•", " ").replace(":", " ").split())


def test_the_frame_goes_when_letters_are_read_together() -> None:
    body = "Bonjour Nadia,\n\nElle vous attend.\n\nUne question\u00a0? Appelez-nous\u00a0: 04.\nL’équipe d’Isère bénévolat\n"
    assert without_frame(body) == "Elle vous attend."
    assert without_frame("Bonjour,\nelle vous attend.\n\nL’équipe d’Isère bénévolat") == "elle vous attend."
    assert without_frame("") == ""


@pytest.mark.usefixtures("fresh_app")
class TestPage:
    """The page of a letter."""

    def test_it_says_the_same_and_fetches_nothing(self) -> None:
        page = html_of(Row(body=f"Bonjour,\n\nElle dit « <b>oui</b> ».\n\n{button('Voir ma candidature', '/mes-candidatures/x')}\n"))
        assert f'<a class="button" href="{ADDRESS}">Voir ma candidature</a>' in page
        assert "&lt;b&gt;oui&lt;/b&gt;" in page
        for fetching in ("<img", "src=", "url(", "@import", "<link"):
            assert fetching not in page

    def test_an_address_of_another_kind_is_never_pressed(self) -> None:
        page = html_of(Row(body="Ouvrir :\njavascript:alert(1)\n\n<a href=javascript:alert(1)>ici</a>"))
        assert 'href="javascript' not in page
        assert "<a href=javascript" not in page

    @pytest.mark.parametrize(("row", "said"), [
        (Row(urgent=False), True), (Row(urgent=True), False), (Row(urgent=False, unsubscribe="http://localhost/stop"), False),
    ], ids=["ordinary", "urgent", "with its own way out"])
    def test_only_what_may_be_chosen_says_where(self, row: Row, said: bool) -> None:
        assert (CHOICES in text_of(row)) is said
        assert (CHOICES in html_of(row)) is said

    def test_where_one_chooses_is_never_the_button(self) -> None:
        assert 'class="button"' not in html_of(Row(urgent=False))

    def test_both_ways_of_reading_hold_the_same_addresses(self, fresh_app: Flask) -> None:
        message = message_of(Row(urgent=False, body=f"Bonjour,\n\n{button('Voir', '/missions')}\n"))
        for kind in ("plain", "html"):
            part = message.get_body((kind,))
            assert part is not None
            assert "http://localhost/missions" in part.get_content()
            assert f"http://localhost{CHOICES}" in part.get_content()
