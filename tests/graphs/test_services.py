"""What a process shares is opened while the servers beneath it go away and come back."""

import asyncio
import sys

from graphs.services import open_services
from store.database import ping
from store.embedded import EmbeddedPostgres
from store.settings import Settings
from tests.peers.processes import ROOT, home_folder


async def test_a_start_outlives_a_server_that_is_started_again_at_that_moment() -> None:
    with home_folder() as home:
        server = EmbeddedPostgres(home)
        settings = Settings(database_url=server.start(), jobwright_home=home, _env_file=None)
        async with open_services(settings):
            pass
        server.stop()
        opening = asyncio.create_task(_ping(settings))
        await asyncio.sleep(1.5)
        assert not opening.done()
        server.start()
        await opening
        server.stop()


async def _ping(settings: Settings) -> None:
    async with open_services(settings) as services:
        await ping(services.sessions)


async def test_every_table_that_a_row_refers_to_is_known_to_whoever_opens_the_database() -> None:
    known = "import graphs.services; from store.base import Base; assert len(Base.metadata.sorted_tables) > 20"
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", known, cwd=ROOT)
    assert await process.wait() == 0
