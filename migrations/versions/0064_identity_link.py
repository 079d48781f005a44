"""Accounts that FranceConnect or ProConnect opens too. Revision 0064, after 0063."""

import sqlalchemy as sa
from alembic import op

revision = "0064"
down_revision = "0063"
branch_labels = None
depends_on = None

PROVIDERS = ("franceconnect", "proconnect")


def upgrade() -> None:
    op.create_table(
        "identity_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("provider", sa.Enum(*PROVIDERS, name="provider", native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column("subject_hash", sa.String(length=64), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_identity_link_user_id_user_account"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_link")),
        sa.UniqueConstraint("public_id", name=op.f("uq_identity_link_public_id")),
        sa.UniqueConstraint("subject_hash", name=op.f("uq_identity_link_subject_hash")),
        sa.UniqueConstraint("user_id", "provider", name=op.f("uq_identity_link_user_id_provider")),
    )


def downgrade() -> None:
    op.drop_table("identity_link")
