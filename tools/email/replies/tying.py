"""Which of the person's applications a mail is about. Certain only where one stands alone; in doubt all are named."""

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from tools.email.message import Mail
from tools.email.replies.naming import MAILBOXES, SYSTEMS, of_system, registered, senders
from tools.email.replies.schemas import KnownApplication, Reply, Tie
from tools.jobs.cleaning.employers import clean_employer, employer_key
from tools.jobs.matching.titles import title_similarity
from tools.jobs.matching.words import fold

_SAME_ROLE, _OTHER_ROLE, _APART = 0.8, 0.55, 0.12
_SHORTEST_KEY, _SHORTEST_RUN = 4, 5
# What employers add to their name in a domain. Words of recruiting are not among them: impostors add those.
_ADDED = (
    "ag", "ai", "app", "co", "company", "corp", "de", "eu", "gmbh", "group", "gruppe", "hq", "inc", "io", "kg", "labs",
    "llc", "ltd", "plc", "se", "team", "tech", "uk", "us",
)  # fmt: skip
_STRANGER = "the address it comes from is not known as this employer's"
# Where people meet and what they send each other things with: named in mails of every employer.
_TOOLS = re.compile(
    r"\b(?:google (?:meet|calendar|forms?|docs|drive|hangouts?)|(?:microsoft|ms) teams|meet\.google\.com|"
    r"teams\.microsoft\.com|[\w.-]*zoom\.us|zoom (?:call|meeting|link|interview)|linkedin (?:profile|account|page)|"
    r"github (?:profile|account|repo\w*)|slack (?:channel|call)|skype|indeed account)\b"
)
_FORGED = re.compile(r"\b(?:dmarc|spf|dkim)=fail\b", re.I)
# A server that checks who writes says so of every mail; one that says nothing of this one has not found it genuine.
_PROVED = re.compile(r"\b(?:dmarc|spf|dkim)=(?:pass|bestguesspass)\b", re.I)


def tie(reply: Reply, mail: Mail, applications: Sequence[KnownApplication]) -> Tie:
    """By the thread, the employer's own number of the opening, the employer with the role, or the sender's domain."""
    if found := _by_thread(mail, applications):
        certain = len(found) == 1 and not _is_doubtful(mail)
        return _tie(found, certain, "an answer in a thread of this application")
    if found := _by_requisition(reply, applications):
        certain = len(found) == 1 and _speaks_for(mail, found[0])
        return _tie(found, certain, "the employer's own number of the opening")
    employers = _by_employer(reply, mail, applications)
    if not employers:
        return Tie(why="none of the applications is at an employer that the mail names")
    return _by_role(reply, mail, employers)


def _tie(found: Sequence[KnownApplication], certain: bool, why: str) -> Tie:
    return Tie(certain=certain, job_ids=[one.job_id for one in found], why=why)


def _by_thread(mail: Mail, applications: Sequence[KnownApplication]) -> list[KnownApplication]:
    earlier = {mail.in_reply_to, *mail.references} - {None}
    return [one for one in applications if earlier.intersection(one.threads)]


def _by_requisition(reply: Reply, applications: Sequence[KnownApplication]) -> list[KnownApplication]:
    number = _plain(reply.requisition_id)
    if len(number) < 3:
        return []
    same = [one for one in applications if _plain(one.requisition_id) == number]
    return [one for one in same if not (reply.company and one.company) or _same_employer(reply.company, one.company)]


def _plain(number: str | None) -> str:
    return re.sub(r"\W|_", "", (number or "").lower())


def _by_employer(reply: Reply, mail: Mail, applications: Sequence[KnownApplication]) -> list[KnownApplication]:
    """Those whose employer the mail is from, else those whose employer it names anywhere."""
    stated = [
        one for one in applications if one.company and reply.company and _same_employer(reply.company, one.company)
    ]
    sent = [one for one in applications if _sent_by(mail, one)]
    if stated or sent:
        return stated or sent
    text = fold(f"{mail.subject}\n{mail.sender.name or ''}\n{mail.text}")
    return [one for one in applications if _is_named(one.company, text)]


def _same_employer(a: str, b: str) -> bool:
    one, other = employer_key(a), employer_key(b)
    if one == other:
        return True
    shorter, longer = sorted((one, other), key=len)
    whole = re.search(rf"(?<!\w){re.escape(fold(min(a, b, key=len)))}(?!\w)", fold(max(a, b, key=len)))
    return len(shorter) >= _SHORTEST_KEY and (
        bool(whole and longer.startswith(shorter)) or fuzz.ratio(one, other) >= 94
    )


def _sent_by(mail: Mail, application: KnownApplication) -> bool:
    domain = registered(mail.sender.domain)
    if not domain or of_system(domain):
        return False
    if domain in {registered(known) for known in application.domains}:
        return True
    label = re.sub(r"\W", "", domain.split(".")[0])
    key = employer_key(application.company) if application.company else ""
    return len(key) >= _SHORTEST_KEY and (label == key or (label.startswith(key) and len(label) - len(key) <= 6))


def _is_named(company: str | None, text: str) -> bool:
    employer = clean_employer(company)
    if employer is None or len(employer.key) < _SHORTEST_KEY:
        return False
    return bool(re.search(rf"(?<!\w){re.escape(fold(employer.name))}(?!\w)", _TOOLS.sub(" ", text)))


def _by_role(reply: Reply, mail: Mail, employers: Sequence[KnownApplication]) -> Tie:
    """The one whose role the mail names; without a role the only one there is."""
    scored = sorted(((_role_score(reply, mail, one), one) for one in employers), key=lambda pair: -pair[0])
    ordered = [one for _, one in scored]
    best = scored[0][0]
    speaks = _speaks_for(mail, ordered[0])
    if len(scored) == 1:
        if reply.role is not None and best < _OTHER_ROLE:
            return _tie(ordered, False, "another role than the one applied for")
        return _tie(ordered, speaks, "the only application at this employer" if speaks else _STRANGER)
    if best >= _SAME_ROLE and best - scored[1][0] >= _APART:
        return _tie(ordered[:1], speaks, "the employer and the role" if speaks else _STRANGER)
    near = [one for score, one in scored if score >= _SAME_ROLE] or ordered
    return _tie(near, False, f"{len(near)} applications at this employer could be meant")


def _role_score(reply: Reply, mail: Mail, application: KnownApplication) -> float:
    """1 where the role it states is the very title, a little less where the title stands elsewhere, else likeness."""
    title, stated = _bare(application.title), _bare(reply.role or "")
    if stated == title:
        return 1.0
    said = _bare(f"{mail.subject} {mail.text}")
    whole = 0.95 if re.search(rf"(?<!\w){re.escape(title)}(?!\w)", said) else 0.0
    if not stated:
        return whole
    return max(whole, title_similarity(stated, title) * 0.95, fuzz.ratio(stated, title) / 100)


def _bare(title: str) -> str:
    """Without case, accents, signs of gender and punctuation."""
    return " ".join(re.findall(r"[\w+#]+", re.sub(r"\((?:[mwfdhx][/|,* ]*){1,5}\)|\ball genders\b", " ", fold(title))))


def _is_doubtful(mail: Mail) -> bool:
    """Whether anybody could have sent it: from a free mailbox, or with a sender that the receiving server refuted."""
    checked = mail.headers.get("authentication-results", "")
    if _FORGED.search(checked) or (checked and not _PROVED.search(checked)):
        return True
    return registered(mail.sender.domain) in senders(MAILBOXES)


def _speaks_for(mail: Mail, application: KnownApplication) -> bool:
    """Whether the address may say for the employer how things stand; whoever only names an employer is asked about.

    It may when mails from its domain were tied before, when the domain is spelled as the employer, or when it is
    that of a system that sends for employers.
    """
    if _is_doubtful(mail):
        return False
    domain = registered(mail.sender.domain)
    if domain in senders(SYSTEMS) or domain in {registered(known) for known in application.domains}:
        return True
    return bool(domain) and re.sub(r"\W", "", domain.split(".")[0]) in _spellings(application.company or "")


def _spellings(company: str) -> set[str]:
    """How an employer's domain may be spelled: its name, words of it in a row, or its name and a usual addition."""
    words = re.findall(r"\w+", fold(company))
    runs = {"".join(words[a:b]) for a in range(len(words)) for b in range(a + 1, len(words) + 1)}
    key = employer_key(company)
    return {run for run in runs if len(run) >= _SHORTEST_RUN} | {key, *(f"{key}{added}" for added in _ADDED if key)} - {
        ""
    }
