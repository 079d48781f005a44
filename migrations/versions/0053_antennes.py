"""Where one is met in each territory, its news and the steps by which the service came. Revision 0053, after 0052."""

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "antenne",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("territoire_code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("commune_code", sa.String(length=5), nullable=True),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("email", sa.String(length=320), nullable=True),
        sa.Column("hours", sa.Text(), nullable=True),
        sa.CheckConstraint("address IS NOT NULL OR phone IS NOT NULL", name=op.f("ck_antenne_reachable")),
        sa.ForeignKeyConstraint(["commune_code"], ["commune.code"], name=op.f("fk_antenne_commune_code_commune")),
        sa.ForeignKeyConstraint(["territoire_code"], ["territoire.code"], name=op.f("fk_antenne_territoire_code_territoire")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_antenne")),
        sa.UniqueConstraint("public_id", name=op.f("uq_antenne_public_id")),
    )
    op.create_index(op.f("ix_antenne_territoire_code"), "antenne", ["territoire_code"], unique=False)
    op.create_table(
        "nouvelle",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("territoire_code", sa.String(length=40), nullable=True),
        sa.Column("kind", sa.Enum("news", "step", name="kind", native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["territoire_code"], ["territoire.code"], name=op.f("fk_nouvelle_territoire_code_territoire")),
        sa.ForeignKeyConstraint(["written_by_id"], ["user_account.id"], name=op.f("fk_nouvelle_written_by_id_user_account"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nouvelle")),
        sa.UniqueConstraint("public_id", name=op.f("uq_nouvelle_public_id")),
    )
    op.create_index("ix_nouvelle_territoire_code_day", "nouvelle", ["territoire_code", "day"], unique=False)


def downgrade() -> None:
    op.drop_table("nouvelle")
    op.drop_table("antenne")
