"""How well a resume fits a posting, and how alike two job titles are. Pure: same input, same answer."""

from tools.jobs.matching.preferences import Preferences
from tools.jobs.matching.profile import Profile, read_profile
from tools.jobs.matching.scoring import PostingLike, match, match_profile
from tools.jobs.matching.titles import TitleIndex, rank_titles, title_similarity

__all__ = [
    "PostingLike", "Preferences", "Profile", "TitleIndex", "match", "match_profile", "rank_titles", "read_profile",
    "title_similarity",
]  # fmt: skip
