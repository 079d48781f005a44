"""Views: what a person has here with their référent, and who read it."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from benevolat.accompagnement import queries as links
from benevolat.accompagnement.models import FileReason
from benevolat.accompagnement.permissions import can_end_accompagnement
from benevolat.accompagnement.services import end_accompagnement, give_link_code
from benevolat.actions.queries import actions_of_person
from benevolat.contrats import queries
from benevolat.contrats.services import freedom_text
from benevolat.contrats.workflow import SUBMISSION
from benevolat.web.forms import ActionForm, act
from benevolat.web.guard import PERSON, access, found, require

from . import blueprint
from .propositions import shown_propositions


@blueprint.get("/mon-contrat")
@access(PERSON)
def overview() -> str:
    """Show the référent, the annexe, what was submitted, and who read it."""
    submissions, link = queries.submissions_of(current_user), links.current_link(current_user)
    return render_template(
        "insertion/overview.html", link=link, invitations=links.received_invitations(current_user),
        annexes=queries.annexes_of(current_user), to_answer=queries.annexes_to_answer(current_user),
        living=queries.living_annexe(current_user), submissions=submissions,
        decided=queries.decisions_by_submission(submissions), can_submit=bool(queries.submissible_engagements(current_user)),
        actions={each.id: {row.action for row in SUBMISSION.available(each, current_user)} for each in submissions},
        propositions=shown_propositions(),
        freedom=freedom_text()[0], lines=links.lines_of(current_user), reasons={each.value: each.label for each in FileReason},
        collective=actions_of_person(current_user),
        to_come=links.link_to_come(link) if link else None, deputy=links.deputy_of(link.referent) if link else None,
    )


@blueprint.get("/a-lire")
@access(PERSON)
def to_read() -> Any:
    """Lead from a letter to what waits; the address says nothing, since a mailbox may be shared.

    Somebody for whom nothing is here may be signed in with another address than the one the letter went to.
    """
    waiting = links.received_invitations(current_user)
    if waiting:
        return redirect(url_for("insertion.invitation", public_id=waiting[0].public_id), 303)
    others = actions_of_person(current_user) or shown_propositions()
    to_answer = queries.annexes_to_answer(current_user)
    if len(to_answer) == 1 and not others:
        return redirect(url_for("insertion.annexe", public_id=to_answer[0].public_id), 303)
    here = links.current_link(current_user) or queries.annexes_of(current_user) or others
    if not here:
        flash(_("Aucun message n’attend ce compte. Il s’est peut-être effacé depuis. Si vous l’avez reçu à une autre adresse ou "
                "un autre numéro, connectez-vous avec."), "info")
    return redirect(url_for("insertion.overview"), 303)


@blueprint.post("/mon-contrat/code")
@access(PERSON)
def give_code() -> Any:
    """Make the code that the person tells their référent."""

    def made() -> str:
        code = give_link_code(current_user)
        flash(_("Votre code : %(code)s. Dites-le à la personne qui vous accompagne. Il sert une fois, pendant 48 heures.",
                code=f"{code[:4]}\u00a0{code[4:]}"), "success")
        return code

    require(ActionForm().validate())
    return act(made, then=lambda _result: url_for("insertion.overview"))


@blueprint.post("/mon-contrat/fin-accompagnement")
@access(PERSON)
def end() -> Any:
    """End the link to one's référent on this site."""
    link = found(links.current_link(current_user))
    require(can_end_accompagnement(current_user, link))
    return act(lambda: end_accompagnement(link, by=current_user), then=lambda _result: url_for("insertion.overview"),
               said=_("C’est fait. Cette personne ne voit plus rien de vous sur ce site."))
