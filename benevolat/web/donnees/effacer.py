"""Views: erasing one's account: what goes, what stays and why, then one's own code."""

from typing import Any

from flask import redirect, render_template, session, url_for
from flask_login import current_user

from benevolat.privacy import queries, services
from benevolat.web import confirmation
from benevolat.web.guard import PERSON, PUBLIC, access, without_cache

from . import blueprint

SUBJECT = "erase_account"


@blueprint.get("/mes-donnees/effacer")
@blueprint.post("/mes-donnees/effacer")
@access(PERSON)
@without_cache
def erase() -> Any:
    """Say what goes and what stays, then erase the account once its holder typed their code."""
    user, form = current_user._get_current_object(), confirmation.ConfirmationForm()
    alone = queries.administered_alone(user)
    if form.validate_on_submit() and not alone:
        answer = confirmation.confirmed(
            user, SUBJECT, form, lambda _means: services.erase_account(user, by=user), then=lambda _done: url_for("donnees.erased"),
        )
        if answer is not None:
            session.clear()
            return answer
    return render_template(
        "donnees/effacer.html", form=form, alone=alone, treatments=queries.treatments_about(user), kept=queries.kept_after(user),
        running=queries.running(user),
    )


@blueprint.post("/mes-donnees/effacer/code")
@access(PERSON)
def ask_erasing_code() -> Any:
    """Send oneself the code that confirms the erasure."""
    confirmation.ask(current_user._get_current_object(), SUBJECT)
    return redirect(url_for("donnees.erase") + "#confirmer", 303)


@blueprint.get("/compte-efface")
@access(PUBLIC)
def erased() -> Any:
    """Say that it is done, to somebody who is nobody's account any more."""
    return render_template("donnees/efface.html")
