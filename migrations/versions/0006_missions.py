"""Tables of missions.

Revision 0006, after 0005.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('search_sequence',
    sa.Column('name', sa.String(length=20), nullable=False),
    sa.Column('value', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_search_sequence'))
    )
    op.create_table('mission',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('association_id', sa.Integer(), nullable=False),
    sa.Column('publication', sa.Enum('draft', 'submitted', 'published', 'to_correct', 'refused', 'withdrawn', name='publication', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('publication_reason', sa.Text(), nullable=True),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('draft_step', sa.Integer(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('description', sa.Text(), nullable=False),
    sa.Column('domaine_code', sa.String(length=40), nullable=True),
    sa.Column('activity', sa.String(length=80), nullable=True),
    sa.Column('kind', sa.Enum('dated', 'regular', name='kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('half_days', sa.Integer(), nullable=False),
    sa.Column('hours_per_week', sa.Double(), nullable=True),
    sa.Column('schedule', sa.Text(), nullable=True),
    sa.Column('starts_on', sa.Date(), nullable=True),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('places', sa.Integer(), nullable=True),
    sa.Column('places_taken', sa.Integer(), nullable=False),
    sa.Column('recruiting', sa.Boolean(), nullable=False),
    sa.Column('where_done', sa.Enum('on_site', 'remote', 'both', name='where_done', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('commune_code', sa.String(length=5), nullable=True),
    sa.Column('address', sa.Text(), nullable=True),
    sa.Column('address_public', sa.Boolean(), nullable=False),
    sa.Column('meeting_point', sa.Text(), nullable=True),
    sa.Column('lat', sa.Double(), nullable=True),
    sa.Column('lon', sa.Double(), nullable=True),
    sa.Column('costs_refunded', sa.Boolean(), nullable=False),
    sa.Column('by_bus', sa.Boolean(), nullable=False),
    sa.Column('bus_line', sa.Text(), nullable=True),
    sa.Column('wheelchair', sa.Boolean(), nullable=False),
    sa.Column('minors_ok', sa.Boolean(), nullable=False),
    sa.Column('children_welcome', sa.Boolean(), nullable=False),
    sa.Column('meal_offered', sa.Boolean(), nullable=False),
    sa.Column('accompanied_start', sa.Boolean(), nullable=False),
    sa.Column('french_level', sa.Enum('none', 'some', 'good', name='french_level', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('setting', sa.Enum('alone', 'team', 'either', name='setting', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('contact_name', sa.Text(), nullable=True),
    sa.Column('not_a_job', sa.Boolean(), nullable=False),
    sa.Column('publisher', sa.String(length=80), nullable=True),
    sa.Column('client_id', sa.String(length=200), nullable=True),
    sa.Column('application_url', sa.Text(), nullable=True),
    sa.Column('column_seq', sa.Integer(), nullable=False),
    sa.Column('text_seq', sa.Integer(), nullable=False),
    sa.CheckConstraint("places_taken >= 0 AND (places IS NULL OR kind = 'dated' OR places_taken <= places)", name=op.f('ck_mission_never_overbooked')),
    sa.CheckConstraint("publication <> 'published' OR published_at IS NOT NULL", name=op.f('ck_mission_published_has_date')),
    sa.CheckConstraint("publication NOT IN ('to_correct', 'refused') OR publication_reason IS NOT NULL", name=op.f('ck_mission_refusal_has_reason')),
    sa.CheckConstraint('ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on', name=op.f('ck_mission_dates_in_order')),
    sa.CheckConstraint('half_days >= 0 AND half_days < 2097152', name=op.f('ck_mission_half_days_mask')),
    sa.CheckConstraint('places IS NULL OR places > 0', name=op.f('ck_mission_places_positive')),
    sa.ForeignKeyConstraint(['association_id'], ['association.id'], name=op.f('fk_mission_association_id_association'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['commune_code'], ['commune.code'], name=op.f('fk_mission_commune_code_commune')),
    sa.ForeignKeyConstraint(['domaine_code'], ['domaine.code'], name=op.f('fk_mission_domaine_code_domaine')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mission')),
    sa.UniqueConstraint('public_id', name=op.f('uq_mission_public_id')),
    sa.UniqueConstraint('publisher', 'client_id', name=op.f('uq_mission_publisher_client_id'))
    )
    op.create_index(op.f('ix_mission_association_id'), 'mission', ['association_id'], unique=False)
    op.create_index('ix_mission_column_seq', 'mission', ['column_seq'], unique=False)
    op.create_index(op.f('ix_mission_commune_code'), 'mission', ['commune_code'], unique=False)
    op.create_index(op.f('ix_mission_domaine_code'), 'mission', ['domaine_code'], unique=False)
    op.create_index(op.f('ix_mission_publication'), 'mission', ['publication'], unique=False)
    op.create_index('ix_mission_text_seq', 'mission', ['text_seq'], unique=False)
    op.create_table('creneau',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('mission_id', sa.Integer(), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('places', sa.Integer(), nullable=False),
    sa.Column('places_taken', sa.Integer(), nullable=False),
    sa.Column('cancelled', sa.Boolean(), nullable=False),
    sa.CheckConstraint('ends_at > starts_at', name=op.f('ck_creneau_times_in_order')),
    sa.CheckConstraint('places > 0', name=op.f('ck_creneau_places_positive')),
    sa.CheckConstraint('places_taken >= 0 AND places_taken <= places', name=op.f('ck_creneau_never_overbooked')),
    sa.ForeignKeyConstraint(['mission_id'], ['mission.id'], name=op.f('fk_creneau_mission_id_mission'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_creneau')),
    sa.UniqueConstraint('public_id', name=op.f('uq_creneau_public_id'))
    )
    op.create_index(op.f('ix_creneau_mission_id'), 'creneau', ['mission_id'], unique=False)
    op.create_table('mission_competence',
    sa.Column('mission_id', sa.Integer(), nullable=False),
    sa.Column('competence_code', sa.String(length=40), nullable=False),
    sa.ForeignKeyConstraint(['competence_code'], ['competence.code'], name=op.f('fk_mission_competence_competence_code_competence')),
    sa.ForeignKeyConstraint(['mission_id'], ['mission.id'], name=op.f('fk_mission_competence_mission_id_mission'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('mission_id', 'competence_code', name=op.f('pk_mission_competence'))
    )


def downgrade() -> None:
    op.drop_table("mission_competence")
    op.drop_table("creneau")
    op.drop_table("mission")
    op.drop_table("search_sequence")
