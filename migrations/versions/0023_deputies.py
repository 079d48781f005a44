"""Who stands in for a référent, from a day until a day (the first without). Revision 0023, after 0022."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "insertion_deputy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("referent_id", sa.Integer(), nullable=False),
        sa.Column("deputy_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_insertion_deputy_dates_in_order")),
        sa.CheckConstraint("referent_id <> deputy_id", name=op.f("ck_insertion_deputy_two_people")),
        sa.ForeignKeyConstraint(
            ["referent_id"], ["insertion_referent.id"], name=op.f("fk_insertion_deputy_referent_id_insertion_referent"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["deputy_id"], ["insertion_referent.id"], name=op.f("fk_insertion_deputy_deputy_id_insertion_referent"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_insertion_deputy")),
        sa.UniqueConstraint("public_id", name=op.f("uq_insertion_deputy_public_id")),
    )
    for name in ("referent_id", "deputy_id"):
        op.create_index(op.f(f"ix_insertion_deputy_{name}"), "insertion_deputy", [name], unique=False)


def downgrade() -> None:
    op.drop_table("insertion_deputy")
