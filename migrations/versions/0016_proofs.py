"""Tables of proofs: what a person chose to show, the documents made from it, their credentials, the links that share it.

Revision 0016, after 0015.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('status_place',
    sa.Column('place', sa.Integer(), autoincrement=False, nullable=False),
    sa.PrimaryKeyConstraint('place', name=op.f('pk_status_place'))
    )
    op.create_table('passeport_version',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_passeport_version_user_id_user_account'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_passeport_version')),
    sa.UniqueConstraint('public_id', name=op.f('uq_passeport_version_public_id'))
    )
    op.create_index(op.f('ix_passeport_version_user_id'), 'passeport_version', ['user_id'], unique=False)
    op.create_table('share',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('code', sa.String(length=26), nullable=False),
    sa.Column('version_id', sa.Integer(), nullable=False),
    sa.Column('with_contact', sa.Boolean(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seen', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['version_id'], ['passeport_version.id'], name=op.f('fk_share_version_id_passeport_version'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_share')),
    sa.UniqueConstraint('code', name=op.f('uq_share_code')),
    sa.UniqueConstraint('public_id', name=op.f('uq_share_public_id'))
    )
    op.create_index(op.f('ix_share_expires_at'), 'share', ['expires_at'], unique=False)
    op.create_index(op.f('ix_share_version_id'), 'share', ['version_id'], unique=False)
    op.create_table('document',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('code', sa.String(length=26), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('version_id', sa.Integer(), nullable=True),
    sa.Column('engagement_id', sa.Integer(), nullable=True),
    sa.Column('kind', sa.Enum('passeport', 'attestation', 'cv', 'vae', 'thanks', name='kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('state', sa.Enum('valid', 'replaced', 'withdrawn', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('outlives', sa.Boolean(), nullable=False),
    sa.Column('issued_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('replaced_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('fingerprint', sa.String(length=64), nullable=False),
    sa.Column('accessible', sa.Boolean(), nullable=False),
    sa.CheckConstraint("state <> 'replaced' OR replaced_at IS NOT NULL", name=op.f('ck_document_replaced_has_date')),
    sa.CheckConstraint("state <> 'withdrawn' OR withdrawn_at IS NOT NULL", name=op.f('ck_document_withdrawn_has_date')),
    sa.ForeignKeyConstraint(['engagement_id'], ['engagement.id'], name=op.f('fk_document_engagement_id_engagement'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_document_user_id_user_account'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['version_id'], ['passeport_version.id'], name=op.f('fk_document_version_id_passeport_version'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_document')),
    sa.UniqueConstraint('code', name=op.f('uq_document_code')),
    sa.UniqueConstraint('fingerprint', name=op.f('uq_document_fingerprint')),
    sa.UniqueConstraint('public_id', name=op.f('uq_document_public_id'))
    )
    op.create_index(op.f('ix_document_engagement_id'), 'document', ['engagement_id'], unique=False)
    op.create_index('ix_document_user_id_issued_at', 'document', ['user_id', 'issued_at'], unique=False)
    op.create_index(op.f('ix_document_version_id'), 'document', ['version_id'], unique=False)
    op.create_table('passeport_version_item',
    sa.Column('version_id', sa.Integer(), nullable=False),
    sa.Column('engagement_id', sa.Integer(), nullable=False),
    sa.Column('rank', sa.Integer(), nullable=False),
    sa.Column('title', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['engagement_id'], ['engagement.id'], name=op.f('fk_passeport_version_item_engagement_id_engagement'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['version_id'], ['passeport_version.id'], name=op.f('fk_passeport_version_item_version_id_passeport_version'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('version_id', 'engagement_id', name=op.f('pk_passeport_version_item'))
    )
    op.create_index(op.f('ix_passeport_version_item_engagement_id'), 'passeport_version_item', ['engagement_id'], unique=False)
    op.create_table('credential',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('document_id', sa.Integer(), nullable=False),
    sa.Column('engagement_id', sa.Integer(), nullable=True),
    sa.Column('attested_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('body', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_credential_document_id_document'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['engagement_id'], ['engagement.id'], name=op.f('fk_credential_engagement_id_engagement'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['place'], ['status_place.place'], name=op.f('fk_credential_place_status_place')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_credential')),
    sa.UniqueConstraint('place', name=op.f('uq_credential_place'))
    )
    op.create_index(op.f('ix_credential_document_id'), 'credential', ['document_id'], unique=False)
    op.create_index(op.f('ix_credential_engagement_id'), 'credential', ['engagement_id'], unique=False)
    op.create_table('document_file',
    sa.Column('document_id', sa.Integer(), nullable=False),
    sa.Column('body', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_document_file_document_id_document'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('document_id', name=op.f('pk_document_file'))
    )
    op.create_table('passeport_version_skill',
    sa.Column('version_id', sa.Integer(), nullable=False),
    sa.Column('engagement_id', sa.Integer(), nullable=False),
    sa.Column('skill_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['skill_id'], ['skill.id'], name=op.f('fk_passeport_version_skill_skill_id_skill'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['version_id', 'engagement_id'], ['passeport_version_item.version_id', 'passeport_version_item.engagement_id'], name='fk_passeport_version_skill_item', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('version_id', 'engagement_id', 'skill_id', name=op.f('pk_passeport_version_skill'))
    )
    op.create_index(op.f('ix_passeport_version_skill_skill_id'), 'passeport_version_skill', ['skill_id'], unique=False)


def downgrade() -> None:
    op.drop_table("passeport_version_skill")
    op.drop_table("document_file")
    op.drop_table("credential")
    op.drop_table("passeport_version_item")
    op.drop_table("document")
    op.drop_table("share")
    op.drop_table("passeport_version")
    op.drop_table("status_place")
