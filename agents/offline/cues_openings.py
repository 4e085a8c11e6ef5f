"""Cues for finding, watching, ranking and checking openings: the first strong one speaks for the clause."""

import re
from collections.abc import Iterator

from agents.offline.cues_finding import fetches, hunting, news, sources
from agents.offline.cues_jobs import Bonus, View
from agents.offline.cues_outcomes import outcomes
from agents.offline.cues_phrases import MINE
from agents.offline.cues_ranking import checks, gaps, orders, past, ranking, rates, resets, wishes
from agents.offline.cues_watching import resumes, stops, watching
from agents.offline.cues_wishes import lets_go, shows

_QUESTION = re.compile(
    r"(?:do|does|did|is|are|was|were|has|have|can|could|will|would|which|what|who|where|when|why|how|hat|ist|"
    r"sind|welche\w*|"
    r"was|wer|wo|wie|warum|est|sont|quel\w*|que|cual\w*|por que|pourquoi)\b"
)


_CUES = (
    lets_go, shows, past, resumes, stops, resets, watching, news, checks, outcomes, gaps, orders, wishes, rates,
    sources, ranking, fetches, hunting,
)  # fmt: skip


def about_openings(view: View) -> Iterator[Bonus]:
    """Cues for the tools of finding, each of them its own; the first strong one speaks for the clause."""
    yield _restraints(view)
    for cue in _CUES:
        if found := cue(view):
            yield found
            return


def _restraints(view: View) -> Bonus:
    """A question changes no wish and gives no verdict; what the list holds is not looked for elsewhere."""
    found: Bonus = {}
    if MINE.search(view.plain):
        found |= {"search_jobs": -0.4, "show_market": -0.5}
    if _QUESTION.match(view.plain):
        found |= {"set_wishes": -0.6, "rate_job": -0.4, "reset_ranking": -0.3, "stop_watching": -0.3}
    return found
