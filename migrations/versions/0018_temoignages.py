"""Témoignages with the accord to publish them, the page after a closing, and anonymous answers kept as counters.

Revision 0018, after 0017.
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('anonymous_answer',
        sa.Column('quarter', sa.String(length=7), nullable=False),
        sa.Column('territoire_code', sa.String(length=40), nullable=False),
        sa.Column('question', sa.String(length=40), nullable=False),
        sa.Column('answer', sa.String(length=40), nullable=False),
        sa.Column('value', sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint('quarter', 'territoire_code', 'question', 'answer', name=op.f('pk_anonymous_answer'))
    )
    op.create_table('engagement_suite',
        sa.Column('engagement_id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['engagement_id'], ['engagement.id'], name=op.f('fk_engagement_suite_engagement_id_engagement'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('engagement_id', name=op.f('pk_engagement_suite'))
    )
    op.create_table('temoignage',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('public_id', sa.String(length=32), nullable=False),
        sa.Column('engagement_id', sa.Integer(), nullable=False),
        sa.Column('state', sa.Enum('submitted', 'to_correct', 'refused', 'published', 'taken_down', 'withdrawn', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column('words', sa.Text(), nullable=True),
        sa.Column('naming', sa.Enum('first_name', 'commune', 'woman', 'man', 'person', name='naming', native_enum=False, create_constraint=True, length=40), nullable=True),
        sa.Column('shown_name', sa.Text(), nullable=True),
        sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('reason', sa.Enum('somebody', 'contact', 'hurtful', 'elsewhere', 'selling', 'other', name='reason', native_enum=False, create_constraint=True, length=40), nullable=True),
        sa.Column('reason_words', sa.Text(), nullable=True),
        sa.Column('reported_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('report_words', sa.Text(), nullable=True),
        sa.CheckConstraint("(state = 'withdrawn') = (words IS NULL)", name=op.f('ck_temoignage_withdrawn_has_no_words')),
        sa.CheckConstraint("state <> 'published' OR published_at IS NOT NULL", name=op.f('ck_temoignage_published_has_date')),
        sa.CheckConstraint("state NOT IN ('to_correct', 'refused', 'taken_down') OR (reason IS NOT NULL AND reason_words IS NOT NULL)", name=op.f('ck_temoignage_no_has_reason')),
        sa.CheckConstraint('(words IS NULL) = (shown_name IS NULL)', name=op.f('ck_temoignage_words_have_a_name')),
        sa.CheckConstraint('report_words IS NULL OR reported_at IS NOT NULL', name=op.f('ck_temoignage_report_has_date')),
        sa.ForeignKeyConstraint(['engagement_id'], ['engagement.id'], name=op.f('fk_temoignage_engagement_id_engagement'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_temoignage')),
        sa.UniqueConstraint('public_id', name=op.f('uq_temoignage_public_id'))
    )
    op.create_index(op.f('ix_temoignage_engagement_id'), 'temoignage', ['engagement_id'], unique=False)
    op.create_index(op.f('ix_temoignage_state'), 'temoignage', ['state'], unique=False)
    op.create_index('uq_temoignage_living', 'temoignage', ['engagement_id'], unique=True, sqlite_where=sa.text("state <> 'withdrawn'"), postgresql_where=sa.text("state <> 'withdrawn'"))
    op.create_table('temoignage_accord',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('temoignage_id', sa.Integer(), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.Column('text_version', sa.Integer(), nullable=False),
        sa.Column('given_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['temoignage_id'], ['temoignage.id'], name=op.f('fk_temoignage_accord_temoignage_id_temoignage'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_temoignage_accord'))
    )
    op.create_index(op.f('ix_temoignage_accord_temoignage_id'), 'temoignage_accord', ['temoignage_id'], unique=False)


def downgrade() -> None:
    op.drop_table("temoignage_accord")
    op.drop_table("temoignage")
    op.drop_table("engagement_suite")
    op.drop_table("anonymous_answer")
