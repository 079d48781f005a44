"""What every template may use: dates and distances in French words, the navigation of the signed-in audience, the helper's number."""

import re
from datetime import datetime
from typing import Any

from flask import Flask, current_app, g, request, url_for
from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _
from flask_login import current_user

from benevolat.accounts.contacts import phone_words
from benevolat.accounts.models import Role
from benevolat.accounts.permissions import roles_of
from benevolat.core import clock
from benevolat.core.clock import day_words, duration_words, from_day, hour_words, on_day, since_day, slot_words, until_day
from benevolat.engagements.story import host_words
from benevolat.missions.words import when_words, where_words

from .forms import form_key


def distance_words(km: float | None) -> str:
    """Return « à 3 km », « à moins de 1 km »."""
    if km is None:
        return ""
    if km < 1:
        return _("à moins de 1\u00a0km")
    return _("à %(km)s\u00a0km", km=format_decimal(round(km)))


def begin_words(text: str, length: int = 60) -> str:
    """Return the beginning of a text, cut between two words and closed by « … », or the whole when it is short enough."""
    if len(text) <= length:
        return text
    kept = text[:length].rsplit(" ", 1)[0]
    return kept.rstrip(" \u00a0,;:.!?…«(") + "…"


def hours_words(text: str) -> str:
    """Return hours typed by hand (« 14 h à 16 h 30 ») so that no line ends between a number and its « h »."""
    return re.sub(r"(?<=\d) (?=h\b)|(?<=\dh) (?=\d)|(?<=\d h) (?=\d)", "\u00a0", text)


def ago_words(moment: datetime) -> str:
    """Return « il y a 3 jours », or the day when it is further."""
    gap = (clock.today() - clock.local(moment).date()).days
    if gap == 0:
        return _("aujourd’hui")
    if gap == 1:
        return _("hier")
    if gap < 7:
        return ngettext("il y a %(num)d jour", "il y a %(num)d jours", gap)
    return on_day(moment)


def _navigation() -> list[dict[str, Any]]:
    """Return the entries of the signed-in audience, the same for every person; none on a failure page, which must not ask the database."""
    if g.get("plain") or not current_user.is_authenticated:
        return []
    if current_user.is_agent:
        entries = [
            (Role.MODERATEUR, _("Modération"), "moderation.queue"), (Role.REFERENT, _("Mes accompagnements"), "referent.people"),
            (Role.PILOTE, _("Pilotage"), "pilotage.overview"), (Role.ADMINISTRATEUR, _("Administration"), "administration.agents"),
        ]
        held = roles_of(current_user)
        shown = [(label, endpoint) for role, label, endpoint in entries if role in held]
    else:
        shown = [
            (_("Pour vous"), "benevole.pour_vous"), (_("Mes candidatures"), "benevole.candidatures"),
            (_("Mes engagements"), "benevole.engagements"),
            (_("Mon passeport"), "benevole.passeport"), (_("Mon association"), "association.home"),
        ]
    return [
        {"label": label, "url": url_for(endpoint), "current": request.endpoint == endpoint}
        for label, endpoint in shown if endpoint in current_app.view_functions
    ]


def init_app(app: Flask) -> None:
    """Give templates their filters and globals."""
    app.jinja_env.filters.update(
        day=day_words, on_day=on_day, from_day=from_day, since_day=since_day, until_day=until_day, hour=hour_words,
        duration=duration_words, distance=distance_words, ago=ago_words, phone=phone_words, host=host_words,
        begin=begin_words, hours=hours_words,
    )
    app.jinja_env.globals.update(
        slot_words=slot_words, when_words=when_words, where_words=where_words, form_key=form_key, helper_phone=app.config["HELPER_PHONE"],
        helper_hours=app.config["HELPER_HOURS"], demo=app.config["DEMO"],
    )
    app.context_processor(lambda: {"nav": _navigation()})
