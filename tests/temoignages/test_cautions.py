"""What a text gives away: seen when it is there, silent when it is not, and never in the way."""

import pytest

from benevolat.temoignages.cautions import SAID, Caution, cautions

CALM = (
    "J’ai servi le repas du mardi pendant 3 mois, de 11 h à 14 h. J’ai rencontré 12 personnes.",
    "Le 01/09/2026 j’ai commencé, le 30.06.2027 j’ai fini. On était 10, 20 ou 30.",
    "Le cerisier est en fleur, la classe aussi : j’ai lu un conte aux enfants, ils étaient émus.",
    "Le jardin s’appelle @vert sur le panneau. Je passe par la rue de la Caffarelle.",
)


@pytest.mark.parametrize("text", CALM)
def test_calm_words_call_for_nothing(text: str) -> None:
    assert cautions(text, last_name="Belkacem") == []


@pytest.mark.parametrize(("text", "caution", "words"), [
    ("Écrivez à nadia.b@courriel.example pour venir", Caution.EMAIL, "nadia.b@courriel.example"),
    ("nadia arobase courriel point example", Caution.EMAIL, "nadia arobase courriel point example"),
    ("Appelez le 06 39 98 00 42 !", Caution.PHONE, "06 39 98 00 42"),
    ("Mon numéro : 0639980042.", Caution.PHONE, "0639980042"),
    ("+33 6 39 98 00 42", Caution.PHONE, "+33 6 39 98 00 42"),
    ("06.39.98.00.42", Caution.PHONE, "06.39.98.00.42"),
    ("Moi, Nadia BELKACEM, je suis fière", Caution.LAST_NAME, "BELKACEM"),
    ("J’étais au RSA depuis deux ans", Caution.SITUATION, "RSA"),
    ("j’étais au rsa depuis deux ans", Caution.SITUATION, "rsa"),
    ("le R.S.A", Caution.SITUATION, "R.S.A"),
    ("Ma référente m’a dit d’essayer", Caution.SITUATION, "référente"),
    ("MA REFERENTE", Caution.SITUATION, "REFERENTE"),
    ("dans un contrat d’engagement", Caution.SITUATION, "contrat d’engagement"),
    ("c’est dans mon contrat", Caution.SITUATION, "mon contrat"),
    ("l’assistante sociale du quartier", Caution.SITUATION, "assistante sociale"),
    ("Les allocataires sont bienvenus", Caution.SITUATION, "allocataires"),
    ("Grâce à France Travail", Caution.SITUATION, "France Travail"),
    ("la CAF", Caution.SITUATION, "CAF"),
])
def test_what_gives_away_is_seen_with_its_words(text: str, caution: Caution, words: str) -> None:
    found = {each.caution: each.words for each in cautions(text, last_name="Belkacem")}
    assert words in found.get(caution, ()), found


def test_each_is_said_in_its_own_words() -> None:
    assert set(SAID) == set(Caution)
    assert "on pourrait comprendre que" in str(SAID[Caution.SITUATION])
    assert not [each for each in SAID.values() if "RSA" in str(each)]


def test_the_desk_does_not_know_the_name() -> None:
    assert cautions("Moi, Nadia Belkacem") == []
