"""What an amendment changes is kept with it, and an offer made aloud is counted once. Revision 0026, after 0025."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

KINDS, MORE_KINDS = ("revision", "withdrawal"), ("revision", "withdrawal", "disowned")



def upgrade() -> None:
    with op.batch_alter_table("insertion_annexe") as batch:
        batch.add_column(sa.Column("offer_counted", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.add_column(sa.Column("agreed_content", sa.JSON(), nullable=True))
    with op.batch_alter_table("insertion_annexe") as batch:
        batch.alter_column("offer_counted", server_default=None)
    with op.batch_alter_table("insertion_avenant") as batch:
        batch.add_column(sa.Column("public_id", sa.String(length=32), nullable=True))
        batch.add_column(sa.Column("before", sa.JSON(), nullable=True))
        batch.add_column(sa.Column("after", sa.JSON(), nullable=True))
        batch.drop_constraint(op.f("ck_insertion_avenant_kind"), type_="check")
        batch.create_check_constraint(op.f("ck_insertion_avenant_kind"), f"kind IN {MORE_KINDS}")
    avenant = sa.table("insertion_avenant", sa.column("id", sa.Integer), sa.column("public_id", sa.String))
    for (number,) in op.get_bind().execute(sa.select(avenant.c.id)).all():
        op.get_bind().execute(sa.update(avenant).where(avenant.c.id == number).values(public_id=secrets.token_urlsafe(12)))
    with op.batch_alter_table("insertion_avenant") as batch:
        batch.alter_column("public_id", existing_type=sa.String(length=32), nullable=False)
        batch.create_unique_constraint(op.f("uq_insertion_avenant_public_id"), ["public_id"])


def downgrade() -> None:
    op.execute("UPDATE insertion_avenant SET kind = 'withdrawal' WHERE kind = 'disowned'")
    with op.batch_alter_table("insertion_avenant") as batch:
        batch.drop_constraint(op.f("uq_insertion_avenant_public_id"), type_="unique")
        batch.drop_constraint(op.f("ck_insertion_avenant_kind"), type_="check")
        batch.create_check_constraint(op.f("ck_insertion_avenant_kind"), f"kind IN {KINDS}")
        for name in ("after", "before", "public_id"):
            batch.drop_column(name)
    with op.batch_alter_table("insertion_annexe") as batch:
        batch.drop_column("agreed_content")
        batch.drop_column("offer_counted")
