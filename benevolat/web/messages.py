"""Messages between the two sides of a candidature: one form, and how often one may write, so that nobody is buried under mails."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from benevolat.candidatures import services
from benevolat.candidatures.models import Candidature
from benevolat.core.errors import TooManyAttempts

from . import limits
from .forms import Form, act

OFTEN = _l("Vous avez écrit beaucoup de messages ici. Attendez une heure, puis envoyez celui-ci\u00a0: il est gardé sur cette page.")


class MessageForm(Form):
    """A message to the other side."""

    body = TextAreaField(_l("Votre message"), [DataRequired(), Length(max=services.LONGEST_MESSAGE)],
                         render_kw={"rows": 4, "maxlength": services.LONGEST_MESSAGE})


def send_message(candidature: Candidature, form: MessageForm, *, then: str) -> Response | None:
    """Write to the other side; None shows the page again, what was typed still in it: refused, or written too often."""
    if not form.validate_on_submit():
        return None
    try:
        limits.check("message", f"{candidature.public_id} {current_user.public_id}")
    except TooManyAttempts:
        form.body.errors = [*form.body.errors, str(OFTEN)]
        return None
    return act(
        lambda: services.post_message(candidature, by=current_user, body=form.body.data), then=lambda _sent: then, form=form,
        said=_("Votre message est envoyé."),
    )
