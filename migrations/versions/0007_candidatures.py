"""Tables of candidatures.

Revision 0007, after 0006.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('call_back',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('mission_id', sa.Integer(), nullable=False),
    sa.Column('first_name', sa.Text(), nullable=False),
    sa.Column('phone', sa.String(length=20), nullable=False),
    sa.Column('age_band', sa.Enum('adult', 'minor', name='age_band', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('best_time', sa.Text(), nullable=True),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['mission_id'], ['mission.id'], name=op.f('fk_call_back_mission_id_mission'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_call_back')),
    sa.UniqueConstraint('public_id', name=op.f('uq_call_back_public_id'))
    )
    op.create_index(op.f('ix_call_back_mission_id'), 'call_back', ['mission_id'], unique=False)
    op.create_table('candidature',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('mission_id', sa.Integer(), nullable=False),
    sa.Column('creneau_id', sa.Integer(), nullable=True),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('sent', 'accepted', 'declined', 'waitlisted', 'withdrawn', 'expired', 'revoked', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('message', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('answer', sa.Text(), nullable=True),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('reminded_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("state = 'sent' OR state = 'withdrawn' OR decided_at IS NOT NULL", name=op.f('ck_candidature_decision_has_date')),
    sa.CheckConstraint("state NOT IN ('declined', 'revoked') OR reason IS NOT NULL", name=op.f('ck_candidature_refusal_has_reason')),
    sa.ForeignKeyConstraint(['creneau_id'], ['creneau.id'], name=op.f('fk_candidature_creneau_id_creneau'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['decided_by_id'], ['user_account.id'], name=op.f('fk_candidature_decided_by_id_user_account'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['mission_id'], ['mission.id'], name=op.f('fk_candidature_mission_id_mission'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_candidature_user_id_user_account'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_candidature')),
    sa.UniqueConstraint('public_id', name=op.f('uq_candidature_public_id'))
    )
    op.create_index(op.f('ix_candidature_creneau_id'), 'candidature', ['creneau_id'], unique=False)
    op.create_index('ix_candidature_mission_id_state', 'candidature', ['mission_id', 'state'], unique=False)
    op.create_index('ix_candidature_user_id_sent_at', 'candidature', ['user_id', 'sent_at'], unique=False)
    op.create_index('uq_candidature_active_creneau', 'candidature', ['creneau_id', 'user_id'], unique=True, sqlite_where=sa.text("state IN ('sent', 'accepted', 'waitlisted') AND creneau_id IS NOT NULL"), postgresql_where=sa.text("state IN ('sent', 'accepted', 'waitlisted') AND creneau_id IS NOT NULL"))
    op.create_index('uq_candidature_active_mission', 'candidature', ['mission_id', 'user_id'], unique=True, sqlite_where=sa.text("state IN ('sent', 'accepted', 'waitlisted') AND creneau_id IS NULL"), postgresql_where=sa.text("state IN ('sent', 'accepted', 'waitlisted') AND creneau_id IS NULL"))
    op.create_table('candidature_message',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('candidature_id', sa.Integer(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=True),
    sa.Column('from_volunteer', sa.Boolean(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('read_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['author_id'], ['user_account.id'], name=op.f('fk_candidature_message_author_id_user_account'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['candidature_id'], ['candidature.id'], name=op.f('fk_candidature_message_candidature_id_candidature'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_candidature_message'))
    )
    op.create_index(op.f('ix_candidature_message_candidature_id'), 'candidature_message', ['candidature_id'], unique=False)


def downgrade() -> None:
    op.drop_table("candidature_message")
    op.drop_table("candidature")
    op.drop_table("call_back")
