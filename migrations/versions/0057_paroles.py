"""The words of référents about volunteering in their territory. Revision 0057, after 0056."""

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "insertion_parole",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("referent_id", sa.Integer(), nullable=True),
        sa.Column("territoire_code", sa.String(length=40), nullable=True),
        sa.Column("words", sa.String(length=280), nullable=False),
        sa.Column("state", sa.Enum("sent", "published", "refused", name="state", native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state <> 'refused' OR reason IS NOT NULL", name=op.f("ck_insertion_parole_refusal_has_reason")),
        sa.ForeignKeyConstraint(["referent_id"], ["insertion_referent.id"], name=op.f("fk_insertion_parole_referent_id_insertion_referent"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["territoire_code"], ["territoire.code"], name=op.f("fk_insertion_parole_territoire_code_territoire"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_insertion_parole")),
        sa.UniqueConstraint("public_id", name=op.f("uq_insertion_parole_public_id")),
    )
    op.create_index(op.f("ix_insertion_parole_referent_id"), "insertion_parole", ["referent_id"], unique=False)
    op.create_index(op.f("ix_insertion_parole_territoire_code"), "insertion_parole", ["territoire_code"], unique=False)
    op.create_index("ix_insertion_parole_state_sent_at", "insertion_parole", ["state", "sent_at"], unique=False)


def downgrade() -> None:
    op.drop_table("insertion_parole")
