"""Table of the word families that modérateurs add to the search.

Revision 0015, after 0014.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('word_family',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('spoken', sa.String(length=200), nullable=False),
    sa.Column('written', sa.String(length=200), nullable=False),
    sa.Column('official', sa.String(length=200), nullable=False),
    sa.Column('added_by_id', sa.Integer(), nullable=True),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_by_id', sa.Integer(), nullable=True),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('length(spoken) > 0', name=op.f('ck_word_family_spoken_filled')),
    sa.CheckConstraint('length(written) > 0', name=op.f('ck_word_family_written_filled')),
    sa.ForeignKeyConstraint(['added_by_id'], ['user_account.id'], name=op.f('fk_word_family_added_by_id_user_account'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['changed_by_id'], ['user_account.id'], name=op.f('fk_word_family_changed_by_id_user_account'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_word_family')),
    sa.UniqueConstraint('public_id', name=op.f('uq_word_family_public_id'))
    )


def downgrade() -> None:
    op.drop_table("word_family")
