"""The page where somebody opens and closes the secret address of a calendar: theirs, or their association's."""

from typing import Any

from flask import render_template
from flask_babel import gettext as _
from flask_login import current_user

from benevolat.associations.models import Association
from benevolat.candidatures import queries, services
from benevolat.core.db import transaction
from benevolat.core.settings import config
from benevolat.web.forms import ActionForm, act


def show_feed(association: Association | None, *, here: str, stop: str, back: tuple[str, str]) -> Any:
    """Show the page; a form that was sent opens an address, which is shown this once."""
    form, address = ActionForm(), None
    if form.validate_on_submit():
        with transaction():
            address = f"{config('BASE_URL')}/agenda/{services.open_feed(current_user._get_current_object(), association)}.ics"
    return render_template(
        "layout/agenda.html", association=association, feed=queries.feed_of(current_user, association), address=address,
        here=here, stop=stop, back=back,
    )


def stop_feed(association: Association | None, *, here: str) -> Any:
    """Close the address."""
    user = current_user._get_current_object()
    return act(lambda: services.close_feed(user, association), then=lambda _done: here,
               said=_("C’est fait. L’adresse ne montre plus rien."))
