"""The places of an association, named once and chosen when a mission is written. Revision 0039, after 0038."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "association_lieu",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("association_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("commune_code", sa.String(length=5), nullable=False),
        sa.Column("directions", sa.String(length=300), nullable=True),
        sa.Column("wheelchair", sa.Boolean(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["association_id"], ["association.id"], name=op.f("fk_association_lieu_association_id_association"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["commune_code"], ["commune.code"], name=op.f("fk_association_lieu_commune_code_commune")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_association_lieu")),
        sa.UniqueConstraint("public_id", name=op.f("uq_association_lieu_public_id")),
        sa.UniqueConstraint("association_id", "name", name=op.f("uq_association_lieu_association_id_name")),
    )
    op.create_index(op.f("ix_association_lieu_commune_code"), "association_lieu", ["commune_code"], unique=False)


def downgrade() -> None:
    op.drop_table("association_lieu")
