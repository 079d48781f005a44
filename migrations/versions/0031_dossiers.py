"""How files of contracts are read, what was read for an hour, and the lines that wait with an invitation. Revision 0031, after 0030."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "insertion_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column(
            "desk", sa.Enum("referent", "pilotage", name="desk", native_enum=False, create_constraint=True, length=40), nullable=False
        ),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_insertion_import_user_id_user_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_insertion_import")),
        sa.UniqueConstraint("public_id", name=op.f("uq_insertion_import_public_id")),
    )
    op.create_index(op.f("ix_insertion_import_created_at"), "insertion_import", ["created_at"], unique=False)
    op.create_index(op.f("ix_insertion_import_user_id"), "insertion_import", ["user_id"], unique=False)
    op.create_table(
        "insertion_import_mapping",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("titles", sa.JSON(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(service_id IS NULL) <> (user_id IS NULL)", name=op.f("ck_insertion_import_mapping_one_owner")),
        sa.ForeignKeyConstraint(
            ["service_id"],
            ["insertion_service.id"],
            name=op.f("fk_insertion_import_mapping_service_id_insertion_service"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_insertion_import_mapping_user_id_user_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_insertion_import_mapping")),
        sa.UniqueConstraint("service_id", name=op.f("uq_insertion_import_mapping_service_id")),
        sa.UniqueConstraint("user_id", name=op.f("uq_insertion_import_mapping_user_id")),
    )
    op.create_table(
        "insertion_import_contact",
        sa.Column("contrat_id", sa.Integer(), nullable=False),
        sa.Column("contacts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contrat_id"],
            ["insertion_contrat.id"],
            name=op.f("fk_insertion_import_contact_contrat_id_insertion_contrat"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("contrat_id", name=op.f("pk_insertion_import_contact")),
    )
    op.create_table(
        "insertion_import_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("type_code", sa.String(length=40), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column(
            "path_kind",
            sa.Enum("social", "socio-pro", "emploi", name="path_kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("contacts", sa.JSON(), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_insertion_import_line_dates_in_order")),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["insertion_invitation.id"],
            name=op.f("fk_insertion_import_line_invitation_id_insertion_invitation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["type_code"], ["insertion_contrat_type.code"], name=op.f("fk_insertion_import_line_type_code_insertion_contrat_type")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_insertion_import_line")),
        sa.UniqueConstraint("invitation_id", name=op.f("uq_insertion_import_line_invitation_id")),
    )
    op.create_index(op.f("ix_insertion_import_line_reference"), "insertion_import_line", ["reference"], unique=False)


def downgrade() -> None:
    op.drop_table("insertion_import_line")
    op.drop_table("insertion_import_contact")
    op.drop_table("insertion_import_mapping")
    op.drop_table("insertion_import")
