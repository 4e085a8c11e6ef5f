"""applications, job profiles, submissions"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


# A timeline is only added to; it goes with its application, never by itself.
APPEND_ONLY = (
    """
create function keep_timeline() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' or pg_trigger_depth() = 1 then
        raise exception 'the timeline of an application is only added to' using errcode = 'restrict_violation';
    end if;
    return old;
end $$
""",
    "create trigger keep_timeline before update or delete on application_timeline "
    "for each row execute function keep_timeline()",
)
# However a job leaves the list and comes back, its application goes and comes along.
ALONG = (
    """
create function take_application_along() returns trigger language plpgsql as $$
begin
    if old.deleted_at is null then
        update applications set deleted_at = new.deleted_at, updated_at = now()
        where job_id = new.id and deleted_at is null;
    elsif new.deleted_at is null then
        update applications set deleted_at = null, updated_at = now()
        where job_id = new.id and deleted_at = old.deleted_at;
    end if;
    return null;
end $$
""",
    "create trigger take_application_along after update of deleted_at on jobs for each row "
    "when (old.deleted_at is distinct from new.deleted_at) execute function take_application_along()",
)
# How many applications stand at each stage is kept, not counted: each view of the page asks for it first.
COUNTED = (
    """
create function count_applications() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        insert into application_counts as c (user_id, status, n)
        select user_id, status, count(*) from new_rows where deleted_at is null group by 1, 2 order by 1, 2
        on conflict (user_id, status) do update set n = c.n + excluded.n;
    elsif tg_op = 'UPDATE' then
        insert into application_counts as c (user_id, status, n)
        select user_id, status, sum(step) from (
            select user_id, status, 1 as step from new_rows where deleted_at is null
            union all select user_id, status, -1 from old_rows where deleted_at is null
        ) as steps group by 1, 2 having sum(step) <> 0 order by 1, 2
        on conflict (user_id, status) do update set n = c.n + excluded.n;
    else
        update application_counts c set n = c.n - gone.n from (
            select user_id, status, count(*) as n from old_rows where deleted_at is null group by 1, 2
        ) as gone where c.user_id = gone.user_id and c.status = gone.status;
    end if;
    return null;
end $$
""",
    "create trigger count_new after insert on applications referencing new table as new_rows "
    "for each statement execute function count_applications()",
    "create trigger count_changed after update on applications referencing old table as old_rows "
    "new table as new_rows for each statement execute function count_applications()",
    "create trigger count_gone after delete on applications referencing old table as old_rows "
    "for each statement execute function count_applications()",
)
# What was applied to before there were applications has one now; when it went out is known where that was logged.
BROUGHT = (
    """
insert into applications (id, user_id, job_id, status, applied_at, moved_at, extra)
select gen_random_uuid(), j.user_id, j.id, j.status, (
    select min(e.created_at) from events e where e.subject_id = j.id and e.kind = 'job_status_change'
    and e.undone_at is null and e.data #>> '{changed,status}' = 'applied'
), j.updated_at, '{}'
from jobs j where j.deleted_at is null
and j.status in ('applied', 'interviewing', 'offer', 'accepted', 'rejected')
""",
    """
insert into application_timeline (id, user_id, application_id, kind, to_status, by, why, data, at)
select gen_random_uuid(), user_id, id, 'created', status, 'person', 'from the status of the job',
'{"time_unknown": true}', moved_at from applications
""",
)


def upgrade() -> None:
    """Apply."""
    op.add_column("document_uses", sa.Column("resume_id", sa.Uuid(), nullable=True))
    op.add_column("profiles", sa.Column("timezone", sa.Text(), nullable=True))
    op.create_table(
        "job_profiles",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("is_default", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("preferences", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("contact_full_name", sa.String(), nullable=True),
        sa.Column("contact_phone", sa.String(), nullable=True),
        sa.Column("contact_email", sa.String(), nullable=True),
        sa.Column("contact_location", sa.String(), nullable=True),
        sa.Column("contact_website", sa.String(), nullable=True),
        sa.Column(
            "contact_sources",
            postgresql.JSONB(none_as_null=True, astext_type=sa.Text()),
            server_default=sa.text("'{}'::jsonb"),
            nullable=False,
        ),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_job_profiles_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_profiles")),
    )
    op.create_index(
        "ix_job_profiles_one_default", "job_profiles", ["user_id"], unique=True, postgresql_where=sa.text("is_default")
    )
    op.create_index("ix_job_profiles_user_id_id", "job_profiles", ["user_id", "id"], unique=False)
    op.create_table(
        "saved_views",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("filters", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_saved_views_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_views")),
    )
    op.create_index("ix_saved_views_user_id_name", "saved_views", ["user_id", "name"], unique=True)
    op.create_table(
        "profile_answers",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("profile_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("place", sa.String(), server_default="", nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("value", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("source", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["profile_id"],
            ["job_profiles.id"],
            name=op.f("fk_profile_answers_profile_id_job_profiles"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_profile_answers_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_profile_answers")),
    )
    op.create_index(op.f("ix_profile_answers_profile_id"), "profile_answers", ["profile_id"], unique=False)
    op.create_index(
        "ix_profile_answers_user_id_profile_id_key", "profile_answers", ["user_id", "profile_id", "key", "place"],
        unique=True,
    )  # fmt: skip
    op.create_table(
        "applications",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("channel", sa.String(), nullable=True),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=True),
        sa.Column("resume", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("letter", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("feedback", sa.String(), nullable=True),
        sa.Column("notes", sa.String(), nullable=True),
        sa.Column("extra", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("imported_by", sa.Uuid(), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name=op.f("fk_applications_job_id_jobs"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_applications_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_applications")),
    )
    op.create_index(
        "ix_applications_board",
        "applications",
        ["user_id", "status", "moved_at", "id"],
        unique=False,
        postgresql_where=sa.text("deleted_at is null"),
    )
    op.create_index(op.f("ix_applications_imported_by"), "applications", ["imported_by"], unique=False)
    op.create_index(op.f("ix_applications_job_id"), "applications", ["job_id"], unique=False)
    op.create_index(
        "ix_applications_list",
        "applications",
        ["user_id", "id"],
        unique=False,
        postgresql_where=sa.text("deleted_at is null"),
    )
    op.create_index(
        "ix_applications_user_id_job_id",
        "applications",
        ["user_id", "job_id"],
        unique=True,
        postgresql_where=sa.text("deleted_at is null"),
    )
    for column in ("moved_at", "created_at"):
        op.create_index(
            f"ix_applications_{column}",
            "applications",
            ["user_id", column, "id"],
            unique=False,
            postgresql_where=sa.text("deleted_at is null"),
        )
    op.create_table(
        "application_counts",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_application_counts_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "status", name=op.f("pk_application_counts")),
    )
    op.create_table(
        "preparations",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("form", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("notes", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("letter_id", sa.Uuid(), nullable=True),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name=op.f("fk_preparations_job_id_jobs"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_preparations_run_id_runs"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_preparations_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_preparations")),
    )
    op.create_index(op.f("ix_preparations_job_id"), "preparations", ["job_id"], unique=False)
    op.create_index(op.f("ix_preparations_run_id"), "preparations", ["run_id"], unique=False)
    op.create_index("ix_preparations_user_id_job_id", "preparations", ["user_id", "job_id", "id"], unique=False)
    op.create_table(
        "submissions",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=True),
        sa.Column("idempotency_key", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("plan", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("digest", sa.String(), nullable=True),
        sa.Column("addresses", postgresql.ARRAY(sa.String()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("screenshots", postgresql.ARRAY(sa.LargeBinary()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("answer", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("answer_screenshot", sa.LargeBinary(), nullable=True),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name=op.f("fk_submissions_job_id_jobs"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_submissions_run_id_runs"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_submissions_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submissions")),
    )
    op.create_index("ix_submissions_idempotency_key", "submissions", ["user_id", "idempotency_key"], unique=True)
    op.create_index(op.f("ix_submissions_job_id"), "submissions", ["job_id"], unique=False)
    op.create_index(op.f("ix_submissions_run_id"), "submissions", ["run_id"], unique=False)
    op.create_index("ix_submissions_user_id_job_id", "submissions", ["user_id", "job_id", "id"], unique=False)
    op.create_table(
        "application_timeline",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("from_status", sa.String(), nullable=True),
        sa.Column("to_status", sa.String(), nullable=True),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("data", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_application_timeline_application_id_applications"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_application_timeline_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_timeline")),
    )
    op.create_index(
        "ix_application_timeline_application_id_at",
        "application_timeline",
        ["application_id", "at", "id"],
        unique=False,
    )
    op.create_index(op.f("ix_application_timeline_user_id"), "application_timeline", ["user_id"], unique=False)
    op.create_index(
        "ix_application_timeline_retold", "application_timeline", ["user_id", "application_id"], unique=False,
        postgresql_where=sa.text("kind = 'undone' or by = 'undo' or data ->> 'correction' = 'true'"),
    )  # fmt: skip
    op.create_table(
        "attachments",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_attachments_application_id_applications"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_attachments_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
    )
    op.create_index(op.f("ix_attachments_application_id"), "attachments", ["application_id"], unique=False)
    op.create_index(op.f("ix_attachments_user_id"), "attachments", ["user_id"], unique=False)
    op.create_table(
        "contacts",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=True),
        sa.Column("company", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("url", sa.String(), nullable=True),
        sa.Column("notes", sa.String(), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_contacts_application_id_applications"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_contacts_user_id_users"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contacts")),
    )
    op.create_index(op.f("ix_contacts_application_id"), "contacts", ["application_id"], unique=False)
    op.create_index("ix_contacts_user_id_id", "contacts", ["user_id", "id"], unique=False)
    op.create_table(
        "interviews",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("timezone", sa.String(), nullable=True),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("people", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("notes", sa.String(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("sequence", sa.Integer(), server_default="0", nullable=False),
        sa.Column("calendar_entry_id", sa.Uuid(), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_interviews_application_id_applications"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_interviews_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interviews")),
    )
    op.create_index(op.f("ix_interviews_application_id"), "interviews", ["application_id"], unique=False)
    op.create_index("ix_interviews_user_id_starts_at", "interviews", ["user_id", "starts_at"], unique=False)
    op.create_table(
        "offers",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("currency", sa.String(), nullable=True),
        sa.Column("base", sa.Float(), nullable=True),
        sa.Column("bonus", sa.Float(), nullable=True),
        sa.Column("equity", sa.Float(), nullable=True),
        sa.Column("signing", sa.Float(), nullable=True),
        sa.Column("leave_days", sa.Float(), nullable=True),
        sa.Column("location", sa.String(), nullable=True),
        sa.Column("remote", sa.String(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("answer_by", sa.Date(), nullable=True),
        sa.Column("notes", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_offers_application_id_applications"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_offers_user_id_users"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offers")),
    )
    op.create_index(op.f("ix_offers_application_id"), "offers", ["application_id"], unique=False)
    op.create_index("ix_offers_user_id_id", "offers", ["user_id", "id"], unique=False)
    op.create_table(
        "reminders",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_reminders_application_id_applications"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_reminders_user_id_users"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminders")),
    )
    op.create_index(op.f("ix_reminders_application_id"), "reminders", ["application_id"], unique=False)
    op.create_index("ix_reminders_user_id_due_at", "reminders", ["user_id", "due_at"], unique=False)
    op.create_table(
        "advice_decisions",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("reminder_id", sa.Uuid(), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_advice_decisions_application_id_applications"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_advice_decisions_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_advice_decisions")),
    )
    op.create_index(
        "ix_advice_decisions_application_id_key", "advice_decisions", ["application_id", "key"], unique=True
    )
    op.create_index(op.f("ix_advice_decisions_user_id"), "advice_decisions", ["user_id"], unique=False)
    for statement in (*APPEND_ONLY, *ALONG, *COUNTED, *BROUGHT):
        op.execute(statement)


def downgrade() -> None:
    """Take back."""
    op.execute("drop trigger take_application_along on jobs")
    op.drop_index(op.f("ix_advice_decisions_user_id"), table_name="advice_decisions")
    op.drop_index("ix_advice_decisions_application_id_key", table_name="advice_decisions")
    op.drop_table("advice_decisions")
    op.drop_index("ix_reminders_user_id_due_at", table_name="reminders")
    op.drop_index(op.f("ix_reminders_application_id"), table_name="reminders")
    op.drop_table("reminders")
    op.drop_index("ix_offers_user_id_id", table_name="offers")
    op.drop_index(op.f("ix_offers_application_id"), table_name="offers")
    op.drop_table("offers")
    op.drop_index("ix_interviews_user_id_starts_at", table_name="interviews")
    op.drop_index(op.f("ix_interviews_application_id"), table_name="interviews")
    op.drop_table("interviews")
    op.drop_index("ix_contacts_user_id_id", table_name="contacts")
    op.drop_index(op.f("ix_contacts_application_id"), table_name="contacts")
    op.drop_table("contacts")
    op.drop_index(op.f("ix_attachments_user_id"), table_name="attachments")
    op.drop_index(op.f("ix_attachments_application_id"), table_name="attachments")
    op.drop_table("attachments")
    op.drop_index("ix_application_timeline_retold", table_name="application_timeline")
    op.drop_index(op.f("ix_application_timeline_user_id"), table_name="application_timeline")
    op.drop_index("ix_application_timeline_application_id_at", table_name="application_timeline")
    op.drop_table("application_timeline")
    op.drop_index("ix_submissions_user_id_job_id", table_name="submissions")
    op.drop_index(op.f("ix_submissions_run_id"), table_name="submissions")
    op.drop_index(op.f("ix_submissions_job_id"), table_name="submissions")
    op.drop_index("ix_submissions_idempotency_key", table_name="submissions")
    op.drop_table("submissions")
    op.drop_index("ix_preparations_user_id_job_id", table_name="preparations")
    op.drop_index(op.f("ix_preparations_run_id"), table_name="preparations")
    op.drop_index(op.f("ix_preparations_job_id"), table_name="preparations")
    op.drop_table("preparations")
    op.drop_table("application_counts")
    for column in ("moved_at", "created_at"):
        op.drop_index(
            f"ix_applications_{column}", table_name="applications", postgresql_where=sa.text("deleted_at is null")
        )
    op.drop_index(
        "ix_applications_user_id_job_id", table_name="applications", postgresql_where=sa.text("deleted_at is null")
    )
    op.drop_index("ix_applications_list", table_name="applications", postgresql_where=sa.text("deleted_at is null"))
    op.drop_index(op.f("ix_applications_job_id"), table_name="applications")
    op.drop_index(op.f("ix_applications_imported_by"), table_name="applications")
    op.drop_index("ix_applications_board", table_name="applications", postgresql_where=sa.text("deleted_at is null"))
    op.drop_table("applications")
    op.drop_index("ix_profile_answers_user_id_profile_id_key", table_name="profile_answers")
    op.drop_index(op.f("ix_profile_answers_profile_id"), table_name="profile_answers")
    op.drop_table("profile_answers")
    op.drop_index("ix_saved_views_user_id_name", table_name="saved_views")
    op.drop_table("saved_views")
    op.drop_index("ix_job_profiles_user_id_id", table_name="job_profiles")
    op.drop_index("ix_job_profiles_one_default", table_name="job_profiles", postgresql_where=sa.text("is_default"))
    op.drop_table("job_profiles")
    for function in ("keep_timeline", "take_application_along", "count_applications"):
        op.execute(f"drop function {function}")
    op.drop_column("profiles", "timezone")
    op.drop_column("document_uses", "resume_id")
