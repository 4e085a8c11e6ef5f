"""One "Who is hiring?" comment read: "Company | Role | Place | REMOTE | Full-time | $ | link", in any order, with gaps.

Nothing is made up: what no part of the first line (or a labelled line below it) says is None.
"""

import re
from dataclasses import dataclass, field

from tools.jobs.boards.hiring_places import EMPLOYMENT, VISA, Places, is_where, read_places, ways_in
from tools.jobs.boards.hiring_roles import (
    LINK,
    is_title,
    linked_roles,
    role_in_prose,
    roles_below,
    single_roles,
    title_of,
)
from tools.jobs.parsing.markup import fragment_to_text
from tools.jobs.parsing.salary import find_salary
from tools.jobs.schemas import RemoteKind, Salary

_DOMAIN = re.compile(
    r"^(?:www\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|io|ai|co|org|net|dev|app|tech|eu|de|uk|fr|so|me|health)(?:/\S*)?$",
    re.I,
)
_SEPARATORS = (r"\s*[|｜¦]+\s*", r"\s+[•·∙]\s+", r"\s+//\s+", r"\s+I\s+", r"\s+[–—-]{1,2}\s+", r"\s*;\s+", r"\s*,\s+")
_LABEL = re.compile(
    r"^(?P<name>company|role|roles|position|positions|title|job|location|locations|where|remote|salary|comp|"
    r"compensation|pay|type|employment|visa|apply|url|link|website|tech|stack|tech stack)\s*:\s*(?P<value>.+)$",
    re.I,
)
_EMPLOYMENT_FILL = re.compile(
    r"\b(?:or|and|to|hire|time|full|part|position|positions|only|employment|roles?|also|ok|possible|term|long|short|"
    r"based|preferred|months?|eor|initially|then|us|eu|citizens?|hours?|a|per|week|\d+)\b|[^\w]",
    re.I,
)
_EXTRAS = re.compile(
    r"\b(?:equity|options|esop|stock|bonus|benefits|salary|comp|compensation|pay|dental|401k|meaningful|generous|"
    r"competitive|significant|early|great|market|and|with|plus|good|package|doe)\b|[\d\W]",
    re.I,
)
_ROLE_WORDS = re.compile(
    r"\b(?:engineers?|engineering|developers?|devs?|designers?|scientists?|analysts?|architects?|managers?|swes?|sdes?|"
    r"sres?|devops|backend|back-end|frontend|front-end|full[- ]?stack|fullstack|ios|android|mobile|data|ml|ai|qa|"
    r"research(?:ers?)?|product|founding|marketing|sales|growth|recruiters?|support|security|roles|positions|leads?|"
    r"cto|ceo|vp|head of|directors?|principal|staff|junior|senior|sr\.?|jr\.?|mid(?:-level)?|interns?|platform|"
    r"infra\w*|embedded|firmware|hardware|robotics|devrel|ops|operations|admins?|writers?|advocates?|consultants?|programmers?|"
    r"hackers?|generalists?|counsel|openings|everything|anything|departments?|tech(?:nical)? leads?)\b",
    re.I,
)
_STACK = re.compile(
    r"\b(?:python|typescript|javascript|java|golang|go|rust|react|node(?:\.js)?|postgres\w*|aws|gcp|azure|kubernetes|"
    r"k8s|docker|django|rails|ruby|elixir|scala|kotlin|swift|clojure|haskell|c\+\+|c#|\.net|php|laravel|vue|angular|"
    r"next\.?js|terraform|pytorch|tensorflow|sql|redis|kafka|graphql|flutter|linux)(?![\w+#])",
    re.I,
)
_SEEKS = re.compile(
    r"^\W*(?:seeking (?:work|freelancer?s?|job)|looking for (?:work|a job|my next)|"
    r"location\s*:.*\bremote\s*:.*\bwilling)",
    re.I | re.S,
)
_ASKS = re.compile(
    r"^\W*(?:@|hi\b|hey\b|hello\b|thanks|thank you|is this|are you|do you|does |did |can |could |would |what|why|how|"
    r"where|when|who |i |i['’]|any(?:one|body)?\b|ps\b|please\b|note\b|fwiw|meta\b|for those|sorry|yes\b|no\b|this\b|"
    r"it\b|your\b|just\b|great\b|nice\b|love\b|applied\b|dm\b|edit\b|to the\b|reminder\b)",
    re.I,
)
_HIRING = re.compile(
    r"^(?P<company>[A-Z0-9][\w.&'’ -]{1,50}?)\s*(?:\([^)]*\)\s*)?(?:,[^,]{2,80},\s*)?(?:is|are|'s|’s)\s+"
    r"(?:currently |now |still |actively )*(?:hiring|looking for|recruiting|seeking)\s+(?:for )?"
    r"(?:an?\s+|our\s+|the\s+)?(?P<role>[^.!?|]{3,90})",
)
_APPLY = re.compile(
    r"career|jobs?\b|apply|greenhouse\.io|lever\.co|ashbyhq|workable|recruitee|breezy|bamboohr|smartrecruiters|hiring|position|vacanc|join|work-?(?:with|at)|/o/|rippling|personio|teamtailor|pinpoint|forms?\.",
    re.I,
)
_BATCH = re.compile(
    r"\s*[\[(](?:yc|y combinator)?[- ]*(?P<batch>[WSFX]\d{2})[\])]|"
    r"\s*[\[(]\s*(?P<yc>yc|y combinator)\b[^\])]*[\])]|"
    r"\s+\(?YC\s?(?P<bare>[WSFX]\d{2})\)?",
    re.I,
)


@dataclass(slots=True)
class HiringPost:
    """What a comment states. `roles` are certain, one posting each; `title` stands for all of them as written."""

    company: str | None = None
    roles: list[str] = field(default_factory=list)
    title: str = ""
    places: Places = field(default_factory=Places)
    salary: Salary | None = None
    employment_type: str | None = None
    links: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    text: str = ""

    @property
    def remote(self) -> RemoteKind | None:
        """Remote, hybrid or on site, as the first line says."""
        return self.places.remote

    def apply_url(self, role: str | None = None) -> str | None:
        """The role's own link, else the first that leads to jobs rather than to a front page."""
        own = linked_roles(self.text).get(role or "")
        return own or next((link for link in self.links if _APPLY.search(link)), None)


def read_post(html: str) -> HiringPost | None:
    """The posting that a top-level comment is; None for questions, replies and people who seek work."""
    text = fragment_to_text(_unshortened(html))
    first, _, body = re.sub(r"\|\s*\n+", "| ", text[:500], count=3).partition("\n")
    body += text[500:]
    if not first.strip() or _SEEKS.search(text):
        return None
    post = _by_labels(text) or _by_parts(first, body) or _by_sentence(first) or _by_list(first, body)
    if post is None:
        return None
    post.text, post.links = text, list(dict.fromkeys(_links(text)))
    post.title = post.title or " / ".join(post.roles)
    return post if post.title else None


def _unshortened(html: str) -> str:
    """Long links are shown cut off ("https://acme.com/jo..."): the whole ones; and the author's own lines."""
    return re.sub(r'<a\s[^>]*href="([^"]+)"[^>]*>.*?</a>', r"\1", html, flags=re.S).strip().replace("\n", "<br>")


def _links(text: str) -> list[str]:
    return [link.rstrip(".,;:!?'") for link in LINK.findall(text)]


def _by_parts(first: str, body: str) -> HiringPost | None:
    """A first line of parts; pipes are taken at their word, other separators only with two more signs."""
    for index, separator in enumerate(_SEPARATORS):
        parts = [part for piece in re.split(separator, first) if (part := piece.strip(" -–—"))]
        if len(parts) < 2 or (index and (len(parts) < (4 if " I " in separator else 3) or _ASKS.search(first))):
            continue
        found = _sorted(parts)
        if not found["company"] and _ASKS.search(first):
            return None
        post = _post(found, first, body)
        signs = sum(bool(found[kind]) for kind in ("role", "place", "employment", "salary", "visa"))
        sure = index == 0 and (len(parts) >= 3 or bool(post.roles and not found["role"]) or bool(post.places.ways))
        if signs >= (1 if sure else 2) and (found["role"] or index < len(_SEPARATORS) - 1):
            return post
    return None


def _by_labels(text: str) -> HiringPost | None:
    """Lines that say what they are: "Company: Acme", "Role: Engineer", "Location: Berlin"."""
    lines = [line.strip("- *•") for line in text.split("\n") if line.strip()][:12]
    said = [(_labelled(label["name"].lower()), label["value"]) for line in lines if (label := _LABEL.match(line))]
    found = _nothing()
    for kind, value in said:
        found[kind].append(value.strip())
    if "|" in lines[0] or not found["company"] or not found["role"]:
        return None
    return _post(found, lines[0], "")


def _nothing() -> dict[str, list[str]]:
    kinds = ("company", "role", "weak", "place", "employment", "salary", "visa", "link", "note", "other")
    return {kind: [] for kind in kinds}


def _sorted(parts: list[str]) -> dict[str, list[str]]:
    """The parts by what they are; "other" is what could be a name."""
    found = _nothing()
    for index, part in enumerate(parts):
        label = _LABEL.match(part)
        kind = _labelled(label["name"].lower()) if label else _kind(part, first=index == 0)
        said = label["value"] if label else part
        found[kind].append(said if kind in ("company", "other", "link") else _bare(said))
        if kind == "place":
            found["employment"] += [word[0] for word in EMPLOYMENT.finditer(said)]
    found["role"] = found["role"] or found["weak"]
    if not found["company"]:
        _name_company(found, parts)
    return found


def _bare(part: str) -> str:
    return LINK.sub("", part).strip(" -–—:,*")


def _labelled(name: str) -> str:
    if name in ("company", "salary"):
        return name
    if name.startswith(("role", "position", "title", "job")):
        return "role"
    if name in ("location", "locations", "where", "remote"):
        return "place"
    if name in ("comp", "compensation", "pay"):
        return "salary"
    if name in ("type", "employment"):
        return "employment"
    return "link" if name in ("apply", "url", "link", "website") else "note"


def _kind(part: str, *, first: bool) -> str:
    """What one part is. The first part is a company's name unless it can hardly be one."""
    bare = re.sub(r"^[(\[<](.*)[)\]>]$", r"\1", _bare(part)).strip()
    if not bare or (_DOMAIN.match(bare) and not first):
        return "link"
    if find_salary(bare) or re.search(r"[$€£]\s?\d|\b\d{2,3}\s?k\b", bare, re.I):
        return "salary"
    if _is_employment(bare):
        return "employment"
    if first:
        return "place" if is_where(bare) else "other"
    where = read_places(bare)
    core = EMPLOYMENT.sub(" ", re.sub(r"\([^)]*\)", " ", bare)).strip()
    if is_title(core) and (len(core.split()) >= 2 or not where.found):
        return "role"
    if where.found:
        return "place"
    if VISA.search(bare) and len(bare) < 90:
        return "visa"
    if not _EXTRAS.sub("", bare) or _is_stack(bare):
        return "note"
    is_weak = _ROLE_WORDS.search(bare) and len(bare) <= 90 and not LINK.search(part)
    return "weak" if is_weak else "other"


def _is_employment(part: str) -> bool:
    words = EMPLOYMENT.search(part)
    return bool(words) and not _EMPLOYMENT_FILL.sub("", EMPLOYMENT.sub("", part)).strip()


def _is_stack(part: str) -> bool:
    """A list of technologies and nothing else: "Python, React, Postgres"."""
    pieces = [piece.strip() for piece in re.split(r"[,/+&]|\band\b", part) if piece.strip()]
    named = [piece for piece in pieces if _STACK.search(piece) and len(piece.split()) <= 3]
    return not is_title(part) and bool(named) and len(named) * 2 > len(pieces)


def _name_company(found: dict[str, list[str]], parts: list[str]) -> None:
    """The first part, unless it names an occupation or a place and another part could be the name."""
    others = found["other"]
    name = others.pop(0) if others else ""
    rest = [other for other in others if _is_name(other)]
    if name == parts[0] and _is_role(name):
        found["role"].insert(0, name)
        name = rest[0] if rest else ""
    elif name == parts[0] and read_places(name).locations:
        where = read_places(*found["place"])
        if rest or not (where.locations or where.open_to or where.remote == "remote"):
            found["place"].insert(0, name)
            name = rest[0] if rest else ""
    if name and len(name.split()) <= 8:
        found["company"].append(name)


def _is_role(part: str) -> bool:
    return is_title(LINK.sub("", part).strip()) and len(part.split()) >= 2


def _is_name(part: str) -> bool:
    plain = not EMPLOYMENT.search(part) and "/" not in part and not part.endswith((".", "!", "?"))
    return plain and len(part.split()) <= 5 and part[:1].isupper()


def _post(found: dict[str, list[str]], first: str, body: str) -> HiringPost:
    company, tags, where = _company(found["company"][0]) if found["company"] else (None, [], [])
    roles = found["role"]
    places = read_places(*where, *found["place"])
    places.ways = places.ways or [way for role in roles for way in ways_in(role)]
    post = HiringPost(company=company, tags=tags, places=places)
    post.salary = next((pay for part in found["salary"] if (pay := _pay(part, first))), None)
    post.employment_type = "; ".join(found["employment"]) or None
    certain = [role for part in roles for role in single_roles(part)]
    if certain and all(single_roles(part) for part in roles):
        post.roles = list(dict.fromkeys(certain))
    else:
        post.title = " | ".join(roles)
    if not roles:
        post.roles = roles_below(body) or list(linked_roles(body)) or role_in_prose(body)
        post.title = "" if post.roles else LINK.sub("", first).strip(" |-–—,")
    return post


def _pay(part: str, first: str) -> Salary | None:
    """The pay of a part that is nothing but pay; "60k - 80k" says no currency."""
    return find_salary(part, first) or find_salary(f"Salary: {part}", first)


def _company(part: str) -> tuple[str | None, list[str], list[str]]:
    """The name without address and batch, which is a tag, and the place that is written with it."""
    batch = _BATCH.search(part)
    name = _BATCH.sub("", part) if batch else part
    name = re.sub(r"[\[(<]\s*(?:https?://|www\.)?[^\s()]*\.[a-z]{2,}[^()]*[\])>]", "", LINK.sub("", name), flags=re.I)
    name = re.sub(r"[\[(<]\s*[\])>]", "", name).strip(" -–—:,*_")
    where = re.fullmatch(r"(.{2,60}?)\s*(?:\(([^()]+)\)|\s[-–—]\s(.+))", name)
    place = (where[2] or where[3]) if where else None
    if where and place and read_places(place).locations:
        name = where[1].strip()
    else:
        place = None
    said = (batch["batch"] or batch["bare"]) if batch else None
    tags = [f"YC {said.upper()}"] if said else ["YC"] if batch else []
    return name or None, tags, [place] if place else []


def _by_sentence(first: str) -> HiringPost | None:
    """ "Acme is hiring a Backend Engineer in Berlin"."""
    match = None if _ASKS.search(first) else _HIRING.match(first)
    title = title_of(match["role"]) if match else None
    if match is None or title is None:
        return None
    where = re.search(r"\b(?:in|at)\s+([^.!?]+)", first[match.start("role") + len(title) :])
    return HiringPost(
        company=_company(match["company"])[0],
        roles=[title],
        places=read_places(where[1]) if where else Places(),
        salary=find_salary(first),
    )


def _by_list(first: str, body: str) -> HiringPost | None:
    """A line with nothing but a name, and a labelled list of roles below it."""
    roles = roles_below(body)
    name = LINK.sub("", first).strip(" -–—:()")
    named = all(word[:1].isupper() or word[:1].isdigit() or len(word) <= 3 for word in name.split())
    if not roles or len(name.split()) > 6 or not named or name.endswith(("?", ".", "!", ",")):
        return None
    return HiringPost(company=_company(name)[0], roles=roles)
