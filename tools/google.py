"""What every flow with a Google account shares: the published configuration, keys, tokens, and ID tokens checked."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import jwt
import orjson
from authlib.oauth2.client import DEFAULT_HEADERS, OAuth2Client
from authlib.oauth2.rfc6749.parameters import prepare_token_request
from authlib.oidc.core import CodeIDToken
from joserfc.errors import JoseError

from store.errors import AppError, AuthenticationError, UnavailableError, UpstreamError
from store.settings import Settings
from tools.context import Services

LEEWAY_SECONDS = 60
ALGORITHMS = ["RS256", "ES256"]
_REMEMBERED_SECONDS = 600.0
_FRESH_SECONDS = 60.0
_MAX_BYTES = 1_000_000


def is_set_up(settings: Settings) -> bool:
    """Whether this installation is known to Google, so that people can sign in or connect Gmail there. Pure."""
    return bool(settings.google_client_id and settings.google_client_secret)


@dataclass(frozen=True, slots=True)
class GoogleFlow:
    """One kind of conversation with Google: `task` names it in messages, `purpose` in the egress log."""

    services: Services
    task: str
    purpose: str
    scope: str
    redirect_uri: str

    def client(self) -> Any:
        """Authlib's client, which words the requests. Raises UnavailableError GOOGLE_NOT_CONFIGURED."""
        settings = self.services.settings
        secret = settings.google_client_secret
        if secret is None or not is_set_up(settings):
            raise UnavailableError(
                f"{self.task[0].upper()}{self.task[1:]} is not set up here; "
                "set GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET.",
                code="GOOGLE_NOT_CONFIGURED",
            )
        return OAuth2Client(
            session=None,  # authlib builds the requests; tools.outbound sends them
            client_id=settings.google_client_id,
            client_secret=secret.get_secret_value(),
            token_endpoint_auth_method="client_secret_post",
            scope=self.scope,
            redirect_uri=self.redirect_uri,
            code_challenge_method="S256",
        )

    async def authorization(self, **parameters: str) -> str:
        """Where to send the browser. Raises UnavailableError, and UpstreamError when Google cannot be reached."""
        client = self.client()
        url, _ = client.create_authorization_url(await self.endpoint("authorization_endpoint"), **parameters)
        return str(url)

    async def endpoint(self, name: str) -> str:
        """An address out of Google's published configuration."""
        metadata = await self.document(self.services.settings.google_server_metadata_url)
        value = metadata.get(name)
        if not isinstance(value, str):
            raise self.failed(f"its configuration names no {name}")
        return value

    async def exchange(self, code: str, verifier: str) -> dict[str, Any]:
        """Google's tokens for the code. Raises AuthenticationError GOOGLE_CODE_REFUSED, UpstreamError."""
        answer = await self.tokens(
            "authorization_code", redirect_uri=self.redirect_uri, code=code, code_verifier=verifier
        )
        if answer.get("error") == "invalid_grant":
            raise AuthenticationError(
                f"Google refused the code (used or expired); start {self.task} again.", code="GOOGLE_CODE_REFUSED"
            )
        if not isinstance(answer.get("id_token"), str):
            raise self.failed("it sent no ID token")
        return answer

    async def tokens(self, grant: str, **parameters: str) -> dict[str, Any]:
        """The token endpoint's answer; `error` in it is `invalid_grant`. Raises UpstreamError for any other error."""
        client = self.client()
        body = prepare_token_request(grant, **parameters)
        auth = client.client_auth(client.token_endpoint_auth_method)
        endpoint = await self.endpoint("token_endpoint")
        url, headers, body = auth.prepare("POST", endpoint, dict(DEFAULT_HEADERS), body)
        page = await self.services.outbound.request(
            "POST", url, purpose=self.purpose, headers=headers, content=body.encode(), max_bytes=_MAX_BYTES
        )
        answer = self.json(page.content)
        if answer.get("error") != "invalid_grant" and (page.status != 200 or "access_token" not in answer):
            raise self.failed(f"it answered {page.status} {str(answer.get('error', ''))[:100]}".strip())
        return answer

    async def claims(self, id_token: str, *, nonce: str, access_token: str | None) -> dict[str, Any]:
        """The ID token's claims, once signature, issuer, audience, times, nonce and access-token hash are right."""
        client_id = self.services.settings.google_client_id
        try:
            decoded = await self.decoded(id_token, audience=client_id or "", required=("exp", "iat", "sub"))
            params = {"nonce": nonce, "client_id": client_id, "access_token": access_token}
            claims = CodeIDToken(decoded["payload"], decoded["header"], None, params)
            claims.validate(leeway=LEEWAY_SECONDS)
        except (jwt.PyJWTError, JoseError) as problem:
            raise AuthenticationError(
                f"Google's answer did not pass the checks ({type(problem).__name__}); start {self.task} again.",
                code="GOOGLE_TOKEN_INVALID",
            ) from problem
        return dict(claims)

    async def decoded(self, token: str, *, audience: str, required: tuple[str, ...]) -> dict[str, Any]:
        """Header and payload of a JWT that Google signed for `audience`. Raises jwt.PyJWTError, UpstreamError."""
        issuer = await self.endpoint("issuer")
        key = await self._key_for(token)
        return jwt.decode_complete(
            token,
            key,
            algorithms=ALGORITHMS,
            audience=audience,
            issuer=[issuer, urlsplit(issuer).netloc],  # Google signs with either form
            leeway=LEEWAY_SECONDS,
            options={"require": [*required, "aud", "iss"]},
        )

    async def _key_for(self, token: str) -> jwt.PyJWK:
        """The key the token names; Google's keys change, so an unknown one is looked up afresh, once a minute."""
        wanted = jwt.get_unverified_header(token).get("kid")
        uri = await self.endpoint("jwks_uri")
        looked, cache = f"google:looked:{uri}", self.services.cache
        for fresh in (False, True):
            if fresh:
                if await cache.get(looked):
                    break  # anybody can name keys that there are not
                await cache.put(looked, b"1", seconds=_FRESH_SECONDS)
            keys = jwt.PyJWKSet.from_dict(await self.document(uri, fresh=fresh))
            for key in keys.keys:
                if wanted is None or key.key_id == wanted:
                    return key
        raise jwt.InvalidTokenError(f"no key {wanted}")

    async def document(self, url: str, *, fresh: bool = False) -> dict[str, Any]:
        """A JSON document of Google's, remembered for ten minutes."""
        name = f"google:{url}"
        known = None if fresh else await self.services.cache.get(name)
        if known is None:
            page = await self.services.outbound.get(
                url, purpose=self.purpose, accept="application/json", max_bytes=_MAX_BYTES
            )
            if page.status != 200:
                raise self.failed(f"{urlsplit(url).path} answered {page.status}")
            known = page.content
            self.json(known)
            await self.services.cache.put(name, known, seconds=_REMEMBERED_SECONDS)
        return self.json(known)

    def json(self, content: bytes) -> dict[str, Any]:
        """A JSON object. Raises UpstreamError GOOGLE_FAILED for anything else."""
        try:
            found = orjson.loads(content)
        except orjson.JSONDecodeError as problem:
            raise self.failed("its answer is not JSON") from problem
        if not isinstance(found, dict):
            raise self.failed("its answer is not a JSON object")
        return found

    def failed(self, why: str) -> AppError:
        """The failure to raise when Google did not answer as it should."""
        return UpstreamError(f"Google could not complete {self.task}: {why}. Try again later.", code="GOOGLE_FAILED")
