"""Whether an opening is still there, and signs that it never quite was; each with its evidence."""

from tools.jobs.liveness.checking import check
from tools.jobs.liveness.judging import judge
from tools.jobs.liveness.schemas import Liveness, PostedDate, PostingHistory, PostingOutline, Sign
from tools.jobs.liveness.signs import signs

__all__ = ["Liveness", "PostedDate", "PostingHistory", "PostingOutline", "Sign", "check", "judge", "signs"]
