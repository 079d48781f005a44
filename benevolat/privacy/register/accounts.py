"""Register: accounts, ways in, agents and their roles."""

from flask_babel import lazy_gettext as _l

from .terms import Category, Columns, Fate, Person, Table, actor, subject

TABLES: tuple[Table, ...] = (
    Table(
        "user_account",
        "account",
        (
            Columns(Category.IDENTITY, "first_name last_name age_band commune_code"),
            Columns(Category.CONTACT, "email phone email_confirmed_at phone_confirmed_at email_refused_at"),
            Columns(Category.LIFE, "about message_paces urgent_by_sms created_at last_seen_at"),
            Columns(Category.SECRET, "password_hash own_code_hash own_code_tries session_epoch"),
            Columns(Category.TECHNICAL, "id public_id kind ends_on reviewed_at erased_at noticed_at"),
        ),
        (
            subject(
                "id",
                fate=Fate.BLANKED,
                blank=(
                    "email",
                    "phone",
                    "email_confirmed_at",
                    "phone_confirmed_at",
                    "email_refused_at",
                    "first_name",
                    "last_name",
                    "age_band",
                    "commune_code",
                    "about",
                    "message_paces",
                    "password_hash",
                    "own_code_hash",
                    "last_seen_at",
                    "reviewed_at",
                    "noticed_at",
                ),
                why=_l(
                    "Une ligne vide, avec la date\u00a0: elle ne dit plus rien de vous. Elle sert à vous effacer de nouveau"
                    " si nous devons remettre une sauvegarde."
                ),
            ),
        ),
    ),
    Table(
        "account_session",
        "security",
        (
            Columns(Category.LIFE, "device opened_at seen_on"),
            Columns(Category.SECRET, "token_hash strong"),
            Columns(Category.TECHNICAL, "id public_id user_id"),
        ),
        (subject("user_id"),),
    ),
    Table(
        "totp",
        "security",
        (Columns(Category.SECRET, "sealed last_step"), Columns(Category.LIFE, "confirmed_at"), Columns(Category.TECHNICAL, "user_id")),
        (subject("user_id"),),
    ),
    Table(
        "recovery_code",
        "security",
        (Columns(Category.SECRET, "code_hash used_at"), Columns(Category.TECHNICAL, "id user_id")),
        (subject("user_id"),),
    ),
    Table(
        "passkey",
        "security",
        (
            Columns(Category.LIFE, "device created_at seen_on"),
            Columns(Category.SECRET, "credential public_key sign_count"),
            Columns(Category.TECHNICAL, "id public_id user_id"),
        ),
        (subject("user_id"),),
    ),
    Table(
        "identity_link",
        "security",
        (
            Columns(Category.LIFE, "provider linked_at seen_on"),
            Columns(Category.SECRET, "subject_hash"),
            Columns(Category.TECHNICAL, "id public_id user_id"),
        ),
        (subject("user_id"),),
    ),
    Table(
        "factor_reset",
        "security",
        (Columns(Category.LIFE, "asked_at ready_at"), Columns(Category.LINK, "asked_by_id"), Columns(Category.TECHNICAL, "user_id")),
        (subject("user_id"), actor("asked_by_id")),
    ),
    Table(
        "one_time_code",
        "security",
        (
            Columns(Category.CONTACT, "target", exported=False),
            Columns(Category.SECRET, "code_hash"),
            Columns(Category.TECHNICAL, "id purpose created_at expires_at attempts used_at"),
        ),
        (Person(where="target IN (:email, :phone)"),),
    ),
    Table(
        "number_release",
        "account",
        (Columns(Category.CONTACT, "phone takes_effect_at"), Columns(Category.TECHNICAL, "user_id")),
        (subject("user_id"),),
    ),
    Table(
        "contact_change",
        "account",
        (Columns(Category.CONTACT, "email phone takes_effect_at"), Columns(Category.TECHNICAL, "id user_id")),
        (subject("user_id"),),
    ),
    Table(
        "rate_window",
        "security",
        (Columns(Category.TECHNICAL, "key count expires_at"),),
        (Person(where="key LIKE '%' || :email || '%' OR key LIKE '%' || :phone || '%' OR key LIKE '%' || :public_id || '%'"),),
    ),
    Table(
        "data_request",
        "rights",
        (
            Columns(Category.LIFE, "kind words state asked_at due_on answer answered_at"),
            Columns(Category.LINK, "answered_by_id"),
            Columns(Category.TECHNICAL, "id public_id user_id"),
        ),
        (subject("user_id"), actor("answered_by_id")),
    ),
    Table(
        "agent_role",
        "agents",
        (Columns(Category.LIFE, "role territoire_code ends_on"), Columns(Category.TECHNICAL, "id user_id")),
        (subject("user_id"),),
    ),
    Table(
        "invitation",
        "agents",
        (
            Columns(Category.IDENTITY, "first_name last_name"),
            Columns(Category.CONTACT, "email"),
            Columns(Category.LIFE, "role territoire_code agent_ends_on created_at accepted_at"),
            Columns(Category.SECRET, "token_hash"),
            Columns(Category.LINK, "invited_by_id"),
            Columns(Category.TECHNICAL, "id public_id expires_at"),
        ),
        (Person(where="email = :email"), actor("invited_by_id")),
    ),
)
