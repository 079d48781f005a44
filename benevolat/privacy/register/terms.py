"""The words of the register: a treatment, a table, whom its rows are about, and what each column holds and becomes."""

from dataclasses import dataclass
from datetime import timedelta

from flask_babel import lazy_gettext as _l

from benevolat.core.errors import Words
from benevolat.core.labels import Labelled


class Category(Labelled):
    """What a column says of a person."""

    IDENTITY = "identity", _l("Identité")
    CONTACT = "contact", _l("Contact")
    LIFE = "life", _l("Ce que vous faites, vos choix, vos mots")
    SENSITIVE = "sensitive", _l("Accompagnement et contrat")
    SECRET = "secret", _l("Sécurité du compte")
    TECHNICAL = "technical", _l("Technique")
    LINK = "link", _l("Lien vers un autre compte")
    NOTHING = "nothing", _l("Ne dit rien d’une personne")


EXPORTED = frozenset({Category.IDENTITY, Category.CONTACT, Category.LIFE, Category.SENSITIVE})
"""The categories that a person takes away with them; a secret or another person's identity is never given."""


class Role(Labelled):
    """What a person is to a row."""

    SUBJECT = "subject", _l("La personne dont il s’agit")
    ACTOR = "actor", _l("Qui a agi")


class Fate(Labelled):
    """What becomes of a row, or of a column, when an account is erased."""

    GOES = "goes", _l("Effacé")
    BLANKED = "blanked", _l("Vidé")
    STAYS = "stays", _l("Gardé")


@dataclass(frozen=True, slots=True)
class Treatment:
    """Why something is kept: its purpose, its legal basis, who reads it, and how long in words; `lasts` when a job here ends it."""

    key: str
    title: Words
    purpose: Words
    basis: Words
    recipients: Words
    retention: Words
    lasts: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """How a row leads to somebody, and what becomes of it with their account.

    `path` follows columns from the table to the id of an account: ("candidature_id", "user_id"). Where none leads there, `where` is the
    condition in SQL, in which :user, :public_id, :email, :phone, :name and :first_name are the account's (NULL when it has none).
    `unless` is a condition under which a row that would go is blanked instead. `blank` names the columns that are emptied: a text becomes
    empty, anything else NULL.
    """

    role: Role = Role.SUBJECT
    path: tuple[str, ...] = ()
    where: str = ""
    fate: Fate = Fate.GOES
    unless: str = ""
    blank: tuple[str, ...] = ()
    why: Words = ""


@dataclass(frozen=True, slots=True)
class Columns:
    """Some columns of a table, between spaces, that hold the same kind of thing; `exported` is the category's unless it is said."""

    category: Category
    names: str
    exported: bool | None = None

    def listed(self) -> tuple[str, ...]:
        """Return the names one by one."""
        return tuple(self.names.split())

    @property
    def is_exported(self) -> bool:
        """Tell whether the person these rows are about takes these columns away."""
        return self.category in EXPORTED if self.exported is None else self.exported


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the treatment it serves, its columns, and the people its rows are about; none, with the reason `why`."""

    name: str
    treatment: str
    columns: tuple[Columns, ...]
    people: tuple[Person, ...] = ()
    why: Words = ""

    def category_of(self, column: str) -> Category:
        """Return what a column says of a person. Raises KeyError when the register does not know it."""
        return self.line_of(column).category

    def line_of(self, column: str) -> Columns:
        """Return the line of the register that names a column. Raises KeyError when there is none."""
        for each in self.columns:
            if column in each.listed():
                return each
        raise KeyError(f"{self.name}.{column}")

    def fate_of(self, column: str) -> Fate:
        """Return what becomes of a column when the person the row is about is erased, in rows that do not go for a reason of their own."""
        subjects = [each for each in self.people if each.role is Role.SUBJECT]
        if not subjects:
            return Fate.STAYS
        if any(column in each.blank for each in subjects if each.fate is not Fate.GOES):
            return Fate.BLANKED
        return Fate.GOES if any(each.fate is Fate.GOES for each in subjects) else Fate.STAYS


def subject(*path: str, fate: Fate = Fate.GOES, unless: str = "", blank: tuple[str, ...] = (), why: Words = "") -> Person:
    """Return the person a row is about, found by following columns."""
    return Person(Role.SUBJECT, path=path, fate=fate, unless=unless, blank=blank, why=why)


def actor(column: str, *, blank: tuple[str, ...] = ()) -> Person:
    """Return whoever acted: the row is about somebody or something else and stays, without the link to their account."""
    return Person(
        Role.ACTOR, path=(column,), fate=Fate.BLANKED, blank=(column, *blank), why=_l("L’acte reste, sans le lien vers votre compte.")
    )
