"""Liveness and readiness."""

import asyncio
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel
from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError

from api.deps import ServicesDep, get_services
from store.database import ping
from store.errors import AppError
from tools.context import Services

State = Literal["up", "down"]
CHECK_SECONDS = 3.0


class Health(BaseModel):
    """The process answers."""

    status: Literal["ok"] = "ok"


class Readiness(BaseModel):
    """Each part with its state; `status` is down when any of them is."""

    status: State
    database: State
    cache: State
    task_queue: State


health_router = APIRouter(tags=["system"])
router = APIRouter(tags=["system"])


@health_router.get("/health", summary="Whether the process answers")
@router.get("/health", summary="Whether the process answers")
async def health() -> Health:
    """Liveness: nothing else is asked."""
    return Health()


@router.get("/ready", summary="Whether every part is up", responses={503: {"model": Readiness}})
async def ready(services: Annotated[Services, Depends(get_services)], response: Response) -> Readiness:
    """Readiness: database, cache and task queue, each named; 503 when one is down."""
    database, cache = await asyncio.gather(_database(services), _cache(services))
    # The queue is Redis' when there is one, and this very process when there is none.
    status: State = "up" if database == cache == "up" else "down"
    response.status_code = 200 if status == "up" else 503
    return Readiness(status=status, database=database, cache=cache, task_queue=cache)


async def _database(services: ServicesDep) -> State:
    try:
        async with asyncio.timeout(CHECK_SECONDS):
            await ping(services.sessions)
    except (SQLAlchemyError, OSError, TimeoutError, AppError):
        return "down"
    return "up"


async def _cache(services: ServicesDep) -> State:
    try:
        async with asyncio.timeout(CHECK_SECONDS):
            await services.cache.ping()
    except (RedisError, OSError, TimeoutError):
        return "down"
    return "up"
