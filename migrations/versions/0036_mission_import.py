"""What was read of an association's file of missions, for an hour. Revision 0036, after 0035."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mission_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("association_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["association_id"], ["association.id"], name=op.f("fk_mission_import_association_id_association"),
                                ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_mission_import_user_id_user_account"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mission_import")),
        sa.UniqueConstraint("public_id", name=op.f("uq_mission_import_public_id")),
    )
    for name in ("association_id", "user_id", "created_at"):
        op.create_index(op.f(f"ix_mission_import_{name}"), "mission_import", [name], unique=False)


def downgrade() -> None:
    op.drop_table("mission_import")
