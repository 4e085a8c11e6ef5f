"""One "Who is hiring?" comment read: "Company | Role | Place | REMOTE | Full-time | $ | link", in any order, with gaps.

Nothing is made up: what no part of the first line (or a labelled line below it) says is None.
"""

import re
from dataclasses import dataclass, field

from tools.jobs.boards.hiring_places import Places, read_places
from tools.jobs.parsing.markup import fragment_to_text
from tools.jobs.parsing.occupations import looks_like_title
from tools.jobs.parsing.salary import find_salary
from tools.jobs.schemas import RemoteKind, Salary

_LINK = re.compile(r"https?://[^\s<>|)\]\"]+", re.I)
_DOMAIN = re.compile(
    r"^(?:www\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|io|ai|co|org|net|dev|app|tech|eu|de|uk|fr|so|me|health)(?:/\S*)?$",
    re.I,
)
_SEPARATORS = (r"\s*[|｜¦]\s*", r"\s+[•·∙]\s+", r"\s+//\s+", r"\s+[–—-]{1,2}\s+", r"\s*;\s+", r"\s*,\s+")
_LABEL = re.compile(
    r"^(?P<name>company|role|roles|position|positions|title|job|location|locations|where|remote|salary|comp|"
    r"compensation|pay|type|employment|visa|apply|url|link|website|tech|stack|tech stack)\s*:\s*(?P<value>.+)$",
    re.I,
)
_WORDS_EMPLOYMENT = re.compile(
    r"\b(?:full[- ]?time|part[- ]?time|contract(?:or)?s?|freelance(?:rs?)?|permanent|perm|intern(?:ship)?s?|"
    r"co-?op|temporary|vollzeit|teilzeit|festanstellung|cdi|cdd|w2|1099|c2c|b2b|ft|pt|f/t|p/t)\b",
    re.I,
)
_EMPLOYMENT_FILL = re.compile(
    r"\b(?:or|and|to|hire|time|full|part|position|positions|only|employment|roles?|also|ok|possible|term|long|short|"
    r"based|preferred|months?|eor|initially|then|us|eu|citizens?|hours?|a|per|week|\d+)\b|[^\w]",
    re.I,
)
_VISA = re.compile(
    r"\bvisas?\b|\bsponsor|\brelocation\b|\bwork (?:authori[sz]ation|permit)\b|\bh1b\b|citizens?(?:hip)?\b|clearance",
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
_OPEN_ROLES = re.compile(r"\b(?:multiple|various|several|many|all|different|numerous|a few|two|three|four|\d+)\b", re.I)
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
_BODY_ROLES = re.compile(
    r"^\W*(?:(?:we(?:['’]re| are) )?(?:now )?hiring(?: for)?|(?:(?:the|our|open|current|available) )*"
    r"(?:roles?|positions?|openings?)(?: (?:we are|we['’]re) hiring for| include| available| open)?)"
    r"\s*:\s*(?P<value>.*)$",
    re.I,
)
_PROSE_ROLE = re.compile(
    r"\b(?:looking for|hiring|seeking|recruiting|search(?:ing)? for|hire)\s+(?:for\s+)?(?:an?\s+|our\s+(?:first\s+)?|"
    r"the\s+|another\s+|more\s+)?(?P<role>[^.!?:;\n|(]{3,80})",
    re.I,
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

    @property
    def apply_url(self) -> str | None:
        """The first link that leads to jobs rather than to a front page."""
        return next((link for link in self.links if _APPLY.search(link)), None)


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
    return [link.rstrip(".,;:!?'") for link in _LINK.findall(text)]


def _by_parts(first: str, body: str) -> HiringPost | None:
    """A first line of parts; pipes are taken at their word, other separators only with two more signs."""
    for index, separator in enumerate(_SEPARATORS):
        parts = [part.strip() for part in re.split(separator, first) if part.strip(" -–—")]
        if len(parts) < 2 or (index and (len(parts) < 3 or _ASKS.search(first))):
            continue
        sorted_ = _sorted(parts)
        signs = sum(bool(sorted_[kind]) for kind in ("role", "place", "employment", "salary"))
        if not sorted_["company"] and _ASKS.search(first):
            return None
        if signs >= (1 if index == 0 and (len(parts) >= 3 or _roles_below(body)) else 2):
            return _post(sorted_, first, body)
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
    kinds = ("company", "role", "place", "employment", "salary", "link", "note", "other")
    return {kind: [] for kind in kinds}


def _sorted(parts: list[str]) -> dict[str, list[str]]:
    """The parts by what they are; "other" is what could be a name."""
    found = _nothing()
    for index, part in enumerate(parts):
        label = _LABEL.match(part)
        if label:
            found[_labelled(label["name"].lower())].append(label["value"].strip())
        else:
            found[_kind(part, first=index == 0)].append(part)
    if not found["company"]:
        _name_company(found, parts)
    return found


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
    bare = _LINK.sub("", part).strip(" ()[]<>-–—:,")
    if not bare or (_DOMAIN.match(bare) and not first):
        return "link"
    if find_salary(part) or re.search(r"[$€£]\s?\d|\b\d{2,3}\s?k\b", part, re.I):
        return "salary"
    if _is_employment(bare):
        return "employment"
    if read_places(bare).found:
        return "other" if first and not read_places(bare).certain else "place"
    if _VISA.search(bare) and len(bare) < 90 and not looks_like_title(bare):
        return "note"
    if not _EXTRAS.sub("", bare) or _is_stack(bare):
        return "note"
    if not first and (looks_like_title(bare) or (_ROLE_WORDS.search(bare) and len(bare) <= 120)):
        return "role"
    return "other"


def _is_employment(part: str) -> bool:
    words = _WORDS_EMPLOYMENT.search(part)
    return bool(words) and not _EMPLOYMENT_FILL.sub("", _WORDS_EMPLOYMENT.sub("", part)).strip()


def _is_stack(part: str) -> bool:
    """A list of technologies and nothing else: "Python, React, Postgres"."""
    pieces = [piece.strip() for piece in re.split(r"[,/+&]|\band\b", part) if piece.strip()]
    named = [piece for piece in pieces if _STACK.search(piece) and len(piece.split()) <= 3]
    return not looks_like_title(part) and bool(named) and len(named) * 2 > len(pieces)


def _name_company(found: dict[str, list[str]], parts: list[str]) -> None:
    """The first part, unless it names an occupation and another part could be the name."""
    others = found["other"]
    if not others:
        return
    name = others[0]
    if name == parts[0] and _is_role(name):
        rest = [other for other in others[1:] if _is_name(other)]
        found["role"].insert(0, name)
        others.remove(name)
        name = rest[0] if rest else ""
    if name and len(name.split()) <= 8:
        found["company"].append(name)
        others.remove(name)


def _is_role(part: str) -> bool:
    return looks_like_title(_LINK.sub("", part).strip()) and len(part.split()) >= 2


def _is_name(part: str) -> bool:
    return len(part.split()) <= 5 and part[:1].isupper() and not part.endswith((".", "!", "?"))


def _post(found: dict[str, list[str]], first: str, body: str) -> HiringPost:
    company, tags = _company(found["company"][0]) if found["company"] else (None, [])
    roles = found["role"]
    places = read_places(*found["place"])
    post = HiringPost(company=company, tags=tags, places=places)
    post.salary = next((pay for part in found["salary"] if (pay := find_salary(part, first))), None)
    post.employment_type = "; ".join(found["employment"]) or None
    certain = [role for part in roles for role in _single_roles(part)]
    if certain and all(_single_roles(part) for part in roles):
        post.roles = list(dict.fromkeys(certain))
    else:
        post.title = " | ".join(roles)
    if not roles:
        post.roles = _roles_below(body) or _role_in_prose(body)
        post.title = "" if post.roles else first
    return post


def _company(part: str) -> tuple[str | None, list[str]]:
    """The name without address and batch; the batch is a tag."""
    batch = _BATCH.search(part)
    name = _BATCH.sub("", part) if batch else part
    name = re.sub(r"[\[(<]\s*(?:https?://|www\.)?[^\s()]*\.[a-z]{2,}[^()]*[\])>]", "", _LINK.sub("", name), flags=re.I)
    name = re.sub(r"[\[(<]\s*[\])>]", "", name).strip(" -–—:,*_")
    said = (batch["batch"] or batch["bare"]) if batch else None
    return name or None, [f"YC {said.upper()}"] if said else ["YC"] if batch else []


def _single_roles(part: str) -> list[str]:
    """The roles of a part when each is a title by itself: "Backend Engineer, Product Designer"; else none."""
    part = _LINK.sub("", part).strip(" :-–—*")
    part = re.sub(r"^(?:hiring|now hiring|looking for|seeking)\s*:?\s+(?:an?\s+)?", "", part, flags=re.I)
    if _OPEN_ROLES.search(part) or re.search(r"\b(?:roles|positions|openings)\b", part, re.I):
        return []
    pieces = re.split(r"(?:\s*[,;&+]\s+|\s+(?:and|or|/)\s+)(?![^()]*\))", part)
    pieces = [piece.strip() for piece in pieces if piece.strip()]
    whole = [piece for piece in pieces if looks_like_title(piece) and len(piece.split()) >= 2]
    if len(pieces) > 1 and len(whole) == len(pieces):
        return pieces
    # A comma within one title ("Senior Software Engineer, Frontend") or a part that is one.
    together = re.search(r"\s(?:and|or|&|\+)\s|/", re.sub(r"\([^)]*\)", "", part))
    return [part] if looks_like_title(part) and not together else []


def _roles_below(body: str) -> list[str]:
    """The roles that a labelled list names: "Open roles: • Backend Engineer • Designer", or a line each below."""
    lines = body.split("\n")
    for index, line in enumerate(lines):
        label = _BODY_ROLES.match(line)
        if not label:
            continue
        pieces = _pieces(label["value"]) if label["value"].strip() else []
        for below in lines[index + 1 :] if not pieces else []:
            if not below.strip() and not pieces:
                continue
            if not re.match(r"^\s*(?:[-•*·–]|\d+[.)])\s*\S", below):
                break
            pieces.append(_LINK.sub("", re.sub(r"^\s*(?:[-•*·–]|\d+[.)])\s*", "", below)))
        titles = [title for piece in pieces if (title := re.split(r"\s+[-–—|(:]|[:(|]", piece)[0].strip())]
        if titles and all(looks_like_title(title) for title in titles):
            return list(dict.fromkeys(titles))
    return []


def _pieces(value: str) -> list[str]:
    return [piece.strip(" .") for piece in re.split(r"\s*[•·|;]\s*|\s*,\s+", value) if piece.strip(" .")]


def _role_in_prose(body: str) -> list[str]:
    """ "We're hiring a senior frontend engineer to own ...": the words that are a title, when one sentence has them."""
    found = [_title_of(match["role"]) for match in _PROSE_ROLE.finditer(body[:1500])]
    titles = list(dict.fromkeys(title for title in found if title))
    return titles if len(titles) == 1 else []


def _title_of(words: str) -> str | None:
    """The longest beginning of some words that is a title."""
    words = re.split(r"\s+(?:to|who|that|with|for|in|at|on|based|where|as|will|from|and|or)\s", words)[0].strip(" ,-–—")
    return words if looks_like_title(words) and 1 < len(words.split()) <= 7 else None


def _by_sentence(first: str) -> HiringPost | None:
    """ "Acme is hiring a Backend Engineer in Berlin"."""
    match = None if _ASKS.search(first) else _HIRING.match(first)
    title = _title_of(match["role"]) if match else None
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
    roles = _roles_below(body)
    name = _LINK.sub("", first).strip(" -–—:()")
    named = all(word[:1].isupper() or word[:1].isdigit() or len(word) <= 3 for word in name.split())
    if not roles or len(name.split()) > 6 or not named or name.endswith(("?", ".", "!", ",")):
        return None
    return HiringPost(company=_company(name)[0], roles=roles)
