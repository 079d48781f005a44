"""Messages that wait for a decision that can still be undone. Revision 0044, after 0043."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("outgoing_mail", "outgoing_sms"):
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("held_for", sa.String(length=32), nullable=True))
            batch.create_index(op.f(f"ix_{table}_held_for"), ["held_for"], unique=False)


def downgrade() -> None:
    for table in ("outgoing_mail", "outgoing_sms"):
        with op.batch_alter_table(table) as batch:
            batch.drop_index(op.f(f"ix_{table}_held_for"))
            batch.drop_column("held_for")
