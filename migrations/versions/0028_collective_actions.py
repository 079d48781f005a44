"""Collective actions: what, when and where, who is invited, who comes. Revision 0028, after 0027."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "insertion_action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("territoire_code", sa.String(length=40), nullable=True),
        sa.Column(
            "kind", sa.Enum("forum", "workshop", "project", name="kind", native_enum=False, create_constraint=True, length=40), nullable=False,
        ),
        sa.Column(
            "state", sa.Enum("draft", "open", "cancelled", name="state", native_enum=False, create_constraint=True, length=40), nullable=False,
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("neutral_title", sa.Text(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("commune_code", sa.String(length=5), nullable=True),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("places_taken", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("change_words", sa.Text(), nullable=True),
        sa.Column("cancel_reason", sa.Text(), nullable=True),
        sa.CheckConstraint("state <> 'cancelled' OR cancel_reason IS NOT NULL", name=op.f("ck_insertion_action_cancelled_has_reason")),
        sa.CheckConstraint("places > 0", name=op.f("ck_insertion_action_places_positive")),
        sa.CheckConstraint("places_taken >= 0 AND places_taken <= places", name=op.f("ck_insertion_action_never_overbooked")),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user_account.id"], name=op.f("fk_insertion_action_author_id_user_account"), ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["commune_code"], ["commune.code"], name=op.f("fk_insertion_action_commune_code_commune"), ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["territoire_code"], ["territoire.code"], name=op.f("fk_insertion_action_territoire_code_territoire"), ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_insertion_action")),
        sa.UniqueConstraint("public_id", name=op.f("uq_insertion_action_public_id")),
    )
    op.create_index(op.f("ix_insertion_action_author_id"), "insertion_action", ["author_id"], unique=False)
    op.create_index(op.f("ix_insertion_action_territoire_code"), "insertion_action", ["territoire_code"], unique=False)
    op.create_table(
        "insertion_action_invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("referent_id", sa.Integer(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"], ["insertion_action.id"], name=op.f("fk_insertion_action_invitation_action_id_insertion_action"), ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["referent_id"], ["insertion_referent.id"], name=op.f("fk_insertion_action_invitation_referent_id_insertion_referent"), ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_insertion_action_invitation_user_id_user_account"), ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_insertion_action_invitation")),
        sa.UniqueConstraint("action_id", "user_id", name=op.f("uq_insertion_action_invitation_action_id_user_id")),
    )
    op.create_index(op.f("ix_insertion_action_invitation_sent_at"), "insertion_action_invitation", ["sent_at"], unique=False)
    op.create_index(op.f("ix_insertion_action_invitation_user_id"), "insertion_action_invitation", ["user_id"], unique=False)
    op.create_table(
        "insertion_seance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_insertion_seance_times_in_order")),
        sa.ForeignKeyConstraint(
            ["action_id"], ["insertion_action.id"], name=op.f("fk_insertion_seance_action_id_insertion_action"), ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_insertion_seance")),
        sa.UniqueConstraint("action_id", "starts_at", name=op.f("uq_insertion_seance_action_id_starts_at")),
        sa.UniqueConstraint("public_id", name=op.f("uq_insertion_seance_public_id")),
    )
    op.create_table(
        "insertion_inscription",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column(
            "answer", sa.Enum("coming", "waiting", name="answer", native_enum=False, create_constraint=True, length=40), nullable=False,
        ),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("attended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("engagement_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("attended_at IS NULL OR answer = 'coming'", name=op.f("ck_insertion_inscription_attended_had_a_place")),
        sa.ForeignKeyConstraint(
            ["action_id"], ["insertion_action.id"], name=op.f("fk_insertion_inscription_action_id_insertion_action"), ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagement.id"], name=op.f("fk_insertion_inscription_engagement_id_engagement"), ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_insertion_inscription_user_id_user_account"), ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_insertion_inscription")),
        sa.UniqueConstraint("action_id", "user_id", name=op.f("uq_insertion_inscription_action_id_user_id")),
    )
    op.create_index(op.f("ix_insertion_inscription_engagement_id"), "insertion_inscription", ["engagement_id"], unique=False)
    op.create_index(op.f("ix_insertion_inscription_user_id"), "insertion_inscription", ["user_id"], unique=False)


def downgrade() -> None:
    op.drop_table("insertion_inscription")
    op.drop_table("insertion_seance")
    op.drop_table("insertion_action_invitation")
    op.drop_table("insertion_action")
