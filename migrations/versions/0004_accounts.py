"""Tables of accounts.

Revision 0004, after 0003.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('one_time_code',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('target', sa.String(length=320), nullable=False),
    sa.Column('purpose', sa.Enum('sign_in', 'confirm', 'reset', 'reset_agent', name='purpose', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('code_hash', sa.String(length=64), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_one_time_code'))
    )
    op.create_index('ix_one_time_code_target_purpose', 'one_time_code', ['target', 'purpose'], unique=False)
    op.create_table('rate_window',
    sa.Column('key', sa.String(length=200), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_rate_window'))
    )
    op.create_index(op.f('ix_rate_window_expires_at'), 'rate_window', ['expires_at'], unique=False)
    op.create_table('user_account',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('kind', sa.Enum('person', 'agent', name='kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('email', sa.String(length=320), nullable=True),
    sa.Column('email_confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('phone', sa.String(length=20), nullable=True),
    sa.Column('phone_confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('password_hash', sa.String(length=200), nullable=True),
    sa.Column('first_name', sa.Text(), nullable=False),
    sa.Column('last_name', sa.Text(), nullable=False),
    sa.Column('age_band', sa.Enum('adult', 'minor', name='age_band', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('commune_code', sa.String(length=5), nullable=True),
    sa.Column('about', sa.Text(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_seen_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('session_epoch', sa.Integer(), nullable=False),
    sa.Column('erased_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('erased_at IS NOT NULL OR email IS NOT NULL OR phone IS NOT NULL', name=op.f('ck_user_account_reachable')),
    sa.ForeignKeyConstraint(['commune_code'], ['commune.code'], name=op.f('fk_user_account_commune_code_commune'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_user_account')),
    sa.UniqueConstraint('kind', 'email', name=op.f('uq_user_account_kind_email')),
    sa.UniqueConstraint('kind', 'phone', name=op.f('uq_user_account_kind_phone')),
    sa.UniqueConstraint('public_id', name=op.f('uq_user_account_public_id'))
    )
    op.create_index(op.f('ix_user_account_commune_code'), 'user_account', ['commune_code'], unique=False)
    op.create_table('agent_role',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.Enum('moderateur', 'referent', 'pilote', 'administrateur', name='role', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('territoire_code', sa.String(length=40), nullable=True),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['territoire_code'], ['territoire.code'], name=op.f('fk_agent_role_territoire_code_territoire')),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_agent_role_user_id_user_account'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agent_role')),
    sa.UniqueConstraint('user_id', 'role', 'territoire_code', name=op.f('uq_agent_role_user_id_role_territoire_code'))
    )
    op.create_index(op.f('ix_agent_role_user_id'), 'agent_role', ['user_id'], unique=False)
    op.create_table('invitation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('email', sa.String(length=320), nullable=False),
    sa.Column('first_name', sa.Text(), nullable=False),
    sa.Column('last_name', sa.Text(), nullable=False),
    sa.Column('role', sa.Enum('moderateur', 'referent', 'pilote', 'administrateur', name='role', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('territoire_code', sa.String(length=40), nullable=True),
    sa.Column('agent_ends_on', sa.Date(), nullable=True),
    sa.Column('invited_by_id', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('accepted_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['invited_by_id'], ['user_account.id'], name=op.f('fk_invitation_invited_by_id_user_account'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['territoire_code'], ['territoire.code'], name=op.f('fk_invitation_territoire_code_territoire')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invitation')),
    sa.UniqueConstraint('public_id', name=op.f('uq_invitation_public_id')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_invitation_token_hash'))
    )


def downgrade() -> None:
    op.drop_table("invitation")
    op.drop_table("agent_role")
    op.drop_table("user_account")
    op.drop_table("rate_window")
    op.drop_table("one_time_code")
