"""The address or number that takes the place of a lost one, three days after it was proven at a desk. Revision 0027, after 0026."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "contact_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=True),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("takes_effect_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(email IS NULL) <> (phone IS NULL)", name=op.f("ck_contact_change_one_contact")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_contact_change_user_id_user_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_change")),
        sa.UniqueConstraint("user_id", name=op.f("uq_contact_change_user_id")),
    )
    op.create_index(op.f("ix_contact_change_takes_effect_at"), "contact_change", ["takes_effect_at"], unique=False)


def downgrade() -> None:
    op.drop_table("contact_change")
