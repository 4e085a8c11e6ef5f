"""Roles in a "Who is hiring?" comment: as a part of its first line, in a list below it, or in one sentence."""

import re

from tools.jobs.parsing.occupations import looks_like_title

LINK = re.compile(r"https?://[^\s<>|)\]\"]+", re.I)
_OCCUPATION = re.compile(
    r"(?:[\w.+#/&'’-]+ ){1,5}"
    r"(?:engineers?|developers?|designers?|scientists?|swes?|sres?|managers?|architects?|analysts?)"
    r"(?: (?:I{1,3}|IV|V|\([^)]*\)))?",
    re.I,
)
_OPEN_ROLES = re.compile(r"\b(?:multiple|various|several|many|all|different|numerous|a few|two|three|four|\d+)\b", re.I)
_BODY_ROLES = re.compile(
    r"^\W*(?:(?:we(?:['’]re| are) )?(?:now )?hiring(?: for)?|(?:(?:the|our|open|current|available) )*"
    r"(?:roles?|positions?|openings?)(?: (?:we are|we['’]re) hiring for| include| available| open)?)"
    r"\s*:\s*(?P<value>.*)$",
    re.I,
)
_LEADS_TO_ROLES = re.compile(r"\b(?:hiring|looking for|roles?|positions?|openings?)\b[^.!?]{0,60}:\s*$", re.I)
_PROSE_ROLE = re.compile(
    r"\b(?:looking for|hiring|seeking|recruiting|search(?:ing)? for|hire)\s+(?:for\s+)?(?:an?\s+|our\s+(?:first\s+)?|"
    r"the\s+|another\s+|more\s+)?(?P<role>[^.!?:;\n|(]{3,80})",
    re.I,
)


def is_title(words: str) -> bool:
    """Whether words name an occupation, in the manner of these threads too ("Back-End Engineer", "Sr. SWE")."""
    return looks_like_title(words) or bool(_OCCUPATION.fullmatch(words))


def single_roles(part: str) -> list[str]:
    """The roles of a part when each is a title by itself: "Backend Engineer, Product Designer"; else none."""
    part = LINK.sub("", part).strip(" :-–—*")
    part = re.sub(r"^(?:hiring|now hiring|looking for|seeking)\s*:?\s+(?:an?\s+)?", "", part, flags=re.I)
    if _OPEN_ROLES.search(part) or re.search(r"\b(?:roles|positions|openings)\b", part, re.I):
        return []
    pieces = re.split(r"(?:\s*[,;&+]\s+|\s+(?:and|or)\s+|\s*/\s+|\s+/\s*)(?![^()]*\))", part)
    pieces = [piece.strip() for piece in pieces if piece.strip()]
    whole = [piece for piece in pieces if is_title(piece) and len(piece.split()) >= 2]
    if len(pieces) > 1 and len(whole) == len(pieces):
        return pieces
    # A comma within one title ("Senior Software Engineer, Frontend") or a part that is one.
    together = re.search(r"\s(?:and|or|&|\+)\s|/", re.sub(r"\([^)]*\)", "", part))
    return [part] if is_title(part) and not together else []


def roles_below(body: str) -> list[str]:
    """The roles that a labelled list names: "Open roles: • Backend Engineer • Designer", or a line each below."""
    lines = body.split("\n")
    for index, line in enumerate(lines):
        label = _BODY_ROLES.match(line)
        if not label and not _LEADS_TO_ROLES.search(line):
            continue
        pieces = _pieces(label["value"]) if label and label["value"].strip() else []
        for below in lines[index + 1 :] if not pieces else []:
            if not below.strip() and not pieces:
                continue
            if not re.match(r"^\s*(?:[-•*·–]|\d+[.)])\s*\S", below):
                break
            pieces.append(LINK.sub("", re.sub(r"^\s*(?:[-•*·–]|\d+[.)])\s*", "", below)))
        titles = [title for piece in pieces if (title := re.split(r"\s+[-–—|(:]|[:(|]", piece)[0].strip())]
        if titles and all(is_title(title) for title in titles):
            return list(dict.fromkeys(titles))
    return []


def linked_roles(body: str) -> dict[str, str]:
    """Roles that stand with a link of their own in a line, and that link: "Backend Engineer: https://…"."""
    found: dict[str, str] = {}
    for line in body.split("\n"):
        link = LINK.search(line)
        if link is None:
            continue
        title = re.split(r"\s+[-–—|(:]|[:(|]", line[: link.start()].strip(" -–—:*•·\t"))[0].strip()
        if 2 <= len(title.split()) <= 8 and is_title(title) and title[:1].isupper():
            found.setdefault(title, link[0].rstrip(".,;:!?'"))
    return found


def _pieces(value: str) -> list[str]:
    return [piece.strip(" .") for piece in re.split(r"\s*[•·|;]\s*|\s*,\s+", value) if piece.strip(" .")]


def role_in_prose(body: str) -> list[str]:
    """ "We're hiring a senior frontend engineer to own ...": the words that are a title, when one sentence has them."""
    found = [title_of(match["role"]) for match in _PROSE_ROLE.finditer(body[:1500])]
    titles = list(dict.fromkeys(title for title in found if title))
    return titles if len(titles) == 1 else []


def title_of(words: str) -> str | None:
    """The longest beginning of some words that is a title."""
    words = re.split(r"\s+(?:to|who|that|with|for|in|at|on|based|where|as|will|from|and|or)\s", words)[0].strip(" ,-–—")
    return words if is_title(words) and 1 < len(words.split()) <= 7 else None
