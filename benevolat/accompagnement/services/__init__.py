"""Acts between a référent and a person, one module a subject: the link and its code, the invitation."""

from .invitations import accept_invitation, cancel_invitation, decline_invitation, invite_person
from .links import attach_referent, begin_accompagnement, end_accompagnement, give_link_code, open_service, record_reading

__all__ = [
    "accept_invitation", "attach_referent", "begin_accompagnement", "cancel_invitation", "decline_invitation", "end_accompagnement",
    "give_link_code", "invite_person", "open_service", "record_reading",
]
