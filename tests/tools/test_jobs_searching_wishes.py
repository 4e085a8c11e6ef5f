"""Wishes that hold for every search can be seen, let go one by one, and brought back."""

from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from store.actors import Actor
from store.errors import ValidationError
from tools.context import Services
from tools.general.service import undo_last_change
from tools.jobs.searching.schemas import SearchRequest
from tools.jobs.searching.service import start_search
from tools.jobs.searching.wishes import (
    DropWishes,
    SetWishes,
    drop_wishes,
    present_dropped,
    present_list,
    set_wishes,
    show_wishes,
)
from tools.resumes.schemas import NoArguments

ALL: dict[str, Any] = {
    "salary_min": 80_000, "salary_currency": "EUR", "locations": ["Austria", "Köln"], "remote": "remote",
    "needs_sponsorship": True, "blocked_companies": ["Acme GmbH", "Globex"],
}  # fmt: skip


async def wish(session: AsyncSession, actor: Actor) -> None:
    await set_wishes(session, actor, SetWishes(**ALL))


async def test_wishes_are_shown_with_what_each_does(services: Services, actor: Actor) -> None:
    async with services.sessions() as session:
        assert "No wish holds" in present_list(await show_wishes(session, actor, NoArguments()))
        await wish(session, actor)
        await start_search(session, actor, SearchRequest(words="baker", country="Austria", remote=["remote", "hybrid"]))
        shown = await show_wishes(session, actor, NoArguments())
        assert shown.model_dump(include=set(ALL)) == ALL
        told = present_list(shown)
        for words in ("80,000 EUR a year: what states less is left out", "Austria, Köln", "remote work", "visa",
                      "never at Acme GmbH, Globex: never shown"):  # fmt: skip
            assert words in told


@pytest.mark.parametrize(
    ("named", "left", "told"),
    [
        (["pay"], {"salary_min": None, "salary_currency": None}, "at least 80,000 EUR"),
        (["minimum salary"], {"salary_min": None, "salary_currency": None}, "at least 80,000 EUR"),
        (["remote"], {"remote": None}, "remote work"),
        (["visa", "places"], {"needs_sponsorship": None, "locations": []}, "Austria"),
        (["koln"], {"locations": ["Austria"]}, "Köln"),
        (["acme"], {"blocked_companies": ["Globex"]}, "Acme GmbH"),
        (["ACME Inc.", "globex"], {"blocked_companies": []}, "Globex"),
        (["blocked_companies"], {"blocked_companies": []}, "Globex"),
        (["Initech", "Globex"], {"blocked_companies": ["Acme GmbH"]}, "Globex"),
    ],
)
async def test_a_wish_is_let_go_alone_and_comes_back(
    services: Services, actor: Actor, named: list[str], left: dict[str, Any], told: str
) -> None:
    async with services.sessions() as session:
        await wish(session, actor)
        now = await drop_wishes(session, actor, DropWishes(wishes=named))
        assert now.model_dump(include=set(ALL)) == ALL | left
        assert told in present_dropped(now).split("What still holds")[0]
        await undo_last_change(session, actor, NoArguments())
        assert (await show_wishes(session, actor, NoArguments())).model_dump(include=set(ALL)) == ALL


async def test_everything_can_be_let_go_and_what_nobody_wished_for_cannot(services: Services, actor: Actor) -> None:
    async with services.sessions() as session:
        await wish(session, actor)
        with pytest.raises(ValidationError, match="never at Acme GmbH, Globex"):
            await drop_wishes(session, actor, DropWishes(wishes=["Initech"]))
        now = await drop_wishes(session, actor, DropWishes(wishes=["everything"]))
        assert present_dropped(now).endswith("None is left.")
        assert len(now.dropped) == 7
        with pytest.raises(ValidationError, match="Your wishes are: none"):
            await drop_wishes(session, actor, DropWishes(wishes=["pay"]))
