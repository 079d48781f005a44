"""How who is accepted is welcomed, and the calendars behind a secret address. Revision 0051, after 0050."""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calendar_feed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("association_id", sa.Integer(), nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["association_id"], ['association.id'], name=op.f("fk_calendar_feed_association_id_association"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ['user_account.id'], name=op.f("fk_calendar_feed_user_id_user_account"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_feed_token_hash")),
    )
    op.create_index(op.f("ix_calendar_feed_association_id"), "calendar_feed", ["association_id"], unique=False)
    op.create_index(op.f("ix_calendar_feed_user_id"), "calendar_feed", ["user_id"], unique=False)
    op.create_table(
        "mission_welcome",
        sa.Column("mission_id", sa.Integer(), nullable=False),
        sa.Column("host_name", sa.String(length=80), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=True),
        sa.Column("arrival", sa.String(length=120), nullable=True),
        sa.Column("bring", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(["mission_id"], ['mission.id'], name=op.f("fk_mission_welcome_mission_id_mission"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("mission_id", name=op.f("pk_mission_welcome")),
    )


def downgrade() -> None:
    op.drop_table("mission_welcome")
    op.drop_table("calendar_feed")
