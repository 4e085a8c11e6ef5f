"""Signing up, in and out: by password, by one-time link, with Google."""

from datetime import timedelta
from typing import Annotated

from fastapi import Cookie, Depends, Query, status
from fastapi.responses import RedirectResponse
from fastapi.routing import APIRoute

from api.deps import ActorDep, ServicesDep, SessionDep, make_router
from api.signin import CredentialsDep, CurrentSessionDep, DeviceDep, credentials_document, no_store
from tools.accounts import google, service
from tools.accounts.limits import throttle
from tools.accounts.schemas import (
    LogoutRequest,
    OneTimeToken,
    RefreshRequest,
    Registered,
    Registration,
    TokenPair,
    UserRead,
)

router = make_router("auth")
oauth_router = make_router("auth")
# Honouring an Idempotency-Key means keeping the answer, and these answers are tokens.
router.route_class = APIRoute

COOKIE = "jobwright_google"
HANDOVER_LIFETIME = timedelta(minutes=2)
Returned = Annotated[str | None, Query(max_length=4000)]


@router.post(
    "/auth/register",
    status_code=status.HTTP_201_CREATED,
    summary="Create an account and sign it in",
    dependencies=[Depends(no_store)],
)
async def register(data: Registration, services: ServicesDep, session: SessionDep, device: DeviceDep) -> Registered:
    """Create an account from an e-mail address and a password, and sign it in."""
    await throttle(services, "register", address=device["address"], account=data.email)
    user = await service.register(session, data)
    pair = await service.create_session(session, services, user, **device)
    return Registered(
        id=user.id, username=user.username, email=user.email, full_name=user.full_name, **pair.model_dump()
    )


@router.post(
    "/auth/login",
    summary="Sign in with e-mail address or username and password",
    openapi_extra=credentials_document(),
    dependencies=[Depends(no_store)],
)
async def login(data: CredentialsDep, services: ServicesDep, session: SessionDep, device: DeviceDep) -> TokenPair:
    """Sign in with JSON or an OAuth2 password form; a wrong name and a wrong password look the same."""
    await throttle(services, "sign-in", address=device["address"])
    user = await service.authenticate(session, services, data)
    return await service.create_session(session, services, user, **device)


@router.post("/auth/owner", summary="Sign in with a one-time link", dependencies=[Depends(no_store)])
async def exchange_link(data: OneTimeToken, services: ServicesDep, session: SessionDep, device: DeviceDep) -> TokenPair:
    """Sign in with the token of a link: the one the server printed for its owner, or the one Google's answer led to."""
    await throttle(services, "link", address=device["address"])
    user = await service.redeem_sign_in_token(session, data.token)
    return await service.create_session(session, services, user, **device)


@router.post("/auth/refresh", summary="Renew the pair of tokens", dependencies=[Depends(no_store)])
async def refresh(data: RefreshRequest, services: ServicesDep, session: SessionDep, device: DeviceDep) -> TokenPair:
    """Spend a refresh token for a new pair; one that was spent before ends its session."""
    await throttle(services, "refresh", address=device["address"])
    return await service.refresh(session, services, data.refresh_token, **device)


@router.post("/auth/logout", status_code=status.HTTP_204_NO_CONTENT, summary="Sign out")
async def logout(
    actor: ActorDep,
    services: ServicesDep,
    session: SessionDep,
    current: CurrentSessionDep,
    data: LogoutRequest | None = None,
) -> None:
    """End the session that asks, with its access and refresh tokens."""
    if data is not None and data.refresh_token is not None:
        await service.logout_by_refresh_token(session, services, actor, data.refresh_token)
    await service.end_session(session, services, actor, current)


@router.get("/auth/me", summary="Who is signed in")
async def me(actor: ActorDep, session: SessionDep) -> UserRead:
    """The account that is signed in."""
    return UserRead.model_validate(await service.get_by_id(session, actor.user_id))


@oauth_router.get(
    "/oauth/google/login",
    status_code=status.HTTP_307_TEMPORARY_REDIRECT,
    response_class=RedirectResponse,
    summary="Sign in with Google",
)
async def google_login(services: ServicesDep, device: DeviceDep) -> RedirectResponse:
    """Send the browser to Google's consent page, with state, nonce and PKCE kept in a signed cookie."""
    await throttle(services, "google", address=device["address"])
    url, kept = await google.begin(services)
    answer = RedirectResponse(url, headers={"Cache-Control": "no-store"})
    secure = google.redirect_uri(services.settings).startswith("https://")
    answer.set_cookie(COOKIE, kept, max_age=google.FLOW_SECONDS, httponly=True, samesite="lax", secure=secure)
    return answer


@oauth_router.get(
    "/oauth/google/callback",
    status_code=status.HTTP_307_TEMPORARY_REDIRECT,
    response_class=RedirectResponse,
    summary="Come back from Google",
)
async def google_callback(
    services: ServicesDep,
    session: SessionDep,
    device: DeviceDep,
    code: Returned = None,
    state: Returned = None,
    error: Returned = None,
    jobwright_google: Annotated[str | None, Cookie(include_in_schema=False)] = None,
) -> RedirectResponse:
    """Exchange the code, link or create the account, and hand the page a one-time token to sign in with."""
    await throttle(services, "google", address=device["address"])
    identity = await google.finish(services, cookie=jobwright_google, state=state, code=code, error=error)
    user = await google.sign_in(session, services, identity)
    token = await service.issue_sign_in_token(session, user.id, HANDOVER_LIFETIME)
    answer = RedirectResponse(f"/#sign-in={token}", headers={"Cache-Control": "no-store"})
    answer.delete_cookie(COOKIE, httponly=True, samesite="lax")
    return answer
