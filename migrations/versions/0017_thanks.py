"""The association's thanks beside the bilan.

Revision 0017, after 0016.
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("bilan") as batch:
        batch.add_column(sa.Column("thanks", sa.Text(), nullable=True))
        batch.add_column(sa.Column("thanks_by", sa.Text(), nullable=True))
        batch.add_column(sa.Column("thanked_at", sa.DateTime(timezone=True), nullable=True))
        batch.create_check_constraint(op.f("ck_bilan_thanks_has_date"), "thanks IS NULL OR thanked_at IS NOT NULL")


def downgrade() -> None:
    with op.batch_alter_table("bilan") as batch:
        batch.drop_constraint(op.f("ck_bilan_thanks_has_date"), type_="check")
        batch.drop_column("thanked_at")
        batch.drop_column("thanks_by")
        batch.drop_column("thanks")
