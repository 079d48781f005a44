"""Missions put before a person by their référent, without an answer. Revision 0025, after 0024."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "insertion_proposition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("referent_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("mission_id", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["referent_id"], ["insertion_referent.id"], name=op.f("fk_insertion_proposition_referent_id_insertion_referent"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_insertion_proposition_user_id_user_account"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["mission_id"], ["mission.id"], name=op.f("fk_insertion_proposition_mission_id_mission"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_insertion_proposition")),
        sa.UniqueConstraint("public_id", name=op.f("uq_insertion_proposition_public_id")),
        sa.UniqueConstraint("user_id", "mission_id", name=op.f("uq_insertion_proposition_user_id_mission_id")),
    )
    for name in ("referent_id", "mission_id", "sent_at"):
        op.create_index(op.f(f"ix_insertion_proposition_{name}"), "insertion_proposition", [name], unique=False)


def downgrade() -> None:
    op.drop_table("insertion_proposition")
