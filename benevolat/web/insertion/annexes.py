"""Views: reading the annexe, the person's answer (two « no » leave no trace), withdrawing one's agreement in one gesture."""

from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import BooleanField, HiddenField, RadioField
from wtforms.validators import InputRequired

from benevolat.competences.queries import competences_of
from benevolat.contrats import queries
from benevolat.contrats.models import Annexe
from benevolat.contrats.permissions import own_annexes
from benevolat.contrats.services import consent_text, count_refusal, freedom_text, sign_annexe, withdraw_annexe
from benevolat.contrats.workflow import ANNEXE
from benevolat.core.db import db
from benevolat.web.forms import Form, act
from benevolat.web.guard import PERSON, access, found

from . import blueprint

FIRST = [("already", _l("Je suis déjà engagé. Je veux l’écrire dans mon contrat.")),
         ("wishes", _l("Je souhaite m’engager. Je veux l’écrire dans mon contrat.")),
         ("later", _l("Pas maintenant")), ("no", _l("Non merci"))]
AMENDMENT = [("yes", _l("Je suis d’accord avec le changement.")), ("later", _l("Pas maintenant")), ("no", _l("Non merci"))]
ENGAGED: dict[str | None, bool] = {"already": True, "wishes": False}


class AnswerForm(Form):
    """The person's answer to what they just read; nothing is chosen or ticked for them."""

    revision = HiddenField()
    answer = RadioField(_l("Quelle est votre réponse ?"), validators=[InputRequired(_l("Touchez une réponse."))])
    agreed = BooleanField(_l("J’ai lu et je suis d’accord"))

    def __init__(self, annexe: Annexe, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.answer.choices = list(AMENDMENT if queries.was_signed_before(annexe) else FIRST)

    @property
    def refuses(self) -> bool:
        """Whether the answer is one of the two that leave no trace."""
        return self.answer.data in ("later", "no")

    def validate_agreed(self, field: BooleanField) -> None:
        """A « yes » needs its box, a « no » needs nothing."""
        if not field.data and not self.refuses:
            field.errors = [*field.errors, _("Cochez la case si vous êtes d’accord. Sinon, vous pouvez quitter cette page.")]


def annexe_or_404(public_id: str) -> Annexe:
    """Return an annexe that was shown to the person."""
    annexe: Annexe = found(db.session.scalar(own_annexes(current_user).where(Annexe.public_id == public_id)))
    return annexe


def _shown(annexe: Annexe, form: AnswerForm) -> str:
    consentement = queries.consentement_of(annexe)
    actions = {row.action for row in ANNEXE.available(annexe, current_user)}
    return render_template(
        "insertion/annexe.html", annexe=annexe, form=form, consentement=consentement, consent=consent_text()[0], freedom=freedom_text()[0],
        competences=competences_of(annexe.competences), avenants=queries.avenants_of(annexe),
        actions=actions - {"sign"} if consentement else actions, amendment=queries.was_signed_before(annexe),
        decisions=queries.decisions_of(annexe).values(),
        sheet=queries.sheet_of(annexe),
    )


@blueprint.get("/mon-contrat/annexe/<public_id>")
@access(PERSON)
def annexe(public_id: str) -> str:
    """Show the annexe to the person."""
    read = annexe_or_404(public_id)
    form = AnswerForm(read)
    form.revision.data = str(read.revision)
    return _shown(read, form)


@blueprint.post("/mon-contrat/annexe/<public_id>/reponse")
@access(PERSON)
def answer(public_id: str) -> Any:
    """Take any of the answers. One address and one way back for all: no log of addresses tells a « no » from a « yes »."""
    read = annexe_or_404(public_id)
    form = AnswerForm(read)
    if form.validate_on_submit():
        said = _say_no(read) if form.refuses else _sign(read, form)
        if said is not None:
            return said
    return _shown(read, form), 400


def _say_no(read: Annexe) -> Any:
    """Nothing is kept about the person, a coarse figure grows, the proposition fades by itself."""
    return act(lambda: count_refusal(read, by=current_user), then=lambda _result: url_for("insertion.overview"),
               said=_("C’est entendu. Votre réponse n’est gardée nulle part avec votre nom. Vous pouvez changer d’avis quand vous voulez."))


def _sign(read: Annexe, form: AnswerForm) -> Any:
    revision = int(form.revision.data) if (form.revision.data or "").isdigit() else 0
    return act(lambda: sign_annexe(read, by=current_user, revision=revision, already_engaged=ENGAGED.get(form.answer.data)),
               then=lambda _result: url_for("insertion.overview"), form=form,
               said=_("Vous avez signé. Votre référent signe ensuite. Vous pouvez retirer votre accord à tout moment."))


@blueprint.post("/mon-contrat/annexe/<public_id>/retirer")
@access(PERSON)
def withdraw(public_id: str) -> Any:
    """Withdraw one's agreement in one gesture."""
    read = annexe_or_404(public_id)
    return act(lambda: withdraw_annexe(read, by=current_user), then=lambda _result: url_for("insertion.annexe", public_id=public_id),
               said=_("Votre accord est retiré. Un avenant le dit, à cette date. Votre référent ne voit plus rien de cette annexe."))
