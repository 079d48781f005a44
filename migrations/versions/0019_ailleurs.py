"""Engagements elsewhere: what is declared besides, and the requests by which a host attests it.

Revision 0019, after 0018.
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('declaration',
sa.Column('engagement_id', sa.Integer(), nullable=False),
sa.Column('domaine_code', sa.String(length=40), nullable=True),
sa.Column('host_name', sa.Text(), nullable=True),
sa.Column('starts_on', sa.Date(), nullable=True),
sa.Column('ends_on', sa.Date(), nullable=True),
sa.CheckConstraint('(starts_on IS NULL) = (ends_on IS NULL)', name=op.f('ck_declaration_both_dates')),
sa.CheckConstraint('ends_on >= starts_on', name=op.f('ck_declaration_dates_in_order')),
sa.ForeignKeyConstraint(['domaine_code'], ['domaine.code'], name=op.f('fk_declaration_domaine_code_domaine')),
sa.ForeignKeyConstraint(['engagement_id'], ['engagement.id'], name=op.f('fk_declaration_engagement_id_engagement'), ondelete='CASCADE'),
sa.PrimaryKeyConstraint('engagement_id', name=op.f('pk_declaration'))
)
    op.create_table('proof_request',
sa.Column('id', sa.Integer(), nullable=False),
sa.Column('public_id', sa.String(length=32), nullable=False),
sa.Column('engagement_id', sa.Integer(), nullable=False),
sa.Column('channel', sa.Enum('mail', 'paper', name='channel', native_enum=False, create_constraint=True, length=40), nullable=False),
sa.Column('state', sa.Enum('sent', 'answered', 'declined', 'expired', 'cancelled', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
sa.Column('contact_name', sa.Text(), nullable=False),
sa.Column('email', sa.String(length=320), nullable=True),
sa.Column('email_hash', sa.String(length=64), nullable=True),
sa.Column('token_hash', sa.String(length=64), nullable=True),
sa.Column('paper_code', sa.String(length=12), nullable=True),
sa.Column('sendings', sa.Integer(), nullable=False),
sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
sa.CheckConstraint("channel <> 'mail' OR email_hash IS NOT NULL", name=op.f('ck_proof_request_mail_has_address')),
sa.CheckConstraint("channel <> 'paper' OR paper_code IS NOT NULL", name=op.f('ck_proof_request_paper_has_code')),
sa.CheckConstraint("state = 'sent' OR closed_at IS NOT NULL", name=op.f('ck_proof_request_end_has_date')),
sa.ForeignKeyConstraint(['engagement_id'], ['engagement.id'], name=op.f('fk_proof_request_engagement_id_engagement'), ondelete='CASCADE'),
sa.PrimaryKeyConstraint('id', name=op.f('pk_proof_request')),
sa.UniqueConstraint('paper_code', name=op.f('uq_proof_request_paper_code')),
sa.UniqueConstraint('public_id', name=op.f('uq_proof_request_public_id')),
sa.UniqueConstraint('token_hash', name=op.f('uq_proof_request_token_hash'))
)
    op.create_index(op.f('ix_proof_request_engagement_id'), 'proof_request', ['engagement_id'], unique=False)
    op.create_index('uq_proof_request_open', 'proof_request', ['engagement_id'], unique=True, sqlite_where=sa.text("state = 'sent'"),
                    postgresql_where=sa.text("state = 'sent'"))


def downgrade() -> None:
    op.drop_table("proof_request")
    op.drop_table("declaration")
