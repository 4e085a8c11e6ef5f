"""Learning from decisions: slowly, within bounds, towards what was liked, and back to the defaults when forgotten."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tools.jobs.ranking.learning import Decision, learn, weights_of
from tools.jobs.ranking.scoring import DEFAULTS

NAMES = list(DEFAULTS)
NEAR_PAY = {"words": 0.6, "skills": 0.6, "pay": 1.0, "freshness": 0.3}
FAR_FROM_PAY = {"words": 0.6, "skills": 0.6, "pay": 0.0, "freshness": 0.9}
decisions = st.lists(
    st.builds(
        Decision,
        value=st.sampled_from([-1.0, -0.7, 0.6, 1.0]),
        features=st.dictionaries(st.sampled_from(NAMES), st.floats(0, 1)),
    ),
    max_size=30,
)


def test_nothing_decided_changes_nothing() -> None:
    assert learn([]) == weights_of(None)
    assert abs(sum(weights_of(None).values()) - 1) < 0.001
    assert weights_of({"words": 3.0}) == weights_of(None), "weights of other parts are not taken over"


@settings(max_examples=60, deadline=None)
@given(decisions)
def test_no_part_ever_weighs_more_than_twice_or_less_than_half(made: list[Decision]) -> None:
    learned, default = learn(made), weights_of(None)
    assert abs(sum(learned.values()) - 1) < 0.002
    for name in NAMES:
        assert default[name] / 2.02 <= learned[name] <= default[name] * 2.02


@settings(max_examples=60, deadline=None)
@given(st.lists(decisions.map(tuple), max_size=1).map(lambda found: list(found[0])[:3] if found else []))
def test_three_thumbs_do_not_turn_the_ranking_over(made: list[Decision]) -> None:
    learned, default = learn(made), weights_of(None)
    assert sum(abs(learned[name] - default[name]) for name in NAMES) <= 0.12, (
        "two jobs 12 points apart keep their order"
    )


def test_what_sets_liked_jobs_apart_weighs_more_with_every_decision() -> None:
    pay, fresh = [], []
    for count in (0, 1, 3, 10, 40):
        learned = learn([Decision(1.0, NEAR_PAY), Decision(-1.0, FAR_FROM_PAY)] * count)
        pay.append(learned["pay"])
        fresh.append(learned["freshness"])
    assert pay == sorted(pay)
    assert len(set(pay)) == len(pay)
    assert fresh == sorted(fresh, reverse=True)
    assert pay[-1] > 1.3 * pay[0]


def test_thumbs_up_alone_teach_and_the_order_of_decisions_does_not() -> None:
    up = learn([Decision(1.0, NEAR_PAY)] * 8)
    assert up["pay"] > weights_of(None)["pay"]
    down = learn([Decision(-1.0, NEAR_PAY)] * 8)
    assert down["pay"] < weights_of(None)["pay"]
    mixed = [Decision(1.0, NEAR_PAY), Decision(-0.7, FAR_FROM_PAY), Decision(0.6, {"words": 0.9})]
    assert learn(mixed) == learn(mixed[::-1])
