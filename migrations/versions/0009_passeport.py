"""Tables of passeport.

Revision 0009, after 0008.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('skill',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('engagement_id', sa.Integer(), nullable=False),
    sa.Column('competence_code', sa.String(length=40), nullable=False),
    sa.Column('state', sa.Enum('claimed', 'attested', 'validated', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('own_words', sa.Text(), nullable=True),
    sa.Column('claimed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('attested_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('validated_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("state <> 'validated' OR validated_at IS NOT NULL", name=op.f('ck_skill_validated_has_date')),
    sa.CheckConstraint("state = 'claimed' OR attested_at IS NOT NULL", name=op.f('ck_skill_attested_has_date')),
    sa.ForeignKeyConstraint(['competence_code'], ['competence.code'], name=op.f('fk_skill_competence_code_competence')),
    sa.ForeignKeyConstraint(['engagement_id'], ['engagement.id'], name=op.f('fk_skill_engagement_id_engagement'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_skill_user_id_user_account'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_skill')),
    sa.UniqueConstraint('engagement_id', 'competence_code', name=op.f('uq_skill_engagement_id_competence_code')),
    sa.UniqueConstraint('public_id', name=op.f('uq_skill_public_id'))
    )
    op.create_index(op.f('ix_skill_user_id'), 'skill', ['user_id'], unique=False)
    op.create_table('validation_request',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('engagement_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('asked', 'declined', 'cancelled', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("state <> 'declined' OR reason IS NOT NULL", name=op.f('ck_validation_request_refusal_has_reason')),
    sa.ForeignKeyConstraint(['engagement_id'], ['engagement.id'], name=op.f('fk_validation_request_engagement_id_engagement'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_validation_request')),
    sa.UniqueConstraint('public_id', name=op.f('uq_validation_request_public_id'))
    )
    op.create_index(op.f('ix_validation_request_engagement_id'), 'validation_request', ['engagement_id'], unique=False)
    op.create_index('uq_validation_request_open', 'validation_request', ['engagement_id'], unique=True, sqlite_where=sa.text("state = 'asked'"), postgresql_where=sa.text("state = 'asked'"))


def downgrade() -> None:
    op.drop_table("validation_request")
    op.drop_table("skill")
