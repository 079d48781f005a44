"""Acts between a référent and a person, one module a subject: the link and its code, the invitation, the handover and the deputy,
the file opened for a reason."""

from .files import open_file
from .handover import end_deputy, hand_over, name_deputy
from .invitations import accept_invitation, cancel_invitation, decline_invitation, invite_people, invite_person
from .links import (
    AS_DEPUTY,
    attach_referent,
    begin_accompagnement,
    begin_beside,
    end_accompagnement,
    give_link_code,
    open_service,
    record_act,
    record_reading,
)

__all__ = [
    "AS_DEPUTY", "accept_invitation", "attach_referent", "begin_accompagnement", "begin_beside", "cancel_invitation", "decline_invitation",
    "end_accompagnement", "end_deputy", "give_link_code", "hand_over", "invite_people", "invite_person", "name_deputy", "open_file",
    "open_service", "record_act", "record_reading",
]
