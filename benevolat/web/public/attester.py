"""Views: what a host that is not on the platform reads and answers by its personal link. No account, no session, no cookie.

The code in the address is the authority, so the forms carry no token; a GET changes nothing, since mail programs open links by themselves.
"""

from collections.abc import Callable
from typing import Any

from flask import redirect, request, url_for
from flask_babel import gettext as _

from benevolat.ailleurs import queries, services
from benevolat.ailleurs.errors import LinkClosed
from benevolat.ailleurs.models import ProofRequest
from benevolat.core.db import FormKey, claim_form_key, db, transaction
from benevolat.core.errors import Conflict, InvalidInput, NotAllowed
from benevolat.web import limits
from benevolat.web.guard import SESSIONLESS, access
from benevolat.web.host_answer import HostForm, WithdrawForm, is_correcting
from benevolat.web.open_page import open_page

from . import blueprint

LONGEST_CODE = 64


def _page(template: str, status: int = 200, **values: Any) -> Any:
    return open_page(f"attester/{template}.html", status, **values)


def _opened(code: str) -> ProofRequest | None:
    """Return the request that a link opens, having counted the try."""
    limits.check("attest", code[:LONGEST_CODE])
    return queries.find_by_link(code[:LONGEST_CODE])


def _closed() -> Any:
    return _page("ferme", 404)


def _show(code: str, asked: ProofRequest, form: HostForm, withdrawal: WithdrawForm | None = None, status: int = 200) -> Any:
    return _page(
        "demande", status, code=code, asked=asked, engagement=asked.engagement, form=form, correcting=is_correcting(asked),
        withdrawal=withdrawal or WithdrawForm(meta={"csrf": False}),
    )


@blueprint.get("/attester/<code>")
@access(SESSIONLESS)
def attest(code: str) -> Any:
    """Show what a person declared, to confirm or correct."""
    asked = _opened(code)
    return _closed() if asked is None else _show(code, asked, HostForm.about(asked, session=False))


def _decide(code: str, perform: Callable[[ProofRequest], None], what: str, form: Any) -> Any:
    """Run a decision and lead to what comes next; None when the form must be shown again. A second click is answered like the first.

    The link is read again under the lock: of two decisions at once, one is taken.
    """
    try:
        with transaction():
            if claim_form_key(request.form.get("form_key", "")):
                asked = queries.find_by_link(code, lock=True)
                if asked is None:
                    raise LinkClosed()
                perform(asked)
    except InvalidInput as error:
        form.refuse(error)
        return None
    except (LinkClosed, Conflict, NotAllowed):
        return _closed()
    return redirect(url_for("public.attested", what=what), 303)


def _closed_or_done(what: str) -> Any:
    """Answer a link that opens nothing: a second click of a form that was taken is answered like the first."""
    key = request.form.get("form_key", "")[:64]
    done = bool(key) and db.session.get(FormKey, key) is not None
    return redirect(url_for("public.attested", what=what), 303) if done else _closed()


@blueprint.post("/attester/<code>")
@access(SESSIONLESS)
def answer_request(code: str) -> Any:
    """Confirm, or correct."""
    asked = _opened(code)
    if asked is None:
        return _closed_or_done("envoyee")
    form, answer = HostForm.about(asked, session=False), None
    if form.validate_on_submit():
        answer = _decide(code, lambda row: services.answer_request(row, form.answer()), "envoyee", form)
    return answer or _show(code, asked, form)


@blueprint.post("/attester/<code>/pas-pour-moi")
@access(SESSIONLESS)
def decline_request(code: str) -> Any:
    """Say that it is not for them."""
    asked = _opened(code)
    if asked is None:
        return _closed_or_done("refusee")
    return _decide(code, services.decline_request, "refusee", None)


@blueprint.post("/attester/<code>/retirer")
@access(SESSIONLESS)
def withdraw_by_link(code: str) -> Any:
    """Withdraw what was attested, with a reason."""
    asked = _opened(code)
    if asked is None:
        return _closed_or_done("retiree")
    form, answer = WithdrawForm(meta={"csrf": False}), None
    if form.validate_on_submit():
        answer = _decide(code, lambda row: services.withdraw_by_link(row, reason=form.why.data), "retiree", form)
    return answer or _show(code, asked, HostForm.about(asked, session=False), form)


@blueprint.get('/attester/suite/<any("envoyee", "refusee", "retiree"):what>')
@access(SESSIONLESS)
def attested(what: str) -> Any:
    """Say what happens next; the page names nobody."""
    titles = {"envoyee": _("Votre réponse est enregistrée"), "refusee": _("C’est noté"), "retiree": _("L’attestation est retirée")}
    return _page("suite", what=what, title=titles[what])
