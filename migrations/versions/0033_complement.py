"""What the person adds when a complement was asked, in their own words. Revision 0033, after 0032."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("insertion_submission") as batch:
        batch.add_column(sa.Column("words", sa.Text(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("insertion_submission") as batch:
        batch.drop_column("words")
