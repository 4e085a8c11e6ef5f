"""corrections of resumes, versions, documents"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_index(
        "ix_runs_waiting", "runs", ["heartbeat_at"], unique=False, postgresql_where=sa.text("status = 'waiting'")
    )
    op.create_table(
        "document_uses",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("tailored_resume_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("document_id", sa.Uuid(), nullable=True),
        sa.Column("job_id", sa.Uuid(), nullable=True),
        sa.Column("application_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_document_uses_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_uses")),
    )
    op.create_index(op.f("ix_document_uses_job_id"), "document_uses", ["job_id"], unique=False)
    op.create_index(op.f("ix_document_uses_tailored_resume_id"), "document_uses", ["tailored_resume_id"], unique=False)
    op.create_index("ix_document_uses_user_id_id", "document_uses", ["user_id", "id"], unique=False)
    op.create_table(
        "documents",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("format", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("checks", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("proof", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("options", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("data", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("series_id", sa.Uuid(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("job_id", sa.Uuid(), nullable=True),
        sa.Column("tailored_resume_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_documents_user_id_users"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
        sa.UniqueConstraint("user_id", "number", name=op.f("uq_documents_user_id_number")),
    )
    op.create_index(op.f("ix_documents_job_id"), "documents", ["job_id"], unique=False)
    op.create_index(op.f("ix_documents_series_id"), "documents", ["series_id"], unique=False)
    op.create_index("ix_documents_user_id_id", "documents", ["user_id", "id"], unique=False)
    op.create_table(
        "resume_corrections",
        sa.Column("resume_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("operation", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=True),
        sa.Column("values", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["resume_id"], ["resumes.id"], name=op.f("fk_resume_corrections_resume_id_resumes"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_resume_corrections_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resume_corrections")),
    )
    op.create_index("ix_resume_corrections_resume_id_id", "resume_corrections", ["resume_id", "id"], unique=False)
    op.create_table(
        "resume_versions",
        sa.Column("resume_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("filename", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("read", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("facts", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["resume_id"], ["resumes.id"], name=op.f("fk_resume_versions_resume_id_resumes"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_resume_versions_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resume_versions")),
        sa.UniqueConstraint("resume_id", "version", name=op.f("uq_resume_versions_resume_id_version")),
    )
    op.create_table(
        "tailored_versions",
        sa.Column("tailored_resume_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("document", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.Column("checks", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tailored_resume_id"],
            ["tailored_resumes.id"],
            name=op.f("fk_tailored_versions_tailored_resume_id_tailored_resumes"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_tailored_versions_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tailored_versions")),
        sa.UniqueConstraint(
            "tailored_resume_id", "version", name=op.f("uq_tailored_versions_tailored_resume_id_version")
        ),
    )
    _add("resume_facts", "source", sa.String(), "'read'")
    op.add_column("resume_facts", sa.Column("source_resume_id", sa.Uuid(), nullable=True))
    op.add_column("resume_facts", sa.Column("source_fact_id", sa.Uuid(), nullable=True))
    op.add_column(
        "resume_facts", sa.Column("original", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True)
    )
    op.add_column(
        "resume_facts",
        sa.Column("provenance", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
    )
    _add("resumes", "kind", sa.String(), "'upload'")
    _add("resumes", "version", sa.Integer(), "1")
    _add("resumes", "layout", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), "'[]'")
    op.add_column(
        "resumes", sa.Column("error", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True)
    )
    op.add_column("resumes", sa.Column("run_id", sa.Uuid(), nullable=True))
    op.add_column(
        "resumes", sa.Column("read_facts", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True)
    )
    op.add_column(
        "resumes", sa.Column("merged", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True)
    )
    _add("tailored_resumes", "version", sa.Integer(), "0")
    op.add_column(
        "tailored_resumes",
        sa.Column("question", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
    )

    # What was finished before there were versions is the first of them.
    op.execute("update tailored_resumes set version = 1 where document is not null and pdf is not null")
    op.execute(
        "insert into tailored_versions (id, user_id, tailored_resume_id, version, reason, document, pdf, checks) "
        "select gen_random_uuid(), user_id, id, 1, 'the first version', document, pdf, '{}' "
        "from tailored_resumes where version = 1"
    )


def _add(table: str, name: str, kind: sa.types.TypeEngine[Any], value: str) -> None:
    """A column that the rows that are there already get a value in."""
    op.add_column(table, sa.Column(name, kind, nullable=False, server_default=sa.text(value)))
    op.alter_column(table, name, server_default=None)


def downgrade() -> None:
    """Take back."""
    op.drop_index("ix_runs_waiting", table_name="runs", postgresql_where=sa.text("status = 'waiting'"))
    op.drop_column("tailored_resumes", "question")
    op.drop_column("tailored_resumes", "version")
    op.drop_column("resumes", "layout")
    op.drop_column("resumes", "merged")
    op.drop_column("resumes", "read_facts")
    op.drop_column("resumes", "run_id")
    op.drop_column("resumes", "error")
    op.drop_column("resumes", "version")
    op.drop_column("resumes", "kind")
    op.drop_column("resume_facts", "provenance")
    op.drop_column("resume_facts", "original")
    op.drop_column("resume_facts", "source_fact_id")
    op.drop_column("resume_facts", "source_resume_id")
    op.drop_column("resume_facts", "source")
    op.drop_table("tailored_versions")
    op.drop_table("resume_versions")
    op.drop_index("ix_resume_corrections_resume_id_id", table_name="resume_corrections")
    op.drop_table("resume_corrections")
    op.drop_index("ix_documents_user_id_id", table_name="documents")
    op.drop_index(op.f("ix_documents_series_id"), table_name="documents")
    op.drop_index(op.f("ix_documents_job_id"), table_name="documents")
    op.drop_table("documents")
    op.drop_index("ix_document_uses_user_id_id", table_name="document_uses")
    op.drop_index(op.f("ix_document_uses_tailored_resume_id"), table_name="document_uses")
    op.drop_index(op.f("ix_document_uses_job_id"), table_name="document_uses")
    op.drop_table("document_uses")
