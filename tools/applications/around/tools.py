"""The tools for what stands around an application, as the model and the command line see them."""

from tools.applications.around import presenting, talk
from tools.applications.around.examples import EXAMPLES
from tools.applications.around.schemas import NegotiationSheet, OfferComparison
from tools.applications.around.talk_schemas import (
    CompareOffers,
    ContactTold,
    InterviewTold,
    NextSteps,
    OfApplication,
    OfferTold,
    RecordOffer,
    RemindMe,
    SayContact,
    ScheduleInterview,
)
from tools.applications.schemas import ReminderView
from tools.registry import AnySpec, ToolSpec
from tools.resumes.schemas import NoArguments

SCHEDULE_INTERVIEW = ToolSpec(
    name="schedule_interview", area="jobs", effect="write", input=ScheduleInterview, output=InterviewTold,
    examples=EXAMPLES["schedule_interview"], run=talk.schedule_interview, present=presenting.present_interview,
    description="Write down an interview the person has (time, people, place, round), move it, say how it went, or "
    "cancel it. Nobody is written to.",
)  # fmt: skip
RECORD_OFFER = ToolSpec(
    name="record_offer", area="jobs", effect="write", input=RecordOffer, output=OfferTold,
    examples=EXAMPLES["record_offer"], run=talk.record_offer, present=presenting.present_offer,
    own_words=("source",),
    description="Write down the terms an employer offers: base, bonus, equity, signing bonus, leave, place, answer by.",
)  # fmt: skip
COMPARE_OFFERS = ToolSpec(
    name="compare_offers", area="jobs", input=CompareOffers, output=OfferComparison,
    examples=EXAMPLES["compare_offers"], run=talk.compare_offers, present=presenting.present_comparison,
    description="Compare the offers received, as a table a currency; nothing is converted.",
)  # fmt: skip
NEGOTIATION_SHEET = ToolSpec(
    name="negotiation_sheet", area="jobs", input=OfApplication, output=NegotiationSheet,
    examples=EXAMPLES["negotiation_sheet"], run=talk.negotiation_sheet, present=presenting.present_sheet,
    description="Prepare for negotiating an offer: what is known of pay, market, wishes and facts, with sources.",
)  # fmt: skip
WHAT_NEXT = ToolSpec(
    name="what_next", area="jobs", input=NoArguments, output=NextSteps, examples=EXAMPLES["what_next"],
    run=talk.what_next, present=presenting.present_next,
    description="Tell what to do next about the applications: follow-ups, thank-yous, deadlines, and the reminders.",
)  # fmt: skip
REMIND_ME = ToolSpec(
    name="remind_me", area="jobs", effect="write", input=RemindMe, output=ReminderView, examples=EXAMPLES["remind_me"],
    run=talk.remind_me, present=presenting.present_reminder,
    description="Set a reminder to do something at a time, for an application or without one.",
)  # fmt: skip
ADD_CONTACT = ToolSpec(
    name="add_contact", area="jobs", effect="write", input=SayContact, output=ContactTold,
    examples=EXAMPLES["add_contact"], run=talk.add_contact, present=presenting.present_contact,
    description="Add a contact at an employer: name, role, e-mail, telephone.",
)  # fmt: skip

SPECS: tuple[AnySpec, ...] = (
    SCHEDULE_INTERVIEW, RECORD_OFFER, COMPARE_OFFERS, NEGOTIATION_SHEET, WHAT_NEXT, REMIND_ME, ADD_CONTACT,
)  # fmt: skip
