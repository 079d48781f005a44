"""What each series counts, said in one sentence; its axes; and the calendar of quarters, shown five weeks after their end."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask_babel import format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from benevolat.core import clock
from benevolat.core.errors import Words

from .models import Axis, Series

WAIT = timedelta(days=35)
"""An attestation is corrected for thirty days: what is written five weeks after a quarter's end changes no more."""
NOWHERE = "isere"
"""The row of what has no territory: from home, elsewhere, a service of the whole Département."""
NO_DOMAIN = "aucun"

EVERY = (Axis.TERRITOIRE, Axis.DOMAINE, Axis.MONTH)

BASES: dict[Series, Words] = {
    Series.OFFERED: _l("Chaque proposition compte pour une, sans nom, au territoire du service du référent."),
    Series.REFUSED: _l("Parmi les annexes proposées. Personne n’est nommé, et rien n’en est écrit ailleurs."),
    Series.SIGNED: _l("Annexes signées par la personne puis par le référent, au jour de la seconde signature, sans les avenants."),
    Series.FIRST: _l("Parmi les annexes signées\u00a0: la personne dit qu’elle n’était pas encore engagée."),
    Series.SENT: _l("Toutes les candidatures, de tous les bénévoles, au jour de l’envoi et au territoire de la mission."),
    Series.ANSWERED: _l("Première réponse d’une association à une candidature\u00a0: oui, non ou liste d’attente."),
    Series.ACCEPTED: _l("Candidatures acceptées par l’association, au jour de sa réponse."),
    Series.DONE: _l("Engagements arrivés à leur fin, attestés ou encore à clore."),
    Series.NOT_DONE: _l("Engagements dont un côté a dit qu’ils n’ont pas eu lieu."),
    Series.ATTESTED: _l("Engagements sur lesquels les deux côtés sont d’accord, au jour de l’attestation, avec les heures du bilan."),
    Series.SKILLS: _l("Compétences montrées dans un engagement attesté\u00a0: la même, dans deux engagements, compte deux fois."),
    Series.TEMOIGNAGES: _l("Textes publiés avec l’accord de la personne, et qui le sont encore cinq semaines après le trimestre."),
    Series.ALERTES: _l("Recherches gardées pour être prévenu, encore là cinq semaines après le trimestre."),
    Series.UNMET: _l("Recherches, pas personnes\u00a0: quelqu’un qui recommence compte deux fois."),
}

AXES: dict[Series, tuple[Axis, ...]] = dict.fromkeys(Series, EVERY) | {
    Series.OFFERED: (Axis.TERRITOIRE,), Series.REFUSED: (Axis.TERRITOIRE,),
    Series.SIGNED: (Axis.TERRITOIRE, Axis.MONTH), Series.FIRST: (Axis.TERRITOIRE,), Series.UNMET: (Axis.TERRITOIRE, Axis.DOMAINE),
}

PART_OF = {Series.REFUSED: Series.OFFERED, Series.FIRST: Series.SIGNED}
"""A series that counts some of another: shown only where these, and the others, are five or more."""


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """Three months of Europe/Paris: « 2026-T3 »."""

    year: int
    number: int

    @property
    def code(self) -> str:
        """Return it as it is stored."""
        return f"{self.year}-T{self.number}"

    @property
    def months(self) -> tuple[str, str, str]:
        """Return the codes of its months: « 2026-07 »."""
        first = 3 * self.number - 2
        return (f"{self.year}-{first:02}", f"{self.year}-{first + 1:02}", f"{self.year}-{first + 2:02}")

    @property
    def bounds(self) -> tuple[datetime, datetime, datetime, datetime]:
        """Return the first moment of each month, and that of the month after."""
        first, after = 3 * self.number - 2, self.next
        return (*(clock.paris(self.year, first + n, 1) for n in range(3)), clock.paris(after.year, 3 * after.number - 2, 1))  # type: ignore[return-value]

    @property
    def next(self) -> "Quarter":
        """Return the quarter after."""
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    @property
    def ends(self) -> date:
        """Return the first day after it."""
        return date(self.next.year, 3 * self.next.number - 2, 1)

    @property
    def is_due(self) -> bool:
        """Whether its figures may be written: five weeks after its end."""
        return clock.today() >= self.ends + WAIT


def quarter_of(day: date) -> Quarter:
    """Return the quarter of a day."""
    return Quarter(day.year, (day.month + 2) // 3)


def read_quarter(code: str) -> Quarter:
    """Return the quarter of a stored code."""
    year, number = code.split("-T")
    return Quarter(int(year), int(number))


def due_quarters(since: date) -> Iterator[Quarter]:
    """Give the quarters from a day's on whose figures may be written, the oldest first."""
    each = quarter_of(since)
    while each.is_due:
        yield each
        each = each.next


def quarter_words(code: str) -> str:
    """Return « juillet à septembre 2026 » or « année 2026 »."""
    if "-T" not in code:
        return str(_("année %(year)s", year=code))
    quarter = read_quarter(code)
    words = (
        _("janvier à mars %(year)s", year=quarter.year), _("avril à juin %(year)s", year=quarter.year),
        _("juillet à septembre %(year)s", year=quarter.year), _("octobre à décembre %(year)s", year=quarter.year),
    )
    return str(words[quarter.number - 1])


def month_words(code: str) -> str:
    """Return « juillet 2026 »."""
    year, month = code.split("-")
    return str(format_date(date(int(year), int(month), 1), "MMMM yyyy"))
