"""The former site's addresses lead somewhere, and its alertes are asked about once. Revision 0042, after 0041."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "old_address",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(length=500), nullable=False),
        sa.Column("target", sa.String(length=500), nullable=True),
        sa.CheckConstraint("path LIKE '/%'", name=op.f("ck_old_address_path_is_one")),
        sa.CheckConstraint("target IS NULL OR (target LIKE '/%' AND target NOT LIKE '//%')", name=op.f("ck_old_address_leads_inside")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_old_address")),
        sa.UniqueConstraint("path", name=op.f("uq_old_address_path")),
    )
    op.create_table(
        "reprise_invitation",
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("fingerprint", name=op.f("pk_reprise_invitation")),
    )


def downgrade() -> None:
    op.drop_table("reprise_invitation")
    op.drop_table("old_address")
