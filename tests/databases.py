"""Databases for tests, lent one after the other: emptying a used one takes a tenth of what making one takes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

import asyncpg

ROOM = 32 * 2**20  # bytes by which a database may have grown; deleted rows keep their place
_OURS = "in (to_regnamespace('public'), to_regnamespace('langgraph'))"
_STATE = f"""
select pg_database_size(current_database()) as size, array[
    (select string_agg(version_num, ',') from alembic_version),
    (select md5(string_agg(concat_ws(' ', c.relname, c.relkind, attname, atttypid), ',' order by c.relname, attnum))
     from pg_class c join pg_attribute a on a.attrelid = c.oid where c.relnamespace {_OURS}),
    (select md5(string_agg(conname, ',' order by conname)) from pg_constraint where connamespace {_OURS}),
    (select md5(string_agg(proname, ',' order by proname)) from pg_proc where pronamespace {_OURS}),
    (select md5(string_agg(setconfig::text, ',')) from pg_db_role_setting
     where setdatabase = (select oid from pg_database where datname = current_database()))
] as shape
"""
_THROW_OUT = "select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = $1"
_EMPTY = f"""
do $$ declare used regclass; begin
    set local session_replication_role = replica;
    for used in
        select c.oid from pg_class c where c.relkind = 'r' and c.relnamespace {_OURS} and pg_relation_size(c.oid) > 0
        and c.relname not in ('alembic_version', 'checkpoint_migrations')
    loop execute 'delete from ' || used; end loop;
end $$
"""


def address_of(server: str, database: str) -> str:
    """The server's address with another database's name."""
    head, _, tail = server.partition("?")
    return f"{head.rsplit('/', 1)[0]}/{database}?{tail}"


class Databases:
    """The databases of one process's tests, all copied from the same template."""

    def __init__(self, address: str, server: asyncpg.Connection, template: str) -> None:
        self._address, self._server, self._template = address, server, template
        self._free: list[str] = []
        self._first: asyncpg.Record | None = None

    @asynccontextmanager
    async def lend(self) -> AsyncIterator[str]:
        """The address of a migrated and empty one; whoever is still connected at the end is thrown out."""
        name = await (self._renamed(self._free.pop()) if self._free else self._made())
        yield address_of(self._address, name)
        await self._server.execute(_THROW_OUT, name)
        connection = await asyncpg.connect(address_of(self._address, name))
        try:
            as_made = await self._like_the_first(connection)
            if as_made:
                await connection.execute(_EMPTY)
        finally:
            await connection.close()
        if as_made:
            self._free.append(name)
        else:
            await self._drop(name)

    async def aclose(self) -> None:
        """Remove those that are free."""
        while self._free:
            await self._drop(self._free.pop())

    async def _made(self) -> str:
        name = f"test_{uuid4().hex}"
        await self._server.execute(f"create database {name} template {self._template}")
        if self._first is None:
            connection = await asyncpg.connect(address_of(self._address, name))
            self._first = await connection.fetchrow(_STATE)
            await connection.close()
        return name

    async def _renamed(self, name: str) -> str:
        """Under another name, so that what an earlier test has left behind does not find it."""
        fresh = f"test_{uuid4().hex}"
        await self._server.execute(f"alter database {name} rename to {fresh}")
        return fresh

    async def _like_the_first(self, connection: asyncpg.Connection) -> bool:
        """Whether no test has changed its schema or left so much that a new one is better."""
        assert self._first is not None
        try:
            now = await connection.fetchrow(_STATE)
        except asyncpg.UndefinedTableError:
            return False
        return now["shape"] == self._first["shape"] and now["size"] < self._first["size"] + ROOM

    async def _drop(self, name: str) -> None:
        await self._server.execute(f"drop database {name} with (force)")
