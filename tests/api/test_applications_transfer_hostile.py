"""Files made to harm, broken ones and odd ones: refused or read with what is odd told, and never half."""

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Mapping
from typing import Any

import openpyxl
import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from store.database import transaction
from tests.api.people import RESUME, Api, Person
from tests.api.test_applications_transfer import exported, hand_in
from tools.applications.transfer.portable import FORMAT

UNPACKED = 12_000_000


def zipped(files: Mapping[str, bytes | str]) -> bytes:
    """A ZIP of these files."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def workbook(change: Mapping[str, Any] | None = None) -> bytes:
    """A small workbook; `change` replaces text in its parts: {part: (from, to)}."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (["Job", "Company", "Status"], ["Baker", "Ovenly", "applied"], ["Miller", "Stone", "saved"]):
        sheet.append(row)
    plain = io.BytesIO()
    book.save(plain)
    with zipfile.ZipFile(plain) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    for part, (old, new) in (change or {}).items():
        assert re.search(old, parts[part])
        parts[part] = re.sub(old, lambda _, new=new: new, parts[part], count=1)
    return zipped(parts)


def ours(*applications: Mapping[str, Any]) -> bytes:
    """A JSON export of ours."""
    return json.dumps({"format": FORMAT, "version": 1, "applications": list(applications)}).encode()


def lying(content: bytes) -> bytes:
    """The archive with the sizes of its list of contents made small."""
    at = content.rindex(b"PK\x01\x02")
    return content[: at + 24] + (100).to_bytes(4, "little") + content[at + 28 :]


ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
)
NESTED = zipped({"jobs.csv": zipped({"jobs.csv": zipped({"jobs.csv": "title\nBaker\n"})})})
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet'


@pytest.mark.parametrize(
    ("name", "content", "statuses"),
    [
        ("nested.zip", NESTED, {415}),
        ("many.zip", zipped({f"jobs/{n}.csv": "" for n in range(20_100)}), {413}),
        ("lying.zip", lying(zipped({"jobs.csv": "title,company\n" + "Baker,Ovenly\n" * 9_000})), {422}),
        ("ratio.xlsx", zipped({"xl/workbook.xml": "<a/>", "xl/s.xml": "a" * UNPACKED}), {413}),
        ("laughs.xlsx", workbook({"xl/worksheets/sheet1.xml": ("<worksheet", f"{ENTITIES}]><worksheet")}), {415, 200}),
        ("outside.xlsx", workbook({"xl/worksheets/sheet1.xml": ("<worksheet", OUTSIDE)}), {415, 200}),
        ("cut.xlsx", workbook({"xl/worksheets/sheet1.xml": ("</sheetData>.*", "")}), {415}),
        ("torn.xlsx", workbook()[:-400], {422}),
        ("nan.json", b'[{"title": "Baker", "salary": NaN}]', {422}),
        ("deep.json", b'{"applications": ' + b"[" * 50_000, {422}),
    ],
)
async def test_files_that_would_harm_are_refused(person: Person, name: str, content: bytes, statuses: set[int]) -> None:
    """Each with its reason, nothing kept, and no entity of a markup ever opened."""
    answer = await person.http.post("/import/applications?confirm=true", files={"file": (name, content)})
    assert answer.status_code in statuses, answer.text[:500]
    assert "root:" not in answer.text
    if answer.status_code != 200:
        assert answer.json()["detail"]["message"]
        assert (await exported(person))["applications"] == []


async def test_what_cannot_be_kept_refuses_its_own_row_only(person: Person) -> None:
    """NUL and times nobody has applied in, at any depth of a file of ours; too many entries; the rest is imported."""
    entry = {"kind": "note", "by": "person", "at": "2025-01-01T00:00:00Z"}
    done = await hand_in(
        person, "ours.json",
        ours(
            {"title": "Good", "applied_at": "2025-03-04T10:00:00"},
            {"title": "A", "extra": {"deep": [{"x": "a\x00b"}]}},
            {"title": "B", "timeline": [entry | {"data": {"\x00": 1}}]},
            {"title": "C", "applied_at": "0001-01-01T00:00:00+14:00"}, {"title": "D", "offers": [{"base": 1e300}]},
            {"title": "E", "timeline": [entry] * 6_000}, {"title": "F", "extra": {"x": "\ud800"}},
            {"title": "G", "interviews": [{"starts_at": "2025-01-01T00:00:00Z", "people": [{"name": "\x00"}]}]},
        ),
        confirm=True,
    )  # fmt: skip
    assert [row["outcome"] for row in done["rows"]] == ["imported", *["refused"] * 7]
    assert all(row["why"] for row in done["rows"][1:])
    odd = (
        f"title,company,applied at,mine\nBaker,Ovenly,1900-01-01,{'x' * 5_000}\nMill\x00er,Stone,,y\nCook,Inn,,a\x00b\n"
    )
    told = await hand_in(person, "nul.csv", odd, confirm=True)
    assert [row["outcome"] for row in told["rows"]] == ["imported", "refused", "refused"]
    assert "no year" in told["rows"][0]["notes"][0]
    assert {one["title"] for one in (await exported(person))["applications"]} == {"Good", "Baker"}


async def test_somebody_elses_ids_and_a_contradicting_timeline(person: Person, stranger: Person) -> None:
    """What another account owns is not referred to; a timeline that ends elsewhere is kept and told."""
    resume = await stranger.http.post(
        "/resumes/upload", files={"file": ("cv.txt", RESUME.encode() if isinstance(RESUME, str) else RESUME)}
    )
    assert resume.status_code == 201, resume.text
    others = resume.json()["id"]
    moves = [
        {"kind": "created", "to_status": "applied", "by": "person", "at": "2025-01-01T00:00:00Z"},
        {
            "kind": "status",
            "from_status": "applied",
            "to_status": "rejected",
            "by": "mail",
            "at": "2025-02-01T00:00:00Z",
        },
    ]
    sent = {"name": "cv.txt", "resume_id": others}
    content = ours({"title": "Cook", "status": "applied", "resume": sent, "timeline": moves})
    done = await hand_in(person, "ours.json", content, confirm=True)
    assert "ends at rejected, but its status is applied" in done["rows"][0]["notes"][0]
    (one,) = (await exported(person))["applications"]
    assert (one["status"], one["resume"]["resume_id"], one["resume"]["name"]) == ("applied", None, "cv.txt")
    assert [entry["to_status"] for entry in one["timeline"]] == ["applied", "rejected"]


async def test_hashes_of_a_zip_are_checked(person: Person) -> None:
    """An attachment that is not as the manifest says is left out; a table changed by hand is read; both are told."""
    attached = [
        {"name": name, "media_type": "text/plain", "size": 4, "path": f"attachments/{name}"} for name in ("a", "b")
    ]
    table = ours({"title": "Baker", "attachments": attached}).decode()
    files = {"applications.json": table, "attachments/a": "true", "attachments/b": "true"}
    told = [{"path": name, "sha256": hashlib.sha256(content.encode()).hexdigest()} for name, content in files.items()]
    manifest = json.dumps({"files": [*told, {"path": "gone.pdf", "sha256": "0"}]})
    changed = {**files, "applications.json": table.replace("Baker", "Miller"), "attachments/b": "torn"}
    done = await hand_in(person, "ours.zip", zipped({**changed, "manifest.json": manifest}), confirm=True)
    notes = "\n".join(done["notes"])
    assert "left out: attachments/b." in notes
    assert "applications.json was changed" in notes
    assert "not in the ZIP: gone.pdf" in notes
    (one,) = (await exported(person))["applications"]
    assert (one["title"], [part["name"] for part in one["attachments"]]) == ("Miller", ["a"])
    whole = await hand_in(person, "ours.zip", zipped({**files, "manifest.json": manifest.replace("gone.pdf", "x")}))
    assert not any("left out" in note or "changed" in note for note in whole["notes"])


async def test_a_failure_at_the_last_row_leaves_nothing(api: Api, person: Person) -> None:
    """The database itself refuses the very last thing that is written: not a job, posting or application stays."""
    add = "alter table reminders add constraint only_here check (text <> 'the last straw') not valid"
    async with transaction(api.services.sessions) as session:
        await session.execute(text(add))
    last = {"kind": "own", "text": "the last straw", "due_at": "2025-01-01T00:00:00Z"}
    content = ours(*[{"title": f"Role {n}"} for n in range(30)], {"title": "Last", "reminders": [last]})
    try:
        with pytest.raises(IntegrityError, match="only_here"):
            await person.http.post("/import/applications?confirm=true", files={"file": ("o.json", content)})
    finally:
        async with transaction(api.services.sessions) as session:
            await session.execute(text("alter table reminders drop constraint only_here"))
    assert (await exported(person))["applications"] == []
    assert (await person.http.get("/jobs")).json()["total"] == 0
    async with transaction(api.services.sessions) as session:
        kept = await session.scalar(
            text("select count(*) from postings where owner_id = :me"), {"me": person.actor.user_id}
        )
        assert kept == 0
    assert (await hand_in(person, "o.json", content, confirm=True))["imported"] == 31


async def test_undo_of_an_import_comes_after_what_was_changed_since(person: Person) -> None:
    """Changes are taken back newest first: what was filled in by hand is not lost to the undo of an import unseen."""
    done = await hand_in(person, "a.csv", "title,company\nBaker,Ovenly\nMiller,Stone\n", confirm=True)
    more = "title,company,notes\nBaker,Ovenly,from the file\n"
    await hand_in(person, "b.csv", more, confirm=True, duplicates="fill")
    address = f"/applications/{done['rows'][0]['application_id']}"
    assert (await person.http.patch(address, json={"notes": "my own words"})).status_code == 200
    told = []
    for _ in range(3):
        undone = await person.http.post("/changes/undo")
        assert undone.status_code == 200, undone.text
        told.append([one["notes"] for one in (await exported(person, sort="title", order="asc"))["applications"]])
    assert told == [["from the file", None], [None, None], []]


async def test_rows_far_below_and_cells_of_all_kinds(person: Person) -> None:
    """A formula's link, a link of a cell, an empty stretch below the rows."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Job", "Company", "Link", "Salary"])
    sheet.append(["Baker", "Ovenly", '=HYPERLINK("https://ovenly.example/1","see")', "=1+1"])
    sheet.append(["Miller", "Stone", "see", "='[other.xlsx]S'!A1"])
    sheet["C3"].hyperlink = "https://stone.example/2"
    sheet["A3000"] = "Cooper"
    file = io.BytesIO()
    book.save(file)
    report = await hand_in(person, "cells.xlsx", file.getvalue(), confirm=True)
    assert report["imported"] == 3
    found = {one["title"]: one["url"] for one in (await exported(person))["applications"]}
    assert found == {"Baker": "https://ovenly.example/1", "Miller": "https://stone.example/2", "Cooper": None}
    sheet["A41000"] = "Too far"
    file = io.BytesIO()
    book.save(file)
    answer = await person.http.post("/import/applications", files={"file": ("far.xlsx", file.getvalue())})
    assert (answer.status_code, answer.json()["detail"]["code"]) == (413, "TOO_MANY_ROWS")
