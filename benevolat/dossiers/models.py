"""Tables above the RSA line: how a service's files are read, what was read for an hour, and the line that waits with an invitation."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from benevolat.accompagnement.models import LinkInvitation
from benevolat.accounts.models import User
from benevolat.contrats.models import Contrat, ContratType, PathKind
from benevolat.core import clock, entropy
from benevolat.core.db import Base
from benevolat.core.labels import Labelled, enum_column


class Desk(Labelled):
    """From where files come and go: a référent's own people, or a pilote's territories."""

    REFERENT = "referent", _l("Mes accompagnements")
    PILOTAGE = "pilotage", _l("Pilotage")


class Column(Labelled):
    """The closed list of what is read from a file; there is no name, no note, no NIR and no CAF number in it."""

    REFERENT = "referent", _l("E-mail du référent")
    REFERENCE = "reference", _l("Référence du dossier")
    EMAIL = "email", _l("E-mail de la personne")
    PHONE = "phone", _l("Téléphone portable de la personne")
    TYPE = "type", _l("Type de contrat")
    STARTS = "starts", _l("Début du contrat")
    ENDS = "ends", _l("Fin du contrat")
    PATH = "path", _l("Parcours")


class Fault(Labelled):
    """Why a line is not imported, without a word of what it holds."""

    MISSING = "missing", _l("Cette case est vide.")
    FORBIDDEN = "forbidden", _l("Cela ressemble à un numéro de sécurité sociale ou de CAF. Rien n’en est gardé. Retirez-le.")
    REFERENCE = "reference", _l("Une référence a des lettres, des chiffres et des tirets, 40 au plus.")
    EMAIL = "email", _l("Cette adresse e-mail n’est pas complète.")
    PHONE = "phone", _l("Ce n’est pas un numéro de téléphone portable.")
    DATE = "date", _l("Écrivez la date comme 31/12/2026.")
    TYPE = "type", _l("Ce type de contrat n’est pas connu ici.")
    PATH = "path", _l("Écrivez «\u00a0social\u00a0», «\u00a0socio-professionnel\u00a0» ou «\u00a0emploi\u00a0».")
    CONTACT = "contact", _l("Sans e-mail ni téléphone portable, la personne ne peut pas être invitée.")
    REFERENT = "referent", _l("Cette adresse n’est pas celle d’un référent que vous suivez.")
    ELSEWHERE = "elsewhere", _l("Cette ligne est celle d’un autre référent.")
    TWICE = "twice", _l("Deux lignes ont la même référence. Aucune n’est importée.")
    SAME_EMAIL = "same-email", _l("Deux lignes ont le même e-mail. Aucune n’est importée\u00a0: dites à qui il est.")
    SAME_PHONE = "same-phone", _l("Deux lignes ont le même téléphone. Aucune n’est importée\u00a0: dites à qui il est.")
    SWAPPED_DATES = "swapped-dates", _l("La fin est avant le début\u00a0: les deux dates semblent inversées.")
    EMAIL_AS_PHONE = "email-as-phone", _l("C’est une adresse e-mail, dans la colonne du téléphone.")
    PHONE_AS_EMAIL = "phone-as-email", _l("C’est un numéro de téléphone, dans la colonne de l’e-mail.")
    SHIFTED = "shifted", _l("Cette ligne a plus de cases que de titres\u00a0: elle semble décalée.")
    OTHER_CONTACT = "other-contact", _l("Au dernier import, cette référence avait un autre e-mail ou un autre téléphone.")
    WAITING = "waiting", _l("Cet e-mail ou ce téléphone attend déjà une réponse, pour une autre référence.")

    @property
    def swapped(self) -> bool:
        """Whether the line reads well but seems to hold something at another's place."""
        return self in SWAPPED


SWAPPED = frozenset({
    Fault.SWAPPED_DATES, Fault.EMAIL_AS_PHONE, Fault.PHONE_AS_EMAIL, Fault.SHIFTED, Fault.OTHER_CONTACT, Fault.WAITING,
})


class ColumnMapping(Base):
    """Which column of a service's files is what: proposed from the titles, kept once somebody confirmed it."""

    __tablename__ = "insertion_import_mapping"
    __table_args__ = (sa.CheckConstraint("(service_id IS NULL) <> (user_id IS NULL)", name="one_owner"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    service_id: Mapped[int | None] = mapped_column(sa.ForeignKey("insertion_service.id", ondelete="CASCADE"), unique=True)
    user_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id", ondelete="CASCADE"), unique=True)
    titles: Mapped[list[str]]
    columns: Mapped[dict[str, Any]]
    confirmed_at: Mapped[datetime | None]


class PendingImport(Base):
    """What was read of a file, until it is confirmed, given up or an hour old: the good lines, and where the others are wrong."""

    __tablename__ = "insertion_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(32), default=entropy.public_id, unique=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    desk: Mapped[Desk] = mapped_column(enum_column(Desk, "desk"))
    lines: Mapped[dict[str, Any]]
    created_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)


class ImportedLine(Base):
    """A contract's line that waits, with an invitation, then with whoever accepted it until their référent says that it is they.

    The database erases it when the invitation, or the account, goes. A number may have gone to somebody else since the file was
    written: nobody is shown another's reference, nor given their contract, because a text message reached them.
    """

    __tablename__ = "insertion_import_line"
    __table_args__ = (
        sa.CheckConstraint("ends_on >= starts_on", name="dates_in_order"),
        sa.CheckConstraint("(invitation_id IS NULL) <> (user_id IS NULL)", name="one_holder"),
        sa.CheckConstraint("(user_id IS NULL) = (accepted_at IS NULL)", name="accepted_has_date"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(32), default=entropy.public_id, unique=True)
    invitation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("insertion_invitation.id", ondelete="CASCADE"), unique=True)
    user_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    accepted_at: Mapped[datetime | None]
    reference: Mapped[str] = mapped_column(sa.String(40), index=True)
    type_code: Mapped[str] = mapped_column(sa.ForeignKey("insertion_contrat_type.code"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    path_kind: Mapped[PathKind] = mapped_column(enum_column(PathKind, "path_kind"))
    contacts: Mapped[list[str]]

    invitation: Mapped[LinkInvitation | None] = relationship()
    user: Mapped[User | None] = relationship()
    type: Mapped[ContratType] = relationship()


class ImportedContact(Base):
    """The fingerprints of the address and number with which a reference came, so that a later file that swaps two of them is seen."""

    __tablename__ = "insertion_import_contact"

    contrat_id: Mapped[int] = mapped_column(sa.ForeignKey("insertion_contrat.id", ondelete="CASCADE"), primary_key=True)
    contacts: Mapped[list[str]]

    contrat: Mapped[Contrat] = relationship()
