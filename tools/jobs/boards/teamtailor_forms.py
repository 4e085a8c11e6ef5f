"""Teamtailor's other answers: the JSON:API of an employer's key, and the career site's RSS."""

from tools.jobs.boards.mapping import Mapping, Row, at, place, remote_kind, salary, string, strings
from tools.jobs.boards.shapes import Around, Shape, fields, without_items
from tools.jobs.boards.xml_rows import many

_PAY = ("min-salary", "max-salary", "currency", "salary-time-unit")


def _named(one: object) -> str | None:
    """A place of either answer: "Malmö, Sweden", or the name it goes by."""
    return place(at(one, "city"), at(one, "country")) or string(one, "name") or string(one)


_RECORD = Mapping(
    board="teamtailor",
    kind="company",
    external_id="id",
    title="attributes.title",
    locations=lambda row: [_named(one) for one in row.get("_locations") or []],
    remote=lambda row: remote_kind(at(row, "attributes.remote-status")),
    salary=lambda row: salary(*(at(row, f"attributes.{name}") for name in _PAY)),
    employment_type="attributes.employment-type",
    department="_department",
    text=("attributes.pitch", "attributes.body"),
    url="links.careersite-job-url",
    apply_url="links.careersite-job-apply-url",
    posted_at=("attributes.start-date", "attributes.created-at"),
    valid_through="attributes.end-date",
    language="attributes.language-code",
    tags="attributes.tags",
)


def _related(row: Row, around: Around) -> Row:
    """The row with the attributes of its places and department, which the answer lists apart."""
    beside = around.stated("included")
    known = {
        (string(one, "type"), string(one, "id")): at(one, "attributes")
        for one in (beside if isinstance(beside, list) else [])
    }
    pointers = [*many(at(row, "relationships.locations.data")), *many(at(row, "relationships.location.data"))]
    places = [known.get((string(one, "type"), string(one, "id"))) for one in pointers]
    department = at(row, "relationships.department.data")
    named = known.get((string(department, "type"), string(department, "id")))
    return row | {"_locations": [one for one in places if one], "_department": string(named, "name")}


RECORD = Shape(
    board="teamtailor",
    fields=fields("attributes relationships"),
    mapping=_RECORD,
    lists=("data",),
    prepared=_related,
    is_open=lambda row: at(row, "attributes.status") in (None, "open", "published"),
)

_ITEM = Mapping(
    board="teamtailor",
    kind="company",
    external_id=lambda row: string(row, "guid") or string(row, "link"),
    title="title",
    company=("company_name", "company"),
    locations=lambda row: [_named(one) for one in many(at(row, "locations.location"))],
    remote=lambda row: remote_kind(row.get("remoteStatus")),
    department="department",
    text="description",
    url="link",
    posted_at="pubDate",
    tags=lambda row: strings(row, "role"),
)
ITEM = Shape(
    board="teamtailor", fields=fields("remoteStatus department locations role"), mapping=_ITEM, empty=without_items
)
