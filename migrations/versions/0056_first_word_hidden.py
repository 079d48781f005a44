"""When the desk hid the first word of a candidature, after a report. Revision 0056, after 0055."""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("candidature") as batch:
        batch.add_column(sa.Column("message_hidden_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("candidature") as batch:
        batch.drop_column("message_hidden_at")
