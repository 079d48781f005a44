"""Tables of what a person wishes and of the missions they put aside.

Revision 0014, after 0013.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('dismissal',
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('mission_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['mission_id'], ['mission.id'], name=op.f('fk_dismissal_mission_id_mission'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_dismissal_user_id_user_account'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('user_id', 'mission_id', name=op.f('pk_dismissal'))
    )
    op.create_index('ix_dismissal_mission_id', 'dismissal', ['mission_id'], unique=False)
    op.create_table('wish',
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('commune_code', sa.String(length=5), nullable=True),
    sa.Column('radius_km', sa.Integer(), nullable=True),
    sa.Column('travel', sa.Enum('foot', 'bike', 'bus', 'car', name='travel', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('half_days', sa.Integer(), nullable=False),
    sa.Column('company', sa.Enum('team', 'calm', name='company', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('said_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('half_days >= 0 AND half_days < 2097152', name=op.f('ck_wish_half_days_mask')),
    sa.CheckConstraint('radius_km IS NULL OR radius_km > 0', name=op.f('ck_wish_radius_positive')),
    sa.ForeignKeyConstraint(['commune_code'], ['commune.code'], name=op.f('fk_wish_commune_code_commune'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_wish_user_id_user_account'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('user_id', name=op.f('pk_wish'))
    )
    op.create_index('ix_wish_commune_code', 'wish', ['commune_code'], unique=False)
    op.create_table('wish_item',
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('part', sa.Enum('domain', 'show', 'learn', name='part', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('value', sa.String(length=80), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['wish.user_id'], name=op.f('fk_wish_item_user_id_wish'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('user_id', 'part', 'value', name=op.f('pk_wish_item'))
    )


def downgrade() -> None:
    op.drop_table("wish_item")
    op.drop_table("wish")
    op.drop_table("dismissal")
