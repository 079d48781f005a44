"""Tables of competences.

Revision 0003, after 0002.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('competence_family',
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('label', sa.Text(), nullable=False),
    sa.Column('rank', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_competence_family'))
    )
    op.create_table('domaine',
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('label', sa.Text(), nullable=False),
    sa.Column('rank', sa.Integer(), nullable=False),
    sa.Column('api_engagement', sa.JSON(), nullable=False),
    sa.Column('jeveuxaider', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_domaine'))
    )
    op.create_table('competence',
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('family_code', sa.String(length=40), nullable=False),
    sa.Column('label', sa.Text(), nullable=False),
    sa.Column('sentence', sa.Text(), nullable=False),
    sa.Column('core', sa.Boolean(), nullable=False),
    sa.Column('rank', sa.Integer(), nullable=False),
    sa.Column('rome', sa.JSON(), nullable=False),
    sa.Column('esco', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['family_code'], ['competence_family.code'], name=op.f('fk_competence_family_code_competence_family')),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_competence'))
    )
    op.create_index(op.f('ix_competence_family_code'), 'competence', ['family_code'], unique=False)


def downgrade() -> None:
    op.drop_table("competence")
    op.drop_table("domaine")
    op.drop_table("competence_family")
