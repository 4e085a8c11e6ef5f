"""The insights tools as the model and the command line see them."""

from tools.insights import applications, market, presenting, presenting_applications, replies, service
from tools.insights.examples import EXAMPLES
from tools.insights.examples_applications import OF_APPLICATIONS
from tools.insights.schemas import Market, MarketQuery, SkillsGap
from tools.insights.schemas_applications import Analytics, ReplyChance, SearchProgress
from tools.jobs.schemas import JobReference
from tools.registry import AnySpec, ToolSpec
from tools.resumes.schemas import NoArguments

SHOW_MARKET = ToolSpec(
    name="show_market", area="jobs", input=MarketQuery, output=Market, examples=EXAMPLES["show_market"],
    description="Show the job market for a role or place: demand, pay, skills, remote share, employers.",
    run=market.show_market, present=presenting.present_market,
)  # fmt: skip
SKILLS_GAP = ToolSpec(
    name="skills_gap", area="jobs", input=NoArguments, output=SkillsGap, examples=EXAMPLES["skills_gap"],
    description="Show which skills the openings in the person's line of work ask for that the resume does not show.",
    run=market.skills_gap, present=presenting.present_gap,
)  # fmt: skip
JOB_STATS = ToolSpec(
    name="job_stats", area="jobs", input=NoArguments, output=SearchProgress, examples=EXAMPLES["job_stats"],
    description="Count: how many jobs are on the list by status, source and week, how many applications were sent.",
    run=service.progress, present=presenting.present_progress,
)  # fmt: skip
SHOW_ANALYTICS = ToolSpec(
    name="show_analytics", area="jobs", input=NoArguments, output=Analytics,
    examples=OF_APPLICATIONS["show_analytics"],
    description="Show how the search goes: response rates by source, role, resume or channel, funnel, how long answers "
    "and stages take, weekly trend, pay against the wish.",
    run=applications.analytics, present=presenting_applications.present_analytics,
)  # fmt: skip
REPLY_CHANCE = ToolSpec(
    name="reply_chance", area="jobs", input=JobReference, output=ReplyChance,
    examples=OF_APPLICATIONS["reply_chance"],
    description="Tell the chance that the employer of one job answers, with its interval and reasons.",
    run=replies.chance_by_reference, present=presenting_applications.present_chance,
)  # fmt: skip

SPECS: tuple[AnySpec, ...] = (SHOW_MARKET, SKILLS_GAP, JOB_STATS, SHOW_ANALYTICS, REPLY_CHANCE)
