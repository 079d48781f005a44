"""Register: candidatures, engagements, hours, the passeport and its documents, engagements elsewhere, témoignages."""

from flask_babel import lazy_gettext as _l

from .terms import Category, Columns, Fate, Person, Table, actor, subject

CONFIRMED = (
    "engagement.association_id IS NOT NULL AND (EXISTS (SELECT 1 FROM releve WHERE releve.engagement_id = engagement.id"
    " AND releve.confirmed_at IS NOT NULL) OR EXISTS (SELECT 1 FROM bilan WHERE bilan.engagement_id = engagement.id"
    " AND bilan.confirmed_at IS NOT NULL))"
)
"""The hours of an engagement were confirmed by the association: they stand in its accounts."""
_COUNTED = _l(
    "Des heures confirmées restent dans les comptes de l’association : les jours, les heures, la mission. Votre nom et vos mots partent."
)
_WITH_THE_ENGAGEMENT = ("engagement_id", "user_id")
_WITH_THE_CANDIDATURE = ("candidature_id", "user_id")
_OUTLIVES = "EXISTS (SELECT 1 FROM document WHERE document.id = {0}.document_id AND document.outlives)"
_WISHED = _l("Vous avez coché « Garder ce document vérifiable si je ferme mon compte » : il reste tel quel.")

TABLES: tuple[Table, ...] = (
    Table(
        "candidature",
        "applying",
        (
            Columns(Category.LIFE, "state message message_hidden_at reason answer sent_at decided_at"),
            Columns(Category.LINK, "decided_by_id"),
            Columns(Category.TECHNICAL, "id public_id mission_id creneau_id user_id reminded_at"),
        ),
        (
            subject(
                "user_id",
                unless="EXISTS (SELECT 1 FROM engagement WHERE engagement.candidature_id = candidature.id)",
                blank=("message", "reason", "answer"),
                why=_COUNTED,
            ),
            actor("decided_by_id"),
        ),
    ),
    Table(
        "candidature_message",
        "applying",
        (
            Columns(Category.LIFE, "from_volunteer body at read_at hidden_at"),
            Columns(Category.LINK, "author_id"),
            Columns(Category.TECHNICAL, "id candidature_id"),
        ),
        (subject(*_WITH_THE_CANDIDATURE), actor("author_id")),
    ),
    Table(
        "call_back",
        "applying",
        (
            Columns(Category.IDENTITY, "first_name age_band"),
            Columns(Category.CONTACT, "phone"),
            Columns(Category.LIFE, "best_time asked_at done_at"),
            Columns(Category.TECHNICAL, "id public_id mission_id"),
        ),
        (Person(where="phone = :phone"),),
    ),
    Table(
        "place_offer",
        "applying",
        (Columns(Category.LIFE, "state made_at ends_at ended_at"), Columns(Category.TECHNICAL, "id public_id candidature_id")),
        (subject(*_WITH_THE_CANDIDATURE),),
    ),
    Table(
        "answer_link",
        "applying",
        (
            Columns(Category.SECRET, "token_hash"),
            Columns(Category.LINK, "user_id"),
            Columns(Category.TECHNICAL, "id candidature_id state made_at expires_at used_at"),
        ),
        (subject(*_WITH_THE_CANDIDATURE), subject("user_id")),
    ),
    Table(
        "parent_agreement",
        "applying",
        (
            Columns(Category.LIFE, "way state text text_version asked_at answered_at"),
            Columns(Category.IDENTITY, "parent_name"),
            Columns(Category.SECRET, "token_hash"),
            Columns(Category.LINK, "received_by_id"),
            Columns(Category.TECHNICAL, "id candidature_id"),
        ),
        (subject(*_WITH_THE_CANDIDATURE), actor("received_by_id")),
    ),
    Table(
        "companion",
        "applying",
        (
            Columns(Category.SECRET, "token"),
            Columns(Category.LIFE, "made_at"),
            Columns(Category.LINK, "friend_id"),
            Columns(Category.TECHNICAL, "id candidature_id"),
        ),
        (subject(*_WITH_THE_CANDIDATURE), subject("friend_id", "user_id")),
    ),
    Table(
        "closed_door",
        "applying",
        (
            Columns(Category.LIFE, "reason sentence closed_at contested_at kept_at answer"),
            Columns(Category.TECHNICAL, "id public_id association_id user_id"),
        ),
        (subject("user_id"),),
    ),
    Table(
        "hidden_host",
        "applying",
        (Columns(Category.LIFE, "hidden_at association_id"), Columns(Category.TECHNICAL, "user_id")),
        (subject("user_id"),),
    ),
    Table(
        "calendar_feed",
        "account",
        (
            Columns(Category.SECRET, "token_hash"),
            Columns(Category.LIFE, "made_at"),
            Columns(Category.TECHNICAL, "id user_id association_id"),
        ),
        (subject("user_id"),),
    ),
    Table(
        "engagement",
        "engagements",
        (
            Columns(Category.LIFE, "host_name title state reason starts_on ends_on created_at to_close_at"),
            Columns(Category.TECHNICAL, "id public_id user_id candidature_id association_id reminded_at reminders silence_told_at"),
        ),
        (subject("user_id", unless=CONFIRMED, blank=("reason",), why=_COUNTED),),
    ),
    Table(
        "releve",
        "engagements",
        (
            Columns(Category.LIFE, "day minutes entered_by confirmed_at disputed disputed_minutes km km_by at"),
            Columns(Category.TECHNICAL, "id engagement_id"),
        ),
        (subject(*_WITH_THE_ENGAGEMENT, fate=Fate.STAYS, why=_COUNTED),),
    ),
    Table(
        "contretemps",
        "engagements",
        (Columns(Category.LIFE, "day outcome said_by at"), Columns(Category.TECHNICAL, "id engagement_id")),
        (subject(*_WITH_THE_ENGAGEMENT),),
    ),
    Table(
        "bilan",
        "engagements",
        (
            Columns(
                Category.LIFE,
                "state minutes sentence draft_words draft_minutes confirmed_at corrected_at answered_at answer_words reason"
                " thanks thanked_at created_at",
            ),
            Columns(Category.IDENTITY, "signatory thanks_by"),
            Columns(Category.LINK, "confirmed_by_id"),
            Columns(Category.TECHNICAL, "id engagement_id"),
        ),
        (
            subject(
                *_WITH_THE_ENGAGEMENT,
                fate=Fate.BLANKED,
                why=_COUNTED,
                blank=("sentence", "draft_words", "answer_words", "reason", "thanks", "thanks_by", "signatory"),
            ),
            actor("confirmed_by_id"),
        ),
    ),
    Table(
        "bilan_competence",
        "engagements",
        (Columns(Category.LIFE, "competence_code example"), Columns(Category.TECHNICAL, "bilan_id")),
        (subject("bilan_id", *_WITH_THE_ENGAGEMENT),),
    ),
    Table(
        "declaration",
        "elsewhere",
        (Columns(Category.LIFE, "domaine_code host_name starts_on ends_on"), Columns(Category.TECHNICAL, "engagement_id")),
        (subject(*_WITH_THE_ENGAGEMENT),),
    ),
    Table(
        "skill",
        "passeport",
        (
            Columns(Category.LIFE, "competence_code state own_words claimed_at attested_at validated_at"),
            Columns(Category.TECHNICAL, "id public_id user_id engagement_id"),
        ),
        (subject("user_id"),),
    ),
    Table(
        "validation_request",
        "passeport",
        (Columns(Category.LIFE, "state reason asked_at answered_at"), Columns(Category.TECHNICAL, "id public_id engagement_id")),
        (subject(*_WITH_THE_ENGAGEMENT),),
    ),
    Table(
        "passeport_version",
        "passeport",
        (Columns(Category.LIFE, "title made_at"), Columns(Category.TECHNICAL, "id public_id user_id")),
        (subject("user_id"),),
    ),
    Table(
        "passeport_version_item",
        "passeport",
        (Columns(Category.LIFE, "rank title"), Columns(Category.TECHNICAL, "version_id engagement_id")),
        (subject("version_id", "user_id"),),
    ),
    Table(
        "passeport_version_skill",
        "passeport",
        (Columns(Category.TECHNICAL, "version_id engagement_id skill_id"),),
        (subject("skill_id", "user_id"),),
    ),
    Table(
        "document",
        "passeport",
        (
            Columns(Category.LIFE, "code kind title content state outlives issued_at replaced_at withdrawn_at"),
            Columns(Category.TECHNICAL, "id public_id user_id version_id engagement_id fingerprint accessible"),
        ),
        (subject("user_id", unless="outlives", why=_WISHED),),
    ),
    Table(
        "document_file",
        "passeport",
        (Columns(Category.LIFE, "body"), Columns(Category.TECHNICAL, "document_id")),
        (subject("document_id", "user_id", unless=_OUTLIVES.format("document_file"), why=_WISHED),),
    ),
    Table(
        "credential",
        "passeport",
        (Columns(Category.LIFE, "attested_at body"), Columns(Category.TECHNICAL, "id place document_id engagement_id")),
        (subject("document_id", "user_id", unless=_OUTLIVES.format("credential"), why=_WISHED),),
    ),
    Table(
        "share",
        "passeport",
        (Columns(Category.LIFE, "code with_contact made_at expires_at seen"), Columns(Category.TECHNICAL, "id public_id version_id")),
        (subject("version_id", "user_id"),),
    ),
    Table(
        "proof_request",
        "elsewhere",
        (
            Columns(Category.LIFE, "channel state sendings asked_at sent_at expires_at closed_at"),
            Columns(Category.CONTACT, "contact_name email"),
            Columns(Category.SECRET, "email_hash token_hash paper_code"),
            Columns(Category.TECHNICAL, "id public_id engagement_id"),
        ),
        (
            subject(*_WITH_THE_ENGAGEMENT),
            Person(
                where="email = :email",
                fate=Fate.BLANKED,
                blank=("email", "contact_name"),
                why=_l("La demande appartient à la personne qui l’a faite."),
            ),
        ),
    ),
    Table(
        "temoignage",
        "temoignages",
        (
            Columns(Category.LIFE, "state words naming submitted_at published_at reason reason_words reported_at report_words"),
            Columns(Category.IDENTITY, "shown_name"),
            Columns(Category.TECHNICAL, "id public_id engagement_id"),
        ),
        (subject(*_WITH_THE_ENGAGEMENT),),
    ),
    Table(
        "temoignage_accord",
        "temoignages",
        (Columns(Category.LIFE, "text text_version given_at withdrawn_at"), Columns(Category.TECHNICAL, "id temoignage_id")),
        (subject("temoignage_id", *_WITH_THE_ENGAGEMENT),),
    ),
    Table("engagement_suite", "temoignages", (Columns(Category.TECHNICAL, "engagement_id"),), (subject(*_WITH_THE_ENGAGEMENT),)),
    Table(
        "anonymous_answer",
        "figures",
        (Columns(Category.NOTHING, "quarter territoire_code question answer value"),),
        why=_l("Un compte de réponses : rien n’y mène à une personne."),
    ),
)
