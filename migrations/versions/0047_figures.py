"""Figures written once a quarter in groups of five persons or more; searches without result, counted. Revision 0047, after 0046."""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

SERIES = (
    "offered", "refused", "signed", "first", "sent", "answered", "accepted", "done", "not_done", "attested", "skills", "temoignages",
    "alertes", "unmet",
)


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    op.create_table(
        "insertion_closing",
        sa.Column("series", _enum("series", *SERIES), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("series", "period", name=op.f("pk_insertion_closing")),
    )
    op.create_table(
        "insertion_shown_figure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series", _enum("series", *SERIES), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("axis", _enum("axis", "isere", "territoire", "domaine", "month"), nullable=False),
        sa.Column("rows", sa.Text(), nullable=False),
        sa.Column("quarters", sa.Text(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("first_quartile", sa.Double(), nullable=True),
        sa.Column("median", sa.Double(), nullable=True),
        sa.Column("third_quartile", sa.Double(), nullable=True),
        sa.CheckConstraint(
            "(median IS NULL) = (first_quartile IS NULL) AND (median IS NULL) = (third_quartile IS NULL)",
            name=op.f("ck_insertion_shown_figure_three_quartiles"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_insertion_shown_figure")),
    )
    with op.batch_alter_table("insertion_shown_figure") as batch:
        batch.create_index(op.f("ix_insertion_shown_figure_series_axis_period"), ["series", "axis", "period"], unique=False)
    op.create_table(
        "search_unmet",
        sa.Column("quarter", sa.String(length=7), nullable=False),
        sa.Column("territoire_code", sa.String(length=40), nullable=False),
        sa.Column("domaine_code", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("quarter", "territoire_code", "domaine_code", name=op.f("pk_search_unmet")),
    )


def downgrade() -> None:
    op.drop_table("search_unmet")
    with op.batch_alter_table("insertion_shown_figure") as batch:
        batch.drop_index(op.f("ix_insertion_shown_figure_series_axis_period"))
    op.drop_table("insertion_shown_figure")
    op.drop_table("insertion_closing")
