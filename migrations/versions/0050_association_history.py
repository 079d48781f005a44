"""The history of an association's team and of the trust it is given, who invited, and the reason of the trust.

Revision 0050, after 0049.
"""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

DEEDS = ("joined", "left", "removed", "work", "trusted", "untrusted")


def upgrade() -> None:
    op.create_table(
        "association_happening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("association_id", sa.Integer(), nullable=False),
        sa.Column("deed", sa.Enum(*DEEDS, name="deed", native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["association_id"], ["association.id"], name=op.f("fk_association_happening_association_id_association"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["user_account.id"], name=op.f("fk_association_happening_actor_id_user_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["user_account.id"], name=op.f("fk_association_happening_subject_id_user_account"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_association_happening")),
    )
    for name in ("association_id", "actor_id", "subject_id"):
        op.create_index(op.f(f"ix_association_happening_{name}"), "association_happening", [name], unique=False)
    with op.batch_alter_table("membership_invitation") as batch:
        batch.add_column(sa.Column("invited_by_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_membership_invitation_invited_by_id_user_account"), "user_account", ["invited_by_id"], ["id"], ondelete="SET NULL"
        )
        batch.create_index(op.f("ix_membership_invitation_invited_by_id"), ["invited_by_id"], unique=False)
    with op.batch_alter_table("association") as batch:
        batch.add_column(sa.Column("trust_reason", sa.Text(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("association") as batch:
        batch.drop_column("trust_reason")
    with op.batch_alter_table("membership_invitation") as batch:
        batch.drop_index(op.f("ix_membership_invitation_invited_by_id"))
        batch.drop_constraint(op.f("fk_membership_invitation_invited_by_id_user_account"), type_="foreignkey")
        batch.drop_column("invited_by_id")
    op.drop_table("association_happening")
