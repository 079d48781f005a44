"""What a référent decided of each guard rail. Revision 0030, after 0029."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

QUESTIONS = ("former-employer", "replaces-post", "hours", "direct-use", "undeclared", "counts")
REASONS = (
    "not-former", "other-host", "former", "adds-to-staff", "no-staff", "replaces", "hours-fit", "hours-placed", "hours-lower",
    "useful-skill", "useful-trade", "not-direct", "no-private", "through-structure", "find-structure", "counts-yes", "counts-no",
    "counts-later",
)
TABLE = "insertion_decision"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("annexe_id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("question", sa.Enum(*QUESTIONS, name="question", native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column("reason", sa.Enum(*REASONS, name="reason", native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("law", sa.Text(), nullable=False),
        sa.Column("law_version", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("words IS NULL OR length(words) <= 160", name=op.f("ck_insertion_decision_one_sentence")),
        sa.ForeignKeyConstraint(
            ["annexe_id"], ["insertion_annexe.id"], name=op.f("fk_insertion_decision_annexe_id_insertion_annexe"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["insertion_submission.id"], name=op.f("fk_insertion_decision_submission_id_insertion_submission"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user_account.id"], name=op.f("fk_insertion_decision_decided_by_id_user_account"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_insertion_decision")),
    )
    for name, columns, where in (
        ("uq_insertion_decision_annexe", ["annexe_id", "revision", "question"], sa.text("submission_id IS NULL")),
        ("uq_insertion_decision_submission", ["submission_id", "question"], sa.text("submission_id IS NOT NULL")),
    ):
        op.create_index(name, TABLE, columns, unique=True, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    op.drop_table(TABLE)
