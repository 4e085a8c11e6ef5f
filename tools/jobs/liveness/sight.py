"""What of a posting a page shows to its reader: its title, its text, a way to apply, and whatever says it is over."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from bs4 import BeautifulSoup, Tag
from bs4.element import PreformattedString
from rapidfuzz import fuzz

from tools.jobs.liveness.schemas import PostingOutline
from tools.jobs.liveness.wording import closing_sentence, is_label, says_closed
from tools.jobs.matching.words import fold, words
from tools.jobs.parsing.jsonld import Node, json_ld_postings, microdata_postings, text_of
from tools.jobs.parsing.markup import element_text, fragment_to_text, soup_of
from tools.jobs.parsing.occupations import looks_like_title
from tools.jobs.parsing.role import read_date

_NEVER_SEEN = ["script", "style", "noscript", "template", "svg", "head", "iframe", "object", "option", "nav"]
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_HIDDEN_CLASS = re.compile(
    r"^(?:hidden|d-none|is-hidden|hide|visually-hidden|display-none|ng-hide|u-hidden|invisible|js-hidden|dn)$", re.I
)
# "hidden md:flex", "d-none d-md-block": hidden on small screens only.
_WIDER = re.compile(r"^(?:(?:xs|sm|md|lg|xl|2xl):(?!hidden)\S|d-(?:sm|md|lg|xl|xxl)-(?!none))")
_ELSEWHERE = re.compile(
    r"(?:related|similar|other|recommended|more|suggested|latest)[-_]?(?:jobs?|positions?|openings?|offers?|"
    r"vacanc\w+|roles?)|"
    r"jobs?[-_](?:related|similar|recommended)|\bfaqs?\b|newsletter|cookie|consent|onetrust|testimonial|comments?\b",
    re.I,
)
_ELSEWHERE_HEADING = re.compile(
    r"^(?:(?:similar|related|other|more|recommended|latest|people also|explore)\b.{0,60}|(?:ahnliche|weitere|andere|"
    r"mehr) (?:jobs?|stellen\w*|angebote).{0,40}|"
    r"(?:offres|postes|autres offres).{0,40}|(?:ofertas|empleos|otras|mas) .{0,40}|(?:vergelijkbare|andere|"
    r"meer) .{0,40}|(?:vagas|outras) .{0,40}|"
    r"(?:offerte|altre|annunci) .{0,40}|faqs?|frequently asked questions|haufige fragen|preguntas frecuentes|"
    r"foire aux questions)$"
)
_NOTICE = re.compile(
    r"clos(?:ed|ing)|expired?|alert|banner|notice|unavailable|message|status|error|inactive|flash|filled|warning|"
    r"not-?found|empty|archived|callout|toast|info",
    re.I,
)
_APPLY = re.compile(
    r"^\W*(?:(?:easy |quick |1-click )?apply\b(?!.{0,20}\b(?:filters?|coupon|code)\b)|start (?:your |"
    r"my )?application|submit (?:your |my )?application|send (?:your |my )?application|"
    r"i'?m interested|(?:jetzt |direkt |hier |online |sofort |gleich )*bewerben|bewirb dich|zur bewerbung|"
    r"(?:je )?postuler?z?\b|candidater|deposer (?:ma|votre) candidature|envoyer (?:ma|votre) candidature|"
    r"inscribirme|inscribete|aplicar|solicitar|postular(?:me|se)?\b|enviar (?:tu )?(?:solicitud|candidatura)|"
    r"solliciteer|direct solliciteren|reageer|"
    r"candidat(?:ar|e-se|i|ura)\b|candidatar-se|quero me candidatar|invia (?:la )?candidatura|apply now|interested\b)"
)
# A page of results names its subject like a posting does, and then says that there are many.
_PLURAL = re.compile(
    r"\b(?:jobs|vacancies|openings|positions|stellen(?:angebote|anzeigen)?|offres|emplois|ofertas|empleos|vacantes|"
    r"vacatures|vagas|"
    r"offerte|annunci)\b"
)
_BADGE = re.compile(r"badge|label|status|pill|chip|\btag\b|state|ribbon", re.I)
_STATUS_NAME = re.compile(r"^(?:(?:job|position|posting|vacancy) )?(?:status|state|estado|statut|stato)$")
_OFF = re.compile(r"\b(?:closed|expired|no longer|disabled|ended|unavailable)\b", re.I)
_CARDS = "li, article, tr, [class*=card i], [class*=result i], [class*=listing-item i]"
_MUCH = 600
# A notice stands among the first lines of a page; beyond so many there are only lists.
_LINES = 1500


@dataclass
class Sight:
    """What the page shows. `title` and `apply` are exact words; `stated`: it states our posting for machines."""

    text: str
    title: str | None = None
    title_listed: str | None = None
    apply: str | None = None
    form: bool = False
    overlap: float = 0.0
    stated: bool = False
    stated_title: str | None = None
    valid_through: datetime | None = None
    posted_at: datetime | None = None
    closing: str | None = None
    doubted: str | None = None
    page_title: str = ""
    listed: list[str] = field(default_factory=list)

    @property
    def shown(self) -> bool:
        """Whether the posting itself stands on the page: named, and either stated, applied to, or read."""
        named = self.title is not None
        return (named and (self.stated or self.apply is not None or self.form or self.overlap >= 0.5)) or (
            self.overlap >= 0.6 and (self.apply is not None or self.form)
        )


def look(html: str, posting: PostingOutline) -> Sight:
    """Read a page for one posting; pure, never fails on broken markup."""
    soup = soup_of(html)
    stated = json_ld_postings(soup) or microdata_postings(soup)
    page_title = soup.title.get_text(" ", strip=True) if soup.title else ""
    named = soup.select('meta[property="og:title"], meta[name="twitter:title"]')
    titles = [page_title, *(str(tag.get("content") or "") for tag in named)]
    links = [link.get_text("\n", strip=True).split("\n")[0] for link in soup.find_all("a", href=True)]
    _leave_visible(soup, posting)
    sight = Sight(text=element_text(soup), page_title=page_title)
    sight.title_listed = next((name for name in links if same_title(name, posting.title)), None)
    sight.listed = list(dict.fromkeys(name for name in links if 3 < len(name) < 100 and looks_like_title(name)))
    _name(sight, soup, titles, posting)
    _state(sight, stated, posting)
    sight.apply, sight.form = _way_to_apply(soup)
    sight.overlap = _overlap(posting.text_head, sight.text)
    _find_closing(sight, soup, stated, posting)
    return sight


def same_title(first: str, second: str) -> bool:
    """Whether two titles name the same job, asides such as "(m/w/d)" and an added place or company left out."""
    a, b = _core(first), _core(second)
    if not a or not b or len(first) > 200:
        return False
    if a == b:
        return True
    if _PLURAL.search(a) or _PLURAL.search(b):
        return False
    long, short = (a, b) if len(a) >= len(b) else (b, a)
    rest = long.removeprefix(short)
    if (
        len(short.split()) >= 2
        and rest != long
        and re.match(r"\s*(?:[-–—|,@(/:•·]|\b(?:at|in|bei|chez|en|bij|presso|for|job)\b)", rest)
    ):
        return True
    return (
        fuzz.ratio(a, b) >= 93
        and re.findall(r"\d+|\b[iv]+\b", a) == re.findall(r"\d+|\b[iv]+\b", b)
        and _levels(a) == _levels(b)
    )


def _core(title: str) -> str:
    title = re.sub(
        r"\s*\((?:[^()]{0,12}[/|*,][^()]{0,12}|all genders?|gn)\)|\b[mwfhdx](?:/[mwfhdx]){1,3}\b",
        " ",
        title,
        flags=re.I,
    )
    return " ".join(fold(title).replace("’", "'").split()).strip(" -–—|,:")


def _levels(title: str) -> set[str]:
    return set(title.split()) & {
        "senior",
        "junior",
        "lead",
        "staff",
        "principal",
        "intern",
        "head",
        "sr",
        "jr",
        "director",
    }


def _leave_visible(soup: BeautifulSoup, posting: PostingOutline) -> None:
    """Take away what a reader does not see of this posting: hidden parts, footers, other postings' cards."""
    for tag in soup(_NEVER_SEEN):
        tag.decompose()
    for tag in soup.find_all(True):
        if not tag.decomposed and tag.name not in ("html", "body", "main") and (_is_hidden(tag) or _is_elsewhere(tag)):
            tag.decompose()
    for tag in soup.select(_CARDS, limit=_LINES):
        if not tag.decomposed and _is_card(tag, posting):
            tag.decompose()


def _is_hidden(tag: Tag) -> bool:
    if tag.has_attr("hidden") or tag.get("aria-hidden") == "true" or _HIDDEN_STYLE.search(str(tag.get("style", ""))):
        return True
    if tag.name == "dialog" and not tag.has_attr("open"):
        return True
    names = [str(name) for name in tag.get_attribute_list("class") if name]
    return any(_HIDDEN_CLASS.match(name) for name in names) and not any(_WIDER.match(name) for name in names)


def _is_elsewhere(tag: Tag) -> bool:
    if tag.name == "footer":
        return True
    names = " ".join(str(name) for name in [*tag.get_attribute_list("class"), tag.get("id") or ""] if name)
    return bool(_ELSEWHERE.search(names)) and tag.find("h1") is None


def _is_card(tag: Tag, posting: PostingOutline) -> bool:
    """An entry of a list that leads to another posting."""
    if len(tag.get_text(" ", strip=True)) > 400 or tag.find("h1") is not None:
        return False
    names = [link.get_text("\n", strip=True).split("\n")[0] for link in tag.find_all("a", href=True)]
    names += [heading.get_text(" ", strip=True) for heading in tag.find_all(["h2", "h3", "h4"]) if names]
    others = [name for name in names if looks_like_title(name) and not same_title(name, posting.title)]
    return bool(others) and not any(same_title(name, posting.title) for name in names)


def _name(sight: Sight, soup: BeautifulSoup, titles: list[str], posting: PostingOutline) -> None:
    """Find the posting's title where pages name their subject: a heading, the page's own title, a line of its own."""
    headings = [
        tag.get_text(" ", strip=True) for tag in soup.find_all(["h1", "h2", "h3"]) if tag.find("a", href=True) is None
    ]
    parts = [part for title in titles for part in (title, *re.split(r"\s+[|–—·•-]\s+|\s*\|\s*", title))]
    for name in [*headings, *parts]:
        if same_title(name, posting.title):
            sight.title = name
            return
    linked = {link.get_text(" ", strip=True) for link in soup.find_all("a", href=True)}
    for line in sight.text.split("\n")[:60]:
        if (
            len(line) < 160
            and line not in linked
            and same_title(line, posting.title)
            and line.strip("- ") not in linked
        ):
            sight.title = line
            return
    wanted = _core(posting.title)
    sight.title = next(
        (
            name
            for name in titles
            if len(wanted.split()) >= 2 and wanted in _core(name) and not _PLURAL.search(_core(name))
        ),
        None,
    )


def _state(sight: Sight, stated: list[Node], posting: PostingOutline) -> None:
    """Take over what the page states for machines, when it states our posting."""
    named = [(text_of(node.get("title") or node.get("name")) or "", node) for node in stated]
    ours = [(title, node) for title, node in named if same_title(title, posting.title)]
    if ours:
        ends = [read_date(node.get("validThrough")) for _, node in ours]
        known = [end for end in ends if end is not None]
        sight.stated = True
        sight.title = sight.title or ours[0][0]
        sight.valid_through = max(known) if len(known) == len(ours) else None
        sight.posted_at = read_date(ours[0][1].get("datePosted"))
    if len(named) == 1:
        sight.stated_title = named[0][0]


def _way_to_apply(soup: BeautifulSoup) -> tuple[str | None, bool]:
    """The words of a control by which one applies, and whether the page holds an application form."""
    form = any(
        form.select_one("input[type=file]") is not None
        and form.select_one("input[type=email], input[name*=mail i]") is not None
        for form in soup.find_all("form")
    )
    for tag in soup.select("a, button, input[type=submit], input[type=button], [role=button]"):
        label = str(tag.get("value") or "") if tag.name == "input" else tag.get_text(" ", strip=True)
        label = label or str(tag.get("aria-label") or tag.get("title") or "")
        disabled = tag.has_attr("disabled") or tag.get("aria-disabled") == "true"
        if len(label) <= 60 and not disabled and _APPLY.match(fold(label).replace("’", "'")) and not _OFF.search(label):
            return label.strip(), form
    return None, form


def _overlap(head: str, text: str) -> float:
    """The share of three-word runs of the posting's known beginning that the page still holds, 0 to 1."""
    known = words(head[:2000])
    runs = {tuple(known[i : i + 3]) for i in range(len(known) - 2)}
    if len(runs) < 8:
        return 0.0
    here = words(text)
    return len(runs & {tuple(here[i : i + 3]) for i in range(len(here) - 2)}) / len(runs)


def _find_closing(sight: Sight, soup: BeautifulSoup, stated: list[Node], posting: PostingOutline) -> None:
    """The words that declare this posting over; those that may be its own text are only doubted."""
    own = _plain(posting.text_head)
    described = _plain("\n".join(fragment_to_text(str(node.get("description") or "")) for node in stated))
    before = 0
    for line in _own_lines(sight.text):
        sentence = closing_sentence(line, posting.title, posting.company)
        if sentence is not None and _plain(sentence) not in own:
            in_text = described.find(_plain(sentence)) > 200
            if _is_declared(sight, soup, sentence, line, before) and not in_text:
                sight.closing = sentence
                return
            sight.doubted = sight.doubted or sentence
        before += len(line) if sight.title is not None else 0
    if sight.apply is None and not sight.form:
        sight.closing = _badge(soup, posting.title)
    title = sight.page_title
    if sight.closing is None and (sentence := closing_sentence(title, posting.title, posting.company)):
        sight.closing = sentence
    elif sight.closing is None and says_closed(title, posting.title, posting.company):
        sight.closing = title


def _badge(soup: BeautifulSoup, title: str) -> str | None:
    """The label of a badge beside the title that says nothing but "Closed"."""
    headings = [tag for tag in soup.find_all(["h1", "h2", "h3"]) if same_title(tag.get_text(" ", strip=True), title)]
    boxes = {id(box) for heading in headings for box in heading.parents}
    for tag in soup.find_all(["span", "div", "strong", "em", "p", "small"]) if headings else []:
        words_ = tag.get_text(" ", strip=True) if len(tag.contents) <= 3 else ""
        names = " ".join(str(name) for name in tag.get_attribute_list("class") if name)
        beside = any(id(box) in boxes for box in islice(tag.parents, 3))
        if 4 < len(words_) < 30 and beside and _BADGE.search(names) and is_label(words_):
            return words_
    return None


def _is_declared(sight: Sight, soup: BeautifulSoup, sentence: str, line: str, before: int) -> bool:
    """A notice of the page, not a sentence amid the posting: in a box of its own kind, or no way to apply, or first."""
    if not line.startswith(sentence[:20]) and len(line) > 300:
        return False
    live = sight.apply is not None or sight.form
    return not live or before <= _MUCH or _in_notice(soup, sentence)


def _in_notice(soup: BeautifulSoup, sentence: str) -> bool:
    needle = " ".join(sentence.split())[:60]
    for text in soup.find_all(string=True):
        if isinstance(text, PreformattedString) or needle not in " ".join(text.split()):
            continue
        for tag in [text.parent, *list(text.parents)[1:4]]:
            if tag is None or tag.name in ("body", "main", "html"):
                break
            names = " ".join(str(name) for name in [*tag.get_attribute_list("class"), tag.get("id") or ""] if name)
            if (
                str(tag.get("role", "")) in ("alert", "status")
                or tag.name in ("figure", "dialog")
                or _NOTICE.search(names)
            ):
                return True
    return False


def _own_lines(text: str) -> list[str]:
    """Lines until the page goes on about other postings."""
    lines = [line.strip("- ").strip() for line in text.split("\n") if line.strip("- ").strip()][:_LINES]
    named = [index for index, line in enumerate(lines[:-1]) if _STATUS_NAME.match(fold(line).rstrip(": "))]
    for index in reversed(named):
        lines[index : index + 2] = [f"{lines[index].rstrip(': ')}: {lines[index + 1]}"]
    for index, line in enumerate(lines):
        if index and len(line) <= 70 and not says_closed(line) and _ELSEWHERE_HEADING.match(fold(line)):
            return lines[:index]
    return lines


def _plain(text: str) -> str:
    return " ".join(words(text))
