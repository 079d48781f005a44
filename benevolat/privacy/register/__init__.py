"""The register: every table and every column, what it says of whom, why it is kept, and what becomes of it. A test holds it whole."""

from . import accounts, associations, insertion, journals, searches, volunteering
from .terms import Category, Columns, Fate, Person, Role, Table, Treatment
from .treatments import BY_KEY, TREATMENTS

TABLES: tuple[Table, ...] = (
    *accounts.TABLES,
    *journals.TABLES,
    *associations.TABLES,
    *volunteering.TABLES,
    *searches.TABLES,
    *insertion.TABLES,
)
BY_NAME = {each.name: each for each in TABLES}

__all__ = ["BY_KEY", "BY_NAME", "TABLES", "TREATMENTS", "Category", "Columns", "Fate", "Person", "Role", "Table", "Treatment"]
