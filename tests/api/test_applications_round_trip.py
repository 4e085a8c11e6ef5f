"""Whatever an account holds, exported and imported into a fresh one it is the same, but for ids."""

import csv
import io
import json
from datetime import UTC, date, datetime
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.api.people import Api, Person
from tools.applications.schemas import ENDED_STAGES, OPEN_STAGES
from tools.applications.transfer.ours import COLUMNS, cell_text, row_of
from tools.applications.transfer.portable import FORMAT, VERSION, PortableApplication

STAGES = st.sampled_from((*OPEN_STAGES, *ENDED_STAGES))
AWKWARD = st.sampled_from(
    ["=1+1", "'=1", "''@x", "+49 170", "-", "@home", "\tTab first", "00123", "line\nline", "carriage\rreturn", "\r\n",
     'quoted "words"; and, more', "_x0041_ is no letter", "مرحبا ‏العالم", "👩‍🚒 Ärztin", "ＦＵＬＬ ＝1", "1e5", "0x1F",
     "2025-03-04", "TRUE", "#REF!", "a\x0bb\x1fc", "sep=;", "NULL", " blanks around ", "İstanbul ß ﬁ"]
)  # fmt: skip
WORDS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), min_size=1, max_size=30) | AWKWARD
LONG = st.builds(lambda text, times: text * times, WORDS, st.sampled_from([1, 1, 1, 900, 3000]))
MAYBE = st.none() | WORDS
NAMED = WORDS.filter(lambda text: bool(text.strip()))
# To the millisecond, as precisely as a workbook keeps time.
MOMENTS = st.datetimes(datetime(2001, 1, 1), datetime(2049, 1, 1), timezones=st.just(UTC)).map(
    lambda at: at.replace(microsecond=at.microsecond // 1000 * 1000)
)
DAYS = st.dates(date(2001, 1, 1), date(2049, 1, 1))
AMOUNTS = st.none() | st.integers(0, 10**7).map(float) | st.floats(0, 1e7, allow_nan=False)
PAY = st.fixed_dictionaries(
    {"min": AMOUNTS, "max": AMOUNTS, "currency": st.sampled_from([None, "EUR", "CHF"]),
     "period": st.sampled_from([None, "hour", "year"]), "excerpt": NAMED}
)  # fmt: skip
KEPT: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3), max_leaves=5,
)  # fmt: skip
ENTRIES = st.fixed_dictionaries(
    {"kind": st.sampled_from(["created", "status", "note", "offer"]), "from_status": st.none() | STAGES,
     "to_status": st.none() | STAGES, "by": st.sampled_from(["person", "mail", "import"]), "why": MAYBE,
     "data": st.dictionaries(WORDS, KEPT, max_size=2), "at": MOMENTS}
)  # fmt: skip
INTERVIEWS = st.fixed_dictionaries(
    {"round": st.integers(1, 9), "kind": st.sampled_from(["phone", "panel", "other"]), "starts_at": MOMENTS,
     "ends_at": st.none() | MOMENTS, "timezone": MAYBE, "place": MAYBE, "notes": MAYBE,
     "people": st.lists(st.fixed_dictionaries({"name": NAMED, "role": MAYBE}), max_size=2),
     "outcome": st.sampled_from([None, "passed", "cancelled"])}
)  # fmt: skip
CONTACTS = st.fixed_dictionaries({"name": NAMED, "email": MAYBE, "phone": MAYBE, "notes": MAYBE})
OFFERS = st.fixed_dictionaries(
    {"currency": st.sampled_from([None, "EUR"]), "base": AMOUNTS, "leave_days": AMOUNTS, "notes": MAYBE,
     "answer_by": st.none() | DAYS, "state": st.sampled_from(["open", "declined"])}
)  # fmt: skip
REMINDERS = st.fixed_dictionaries(
    {"kind": st.just("own"), "text": WORDS, "due_at": MOMENTS, "done_at": st.none() | MOMENTS}
)
POSTINGS = st.fixed_dictionaries(
    {"text": LONG, "source": st.sampled_from(["page", "text", "import"]), "language": st.just("de")}
)
TEXTS = (
    "company",
    "location",
    "url",
    "application_url",
    "employment_type",
    "source",
    "channel",
    "feedback",
    "job_notes",
)
APPLICATIONS = st.fixed_dictionaries(
    {"title": NAMED, **{name: st.none() | NAMED for name in TEXTS}, "notes": st.none() | LONG,
     "remote": st.sampled_from([None, "onsite", "hybrid", "remote"]), "salary": st.none() | PAY, "status": STAGES,
     "applied_at": st.none() | MOMENTS, "moved_at": MOMENTS, "created_at": MOMENTS, "deadline": st.none() | DAYS,
     "cover_letter": MAYBE, "extra": st.dictionaries(WORDS, KEPT, max_size=3), "posting": POSTINGS,
     "resume": st.none() | st.fixed_dictionaries({"name": NAMED, "version": st.none() | st.integers(1, 9)}),
     "timeline": st.lists(ENTRIES, min_size=1, max_size=3), "interviews": st.lists(INTERVIEWS, max_size=2),
     "contacts": st.lists(CONTACTS, max_size=2), "offers": st.lists(OFFERS, max_size=2),
     "reminders": st.lists(REMINDERS, max_size=2)}
).map(PortableApplication.model_validate)  # fmt: skip
ACCOUNTS = st.lists(APPLICATIONS, min_size=1, max_size=5)

# Shrinking imports thousands of accounts: what fails is small enough as it is.
LIGHT = settings(
    max_examples=3, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, phases=[Phase.generate]
)


def _file(applications: list[PortableApplication]) -> bytes:
    head = {"format": FORMAT, "version": VERSION, "exported_at": datetime.now(UTC).isoformat()}
    return json.dumps({**head, "applications": [one.model_dump(mode="json") for one in applications]}).encode()


async def _imported(person: Person, name: str, content: bytes) -> dict[str, Any]:
    answer = await person.http.post("/import/applications?confirm=true", files={"file": (name, content)})
    assert answer.status_code == 200, answer.text[:2000]
    report: dict[str, Any] = answer.json()
    assert report["refused"] == 0, [row for row in report["rows"] if row["outcome"] == "refused"]
    return report


async def _exported(person: Person) -> list[PortableApplication]:
    answer = await person.http.get("/export/applications.json")
    assert answer.status_code == 200
    return [PortableApplication.model_validate(one) for one in answer.json()["applications"]]


def _sorted(found: list[PortableApplication]) -> list[str]:
    """As text, in an order of its own; keys of objects, and entries of one moment, in any order."""
    return sorted(
        json.dumps({**whole, "timeline": sorted(whole["timeline"], key=str)}, sort_keys=True)
        for whole in (json.loads(json.dumps(one.model_dump(mode="json"), sort_keys=True)) for one in found)
    )


@settings(LIGHT)
@given(made=ACCOUNTS)
async def test_json_brings_everything_back(api: Api, made: list[PortableApplication]) -> None:
    """Into a fresh account all of it; into the same account nothing, since all of it is there."""
    first, second = await api.person(), await api.person()
    assert (await _imported(first, "made.json", _file(made)))["imported"] == len(made)
    whole = (await first.http.get("/export/applications.json")).content
    report = await _imported(second, "whole.json", whole)
    assert (report["imported"], report["format"]) == (len(made), "jobwright")
    before, after = await _exported(first), await _exported(second)
    assert _sorted(after) == _sorted(before)
    assert _sorted([_kept(one) for one in before]) == _sorted([_kept(one) for one in made])
    again = await _imported(second, "whole.json", whole)
    assert (again["imported"], again["duplicates"]) == (0, len(made))


def _kept(one: PortableApplication) -> PortableApplication:
    """Without what reading a posting anew may add to what was given: skills, requirements and the like."""
    read = {"posting": None, "remote": None, "salary": None}
    return one.model_copy(update=read)


@settings(LIGHT)
@given(made=ACCOUNTS)
async def test_tables_bring_their_columns_back(api: Api, made: list[PortableApplication]) -> None:
    """Every column of CSV and XLSX comes back as it went."""
    first = await api.person()
    await _imported(first, "made.json", _file(made))
    before = await _exported(first)
    for kind in ("csv", "xlsx"):
        second = await api.person()
        table = (await first.http.get(f"/export/applications.{kind}")).content
        report = await _imported(second, f"table.{kind}", table)
        assert (report["imported"], report["format"]) == (len(made), "jobwright")
        after = await _exported(second)
        assert _rows(after) == _rows(before)


def _rows(found: list[PortableApplication]) -> list[str]:
    return sorted(json.dumps(row_of(one), default=str) for one in found)


@settings(max_examples=12, deadline=None, derandomize=True)
@given(made=ACCOUNTS)
def test_no_cell_of_a_csv_is_a_formula(made: list[PortableApplication]) -> None:
    """Whatever somebody called their job, no spreadsheet computes it."""
    from_cells = [cell_texts(one) for one in made]
    text = io.StringIO(newline="")
    csv.writer(text).writerows(from_cells)
    for row in csv.reader(io.StringIO(text.getvalue(), newline="")):
        assert len(row) == len(COLUMNS)
        assert not [cell for cell in row if cell and cell[0] in "=+-@\t\r\n"]


def cell_texts(one: PortableApplication) -> list[str]:
    """The cells of an application as a CSV has them."""
    return [cell_text(cell) for cell in row_of(one)]
