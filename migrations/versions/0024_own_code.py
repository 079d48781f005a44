"""The code by which a person says yes on somebody else's screen: their own, or one sent for it. Revision 0024, after 0023."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

BEFORE = "'sign_in', 'confirm', 'reset', 'reset_agent'"


def upgrade() -> None:
    with op.batch_alter_table("user_account") as batch:
        batch.add_column(sa.Column("own_code_hash", sa.String(length=64), nullable=True))
        batch.add_column(sa.Column("own_code_tries", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("one_time_code") as batch:
        batch.drop_constraint(op.f("ck_one_time_code_purpose"), type_="check")
        batch.create_check_constraint(op.f("ck_one_time_code_purpose"), f"purpose IN ({BEFORE}, 'agree')")


def downgrade() -> None:
    op.execute("DELETE FROM one_time_code WHERE purpose = 'agree'")
    with op.batch_alter_table("one_time_code") as batch:
        batch.drop_constraint(op.f("ck_one_time_code_purpose"), type_="check")
        batch.create_check_constraint(op.f("ck_one_time_code_purpose"), f"purpose IN ({BEFORE})")
    with op.batch_alter_table("user_account") as batch:
        batch.drop_column("own_code_tries")
        batch.drop_column("own_code_hash")
