"""Tables of contrats.

Revision 0011, after 0010.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('insertion_anonymous_count',
    sa.Column('territoire_code', sa.String(length=40), nullable=False),
    sa.Column('quarter', sa.String(length=7), nullable=False),
    sa.Column('figure', sa.Enum('offered', 'refused', name='figure', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('value', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('territoire_code', 'quarter', 'figure', name=op.f('pk_insertion_anonymous_count'))
    )
    op.create_table('insertion_contrat_type',
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('label', sa.Text(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_insertion_contrat_type'))
    )
    op.create_table('insertion_contrat',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('type_code', sa.String(length=40), nullable=False),
    sa.Column('reference', sa.String(length=40), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('path_kind', sa.Enum('social', 'socio-pro', 'emploi', name='path_kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.CheckConstraint('ends_on >= starts_on', name=op.f('ck_insertion_contrat_dates_in_order')),
    sa.ForeignKeyConstraint(['type_code'], ['insertion_contrat_type.code'], name=op.f('fk_insertion_contrat_type_code_insertion_contrat_type')),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_insertion_contrat_user_id_user_account'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_insertion_contrat')),
    sa.UniqueConstraint('public_id', name=op.f('uq_insertion_contrat_public_id'))
    )
    op.create_index(op.f('ix_insertion_contrat_user_id'), 'insertion_contrat', ['user_id'], unique=False)
    op.create_table('insertion_annexe',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('contrat_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('draft', 'proposed', 'signed', 'amended', 'ended', 'withdrawn', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('already_engaged', sa.Boolean(), nullable=False),
    sa.Column('forms', sa.JSON(), nullable=False),
    sa.Column('competences', sa.JSON(), nullable=False),
    sa.Column('period', sa.Enum('weekly', 'monthly', name='period', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('hours', sa.Double(), nullable=False),
    sa.Column('months', sa.Integer(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('referent_commitment', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('signed_by_person_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('signed_by_referent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("state NOT IN ('signed', 'amended') OR (signed_by_person_at IS NOT NULL AND signed_by_referent_at IS NOT NULL)", name=op.f('ck_insertion_annexe_signed_by_both')),
    sa.CheckConstraint('hours > 0 AND hours <= 35', name=op.f('ck_insertion_annexe_hours_sane')),
    sa.CheckConstraint('months BETWEEN 1 AND 6', name=op.f('ck_insertion_annexe_six_months_at_most')),
    sa.ForeignKeyConstraint(['contrat_id'], ['insertion_contrat.id'], name=op.f('fk_insertion_annexe_contrat_id_insertion_contrat'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_insertion_annexe')),
    sa.UniqueConstraint('public_id', name=op.f('uq_insertion_annexe_public_id'))
    )
    op.create_index(op.f('ix_insertion_annexe_contrat_id'), 'insertion_annexe', ['contrat_id'], unique=False)
    op.create_index('uq_insertion_annexe_open', 'insertion_annexe', ['contrat_id'], unique=True, sqlite_where=sa.text("state IN ('draft', 'proposed', 'signed', 'amended')"), postgresql_where=sa.text("state IN ('draft', 'proposed', 'signed', 'amended')"))
    op.create_table('insertion_avenant',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('annexe_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('revision', 'withdrawal', name='kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['annexe_id'], ['insertion_annexe.id'], name=op.f('fk_insertion_avenant_annexe_id_insertion_annexe'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_insertion_avenant'))
    )
    op.create_index(op.f('ix_insertion_avenant_annexe_id'), 'insertion_avenant', ['annexe_id'], unique=False)
    op.create_table('insertion_consentement',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('annexe_id', sa.Integer(), nullable=False),
    sa.Column('annexe_revision', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('text_version', sa.Integer(), nullable=False),
    sa.Column('channel', sa.Enum('account', 'code', 'sheet', name='channel', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('given_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['annexe_id'], ['insertion_annexe.id'], name=op.f('fk_insertion_consentement_annexe_id_insertion_annexe'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_insertion_consentement_user_id_user_account'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_insertion_consentement'))
    )
    op.create_index(op.f('ix_insertion_consentement_annexe_id'), 'insertion_consentement', ['annexe_id'], unique=False)
    op.create_index(op.f('ix_insertion_consentement_user_id'), 'insertion_consentement', ['user_id'], unique=False)
    op.create_table('insertion_submission',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('annexe_id', sa.Integer(), nullable=False),
    sa.Column('engagement_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('submitted', 'validated', 'complement', 'cancelled', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('wants_mark', sa.Boolean(), nullable=False),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answered_by_id', sa.Integer(), nullable=True),
    sa.Column('answer_words', sa.Text(), nullable=True),
    sa.CheckConstraint("state <> 'complement' OR answer_words IS NOT NULL", name=op.f('ck_insertion_submission_complement_has_words')),
    sa.CheckConstraint("state NOT IN ('validated', 'complement') OR answered_at IS NOT NULL", name=op.f('ck_insertion_submission_answer_has_date')),
    sa.ForeignKeyConstraint(['annexe_id'], ['insertion_annexe.id'], name=op.f('fk_insertion_submission_annexe_id_insertion_annexe'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['answered_by_id'], ['user_account.id'], name=op.f('fk_insertion_submission_answered_by_id_user_account'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['engagement_id'], ['engagement.id'], name=op.f('fk_insertion_submission_engagement_id_engagement'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_insertion_submission')),
    sa.UniqueConstraint('annexe_id', 'engagement_id', name=op.f('uq_insertion_submission_annexe_id_engagement_id')),
    sa.UniqueConstraint('public_id', name=op.f('uq_insertion_submission_public_id'))
    )
    op.create_index(op.f('ix_insertion_submission_annexe_id'), 'insertion_submission', ['annexe_id'], unique=False)
    op.create_index(op.f('ix_insertion_submission_engagement_id'), 'insertion_submission', ['engagement_id'], unique=False)


def downgrade() -> None:
    op.drop_table("insertion_submission")
    op.drop_table("insertion_consentement")
    op.drop_table("insertion_avenant")
    op.drop_table("insertion_annexe")
    op.drop_table("insertion_contrat")
    op.drop_table("insertion_contrat_type")
    op.drop_table("insertion_anonymous_count")
