"""V2EX: the jobs node of a forum in Chinese; a keyless list of its newest topics, hiring and other talk mixed."""

import re

from tools.jobs.boards.board import Answer, BoardClient, BoardPosting, BoardQuery
from tools.jobs.boards.feeds import Feed, answer_at, asking, page_id, posting_gone
from tools.jobs.boards.mapping import Mapping, Row, postings, remote_kind, rows_of, string
from tools.jobs.boards.shapes import Shape, fields
from tools.jobs.schemas import RemoteKind

ADDRESS = "https://www.v2ex.com/api/topics/show.json"
NODES = ("jobs", "remote")
_HIRING = re.compile(
    r"招|聘|内推|岗位|急寻|诚寻|\bhiring\b|\bwe['’]?re looking\b|\bengineer\b|\bdeveloper\b|工程师|全职|\bHC\b", re.I
)
_OTHER = re.compile(
    r"求职|求内推|求推荐|求远程|找工作|求助|请教|请问|有没有|怎么|如何|应该|吗[?？]|[?？]\s*$|吐槽|讨论|简历", re.I
)
_REMOTE = re.compile(r"远程|\bremote\b|居家", re.I)
_PLACE = re.compile(r"^\s*[\[【(（]\s*([^\]】)）]{2,12})\s*[\]】)）]")
_CITIES = re.compile(r"北京|上海|深圳|广州|杭州|成都|武汉|南京|西安|苏州|重庆|厦门|长沙|香港|台北|新加坡|东京")


def _places(row: Row) -> list[str]:
    """Cities in the bracket that a title begins with: "[上海] ..."."""
    bracket = _PLACE.match(string(row, "title") or "")
    return _CITIES.findall(bracket[1]) if bracket else []


def _remote(row: Row) -> RemoteKind | None:
    return remote_kind(remote=bool(_REMOTE.search(string(row, "title") or "")))


MAPPING = Mapping(
    board="v2ex",
    kind="feed",
    external_id="id",
    title="title",
    locations=_places,
    remote=_remote,
    text=("content_rendered",),
    url="url",
    posted_at="created",
    tags="node.title",
)
SHAPE = Shape(
    board="v2ex",
    fields=fields("content_rendered node replies last_touched last_modified member created"),
    mapping=MAPPING,
    lists=("topics",),
)


class V2ex(Feed):
    """https://www.v2ex.com: topics whose title says that somebody is hired; employers are not named in a field."""

    name = "v2ex"
    label = "V2EX"
    hosts = ("v2ex.com",)

    async def search(self, client: BoardClient, query: BoardQuery) -> list[BoardPosting]:
        """The newest topics of both nodes, those that hire."""
        found: dict[str, BoardPosting] = {}
        for node in NODES:
            answer = await client.get(asking(ADDRESS, node_name=node))
            rows = _topics(answer)
            postings(MAPPING, answer, rows, query)  # whether any of the topics is as documented
            hiring = [row for row in rows if is_hiring(row)]
            found |= {posting.external_id: posting for posting in postings(MAPPING, answer, hiring, query)}
        return list(found.values())[: query.limit]

    async def fetch(self, client: BoardClient, url: str) -> BoardPosting:
        """One topic by its number."""
        answer = await answer_at(client, asking(ADDRESS, id=page_id(url)))
        found = postings(MAPPING, answer, _topics(answer), BoardQuery(limit=1))
        if not found:
            raise posting_gone(url)
        return found[0]


def is_hiring(row: Row) -> bool:
    """Whether a topic offers work: its title says so and asks nothing."""
    title = string(row, "title") or ""
    return bool(_HIRING.search(title)) and not _OTHER.search(title)


def _topics(answer: Answer) -> list[Row]:
    return [row for row in rows_of(answer) if not row.get("deleted")]
