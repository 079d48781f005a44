"""What a code confirms is exactly what was typed: another word, another kind of gesture, is another thing."""

from benevolat.web.geste import Geste, readable

TYPED = {"first_name": "Amina", "commune_code": "38563"}


def test_a_word_changed_is_another_thing() -> None:
    said = Geste("account", "+33639981234", TYPED, 0)
    assert said.subject == Geste("account", "amina@courriel.example", dict(reversed(TYPED.items())), 9).subject
    others = (Geste("account", said.contact, {**TYPED, "first_name": "Aline"}, 0), Geste("apply", said.contact, TYPED, 0))
    assert said.subject not in [each.subject for each in others]
    assert "Amina" not in said.subject


def test_a_number_is_read_in_pairs() -> None:
    assert readable("+33639981234") == "06\u00a039\u00a098\u00a012\u00a034"
    assert readable("amina@courriel.example") == "amina@courriel.example"
