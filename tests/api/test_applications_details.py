"""Interviews, calendar files, contacts, offers, files, reminders and advice around an application, over HTTP."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from icalendar import Calendar

from store import applications, email_writing
from store.database import transaction
from tests.api.hostile_files import packed
from tests.api.people import Api, Person, code, posting
from tools.applications.around import interviews

NOW = datetime.now(UTC).replace(microsecond=0)
SOON = NOW + timedelta(days=2)


async def applied(api: Api, person: Person, **values: Any) -> tuple[str, UUID]:
    """An application on a new job: its path, and the job's id."""
    job = (await person.http.post("/jobs", json={"text": posting()})).json()
    async with transaction(api.services.sessions) as session:
        row = await applications.add(
            session,
            person.actor,
            UUID(job["id"]),
            **{"status": "applied", "moved_at": NOW, "applied_at": NOW, **values},
        )
    return f"/applications/{row.id}", UUID(job["id"])


async def timeline(api: Api, person: Person, path: str) -> list[applications.TimelineEntry]:
    async with api.services.sessions() as session:
        return await applications.timeline(session, person.actor, UUID(path.rpartition("/")[2]))


async def undo(person: Person) -> None:
    answer = await person.http.post("/changes/undo")
    assert answer.status_code == 200, answer.text
    assert answer.json()["undone"]


def events_of(answer: httpx.Response) -> tuple[Calendar, list[Any]]:
    """A calendar file read back: the whole, and its events."""
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/calendar")
    calendar = Calendar.from_ical(answer.content)
    return calendar, list(calendar.walk("VEVENT"))


async def test_an_interview_in_its_zone_becomes_a_calendar_file_that_counts_its_changes(
    api: Api, person: Person
) -> None:
    path, _ = await applied(api, person)
    body = {
        "starts_at": "2030-07-05T10:00:00", "ends_at": "2030-07-05T11:30:00", "timezone": "Europe/Vienna",
        "kind": "video", "place": "https://meet.example.com/x", "notes": "n" * 10_000,
        "people": [{"name": "Ms Weber", "role": "Head of Data", "email": "weber@example.com"}],
    }  # fmt: skip
    made = await person.http.post(f"{path}/interviews", json=body)
    assert made.status_code == 201, made.text
    first = made.json()
    assert (first["round"], first["starts_at"], first["warnings"]) == (1, "2030-07-05T08:00:00Z", [])
    async with api.client(person.token, root="") as http:
        calendar, (event,) = events_of(await http.get(first["ics_url"]))
    assert calendar["METHOD"] == "PUBLISH"
    assert [zone["TZID"] for zone in calendar.walk("VTIMEZONE")] == ["Europe/Vienna"]
    assert (event["SEQUENCE"], event["ORGANIZER"], "ATTENDEE" in event) == (0, "mailto:weber@example.com", False)
    assert event.decoded("DTSTART").astimezone(UTC) == datetime(2030, 7, 5, 8, tzinfo=UTC)
    assert "Ms Weber (Head of Data)" in event["DESCRIPTION"]

    one = f"{path}/interviews/{first['id']}"
    moved = (await person.http.patch(one, json={"starts_at": "2030-07-06T10:00:00"})).json()
    assert (moved["starts_at"], moved["ends_at"]) == ("2030-07-06T08:00:00Z", "2030-07-06T09:30:00Z")
    await person.http.patch(one, json={"outcome": "cancelled"})
    calendar, (again,) = events_of(await person.http.get(f"{one}/ics"))
    assert (calendar["METHOD"], again["STATUS"], again["UID"]) == ("CANCEL", "CANCELLED", event["UID"])
    assert again["SEQUENCE"] > event["SEQUENCE"]

    await undo(person)
    await undo(person)
    calendar, (back,) = events_of(await person.http.get(f"{one}/ics"))
    assert (calendar["METHOD"], back.decoded("DTSTART")) == ("PUBLISH", event.decoded("DTSTART"))
    assert back["SEQUENCE"] > again["SEQUENCE"]
    told = [entry.data["what"] for entry in await timeline(api, person, path) if "what" in entry.data]
    assert told == ["added", "changed", "changed"]
    said = [entry["words"].partition(" of ")[0] for entry in (await person.http.get(f"{path}/timeline")).json()]
    assert said[-4:-2] == [
        "Interview changed (ends at, starts at): round 1", "Interview changed (outcome: cancelled): round 1",
    ]  # fmt: skip
    assert said[-2:] == ["Interview: taken back"] * 2
    assert (await person.http.delete(one)).status_code == 204
    assert (await person.http.get(f"{one}/ics")).status_code == 404
    await undo(person)
    assert (await person.http.get(f"{one}/ics")).status_code == 200


async def test_a_hostile_name_ends_no_line_of_a_calendar_file(api: Api, person: Person) -> None:
    path, _ = await applied(api, person)
    evil = "Eve\r\nATTACH:http://evil.example\r\nBEGIN:VALARM"
    people = [{"name": evil, "role": "x\u2028\x85y", "email": "a@b.example\r\nATTENDEE:mailto:c@d.example"}]
    body = {"starts_at": SOON.isoformat(), "place": f"Room 1;{evil}", "notes": evil, "people": people}
    made = await person.http.post(f"{path}/interviews", json=body)
    assert made.status_code == 201, made.text
    answer = await person.http.get(f"{path}/interviews/{made.json()['id']}/ics")
    calendar, (event,) = events_of(answer)
    assert not calendar.walk("VALARM")
    assert not {"ATTACH", "ATTENDEE"} & set(event)
    assert "evil" not in event["ORGANIZER"]
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))
    feed, events = events_of(await person.http.get("/applications/calendar.ics"))
    assert len(events) == 1
    assert not feed.walk("VALARM")


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ({"starts_at": "2030-03-31T02:30:00", "timezone": "Europe/Vienna"}, "TIME_DOES_NOT_EXIST"),
        ({"starts_at": "2030-10-27T02:30:00", "timezone": "Europe/Vienna"}, "TIME_IS_AMBIGUOUS"),
        ({"starts_at": "2030-07-05T10:00:00"}, "NO_TIMEZONE"),
        ({"starts_at": "2030-07-05T10:00:00", "timezone": "../../etc/passwd"}, "UNKNOWN_TIMEZONE"),
        ({"starts_at": "2030-07-05T10:00:00", "timezone": "Europe"}, "UNKNOWN_TIMEZONE"),
        ({"starts_at": "0001-01-01T00:00:00+14:00"}, "TIME_OUT_OF_RANGE"),
        ({"starts_at": "2030-07-05T10:00:00Z", "ends_at": "2030-07-05T10:00:00Z"}, "ENDS_BEFORE_START"),
        ({"starts_at": "2030-07-05T10:00:00Z", "ends_at": "2030-08-05T10:00:00Z"}, "TOO_LONG"),
    ],
)
async def test_a_time_that_cannot_be_is_refused(api: Api, person: Person, said: dict[str, str], wanted: str) -> None:
    path, _ = await applied(api, person)
    answer = await person.http.post(f"{path}/interviews", json=said)
    assert (answer.status_code, code(answer)) == (422, wanted)


async def test_an_hour_that_comes_twice_is_told_by_its_offset(api: Api, person: Person) -> None:
    path, _ = await applied(api, person)
    said = {"starts_at": "2030-10-27T02:30:00+01:00", "timezone": "Europe/Vienna"}
    made = (await person.http.post(f"{path}/interviews", json=said)).json()
    assert made["starts_at"] == "2030-10-27T01:30:00Z"
    _, (event,) = events_of(await person.http.get(f"{path}/interviews/{made['id']}/ics"))
    assert event.decoded("DTSTART").utcoffset() == timedelta(hours=1) or event["DTSTART"].params.get("TZID")


async def test_two_interviews_at_the_same_time_are_warned_of(api: Api, person: Person) -> None:
    (one, _), (two, _) = await applied(api, person), await applied(api, person)
    await person.http.post(f"{one}/interviews", json={"starts_at": SOON.isoformat()})
    later = (SOON + timedelta(minutes=30)).isoformat()
    answer = (await person.http.post(f"{two}/interviews", json={"starts_at": later})).json()
    assert len(answer["warnings"]) == 1
    assert "round 1 of Senior Data Engineer at Föhn Energie GmbH" in answer["warnings"][0]
    again = await person.http.post(f"{two}/interviews", json={"starts_at": later})
    assert (again.status_code, code(again)) == (409, "ALREADY_EXISTS")


async def test_the_calendar_holds_everything_once(api: Api, person: Person) -> None:
    await applied(api, person, status="preparing", deadline=SOON.date())
    async with transaction(api.services.sessions) as session:
        await email_writing.put_entry(session, person.actor, "x@y", title="Fair", starts_at=SOON)
    other, _ = await applied(api, person)
    await person.http.post(f"{other}/interviews", json={"starts_at": SOON.isoformat()})
    await person.http.post(f"{other}/offers", json={"base": 1, "answer_by": SOON.date().isoformat()})
    await person.http.post("/reminders", json={"text": "Call", "due_at": SOON.isoformat()})
    page = (await person.http.get("/applications/calendar")).json()
    kinds = sorted(item["kind"] for item in page["items"])
    assert kinds == ["appointment", "deadline", "interview", "offer", "reminder"]
    _, events = events_of(await person.http.get("/applications/calendar.ics"))
    assert len(events) == len({event["UID"] for event in events}) == 5
    day = SOON.date().isoformat()
    same = (await person.http.get("/applications/calendar", params={"from": day, "to": day})).json()
    assert same["total"] == 5
    wrong = await person.http.get("/applications/calendar", params={"from": day, "to": "2020-01-01"})
    assert (wrong.status_code, code(wrong)) == (422, "ENDS_BEFORE_START")


async def test_offers_in_three_currencies_are_not_converted(api: Api, person: Person) -> None:
    path, _ = await applied(api, person, status="offer")
    offers = [
        {"currency": "EUR", "base": 90_000, "bonus_percent": 10, "signing": 5_000, "leave_days": 26},
        {"currency": "EUR", "base": 95_000, "leave_days": 30},
        {"currency": "CHF", "base": 120_000},
        {"currency": "USD", "equity": 40_000},
        {"base": 70_000},
    ]
    made = [(await person.http.post(f"{path}/offers", json=offer)).json() for offer in offers]
    assert [offer["total"] for offer in made] == [104_000, 95_000, 120_000, None, 70_000]
    assert [len(offer["warnings"]) for offer in made] == [0, 1, 1, 1, 1]
    assert made[1]["warnings"][0].startswith("This is the second offer for this application; the first, of ")
    assert made[1]["warnings"][0].endswith(" was 90,000 EUR.")
    compared = (await person.http.get("/offers")).json()
    groups = {group["currency"]: group for group in compared["groups"]}
    assert list(groups) == ["CHF", "EUR", "USD", None]
    assert [offer["total"] for offer in groups["EUR"]["offers"]] == [104_000, 95_000]
    assert groups["EUR"]["best"] == {
        "total": made[0]["id"], "base": made[1]["id"], "leave_days": made[1]["id"]
    }  # fmt: skip
    assert groups["EUR"]["offers"][0]["leave_value"] == 9_000
    assert "260 working days" in groups["EUR"]["offers"][0]["leave_value_how"]
    said = " ".join(compared["cannot"])
    assert "CHF, EUR and USD are not converted" in said
    assert "no base is stated" in said
    assert "name no currency" in said
    for wrong, wanted in (
        ({"bonus_percent": 10}, "NO_BASE"),
        ({"base": 1, "bonus": 1, "bonus_percent": 1}, "TWO_BONUSES"),
    ):
        answer = await person.http.post(f"{path}/offers", json=wrong)
        assert (answer.status_code, code(answer)) == (422, wanted)
    late = await person.http.patch(f"{path}/offers/{made[0]['id']}", json={"answer_by": "2020-01-01"})
    assert late.json()["state"] == "expired"
    await undo(person)
    assert (await person.http.get("/offers")).json()["groups"][1]["offers"][0]["state"] == "open"


async def test_a_negotiation_sheet_says_only_what_is_known(api: Api, person: Person) -> None:
    path, _ = await applied(api, person, status="offer")
    nothing = await person.http.get(f"{path}/negotiation")
    assert (nothing.status_code, code(nothing)) == (404, "NO_OFFER")
    body = {"currency": "EUR", "base": 80_000, "source": "We offer <b>80k</b>"}
    offer = (await person.http.post(f"{path}/offers", json=body)).json()
    bare = (await person.http.get(f"{path}/negotiation")).json()
    assert [section["title"] for section in bare["sections"]] == [
        "The offer", "What the posting states", "What the offer does not say"
    ]  # fmt: skip
    assert "The base is 5,000 EUR below the top of the range in the posting" in bare["markdown"]

    await api.resume(person.actor)
    await person.http.patch("/profiles/me", json={"salary_min": 82_000, "salary_currency": "EUR"})
    full = (await person.http.get(f"{path}/negotiation")).json()
    lines = {line["text"]: line["source"] for section in full["sections"] for line in section["lines"]}
    assert "The base is 2,000 EUR below the least you want" in lines, lines
    shown = [text for text in lines if text.startswith("You have shown")]
    assert shown
    assert all("the posting asks" in lines[text] for text in shown)
    pdf = await person.http.get(f"{path}/negotiation/pdf", params={"offer_id": offer["id"]})
    assert pdf.content.startswith(b"%PDF-")


async def test_files_are_kept_as_what_they_are(api: Api, person: Person) -> None:
    path, _ = await applied(api, person)
    kept = {
        "task.exe.txt": (b"Solve this", "text/plain", "task.exe.txt"),
        "portfolio.html": (b"%PDF-1.7 rest", "application/pdf", "portfolio.html.pdf"),
        "é; x=y.png": (b"\x89PNG\r\n\x1a\n....", "image/png", "é; x=y.png"),
        "work.zip": (packed({"a.txt": b"x"}), "application/zip", "work.zip"),
    }  # fmt: skip
    for filename, (content, media_type, name) in kept.items():
        made = await person.http.post(f"{path}/attachments", files={"file": (filename, content)})
        assert made.status_code == 201, made.text
        view = made.json()
        assert (view["media_type"], view["name"], view["size"]) == (media_type, name, len(content))
        async with api.client(person.token, root="") as http:
            file = await http.get(view["file_url"])
        assert file.content == content
        assert file.headers["content-disposition"].startswith('attachment; filename="')
        assert file.headers["content-disposition"].count('"') == 2
        assert file.headers["x-content-type-options"] == "nosniff"
    for content in (b"<!doctype html><script>x</script>", b"MZ\x90\x00\xff", b"#!/bin/sh", b"<svg onload=x>"):
        refused = await person.http.post(f"{path}/attachments", files={"file": ("a.txt", content)})
        assert (refused.status_code, code(refused)) == (415, "UNSUPPORTED_TYPE")
    small = api.changed(max_upload_size=100)
    async with small.client(person.token) as http:
        assert (await http.post(f"{path}/attachments", files={"file": ("a.txt", b"a" * 101)})).status_code == 413
    page = (await person.http.get(f"{path}/attachments")).json()
    assert page["total"] == len(kept)
    assert (await person.http.delete(f"{path}/attachments/{page['items'][0]['id']}")).status_code == 204
    assert (await person.http.get(f"{path}/attachments")).json()["total"] == len(kept) - 1
    await undo(person)
    assert (await person.http.get(f"{path}/attachments")).json()["total"] == len(kept)


async def test_what_went_out_is_one_log(api: Api, person: Person) -> None:
    path, _ = await applied(api, person)
    resume = await api.resume(person.actor)
    noted = await person.http.post(f"{path}/sent", json={"kind": "resume", "resume_id": str(resume.id)})
    assert noted.status_code == 201, noted.text
    assert noted.json()["resume"]["name"] == "mirela.txt"
    assert [one["name"] for one in noted.json()["sent"]] == ["mirela.txt"]
    wrong = await person.http.post(f"{path}/sent", json={"kind": "letter", "resume_id": str(resume.id)})
    assert wrong.status_code == 422
    await undo(person)
    assert (await person.http.get(f"{path}/sent")).json() == {"resume": None, "letter": None, "sent": []}


async def test_advice_becomes_a_reminder_or_is_never_seen_again(api: Api, person: Person) -> None:
    path, _ = await applied(api, person, applied_at=NOW - timedelta(days=9), moved_at=NOW - timedelta(days=9))
    held = NOW - timedelta(hours=3)
    other, _ = await applied(api, person, status="interviewing")
    interview = {"starts_at": held.isoformat(), "people": [{"name": "Ms Weber"}]}
    await person.http.post(f"{other}/interviews", json=interview)
    found = {one["kind"]: one for one in (await person.http.get("/applications/advice")).json()["items"]}
    assert set(found) == {"follow_up", "thank_you"}

    thanks = await person.http.post(f"{other}/advice/draft", json={"key": found["thank_you"]["key"]})
    assert thanks.status_code == 200, thanks.text
    assert "Ms Weber" in thanks.json()["text"]

    body = {"key": found["follow_up"]["key"], "decision": "accept", "due_at": SOON.isoformat()}
    accepted = (await person.http.post(f"{path}/advice", json=body)).json()
    reminders = (await person.http.get("/reminders", params={"due": "week"})).json()["items"]
    assert [one["id"] for one in reminders] == [accepted["reminder_id"]]
    assert (await person.http.get("/reminders", params={"due": "now"})).json()["total"] == 0
    await undo(person)
    assert (await person.http.get("/reminders")).json()["total"] == 0
    dismissed = await person.http.post(f"{path}/advice", json={**body, "decision": "dismiss"})
    assert dismissed.json()["decision"] == "dismissed"
    left = (await person.http.get("/applications/advice")).json()["items"]
    assert [one["kind"] for one in left] == ["thank_you"]
    gone = await person.http.post(f"{path}/advice", json=body)
    assert gone.status_code == 404


async def test_contacts_and_reminders_are_changed_and_undone(api: Api, person: Person) -> None:
    path, _ = await applied(api, person)
    application_id = path.rpartition("/")[2]
    body = {"name": "Ms Weber", "application_id": application_id, "email": "weber@example.com"}
    contact = (await person.http.post("/contacts", json=body)).json()
    assert contact["company"] == "Föhn Energie GmbH"
    assert (await person.http.get("/contacts", params={"q": "weber"})).json()["total"] == 1
    assert (await person.http.get("/contacts", params={"q": "%"})).json()["total"] == 0
    assert (await person.http.patch(f"/contacts/{contact['id']}", json={"name": None})).status_code == 422
    assert (await person.http.delete(f"/contacts/{contact['id']}")).status_code == 204
    await undo(person)
    assert (await person.http.get("/contacts")).json()["total"] == 1
    reminder = (await person.http.post("/reminders", json={"text": "Call", "due_at": NOW.isoformat()})).json()
    done = (await person.http.patch(f"/reminders/{reminder['id']}", json={"done": True})).json()
    assert done["done_at"]
    assert (await person.http.get("/reminders")).json()["total"] == 0
    await undo(person)
    assert (await person.http.get("/reminders", params={"due": "now"})).json()["total"] == 1


async def states(person: Person, path: str) -> list[str]:
    return [one["state"] for one in (await person.http.get(path)).json()["offers"]]


@pytest.mark.parametrize(("way", "stage", "settled"), [
    ("move", "accepted", ["declined", "accepted", "declined"]), ("patch", "declined", ["declined"] * 3),
    ("job", "accepted", ["declined", "accepted", "declined"]), ("bulk", "declined", ["declined"] * 3),
])  # fmt: skip
async def test_offers_are_settled_with_their_application_and_come_back_with_it(
    api: Api, person: Person, way: str, stage: str, settled: list[str]
) -> None:
    path, job_id = await applied(api, person, status="offer")
    other, _ = await applied(api, person, status="offer")
    for base in (70_000, 80_000, 90_000):
        await person.http.post(f"{path}/offers", json={"base": base, "currency": "EUR"})
    newest = (await person.http.get(path)).json()["offers"][2]["id"]
    await person.http.patch(f"{path}/offers/{newest}", json={"state": "declined"})
    await person.http.post(f"{other}/offers", json={"base": 1})
    before = ["open", "open", "declined"]
    assert await states(person, path) == before
    answer = await {
        "move": lambda: person.http.post(f"{path}/status", json={"status": stage}),
        "patch": lambda: person.http.patch(path, json={"status": stage}),
        "job": lambda: person.http.patch(f"/jobs/{job_id}", json={"status": stage}),
        "bulk": lambda: person.http.post("/bulk_operations/applications/status", json={
            "ids": [path.rpartition("/")[2]], "status": stage, "dry_run": False}),
    }[way]()  # fmt: skip
    assert answer.status_code == 200, answer.text
    assert (await states(person, path), await states(person, other)) == (settled, ["open"])
    await undo(person)
    assert await states(person, path) == before


async def test_an_offer_is_open_again_once_the_accepting_was_a_mistake(api: Api, person: Person) -> None:
    path, _ = await applied(api, person, status="offer")
    await person.http.post(f"{path}/offers", json={"base": 70_000})
    await person.http.post(f"{path}/status", json={"status": "accepted"})
    assert await states(person, path) == ["accepted"]
    await person.http.post(f"{path}/status", json={"status": "offer", "correction": True, "why": "not yet"})
    assert await states(person, path) == ["open"]
    await undo(person)
    assert await states(person, path) == ["accepted"]


async def test_what_lies_ahead_is_one_list(api: Api, person: Person, stranger: Person) -> None:
    path, job_id = await applied(api, person)
    async with transaction(api.services.sessions) as session:
        entries = [
            await email_writing.put_entry(session, person.actor, uid, title=uid, starts_at=at, job_id=job_id)
            for uid, at in (
                ("fair", SOON + timedelta(hours=5)),
                ("invited", SOON),
                ("mailed", SOON + timedelta(hours=7)),
            )
        ]
        assert await interviews.follow_entry(session, person.actor, entries[2]) is not None
    body = {"starts_at": SOON.isoformat(), "people": [{"name": "Tom Hart"}]}
    assert (await person.http.post(f"{path}/interviews", json=body)).status_code == 201
    own = {"starts_at": (SOON + timedelta(hours=3)).isoformat(), "kind": "phone"}
    assert (await person.http.post(f"{path}/interviews", json=own)).status_code == 201
    ahead = (await person.http.get("/email/appointments")).json()["appointments"]
    assert [(one["number"], one["from_mail"], one["people"]) for one in ahead] == [
        (1, True, ["Tom Hart"]), (2, False, []), (3, True, []), (4, True, []),
    ]  # fmt: skip
    assert [ahead[0]["id"], ahead[3]["id"]] == [str(entries[1].id), str(entries[2].id)]
    assert ahead[1]["application_id"] == path.rpartition("/")[2]
    assert (await stranger.http.get("/email/appointments")).json() == {"appointments": []}
