"""What people do with alertes and favourites, and what alertes do by themselves: the rooms of this package are read through here."""

from .favourites import drop_favourite, keep_favourite
from .finding import continue_matching, plan_matching
from .keeping import change_alerte, delete_alerte, keep_alerte, keep_search, pause_alerte
from .telling import ask_or_pause, plan_letters, tell_news

__all__ = (
    "ask_or_pause", "change_alerte", "continue_matching", "delete_alerte", "drop_favourite", "keep_alerte", "keep_favourite",
    "keep_search", "pause_alerte", "plan_letters", "plan_matching", "tell_news",
)
