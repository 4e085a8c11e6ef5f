"""Applications into files and out of them again, over REST, against the real database."""

import csv
import io
import json
import time
import zipfile
from datetime import datetime
from typing import Any

import openpyxl
import pypdfium2

from store.applications_details import Attachment
from store.base import new_id
from store.database import transaction
from tests.api.people import Api, Person, code

HUNTR = """companyName,title,listName,location,url,dateApplied,notes
Brass & Bell Foundry,Metallurgist,Applied,"Leeds, UK",https://brass.example/jobs/77?utm_source=x,2025-03-04,"Two lines,
one ""quoted"" twice"
Tidewater Ferries,Deckhand,Wishlist,Bergen,,,
Tidewater Ferries,Deckhand,Rejected,Bergen,,2025-02-01,again
,Nobody's Job,Applied,,not a link,2025-13-40,
Kestrel Optics,,Applied,,,,
"""


async def hand_in(person: Person, name: str, content: bytes | str, **query: Any) -> dict[str, Any]:
    """Import a file; what the server answers."""
    body = content.encode() if isinstance(content, str) else content
    mapping = query.pop("mapping", None)
    data = {"mapping": json.dumps(mapping)} if mapping else {}
    answer = await person.http.post("/import/applications", params=query, files={"file": (name, body)}, data=data)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def exported(person: Person, **query: Any) -> dict[str, Any]:
    """The JSON export."""
    answer = await person.http.get("/export/applications.json", params=query)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_a_file_is_shown_first_then_imported_and_taken_back_as_one(person: Person) -> None:
    """The preview changes nothing; the same file again changes nothing; undo takes all of it back."""
    preview = await hand_in(person, "board.csv", HUNTR)
    assert (preview["format"], preview["confirmed"], preview["total"]) == ("huntr", False, 5)
    assert {one["column"]: one["field"] for one in preview["columns"]}["listName"] == "status"
    assert (await exported(person))["applications"] == []

    done = await hand_in(person, "board.csv", HUNTR, confirm=True)
    outcomes = [(row["line"], row["outcome"]) for row in done["rows"]]
    assert outcomes == [(2, "imported"), (4, "imported"), (5, "duplicate"), (6, "imported"), (7, "refused")]
    assert done["rows"][2]["of"] == "line 4"
    assert done["rows"][4]["why"] == "there is no title"
    assert any("2025-13-40" in note for note in done["rows"][3]["notes"])

    found = (await exported(person, sort="title", order="asc"))["applications"]
    assert [one["title"] for one in found] == ["Deckhand", "Metallurgist", "Nobody's Job"]
    metallurgist = found[1]
    assert metallurgist["notes"] == 'Two lines,\none "quoted" twice'
    assert metallurgist["url"] == "https://brass.example/jobs/77"
    assert metallurgist["applied_at"].startswith("2025-03-04T12:00")
    assert [entry["to_status"] for entry in metallurgist["timeline"]] == ["applied"]
    assert found[2]["extra"]["dateApplied"] == "2025-13-40"
    jobs = (await person.http.get("/jobs")).json()
    assert {job["title"]: job["status"] for job in jobs["items"]}["Deckhand"] == "saved"

    again = await hand_in(person, "board.csv", HUNTR, confirm=True)
    assert (again["imported"], again["duplicates"], again["batch"]) == (0, 4, None)

    undone = await person.http.post("/changes/undo")
    assert undone.status_code == 200, undone.text
    assert (await exported(person))["applications"] == []
    assert (await person.http.get("/jobs")).json()["total"] == 0
    back = await hand_in(person, "board.csv", HUNTR, confirm=True)
    assert back["imported"] == 3


async def test_dates_that_may_be_either_are_asked_and_never_swapped(person: Person) -> None:
    """03/04/2025 alone is a question; one date of the file that can be read in one way answers it."""
    open_dates = "title,company,applied\nBaker,Ovenly,03/04/2025\n".replace("applied", "applied at")
    preview = await hand_in(person, "own.csv", open_dates)
    assert preview["dates"]["order"] is None
    assert preview["questions"]
    refused = await person.http.post(
        "/import/applications?confirm=true", files={"file": ("own.csv", open_dates.encode())}
    )
    assert (refused.status_code, code(refused)) == (422, "ASK_FIRST")
    assert (await exported(person))["applications"] == []
    told = await hand_in(person, "own.csv", open_dates + "Miller,Stonemill,25/04/2025\n", confirm=True)
    assert told["dates"]["order"] == "dmy"
    days = {one["title"]: one["applied_at"][:10] for one in (await exported(person))["applications"]}
    assert days == {"Baker": "2025-04-03", "Miller": "2025-04-25"}
    chosen = await hand_in(person, "own.csv", open_dates.replace("Ovenly", "Other Oven"), date_order="mdy")
    assert chosen["sample"][0]["applied_at"].startswith("2025-03-04")


async def test_a_mapping_overrules_what_was_found(person: Person) -> None:
    """Columns that nothing names are the person's to tell, words for stages too."""
    file = "What;Who;How far;Colour\nPotter;Claywork;auf dem Stapel;blue\n"
    asked = await hand_in(person, "own.csv", file)
    assert any("title" in question for question in asked["questions"])
    mapping = {"columns": {"What": "title", "Who": "company", "How far": "status"}}
    shown = await hand_in(person, "own.csv", file, mapping=mapping)
    assert shown["unknown_statuses"] == {"auf dem Stapel": 1}
    mapping["statuses"] = {"auf dem Stapel": "applied"}  # type: ignore[assignment]
    await hand_in(person, "own.csv", file, confirm=True, mapping=mapping)
    (one,) = (await exported(person))["applications"]
    assert (one["title"], one["company"], one["status"], one["extra"]) == (
        "Potter", "Claywork", "applied", {"Colour": "blue"},
    )  # fmt: skip
    wrong = await person.http.post(
        "/import/applications", files={"file": ("own.csv", file.encode())},
        data={"mapping": json.dumps({"columns": {"Nope": "title"}})},
    )  # fmt: skip
    assert (wrong.status_code, code(wrong)) == (422, "NO_COLUMN")


async def test_an_import_goes_onto_jobs_that_are_there_and_fills_in(person: Person) -> None:
    """A saved job gets the application, not a twin; a duplicate fills gaps when asked to; undo gives both back."""
    saved = await person.http.post("/jobs", json={"title": "Glazier", "company": "Panes GmbH", "location": "Ulm"})
    assert saved.status_code == 201, saved.text
    done = await hand_in(
        person, "a.csv", "title,company,location,status\nGlazier (m/w/d),Panes,Ulm,offer\n", confirm=True
    )
    assert done["rows"][0]["number"] == saved.json()["number"]
    assert (await person.http.get(f"/jobs/{saved.json()['id']}")).json()["status"] == "offer"
    more = "title,company,notes,status\nGlazier,Panes GmbH,Ask for Ida,applied\n"
    skipped = await hand_in(person, "b.csv", more, confirm=True)
    assert skipped["duplicates"] == 1
    filled = await hand_in(person, "b.csv", more, confirm=True, duplicates="fill")
    assert (filled["updated"], filled["rows"][0]["why"]) == (1, "filled in: notes")
    (one,) = (await exported(person))["applications"]
    assert (one["notes"], one["status"]) == ("Ask for Ida", "offer")
    await person.http.post("/changes/undo")
    assert (await exported(person))["applications"][0]["notes"] is None
    await person.http.post("/changes/undo")
    assert (await exported(person))["applications"] == []
    job = (await person.http.get(f"/jobs/{saved.json()['id']}")).json()
    assert job["status"] == "saved"


async def test_every_format_is_served_and_the_zip_holds_everything(api: Api, person: Person, stranger: Person) -> None:
    """Types and freeze in the workbook, formulas as text, a PDF with the rows, hashes that are true, only one's own."""
    rows = 'title,company,applied at,notes\n"=HYPERLINK(""http://x"")",Acme Kites,2025-05-06,"+49 = no sum 🪁"\n'
    done = await hand_in(person, "k.csv", rows, confirm=True)
    application_id = done["rows"][0]["application_id"]
    async with transaction(api.services.sessions) as session:
        session.add(
            Attachment(
                id=new_id(), user_id=person.actor.user_id, application_id=application_id, name="../kite plan.pdf",
                media_type="application/pdf", size=4, content=b"kite",
            )
        )  # fmt: skip
    sheet = openpyxl.load_workbook(io.BytesIO((await person.http.get("/export/applications.xlsx")).content)).active
    assert sheet is not None
    assert sheet.freeze_panes == "A2"
    head = [cell.value for cell in sheet[1]]
    title, applied = sheet.cell(2, head.index("title") + 1), sheet.cell(2, head.index("applied_at") + 1)
    assert (title.data_type, title.value) == ("s", '=HYPERLINK("http://x")')
    assert applied.value == datetime(2025, 5, 6, 12)
    text = (await person.http.get("/export/applications.csv?bom=true")).content
    assert text.startswith(b"\xef\xbb\xbf")
    (row,) = csv.DictReader(io.StringIO(text.decode("utf-8-sig"), newline=""))
    assert (row["title"], row["notes"]) == ('\'=HYPERLINK("http://x")', "'+49 = no sum 🪁")
    pdf = await person.http.get("/export/applications.pdf")
    assert pdf.status_code == 200, pdf.text
    assert "Acme Kites" in pypdfium2.PdfDocument(pdf.content)[0].get_textpage().get_text_range()
    held = (await person.http.get("/export/applications.zip")).content
    with zipfile.ZipFile(io.BytesIO(held)) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        assert {one["path"] for one in manifest["files"]} == set(archive.namelist()) - {"manifest.json"}
        (attached,) = [name for name in archive.namelist() if name.startswith("attachments/")]
        assert (archive.read(attached), ".." in attached) == (b"kite", False)
    back = await hand_in(stranger, "all.zip", held, confirm=True)
    assert back["imported"] == 1
    with zipfile.ZipFile(io.BytesIO((await stranger.http.get("/export/applications.zip")).content)) as archive:
        assert archive.read(next(name for name in archive.namelist() if name.startswith("attachments/"))) == b"kite"
    others = await exported(await _somebody(api))
    assert others["applications"] == []


async def _somebody(api: Api) -> Person:
    return await api.person()


async def test_filters_of_the_list_choose_what_is_exported(person: Person) -> None:
    """By stage, words, employer and days."""
    rows = "title,company,status,applied at\nA,Xylo,applied,2025-01-10\nB,Xylo,offer,2025-02-10\n"
    rows += "C,Zither,applied,2025-03-10\n"
    await hand_in(person, "f.csv", rows, confirm=True)
    for query, titles in (
        ({"status": ["applied"]}, "AC"), ({"company": "xyl"}, "AB"), ({"applied_from": "2025-02-01"}, "BC"),
        ({"applied_to": "2025-02-10"}, "AB"), ({"q": "zith"}, "C"), ({"quiet_days": 1, "status": "offer"}, "B"),
    ):  # fmt: skip
        found = await exported(person, sort="title", order="asc", **query)
        assert "".join(one["title"] for one in found["applications"]) == titles, query
    wrong = await person.http.get("/export/applications.csv?status=nonsense")
    assert wrong.status_code == 422


async def test_hostile_and_broken_files_are_refused_with_a_reason(person: Person) -> None:
    """Nothing is imported, and the answer says what is wrong."""
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("jobs.csv", b"title,company\n" + b"a" * 40_000_000)
    for name, content, status in (
        ("empty.csv", b"  \n", 422), ("bomb.zip", bomb.getvalue(), 413), ("old.xls", b"\xd0\xcf\x11\xe0 rest", 415),
        ("x.pdf", b"%PDF-1.7", 415), ("x.json", b'{"applications": 3', 422), ("x.json", b'[{"a": 1}, 2]', 422),
        ("wide.csv", b"title," + b",".join(b"c%d" % n for n in range(400)) + b"\nBaker", 413),
        ("long.csv", b"title\n" + b"Baker\n" * 20_002, 413), ("cut.zip", b"PK\x03\x04 not really", 422),
        ("head.csv", b"title,company\n", 422), ("new.json", b'{"format": "jobwright.applications", "version": 9}', 422),
    ):  # fmt: skip
        answer = await person.http.post("/import/applications?confirm=true", files={"file": (name, content)})
        assert answer.status_code == status, (name, answer.text)
        assert answer.json()["detail"]["message"]
    assert (await person.http.post("/import/applications", data={"x": "y"}, files={})).status_code == 422
    assert (await exported(person))["applications"] == []


async def test_hundreds_of_rows_take_seconds(person: Person) -> None:
    """A twentieth of what is promised for a minute, in time of this process: the machine may be busy with others."""
    rows = "".join(
        f"Role {n} Engineer,Firm {n % 97} AG,Town {n % 13},applied,2025-03-{n % 28 + 1:02}\n" for n in range(500)
    )
    begun = time.process_time()
    done = await hand_in(person, "m.csv", f"title,company,location,status,applied at\n{rows}", confirm=True)
    assert done["imported"] == 500
    assert time.process_time() - begun < 3
