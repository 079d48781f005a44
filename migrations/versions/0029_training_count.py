"""How many times the training was followed on a territory: a number. Revision 0029, after 0028."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "insertion_training_count",
        sa.Column("territoire_code", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("territoire_code", name=op.f("pk_insertion_training_count")),
    )


def downgrade() -> None:
    op.drop_table("insertion_training_count")
