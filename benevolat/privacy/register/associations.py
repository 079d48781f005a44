"""Register: associations, their teams and missions, places of help, the territory and the referential."""

from flask_babel import lazy_gettext as _l

from .terms import Category, Columns, Fate, Person, Table, actor, subject

_OWN_TEAMS = "SELECT association_id FROM membership WHERE user_id = :user"
_OF_AN_ASSOCIATION = _l("Ce que dit une association d’elle-même.")
_PUBLIC_DATA = _l("Des données publiques.")

TABLES: tuple[Table, ...] = (
    Table(
        "association",
        "associations",
        (
            Columns(
                Category.NOTHING,
                "id public_id name rna siren siret description commune_code address email phone website opening_hours state"
                " state_reason trusted trust_reason shared_mailbox source source_id created_at verified_at",
            ),
        ),
        why=_OF_AN_ASSOCIATION,
    ),
    Table(
        "membership",
        "associations",
        (
            Columns(Category.LIFE, "function since role right_missions right_candidates right_hours may_sign"),
            Columns(Category.TECHNICAL, "id association_id user_id"),
        ),
        (subject("user_id"),),
    ),
    Table(
        "membership_invitation",
        "associations",
        (
            Columns(Category.CONTACT, "email"),
            Columns(Category.LIFE, "accepted_at role right_missions right_candidates right_hours may_sign"),
            Columns(Category.SECRET, "token_hash"),
            Columns(Category.LINK, "invited_by_id"),
            Columns(Category.TECHNICAL, "id public_id association_id expires_at"),
        ),
        (Person(where="email = :email"), actor("invited_by_id")),
    ),
    Table(
        "association_absence",
        "associations",
        (Columns(Category.NOTHING, "id public_id association_id first_day last_day announced_at"),),
        why=_OF_AN_ASSOCIATION,
    ),
    Table(
        "association_lieu",
        "associations",
        (Columns(Category.NOTHING, "id public_id association_id name address commune_code directions wheelchair added_at"),),
        why=_OF_AN_ASSOCIATION,
    ),
    Table(
        "association_opening",
        "associations",
        (Columns(Category.NOTHING, "id association_id weekday opens closes"),),
        why=_OF_AN_ASSOCIATION,
    ),
    Table(
        "association_logo",
        "associations",
        (Columns(Category.NOTHING, "association_id digest content width height alt added_at"),),
        why=_OF_AN_ASSOCIATION,
    ),
    Table(
        "association_happening",
        "associations",
        (
            Columns(Category.LIFE, "deed at detail"),
            Columns(Category.LINK, "actor_id"),
            Columns(Category.TECHNICAL, "id association_id subject_id"),
        ),
        (
            subject(
                "subject_id",
                fate=Fate.BLANKED,
                blank=("subject_id", "detail"),
                why=_l("L’histoire de l’association reste, sans le lien vers votre compte."),
            ),
            actor("actor_id"),
        ),
    ),
    Table(
        "antenne",
        "reference",
        (Columns(Category.NOTHING, "id public_id territoire_code name address commune_code phone email hours"),),
        why=_l("Le contact d’un lieu, pas d’une personne."),
    ),
    Table(
        "nouvelle",
        "reference",
        (
            Columns(Category.NOTHING, "id public_id territoire_code kind day title words written_at"),
            Columns(Category.LINK, "written_by_id"),
        ),
        (actor("written_by_id"),),
    ),
    Table(
        "mission",
        "missions",
        (
            Columns(Category.IDENTITY, "contact_name"),
            Columns(
                Category.NOTHING,
                "id public_id association_id publication publication_reason published_at created_at updated_at draft_step"
                " title description domaine_code activity kind half_days hours_per_week schedule starts_on ends_on places"
                " places_taken recruiting pause_reason resumes_on where_done commune_code address address_public"
                " meeting_point lat lon costs_refunded by_bus bus_line wheelchair minors_ok children_welcome meal_offered"
                " accompanied_start french_level setting not_a_job publisher client_id application_url group_key reference"
                " fresh_at reminders reminded_at column_seq text_seq",
            ),
        ),
        (
            Person(
                where=f"contact_name IN (:name, :first_name) AND association_id IN ({_OWN_TEAMS})",
                fate=Fate.BLANKED,
                blank=("contact_name",),
                why=_l("La mission reste à l’association, sans votre nom."),
            ),
        ),
    ),
    Table(
        "mission_welcome",
        "missions",
        (Columns(Category.IDENTITY, "host_name"), Columns(Category.NOTHING, "mission_id place arrival bring")),
        (
            Person(
                where="host_name IN (:name, :first_name) AND mission_id IN"
                f" (SELECT id FROM mission WHERE association_id IN ({_OWN_TEAMS}))",
                fate=Fate.BLANKED,
                blank=("host_name",),
                why=_l("L’accueil reste à l’association, sans votre nom."),
            ),
        ),
    ),
    Table(
        "creneau",
        "missions",
        (Columns(Category.NOTHING, "id public_id mission_id starts_at ends_at places places_taken cancelled"),),
        why=_l("Une date d’une mission."),
    ),
    Table(
        "mission_competence",
        "missions",
        (Columns(Category.NOTHING, "mission_id competence_code"),),
        why=_l("Ce qu’une mission fait montrer."),
    ),
    Table(
        "mission_import",
        "missions",
        (Columns(Category.NOTHING, "id public_id association_id content created_at"), Columns(Category.LINK, "user_id")),
        (subject("user_id"),),
    ),
    Table(
        "answer_model", "associations", (Columns(Category.NOTHING, "id public_id association_id kind title body"),), why=_OF_AN_ASSOCIATION
    ),
    Table(
        "waiting_rule",
        "missions",
        (Columns(Category.NOTHING, "mission_id automatic chosen_at"), Columns(Category.LINK, "chosen_by_id")),
        (actor("chosen_by_id"),),
    ),
    Table(
        "feuille",
        "engagements",
        (Columns(Category.NOTHING, "id mission_id creneau_id week filled_at reminded_at"),),
        why=_l("Une feuille de présence a été remplie ou non : elle ne dit pas qui est venu."),
    ),
    Table("search_sequence", "reference", (Columns(Category.NOTHING, "name value"),), why=_l("Un compteur.")),
    Table(
        "search_unmet",
        "figures",
        (Columns(Category.NOTHING, "quarter territoire_code domaine_code value"),),
        why=_l("Un compte de recherches sans réponse, sans mots ni personne."),
    ),
    Table(
        "word_family",
        "reference",
        (
            Columns(Category.NOTHING, "id public_id spoken written official added_at changed_at"),
            Columns(Category.LINK, "added_by_id changed_by_id"),
        ),
        (actor("added_by_id"), actor("changed_by_id")),
    ),
    Table(
        "commune", "reference", (Columns(Category.NOTHING, "code name departement lat lon population territoire_code"),), why=_PUBLIC_DATA
    ),
    Table("commune_alias", "reference", (Columns(Category.NOTHING, "id commune_code name lat lon"),), why=_PUBLIC_DATA),
    Table("commune_postal_code", "reference", (Columns(Category.NOTHING, "commune_code postal_code"),), why=_PUBLIC_DATA),
    Table("territoire", "reference", (Columns(Category.NOTHING, "code name"),), why=_PUBLIC_DATA),
    Table("domaine", "reference", (Columns(Category.NOTHING, "code label rank api_engagement jeveuxaider"),), why=_PUBLIC_DATA),
    Table("competence", "reference", (Columns(Category.NOTHING, "code family_code label sentence core rank rome esco"),), why=_PUBLIC_DATA),
    Table("competence_family", "reference", (Columns(Category.NOTHING, "code label rank"),), why=_PUBLIC_DATA),
)
