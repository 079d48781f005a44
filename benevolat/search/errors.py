"""What the search refuses to learn: words that would find nothing, or everything, or that it knows already."""

from flask_babel import lazy_gettext as _l

from benevolat.core.errors import Conflict, InvalidInput


class UselessWord(InvalidInput):
    """A word too short, said of everything, or written twice: it would change nothing, or far too much."""

    message = _l("Ce mot ne convient pas à la recherche.")


class KnownWord(InvalidInput):
    """A word that belongs to another family already."""

    message = _l("Ce mot est déjà dans une autre famille.")


class NothingNew(InvalidInput):
    """The search brings all these words together already."""

    message = _l("La recherche rapproche déjà tous ces mots. Il n’y a rien à ajouter.")


class TooManyFamilies(Conflict):
    """The list is full."""

    message = _l("La liste est pleine. Retirez une famille avant d’en ajouter une autre.")
