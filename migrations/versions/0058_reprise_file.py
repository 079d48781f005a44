"""Files of the former site brought from a page: tried, confirmed, written by parts. Revision 0058, after 0057."""

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reprise_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.Enum("associations", "missions", "alertes", "adresses", name="kind", native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("judged_before", sa.Boolean(), nullable=False),
        sa.Column("state", sa.Enum("trying", "tried", "writing", "written", name="state", native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=True),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("done >= 0 AND done <= total", name=op.f("ck_reprise_file_done_within_total")),
        sa.CheckConstraint("state <> 'written' OR lines IS NULL", name=op.f("ck_reprise_file_written_keeps_no_line")),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_reprise_file_by_id_user_account"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reprise_file")),
        sa.UniqueConstraint("public_id", name=op.f("uq_reprise_file_public_id")),
    )
    op.create_index(op.f("ix_reprise_file_added_at"), "reprise_file", ["added_at"], unique=False)
    op.create_index(op.f("ix_reprise_file_by_id"), "reprise_file", ["by_id"], unique=False)
    op.create_index("uq_reprise_file_writing", "reprise_file", ["state"], unique=True, sqlite_where=sa.text("state = 'writing'"), postgresql_where=sa.text("state = 'writing'"))


def downgrade() -> None:
    op.drop_table("reprise_file")
