"""View: what is kept of people, why and how long, for everybody; and the one line of it that a form shows."""

from flask import render_template

from benevolat.droits.queries import controller_words, dpo_words, told_treatments
from benevolat.privacy.register import BY_KEY, Treatment
from benevolat.web.guard import PUBLIC, access

from . import blueprint


@blueprint.get("/donnees-personnelles")
@access(PUBLIC)
def information() -> str:
    """Tell the whole register in plain words, with one's rights and how to use them."""
    return render_template(
        "donnees/information.html", treatments=told_treatments(), controller=controller_words(), dpo=dpo_words(),
    )


@blueprint.app_template_global()
def treatment(key: str) -> Treatment:
    """Return a treatment of the register, for the line that a form shows. Raises KeyError: a form names one that exists."""
    return BY_KEY[key]
