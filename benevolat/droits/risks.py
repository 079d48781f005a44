"""The risks of the impact study, their measures, and the test that proves each measure: a test holds that it exists."""

from dataclasses import dataclass

LOW, SOME, HIGH, WORST = "1, négligeable", "2, limitée", "3, importante", "4, maximale"


@dataclass(frozen=True, slots=True)
class Measure:
    """What is done against a risk, and the test that proves it (file::function)."""

    words: str
    proof: str


@dataclass(frozen=True, slots=True)
class Risk:
    """What might happen, what it would do to a person, how grave, how likely once the measures stand."""

    name: str
    harm: str
    gravity: str
    after: str
    measures: tuple[Measure, ...]


RISKS = (
    Risk(
        "Quelqu’un apprend qu’une personne reçoit le RSA ou est accompagnée",
        "Être jugé par une association, un voisin, un employeur.", WORST, LOW, (
            Measure("Les pages, messages et fichiers des autres sont les mêmes, à l’octet près.",
                    "tests/noninterference/test_twin_worlds.py::test_not_one_byte_differs"),
            Measure("Une fuite posée exprès est vue.", "tests/noninterference/test_twin_worlds.py::test_a_planted_leak_is_seen"),
            Measure("Aucune table d’en bas ne mène à celles de l’accompagnement.",
                    "tests/consistency/test_layers.py::test_no_table_below_points_above"),
            Measure("Les chiffres publiés ne disent aucun petit nombre.",
                    "tests/reporting/test_disclosure.py::test_whoever_knows_the_rule_tells_no_small_cell"),
        ),
    ),
    Risk(
        "Un non, ou une absence, sert contre la personne",
        "Une sanction, une pression pour s’engager.", WORST, LOW, (
            Measure("Un non ne laisse rien qui nomme quelqu’un.",
                    "tests/web/insertion/test_traces.py::test_a_no_through_the_screens_leaves_nothing_that_names_anybody"),
            Measure("Un non n’est dit à personne.", "tests/contrats/test_keys.py::test_a_no_tells_nobody"),
        ),
    ),
    Risk(
        "Quelqu’un ouvre le compte d’un autre",
        "Lire ses messages, ses engagements, son contrat.", HIGH, SOME, (
            Measure("Les mots de passe courants sont refusés.",
                    "tests/accounts/test_passwords.py::test_the_common_ones_are_refused_however_they_are_written"),
            Measure("Le nombre d’essais est compté juste.", "tests/web/compte/test_limits.py::test_exactly_n_of_forty_parallel_tries_pass"),
            Measure("Un agent entre avec deux preuves.", "tests/accounts/test_sessions.py::test_an_agents_session_is_strong_or_nothing"),
            Measure("Emporter ses données ne donne aucun code.",
                    "tests/droits/test_export.py::test_no_code_that_opens_the_account_is_taken_away"),
        ),
    ),
    Risk(
        "Un agent ou une association lit ce qui ne le regarde pas",
        "Perdre la main sur ce qui est dit de soi.", HIGH, SOME, (
            Measure("Chaque page est essayée avec chaque rôle.",
                    "tests/consistency/test_access_table.py::test_each_role_reaches_what_the_table_says_and_each_answer_is_guarded"),
            Measure("La personne lit qui a ouvert ses données.",
                    "tests/droits/test_readings.py::test_every_action_on_a_person_has_its_words"),
            Measure("Personne ne change le journal sans que cela se voie.",
                    "tests/core/test_journal.py::test_whoever_goes_around_the_guards_is_seen"),
        ),
    ),
    Risk(
        "Les données sont gardées trop, ou trop longtemps",
        "Être rattrapé par un vieux dossier.", SOME, LOW, (
            Measure("Chaque colonne est dans le registre.",
                    "tests/consistency/test_register.py::test_every_table_and_every_column_is_in_the_register_once"),
            Measure("Ce qui reste dit pourquoi.",
                    "tests/consistency/test_register.py::test_what_stays_says_why_and_what_is_blanked_exists"),
        ),
    ),
    Risk(
        "Une personne ne peut pas savoir, corriger, emporter ou s’opposer",
        "Ses droits restent sur le papier.", HIGH, LOW, (
            Measure("Tout ce que dit le registre s’emporte, et rien d’autrui.",
                    "tests/droits/test_export.py::test_a_full_person_takes_all_of_theirs_and_nothing_of_anybody_else"),
            Measure("Une demande a sa réponse et sa raison.",
                    "tests/droits/test_requests.py::test_an_answer_has_a_reason_a_line_and_a_letter_that_says_nothing"),
            Measure("Ce qui ne sert qu’à proposer s’arrête tout de suite.",
                    "tests/droits/test_requests.py::test_what_only_suggests_stops_at_once_and_nothing_else"),
            Measure("Chaque formulaire dit pourquoi il demande.", "tests/droits/test_information.py::test_a_form_that_asks_says_why"),
        ),
    ),
)
