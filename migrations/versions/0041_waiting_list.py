"""The waiting list that moves by itself, and the links that open one answer. Revision 0041, after 0040."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "waiting_rule",
        sa.Column("mission_id", sa.Integer(), nullable=False),
        sa.Column("automatic", sa.Boolean(), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("chosen_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["chosen_by_id"], ['user_account.id'], name=op.f("fk_waiting_rule_chosen_by_id_user_account"), ondelete='SET NULL'),
        sa.ForeignKeyConstraint(["mission_id"], ['mission.id'], name=op.f("fk_waiting_rule_mission_id_mission"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("mission_id", name=op.f("pk_waiting_rule")),
    )
    op.create_table(
        "answer_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("candidature_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.Enum("sent", "accepted", "declined", "waitlisted", "withdrawn", "expired", "revoked", name="state", native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["candidature_id"], ['candidature.id'], name=op.f("fk_answer_link_candidature_id_candidature"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ['user_account.id'], name=op.f("fk_answer_link_user_id_user_account"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_answer_link_token_hash")),
    )
    op.create_index(op.f("ix_answer_link_candidature_id"), "answer_link", ["candidature_id"], unique=False)
    op.create_index(op.f("ix_answer_link_user_id"), "answer_link", ["user_id"], unique=False)
    op.create_table(
        "place_offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("candidature_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.Enum("suggested", "open", "accepted", "lapsed", "closed", name="state", native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('open', 'suggested') OR ended_at IS NOT NULL", name=op.f("ck_place_offer_end_has_date")),
        sa.ForeignKeyConstraint(["candidature_id"], ['candidature.id'], name=op.f("fk_place_offer_candidature_id_candidature"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place_offer")),
        sa.UniqueConstraint("public_id", name=op.f("uq_place_offer_public_id")),
    )
    op.create_index(op.f("ix_place_offer_candidature_id"), "place_offer", ["candidature_id"], unique=False)
    op.create_index("ix_place_offer_state_ends_at", "place_offer", ["state", "ends_at"], unique=False)
    op.create_index("uq_place_offer_open", "place_offer", ["candidature_id"], unique=True, sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"))


def downgrade() -> None:
    op.drop_table("place_offer")
    op.drop_table("answer_link")
    op.drop_table("waiting_rule")
