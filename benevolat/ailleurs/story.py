"""The lines that a request adds to the story of its engagement."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from benevolat.engagements.models import Engagement
from benevolat.engagements.story import Step

from .models import Channel
from .queries import requests_of
from .workflow import REQUEST

SAID = {
    "resend": _l("Demande envoyée de nouveau"), "cancel": _l("Demande reprise"),
    "decline": _l("Réponse\u00a0: «\u00a0ce n’est pas pour moi\u00a0»"),
    "expire": _l("Demande restée sans réponse"), "ask_again": _l("Vos mots sont partis, avec un nouveau lien"),
}


def steps_of(engagement: Engagement) -> list[Step]:
    """Return what happened to the requests of an engagement, in the person's words; an answer is told by the bilan itself."""
    told: list[Step] = []
    for request in requests_of(engagement) if engagement.elsewhere else ():
        for line in REQUEST.history(request):
            if line.action == "create":
                asked = _("Feuille à signer préparée") if request.channel is Channel.PAPER else _("Demande d’attestation envoyée")
                told.append(Step(line.at, asked, request.contact_name or None, None, "done"))
            elif line.action in SAID:
                told.append(Step(line.at, str(SAID[line.action]), None, None, "done"))
    return told
