"""Accounts' queries: what may happen once happens once, however many ask."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from store import accounts
from store.actors import Actor
from store.database import transaction
from store.errors import AlreadyExistsError, NotFoundError
from store.pagination import PageRequest
from tools.context import Services


async def _user(services: Services, name: str) -> accounts.User:
    async with transaction(services.sessions) as session:
        return await accounts.add_user(session, email=f"{name.lower()}@example.com", username=name)


async def test_the_local_owner_is_made_once_even_when_many_ask_at_once(services: Services) -> None:
    await _user(services, "Owner")

    async def ask() -> accounts.User:
        async with transaction(services.sessions) as session:
            return await accounts.local_owner(session)

    owners = await asyncio.gather(*(ask() for _ in range(8)))
    assert len({owner.id for owner in owners}) == 1
    assert owners[0].role == "admin"
    assert owners[0].password_hash is None
    assert owners[0].username != "Owner"  # somebody registered under that name before


async def test_names_and_addresses_are_unique_in_any_case(services: Services) -> None:
    await _user(services, "Ada")
    for values, code in (
        ({"email": "ada@example.com", "username": "other"}, "EMAIL_TAKEN"),
        ({"email": "other@example.com", "username": "aDA"}, "USERNAME_TAKEN"),
    ):
        with pytest.raises(AlreadyExistsError) as refused:
            async with transaction(services.sessions) as session:
                await accounts.add_user(session, **values)
        assert refused.value.code == code


async def test_a_refused_change_leaves_the_transaction_usable(services: Services) -> None:
    await _user(services, "Ada")
    bob = await _user(services, "Bob")
    async with transaction(services.sessions) as session:
        with pytest.raises(AlreadyExistsError, match="username"):
            await accounts.update_user(session, bob.id, username="ADA")
        await accounts.update_user(session, bob.id, full_name="Robert")
    async with services.sessions() as session:
        found = await accounts.by_username(session, "bob")
        assert found is not None
        assert (found.full_name, found.username) == ("Robert", "Bob")


async def test_a_one_time_token_lets_exactly_one_of_many_in(services: Services) -> None:
    user = await _user(services, "Ada")
    async with transaction(services.sessions) as session:
        await accounts.add_sign_in_token(session, "h1", user.id, timedelta(minutes=5))
        await accounts.add_sign_in_token(session, "h2", user.id, timedelta(seconds=-1))

    async def redeem(token_hash: str) -> accounts.User | None:
        async with transaction(services.sessions) as session:
            return await accounts.redeem_sign_in_token(session, token_hash)

    winners = [found for found in await asyncio.gather(*(redeem("h1") for _ in range(10))) if found]
    assert [winner.id for winner in winners] == [user.id]
    assert await redeem("h2") is None  # expired
    assert await redeem("h3") is None  # unknown


async def test_a_session_can_be_ended_once_and_only_by_its_user(services: Services) -> None:
    ada, bob = await _user(services, "Ada"), await _user(services, "Bob")
    now = datetime.now(UTC)
    async with transaction(services.sessions) as session:
        row = await accounts.add_session(
            session,
            user_id=ada.id,
            device="d",
            address="a",
            created_at=now,
            last_used_at=now,
            expires_at=now + timedelta(days=1),
        )
    async with transaction(services.sessions) as session:
        with pytest.raises(NotFoundError):
            await accounts.revoke_session(session, Actor(bob.id), row.id, now=now)
        await accounts.revoke_session(session, Actor(ada.id), row.id, now=now)
        with pytest.raises(NotFoundError):
            await accounts.revoke_session(session, Actor(ada.id), row.id, now=now)
        assert (await accounts.list_sessions(session, Actor(ada.id), PageRequest(), now=now))["items"] == []


async def test_users_come_in_pages_newest_first(services: Services) -> None:
    made = [(await _user(services, f"user{number}")).id for number in range(5)]
    seen, cursor = [], None
    async with services.sessions() as session:
        while True:
            page = await accounts.list_users(session, PageRequest(limit=2, cursor=cursor))
            assert page["total"] == 5
            seen += [user.id for user in page["items"]]
            cursor = page["next_cursor"]
            if cursor is None:
                break
    assert seen == made[::-1]


async def test_erasing_a_user_erases_what_is_theirs(services: Services) -> None:
    user = await _user(services, "Ada")
    async with transaction(services.sessions) as session:
        await accounts.profile(session, Actor(user.id))
        await accounts.add_sign_in_token(session, "h", user.id, timedelta(minutes=5))
        await accounts.remove_user(session, user.id)
    async with transaction(services.sessions) as session:
        assert await accounts.redeem_sign_in_token(session, "h") is None
        with pytest.raises(NotFoundError):
            await accounts.remove_user(session, user.id)
