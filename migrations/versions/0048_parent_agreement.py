"""What a parent agrees to when somebody of 16 or 17 applies. Revision 0048, after 0047."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "parent_agreement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("candidature_id", sa.Integer(), nullable=False),
        sa.Column("way", sa.Enum("link", "sheet", name="way", native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column("state", sa.Enum("asked", "given", "refused", "withdrawn", name="state", native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("parent_name", sa.String(length=120), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("text_version", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(state = 'asked') = (answered_at IS NULL)", name=op.f("ck_parent_agreement_answer_has_date")),
        sa.CheckConstraint("(way = 'link') = (token_hash IS NOT NULL)", name=op.f("ck_parent_agreement_link_has_token")),
        sa.CheckConstraint("state <> 'given' OR text IS NOT NULL", name=op.f("ck_parent_agreement_agreement_has_text")),
        sa.ForeignKeyConstraint(["candidature_id"], ['candidature.id'], name=op.f("fk_parent_agreement_candidature_id_candidature"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["received_by_id"], ['user_account.id'], name=op.f("fk_parent_agreement_received_by_id_user_account"), ondelete='SET NULL'),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parent_agreement")),
        sa.UniqueConstraint("candidature_id", name=op.f("uq_parent_agreement_candidature_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_parent_agreement_token_hash")),
    )


def downgrade() -> None:
    op.drop_table("parent_agreement")
