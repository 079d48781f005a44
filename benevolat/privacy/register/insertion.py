"""Register, above the RSA line: who accompanies whom, contracts and annexes, propositions, collective actions, files, figures."""

from flask_babel import lazy_gettext as _l

from .terms import Category, Columns, Fate, Person, Role, Table, actor, subject

_AGENTS_WORK = _l("Ce que fait un agent dans son travail : la personne accompagnée garde son dossier.")
_INVITED = "SELECT id FROM insertion_invitation WHERE email = :email OR phone = :phone"
_OF_AN_ANNEXE = ("annexe_id", "contrat_id", "user_id")
_NOBODY = _l("Un compte sans personne dedans.")


def _by_referent(column: str) -> Person:
    """Return the référent of a row, whose own account is erased: the row is about somebody else."""
    return Person(Role.ACTOR, path=(column, "user_id"), fate=Fate.STAYS, why=_AGENTS_WORK)


TABLES: tuple[Table, ...] = (
    Table(
        "insertion_service", "agents", (Columns(Category.NOTHING, "id name kind territoire_code"),), why=_l("Un service, pas une personne.")
    ),
    Table(
        "insertion_referent",
        "agents",
        (Columns(Category.LIFE, "service_id"), Columns(Category.TECHNICAL, "id user_id")),
        (subject("user_id", fate=Fate.STAYS, why=_AGENTS_WORK),),
    ),
    Table(
        "insertion_accompagnement",
        "insertion",
        (
            Columns(Category.SENSITIVE, "starts_on ends_on"),
            Columns(Category.LINK, "referent_id"),
            Columns(Category.TECHNICAL, "id public_id user_id"),
        ),
        (subject("user_id"), _by_referent("referent_id")),
    ),
    Table(
        "insertion_link_code",
        "insertion",
        (Columns(Category.SECRET, "code_hash"), Columns(Category.TECHNICAL, "id user_id created_at expires_at used_at")),
        (subject("user_id"),),
    ),
    Table(
        "insertion_invitation",
        "insertion",
        (
            Columns(Category.CONTACT, "email phone"),
            Columns(Category.SENSITIVE, "sent_at"),
            Columns(Category.LINK, "referent_id"),
            Columns(Category.TECHNICAL, "id public_id"),
        ),
        (Person(where="email = :email OR phone = :phone"), _by_referent("referent_id")),
    ),
    Table(
        "insertion_deputy",
        "agents",
        (
            Columns(Category.LIFE, "starts_on ends_on"),
            Columns(Category.LINK, "referent_id deputy_id"),
            Columns(Category.TECHNICAL, "id public_id"),
        ),
        (_by_referent("referent_id"), _by_referent("deputy_id")),
    ),
    Table("insertion_contrat_type", "reference", (Columns(Category.NOTHING, "code label active"),), why=_l("Une liste de types.")),
    Table(
        "insertion_contrat",
        "insertion",
        (
            Columns(Category.SENSITIVE, "reference starts_on ends_on path_kind type_code"),
            Columns(Category.TECHNICAL, "id public_id user_id"),
        ),
        (subject("user_id"),),
    ),
    Table(
        "insertion_annexe",
        "insertion",
        (
            Columns(
                Category.SENSITIVE,
                "state revision already_engaged forms competences period hours months starts_on referent_commitment created_at"
                " proposed_at signed_by_person_at signed_by_referent_at ended_at agreed_content",
            ),
            Columns(Category.TECHNICAL, "id public_id contrat_id offer_counted"),
        ),
        (subject("contrat_id", "user_id"),),
    ),
    Table(
        "insertion_consentement",
        "insertion",
        (
            Columns(Category.SENSITIVE, "annexe_revision text text_version channel given_at withdrawn_at"),
            Columns(Category.TECHNICAL, "id user_id annexe_id"),
        ),
        (subject("user_id"),),
    ),
    Table(
        "insertion_sheet",
        "insertion",
        (
            Columns(Category.SENSITIVE, "revision media_type body received_at"),
            Columns(Category.LINK, "typed_by_id"),
            Columns(Category.TECHNICAL, "id public_id annexe_id"),
        ),
        (subject(*_OF_AN_ANNEXE), actor("typed_by_id")),
    ),
    Table(
        "insertion_avenant",
        "insertion",
        (Columns(Category.SENSITIVE, "kind at before after"), Columns(Category.TECHNICAL, "id public_id annexe_id")),
        (subject(*_OF_AN_ANNEXE),),
    ),
    Table(
        "insertion_submission",
        "insertion",
        (
            Columns(Category.SENSITIVE, "state wants_mark words submitted_at answered_at answer_words"),
            Columns(Category.LINK, "answered_by_id"),
            Columns(Category.TECHNICAL, "id public_id annexe_id engagement_id"),
        ),
        (subject(*_OF_AN_ANNEXE), actor("answered_by_id")),
    ),
    Table(
        "insertion_decision",
        "insertion",
        (
            Columns(Category.SENSITIVE, "revision question reason words law law_version decided_at"),
            Columns(Category.LINK, "decided_by_id"),
            Columns(Category.TECHNICAL, "id annexe_id submission_id"),
        ),
        (subject(*_OF_AN_ANNEXE), actor("decided_by_id")),
    ),
    Table(
        "insertion_import_contact",
        "insertion",
        (Columns(Category.SECRET, "contacts"), Columns(Category.TECHNICAL, "contrat_id")),
        (subject("contrat_id", "user_id"),),
    ),
    Table(
        "insertion_import_line",
        "insertion",
        (
            Columns(Category.SENSITIVE, "accepted_at reference starts_on ends_on path_kind type_code"),
            Columns(Category.SECRET, "contacts"),
            Columns(Category.TECHNICAL, "id public_id invitation_id user_id"),
        ),
        (subject("user_id"), Person(where=f"invitation_id IN ({_INVITED})")),
    ),
    Table(
        "insertion_import",
        "insertion",
        (Columns(Category.TECHNICAL, "id public_id desk lines created_at"), Columns(Category.LINK, "user_id")),
        (subject("user_id"),),
    ),
    Table(
        "insertion_import_mapping",
        "insertion",
        (Columns(Category.NOTHING, "id service_id titles columns confirmed_at"), Columns(Category.LINK, "user_id")),
        (subject("user_id"),),
    ),
    Table(
        "insertion_proposition",
        "insertion",
        (
            Columns(Category.SENSITIVE, "mission_id sent_at told_at"),
            Columns(Category.LINK, "referent_id"),
            Columns(Category.TECHNICAL, "id public_id user_id"),
        ),
        (subject("user_id"), _by_referent("referent_id")),
    ),
    Table(
        "insertion_action",
        "insertion",
        (
            Columns(
                Category.NOTHING,
                "id public_id territoire_code kind state title neutral_title host words commune_code address places places_taken"
                " created_at changed_at change_words cancel_reason",
            ),
            Columns(Category.LINK, "author_id"),
        ),
        (actor("author_id"),),
    ),
    Table("insertion_seance", "insertion", (Columns(Category.NOTHING, "id public_id action_id starts_at ends_at"),), why=_l("Une date.")),
    Table(
        "insertion_action_invitation",
        "insertion",
        (
            Columns(Category.SENSITIVE, "action_id sent_at"),
            Columns(Category.LINK, "referent_id"),
            Columns(Category.TECHNICAL, "id user_id"),
        ),
        (subject("user_id"), _by_referent("referent_id")),
    ),
    Table(
        "insertion_inscription",
        "insertion",
        (
            Columns(Category.SENSITIVE, "action_id answer asked_at shown attended_at"),
            Columns(Category.TECHNICAL, "id user_id engagement_id"),
        ),
        (subject("user_id"),),
    ),
    Table(
        "insertion_parole",
        "insertion",
        (Columns(Category.NOTHING, "id public_id territoire_code words state reason sent_at"), Columns(Category.LINK, "referent_id")),
        (
            Person(
                Role.ACTOR,
                path=("referent_id", "user_id"),
                fate=Fate.BLANKED,
                blank=("referent_id",),
                why=_l("La phrase reste un an, sans le nom de qui l’a écrite."),
            ),
        ),
    ),
    Table("insertion_training_count", "figures", (Columns(Category.NOTHING, "territoire_code value"),), why=_NOBODY),
    Table("insertion_anonymous_count", "figures", (Columns(Category.NOTHING, "territoire_code quarter figure value"),), why=_NOBODY),
    Table("insertion_closing", "figures", (Columns(Category.NOTHING, "series period shown closed_at"),), why=_NOBODY),
    Table(
        "insertion_shown_figure",
        "figures",
        (Columns(Category.NOTHING, "id series period axis rows quarters value minutes first_quartile median third_quartile"),),
        why=_NOBODY,
    ),
)
