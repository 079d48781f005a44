"""Views: a parent's link. They read what a young person wishes to do, agree or not, and may take their agreement back at any time.

No account and no session: the secret in the address is the authority, and a GET changes nothing.
"""

from collections.abc import Callable
from typing import Any

from flask import redirect, request, url_for
from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from benevolat.candidatures import queries, services
from benevolat.candidatures.models import ParentAgreement
from benevolat.core.db import claim_form_key, transaction
from benevolat.core.errors import Conflict, InvalidInput
from benevolat.engagements import services as engagements
from benevolat.web import limits
from benevolat.web.forms import ActionForm, Form
from benevolat.web.guard import SESSIONLESS, access
from benevolat.web.open_page import open_page

from . import blueprint

LONGEST_TOKEN = 64


class AgreeForm(Form):
    """Who agrees."""

    name = StringField(_l("Votre prénom et votre nom"), [DataRequired(), Length(max=120)], render_kw={"autocomplete": "name"})


def _opened(token: str) -> ParentAgreement | None:
    limits.check("answer", token[:LONGEST_TOKEN])
    return queries.find_agreement(token[:LONGEST_TOKEN])


def _show(agreement: ParentAgreement | None, token: str, form: AgreeForm | None = None) -> Any:
    if agreement is None:
        return open_page("reponse/fermee.html", 404)
    return open_page(
        "reponse/accord.html", token=token, agreement=agreement, candidature=agreement.candidature,
        form=form or AgreeForm(meta={"csrf": False}), text=agreement.text or queries.agreement_text()[0],
    )


@blueprint.get("/accord/<token>")
@access(SESSIONLESS)
def parent_agreement(token: str) -> Any:
    """Show what a parent is asked, or what they answered."""
    return _show(_opened(token), token)


def _decide(token: str, form: Form, perform: Callable[[ParentAgreement], None]) -> Any:
    """Run the parent's decision once, then show where it stands; None when the form must be shown again."""
    try:
        with transaction():
            agreement = queries.find_agreement(token[:LONGEST_TOKEN], lock=True)
            if agreement is not None and claim_form_key(request.form.get("form_key", "")):
                perform(agreement)
    except InvalidInput as error:
        form.refuse(error)
        return None
    except Conflict:
        pass
    return redirect(url_for("public.parent_agreement", token=token), 303)


@blueprint.post("/accord/<token>/oui")
@access(SESSIONLESS)
def parent_agrees(token: str) -> Any:
    """Agree, with one's name."""
    agreement, form, answer = _opened(token), AgreeForm(meta={"csrf": False}), None
    if agreement is not None and form.validate_on_submit():
        answer = _decide(token, form, lambda row: services.give_agreement(row, name=form.name.data))
    return answer or _show(agreement, token, form)


@blueprint.post("/accord/<token>/non")
@access(SESSIONLESS)
def parent_refuses(token: str) -> Any:
    """Say no, or take the agreement back: the candidature ends."""
    agreement = _opened(token)
    return _decide(token, ActionForm(meta={"csrf": False}), engagements.end_by_parent) if agreement else _show(None, token)
