"""Mailboxes over REST: connecting, syncing, and how that goes."""

import hmac
from typing import Annotated, TypeVar
from urllib.parse import quote
from uuid import UUID

from fastapi import Cookie, Query, Request, UploadFile, status
from fastapi.responses import JSONResponse, RedirectResponse, Response
from pydantic import BaseModel, Field

from api.deps import ActorDep, ContextDep, PageDep, ServicesDep, SessionDep, make_router
from api.routes.pipelines import Started, begin
from api.worker import wake
from store import email as store
from store.database import transaction
from store.errors import AppError, AuthenticationError, PayloadTooLargeError
from store.pagination import Page
from tools.context import Context
from tools.email import connecting
from tools.email.alerts.registry import PARSERS
from tools.email.inbox import looking
from tools.email.inbox.schemas import EmailFilter
from tools.email.schemas import (
    ConnectFolder,
    ConnectImap,
    EmailSourceList,
    EmailSourceView,
    MessageView,
    SourceChanges,
)
from tools.email.sources import push
from tools.email.sources.folder import allowed_roots
from tools.email.sources.google_oauth import redirect_uri
from tools.email.sources.source import Want
from tools.email.syncing import service as syncing
from tools.google import is_set_up
from tools.resumes.schemas import NoArguments

router = make_router("email", prefix="/email")
COOKIE, PAGE = "jobwright_gmail", "/#/mail/mailboxes"
Answer = TypeVar("Answer", bound=Response)
Returned = Annotated[str | None, Query(max_length=4000)]


class Consent(BaseModel):
    """Where the person allows what is asked for."""

    url: str


class ConsentWanted(BaseModel):
    """What is to be allowed beside reading, and for which source that is connected already."""

    wants: list[Want] = []
    source_id: UUID | None = None


class SupportedSender(BaseModel):
    """A board whose alerts are read by a parser of their own."""

    parser: str
    board: str
    senders: list[str]


class EmailConfig(BaseModel):
    """What this installation reads, and how often."""

    senders: list[SupportedSender]
    others: str = "Alerts of any other board are read by their structure; those wait for your review."
    google: bool = Field(description="Whether Gmail can be connected here")
    push: bool = Field(description="Whether Gmail tells of new mail by itself")
    sync_interval_minutes: int
    sync_lookback_hours: int
    folders: list[str] = Field(description="Below which folders mail files may be read")


class Uploaded(BaseModel):
    """Mails that were handed in."""

    new: int
    task_id: UUID | None = None


@router.get("/sources", summary="The connected mailboxes")
async def list_sources(context: ContextDep) -> EmailSourceList:
    """Oldest first, each with what it has brought."""
    async with context.sessions() as session:
        found = await connecting.list_mailboxes(session, context.actor, NoArguments())
    return found.model_copy(update={"can_connect_google": is_set_up(context.settings)})


@router.post("/sources/imap", status_code=201, summary="Connect a mailbox over IMAP")
async def connect_imap(context: ContextDep, data: ConnectImap) -> EmailSourceView:
    """Logged in at once over checked TLS; the password is kept encrypted. Connected again it takes a new one."""
    return await connecting.connect_imap(context, data)


@router.post("/sources/folder", status_code=201, summary="Connect a folder of mails")
async def connect_folder(context: ContextDep, data: ConnectFolder) -> EmailSourceView:
    """.eml files, a Maildir or an mbox on the machine Jobwright runs on, below the folders that EMAIL_FOLDERS names."""
    return await connecting.connect_folder(context, data)


@router.post("/upload", status_code=201, summary="Hand in mails as files")
async def upload(request: Request, context: ContextDep, file: UploadFile) -> Uploaded:
    """One .eml, or an mbox with many; they are read in the background like any other mail."""
    if file.size is not None and file.size > context.settings.max_upload_size:
        raise PayloadTooLargeError(
            f"The file is larger than {context.settings.max_upload_size / 1e6:.1f} MB; connect its folder instead."
        )
    new, source_id = await connecting.upload_mail(context, file.file, file.filename or "mail.eml")
    return Uploaded(new=new, task_id=await _begin(request, context, source_id) if new else None)


async def _begin(request: Request, context: Context, source_id: UUID) -> UUID:
    async with transaction(context.sessions) as session:
        run_id = await syncing.begin(session, context.actor, source_id, begun_by="hand")
    await wake(request.app.state.broker, context.actor, run_id)
    return run_id


@router.get("/sources/{source_id}", summary="A mailbox with what it has brought")
async def get_source(session: SessionDep, actor: ActorDep, source_id: UUID) -> EmailSourceView:
    """Mails, alerts, jobs, replies, and when it is looked into next."""
    return await connecting.with_stats(session, actor, await store.get_source(session, actor, source_id))


@router.patch("/sources/{source_id}", summary="Change a mailbox")
async def change_source(session: SessionDep, actor: ActorDep, source_id: UUID, data: SourceChanges) -> EmailSourceView:
    """Name, pause or resume, how often it is looked into, how far back the first time."""
    return await connecting.change_source(session, actor, source_id, data)


@router.delete("/sources/{source_id}", status_code=204, summary="Disconnect a mailbox")
async def disconnect(context: ContextDep, source_id: UUID) -> None:
    """Its access is given back at Google; secrets, mails and drafts are erased here. Jobs stay. Not to be undone."""
    await connecting.disconnect(context, source_id)


@router.post("/sources/{source_id}/sync", status_code=202, summary="Look into a mailbox now")
async def sync(request: Request, context: ContextDep, source_id: UUID) -> Started:
    """One at a time: while a sync runs, that one is answered."""
    async with context.sessions() as session:
        await store.get_source(session, context.actor, source_id)
    return await begin(request, context, syncing.PIPELINE, {"source": str(source_id)})


@router.get("/sources/{source_id}/messages", summary="Mails of a mailbox, and what was made of them")
async def source_messages(session: SessionDep, actor: ActorDep, page: PageDep, source_id: UUID) -> Page[MessageView]:
    """The newest first, with parser, confidence, openings and replies."""
    await store.get_source(session, actor, source_id)
    return await looking.list_page(session, actor, page, EmailFilter(mailbox=str(source_id)))


@router.get("/config", summary="Which alerts are read, and how often")
async def config(services: ServicesDep, _: ActorDep) -> EmailConfig:
    """The boards with a parser of their own, and this installation's settings."""
    settings = services.settings
    return EmailConfig(
        senders=[
            SupportedSender(parser=name, board=parser.board, senders=list(parser.senders))
            for name, parser in PARSERS.items()
        ],
        google=is_set_up(settings), push=settings.google_push_topic is not None,
        sync_interval_minutes=settings.email_sync_interval_minutes,
        sync_lookback_hours=settings.email_sync_lookback_hours,
        folders=[str(root) for root in allowed_roots(settings)],
    )  # fmt: skip


@router.get(
    "/gmail/connect", status_code=status.HTTP_307_TEMPORARY_REDIRECT, response_class=RedirectResponse,
    summary="Connect Gmail",
)  # fmt: skip
async def gmail_connect(
    context: ContextDep, wants: Annotated[list[Want] | None, Query()] = None, source_id: UUID | None = None
) -> RedirectResponse:
    """Send the browser to Google's consent page; asks for reading alone unless `wants` names more."""
    url, state = await connecting.begin_gmail(context, wants=wants or [], source_id=source_id)
    return _with_state(RedirectResponse(url, headers={"Cache-Control": "no-store"}), context, state)


@router.post("/gmail/connect", summary="Begin to connect Gmail, from the page", response_model=Consent)
async def gmail_begin(context: ContextDep, data: ConsentWanted | None = None) -> JSONResponse:
    """The address of Google's consent page, for a page whose access token is in no cookie."""
    wanted = data or ConsentWanted()
    url, state = await connecting.begin_gmail(context, wants=wanted.wants, source_id=wanted.source_id)
    return _with_state(JSONResponse({"url": url}, headers={"Cache-Control": "no-store"}), context, state)


def _with_state(answer: Answer, context: Context, state: str) -> Answer:
    """The answer must come back in the browser that began: nobody else's consent ends up in this account."""
    secure = redirect_uri(context.settings).startswith("https://")
    answer.set_cookie(
        COOKIE, state, max_age=int(connecting.FLOW.total_seconds()), httponly=True, samesite="lax", secure=secure
    )
    return answer


@router.get(
    "/gmail/callback", status_code=status.HTTP_307_TEMPORARY_REDIRECT, response_class=RedirectResponse,
    summary="Come back from Google",
)  # fmt: skip
async def gmail_callback(
    request: Request, services: ServicesDep, code: Returned = None, state: Returned = None, error: Returned = None,
    jobwright_gmail: Annotated[str | None, Cookie(include_in_schema=False)] = None,
) -> RedirectResponse:  # fmt: skip
    """Finish it: the state names who began, works once, and counts only in the browser that began."""
    try:
        if not hmac.compare_digest((state or "").encode(), (jobwright_gmail or "").encode()) or not state:
            raise AuthenticationError(
                "This answer does not belong to a connection begun in this browser; start again.",
                code="EMAIL_STATE_UNKNOWN",
            )
        actor, source = await connecting.finish_gmail(services, state=state, code=code, error=error)
    except AppError as problem:
        where = f"{PAGE}?problem={quote(problem.code)}&message={quote(problem.message)}"
        return _forgetting(RedirectResponse(where, headers={"Cache-Control": "no-store"}))
    await _begin(request, services.acting_for(actor), source.id)
    return _forgetting(RedirectResponse(f"{PAGE}?connected={source.id}", headers={"Cache-Control": "no-store"}))


def _forgetting(answer: RedirectResponse) -> RedirectResponse:
    answer.delete_cookie(COOKIE, httponly=True, samesite="lax")
    return answer


@router.post("/gmail/push", status_code=204, summary="Google tells of new mail")
async def gmail_push(request: Request, services: ServicesDep) -> None:
    """Pub/Sub's push, signed by Google; anything else is refused."""
    told = await push.verified(services, authorization=request.headers.get("authorization"), body=await request.body())
    async with transaction(services.sessions) as session:
        begun = await syncing.begin_pushed(session, told.email)
    for actor, run_id in begun:
        await wake(request.app.state.broker, actor, run_id)
