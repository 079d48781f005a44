"""The sessions that are open, each closed by itself. Revision 0059, after 0058. Those opened before are closed: one signs in again."""

import sqlalchemy as sa
from alembic import op

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None

DEVICES = ("android", "apple", "windows", "mac", "linux", "other")


def upgrade() -> None:
    op.create_table(
        "account_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("device", sa.Enum(*DEVICES, name="device", native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column("strong", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_account_session_user_id_user_account"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_session")),
        sa.UniqueConstraint("public_id", name=op.f("uq_account_session_public_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_account_session_token_hash")),
    )
    op.create_index(op.f("ix_account_session_user_id"), "account_session", ["user_id"], unique=False)
    op.create_index(op.f("ix_account_session_opened_at"), "account_session", ["opened_at"], unique=False)


def downgrade() -> None:
    op.drop_table("account_session")
