"""Views: the single-use link of a letter, by which a member answers a candidature, or a person the place kept for them.

The secret in the address is the authority, so nobody signs in and the forms carry no token. A GET changes nothing: mail programs open
links by themselves. What the page says follows from the candidature, so that a second use tells who decided, and what.
"""

from collections.abc import Callable
from typing import Any

from flask import redirect, request, url_for

from benevolat.candidatures import queries, services
from benevolat.candidatures.errors import LinkOver
from benevolat.candidatures.models import AnswerLink
from benevolat.candidatures.permissions import receives
from benevolat.core import clock
from benevolat.core.db import claim_form_key, db, transaction
from benevolat.core.errors import Conflict, InvalidInput, NotAllowed
from benevolat.engagements import services as engagements
from benevolat.web import limits
from benevolat.web.candidate_answer import AcceptForm, DeclineForm
from benevolat.web.forms import ActionForm, Form
from benevolat.web.guard import SESSIONLESS, access
from benevolat.web.open_page import open_page

from . import blueprint

LONGEST_TOKEN = 64


def _opened(token: str) -> AnswerLink | None:
    """Return the link of this secret, having counted the try; one whose holder may not answer any more opens nothing."""
    limits.check("answer", token[:LONGEST_TOKEN])
    link = queries.find_link(token[:LONGEST_TOKEN])
    if link is None or not link.user.is_active:
        return None
    mine = link.user_id == link.candidature.user_id
    return link if mine or receives(link.user, link.candidature.mission) else None


def is_open(link: AnswerLink) -> bool:
    """Tell whether there is still something to answer."""
    return link.used_at is None and link.candidature.state is link.state


def _show(link: AnswerLink | None, token: str, **forms: Form) -> Any:
    if link is None:
        return open_page("reponse/fermee.html", 404)
    candidature = link.candidature
    if link.user_id == candidature.user_id:
        offer = queries.open_offer(candidature)
        kept = offer if offer is not None and offer.ends_at > clock.now() and is_open(link) else None
        return open_page(
            "reponse/place.html", token=token, candidature=candidature, offer=kept,
            missed=queries.missed_offer(candidature) or (offer is not None and kept is None),
        )
    return open_page(
        "reponse/candidature.html", token=token, candidature=candidature, open=is_open(link),
        by=queries.decider_name(candidature), duty=queries.duty_of(candidature.mission),
        full=queries.no_place_left(candidature.mission, candidature.creneau),
        forms={"accept": AcceptForm(meta={"csrf": False}), "decline": DeclineForm(meta={"csrf": False})} | forms, wrong=[*forms],
    )


@blueprint.get("/reponse/<token>")
@access(SESSIONLESS)
def answer_link(token: str) -> Any:
    """Show what is to be answered, or what was."""
    return _show(_opened(token), token)


def _decide(token: str, form: Form, name: str, perform: Callable[[AnswerLink], Any]) -> Any:
    """Use the link and answer, in one transaction; then the page says what became of it. A second click is answered like the first."""
    link = _opened(token)
    if link is None or not form.validate_on_submit():
        return _show(link, token, **{name: form})
    try:
        with transaction():
            if claim_form_key(request.form.get("form_key", "")):
                locked = queries.find_link(token, lock=True)
                if locked is None or not is_open(locked) or not services.use_link(locked):
                    raise LinkOver()
                perform(locked)
    except InvalidInput as error:
        form.refuse(error)
        return _show(_opened(token), token, **{name: form})
    except (Conflict, NotAllowed):
        db.session.expire_all()
    return redirect(url_for("public.answer_link", token=token), 303)


@blueprint.post("/reponse/<token>/oui")
@access(SESSIONLESS)
def answer_yes(token: str) -> Any:
    """Accept: the candidature, for a member; the place, for who waits."""
    form = AcceptForm(meta={"csrf": False})

    def perform(link: AnswerLink) -> None:
        if link.user_id == link.candidature.user_id:
            engagements.take_offer(link.candidature, by=link.user)
        else:
            engagements.accept_candidature(link.candidature, by=link.user, message=form.message.data or None)

    return _decide(token, form, "accept", perform)


@blueprint.post("/reponse/<token>/non")
@access(SESSIONLESS)
def answer_no(token: str) -> Any:
    """Decline: the candidature with its reason, for a member."""
    form = DeclineForm(meta={"csrf": False})

    def perform(link: AnswerLink) -> None:
        reason, message = form.words()
        services.decline_candidature(link.candidature, by=link.user, reason=reason, message=message)

    return _decide(token, form, "decline", perform)


@blueprint.post("/reponse/<token>/laisser")
@access(SESSIONLESS)
def leave_place(token: str) -> Any:
    """Let the place go, for who waits: the candidature is taken back and the next one is served."""
    return _decide(token, ActionForm(meta={"csrf": False}), "leave",
                   lambda link: engagements.withdraw_candidature(link.candidature, by=link.user))
