"""Contents of documents as life makes them: long names, other alphabets, forty engagements or none, nothing written or too much."""

import random
from datetime import date, timedelta
from typing import Any

from benevolat.core.pdf import Pdf, render_pdf
from benevolat.proofs.content import ATTESTED, DECLARED, OPEN
from benevolat.proofs.documents import Proof, page_of
from benevolat.proofs.models import DocumentKind

CODE = "abcdefghjkmnpqrstuvwxyz234"
ADDRESS = f"https://benevolat.example/v/{CODE}"
NAMES = (
    "Nadia Belkacem", "Nguyễn Thị Ánh Nguyệt", "مريم بن يوسف", "Ольга Петрова", "王小明", "Σοφία Παπαδοπούλου", "Þórdís Æ. Ødegård",
    "Marie-Antoinette-Joséphine-Bernadette de La Tour-d’Auvergne-Lauraguais de Saint-Pierre-de-Chartreuse", "O", "Zoë Œuvrard",
    "Xuân-Hương Trần-Lê Phạm", "Anne‑Lise 🌻 Petit", "Jean <b>Martin</b> #show $x$ *y* _z_ @nom \\ \"q\" `r`", "Ṣọlá Adébáyọ̀",
)  # fmt: skip
HOSTS = (
    "Les Jardins du Lac", "Épicerie solidaire « La Bonne Table » du canton de Saint-Geoire-en-Valdaine et de ses environs", "جمعية النور",
    "Hội người Việt Nam tại Isère", "AB", "Secours & Cie", "L’Œil ouvert", "C" * 70,
)
TITLES = (
    "Arroser le jardin partagé", "Servir le repas du mardi",
    "Accompagner des enfants vers l’école, le matin et le soir, par tous les temps",
    "T", "Trier — peser — ranger", "مساعدة الجيران", "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverwaltung",
)
SENTENCES = (
    "Elle a arrosé tout l’été.", "« Toujours là », dit-on d’elle ; oui : toujours.", "كانت دائما لطيفة مع الجميع.", "A " * 149 + "B",
    "Rất chăm chỉ và luôn đúng giờ.", "1 < 2 & 3 > 2 ; 100 % présent·e, 5 € rendus.", "Ligne une.\nLigne deux.\r\n\tLigne trois.", None,
)
SKILLS = (
    ("ecouter", "Écouter", "J’écoute sans juger.", "Relation aux autres"),
    ("accueillir", "Accueillir et orienter", "J’accueille les gens, je réponds à leurs questions.", "Relation aux autres"),
    ("cuisiner", "Cuisiner", "Je prépare un repas pour un groupe.", "Faire de ses mains"),
    ("organiser", "Organiser", "Je prépare, je prévois, je répartis le travail entre plusieurs personnes.", "Organisation"),
    ("ordinateur", "Se servir d’un ordinateur", "J’écris, je cherche, j’envoie.", "Numérique"),
)  # fmt: skip
COUNTS = (0, 1, 1, 2, 3, 5, 12, 40)
MINUTES = (0, 1, 59, 60, 150, 600, 5_999, 59_940, 600_000)
UNDRAWN = "Ṣọlá Adébáyọ̀ 𒀀"
"""A letter (cuneiform) that none of our fonts draws."""


def _skill(chance: random.Random, at: int, standing: str) -> dict[str, Any]:
    code, label, sentence, family = SKILLS[at]
    mark = "claimed" if standing != ATTESTED else chance.choice(("claimed", "attested", "validated"))
    return {
        "code": code, "label": label, "sentence": sentence, "family": family, "rank": [at // 2, at], "mark": mark,
        "example": chance.choice((*SENTENCES, None)) if mark != "claimed" else None, "words": chance.choice((*SENTENCES, None)),
        "rome": [["300361", "Accueillir, orienter, renseigner un public"]] * chance.randrange(3),
        "esco": [["http://data.europa.eu/esco/skill/26a6e6d2", "accueillir les clients"]] * chance.randrange(2),
    }  # fmt: skip


def _engagement(chance: random.Random, standing: str, elsewhere: bool) -> dict[str, Any]:
    starts_on = date(2019, 1, 1) + timedelta(days=chance.randrange(2_800))
    ends_on = None if standing == OPEN or chance.random() < 0.2 else starts_on + timedelta(days=chance.choice((0, 1, 30, 365, 2_000)))
    minutes = 0 if standing == OPEN else chance.choice(MINUTES)
    attested = standing == ATTESTED
    years = {str(starts_on.year + step): minutes // 2 for step in range(2)} if attested and minutes > 1 else {}
    return {
        "title": chance.choice(TITLES), "host": chance.choice(HOSTS), "standing": standing, "elsewhere": elsewhere,
        "starts_on": starts_on.isoformat(), "ends_on": ends_on.isoformat() if ends_on else None, "minutes": minutes, "years": years,
        "domaine": chance.choice((None, "Sport", "Aide aux personnes, solidarité")),
        "sentence": chance.choice(SENTENCES) if attested else None, "signatory": chance.choice((*NAMES[:8], None)) if attested else None,
        "words": chance.choice(SENTENCES) if standing == DECLARED else None, "thanks": None,
        "skills": [_skill(chance, at, standing) for at in sorted(chance.sample(range(len(SKILLS)), chance.randrange(len(SKILLS) + 1)))],
    }  # fmt: skip


def variant(seed: int) -> tuple[DocumentKind, dict[str, Any]]:
    """Return a kind of document and its content; the same seed gives the same."""
    chance = random.Random(seed)
    kind = list(DocumentKind)[seed % len(DocumentKind)]
    if kind in (DocumentKind.ATTESTATION, DocumentKind.THANKS):
        engagements = [_engagement(chance, ATTESTED, chance.random() < 0.2)]
        if kind is DocumentKind.THANKS:
            said = next(each for each in (chance.choice(SENTENCES), SENTENCES[0]) if each)
            engagements[0] |= {"thanks": {"words": said, "by": chance.choice(NAMES)}, "skills": []}
    else:
        standings = chance.choices((ATTESTED, DECLARED, OPEN), (6, 2, 1), k=chance.choice(COUNTS))
        engagements = [_engagement(chance, each, chance.random() < 0.2) for each in standings]
    content = {
        "name": NAMES[seed // len(DocumentKind) % len(NAMES)], "contact": [],
        "title": chance.choice(("Passeport bénévole", "Mon été", "M" * 120)),
        "made_on": "2026-11-22", "engagements": engagements,
    }  # fmt: skip
    return kind, content


def made(kind: DocumentKind, content: dict[str, Any], *attachments: str) -> Pdf:
    """Return the PDF of a content, before its signature."""
    named = tuple((f"attestation-{number}.json", each) for number, each in enumerate(attachments, 1))
    return render_pdf(*page_of(kind, content, Proof(ADDRESS, CODE, "Le fichier est signé.", named)))
