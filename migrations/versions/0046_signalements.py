"""Reports of a page or a message, and messages hidden after one. Revision 0046, after 0045."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "signalement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.Enum("mission", "association", "temoignage", "message", "verification", "page", name="kind", native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column("target", sa.String(length=200), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("territoire_code", sa.String(length=40), nullable=True),
        sa.Column("mission_id", sa.Integer(), nullable=True),
        sa.Column("association_id", sa.Integer(), nullable=True),
        sa.Column("temoignage_id", sa.Integer(), nullable=True),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.Column("candidature_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.Enum("received", "in_hand", "upheld", "dismissed", name="state", native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column("danger", sa.Boolean(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('received', 'in_hand') OR (answer IS NOT NULL AND decided_at IS NOT NULL)", name=op.f("ck_signalement_decided_has_answer")),
        sa.ForeignKeyConstraint(["association_id"], ["association.id"], name=op.f("fk_signalement_association_id_association"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["candidature_id"], ["candidature.id"], name=op.f("fk_signalement_candidature_id_candidature"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["message_id"], ["candidature_message.id"], name=op.f("fk_signalement_message_id_candidature_message"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["mission_id"], ["mission.id"], name=op.f("fk_signalement_mission_id_mission"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["temoignage_id"], ["temoignage.id"], name=op.f("fk_signalement_temoignage_id_temoignage"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["territoire_code"], ["territoire.code"], name=op.f("fk_signalement_territoire_code_territoire")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signalement")),
        sa.UniqueConstraint("public_id", name=op.f("uq_signalement_public_id")),
    )
    op.create_index(op.f("ix_signalement_association_id"), "signalement", ["association_id"], unique=False)
    op.create_index(op.f("ix_signalement_candidature_id"), "signalement", ["candidature_id"], unique=False)
    op.create_index(op.f("ix_signalement_message_id"), "signalement", ["message_id"], unique=False)
    op.create_index(op.f("ix_signalement_mission_id"), "signalement", ["mission_id"], unique=False)
    op.create_index("ix_signalement_state_received_at", "signalement", ["state", "received_at"], unique=False)
    op.create_index(op.f("ix_signalement_temoignage_id"), "signalement", ["temoignage_id"], unique=False)
    op.create_index(op.f("ix_signalement_territoire_code"), "signalement", ["territoire_code"], unique=False)
    op.create_index("uq_signalement_open", "signalement", ["kind", "target"], unique=True, sqlite_where=sa.text("state IN ('received', 'in_hand')"), postgresql_where=sa.text("state IN ('received', 'in_hand')"))
    op.create_table(
        "signalement_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("signalement_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Enum("danger", "hurtful", "money", "personal", "unsafe", "false", "broken", "other", name="reason", native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("email", sa.String(length=320), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["signalement_id"], ["signalement.id"], name=op.f("fk_signalement_report_signalement_id_signalement"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_signalement_report_user_id_user_account"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signalement_report")),
    )
    op.create_index(op.f("ix_signalement_report_signalement_id"), "signalement_report", ["signalement_id"], unique=False)
    op.create_index(op.f("ix_signalement_report_user_id"), "signalement_report", ["user_id"], unique=False)
    with op.batch_alter_table("candidature_message") as batch:
        batch.add_column(sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("candidature_message") as batch:
        batch.drop_column("hidden_at")
    op.drop_table("signalement_report")
    op.drop_table("signalement")
