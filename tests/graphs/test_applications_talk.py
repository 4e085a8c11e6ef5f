"""Applications by talk alone: one moves, many move after a yes to the very list that was shown."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from graphs import turns
from store.database import transaction
from tests.conftest import new_actor
from tests.peers.talking import Outcome, outcome, turn
from tools.applications import service
from tools.applications.schemas import NewApplication, Stage
from tools.context import Actor, Services, utc_now

LONG_AGO = utc_now() - timedelta(days=100)


class Talk:
    """One conversation of one person with applications, turn by turn."""

    def __init__(self, services: Services, actor: Actor) -> None:
        self.services, self.actor, self._home = services, actor, UUID(int=0)

    async def say(self, words: str) -> Outcome:
        """The turn's end; the answer to what waits is given as such, as every surface gives it."""
        if self._home.int and (decision := await turns.decision_in(self.services, self.actor, self._home, words)):
            await turns.decide(self.services, self.actor, self._home, decision, said=words)
            return await outcome(self.services, self.actor, self._home)
        ended = await turn(self.services, self.actor, words, conversation_id=self._home if self._home.int else None)
        assert ended.run.conversation_id is not None
        self._home = ended.run.conversation_id
        return ended

    async def apply(self, title: str, company: str, status: Stage = "applied", *, quiet: bool = False) -> UUID:
        """An application, of which nothing was heard for a hundred days with `quiet`."""
        at = LONG_AGO if quiet else None
        given = {"title": title, "company": company, "status": status, "applied_at": at}
        data = NewApplication.model_validate({name: value for name, value in given.items() if value is not None})
        prepared = await service.gather_new(self.services.acting_for(self.actor), data)
        async with transaction(self.services.sessions) as session:
            return (await service.add_application(session, self.actor, data, prepared)).id

    async def stages(self, *ids: UUID) -> list[Stage]:
        """Where these stand."""
        async with self.services.sessions() as session:
            return [(await service.get_application(session, self.actor, one)).status for one in ids]


@pytest.fixture
async def talk(services: Services) -> Talk:
    return Talk(services, await new_actor(services))


async def test_the_day_it_is_and_the_hours_are_those_of_the_own_zone(services: Services) -> None:
    nearly_friday = datetime(2030, 7, 4, 22, 30, tzinfo=UTC)
    talk = Talk(replace(services, clock=lambda: nearly_friday), await new_actor(services))
    asked = await talk.say("which time zone am I in?")
    assert asked.steps == [("set_time_zone", "ok")]
    assert "do not know your time zone" in asked.content
    assert "Noted: your time zone is Europe/Zurich" in (await talk.say("my time zone is Zürich")).content
    # In Zurich it is Friday already.
    told = await talk.say("remind me tomorrow at 10 to call Mira")
    assert "Saturday 6 July 2030 10:00 (Europe/Zurich)" in told.content
    assert "Friday 5 July 2030 17:00 (Europe/Zurich)" in (await talk.say("remind me today at 17:00 to call Jo")).content
    assert "“moon” is no time zone" in (await talk.say("set my time zone to moon")).content


async def test_one_is_moved_shown_and_deleted(talk: Talk) -> None:
    cook = await talk.apply("Cook", "Löffel Küche", "preparing")
    baker = await talk.apply("Baker", "Crumb Works", "applied")
    listed = await talk.say("show my applications")
    assert listed.steps == [("list_applications", "ok")]
    assert "Crumb Works" in listed.content
    assert (await talk.say("I applied to job 1 two days ago")).steps == [("set_job_status", "ok")]
    ago = (datetime.now(UTC) - timedelta(days=2)).date()
    assert f"| {ago} |" in (await talk.say("show my applications")).content
    assert (await talk.say("move Crumb Works to screening")).steps == [("set_job_status", "ok")]
    assert await talk.stages(cook, baker) == ["applied", "screening"]
    shown = await talk.say("show my application at Crumb Works")
    assert shown.steps == [("show_application", "ok")]
    assert "applied → screening" in shown.content
    waiting = await talk.say("delete my application at Crumb Works")
    assert "Delete your application for job 2" in (waiting.run.output or {})["question"]
    assert "Deleted the application" in (await talk.say("yes")).content
    assert (await talk.say("undo")).steps == [("undo_last_change", "ok")]
    assert await talk.stages(baker) == ["screening"]


async def test_many_move_after_one_yes_to_the_list_and_come_back_as_one(talk: Talk) -> None:
    old = [await talk.apply(title, "Long Silence", quiet=True) for title in ("Cook", "Baker")]
    fresh = await talk.apply("Welder", "New Company")
    waiting = await talk.say("reject everything older than two months without an answer")
    question = (waiting.run.output or {})["question"]
    assert "2 applications would move to rejected" in question
    assert "1: Cook at Long Silence, applied since" in question
    assert "Welder" not in question
    assert "stays" not in (refused := await talk.say("no")).content
    assert await talk.stages(*old, fresh) == ["applied"] * 3, refused.content
    await talk.say("reject everything older than two months without an answer")
    done = await talk.say("yes")
    assert "2 applications moved to rejected" in done.content
    assert await talk.stages(*old, fresh) == ["rejected", "rejected", "applied"]
    assert (await talk.say("undo")).steps == [("undo_last_change", "ok")]
    assert await talk.stages(*old, fresh) == ["applied"] * 3


async def test_a_yes_counts_for_the_list_that_was_shown_and_for_no_other(talk: Talk) -> None:
    first = await talk.apply("Cook", "Long Silence", quiet=True)
    await talk.say("reject everything older than two months without an answer")
    second = await talk.apply("Baker", "Long Silence", quiet=True)
    answered = await talk.say("yes")
    assert "changed meanwhile" in answered.content
    assert await talk.stages(first, second) == ["applied", "applied"]
    nothing = await talk.say("reject everything older than two years without an answer")
    assert "No application that fits can move to rejected" in nothing.content
