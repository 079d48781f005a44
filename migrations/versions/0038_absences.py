"""When an association is away: days announced beforehand, which stop the clock of those who wait. Revision 0038, after 0037."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "association_absence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("association_id", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_association_absence_days_in_order")),
        sa.ForeignKeyConstraint(
            ["association_id"], ["association.id"], name=op.f("fk_association_absence_association_id_association"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_association_absence")),
        sa.UniqueConstraint("public_id", name=op.f("uq_association_absence_public_id")),
    )
    op.create_index("ix_association_absence_association_id_last_day", "association_absence", ["association_id", "last_day"], unique=False)


def downgrade() -> None:
    op.drop_table("association_absence")
