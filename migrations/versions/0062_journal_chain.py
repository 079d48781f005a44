"""A journal that is chained, and that the database itself keeps from being changed. Revision 0062, after 0061.

The lines written before get their MAC the first time the chain is sealed.
"""

import sqlalchemy as sa
from alembic import op

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None

CONTENT = ("id", "at", "actor_id", "subject_id", "action", "reason")

SAYS = "the journal is append-only"

# what may change of a line: its place and its seal, together and once (and a MAC where there was none); of the head: going forward
SEALING = "OLD.position IS NULL AND NEW.position IS NOT NULL AND NEW.seal IS NOT NULL AND (OLD.mac IS NULL OR NEW.mac = OLD.mac) AND {same}"
FORWARD = "NEW.id = OLD.id AND NEW.position > OLD.position"
# what may be erased: what a checkpoint holds the end of, and is older than it says
BEHIND = "EXISTS (SELECT 1 FROM journal_checkpoint c WHERE c.position >= OLD.position AND c.before > OLD.at)"
GUARDS = {
    ("journal_entry", "UPDATE"): SEALING, ("journal_entry", "DELETE"): BEHIND,
    ("journal_head", "UPDATE"): FORWARD, ("journal_head", "DELETE"): "",
    ("journal_checkpoint", "UPDATE"): "", ("journal_checkpoint", "DELETE"): "",
}


def _sqlite_guard(table: str, event: str, allowed: str) -> None:
    same = " AND ".join(f"NEW.{name} IS OLD.{name}" for name in CONTENT)
    when = f" WHEN NOT coalesce({allowed.format(same=same)}, 0)" if allowed else ""
    op.execute(
        f"CREATE TRIGGER {table}_{event.lower()} BEFORE {event} ON {table}{when} BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
    )


def _postgresql_guard(table: str, event: str, allowed: str) -> None:
    same = " AND ".join(f"NEW.{name} IS NOT DISTINCT FROM OLD.{name}" for name in CONTENT)
    condition = allowed.format(same=same) or "false"
    name = f"{table}_{event.lower()}"
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF {condition} THEN RETURN {'OLD' if event == 'DELETE' else 'NEW'}; END IF;"
        f" RAISE EXCEPTION '{SAYS}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")


def upgrade() -> None:
    with op.batch_alter_table("journal_entry") as batch:
        batch.add_column(sa.Column("mac", sa.String(length=80), nullable=True))
        batch.add_column(sa.Column("position", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("seal", sa.String(length=80), nullable=True))
        batch.create_unique_constraint(op.f("uq_journal_entry_position"), ["position"])
    waiting = sa.text("position IS NULL")
    op.create_index("ix_journal_entry_waiting", "journal_entry", ["id"], sqlite_where=waiting, postgresql_where=waiting)
    op.create_table(
        "journal_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("seal", sa.String(length=80), nullable=False),
        sa.Column("mac", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_head")),
    )
    op.execute("INSERT INTO journal_head (id, position, seal, mac) VALUES (1, 0, '', '')")
    op.create_table(
        "journal_checkpoint",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("seal", sa.String(length=80), nullable=False),
        sa.Column("before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("mac", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_checkpoint")),
    )
    guard = _postgresql_guard if op.get_bind().dialect.name == "postgresql" else _sqlite_guard
    for (table, event), allowed in GUARDS.items():
        guard(table, event, allowed)


def downgrade() -> None:
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    for table, event in GUARDS:
        name = f"{table}_{event.lower()}"
        op.execute(f"DROP TRIGGER {name} ON {table}" if on_postgresql else f"DROP TRIGGER {name}")
        if on_postgresql:
            op.execute(f"DROP FUNCTION {name}()")
    op.drop_table("journal_checkpoint")
    op.drop_table("journal_head")
    op.drop_index("ix_journal_entry_waiting", table_name="journal_entry")
    with op.batch_alter_table("journal_entry") as batch:
        batch.drop_constraint(op.f("uq_journal_entry_position"), type_="unique")
        for name in ("seal", "position", "mac"):
            batch.drop_column(name)
