"""The demonstration's figures: searches that found nothing, then what is due is written as a real site writes it."""

import sqlalchemy as sa

from benevolat.core import clock
from benevolat.core.db import db
from benevolat.reporting import services
from benevolat.reporting.series import quarter_of
from benevolat.search.models import UnmetCount

from . import content


def write_figures() -> None:
    """Count the invented searches of the last three quarters, then write every figure that is due."""
    now = quarter_of(clock.today())
    before = [each for year in (now.year - 1, now.year) for each in (f"{year}-T{n}" for n in range(1, 5)) if each < now.code][-3:]
    rows = [
        {"quarter": quarter, "territoire_code": each["territoire"], "domaine_code": each["domaine"], "value": value}
        for each in content.read("searches") for quarter, value in zip(before, each["values"], strict=True)
    ]
    db.session.execute(sa.insert(UnmetCount), rows)
    services.close_quarters()
