"""What the sign-in routes read from a request beside its body."""

from typing import Annotated, Any
from uuid import UUID

import orjson
from fastapi import Depends, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.security import HTTPAuthorizationCredentials
from pydantic import ValidationError
from starlette.datastructures import UploadFile

from api.deps import ServicesDep, bearer, client_address
from tools.accounts import tokens
from tools.accounts.devices import device_name
from tools.accounts.schemas import Credentials

_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


def no_store(response: Response) -> None:
    """Answers with tokens in them are kept by no cache."""
    response.headers["Cache-Control"] = "no-store"


def current_session(
    services: ServicesDep, given: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]
) -> UUID | None:
    """The session of the request's access token; None without one, or where authentication is switched off."""
    if given is None or services.settings.disable_auth:
        return None
    return tokens.read(services.settings, given.credentials).session_id


def device(request: Request) -> dict[str, str]:
    """What a session remembers of where it was opened."""
    return {"device": device_name(request.headers.get("user-agent")), "address": client_address(request)}


async def credentials(request: Request) -> Credentials:
    """The credentials of a JSON body or an OAuth2 password form."""
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    values = await _form(request) if kind in _FORMS else await _json(request)
    try:
        return Credentials.model_validate(values)
    except ValidationError as problem:
        errors = [{**error, "loc": ("body", *error["loc"])} for error in problem.errors(include_url=False)]
        raise RequestValidationError(errors) from problem


async def _form(request: Request) -> dict[str, Any]:
    form = await request.form()
    return {name: value for name, value in form.items() if not isinstance(value, UploadFile)}


async def _json(request: Request) -> Any:
    try:
        return orjson.loads(await request.body())
    except orjson.JSONDecodeError as problem:
        error = {"type": "json_invalid", "loc": ("body", problem.pos), "msg": "JSON decode error", "input": {}}
        raise RequestValidationError([error]) from problem


def credentials_document() -> dict[str, Any]:
    """What the OpenAPI document says of the body that `credentials` reads by itself, and of an invalid one."""
    schema = Credentials.model_json_schema()
    contents = {kind: {"schema": schema} for kind in ("application/json", _FORMS[0])}
    invalid = {"application/json": {"schema": {"$ref": "#/components/schemas/InvalidBody"}}}
    return {
        "requestBody": {"required": True, "content": contents},
        "responses": {"422": {"description": "Validation Error", "content": invalid}},
    }


CredentialsDep = Annotated[Credentials, Depends(credentials)]
CurrentSessionDep = Annotated[UUID | None, Depends(current_session)]
DeviceDep = Annotated[dict[str, str], Depends(device)]
