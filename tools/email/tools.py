"""The tools for mail as the model and the command line see them."""

from tools.email import connecting, presenting, review
from tools.email.examples import EXAMPLES
from tools.email.inbox import appointments, changing, dashboard, looking, rules, sending, trends, writing
from tools.email.inbox.schemas import (
    Appointment,
    AppointmentList,
    AppointmentReference,
    ChangedEmails,
    ChangeEmails,
    ConnectionHint,
    ConnectMailbox,
    Decided,
    DecideReview,
    DraftEmail,
    DraftList,
    DraftReference,
    DraftView,
    EmailList,
    EmailReference,
    EmailThread,
    ListEmails,
    ReviewQueue,
    RuleList,
    RuleReference,
    RuleView,
    SaveRule,
    ShowSyncs,
    SwitchRule,
    SyncDashboard,
    TidyEmails,
    Trends,
    TrendsWanted,
)
from tools.email.schemas import EmailSourceList, SyncEmail, SyncResult
from tools.email.syncing import service as syncing
from tools.registry import AnySpec, ToolSpec
from tools.resumes.schemas import NoArguments

LIST_MAILBOXES = ToolSpec(
    name="list_mailboxes", area="email", input=NoArguments, output=EmailSourceList, examples=EXAMPLES["list_mailboxes"],
    description="List the connected mailboxes and how they fare.",
    run=connecting.list_mailboxes, present=presenting.present_mailboxes,
)  # fmt: skip
CONNECT_MAILBOX = ToolSpec(
    name="connect_mailbox", area="email", effect="write", input=ConnectMailbox, output=ConnectionHint,
    examples=EXAMPLES["connect_mailbox"], gather=connecting.gather_connection,
    description="Say how a mailbox is connected: Gmail, IMAP; a folder of mails is connected at once.",
    run=connecting.connect_mailbox, present=presenting.present_hint,
)  # fmt: skip
SYNC_EMAIL = ToolSpec(
    name="sync_email", area="email", effect="write", input=SyncEmail, output=SyncResult, pipeline=syncing.PIPELINE,
    examples=EXAMPLES["sync_email"],
    description="Look into the mailboxes now: new alerts become jobs, replies move applications on.",
    run=syncing.sync_email, present=presenting.present_sync,
)  # fmt: skip
SHOW_SYNCS = ToolSpec(
    name="show_syncs", area="email", input=ShowSyncs, output=SyncDashboard, examples=EXAMPLES["show_syncs"],
    description="Show how the syncs of the mailboxes went, and how well alerts are read.",
    run=dashboard.show_syncs, present=presenting.present_syncs,
)  # fmt: skip
LIST_EMAILS = ToolSpec(
    name="list_emails", area="email", input=ListEmails, output=EmailList, examples=EXAMPLES["list_emails"],
    description="List or find mails: by employer, sender, words, kind, age; unread, starred, waiting for an answer.",
    run=looking.list_emails, present=presenting.present_emails,
)  # fmt: skip
SHOW_EMAIL = ToolSpec(
    name="show_email", area="email", input=EmailReference, output=EmailThread, examples=EXAMPLES["show_email"],
    description="Show one mail with its thread, and what was found in it.",
    run=looking.show_email, present=presenting.present_email,
)  # fmt: skip
LIST_REVIEW = ToolSpec(
    name="list_review", area="email", input=NoArguments, output=ReviewQueue, examples=EXAMPLES["list_review"],
    description="Show what was read in mails and needs a decision: unsure openings, replies about an unclear job.",
    run=review.list_review, present=presenting.present_review,
)  # fmt: skip
DECIDE_REVIEW = ToolSpec(
    name="decide_review", area="email", effect="write", input=DecideReview, output=Decided,
    examples=EXAMPLES["decide_review"], gather=review.gather_decision,
    description="Decide on something that waits: it is a job or it is none; a reply counts, or it does not.",
    run=review.decide_review, present=presenting.present_decided,
)  # fmt: skip
UNDO_EMAIL_EFFECT = ToolSpec(
    name="undo_email_effect", area="email", effect="write", input=EmailReference, output=Decided,
    examples=EXAMPLES["undo_email_effect"], description="Take back what a certain mail has changed about a job.",
    run=review.undo_email_effect, present=presenting.present_decided,
)  # fmt: skip
CHANGE_EMAILS = ToolSpec(
    name="change_emails", area="email", effect="write", input=ChangeEmails, output=ChangedEmails,
    examples=EXAMPLES["change_emails"],
    description="Mark certain mails as read or unread, star, archive, delete (to the bin) or restore them.",
    run=changing.change_emails, present=presenting.present_changed,
)  # fmt: skip
TIDY_EMAILS = ToolSpec(
    name="tidy_emails", area="email", effect="write", destructive=True, input=TidyEmails, output=ChangedEmails,
    examples=EXAMPLES["tidy_emails"],
    description="Archive, delete, star or mark all mails that fit. The plan is shown, and a yes asked for first.",
    question=changing.tidy_question, run=changing.tidy_emails, present=presenting.present_changed,
)  # fmt: skip
DRAFT_EMAIL = ToolSpec(
    name="draft_email", area="email", effect="write", own_words=("details", "body"), input=DraftEmail, output=DraftView,
    examples=EXAMPLES["draft_email"],
    description="Write an answer to a mail, or a mail that can be sent, and keep it as a draft. Nothing is sent.",
    run=writing.draft_email, present=presenting.present_draft,
)  # fmt: skip
LIST_DRAFTS = ToolSpec(
    name="list_drafts", area="email", input=NoArguments, output=DraftList, examples=EXAMPLES["list_drafts"],
    description="List drafts of mails and what was sent.", run=writing.list_drafts, present=presenting.present_drafts,
)  # fmt: skip
SEND_EMAIL = ToolSpec(
    name="send_email", area="email", effect="external", input=DraftReference, output=DraftView,
    examples=EXAMPLES["send_email"], question=sending.send_question, gather=sending.gather_send,
    description="Send a draft. The exact mail is shown, and a yes asked for first.",
    run=sending.record_sent, present=presenting.present_draft,
)  # fmt: skip
DISCARD_DRAFT = ToolSpec(
    name="discard_draft", area="email", effect="write", input=DraftReference, output=DraftView,
    examples=EXAMPLES["discard_draft"], description="Throw a draft of a mail away.",
    run=writing.discard_draft, present=presenting.present_discarded,
)  # fmt: skip
EMAIL_TRENDS = ToolSpec(
    name="email_trends", area="email", input=TrendsWanted, output=Trends, examples=EXAMPLES["email_trends"],
    description="Show mail volume by week, top senders, how fast answers come, and what to unsubscribe from.",
    run=trends.email_trends, present=presenting.present_trends,
)  # fmt: skip
LIST_RULES = ToolSpec(
    name="list_rules", area="email", input=NoArguments, output=RuleList, examples=EXAMPLES["list_rules"],
    description="List the rules for mail.", run=rules.list_rules, present=presenting.present_rules,
)  # fmt: skip
SAVE_RULE = ToolSpec(
    name="save_rule", area="email", effect="write", input=SaveRule, output=RuleView, examples=EXAMPLES["save_rule"],
    description="Make a rule for mail (conditions -> read, star, archive, delete), tried on past mail, switched off.",
    run=rules.save_rule, present=presenting.present_rule,
)  # fmt: skip
SWITCH_RULE = ToolSpec(
    name="switch_rule", area="email", effect="write", input=SwitchRule, output=RuleView,
    examples=EXAMPLES["switch_rule"], description="Switch a rule for mail on or off.",
    run=rules.switch_rule, present=presenting.present_rule,
)  # fmt: skip
DELETE_RULE = ToolSpec(
    name="delete_rule", area="email", effect="write", input=RuleReference, output=RuleView,
    examples=EXAMPLES["delete_rule"], description="Delete a rule for mail.",
    run=rules.delete_rule, present=presenting.present_rule_deleted,
)  # fmt: skip
LIST_APPOINTMENTS = ToolSpec(
    name="list_appointments", area="email", input=NoArguments, output=AppointmentList,
    examples=EXAMPLES["list_appointments"], description="List the interviews and other appointments ahead.",
    run=appointments.list_appointments, present=presenting.present_appointments,
)  # fmt: skip
ADD_TO_CALENDAR = ToolSpec(
    name="add_to_calendar", area="email", effect="external", input=AppointmentReference, output=Appointment,
    examples=EXAMPLES["add_to_calendar"], question=appointments.calendar_question, gather=appointments.gather_calendar,
    description="Put an appointment into the person's Google calendar. A yes is asked for first.",
    run=appointments.record_added, present=presenting.present_added,
)  # fmt: skip

SPECS: tuple[AnySpec, ...] = (
    LIST_MAILBOXES, CONNECT_MAILBOX, SYNC_EMAIL, SHOW_SYNCS, LIST_EMAILS, SHOW_EMAIL, LIST_REVIEW, DECIDE_REVIEW,
    UNDO_EMAIL_EFFECT, CHANGE_EMAILS, TIDY_EMAILS, DRAFT_EMAIL, LIST_DRAFTS, SEND_EMAIL, DISCARD_DRAFT, EMAIL_TRENDS,
    LIST_RULES, SAVE_RULE, SWITCH_RULE, DELETE_RULE, LIST_APPOINTMENTS, ADD_TO_CALENDAR,
)  # fmt: skip
