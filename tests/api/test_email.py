"""Mail over REST against real peers: the emulated Google, a real Dovecot, a mail server that takes what is sent."""

import asyncio
import base64
import json
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

import httpx
import pytest
import pytest_asyncio

from api.app import create_app
from store.database import transaction
from store.email import get_source
from store.email_writing import get_draft
from tests.api.people import PREFIX
from tests.peers import dovecot, smtp
from tests.peers import google as peer
from tests.tools.mailbox import ALERTS, REJECTION, mail
from tools.context import Actor, Services
from tools.email.sources.secrets import unseal
from tools.jobs.schemas import AddJob, JobChanges
from tools.jobs.service import change_job
from tools.jobs.tools import ADD_JOB
from tools.outbound import Outbound
from tools.registry import call

ADA, BEN = "ada@gmail.example", "ben@gmail.example"
SIGNER = "push@project.example"
CALLBACK = f"http://localhost{PREFIX}/email/gmail/callback"


def fresh_alert() -> bytes:
    """An alert of today: the first look goes back three days."""
    raw = (ALERTS / "linkedin-alert-en.eml").read_bytes()
    return re.sub(rb"(?m)^Date: .*$", b"Date: " + format_datetime(datetime.now(UTC)).encode(), raw, count=1)


@dataclass
class Session:
    """Somebody who is signed in, the services behind them, and the emulated Google."""

    http: httpx.AsyncClient
    services: Services
    actor: Actor
    google: peer.Google | None = None

    async def connect(self, email: str = ADA, **asked: Any) -> httpx.Response:
        """The whole way through Google's consent; returns the answer of the callback."""
        assert self.google is not None
        begun = await self.http.get("/email/gmail/connect", params=asked)
        assert begun.status_code == 307, begun.text
        return await self.http.get(await self.google.consent(begun.headers["location"], email))

    async def source(self) -> dict[str, Any]:
        return dict((await self.http.get("/email/sources")).json()["sources"][0])

    async def synced(self, source_id: str) -> dict[str, Any]:
        """Look into the mailbox and wait for its end."""
        begun = await self.http.post(f"/email/sources/{source_id}/sync")
        assert begun.status_code == 202, begun.text
        return await self.ended(begun.json()["task_id"])

    async def ended(self, task_id: str) -> dict[str, Any]:
        for _ in range(400):
            task = (await self.http.get(f"/tasks/{task_id}")).json()
            if task["status"] in {"completed", "failed", "cancelled"}:
                return dict(task)
            await asyncio.sleep(0.05)
        raise AssertionError(f"not ended: {task}")

    async def apply(self) -> Any:
        context = self.services.acting_for(self.actor)
        job = await call(ADD_JOB, context, AddJob(title="Backend Engineer", company="Harbor Freightways"))
        async with transaction(self.services.sessions) as session:
            await change_job(session, self.actor, job.id, JobChanges(status="applied"))
        return job

    async def status(self, job: Any) -> str:
        return str((await self.http.get(f"/jobs/{job.id}")).json()["status"])


@pytest.fixture(scope="module")
def google(tmp_path_factory: pytest.TempPathFactory) -> Iterator[peer.Google]:
    users = [{"email": ADA, "name": "Ada Fenwick"}, {"email": BEN, "name": "Ben Ode"}]
    with peer.running(tmp_path_factory.mktemp("google"), users, redirect_uri=CALLBACK) as running:
        yield running


@asynccontextmanager
async def _running(services: Services, **settings: Any) -> AsyncIterator[tuple[Services, Any]]:
    changed = services.settings.model_copy(update=settings)
    async with Outbound(allowed_hosts=frozenset(changed.outbound_allowed_hosts)) as outbound:
        opened = replace(services, settings=changed, outbound=outbound)
        app = create_app(changed, opened)
        async with app.router.lifespan_context(app):
            yield opened, app


@pytest_asyncio.fixture
async def ada(services: Services, google: peer.Google) -> AsyncIterator[Session]:
    settings = {
        **google.settings, "google_gmail_redirect_uri": CALLBACK, "google_push_service_account": SIGNER,
    }  # fmt: skip
    async with _running(services, **settings) as (opened, app), _signed_in(app) as (http, actor):
        yield Session(http, opened, actor, google)


@asynccontextmanager
async def _signed_in(app: Any) -> AsyncIterator[tuple[httpx.AsyncClient, Actor]]:
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url=f"http://localhost{PREFIX}") as http:
        body = {"email": f"{uuid4().hex[:12]}@example.com", "password": "correct horse battery"}
        made = (await http.post("/auth/register", json=body)).json()
        http.headers["Authorization"] = f"Bearer {made['access_token']}"
        yield http, Actor(UUID((await http.get("/auth/me")).json()["id"]))


async def test_from_consent_to_an_answer_that_is_sent(ada: Session) -> None:
    job = await ada.apply()
    await ada.google.add_mail(ADA, fresh_alert())
    await ada.google.add_mail(
        ADA,
        mail(
            "Your application",
            REJECTION,
            sent=format_datetime(datetime.now(UTC)),
            message_id="<rej-1@harborfreightways.example>",
        ),
    )
    back = await ada.connect()
    assert back.status_code == 307
    assert "connected=" in back.headers["location"], back.headers["location"]
    source = await ada.source()
    assert (source["address"], source["allowed"], source["state"]) == (ADA, ["read"], "active")
    task = await ada.synced(source["id"])
    assert task["status"] == "completed", task
    assert await ada.status(job) == "dismissed"
    listed = (await ada.http.get(f"/email/sources/{source['id']}/messages")).json()
    rejection = next(one for one in listed["items"] if one["kind"] == "rejection")
    assert rejection["reply"]["quote"] in " ".join(REJECTION.split())
    assert (await ada.http.post(f"/email/messages/{rejection['id']}/undo")).status_code == 200
    assert await ada.status(job) == "applied"
    alert = next(one for one in listed["items"] if one["kind"] == "alert")
    assert {one["state"] for one in alert["postings"]} == {"added"}

    drafted = await ada.http.post(
        "/email/drafts", json={"email": str(rejection["number"]), "details": ["Thank you for letting me know"]}
    )
    assert drafted.status_code == 201, drafted.text
    draft = drafted.json()
    assert draft["to"] == ["talent@harborfreightways.example"]
    assert "Thank you for letting me know." in draft["body"]
    refused = await ada.http.post(f"/email/drafts/{draft['id']}/send", json={"digest": draft["digest"]})
    assert (refused.status_code, refused.json()["detail"]["code"]) == (409, "SEND_NOT_ALLOWED")
    await ada.connect(wants=["send"], source_id=source["id"])
    assert "send" in (await ada.source())["allowed"]
    stale = await ada.http.post(f"/email/drafts/{draft['id']}/send", json={"digest": "something else"})
    assert (stale.status_code, stale.json()["detail"]["code"]) == (409, "DRAFT_CHANGED")
    sent = await ada.http.post(f"/email/drafts/{draft['id']}/send", json={"digest": draft["digest"]})
    assert (sent.status_code, sent.json()["state"]) == (200, "sent")
    again = await ada.http.post(f"/email/drafts/{draft['id']}/send", json={"digest": draft["digest"]})
    assert (again.status_code, again.json()["detail"]["code"]) == (409, "ALREADY_SENT")
    out = [one for one in await ada.google.mailbox(ADA) if "SENT" in one["labelIds"]]
    assert len(out) == 1
    await ada.synced(source["id"])
    inbox = (await ada.http.get("/email/messages", params={"kind": "sent"})).json()
    assert [one["subject"] for one in inbox["items"]] == ["Re: Your application"]


async def test_the_state_is_the_browsers_own_and_works_once(ada: Session) -> None:
    begun = await ada.http.get("/email/gmail/connect")
    asked = parse_qs(urlsplit(begun.headers["location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert "gmail.readonly" in asked["scope"][0]
    assert "gmail.modify" not in asked["scope"][0]
    assert "gmail.send" not in asked["scope"][0]
    back = await ada.google.consent(begun.headers["location"], ADA)
    kept = dict(ada.http.cookies)
    ada.http.cookies.clear()
    stranger = await ada.http.get(back)
    assert "problem=EMAIL_STATE_UNKNOWN" in stranger.headers["location"]
    ada.http.cookies.update(kept)
    first = await ada.http.get(back)
    assert "connected=" in first.headers["location"]
    ada.http.cookies.update(kept)
    second = await ada.http.get(back)
    assert "problem=EMAIL_STATE_UNKNOWN" in second.headers["location"]


async def test_a_no_at_google_is_told_and_connects_nothing(ada: Session) -> None:
    begun = await ada.http.get("/email/gmail/connect")
    back = await ada.http.get(ada.google.decline(begun.headers["location"]))
    assert "problem=GOOGLE_DENIED" in back.headers["location"]
    assert (await ada.http.get("/email/sources")).json()["sources"] == []


async def test_disconnecting_revokes_and_erases(ada: Session) -> None:
    await ada.connect()
    source = await ada.source()
    await ada.synced(source["id"])
    assert (await ada.http.delete(f"/email/sources/{source['id']}")).status_code == 204
    assert (await ada.http.get("/email/sources")).json()["sources"] == []
    assert (await ada.http.get("/email/messages")).json()["total"] == 0
    assert (await ada.http.get(f"/email/sources/{source['id']}")).status_code == 404


async def test_google_tells_of_new_mail_and_only_google_is_believed(ada: Session) -> None:
    assert ada.google is not None
    await ada.connect()
    source = await ada.source()
    await ada.synced(source["id"])
    await ada.google.add_mail(ADA, fresh_alert())
    body = {"message": {"data": base64.b64encode(json.dumps({"emailAddress": ADA, "historyId": 1}).encode()).decode()}}
    audience = f"{ada.services.settings.base_url}{PREFIX}/email/gmail/push"
    for token in ("e30.e30.x", ada.google.front.push_token(aud="https://other.example", email=SIGNER)):
        forged = await ada.http.post("/email/gmail/push", json=body, headers={"Authorization": f"Bearer {token}"})
        assert (forged.status_code, forged.json()["detail"]["code"]) == (401, "EMAIL_PUSH_REFUSED")
    signed = {"Authorization": f"Bearer {ada.google.front.push_token(aud=audience, email=SIGNER)}"}
    told = await ada.http.post("/email/gmail/push", json=body, headers=signed)
    assert told.status_code == 204, told.text
    begun = (await ada.http.get("/email/syncs")).json()["syncs"][0]
    assert begun["begun_by"] == "push"
    assert (await ada.ended(begun["id"]))["status"] == "completed"
    assert (await ada.http.get("/jobs")).json()["total"] > 0


async def test_config_names_the_boards(ada: Session) -> None:
    told = (await ada.http.get("/email/config")).json()
    assert {"linkedin", "indeed", "glassdoor", "ziprecruiter", "dice", "hiringcafe"} <= {
        one["parser"] for one in told["senders"]
    }
    assert told["google"] is True


async def test_nothing_secret_is_told(ada: Session, capsys: pytest.CaptureFixture[str]) -> None:
    await ada.connect()
    source = await ada.source()
    await ada.synced(source["id"])
    told = json.dumps(
        [source, (await ada.http.get("/email/syncs")).json(), (await ada.http.get("/email/sources")).json()]
    )
    printed = "".join(capsys.readouterr())
    for word in ("access_token", "refresh_token", "sealed", "ya29", "google_"):
        assert word not in told
        assert word not in printed


async def test_dovecot_does_all_of_it_too(services: Services) -> None:
    with dovecot.running("ada@harbor.example") as server, smtp.running(server.certificate, server.user) as post:
        settings = {
            "email_ca_file": server.certificate.authority,
            "outbound_allowed_hosts": (f"localhost:{server.tls_port}", f"localhost:{post.port}"),
        }
        async with _running(services, **settings) as (opened, app), _signed_in(app) as (http, actor):
            await _through_imap(Session(http, opened, actor), server, post)


async def _through_imap(ada: Session, server: Any, post: Any) -> None:
    job = await ada.apply()
    server.add(fresh_alert())
    server.add(
        mail(
            "Your application",
            REJECTION,
            sent=format_datetime(datetime.now(UTC)),
            message_id="<rej-2@harborfreightways.example>",
        )
    )
    asked = {
        "address": "ada@harbor.example", "password": "wrong", "imap_host": "localhost",
        "imap_port": server.tls_port, "imap_security": "tls", "smtp_host": "localhost", "smtp_port": post.port,
        "smtp_security": "starttls",
    }  # fmt: skip
    refused = await ada.http.post("/email/sources/imap", json=asked)
    assert refused.status_code == 401, refused.text
    connected = await ada.http.post("/email/sources/imap", json={**asked, "password": server.password})
    assert connected.status_code == 201, connected.text
    source = connected.json()
    assert source["allowed"] == ["read", "modify", "send"]
    assert server.password not in connected.text
    await ada.http.patch(f"/email/sources/{source['id']}", json={"lookback_hours": 24 * 365})
    task = await ada.synced(source["id"])
    assert task["status"] == "completed", task
    assert await ada.status(job) == "dismissed"
    rejection = (await ada.http.get("/email/messages", params={"kind": "rejection"})).json()["items"][0]
    await ada.http.post(f"/email/messages/{rejection['id']}/undo")
    assert await ada.status(job) == "applied"
    changed = await ada.http.post("/email/messages/change", json={"ids": [rejection["id"]], "change": "archive"})
    assert changed.json()["here_only"] == []
    await ada.synced(source["id"])
    whole = (await ada.http.get(f"/email/messages/{rejection['id']}")).json()["email"]
    assert (whole["is_archived"], whole["pending"]) == (True, [])
    assert (await ada.http.get("/email/messages")).json()["total"] == 2
    draft = (
        await ada.http.post("/email/drafts", json={"email": str(rejection["number"]), "purpose": "thank_you"})
    ).json()
    sent = await ada.http.post(f"/email/drafts/{draft['id']}/send", json={"digest": draft["digest"]})
    assert sent.status_code == 200, sent.text
    assert [one.recipients for one in post.taken] == [("talent@harborfreightways.example",)]
    assert b"In-Reply-To: <rej-2@harborfreightways.example>" in post.taken[0].raw
    await _broken_off(ada, post)


async def _broken_off(ada: Session, post: Any) -> None:
    """A mail of which nobody knows whether it went out goes out again after a further yes alone, and is warned of."""
    draft = (await ada.http.post("/email/drafts", json={"to": ["x@harbor.example"], "body": "Hello."})).json()
    post.hang_up = True
    broken = await ada.http.post(f"/email/drafts/{draft['id']}/send", json={"digest": draft["digest"]})
    post.hang_up = False
    assert (broken.status_code, broken.json()["detail"]["code"]) == (502, "EMAIL_SEND_UNCERTAIN")
    shown = (await ada.http.get(f"/email/drafts/{draft['id']}")).json()
    assert shown["state"] == "draft"
    assert "may have" in shown["problem"]
    async with transaction(ada.services.sessions) as session:  # as a process that was killed leaves it
        row = await get_draft(session, ada.actor, UUID(draft["id"]))
        row.state, row.updated_at = "sending", datetime.now(UTC)
    for code in ("BEING_SENT", "SEND_UNCERTAIN"):
        refused = await ada.http.post(f"/email/drafts/{draft['id']}/send", json={"digest": draft["digest"]})
        assert (refused.status_code, refused.json()["detail"]["code"]) == (409, code), refused.text
        async with transaction(ada.services.sessions) as session:
            row = await get_draft(session, ada.actor, UUID(draft["id"]))
            row.updated_at = datetime.now(UTC) - timedelta(minutes=3)
    assert len(post.taken) == 2
    sent = await ada.http.post(f"/email/drafts/{draft['id']}/send", json={"digest": draft["digest"]})
    assert (sent.status_code, sent.json()["state"]) == (200, "sent")
    assert len(post.taken) == 3


async def test_access_that_was_withdrawn_at_google_is_told_and_waits_for_the_person(ada: Session) -> None:
    assert ada.google is not None
    await ada.connect()
    source = await ada.source()
    await ada.synced(source["id"])
    async with ada.services.sessions() as session:
        row = await get_source(session, ada.actor, UUID(source["id"]))
        kept = unseal(ada.services.settings, row.sealed or b"").values
    async with httpx.AsyncClient(base_url=ada.google.url) as http:
        for name in ("refresh_token", "access_token"):
            await http.post("/oauth2/revoke", data={"token": kept[name]})
    ada.google.front.expire_tokens()
    task = await ada.synced(source["id"])
    assert (task["status"], task["error"]["code"]) == ("failed", "EMAIL_ACCESS_REVOKED")
    told = await ada.source()
    assert (told["state"], told["failures"]) == ("broken", 1)
    assert "Connect it again" in told["problem"]
    refused = await ada.http.post(f"/email/sources/{source['id']}/sync")
    assert (refused.status_code, refused.json()["detail"]["code"]) == (409, "MAILBOX_NOT_ACTIVE")
    await ada.connect()
    assert (await ada.source())["state"] == "active"
