"""Tables of accompagnement.

Revision 0010, after 0009.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('insertion_service',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('kind', sa.Enum('departement', 'ccas', 'association', 'france-travail', name='kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('territoire_code', sa.String(length=40), nullable=True),
    sa.ForeignKeyConstraint(['territoire_code'], ['territoire.code'], name=op.f('fk_insertion_service_territoire_code_territoire'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_insertion_service')),
    sa.UniqueConstraint('name', name=op.f('uq_insertion_service_name'))
    )
    op.create_table('insertion_link_code',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('code_hash', sa.String(length=64), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_insertion_link_code_user_id_user_account'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_insertion_link_code')),
    sa.UniqueConstraint('code_hash', name=op.f('uq_insertion_link_code_code_hash'))
    )
    op.create_index(op.f('ix_insertion_link_code_user_id'), 'insertion_link_code', ['user_id'], unique=False)
    op.create_table('insertion_referent',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('service_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['service_id'], ['insertion_service.id'], name=op.f('fk_insertion_referent_service_id_insertion_service')),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_insertion_referent_user_id_user_account'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_insertion_referent')),
    sa.UniqueConstraint('user_id', name=op.f('uq_insertion_referent_user_id'))
    )
    op.create_index(op.f('ix_insertion_referent_service_id'), 'insertion_referent', ['service_id'], unique=False)
    op.create_table('insertion_accompagnement',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('referent_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.CheckConstraint('ends_on IS NULL OR ends_on >= starts_on', name=op.f('ck_insertion_accompagnement_dates_in_order')),
    sa.ForeignKeyConstraint(['referent_id'], ['insertion_referent.id'], name=op.f('fk_insertion_accompagnement_referent_id_insertion_referent'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_insertion_accompagnement_user_id_user_account'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_insertion_accompagnement')),
    sa.UniqueConstraint('public_id', name=op.f('uq_insertion_accompagnement_public_id'))
    )
    op.create_index(op.f('ix_insertion_accompagnement_referent_id'), 'insertion_accompagnement', ['referent_id'], unique=False)
    op.create_index(op.f('ix_insertion_accompagnement_user_id'), 'insertion_accompagnement', ['user_id'], unique=False)
    op.create_index('uq_insertion_accompagnement_open', 'insertion_accompagnement', ['user_id'], unique=True, sqlite_where=sa.text('ends_on IS NULL'), postgresql_where=sa.text('ends_on IS NULL'))


def downgrade() -> None:
    op.drop_table("insertion_accompagnement")
    op.drop_table("insertion_referent")
    op.drop_table("insertion_link_code")
    op.drop_table("insertion_service")
