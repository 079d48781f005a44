"""Missions keep their pause, the places they share, the association's own reference and the reminder to renew. Revision 0035, after 0034."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

REASONS = ("enough", "break", "later", "silent")


def upgrade() -> None:
    with op.batch_alter_table("mission") as batch:
        batch.add_column(sa.Column("pause_reason", sa.String(length=40), nullable=True))
        batch.add_column(sa.Column("resumes_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("group_key", sa.String(length=32), nullable=True))
        batch.add_column(sa.Column("reference", sa.String(length=60), nullable=True))
        batch.add_column(sa.Column("fresh_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("reminders", sa.Integer(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE mission SET fresh_at = updated_at")
    with op.batch_alter_table("mission") as batch:
        batch.alter_column("fresh_at", existing_type=sa.DateTime(timezone=True), nullable=False)
        batch.alter_column("reminders", existing_type=sa.Integer(), server_default=None)
        batch.create_check_constraint(op.f("ck_mission_pause_reason"), f"pause_reason IN {REASONS}")
        batch.create_check_constraint(
            op.f("ck_mission_pause_is_explained"), "NOT recruiting OR (pause_reason IS NULL AND resumes_on IS NULL)"
        )
        batch.create_check_constraint(op.f("ck_mission_reminder_has_date"), "(reminders = 0) = (reminded_at IS NULL)")
        batch.create_unique_constraint(op.f("uq_mission_association_id_reference"), ["association_id", "reference"])
        batch.create_index(op.f("ix_mission_group_key"), ["group_key"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("mission") as batch:
        batch.drop_index(op.f("ix_mission_group_key"))
        batch.drop_constraint(op.f("uq_mission_association_id_reference"), type_="unique")
        batch.drop_constraint(op.f("ck_mission_reminder_has_date"), type_="check")
        batch.drop_constraint(op.f("ck_mission_pause_is_explained"), type_="check")
        batch.drop_constraint(op.f("ck_mission_pause_reason"), type_="check")
        for name in ("reminded_at", "reminders", "fresh_at", "reference", "group_key", "resumes_on", "pause_reason"):
            batch.drop_column(name)
