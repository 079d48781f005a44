"""How French is read by the search: accents folded, elisions and empty words left out, words brought to their stem.

The same functions read missions and questions: it is the analysis, not the engine, that decides what is found.
"""

import re
import threading
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

import snowballstemmer

VERSION = 3
"""Changes whenever a text may be read differently: an index made by another version is not opened."""
LONGEST_WORD = 40
LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'"})
ELISION = re.compile(r"(?<![^\W_])(?:l|d|j|m|t|s|c|n|qu|jusqu|lorsqu|puisqu|quoiqu|quelqu)'(?=[^\W_])")
WORD = re.compile(r"[^\W_]+")

_EMPTY = (
    "o k "
    "a afin ai aie ainsi alors apres as assez au aucun aucune aupres aura aurait auront aussi autre autres aux avait avant avec avez "
    "avoir avons ayant beaucoup bien bon car ce ceci cela celle celles celui cent ces cet cette ceux chaque chez ci comme comment d "
    "dans de des dessous dessus deux devra devrait doit doivent donc dont du elle elles en encore entre es est et etaient etait etant "
    "ete etes etre eu eux ex fait faites faut fera feront fois font hors il ils ici j je jusque l la le les leur leurs lors lorsque lui "
    "m ma mais malgre me meme memes mes mieux moi moins mon n ne ni nos notre nous nul on ont ou par parce parfois parmi pas pendant "
    "peu peut peuvent plus plusieurs plutot pour pourra pourrait pouvez pouvoir pres pu puis qu quand que quel quelle quelles quelque "
    "quelques quels qui quoi s sa sans se selon sera serait seront ses si sinon soi soient sois soit sommes son sont sous souvent suis "
    "sur t ta tandis te tel telle telles tels tes toi ton toujours tous tout toute toutes tres trop tu un une vers veut voici voila vos "
    "votre vous vu y "
)
EMPTY = frozenset(_EMPTY.split())
_SAID = (
    "aimerais aimerait association associations benevolat benevole benevoles besoin cherche chercher cherchons envie faire mission "
    "missions propose recherche rechercher souhaite trouver veux voudrais vouloir jveu jveux jvoudrais jvoudrai jcherche jaimerais "
    "jaimerai jpeux jpeu jsuis chui jai veu voudrai aimerai "
    "svp stp bonjour merci salut coucou activite activites truc trucs chose choses asso assos "
    "proposer proposez interesse interessee engager engagement occuper propos donne donner rendre utile service services dispo disponible "
    "libre temps possible envi quelquun dautres importe sentir investir investis sais idee idees benevolement gratuitement "
)
SAID_OF_EVERYTHING = frozenset(_SAID.split())
"""Words of a question that say nothing here, where everything is a mission of a volunteer for an association."""

_HELPS = (
    "organiser organise organisation preparer prepare tenir gerer realiser participer partager rencontrer remplir mettre personne "
    "personnes gens "
    "aide aider aidant aides participer participe participation soutenir soutien accompagner accompagnement"
)
HELPFUL = frozenset(_HELPS.split())
"""Words that tell what one does without telling at what: found, they count; missing, they exclude nothing."""

HELPS_ANYBODY = frozenset(("aider", "aide", "aides", "participer", "participe", "participation"))
"""Among them, those that say nothing when they are alone: every mission is a help."""

HELPFUL_TOGETHER = frozenset({("coup", "main"), ("cou", "main"), ("bon", "volont")})
"""The same, in several words (« un coup de main »), as stems."""
UNACCENTED = {"marche": "marchet", "marches": "marchet"}
"""Words typed without their accent that may be another: the other's stem."""
SHOWN = {"marchet": "marché", "marchets": "marchés", "cafet": "café", "cafets": "cafés"}

ACCENTED = re.compile(r"(?<![^\W_])(march|caf)é(s?)(?![^\W_])")
"""Words that only their accent tells from others (« marché » from « marche », « café » from « CAF »): it is kept as a letter."""
_OWN = {
    "repas": "repas", "repit": "repit", "vetement": "vetements", "potager": "potagers", "souper": "soupers", "cours": "",
    "course": "courses",
    "livrais": "livrer livrez livraison livraisons livreur livreurs livrant", "refugi": "refugie refugies refugiee refugiees",
    "donner": "donne donnez donnent donnant", "papi": "papis papy papys", "mamie": "mamies mamy", "aidant": "aidants", "porte": "portes",
    "compte": "comptes", "clas": "", "jeu": "jeux", "age": "ages agee agees", "dans": "danse danses danser danseur danseuse dansant",
    "etranger": "etrangers etrangere etrangeres", "caf": "", "main": "mains", "soutien": "soutient soutiens", "mer": "mers",
    "marchet": "marchets", "cafet": "cafets cafe cafes",
    "porter": "portez portons portent portant", "papier": "papiers", "compta": "",
}
OWN_STEMS = {each: found for found, forms in _OWN.items() for each in (found, *forms.split())}
"""Stems that the rules would confuse: « repas » and « répit », « livre » and « livrer », « cour », « cours » and « courses »."""

_snowball = snowballstemmer.stemmer("french")
_one_at_a_time = threading.Lock()
"""Snowball keeps the word it works on: two threads at once would cut each other's."""


def fold(text: str) -> str:
    """Return a text in lower case without accents, ligatures opened, apostrophes alike."""
    flat = unicodedata.normalize("NFKD", text.translate(LIGATURES)).lower()
    return "".join(each for each in flat if not unicodedata.combining(each)).translate(LIGATURES)


def words(text: str) -> list[str]:
    """Return the folded words that mean something, in their order, cut at 40 letters."""
    marked = ACCENTED.sub(r"\1et\2", unicodedata.normalize("NFC", text.lower()))
    bare = ELISION.sub(" ", fold(marked)).replace("'", "")
    return [each[:LONGEST_WORD] for each in WORD.findall(bare) if each not in EMPTY]


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Return the stem of a folded word: Snowball, helped where it waits for an accent (« ées », « ière ») or keeps a plural (« vélos »)."""
    own = OWN_STEMS.get(word)
    if own is not None:
        return own
    if len(word) <= 3 or not word.isascii() or any(each.isdigit() for each in word):
        return word
    short = re.sub(r"ees?$", "e", word)
    short = re.sub(r"ier(?:es?|ement)$", "ier", short)
    short = re.sub(r"trices?$", "teur", short)
    short = re.sub(r"([aiou])s$", r"\1", short)
    with _one_at_a_time:
        found: str = _snowball.stemWord(short)
    return found[:-1] if len(found) > 3 and found.endswith("e") else found


DENIED = re.compile(
    r"(?<![^\W_])(?:sans|pas besoin d(?:e|')|pas d(?:e|')|aucune?|ni|inutile d(?:e|')) ?"
    r"(?:(?:le|la|les|un|une|des|du|de|avoir|savoir|parler|etre) |[ld]')*([^\W_]{3,})"
)
NOT = "-"
"""Before a stem: the text says that it does without (« sans permis »)."""


def denied(text: str) -> set[str]:
    """Return the stems that a text says it does without."""
    return {NOT + stem(word) for each in DENIED.findall(fold(text)) for word in words(each)}


def terms_of(parts: Iterable[tuple[str, float]]) -> dict[str, float]:
    """Return the weight of each stem over the parts of a text, each part with its own weight a word."""
    total: dict[str, float] = {}
    for text, weight in parts:
        for word, count in Counter(words(text)).items():
            term = stem(word)
            total[term] = total.get(term, 0.0) + weight * count
        total.update(dict.fromkeys(denied(text), 1.0))
    return total
