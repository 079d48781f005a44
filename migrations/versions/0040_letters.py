"""Letters that people choose: pace by kind, SMS besides, an address that refuses; mails that wait to be read together. Revision 0040, after 0039."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("user_account") as batch:
        batch.add_column(sa.Column("message_paces", sa.JSON(), server_default="{}", nullable=False))
        batch.add_column(sa.Column("urgent_by_sms", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch.add_column(sa.Column("email_refused_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("outgoing_mail") as batch:
        batch.add_column(sa.Column("urgent", sa.Boolean(), server_default=sa.true(), nullable=False))
        batch.create_index("ix_outgoing_mail_recipient_sent_at", ["recipient", "sent_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("outgoing_mail") as batch:
        batch.drop_index("ix_outgoing_mail_recipient_sent_at")
        batch.drop_column("urgent")
    with op.batch_alter_table("user_account") as batch:
        batch.drop_column("email_refused_at")
        batch.drop_column("urgent_by_sms")
        batch.drop_column("message_paces")
