"""Tables of kept searches and favourites.

Revision 0013, after 0012.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('alerte_cursor',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('column_seq', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_alerte_cursor'))
    )
    op.create_table('alerte',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=True),
    sa.Column('email', sa.String(length=320), nullable=True),
    sa.Column('phone', sa.String(length=20), nullable=True),
    sa.Column('label', sa.String(length=200), nullable=False),
    sa.Column('address', sa.Text(), nullable=False),
    sa.Column('rhythm', sa.Enum('weekly', 'daily', name='rhythm', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('hour', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('known_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('broad', sa.Boolean(), nullable=False),
    sa.Column('next_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('told_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('clicked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('paused_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('lat', sa.Double(), nullable=True),
    sa.Column('lon', sa.Double(), nullable=True),
    sa.Column('radius_km', sa.Double(), nullable=True),
    sa.Column('territory', sa.String(length=40), nullable=True),
    sa.Column('isere', sa.Boolean(), nullable=False),
    sa.Column('kind', sa.Enum('dated', 'regular', name='kind', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('half_days', sa.Integer(), nullable=False),
    sa.Column('remote', sa.Boolean(), nullable=False),
    sa.Column('association_id', sa.Integer(), nullable=True),
    sa.Column('french', sa.Enum('none', 'some', 'good', name='french', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('setting', sa.Enum('alone', 'team', 'either', name='setting', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('within_days', sa.Integer(), nullable=True),
    sa.CheckConstraint("phone IS NULL OR rhythm = 'weekly'", name=op.f('ck_alerte_sms_is_weekly')),
    sa.CheckConstraint('(CASE WHEN user_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN email IS NULL THEN 0 ELSE 1 END) + (CASE WHEN phone IS NULL THEN 0 ELSE 1 END) = 1', name=op.f('ck_alerte_one_holder')),
    sa.CheckConstraint('(lat IS NULL) = (lon IS NULL)', name=op.f('ck_alerte_whole_point')),
    sa.CheckConstraint('half_days >= 0 AND half_days < 2097152', name=op.f('ck_alerte_half_days_mask')),
    sa.CheckConstraint('hour >= 7 AND hour <= 21', name=op.f('ck_alerte_hour_of_day')),
    sa.ForeignKeyConstraint(['association_id'], ['association.id'], name=op.f('fk_alerte_association_id_association'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_alerte_user_id_user_account'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_alerte')),
    sa.UniqueConstraint('public_id', name=op.f('uq_alerte_public_id'))
    )
    op.create_index('ix_alerte_association_id', 'alerte', ['association_id'], unique=False)
    op.create_index('ix_alerte_email', 'alerte', ['email'], unique=False)
    op.create_index('ix_alerte_paused_at_next_at', 'alerte', ['paused_at', 'next_at'], unique=False)
    op.create_index('ix_alerte_phone', 'alerte', ['phone'], unique=False)
    op.create_index('ix_alerte_user_id', 'alerte', ['user_id'], unique=False)
    op.create_table('alerte_mission',
    sa.Column('alerte_id', sa.Integer(), nullable=False),
    sa.Column('mission_id', sa.Integer(), nullable=False),
    sa.Column('found_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('told_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['alerte_id'], ['alerte.id'], name=op.f('fk_alerte_mission_alerte_id_alerte'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['mission_id'], ['mission.id'], name=op.f('fk_alerte_mission_mission_id_mission'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('alerte_id', 'mission_id', name=op.f('pk_alerte_mission'))
    )
    op.create_index('ix_alerte_mission_mission_id', 'alerte_mission', ['mission_id'], unique=False)
    op.create_table('alerte_part',
    sa.Column('alerte_id', sa.Integer(), nullable=False),
    sa.Column('part', sa.Enum('domain', 'flag', 'competence', 'without', name='part', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('value', sa.String(length=80), nullable=False),
    sa.ForeignKeyConstraint(['alerte_id'], ['alerte.id'], name=op.f('fk_alerte_part_alerte_id_alerte'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('alerte_id', 'part', 'value', name=op.f('pk_alerte_part'))
    )
    op.create_table('favori',
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('mission_id', sa.Integer(), nullable=False),
    sa.Column('kept_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['mission_id'], ['mission.id'], name=op.f('fk_favori_mission_id_mission'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_favori_user_id_user_account'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('user_id', 'mission_id', name=op.f('pk_favori'))
    )
    op.create_index('ix_favori_mission_id', 'favori', ['mission_id'], unique=False)


def downgrade() -> None:
    op.drop_table("favori")
    op.drop_table("alerte_part")
    op.drop_table("alerte_mission")
    op.drop_table("alerte")
    op.drop_table("alerte_cursor")
