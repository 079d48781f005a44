"""What this domain owns of its own: the reasons given when something ends for everybody at once."""

from flask_babel import lazy_gettext as _l

from benevolat.core.labels import Labelled


class EndReason(Labelled):
    """Why what a person applied to does not take place any more, as they read it."""

    MISSION = "mission", _l("L’association a retiré cette mission.")
    TAKEN_DOWN = "taken_down", _l("Cette mission n’est plus proposée sur ce site.")
    CRENEAU = "creneau", _l("L’association a annulé ce créneau.")
    ASSOCIATION = "association", _l("Cette association ne reçoit plus de bénévoles par ce site pour le moment.")
