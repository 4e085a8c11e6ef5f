"""Eleduck (电鸭): remote work in Chinese, posted by people in a community; a keyless list, page by page."""

from tools.jobs.boards.board import Answer, BoardClient, BoardPosting, BoardQuery
from tools.jobs.boards.feeds import Feed, Paging, answer_at, asking, posting_gone
from tools.jobs.boards.mapping import Mapping, Row, at, object_of, postings, remote_kind, rows_of, string, strings
from tools.jobs.boards.shapes import Shape, fields
from tools.jobs.schemas import RemoteKind

ADDRESS = "https://svc.eleduck.com/api/v1/posts"
PAGE = "https://eleduck.com/posts/"
# The category of hiring posts.
HIRING = 5
# Tags of the group of cities that name no place.
_NO_PLACE = frozenset({"其他", "不限", "海外", "全国"})


def _tagged(row: Row, group: str) -> list[str]:
    """The names of a post's tags in one group ("city", "job_type", "skill_type")."""
    tags = at(row, "tags")
    named = [(string(tag, "tag_group.code"), string(tag, "name")) for tag in (tags if isinstance(tags, list) else [])]
    return [name for code, name in named if code == group and name]


def _remote(row: Row) -> RemoteKind | None:
    kinds = " ".join(_tagged(row, "job_type"))
    return remote_kind(remote="远程" in kinds or "线上" in kinds, onsite="坐班" in kinds)


def _is_open(row: Row) -> bool:
    return not any(row.get(flag) is True for flag in ("closed", "deleted", "hide"))


MAPPING = Mapping(
    board="eleduck",
    kind="feed",
    external_id="id",
    title=("full_title", "title"),
    locations=lambda row: [city for city in _tagged(row, "city") if city not in _NO_PLACE],
    remote=_remote,
    employment_type=lambda row: ", ".join(_tagged(row, "job_type")) or None,
    department=lambda row: ", ".join(_tagged(row, "skill_type")) or None,
    text=lambda row: row.get("content") or row.get("summary"),
    url=lambda row: f"{PAGE}{number}" if (number := string(row, "id")) else None,
    posted_at="published_at",
    tags=lambda row: strings(row, "tags.*.name"),
)
SHAPE = Shape(
    board="eleduck",
    fields=fields(
        "full_title published_at summary tags category content views_count comments_count upvotes_count "
        "downvotes_count marks_count touched_at modified_at pinned_in_category paid_type visibility contributors"
    ),
    mapping=MAPPING,
    is_open=_is_open,
    lists=("posts",),
)


class Eleduck(Feed):
    """https://eleduck.com: posts of the hiring category; their employers are not named in a field."""

    name = "eleduck"
    label = "Eleduck (电鸭)"
    hosts = ("eleduck.com",)

    def id_at(self, url: str) -> str:
        """The id at the end of the address."""
        return url.partition("?")[0].rstrip("/").rpartition("/")[2]

    async def search(self, client: BoardClient, query: BoardQuery) -> list[BoardPosting]:
        """Pages until there are enough; closed and deleted posts are left out."""
        paging = Paging(lambda page: asking(ADDRESS, category=HIRING, page=page + 1), _rows, most=5)
        answer, rows = await paging.read(client, MAPPING, query)
        return postings(MAPPING, answer, [row for row in rows if _is_open(row)], query)

    async def fetch(self, client: BoardClient, url: str) -> BoardPosting:
        """One post, with its whole text. Raises POSTING_GONE when it is closed."""
        answer = await answer_at(client, f"{ADDRESS}/{self.id_at(url)}")
        row = at(object_of(answer), "post")
        rows = [row] if isinstance(row, dict) else []
        if rows and not _is_open(rows[0]):
            raise posting_gone(url)
        found = postings(MAPPING, answer, rows, BoardQuery(limit=1))
        if not found:
            raise posting_gone(url)
        return found[0]


def _rows(answer: Answer) -> list[Row]:
    return rows_of(answer, "posts")
