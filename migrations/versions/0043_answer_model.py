"""An association's own models of message. Revision 0043, after 0042."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "answer_model",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("association_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Enum("accept", "waitlist", "decline", name="kind", native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["association_id"], ['association.id'], name=op.f("fk_answer_model_association_id_association"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_model")),
        sa.UniqueConstraint("public_id", name=op.f("uq_answer_model_public_id")),
    )
    op.create_index(op.f("ix_answer_model_association_id"), "answer_model", ["association_id"], unique=False)


def downgrade() -> None:
    op.drop_table("answer_model")
