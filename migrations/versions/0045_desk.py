"""The desk: claims, decisions that can be undone, texts judged before, the official directory. Revision 0045, after 0044."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mission_snapshot",
        sa.Column("mission_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Enum("published", "read", name="kind", native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["mission_id"], ["mission.id"], name=op.f("fk_mission_snapshot_mission_id_mission"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("mission_id", "kind", name=op.f("pk_mission_snapshot")),
    )
    op.create_table(
        "desk_claim",
        sa.Column("noun", sa.Enum("signalement", "mission", "association", "temoignage", "validation", name="noun", native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column("object_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_desk_claim_user_id_user_account"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("noun", "object_id", name=op.f("pk_desk_claim")),
    )
    op.create_index(op.f("ix_desk_claim_user_id"), "desk_claim", ["user_id"], unique=False)
    op.create_table(
        "desk_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("noun", sa.Enum("signalement", "mission", "association", "temoignage", "validation", name="noun", native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column("object_id", sa.Integer(), nullable=False),
        sa.Column("shown_id", sa.String(length=32), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("territoire_code", sa.String(length=40), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("final_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("log_id", sa.Integer(), nullable=True),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_desk_decision_by_id_user_account"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["territoire_code"], ["territoire.code"], name=op.f("fk_desk_decision_territoire_code_territoire")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_decision")),
        sa.UniqueConstraint("public_id", name=op.f("uq_desk_decision_public_id")),
    )
    op.create_index(op.f("ix_desk_decision_at"), "desk_decision", ["at"], unique=False)
    op.create_index(op.f("ix_desk_decision_by_id"), "desk_decision", ["by_id"], unique=False)
    op.create_index("ix_desk_decision_noun_object_id", "desk_decision", ["noun", "object_id"], unique=False)
    op.create_index(op.f("ix_desk_decision_territoire_code"), "desk_decision", ["territoire_code"], unique=False)
    op.create_table(
        "decided_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("mission_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["decision_id"], ["desk_decision.id"], name=op.f("fk_decided_text_decision_id_desk_decision"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["mission_id"], ["mission.id"], name=op.f("fk_decided_text_mission_id_mission"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decided_text")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_decided_text_decision_id")),
    )
    op.create_index(op.f("ix_decided_text_mission_id"), "decided_text", ["mission_id"], unique=False)
    op.create_table(
        "decided_text_band",
        sa.Column("decided_text_id", sa.Integer(), nullable=False),
        sa.Column("band", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["decided_text_id"], ["decided_text.id"], name=op.f("fk_decided_text_band_decided_text_id_decided_text"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("decided_text_id", "band", name=op.f("pk_decided_text_band")),
    )
    op.create_index(op.f("ix_decided_text_band_band"), "decided_text_band", ["band"], unique=False)
    op.create_table(
        "official_check",
        sa.Column("number", sa.String(length=14), nullable=False),
        sa.Column("answer", sa.Enum("found", "closed", "unknown", "unreachable", name="answer", native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=True),
        sa.Column("place", sa.String(length=100), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_official_check")),
    )


def downgrade() -> None:
    op.drop_table("official_check")
    op.drop_table("decided_text_band")
    op.drop_table("decided_text")
    op.drop_table("desk_decision")
    op.drop_table("desk_claim")
    op.drop_table("mission_snapshot")
