"""Every tool there is."""

from tools.accounts.tools import SPECS as ACCOUNTS
from tools.applications.around.tools import SPECS as AROUND
from tools.applications.preparing.tools import SPECS as PREPARING
from tools.applications.submissions.tools import SPECS as SUBMISSIONS
from tools.applications.tools import SPECS as APPLICATIONS
from tools.applications.transfer.tools import SPECS as APPLICATIONS_TRANSFER
from tools.content.tools import SPECS as CONTENT
from tools.email.tools import SPECS as EMAIL
from tools.general.tools import LIST_CHANGES, UNDO_LAST_CHANGE, help_tool
from tools.ingestion.tools import SPECS as INGESTION
from tools.insights.tools import SPECS as INSIGHTS
from tools.job_profiles.tools import SPECS as PROFILES
from tools.jobs.searching.tools import SPECS as SEARCHING
from tools.jobs.tools import SPECS as JOBS
from tools.registry import AnySpec, by_name
from tools.resumes.tools import SPECS as RESUMES
from tools.tailoring.revision.tools_editing import SPECS as TAILORED
from tools.tailoring.tools import SPECS as TAILORING

_WITHOUT_HELP: tuple[AnySpec, ...] = (
    *JOBS, *SEARCHING, *PROFILES, *INGESTION, *INSIGHTS, *RESUMES, *TAILORING, *CONTENT, *TAILORED, *EMAIL,
    *APPLICATIONS, *AROUND, *APPLICATIONS_TRANSFER, *PREPARING, *SUBMISSIONS, *ACCOUNTS,
    UNDO_LAST_CHANGE, LIST_CHANGES,
)  # fmt: skip
SPECS: tuple[AnySpec, ...] = (*_WITHOUT_HELP, help_tool(_WITHOUT_HELP))
BY_NAME: dict[str, AnySpec] = by_name(SPECS)
