"""Tables of engagements.

Revision 0008, after 0007.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('engagement',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('candidature_id', sa.Integer(), nullable=True),
    sa.Column('association_id', sa.Integer(), nullable=True),
    sa.Column('host_name', sa.Text(), nullable=True),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('state', sa.Enum('planned', 'in_progress', 'to_close', 'attested', 'not_done', 'cancelled', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('to_close_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reminded_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('silence_told_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("state <> 'not_done' OR reason IS NOT NULL", name=op.f('ck_engagement_not_done_has_reason')),
    sa.CheckConstraint('candidature_id IS NOT NULL OR host_name IS NOT NULL', name=op.f('ck_engagement_has_origin')),
    sa.CheckConstraint('ends_on IS NULL OR ends_on >= starts_on', name=op.f('ck_engagement_dates_in_order')),
    sa.ForeignKeyConstraint(['association_id'], ['association.id'], name=op.f('fk_engagement_association_id_association'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['candidature_id'], ['candidature.id'], name=op.f('fk_engagement_candidature_id_candidature'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_engagement_user_id_user_account'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_engagement')),
    sa.UniqueConstraint('candidature_id', name=op.f('uq_engagement_candidature_id')),
    sa.UniqueConstraint('public_id', name=op.f('uq_engagement_public_id'))
    )
    op.create_index(op.f('ix_engagement_association_id'), 'engagement', ['association_id'], unique=False)
    op.create_index(op.f('ix_engagement_state'), 'engagement', ['state'], unique=False)
    op.create_index(op.f('ix_engagement_user_id'), 'engagement', ['user_id'], unique=False)
    op.create_table('bilan',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('engagement_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('expected', 'drafted', 'confirmed', 'agreed', 'disputed', 'standing', 'declared', 'withdrawn', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('sentence', sa.Text(), nullable=False),
    sa.Column('draft_words', sa.Text(), nullable=True),
    sa.Column('draft_minutes', sa.Integer(), nullable=True),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('corrected_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('confirmed_by_id', sa.Integer(), nullable=True),
    sa.Column('signatory', sa.Text(), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answer_words', sa.Text(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("state <> 'disputed' OR answer_words IS NOT NULL", name=op.f('ck_bilan_dispute_has_words')),
    sa.CheckConstraint("state <> 'withdrawn' OR reason IS NOT NULL", name=op.f('ck_bilan_withdrawal_has_reason')),
    sa.CheckConstraint("state IN ('expected', 'drafted', 'declared') OR confirmed_at IS NOT NULL", name=op.f('ck_bilan_confirmed_has_date')),
    sa.CheckConstraint("state NOT IN ('agreed', 'disputed') OR answered_at IS NOT NULL", name=op.f('ck_bilan_answer_has_date')),
    sa.CheckConstraint('minutes >= 0 AND minutes <= 600000', name=op.f('ck_bilan_minutes_sane')),
    sa.ForeignKeyConstraint(['confirmed_by_id'], ['user_account.id'], name=op.f('fk_bilan_confirmed_by_id_user_account'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['engagement_id'], ['engagement.id'], name=op.f('fk_bilan_engagement_id_engagement'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bilan')),
    sa.UniqueConstraint('engagement_id', name=op.f('uq_bilan_engagement_id'))
    )
    op.create_table('releve',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('engagement_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('entered_by', sa.Enum('volunteer', 'association', name='entered_by', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('disputed', sa.Boolean(), nullable=False),
    sa.Column('disputed_minutes', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('NOT (disputed AND confirmed_at IS NOT NULL)', name=op.f('ck_releve_confirmed_or_disputed')),
    sa.CheckConstraint('disputed_minutes IS NULL OR disputed_minutes BETWEEN 0 AND 1440', name=op.f('ck_releve_disputed_minutes_of_a_day')),
    sa.CheckConstraint('minutes > 0 AND minutes <= 1440', name=op.f('ck_releve_minutes_of_a_day')),
    sa.ForeignKeyConstraint(['engagement_id'], ['engagement.id'], name=op.f('fk_releve_engagement_id_engagement'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_releve')),
    sa.UniqueConstraint('engagement_id', 'day', name=op.f('uq_releve_engagement_id_day'))
    )
    op.create_table('bilan_competence',
    sa.Column('bilan_id', sa.Integer(), nullable=False),
    sa.Column('competence_code', sa.String(length=40), nullable=False),
    sa.Column('example', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['bilan_id'], ['bilan.id'], name=op.f('fk_bilan_competence_bilan_id_bilan'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['competence_code'], ['competence.code'], name=op.f('fk_bilan_competence_competence_code_competence')),
    sa.PrimaryKeyConstraint('bilan_id', 'competence_code', name=op.f('pk_bilan_competence'))
    )


def downgrade() -> None:
    op.drop_table("bilan_competence")
    op.drop_table("releve")
    op.drop_table("bilan")
    op.drop_table("engagement")
