"""Tables of associations.

Revision 0005, after 0004.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('association',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('rna', sa.String(length=10), nullable=True),
    sa.Column('siren', sa.String(length=9), nullable=True),
    sa.Column('siret', sa.String(length=14), nullable=True),
    sa.Column('description', sa.Text(), nullable=False),
    sa.Column('commune_code', sa.String(length=5), nullable=True),
    sa.Column('address', sa.Text(), nullable=True),
    sa.Column('email', sa.String(length=320), nullable=True),
    sa.Column('phone', sa.String(length=20), nullable=True),
    sa.Column('website', sa.Text(), nullable=True),
    sa.Column('opening_hours', sa.Text(), nullable=True),
    sa.Column('state', sa.Enum('pending', 'verified', 'refused', 'suspended', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('state_reason', sa.Text(), nullable=True),
    sa.Column('trusted', sa.Boolean(), nullable=False),
    sa.Column('source', sa.String(length=40), nullable=True),
    sa.Column('source_id', sa.String(length=200), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('verified_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("state NOT IN ('refused', 'suspended') OR state_reason IS NOT NULL", name=op.f('ck_association_refusal_has_reason')),
    sa.CheckConstraint('rna IS NOT NULL OR siren IS NOT NULL', name=op.f('ck_association_identified')),
    sa.ForeignKeyConstraint(['commune_code'], ['commune.code'], name=op.f('fk_association_commune_code_commune')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_association')),
    sa.UniqueConstraint('public_id', name=op.f('uq_association_public_id')),
    sa.UniqueConstraint('rna', name=op.f('uq_association_rna')),
    sa.UniqueConstraint('siren', name=op.f('uq_association_siren'))
    )
    op.create_index(op.f('ix_association_commune_code'), 'association', ['commune_code'], unique=False)
    op.create_index(op.f('ix_association_state'), 'association', ['state'], unique=False)
    op.create_table('membership',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('association_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.Enum('admin', 'member', name='role', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['association_id'], ['association.id'], name=op.f('fk_membership_association_id_association'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_membership_user_id_user_account'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_membership')),
    sa.UniqueConstraint('association_id', 'user_id', name=op.f('uq_membership_association_id_user_id'))
    )
    op.create_index(op.f('ix_membership_user_id'), 'membership', ['user_id'], unique=False)
    op.create_table('membership_invitation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('association_id', sa.Integer(), nullable=False),
    sa.Column('email', sa.String(length=320), nullable=False),
    sa.Column('role', sa.Enum('admin', 'member', name='role', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('accepted_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['association_id'], ['association.id'], name=op.f('fk_membership_invitation_association_id_association'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_membership_invitation')),
    sa.UniqueConstraint('public_id', name=op.f('uq_membership_invitation_public_id')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_membership_invitation_token_hash'))
    )
    op.create_index(op.f('ix_membership_invitation_association_id'), 'membership_invitation', ['association_id'], unique=False)


def downgrade() -> None:
    op.drop_table("membership_invitation")
    op.drop_table("membership")
    op.drop_table("association")
