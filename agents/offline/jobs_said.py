"""A job told on one line: "add this job: Cook at Krone in Bern", in several languages."""

import re

from agents.offline.language import fold

_JOB = (
    r"(?:jobs?|positions?|roles?|postings?|openings?|vacanc(?:y|ies)|stellen?(?:anzeige)?|anzeige|postes?|offres?"
    r"(?: d'emploi)?|emplois?|empleos?|ofertas?(?: de (?:trabajo|empleo))?|trabajos?|puestos?|lavor[oi]|"
    r"offerta(?: di lavoro)?)"
)
_VERB = (
    r"(?:add|save|track|put|store|register|keep|note|record|log|enter|create|fuge?|speicher\w*|merk\w*|notier\w*|nimm|"
    r"ajoute[rz]?|enregistre[rz]?|note[rz]?|garde[rz]?|anade|agrega|guarda|anota|aggiungi|salva)"
)
_POLITE = r"(?:(?:please|pls|can you|could you|bitte|kannst du|peux-tu|puedes|por favor)[, ]+)*"
# The request, up to the colon (or without one, where a job is named): what follows is the job.
_LEAD = re.compile(
    rf"^{_POLITE}(?:{_VERB}\b[^:\n]{{0,40}}?\b{_JOB}\b[^:\n]{{0,30}}?\s*[:–]\s+|"
    rf"(?:new|another|neuer?|nouvelle?|nuevo|nueva)\s+{_JOB}\s*[:–]\s+|"
    rf"{_VERB}(?: \w+){{0,2}} {_JOB} (?=\S+(?: \S+){{0,6}} (?:bei|chez|at|en|presso) ))"
)
_SPLIT = re.compile(r"\s+(?:at|@|bei|beim|chez|en|presso|with|für|for)\s+(?=[A-ZÀ-Þ0-9])")
_PLACED = re.compile(r"\s+(?:in|à|en|a|im)\s+(?=[A-ZÀ-Þ])|\s*,\s+(?!(?:Inc|Ltd|LLC|GmbH|AG|SA|Co|Corp|S\.A)\b)")
_REMOTE = re.compile(r"[,(\s]+(?:fully )?(remote|hybrid|on-?site)\)?(?=$|[,.])", re.IGNORECASE)
_END = re.compile(r"(?:[,.;]?\s+(?:to|on) (?:my|the) (?:\w+ )?list| hinzu| an| auf)?[\s.!,]*$", re.IGNORECASE)
_LONGEST = 12  # words of a title


def added_job(text: str) -> dict[str, str]:
    """Title, company, place and way of work of the one job that is told; empty where none is.

    >>> added_job("add this job: Data Analyst at Northwind in Zurich")
    {'title': 'Data Analyst', 'company': 'Northwind', 'location': 'Zurich'}
    """
    said = text.strip()
    lead = _LEAD.match(fold(said)) if "\n" not in said else None
    if lead is None:
        return {}
    body = _END.sub("", said[lead.end() :])
    remote = _REMOTE.search(body)
    title, *rest = _SPLIT.split(_REMOTE.sub("", body), maxsplit=1)
    if not rest or not 0 < len(title.split()) <= _LONGEST:
        return {}
    company, *places = _PLACED.split(rest[0], maxsplit=1)
    found = {"title": title.strip(" ,"), "company": company.strip(" ,")}
    found |= {"location": places[0].strip(" ,.")} if places else {}
    return found | ({"remote": remote[1].lower().replace("-", "")} if remote else {})
