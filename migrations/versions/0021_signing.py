"""Who may sign for an association: a right and a function on the membership, asked at the invitation; a bilan that waits to be signed.

Whoever could sign until now goes on signing. Revision 0021, after 0020.
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

BEFORE = "'expected', 'drafted', 'confirmed', 'agreed', 'disputed', 'standing', 'declared', 'withdrawn'"
AFTER = "'expected', 'drafted', 'prepared', 'confirmed', 'agreed', 'disputed', 'standing', 'declared', 'withdrawn'"


def upgrade() -> None:
    for table in ("membership", "membership_invitation"):
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("may_sign", sa.Boolean(), nullable=False, server_default=sa.true()))
        with op.batch_alter_table(table) as batch:
            batch.alter_column("may_sign", server_default=None)
    with op.batch_alter_table("membership") as batch:
        batch.add_column(sa.Column("function", sa.String(length=60), nullable=True))
    with op.batch_alter_table("bilan") as batch:
        batch.drop_constraint(op.f("ck_bilan_state"), type_="check")
        batch.drop_constraint(op.f("ck_bilan_confirmed_has_date"), type_="check")
        batch.create_check_constraint(op.f("ck_bilan_state"), f"state IN ({AFTER})")
        batch.create_check_constraint(
            op.f("ck_bilan_confirmed_has_date"), "state IN ('expected', 'drafted', 'prepared', 'declared') OR confirmed_at IS NOT NULL"
        )


def downgrade() -> None:
    op.execute("UPDATE bilan SET state = 'drafted' WHERE state = 'prepared' AND draft_words IS NOT NULL")
    op.execute("UPDATE bilan SET state = 'expected' WHERE state = 'prepared'")
    with op.batch_alter_table("bilan") as batch:
        batch.drop_constraint(op.f("ck_bilan_state"), type_="check")
        batch.drop_constraint(op.f("ck_bilan_confirmed_has_date"), type_="check")
        batch.create_check_constraint(op.f("ck_bilan_state"), f"state IN ({BEFORE})")
        batch.create_check_constraint(
            op.f("ck_bilan_confirmed_has_date"), "state IN ('expected', 'drafted', 'declared') OR confirmed_at IS NOT NULL"
        )
    with op.batch_alter_table("membership") as batch:
        batch.drop_column("function")
    for table in ("membership", "membership_invitation"):
        with op.batch_alter_table(table) as batch:
            batch.drop_column("may_sign")
