"""The chance of a reply: silent without enough, the base rate without signs, moved by what moved answers before."""

from math import exp, log
from typing import Any
from uuid import UUID

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.actors import Actor
from store.database import transaction
from store.errors import NotFoundError
from tests.conftest import new_actor
from tests.tools.applications_told import tell
from tests.tools.insights_openings import NOW, add_job, opening
from tools.context import Services
from tools.insights import replies
from tools.insights import replies_chance as model
from tools.insights.presenting_applications import present_chance
from tools.insights.replies_chance import Outcome, Seen
from tools.insights.schemas_applications import ReplyChance


def drawn(n: int, *, seed: int, base: float = 0.3, effect: float = 0.0) -> list[Outcome]:
    """Outcomes of a person whose referrals move the log-odds by `effect`, beside a property that moves nothing."""
    pick = np.random.default_rng(seed)
    found = []
    for _ in range(n):
        referral = float(pick.random() < 0.4)
        odds = log(base / (1 - base)) + effect * referral
        answered = bool(pick.random() < 1 / (1 + exp(-odds)))
        found.append(Outcome(Seen({"referral": referral, "match": float(pick.normal())}), answered, 100.0))
    return found


@pytest.mark.parametrize(("answers", "silences", "told"), [
    (5, 15, True), (4, 16, False), (15, 5, True), (16, 4, False), (5, 14, False), (0, 0, False),
])  # fmt: skip
def test_it_takes_twenty_with_five_of_each(answers: int, silences: int, told: bool) -> None:
    outcomes = [Outcome(Seen({}), n < answers, 60.0) for n in range(answers + silences)]
    assert (model.learn(outcomes) is not None) is told


def test_without_signs_it_is_the_base_rate() -> None:
    outcomes = [Outcome(Seen({}), n < 30, 60.0) for n in range(100)]
    found = model.learn(outcomes)
    assert found is not None
    chance = found.chance(Seen({}), age_days=60.0)
    assert chance.value == pytest.approx(0.3, abs=0.015)
    low, high = chance.low, chance.high
    assert (low, high) == pytest.approx((0.22, 0.4), abs=0.03), "about as wide as Wilson's interval of 30 in 100"


def test_what_moved_answers_moves_the_chance_and_what_did_not_does_not() -> None:
    found = model.learn(drawn(400, seed=3, effect=2.0))
    assert found is not None
    with_one, without = (found.chance(Seen({"referral": value, "match": 0.0})) for value in (1.0, 0.0))
    assert with_one.value > without.value + 0.25
    assert with_one.low > without.high
    assert with_one.points["referral"] > 10 > abs(with_one.points["match"])
    brier, plain = model.brier_held_out(drawn(400, seed=3, effect=2.0))
    assert brier < plain - 0.02


@settings(max_examples=15, deadline=None)
@given(
    seed=st.integers(0, 10_000), n=st.integers(20, 120), base=st.floats(0.2, 0.8), effect=st.floats(-3, 3),
    asked=st.floats(-50, 50),
)  # fmt: skip
def test_a_chance_lies_in_its_interval_and_the_order_of_outcomes_says_nothing(
    seed: int, n: int, base: float, effect: float, asked: float
) -> None:
    outcomes = drawn(n, seed=seed, base=base, effect=effect)
    found, again = model.learn(outcomes), model.learn(outcomes[::-1])
    if found is None or again is None:
        assert found is again is None
        return
    seen = Seen({"match": asked})
    chance = found.chance(seen)
    assert 0 <= chance.low <= chance.value <= chance.high <= 1
    assert again.chance(seen).value == pytest.approx(chance.value, abs=1e-6)
    alone = found.expected([Outcome(seen, False, 0.0)])[0]
    assert alone == pytest.approx(chance.value, abs=1e-9)


def test_silence_lowers_the_chance_and_never_to_nothing() -> None:
    days = [3.0, 5.0, 8.0, 13.0, 40.0]
    chances = [model.still(0.5, model.later_than(age, days)) for age in (0, 4, 10, 30, 90)]
    assert chances == sorted(chances, reverse=True)
    assert chances[0] == pytest.approx(0.48, abs=0.01)
    assert 0 < chances[-1] < 0.1


async def _search(services: Services, actor: Actor) -> dict[str, UUID]:
    """Thirty referrals, most answered within a week; thirty of a board, hardly any; and some that do not count yet."""
    async with transaction(services.sessions) as session:
        for n in range(60):
            by = {"source": "referral" if n % 2 else "board", "channel": "form"}
            good = n % 10 != 1 if n % 2 else n % 10 == 0
            steps: list[Any] = [("applied", 60.0 + n)] + ([("screening", 54.0 + n)] if good else [])
            await tell(session, actor, *steps, **by)
        for _ in range(8):
            await tell(session, actor, ("applied", 10), ("interviewing", 6), source="board")
        return {
            "waiting": await tell(session, actor, ("applied", 20), source="board"),
            "answered": await tell(session, actor, ("applied", 20), ("rejected", 1), source="board"),
            "ended": await tell(session, actor, ("applied", 20), ("withdrawn", 1), source="board"),
            "referred": await tell(session, actor, ("preparing", 1), source="referral"),
            "saved": await add_job(session, actor, opening(source="board")),
        }


async def _chance(services: Services, actor: Actor, job: UUID) -> ReplyChance:
    async with transaction(services.sessions) as session:
        return await replies.chance(session, actor, job, now=NOW)


async def test_a_job_is_told_its_chance_with_what_it_rests_on(services: Services, actor: Actor) -> None:
    jobs = await _search(services, actor)
    told = {name: await _chance(services, actor, job) for name, job in jobs.items()}
    assert {name: one.state for name, one in told.items()} == {
        "waiting": "waiting", "answered": "answered", "ended": "ended", "referred": "not_applied",
        "saved": "not_applied",
    }  # fmt: skip
    assert told["answered"].chance is told["ended"].chance is None
    summary = told["saved"].rests_on
    assert (summary.answers, summary.silences, summary.too_recent) == (30, 30, 11)
    assert summary.brier is not None
    assert summary.brier_of_base_rate is not None
    assert summary.brier < summary.brier_of_base_rate
    board, waiting, referred = (told[name].chance for name in ("saved", "waiting", "referred"))
    assert board is not None
    assert waiting is not None
    assert referred is not None
    assert waiting < board < 0.45 < 0.6 < referred
    assert {reason.name for reason in told["referred"].raised} & {"referral", "source:referral"}
    text = present_chance(told["waiting"])
    assert "still comes after 20 days of silence" in text
    assert "11 went out in the last 30 days and do not count yet" in text
    assert "Lowers it: " in text


async def test_without_enough_it_says_what_it_takes_and_strangers_have_no_job(services: Services, actor: Actor) -> None:
    other = await new_actor(services)
    async with transaction(services.sessions) as session:
        for n in range(25):
            await tell(session, actor, ("applied", 80), *([("rejected", 70.0)] if n < 4 else []))
        job = await add_job(session, actor, opening())
    found = await _chance(services, actor, job)
    assert (found.enough, found.chance) == (False, None)
    assert "25 of your applications are settled (4 answered, 21 not); it takes 20, with at least 5 answers" in (
        present_chance(found)
    )
    with pytest.raises(NotFoundError):
        await _chance(services, other, job)
