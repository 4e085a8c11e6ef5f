"""The insights tools as the model and the command line see them."""

from tools.insights import market, presenting, service
from tools.insights.examples import EXAMPLES
from tools.insights.schemas import Market, MarketQuery, SearchProgress, SkillsGap
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
    description="Show how the search goes in numbers: jobs by status and week, response rate, time in each stage.",
    run=service.progress, present=presenting.present_progress,
)  # fmt: skip

SPECS: tuple[AnySpec, ...] = (SHOW_MARKET, SKILLS_GAP, JOB_STATS)
