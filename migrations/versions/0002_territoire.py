"""Tables of territoire.

Revision 0002, after 0001.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('territoire',
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_territoire'))
    )
    op.create_table('commune',
    sa.Column('code', sa.String(length=5), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('departement', sa.String(length=3), nullable=False),
    sa.Column('lat', sa.Double(), nullable=False),
    sa.Column('lon', sa.Double(), nullable=False),
    sa.Column('population', sa.Integer(), nullable=False),
    sa.Column('territoire_code', sa.String(length=40), nullable=True),
    sa.ForeignKeyConstraint(['territoire_code'], ['territoire.code'], name=op.f('fk_commune_territoire_code_territoire')),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_commune'))
    )
    op.create_index(op.f('ix_commune_territoire_code'), 'commune', ['territoire_code'], unique=False)
    op.create_table('commune_alias',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('commune_code', sa.String(length=5), nullable=False),
    sa.Column('lat', sa.Double(), nullable=True),
    sa.Column('lon', sa.Double(), nullable=True),
    sa.ForeignKeyConstraint(['commune_code'], ['commune.code'], name=op.f('fk_commune_alias_commune_code_commune'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_commune_alias'))
    )
    op.create_index(op.f('ix_commune_alias_commune_code'), 'commune_alias', ['commune_code'], unique=False)
    op.create_table('commune_postal_code',
    sa.Column('postal_code', sa.String(length=5), nullable=False),
    sa.Column('commune_code', sa.String(length=5), nullable=False),
    sa.ForeignKeyConstraint(['commune_code'], ['commune.code'], name=op.f('fk_commune_postal_code_commune_code_commune'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('postal_code', 'commune_code', name=op.f('pk_commune_postal_code'))
    )


def downgrade() -> None:
    op.drop_table("commune_postal_code")
    op.drop_table("commune_alias")
    op.drop_table("commune")
    op.drop_table("territoire")
