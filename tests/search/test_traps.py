"""Seventy-four and more traps of French: what must be found from what is typed, and what only looks like it."""

import numpy as np
import pytest

from benevolat.search.columns import Columns
from benevolat.search.corpus import Corpus
from benevolat.search.french import terms_of
from benevolat.search.overlay import Overlay
from benevolat.search.question import question
from benevolat.search.scoring import match
from benevolat.search.vocabulary import Vocabulary

FOUND = [
    # accents and ligatures
    ("velo", "réparer un vélo"), ("VÉLO", "un velo"), ("ecole", "l’école du village"), ("coeur", "les restos du cœur"), ("fete", "la fête"),
    ("noel", "le marché de Noël"), ("marche", "le marché du samedi"), ("pèche", "une partie de pêche"), ("agees", "des personnes âgées"),
    ("hopital", "à l'hôpital"), ("cafe", "tenir le café"), ("foret", "nettoyer la forêt"), ("theatre", "une pièce de théâtre"),
    # plurals
    ("jardins", "un jardin partagé"), ("animal", "nourrir les animaux"), ("chevaux", "panser un cheval"), ("journaux", "plier le journal"),
    ("gâteau", "vendre des gâteaux"), ("bocaux", "remplir un bocal"), ("bijoux", "monter un bijou"), ("vélos", "un vélo"),
    ("lieux", "entretenir un lieu"), ("jeu", "des jeux de société"),
    # stems and derived forms
    ("arroser", "l’arrosage du potager"), ("arrosé", "vous arrosez"), ("réparation", "on répare"), ("lecture", "lire des histoires"),
    ("visiter", "des visites"), ("écoute", "écouter quelqu’un"), ("animateur", "animer un atelier"), ("jardiner", "le jardinage"),
    ("conductrice", "un conducteur"), ("régulièrement", "une aide régulière"), ("traduire", "une traduction"), ("peindre", "la peinture"),
    ("danser", "un cours de danse"), ("collecte", "collecter des dons"),
    # elision, apostrophes, hyphens
    ("aujourd'hui", "venez aujourd’hui"), ("l'eau", "porter de l’eau"), ("d’enfants", "garde d'enfants"), ("qu'ils lisent", "ils lisent"),
    ("entraide", "s’entr’aider : l’entr'aide"), ("porte a porte", "le porte-à-porte"), ("week-ends cuisine", "de la cuisine un week-end"),
    ("arc en ciel", "l’association Arc-en-ciel"), ("repair-café", "un repair café"),
    # stop words and words said of everything
    ("je voudrais aider dans un jardin", "un jardin"), ("mission de bénévolat avec des chiens", "promener un chien"),
    ("je cherche une association pour la lecture", "un club de lecture"), ("aider les gens à lire", "lire et écrire"),
    # abbreviations
    ("EHPAD", "une maison de retraite"), ("SDF", "les personnes sans-abri"), ("FLE", "donner des cours de français"),
    ("PMR", "en fauteuil"),
    ("ESAT", "un atelier protégé"), ("lsf", "la langue des signes"), ("mjc", "le centre social"), ("cv", "une lettre de motivation"),
    # synonyms: people, associations, administration
    ("soutien scolaire", "l’aide aux devoirs"), ("aide aux devoirs", "accompagnement à la scolarité"),
    ("maraude", "distribution alimentaire"),
    ("resto du coeur", "l’aide alimentaire"), ("potager", "le maraîchage"), ("ordi", "aide en informatique"),
    ("bouquin", "trier les livres"),
    ("gamins", "des enfants"), ("fringues", "un vestiaire"), ("seniors", "des personnes âgées"), ("paperasse", "des démarches"),
    ("chauffeur", "conduire un minibus"), ("compta", "le trésorier"), ("foot", "le football"), ("mamie", "nos aînés"),
    ("visites à domicile", "rendre visite"), ("bénévole en bibliothèque", "la médiathèque"),
    ("secouriste", "les gestes de premiers secours"),
    # typos and how words are heard
    ("jardinnage", "le jardinage"), ("bibliotèque", "la bibliothèque"), ("aniamux", "les animaux"),
    ("soutient scolère", "soutien scolaire"),
    ("ménaje", "faire le ménage"), ("ordinatteur", "un ordinateur"), ("fotografie", "la photographie"), ("enfent", "un enfant"),
    ("hopitale", "l’hôpital"), ("courrs de francais", "un cours de français"), ("vellos", "les vélos"), ("epiceri", "l’épicerie solidaire"),
    # SMS, prefix
    ("jveu du velo", "réparer un vélo"), ("cou de main marché", "au marché du bourg"), ("jard", "un jardin"), ("biblio", "bibliothèque"),
    ("aide o devoir", "aider aux devoirs"),
    # « -é » for « -er », « -ié » for « -ier »
    ("papié", "des démarches en ligne"), ("francais pr les etrangé", "le français avec des étrangers"), ("quartié", "la vie du quartier"),
]
APART = [
    ("cour", "suivre un cours"), ("cours", "dans la cour"), ("court", "suivre un cours"), ("course", "un cours du soir"),
    ("marché", "une marche en montagne"), ("marcher", "le samedi au marché"), ("poisson", "un poison"), ("chat", "le château"),
    ("pain", "de la peinture"), ("livrer", "lire un livre"), ("repas", "un répit"), ("refuge animalier", "accueillir des réfugiés"),
    ("café", "un dossier à la CAF"), ("soupe", "un matériau souple"), ("mer", "la maire de la commune"), ("voisin", "un voile"),
    ("vers", "peindre en vert"), ("chien", "une chaîne"), ("port", "porter des cartons"), ("danse", "dans la salle"),
    ("foi", "une fois par mois"), ("âne", "une année"), ("potage", "un potager"), ("cochon", "un coach"),
    ("papiers", "papi raconte"), ("mamie et papi", "trier des papiers"), ("compta", "compter les moutons"),
]


def corpus(*texts: str) -> Corpus:
    """Return texts as the search reads them, without a database."""
    columns, overlay = Columns(), Overlay()
    for number, text in enumerate(texts):
        row, stems = columns.row(number), terms_of(((text, 1.0),))
        columns["live"][row], columns["length"][row] = True, sum(stems.values())
        overlay.put(row, stems)
    return Corpus(columns, overlay, None, np.empty(0, np.int64), Vocabulary())


def found(asked: str, *texts: str) -> list[int]:
    """Return which texts hold every needed word of a question."""
    answer = match(question(asked), corpus(*texts))
    return [int(row) for row, held in zip(answer.rows, answer.held, strict=True) if held == answer.asked]


@pytest.mark.parametrize(("asked", "text"), FOUND)
def test_found(asked: str, text: str) -> None:
    assert found(asked, "autre chose, sans rapport", text) == [1]


@pytest.mark.parametrize(("asked", "text"), APART)
def test_kept_apart(asked: str, text: str) -> None:
    assert question(asked).words == () or found(asked, text, asked) == [1]


def test_there_are_as_many_traps_as_said() -> None:
    assert len(FOUND) + len(APART) >= 74
