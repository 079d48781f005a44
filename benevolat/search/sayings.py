"""Turns of phrase of the one box, over folded words: near my home, from home, how far, what one does not want, little French."""

import re

_HERE = r"(?:chez (?:moi|nous)|moi|nous|la maison|mon domicile|mon travail|ou j habite|ici|la ou j habite)"
NEAR_ME = re.compile(
    rf"(?:juste |tout )?(?:a (?:cote|proximite|deux pas)|pres|proche|autour|non loin|pas (?:trop )?loin) (?:de |d )?{_HERE}"
    r"|dans (?:mon|ma|le|notre) (?:quartier|ville|village|commune|coin|secteur|rue)|par chez moi|du coin|a proximite|pas (?:trop )?loin"
    r"|autour de moi|(?:juste )?a cote(?= *$)"
)
_HOME = r"(?:chez (?:moi|nous)|la maison|mon (?:domicile|ordi(?:nateur)?|canape|lit))"
REMOTE = re.compile(
    rf"a distance|(?:depuis|de) {_HOME}|en visio(?:conference)?|teletravail|tele ?benevolats?|e ?benevolat"
    r"|(?:benevolat |mission |missions )?(?<!demarches )(?<!dossier )(?<!dossiers )(?<!papiers )en ligne"
    r"|sans (?:me deplacer|deplacement|bouger(?: de chez moi)?|sortir(?: de chez moi)?)|sur internet|virtuel(?:le)?"
)
RADIUS = re.compile(
    r"(?:(?:dans un |un )?rayon (?:de |d )?|a (?:moins de |environ |max(?:imum)? )?|moins de |jusqu a |dans les |environ )?"
    r"(?P<km>\d{1,3}) ?(?:kms?|kilometres?|bornes?)(?: (?:max(?:imum)?|environ|a la ronde|maxi|autour))*"
)
_WISH = r"(?:ai|veux|veu|peux|aime|supporte|souhaite|m occuper|sais|faut|voudrais)"
_STATE = r"(?:abris?|papiers?|domicile|emploi|logement|toit|travail|famille|ressources?)"
"""« sans abri », « sans papiers » name people: nothing is refused there."""
_BETWEEN = r"(?:(?:l|la|le|les|du|de|des|d|un|une|a|avec|aux?|besoin|mon|ma|mes|trop|faire|porter|avoir|etre|travailler|chez|dans|en) )*"
_PEOPLE = r"(?: (?:avec|au|aupres|de|des|du) (?:le |la |les |un |du |des )?(?:publics?|gens|personnes?|monde|voiture|conduire))"
WITHOUT = re.compile(
    rf"(?:(?:je |j )?(?:n |ne )?{_WISH} (?:surtout )?pas|sans(?! {_STATE}\b)|pas|aucune?|sauf|hors|excepte|surtout pas|ni|jamais"
    rf"|rien(?= (?:avec|d|de|du|des) )) "
    rf"{_BETWEEN}(?P<word>[^\W\d_]{{3,}})(?P<more>{_PEOPLE})?"
)
LITTLE_FRENCH = re.compile(
    r"(?:je |j )?(?:ne )?parle (?:pas|peu|mal)(?: (?:tres |bien |beaucoup ))?(?: le| pas| bien)*(?: francais)"
    r"|(?:sans|pas|peu|pas besoin) (?:de |d )?(?:parler )?(?:le )?francais"
)
SOME_FRENCH = re.compile(r"peu|mal|bien")
SAID_OF_ONESELF = re.compile(r"j ai \d+ ans|\d+ ans|\d+ ?(?:h|heures?)(?: \d+)?|\d+ ?(?:minutes?|mn)")
