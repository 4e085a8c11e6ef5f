"""Which employer, role and requisition a mail names, and whose domain it comes from."""

import re
from collections.abc import Iterable, Sequence
from functools import cache

from tools.email.message import Mail
from tools.email.replies.evidence import table_rows
from tools.jobs.cleaning.employers import employer_key
from tools.jobs.matching.words import fold

TABLE, PATTERNS = "senders.v1.tsv", "naming.v1.tsv"
SYSTEMS, MAILBOXES = "ats", "post"
_REQUISITION = re.compile(
    r"\b(?:req(?:uisition)?(?:\s*(?:id|no\.?|number|#))?|job\s*(?:id|no\.?|number|ref(?:erence)?)|"
    r"ref(?:erence)?(?:\s*(?:no\.?|number|nr\.?))?|"
    r"announcement|kennziffer|referenznummer|ref\.?-?nr\.?|stellen-?id|référence|réf\.?|referencia|"
    r"vacature(?:nummer)?)\s*[.:#]*\s*"
    r"(?P<id>[A-Z]{0,6}[-_/]?\d[\w/-]{2,18})|\((?P<bare>(?:JR|R|REQ|J|P)[-_ ]?\d{3,10})\)",
    re.I,
)
_TRIMMED = re.compile(
    r"\s+(?:via\s+\w+.*|(?:talent(?:\s+acquisition)?|recruiting|recruitment|careers?|hiring|people(?:\s+ops|"
    r"\s+operations)?|jobs|hr|"
    r"human resources|staffing|karriere|bewerbermanagement|selección|talento|recrutement|team|equipo|carreiras|"
    r"no-?reply)"
    r"(?:\s+(?:team|department|operations|coordination|desk|staff))?)\s*$",
    re.I,
)
_LED = re.compile(
    r"^(?:(?:the\s+)?(?:talent(?:\s+acquisition)?|recruiting|recruitment|careers?|hiring|people(?:\s+team)?|jobs|hr|"
    r"team|karriere|selección|"
    r"recrutement|talento|carreiras|werken)\s+(?:team\s+)?(?:at|@|of|bei|bij|von|chez|de|en)?\s*|.{3,40}?\s+(?:at|"
    r"from|for|@|bei|von|chez)\s+)",
    re.I,
)
# Compared as folded.
_GENERIC = frozenset({
    "talent", "recruiting", "recruitment", "careers", "career", "hiring", "people", "jobs", "job", "hr", "team",
    "karriere", "personal", "seleccion", "recrutement", "rh", "rrhh", "talento", "notifications", "noreply",
    "no-reply", "workday", "workable", "greenhouse", "lever", "ashby", "icims", "hello", "info", "human", "resources",
    "candidates", "candidate", "application", "applications", "bewerbung", "bewerbungen", "drh", "office", "admin",
    "pruebas", "tests", "linkedin", "indeed", "monster", "xing", "calendly", "docusign", "successfactors",
    "talentsoft", "recruitee", "smartrecruiters", "empleo", "uni", "partner", "direccion", "mail", "system",
    "support",
})  # fmt: skip
_FILLED_IN = re.compile(
    r"^(?:the|our|your|this|it|us|you|i|we|is|not|a|an|dear|hi|monday|tuesday|wednesday|thursday|friday|saturday|"
    r"sunday|teams|zoom|received|confirmed|confirmation|update|invitation|outcome|submitted|status|interview|"
    r"application)$",
    re.I,
)
_TAIL = re.compile(r"\s+(?:role|position|job|opening|vacancy|post|team|application|interview|has|is|at|bei)$", re.I)


def company_of(mail: Mail, text: str) -> str | None:
    """The employer as the mail states it: in its subject, its words, its sender's name, or its own domain."""
    named = _matches((*_patterns("subject"), *_patterns("company")), (mail.subject,), "company") or _matches(
        _patterns("company"), text.split("\n"), "company"
    )
    return named[0] if named else _of_name(mail) or _of_domain(mail)


def role_of(mail: Mail, text: str) -> str | None:
    """The role as the mail states it, the subject first."""
    named = [
        *_matches((*_patterns("subject"), *_patterns("role")), (mail.subject,), "role"),
        *_matches(_patterns("role"), text.split("\n"), "role"),
    ]
    company = employer_key(company_of(mail, text) or "") if named else ""
    return next((role for role in named if not company or employer_key(role) != company), None)


def requisition_of(mail: Mail, text: str) -> str | None:
    """The employer's own number of the opening, as written."""
    for part in (mail.subject, text):
        if found := _REQUISITION.search(part):
            return found.group("id") or found.group("bare")
    return None


def own_domain(mail: Mail) -> str | None:
    """The registered domain of the sender where it is the employer's own, not a system's or a mailbox provider's."""
    domain = registered(mail.sender.domain)
    return domain if domain and domain not in _domains() else None


def of_system(domain: str) -> bool:
    """Whether mail from the domain is sent for many employers, or for anybody."""
    return registered(domain) in _domains()


def registered(domain: str) -> str:
    """The part of a domain that somebody registered: `mail.acme.co.uk` is of `acme.co.uk`."""
    parts = domain.lower().strip(".").split(".")
    if len(parts) > 2 and len(parts[-1]) == 2 and parts[-2] in {"co", "com", "org", "gov", "ac", "net", "gob", "edu"}:
        return ".".join(parts[-3:])
    return ".".join(parts[-2:]) if len(parts) >= 2 else ""


def _matches(patterns: Sequence[re.Pattern[str]], lines: Iterable[str], group: str) -> list[str]:
    """What the patterns that name such a thing find, the earlier patterns first."""
    lines = [line.strip() for line in lines if line.strip()]
    naming = [pattern for pattern in patterns if group in pattern.groupindex]
    found = (_tidied(match[group]) for pattern in naming for line in lines for match in pattern.finditer(line))
    return [name for name in found if name]


def _tidied(name: str) -> str | None:
    name = re.sub(r"[’']s$|^(?:the|our|your|a|an)\s+", "", name.strip(" .,;:!–—-|'\"„“”«»"), flags=re.I)
    name = re.sub(r"\s+(?:of|und|et|y|e|de|des|du|für|the|and|&|for|in|as)$", "", _TAIL.sub("", name))
    if len(name) < 2 or _FILLED_IN.match(name) or fold(name) in _GENERIC:
        return None
    return re.split(r"[.!?]\s", name)[0].rstrip(".!?, ") or None


def _of_name(mail: Mail) -> str | None:
    """The employer in the sender's name: `Acme Recruiting Team via Greenhouse`, `Talent at Acme`."""
    name = (mail.sender.name or "").strip(" \"'")
    trimmed = name
    for _ in range(3):
        trimmed = _TRIMMED.sub("", trimmed).strip()
    trimmed = _LED.sub("", trimmed).strip() if _LED.match(trimmed) else trimmed
    if (
        not trimmed
        or fold(trimmed) in _GENERIC
        or "@" in trimmed
        or all(fold(word) in _GENERIC for word in trimmed.split())
    ):
        return None
    label = re.sub(r"\W", "", fold(registered(mail.sender.domain).split(".")[0]))
    bare = re.sub(r"\W", "", fold(trimmed))
    if trimmed != name or (own_domain(mail) and (bare in label or label in bare)):
        return trimmed
    return None


def _of_domain(mail: Mail) -> str | None:
    domain = own_domain(mail)
    if domain is None:
        return None
    label = domain.split(".")[0]
    spelled = re.search(rf"\b{re.escape(label)}\b", mail.text, re.I)
    return spelled.group() if spelled and not spelled.group().islower() else label.replace("-", " ").title()


@cache
def _patterns(kind: str) -> tuple[re.Pattern[str], ...]:
    """The patterns of a kind, in order; those in capitals stand for parts of others."""
    rows = table_rows(PATTERNS)
    parts = [(f"{{{name}}}", pattern) for name, pattern in rows if name.isupper()]
    found = [pattern for listed, pattern in rows if listed == kind]
    for name, part in parts:
        found = [pattern.replace(name, part) for pattern in found]
    return tuple(re.compile(pattern) for pattern in found)


@cache
def senders(kind: str) -> frozenset[str]:
    """The domains of systems that send for many employers, or of providers where anybody has a mailbox."""
    return frozenset(domain for listed, domain in table_rows(TABLE) if listed == kind)


@cache
def _domains() -> frozenset[str]:
    return senders(SYSTEMS) | senders(MAILBOXES)
