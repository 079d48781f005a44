"""Register: kept searches, favourites, wishes: what a person keeps for themselves."""

from flask_babel import lazy_gettext as _l

from .terms import Category, Columns, Person, Table, subject

_BY_CONTACT = "SELECT id FROM alerte WHERE email = :email OR phone = :phone"

TABLES: tuple[Table, ...] = (
    Table(
        "alerte",
        "searches",
        (
            Columns(Category.CONTACT, "email phone"),
            Columns(
                Category.LIFE,
                "label address rhythm hour created_at paused_at words lat lon radius_km territory isere kind half_days remote"
                " association_id french setting within_days told_at clicked_at",
            ),
            Columns(Category.TECHNICAL, "id public_id user_id known_at broad next_at asked_at"),
        ),
        (subject("user_id"), Person(where="email = :email OR phone = :phone")),
    ),
    Table(
        "alerte_part",
        "searches",
        (Columns(Category.LIFE, "part value"), Columns(Category.TECHNICAL, "alerte_id")),
        (subject("alerte_id", "user_id"), Person(where=f"alerte_id IN ({_BY_CONTACT})")),
    ),
    Table(
        "alerte_mission",
        "searches",
        (Columns(Category.LIFE, "found_at told_at"), Columns(Category.TECHNICAL, "alerte_id mission_id")),
        (subject("alerte_id", "user_id"), Person(where=f"alerte_id IN ({_BY_CONTACT})")),
    ),
    Table("alerte_cursor", "reference", (Columns(Category.NOTHING, "id column_seq"),), why=_l("Un compteur.")),
    Table(
        "favori", "searches", (Columns(Category.LIFE, "kept_at mission_id"), Columns(Category.TECHNICAL, "user_id")), (subject("user_id"),)
    ),
    Table(
        "wish",
        "searches",
        (Columns(Category.LIFE, "commune_code radius_km travel half_days company said_at"), Columns(Category.TECHNICAL, "user_id")),
        (subject("user_id"),),
    ),
    Table("wish_item", "searches", (Columns(Category.LIFE, "part value"), Columns(Category.TECHNICAL, "user_id")), (subject("user_id"),)),
    Table(
        "dismissal", "searches", (Columns(Category.LIFE, "at mission_id"), Columns(Category.TECHNICAL, "user_id")), (subject("user_id"),)
    ),
)
