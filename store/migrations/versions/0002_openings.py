"""postings as openings, sources, watches, findings, ranking"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "board_answers",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("etag", sa.String(), nullable=True),
        sa.Column("last_modified", sa.String(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_board_answers")),
    )
    op.create_index("ix_board_answers_fetched_at", "board_answers", ["fetched_at"], unique=False)
    op.create_table(
        "sources",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("board", sa.String(), nullable=False),
        sa.Column("last_run_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_ok_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("last_code", sa.String(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("open_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("runs", sa.Integer(), nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.Column("last_found", sa.Integer(), nullable=False),
        sa.Column("new", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_sources")),
    )
    op.create_table(
        "ranking_weights",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("weights", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("signals", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_ranking_weights_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_ranking_weights")),
    )
    op.create_table(
        "watches",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("search", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("pace", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ran_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("run_id", sa.Uuid(), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_watches_user_id_users"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watches")),
        sa.UniqueConstraint("user_id", "number", name=op.f("uq_watches_user_id_number")),
    )
    op.create_index("ix_watches_due_at", "watches", ["due_at"], unique=False, postgresql_where=sa.text("is_active"))
    op.create_index(
        "ix_watches_one_ingestion", "watches", ["kind"], unique=True, postgresql_where=sa.text("kind = 'ingestion'")
    )
    op.create_table(
        "posting_copies",
        sa.Column("posting_id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("company_token", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=True),
        sa.Column("apply_url", sa.String(), nullable=True),
        sa.Column("rule", sa.String(), nullable=True),
        sa.Column("first_seen", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("last_seen", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["posting_id"], ["postings.id"], name=op.f("fk_posting_copies_posting_id_postings"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posting_copies")),
        sa.UniqueConstraint(
            "posting_id", "source", "external_id", name=op.f("uq_posting_copies_posting_id_source_external_id")
        ),
    )
    op.create_index("ix_posting_copies_external_id", "posting_copies", ["external_id"], unique=False)
    op.create_index(
        "ix_posting_copies_listed", "posting_copies", ["source", "company_token"], unique=False,
        postgresql_where=sa.text("gone_at is null"),
    )  # fmt: skip
    op.create_table(
        "posting_versions",
        sa.Column("posting_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("changes", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("before", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["posting_id"], ["postings.id"], name=op.f("fk_posting_versions_posting_id_postings"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posting_versions")),
        sa.UniqueConstraint("posting_id", "number", name=op.f("uq_posting_versions_posting_id_number")),
    )
    op.create_table(
        "signals",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("posting_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("features", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["posting_id"], ["postings.id"], name=op.f("fk_signals_posting_id_postings"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_signals_user_id_users"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signals")),
        sa.UniqueConstraint("user_id", "posting_id", "kind", name=op.f("uq_signals_user_id_posting_id_kind")),
    )
    op.create_table(
        "findings",
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("posting", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("posting_id", sa.Uuid(), nullable=True),
        sa.Column("is_new", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_findings_run_id_runs"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run_id", "source", "external_id", name=op.f("pk_findings")),
    )
    op.create_index(op.f("ix_signals_posting_id"), "signals", ["posting_id"], unique=False)
    op.add_column("jobs", sa.Column("found_by", sa.Uuid(), nullable=True))
    op.create_index(op.f("ix_jobs_found_by"), "jobs", ["found_by"], unique=False)
    op.create_foreign_key(op.f("fk_jobs_found_by_runs"), "jobs", "runs", ["found_by"], ["id"], ondelete="SET NULL")
    op.add_column("postings", sa.Column("kind", sa.String(), server_default=sa.text("'given'"), nullable=False))
    op.add_column(
        "postings",
        sa.Column(
            "clean",
            postgresql.JSONB(none_as_null=True, astext_type=sa.Text()),
            server_default=sa.text("'{}'::jsonb"),
            nullable=False,
        ),
    )
    op.add_column("postings", sa.Column("employer_key", sa.String(), nullable=True))
    op.add_column("postings", sa.Column("role", sa.String(), nullable=True))
    op.add_column(
        "postings", sa.Column("countries", sa.ARRAY(sa.String()), server_default=sa.text("'{}'"), nullable=False)
    )
    op.add_column(
        "postings", sa.Column("open_to", sa.ARRAY(sa.String()), server_default=sa.text("'{}'"), nullable=False)
    )
    op.add_column("postings", sa.Column("pay_year_min", sa.Double(), nullable=True))
    op.add_column("postings", sa.Column("pay_year_max", sa.Double(), nullable=True))
    op.add_column("postings", sa.Column("pay_currency", sa.String(), nullable=True))
    op.add_column("postings", sa.Column("sponsors", sa.Boolean(), nullable=True))
    op.add_column("postings", sa.Column("years", sa.Integer(), nullable=True))
    op.add_column("postings", sa.Column("contract", sa.String(), nullable=True))
    op.add_column("postings", sa.Column("hours", sa.String(), nullable=True))
    op.add_column(
        "postings", sa.Column("keys", sa.ARRAY(sa.BigInteger()), server_default=sa.text("'{}'"), nullable=False)
    )
    op.add_column(
        "postings",
        sa.Column(
            "identity",
            postgresql.JSONB(none_as_null=True, astext_type=sa.Text()),
            server_default=sa.text("'{}'::jsonb"),
            nullable=False,
        ),
    )
    op.add_column("postings", sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False))
    op.add_column("postings", sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("postings", sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "postings", sa.Column("liveness", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True)
    )
    op.add_column(
        "postings",
        sa.Column(
            "places",
            postgresql.JSONB(none_as_null=True, astext_type=sa.Text()),
            sa.Computed(
                "lower((jsonb_path_query_array(clean, '$.places[*].city ? (@ != null)')"
                " || jsonb_path_query_array(clean, '$.places[*].region ? (@ != null)'))::text)::jsonb",
                persisted=True,
            ),
            nullable=False,
        ),
    )
    op.add_column(
        "postings",
        sa.Column(
            "title_words",
            postgresql.TSVECTOR(),
            sa.Computed(
                "to_tsvector('simple', translate(lower(title), 'àáâãäåèéêëìíîïòóôõöùúûüýÿçñšžčćřěůąęńśźż', 'aaaaaaeeeeiiiiooooouuuuyycnszccreuaenszz'))",
                persisted=True,
            ),
            nullable=False,
        ),
    )
    for column in ("title_words", "countries", "open_to", "places"):
        op.create_index(f"ix_postings_{column}", "postings", [column], unique=False, postgresql_using="gin")
    op.create_index(op.f("ix_postings_employer_key"), "postings", ["employer_key"], unique=False)
    op.create_index(
        "ix_postings_keys",
        "postings",
        ["keys"],
        unique=False,
        postgresql_using="gin",
        postgresql_with={"fastupdate": "off"},
    )
    op.create_index("ix_postings_last_seen", "postings", ["last_seen"], unique=False)
    op.create_index(
        "ix_postings_unread", "postings", ["id"], unique=False, postgresql_where=sa.text("identity = '{}'::jsonb")
    )
    op.add_column("profiles", sa.Column("salary_min", sa.Double(), nullable=True))
    op.add_column("profiles", sa.Column("salary_currency", sa.String(), nullable=True))
    op.add_column("profiles", sa.Column("needs_sponsorship", sa.Boolean(), nullable=True))
    op.add_column(
        "profiles",
        sa.Column(
            "blocked_companies",
            postgresql.JSONB(none_as_null=True, astext_type=sa.Text()),
            server_default=sa.text("'[]'::jsonb"),
            nullable=False,
        ),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_column("profiles", "blocked_companies")
    op.drop_column("profiles", "needs_sponsorship")
    op.drop_column("profiles", "salary_currency")
    op.drop_column("profiles", "salary_min")
    op.drop_index("ix_postings_unread", table_name="postings", postgresql_where=sa.text("identity = '{}'::jsonb"))
    op.drop_index("ix_postings_last_seen", table_name="postings")
    op.drop_index(
        "ix_postings_keys", table_name="postings", postgresql_using="gin", postgresql_with={"fastupdate": "off"}
    )
    op.drop_index(op.f("ix_postings_employer_key"), table_name="postings")
    op.drop_column("postings", "title_words")
    op.drop_column("postings", "places")
    op.drop_column("postings", "liveness")
    op.drop_column("postings", "kind")
    op.drop_column("postings", "checked_at")
    op.drop_column("postings", "closed_at")
    op.drop_column("postings", "version")
    op.drop_column("postings", "identity")
    op.drop_column("postings", "keys")
    op.drop_column("postings", "hours")
    op.drop_column("postings", "contract")
    op.drop_column("postings", "years")
    op.drop_column("postings", "sponsors")
    op.drop_column("postings", "pay_currency")
    op.drop_column("postings", "pay_year_max")
    op.drop_column("postings", "pay_year_min")
    op.drop_column("postings", "open_to")
    op.drop_column("postings", "countries")
    op.drop_column("postings", "role")
    op.drop_column("postings", "employer_key")
    op.drop_column("postings", "clean")
    op.drop_constraint(op.f("fk_jobs_found_by_runs"), "jobs", type_="foreignkey")
    op.drop_column("jobs", "found_by")
    op.drop_table("findings")
    op.drop_table("signals")
    op.drop_table("posting_versions")
    op.drop_index("ix_posting_copies_listed", table_name="posting_copies", postgresql_where=sa.text("gone_at is null"))
    op.drop_index("ix_posting_copies_external_id", table_name="posting_copies")
    op.drop_table("posting_copies")
    op.drop_index("ix_watches_one_ingestion", table_name="watches", postgresql_where=sa.text("kind = 'ingestion'"))
    op.drop_index("ix_watches_due_at", table_name="watches", postgresql_where=sa.text("is_active"))
    op.drop_table("watches")
    op.drop_table("ranking_weights")
    op.drop_table("sources")
    op.drop_index("ix_board_answers_fetched_at", table_name="board_answers")
    op.drop_table("board_answers")
