"""A line of a file waits, once accepted, for the référent to say whose it is. Revision 0034, after 0033."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("DELETE FROM insertion_import_line")  # they come again with the next file: none has a name of its own yet
    with op.batch_alter_table("insertion_import_line") as batch:
        batch.add_column(sa.Column("public_id", sa.String(length=32), nullable=False))
        batch.add_column(sa.Column("user_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True))
        batch.alter_column("invitation_id", existing_type=sa.Integer(), nullable=True)
        batch.create_foreign_key(
            op.f("fk_insertion_import_line_user_id_user_account"), "user_account", ["user_id"], ["id"], ondelete="CASCADE"
        )
        batch.create_unique_constraint(op.f("uq_insertion_import_line_public_id"), ["public_id"])
        batch.create_check_constraint(op.f("ck_insertion_import_line_one_holder"), "(invitation_id IS NULL) <> (user_id IS NULL)")
        batch.create_check_constraint(op.f("ck_insertion_import_line_accepted_has_date"), "(user_id IS NULL) = (accepted_at IS NULL)")
        batch.create_index(op.f("ix_insertion_import_line_user_id"), ["user_id"], unique=False)


def downgrade() -> None:
    op.execute("DELETE FROM insertion_import_line WHERE invitation_id IS NULL")
    with op.batch_alter_table("insertion_import_line") as batch:
        batch.drop_index(op.f("ix_insertion_import_line_user_id"))
        batch.drop_constraint(op.f("ck_insertion_import_line_accepted_has_date"), type_="check")
        batch.drop_constraint(op.f("ck_insertion_import_line_one_holder"), type_="check")
        batch.drop_constraint(op.f("uq_insertion_import_line_public_id"), type_="unique")
        batch.drop_constraint(op.f("fk_insertion_import_line_user_id_user_account"), type_="foreignkey")
        batch.alter_column("invitation_id", existing_type=sa.Integer(), nullable=False)
        batch.drop_column("accepted_at")
        batch.drop_column("user_id")
        batch.drop_column("public_id")
