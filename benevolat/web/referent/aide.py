"""Views: the short cards, the scenarios of the training played by links alone, and « j’ai suivi la formation », counted without a name."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from benevolat.actions.cards import cards, scenarios
from benevolat.actions.services import count_training
from benevolat.core.settings import config
from benevolat.web.forms import ActionForm, act
from benevolat.web.guard import REFERENT, access, found, require

from . import blueprint

MARK = "formation"
A_YEAR = 366 * 24 * 3600


@blueprint.get("/aide")
@access(REFERENT)
def help_cards() -> str:
    """Show the cards."""
    return render_template("referent/aide.html", groups=cards(), scenarios=scenarios(), followed=MARK in request.cookies)


@blueprint.get("/aide/scenarios/<int:number>")
@access(REFERENT)
def scenario(number: int) -> str:
    """Play a scenario: the situation, three sentences, and, once one is chosen, what each does and why."""
    played = scenarios()
    shown = found(played[number - 1] if 1 <= number <= len(played) else None)
    choice = request.args.get("choix", "")
    chosen = int(choice) if choice in {str(n) for n in range(1, len(shown.choices) + 1)} else None
    return render_template("referent/scenario.html", scenario=shown, number=number, count=len(played), chosen=chosen,
                           followed=MARK in request.cookies)


@blueprint.post("/aide/formation")
@access(REFERENT)
def follow_training() -> Any:
    """Count one more training, once for this browser; the mark says nothing but « 1 »."""
    require(ActionForm().validate())
    if MARK in request.cookies:
        flash(_("C’était déjà compté sur cet ordinateur."), "info")
        return redirect(url_for("referent.help_cards"), 303)
    answer = act(lambda: count_training(by=current_user), then=lambda _r: url_for("referent.help_cards"),
                 said=_("C’est compté pour votre territoire, sans votre nom."))
    if answer is not None:
        answer.set_cookie(MARK, "1", max_age=A_YEAR, path=url_for("referent.help_cards"), httponly=True, samesite="Lax",
                          secure=config("BASE_URL").startswith("https://"))
    return answer
