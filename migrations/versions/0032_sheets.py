"""The sheets signed by hand. Revision 0032, after 0031."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

KINDS = ("application/pdf", "image/jpeg", "image/png")
TABLE = "insertion_sheet"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("annexe_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.Enum(*KINDS, name="media_type", native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("typed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["annexe_id"], ["insertion_annexe.id"], name=op.f("fk_insertion_sheet_annexe_id_insertion_annexe"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["typed_by_id"], ["user_account.id"], name=op.f("fk_insertion_sheet_typed_by_id_user_account"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_insertion_sheet")),
        sa.UniqueConstraint("public_id", name=op.f("uq_insertion_sheet_public_id")),
        sa.UniqueConstraint("annexe_id", "revision", name=op.f("uq_insertion_sheet_annexe_id_revision")),
    )


def downgrade() -> None:
    op.drop_table(TABLE)
