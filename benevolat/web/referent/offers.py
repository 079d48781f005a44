"""Views: the question asked on a turned screen; two answers lead to an annexe, a « no » leaves the référent's pages as a silence does.

All four answers go to one address and come back to one address, and a « no » says nothing on the way.
"""

from typing import Any

from flask import flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from benevolat.accounts.models import User
from benevolat.contrats.services import count_refusal_aloud, freedom_text, offer_engagement
from benevolat.web.forms import ActionForm, act
from benevolat.web.guard import REFERENT, access, require

from . import blueprint
from .people import person_or_404

ANSWERS = (
    ("already", _l("Je suis déjà engagé")), ("wishes", _l("Je souhaite m’engager")),
    ("later", _l("Pas maintenant")), ("no", _l("Non merci")),
)
OFFERED, SAID = "offered", "said"


def was_offered(person: User) -> bool:
    """Tell whether this browser made the offer to this person, which was counted then; it is the same after any answer."""
    return bool(session.get(OFFERED) == person.public_id)


def said_aloud(person: User) -> str | None:
    """Return the « yes » this person gave on this screen, until an annexe is written: 'already' or 'wishes'."""
    said = session.get(SAID) or {}
    return said.get(person.public_id) if was_offered(person) else None


def forget_offer() -> None:
    """Forget the offer and its answer, once the annexe says them."""
    session.pop(OFFERED, None)
    session.pop(SAID, None)


@blueprint.post("/personnes/<public_id>/question")
@access(REFERENT)
def offer(public_id: str) -> Any:
    """Count the offer, then show the question."""
    require(ActionForm().validate())
    someone = person_or_404(public_id)

    def offered() -> None:
        offer_engagement(someone, by=current_user)
        forget_offer()
        session[OFFERED] = someone.public_id

    return act(offered, then=lambda _result: url_for("referent.question", public_id=public_id))


@blueprint.get("/personnes/<public_id>/question")
@access(REFERENT)
def question(public_id: str) -> Any:
    """Show the question to the person, the screen being turned towards them."""
    someone = person_or_404(public_id)
    if not was_offered(someone):
        return redirect(url_for("referent.person", public_id=public_id), 303)
    return render_template("referent/question.html", person=someone, answers=ANSWERS, freedom=freedom_text()[0])


@blueprint.post("/personnes/<public_id>/reponse")
@access(REFERENT)
def answer(public_id: str) -> Response:
    """Take the person's own gesture: a « yes » is kept by the browser until the annexe is written, a « no » by nothing and nobody."""
    require(ActionForm().validate())
    someone, said = person_or_404(public_id), request.form.get("answer")
    back = redirect(url_for("referent.person", public_id=public_id), 303)
    if said in ("later", "no") and was_offered(someone):
        return act(lambda: count_refusal_aloud(someone, by=current_user), then=lambda _result: back.location) or back
    if said in ("already", "wishes") and was_offered(someone):
        session[SAID] = {someone.public_id: said}
        flash(_("C’est entendu. Vous pouvez écrire l’annexe ensemble."), "success")
    return back
