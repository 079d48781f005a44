"""Telephone numbers that belong to somebody else today. Revision 0066, after 0065."""

import sqlalchemy as sa
from alembic import op

revision = "0066"
down_revision = "0065"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "number_release",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("takes_effect_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_number_release_user_id_user_account"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_number_release")),
    )
    op.create_index(op.f("ix_number_release_takes_effect_at"), "number_release", ["takes_effect_at"], unique=False)


def downgrade() -> None:
    op.drop_table("number_release")
