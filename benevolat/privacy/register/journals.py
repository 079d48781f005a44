"""Register: what makes the site run and what it remembers: the journal, passages from a state to another, queues, settings, the desk."""

from flask_babel import lazy_gettext as _l

from .terms import Category, Columns, Fate, Person, Role, Table, actor

_NAMED = (
    "body LIKE '%' || :name || '%' OR body LIKE '%' || :public_id || '%' OR body LIKE '%' || :email || '%'"
    " OR EXISTS (SELECT 1 FROM candidature WHERE candidature.user_id = :user AND {0}.body LIKE '%' || candidature.public_id || '%')"
    " OR EXISTS (SELECT 1 FROM engagement"
    " WHERE engagement.user_id = :user AND {0}.body LIKE '%' || engagement.public_id || '%')"
)
"""A message to anybody that names the person or leads to what they do."""
_ENGAGED = "engagement_id IN (SELECT id FROM engagement WHERE user_id = :user)"
_ANNEXES = (
    "SELECT insertion_annexe.id FROM insertion_annexe JOIN insertion_contrat ON insertion_contrat.id = insertion_annexe.contrat_id"
    " WHERE insertion_contrat.user_id = :user"
)
OWNED = {
    "candidature": "SELECT id FROM candidature WHERE user_id = :user",
    "engagement": "SELECT id FROM engagement WHERE user_id = :user",
    "bilan": f"SELECT id FROM bilan WHERE {_ENGAGED}",
    "proof_request": f"SELECT id FROM proof_request WHERE {_ENGAGED}",
    "validation_request": f"SELECT id FROM validation_request WHERE {_ENGAGED}",
    "temoignage": f"SELECT id FROM temoignage WHERE {_ENGAGED}",
    "document": "SELECT id FROM document WHERE user_id = :user",
    "data_request": "SELECT id FROM data_request WHERE user_id = :user",
    "annexe": _ANNEXES,
    "submission": f"SELECT id FROM insertion_submission WHERE annexe_id IN ({_ANNEXES})",
}
"""What a person has, by the noun of its workflow: whom a line of the log is about."""
_SIGNALEMENTS = (
    "SELECT id FROM signalement WHERE candidature_id IN (SELECT id FROM candidature WHERE user_id = :user) OR message_id IN (SELECT"
    " candidature_message.id FROM candidature_message JOIN candidature ON candidature.id = candidature_message.candidature_id"
    f" WHERE candidature.user_id = :user) OR temoignage_id IN ({OWNED['temoignage']})"
)
_AT_THE_DESK = (
    f"noun = 'temoignage' AND object_id IN ({OWNED['temoignage']}) OR noun = 'validation' AND object_id IN ({OWNED['validation_request']})"
    f" OR noun = 'signalement' AND object_id IN ({_SIGNALEMENTS})"
)

TABLES: tuple[Table, ...] = (
    Table(
        "journal_entry",
        "security",
        (
            Columns(Category.LIFE, "at action reason"),
            Columns(Category.LINK, "actor_id"),
            Columns(Category.TECHNICAL, "id subject_id mac position seal"),
        ),
        (
            Person(
                Role.SUBJECT,
                path=("subject_id",),
                fate=Fate.STAYS,
                why=_l("Le journal de sécurité garde 12 mois qui a lu ou décidé quoi. Il ne contient ni nom ni contenu."),
            ),
            Person(
                Role.ACTOR, path=("actor_id",), fate=Fate.STAYS, why=_l("Le journal de sécurité garde 12 mois qui a lu ou décidé quoi.")
            ),
        ),
    ),
    Table(
        "journal_head",
        "security",
        (Columns(Category.NOTHING, "id position seal mac"),),
        why=_l("Jusqu’où va le journal\u00a0: aucun compte n’y figure."),
    ),
    Table(
        "journal_checkpoint",
        "security",
        (Columns(Category.NOTHING, "id position seal before made_at mac"),),
        why=_l("Où commence le journal depuis ses douze mois\u00a0: aucun compte n’y figure."),
    ),
    Table(
        "transition_log",
        "engagements",
        (
            Columns(Category.LIFE, "noun action source target reason at"),
            Columns(Category.LINK, "actor_id"),
            Columns(Category.TECHNICAL, "id object_id"),
        ),
        (
            Person(where=" OR ".join(f"noun = '{noun}' AND object_id IN ({owned})" for noun, owned in OWNED.items())),
            Person(Role.ACTOR, path=("actor_id",), fate=Fate.STAYS, why=_l("Le numéro du compte reste, et ne mène plus à personne.")),
        ),
    ),
    Table(
        "job",
        "reference",
        (Columns(Category.TECHNICAL, "id kind payload key run_at leased_until attempts error done_at"),),
        (Person(where="CAST(payload AS TEXT) LIKE '%' || :email || '%' OR CAST(payload AS TEXT) LIKE '%' || :phone || '%'"),),
    ),
    Table(
        "outgoing_mail",
        "messages",
        (
            Columns(Category.CONTACT, "recipient"),
            Columns(Category.LIFE, "subject queued_at sent_at"),
            Columns(Category.LIFE, "body", exported=False),  # it may hold a code or a link that opens the account
            Columns(Category.TECHNICAL, "id public_id run_at leased_until attempts error held_for unsubscribe urgent"),
        ),
        (Person(where="recipient = :email OR subject LIKE '%' || :name || '%' OR " + _NAMED.format("outgoing_mail")),),
    ),
    Table(
        "outgoing_sms",
        "messages",
        (
            Columns(Category.CONTACT, "recipient"),
            Columns(Category.LIFE, "queued_at sent_at"),
            Columns(Category.LIFE, "body", exported=False),  # it may hold a code that opens the account
            Columns(Category.TECHNICAL, "id public_id run_at leased_until attempts error held_for"),
        ),
        (Person(where="recipient = :phone OR " + _NAMED.format("outgoing_sms")),),
    ),
    Table(
        "form_key",
        "reference",
        (Columns(Category.NOTHING, "key used_at"),),
        why=_l("Une clé tirée au hasard, gardée un jour : elle n’est liée à aucun compte."),
    ),
    Table(
        "setting",
        "reference",
        (Columns(Category.NOTHING, "id key version value changed_at"), Columns(Category.LINK, "changed_by")),
        (actor("changed_by"),),
    ),
    Table(
        "desk_claim",
        "moderation",
        (Columns(Category.NOTHING, "noun object_id until"), Columns(Category.LINK, "user_id")),
        (Person(where=_AT_THE_DESK), Person(Role.ACTOR, path=("user_id",), why=_l("Cela ne dure que quelques minutes."))),
    ),
    Table(
        "desk_decision",
        "moderation",
        (
            Columns(Category.LIFE, "noun title action reason at final_at undone_at before"),
            Columns(Category.LINK, "by_id"),
            Columns(Category.TECHNICAL, "id public_id object_id shown_id territoire_code log_id"),
        ),
        (
            Person(
                where=_AT_THE_DESK,
                fate=Fate.BLANKED,
                blank=("title", "reason", "before", "shown_id"),
                why=_l("Il reste qu’une décision a été prise, et quand ; ni vos mots, ni les raisons."),
            ),
            actor("by_id"),
        ),
    ),
    Table(
        "decided_text",
        "moderation",
        (Columns(Category.NOTHING, "id decision_id mission_id words"),),
        why=_l("Le texte d’une mission, pas celui d’une personne."),
    ),
    Table(
        "decided_text_band",
        "moderation",
        (Columns(Category.NOTHING, "decided_text_id band"),),
        why=_l("Un calcul sur le texte d’une mission."),
    ),
    Table(
        "official_check",
        "moderation",
        (Columns(Category.NOTHING, "number answer name place checked_at failed_at"),),
        why=_l("Ce que l’annuaire officiel dit d’une association."),
    ),
    Table(
        "signalement",
        "moderation",
        (
            Columns(Category.LIFE, "kind title evidence state danger received_at answer decided_at"),
            Columns(
                Category.TECHNICAL, "id public_id target territoire_code mission_id association_id temoignage_id message_id candidature_id"
            ),
        ),
        (
            Person(
                where=f"id IN ({_SIGNALEMENTS})",
                fate=Fate.BLANKED,
                blank=("title", "evidence", "answer", "target"),
                why=_l("Il reste qu’un signalement a été traité, et quand ; ni vos mots, ni la réponse."),
            ),
        ),
    ),
    Table(
        "signalement_report",
        "moderation",
        (
            Columns(Category.LIFE, "reason words at"),
            Columns(Category.CONTACT, "email"),
            Columns(Category.TECHNICAL, "id signalement_id user_id"),
        ),
        (
            Person(
                where="user_id = :user OR email = :email",
                fate=Fate.BLANKED,
                blank=("user_id", "email"),
                why=_l("Ce que vous avez signalé protège d’autres personnes : vos mots restent jusqu’à la fin, sans dire que c’est vous."),
            ),
        ),
    ),
    Table(
        "status_place", "passeport", (Columns(Category.NOTHING, "place"),), why=_l("Un numéro : il dit qu’un document ne vaut plus rien.")
    ),
    Table("mission_snapshot", "missions", (Columns(Category.NOTHING, "mission_id kind lines kept_at"),), why=_l("Le texte d’une mission.")),
    Table("old_address", "reference", (Columns(Category.NOTHING, "id path target"),), why=_l("Les adresses de l’ancien site.")),
    Table(
        "reprise_invitation",
        "searches",
        (Columns(Category.NOTHING, "fingerprint sent_at"),),
        why=_l("Une empreinte, d’où l’on ne tire aucune adresse ; gardée un an pour ne pas écrire deux fois."),
    ),
    Table(
        "reprise_file",
        "reference",
        (
            Columns(Category.TECHNICAL, "id public_id kind name judged_before state lines total done report added_at written_at"),
            Columns(Category.LINK, "by_id"),
        ),
        (actor("by_id"),),
    ),
)
