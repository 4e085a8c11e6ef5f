"""Cues for what is said about how applications go: rates, what works best, and plain counts."""

import re

from agents.offline.cues_jobs import Bonus, View

_RATES = re.compile(
    r"\b(?:response|reply|answer|interview|success|conversion|rejection) rates?\b|\bfunnel\b|"
    r"\bconversion (?:from|rate|of)\b|\bantwortquote\b|\btaux de reponse\b|\btasa de respuesta\b"
)
_COMPARED = re.compile(
    r"\b(?:which|what|do|does|welche[rs]?|quel(?:le)?s?|que|cual(?:es)?)\b.*\b(?:resumes?|cvs?|versions?|sources?|"
    r"boards?|portals?|channels?|sites?|lebenslauf|lebenslaufe|quelle|portal|curriculum|portail)\b"
)
_WORKS = re.compile(
    r"\b(?:repl(?:y|ies)|answers?|responses?|works? best|(?:do|does|works?) better|most interviews|antworten|"
    r"funktioniert am besten|reponses?|marche le mieux|contestan?|respuestas?|funciona mejor)\b"
)
_COUNTED = re.compile(r"^(?:please )?count\b.*\b(?:jobs|applications|openings)\b")


def outcomes(view: View) -> Bonus:
    """How applications go is asked about, not one of them, and not the market."""
    plain = view.plain
    if _COUNTED.search(plain):
        return {"job_stats": 0.8, "list_jobs": -0.4}
    if _RATES.search(plain) or (_COMPARED.search(plain) and _WORKS.search(plain)):
        return {
            "show_analytics": 1.4, "list_jobs": -0.6, "list_uses": -0.6, "list_tailored": -0.6, "show_market": -0.6,
            "email_trends": -0.3,
        }  # fmt: skip
    return {}
