"""The doors that an association or a person closes to the other. Revision 0055, after 0054."""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None

REASONS = ("agreed", "waited", "rules", "safety", "other")


def upgrade() -> None:
    op.create_table(
        "closed_door",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("association_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Enum(*REASONS, name="reason", native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("contested_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.CheckConstraint("reason <> 'other' OR sentence IS NOT NULL", name=op.f("ck_closed_door_own_reason_has_words")),
        sa.CheckConstraint("(kept_at IS NULL) = (answer IS NULL)", name=op.f("ck_closed_door_kept_has_words")),
        sa.CheckConstraint("kept_at IS NULL OR contested_at IS NOT NULL", name=op.f("ck_closed_door_kept_was_contested")),
        sa.ForeignKeyConstraint(["association_id"], ["association.id"], name=op.f("fk_closed_door_association_id_association"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_closed_door_user_id_user_account"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closed_door")),
        sa.UniqueConstraint("association_id", "user_id", name=op.f("uq_closed_door_association_id_user_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_closed_door_public_id")),
    )
    op.create_index(op.f("ix_closed_door_closed_at"), "closed_door", ["closed_at"], unique=False)
    op.create_index(op.f("ix_closed_door_user_id"), "closed_door", ["user_id"], unique=False)
    op.create_table(
        "hidden_host",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("association_id", sa.Integer(), nullable=False),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["association_id"], ["association.id"], name=op.f("fk_hidden_host_association_id_association"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_hidden_host_user_id_user_account"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", "association_id", name=op.f("pk_hidden_host")),
    )
    op.create_index(op.f("ix_hidden_host_association_id"), "hidden_host", ["association_id"], unique=False)


def downgrade() -> None:
    op.drop_table("hidden_host")
    op.drop_table("closed_door")
