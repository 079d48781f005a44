"""A référent's invitation to an address or a number: one an address and référent, erased after thirty days. Revision 0022, after 0021."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "insertion_invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("referent_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=True),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(email IS NULL) <> (phone IS NULL)", name=op.f("ck_insertion_invitation_one_contact")),
        sa.ForeignKeyConstraint(
            ["referent_id"], ["insertion_referent.id"], name=op.f("fk_insertion_invitation_referent_id_insertion_referent"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_insertion_invitation")),
        sa.UniqueConstraint("public_id", name=op.f("uq_insertion_invitation_public_id")),
        sa.UniqueConstraint("referent_id", "email", name=op.f("uq_insertion_invitation_referent_id_email")),
        sa.UniqueConstraint("referent_id", "phone", name=op.f("uq_insertion_invitation_referent_id_phone")),
    )
    for name in ("email", "phone", "sent_at"):
        op.create_index(op.f(f"ix_insertion_invitation_{name}"), "insertion_invitation", [name], unique=False)


def downgrade() -> None:
    op.drop_table("insertion_invitation")
