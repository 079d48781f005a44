"""The address that stops a regular letter, kept with the mail.

Revision 0012, after 0011.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("outgoing_mail") as batch_op:
        batch_op.add_column(sa.Column("unsubscribe", sa.Text(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("outgoing_mail") as batch_op:
        batch_op.drop_column("unsubscribe")
