"""Remote, hybrid or on site, with the words that say so."""

from tools.jobs.cleaning.passages import sentences_with
from tools.jobs.parsing.workplace import find_remote
from tools.jobs.schemas import RemoteKind

_CUE = (
    "remote", "hybrid", "híbrid", "ibrid", "onsite", "on-site", "on site", "in-office", "in office", "in-person",
    "in person", "wfh", "from home", "from anywhere", "home office", "home-office", "homeoffice", "home-based",
    "home based", "telework", "telecommut", "télétravail", "teletrabajo", "remot", "thuis", "smart working",
    "präsen", "vor ort", "présentiel", "presencial", "presenza", "in sede", "op locatie", "mobiles arbeiten",
    "mobile arbeit", "ortsunabhängig", "von überall", "à distance", "days a week", "days per week",
    "days each week", "days/week", "days in", "tage ", "jours", "días", "dagen", "sur site", "sur place",
    "split your", "远程", "居家", "坐班", "现场", "混合", "office",
)  # fmt: skip


def clean_remote(
    stated: RemoteKind | None, title: str, location: str, text: str
) -> tuple[RemoteKind | None, str | None]:
    """The kind as stated, else as title, location or text say it; the excerpt is None where a board's field says it."""
    for line in (location, title):
        said = find_remote("", line) if line else None
        if said is not None and stated in (None, said):
            return said, line.strip()
    if stated == "remote" and not text:
        return stated, None
    sentences = [text[start:end] for start, end in sentences_with(text, _CUE, most=50)]
    kind = stated or find_remote("\n".join(sentences))
    if kind is None:
        return None, None
    return kind, next((sentence for sentence in sentences if find_remote(sentence) == kind), None)
