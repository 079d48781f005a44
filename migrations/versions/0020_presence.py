"""The sheets of presence: kilometres, days without hours, what is known of each sheet, a closing reminded twice.

Revision 0020, after 0019.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

SIDES = sa.Enum("volunteer", "association", name="km_by", native_enum=False, create_constraint=False, length=40)


def upgrade() -> None:
    with op.batch_alter_table("engagement") as batch:
        batch.add_column(sa.Column("reminders", sa.Integer(), nullable=False, server_default="0"))
    op.execute("UPDATE engagement SET reminders = 1 WHERE reminded_at IS NOT NULL")
    with op.batch_alter_table("engagement") as batch:
        batch.alter_column("reminders", server_default=None)
    with op.batch_alter_table("releve") as batch:
        batch.add_column(sa.Column("km", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("km_by", SIDES, nullable=True))
        batch.create_check_constraint(op.f("ck_releve_km_by"), "km_by IN ('volunteer', 'association')")
        batch.create_check_constraint(op.f("ck_releve_km_of_a_day"), "km IS NULL OR km BETWEEN 1 AND 1000")
        batch.create_check_constraint(op.f("ck_releve_km_has_author"), "(km IS NULL) = (km_by IS NULL)")
        batch.drop_constraint(op.f("ck_releve_minutes_of_a_day"), type_="check")
        batch.drop_constraint(op.f("ck_releve_disputed_minutes_of_a_day"), type_="check")
        batch.create_check_constraint(op.f("ck_releve_minutes_of_a_day"), "minutes > 0 AND minutes <= 1500")
        batch.create_check_constraint(
            op.f("ck_releve_disputed_minutes_of_a_day"), "disputed_minutes IS NULL OR disputed_minutes BETWEEN 0 AND 1500"
        )
    op.create_table(
        "contretemps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("outcome", sa.Enum("replaced", "cancelled", name="outcome", native_enum=False, create_constraint=True, length=40),
                  nullable=False),
        sa.Column("said_by", sa.Enum("volunteer", "association", name="said_by", native_enum=False, create_constraint=True, length=40),
                  nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagement.id"], name=op.f("fk_contretemps_engagement_id_engagement"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contretemps")),
        sa.UniqueConstraint("engagement_id", "day", name=op.f("uq_contretemps_engagement_id_day")),
    )
    op.create_table(
        "feuille",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mission_id", sa.Integer(), nullable=False),
        sa.Column("creneau_id", sa.Integer(), nullable=True),
        sa.Column("week", sa.Date(), nullable=True),
        sa.Column("filled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(creneau_id IS NULL) <> (week IS NULL)", name=op.f("ck_feuille_creneau_or_week")),
        sa.ForeignKeyConstraint(["mission_id"], ["mission.id"], name=op.f("fk_feuille_mission_id_mission"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["creneau_id"], ["creneau.id"], name=op.f("fk_feuille_creneau_id_creneau"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feuille")),
        sa.UniqueConstraint("creneau_id", name=op.f("uq_feuille_creneau_id")),
        sa.UniqueConstraint("mission_id", "week", name=op.f("uq_feuille_mission_id_week")),
    )


def downgrade() -> None:
    op.drop_table("feuille")
    op.drop_table("contretemps")
    op.execute("UPDATE releve SET minutes = 1440 WHERE minutes > 1440")
    op.execute("UPDATE releve SET disputed_minutes = 1440 WHERE disputed_minutes > 1440")
    with op.batch_alter_table("releve") as batch:
        batch.drop_constraint(op.f("ck_releve_km_by"), type_="check")
        batch.drop_constraint(op.f("ck_releve_km_of_a_day"), type_="check")
        batch.drop_constraint(op.f("ck_releve_km_has_author"), type_="check")
        batch.drop_constraint(op.f("ck_releve_minutes_of_a_day"), type_="check")
        batch.drop_constraint(op.f("ck_releve_disputed_minutes_of_a_day"), type_="check")
        batch.create_check_constraint(op.f("ck_releve_minutes_of_a_day"), "minutes > 0 AND minutes <= 1440")
        batch.create_check_constraint(
            op.f("ck_releve_disputed_minutes_of_a_day"), "disputed_minutes IS NULL OR disputed_minutes BETWEEN 0 AND 1440"
        )
        batch.drop_column("km_by")
        batch.drop_column("km")
    with op.batch_alter_table("engagement") as batch:
        batch.drop_column("reminders")
