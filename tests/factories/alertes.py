"""Kept searches."""

from typing import Any

from benevolat.accounts.models import User
from benevolat.accounts.services import Contact
from benevolat.alertes import services
from benevolat.alertes.models import Alerte
from benevolat.alertes.services.keeping import Kept
from benevolat.core.geo import Point
from benevolat.search.request import SearchRequest

from .people import person

VOIRON = Point(45.365, 5.59)
GARDEN = SearchRequest(words="jardin", point=VOIRON, radius_km=10.0)


def alerte(by: User | Contact | None = None, question: SearchRequest = GARDEN, **values: Any) -> Alerte:
    """A search kept by an account (somebody new by default), or by a contact without one."""
    holder = {"contact": by} if isinstance(by, Contact) else {"user": by or person()}
    label = values.pop("label", "« jardin », près de Voiron")
    return services.keep_search(Kept(question, label, "q=jardin&lieu=Voiron"), **{**holder, **values})
