"""The link by which somebody who applied asks a friend to come with them. Revision 0054, after 0053."""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "companion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("candidature_id", sa.Integer(), nullable=False),
        sa.Column("friend_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("friend_id IS NULL OR friend_id <> candidature_id", name=op.f("ck_companion_two_people")),
        sa.ForeignKeyConstraint(["candidature_id"], ["candidature.id"], name=op.f("fk_companion_candidature_id_candidature"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["friend_id"], ["candidature.id"], name=op.f("fk_companion_friend_id_candidature"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_companion")),
        sa.UniqueConstraint("candidature_id", name=op.f("uq_companion_candidature_id")),
        sa.UniqueConstraint("friend_id", name=op.f("uq_companion_friend_id")),
        sa.UniqueConstraint("token", name=op.f("uq_companion_token")),
    )


def downgrade() -> None:
    op.drop_table("companion")
