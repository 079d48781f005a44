"""What a member of an association may do: three rights on the membership and on the invitation, and the shared mailbox.

Whoever was in a team could do all of the daily work, and goes on doing it; so do those whose invitation is on its way.
Revision 0037, after 0036.
"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

RIGHTS = ("right_missions", "right_candidates", "right_hours")


def upgrade() -> None:
    for table in ("membership", "membership_invitation"):
        with op.batch_alter_table(table) as batch:
            for right in RIGHTS:
                batch.add_column(sa.Column(right, sa.Boolean(), nullable=False, server_default=sa.true()))
        with op.batch_alter_table(table) as batch:
            for right in RIGHTS:
                batch.alter_column(right, server_default=None)
    with op.batch_alter_table("association") as batch:
        batch.add_column(sa.Column("shared_mailbox", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("association") as batch:
        batch.alter_column("shared_mailbox", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("association") as batch:
        batch.drop_column("shared_mailbox")
    for table in ("membership_invitation", "membership"):
        with op.batch_alter_table(table) as batch:
            for right in RIGHTS:
                batch.drop_column(right)
