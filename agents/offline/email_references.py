"""Which mail, draft, rule or appointment a sentence points at, and whom it names, given what was shown."""

import re

from agents.offline.companies_said import names_at
from agents.offline.email_shown import MAIL_TOOLS
from agents.offline.email_wordings import APPOINTMENT, DRAFT, MAIL, MAILBOX, ONE_MAIL, RULE, WRITER, kinds_of
from agents.offline.language import fold, word_concepts, words
from agents.offline.plan import Entry, Kind
from agents.offline.references import Situation
from agents.offline.spans import Spans
from agents.offline.vocabulary import vocabulary
from agents.offline.wordings import COUNT, JOINT, ORDINAL, ORDINALS, SMALL

NOUN: dict[Kind, str] = {
    "mail": ONE_MAIL, "draft": DRAFT, "rule": RULE, "appointment": APPOINTMENT, "mailbox": MAILBOX,
    "review": r"(?:items?|numbers?|postings?|openings?|ones?|nummer|numero|punkt|eintrag|element|elemento)",
}  # fmt: skip
_LABEL = r"\s*(?:number|no\.?|nr\.?|nummer|numero|num\.?|n°|#|:)?\s*#?"
_NUMBER = (
    r"\d{1,5}\b(?!\s*(?:%|am\b|pm\b|uhr\b|o'?clock|:\d|\.\d|h\b|days?|weeks?|months?|hours?|tage?n?|euros?|st\b|th\b))"
)
_IT = re.compile(
    r"\b(?:it|this|that|this one|that one|them|these|those|her|him|it's|ihn|sie|es|das|ihr|ihm|ihnen|diese\w*|"
    r"le|la|l'|lui|leur|ca|celui-ci|lo|la|le|les|eso|este|esta)\b|(?:envia|manda|borra|archiva|tira)l[oae]s?\b|-l[ea]\b"
)
_NEXT = re.compile(
    r"\b(?:next|nachste[nrs]?|suivante?|siguiente|proximo)\b(?! (?:week|month|days?|interview|woche|semaine))"
)
_GROUP = re.compile(r"\b(?:them all|all of (?:them|these|those)|these|those|them|both|alle|beide|tous|todos)\b")
_SLICE = re.compile(
    rf"\b(first|last|top|latest|newest|ersten|letzten|premiers?|derniers?|primeros|ultimos) ({COUNT})\b|"
    rf"\b({COUNT}) (first|last|latest|newest|ersten|letzten|premiers?|derniers?|primeros|ultimos)\b"
)
_NOT_NAMES = re.compile(
    r"monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|may|june|"
    r"july|august|september|october|november|december|montag|dienstag|mittwoch|donnerstag|freitag|"
    r"samstag|sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miercoles|jueves|"
    r"viernes|sabado|domingo|german|english|french|spanish|deutsch|englisch|francais|espanol|i|gmail|"
    r"imap|google|linkedin|today|tomorrow|yesterday|heute|gestern|morgen|hoy|ayer|hier|demain|re|all|the|"
    r"mail|mails|email|emails|mailbox|inbox|answer|reply|response|respond|bitte|mir|mich|my"
)
_CAPITAL = r"[A-ZÀ-Þ0-9][\w&'’.-]*"
_NAME = rf"({_CAPITAL}(?: (?:{_CAPITAL}|&|of|de|und|and(?= [A-Z])))*)"
_AFTER = re.compile(
    r"\b(?:[Ff]rom|[Bb]y|[Aa]t|[Ww]ith|[Tt]o|[Ff]or|[Oo]f|[Vv]on|[Bb]ei|[Aa]n|[Cc]hez|[Dd]e|[Dd]u|[Aa]u?|"
    r"à|[Cc]on|[Tt]ell|"
    rf"[Ll]et|[Ii]nform|[Aa]sk|[Tt]hank|[Ee]?-?[Mm]ail|[Mm]essage|[Ss]ag|[Dd]is|[Dd]ile|[Aa]nswer|[Nn]otify)\s+{_NAME}"
)
_ELIDED = re.compile(rf"\b[Dd]['’]{_NAME}")
_BEFORE = re.compile(
    rf"\b(?:[Tt]he|[Tt]hat|[Tt]his|[Dd]ie|[Dd]er|[Dd]as)\s+{_NAME}(?:['’]s)?\s+(?:mails?|e-?mails?|messages?|"
    r"newsletters?|rejections?|one|thread|offer|invitation|interview|Mails?|Nachricht|Absage)\b"
)
_DOES = re.compile(
    rf"\b(?:[Dd]id|[Hh]as|[Hh]ave|[Dd]oes|[Hh]at|[Hh]aben|[Hh]at sich|[Hh]aben sich|[Hh]a|[Hh]an)\s+(?:sich )?{_NAME}"
    rf"(?=\s)|\b[Ww]hat\s+{_NAME}\s+(?:e?-?mailed|wrote|sent|said|answered|replied|has|had)\b|"
    rf"\b[Qq]ue\s+{_NAME}\s+(?:a|ont|ha|han)\b|^{_NAME}\s+(?:ha|a|hat|has)\s+(?:r[ée]pondu|contestado|"
    rf"geantwortet|"
    rf"respondido|[ée]crit|escrito)|(?:contestado|respondido|escrito|r[ée]pondu)\s+{_NAME}"
)
_BARE = re.compile(
    rf"^(?:all |the |my |and |show |list |open |read |any )*([\w&.'’-]+?)(?:['’]s)? {ONE_MAIL}\b", re.IGNORECASE
)
_ADJECTIVE = re.compile(
    r"\w+(?:ed|ing)|sync\w*|fetch|refresh|check|pull|get|delete|archive|star|trash|bin|reload|update|load|send|write|"
    r"reply|draft|answer|forward|mark|search|find|sort|unread|new|old|more|other|(?:neu|alt|letzt|mein|dein|ungelesen|markiert|wichtig|all|welch|gestrig|heutig|private|offen)\w*"
)
_LOWER = re.compile(
    r"\b(?:from|by|at|with|to|von|bei|an|chez|de|tell|let|inform|ask|thank|did|has|have|hat sich|hat|ha contestado|"
    r"mail|email|the|that)\s+(?:the\s+)?"
)
_ENGLISH = re.compile(
    r"\b(?:needs?|requires?|wants?|expects?|deserves?|makes?|made|writes?|wrote|gets?|got|sends?|sent|gives?|gave|is|"
    r"was|has|have|had|with|without|in|for|as|from|to|of|about|draft|compose|there's) $"
)
ADDRESS = re.compile(
    r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<!\S)@?(?:[\w-]+\.)+(?:com|org|net|io|de|fr|es|example)\b"
)


def at_hand(situation: Situation) -> Kind | None:
    """What about mail this turn, or else the last result, is about; None when it is about something else."""
    last = situation.before[-1].tool if situation.before else situation.memory.last_tool
    return MAIL_TOOLS.get(last or "")


def pointed(kind: Kind, text: str, situation: Situation, *, names: bool = True) -> tuple[str, ...]:
    """The things of that kind a sentence means, by number where they were shown, else in the person's words."""
    folded = fold(text)
    for find in (_by_number, _by_slice, _by_ordinal, _the_next):
        if found := find(kind, folded, situation):
            return found
    if names and (found := shown(kind, text, situation)):
        return found
    if _GROUP.search(folded) and len(listed := situation.memory.listing(kind, 2)) > 1 and at_hand(situation) == kind:
        return tuple(str(entry.number) for entry in listed)
    return ()


def it(kind: Kind, text: str, situation: Situation) -> str | None:
    """What "it" is: the one thing of that kind last dealt with."""
    return last_dealt_with(kind, situation) if _IT.search(fold(text)) else None


def last_dealt_with(kind: Kind, situation: Situation) -> str | None:
    """The one thing of that kind that this turn, or else an earlier one, was about."""
    for step in reversed(situation.before if kind == "mail" else ()):
        if isinstance(named := step.arguments.get("email"), str):
            return named
        emails = step.arguments.get("emails")
        if isinstance(emails, list) and len(emails) == 1:
            return str(emails[0])
    return situation.memory.focus.get(kind)


def _by_number(kind: Kind, folded: str, situation: Situation) -> tuple[str, ...]:
    noun = NOUN[kind]
    first = rf"\b{noun}{_LABEL}({_NUMBER}(?:{JOINT}(?:{noun}{_LABEL})?#?{_NUMBER})*)"
    if match := re.search(first, folded):
        return tuple(dict.fromkeys(re.findall(r"\d+", match[1])))
    if at_hand(situation) != kind or re.search(r"\b(?:job|stelle|poste|empleo|resume|cv)\s*#?\d", folded):
        return ()
    known = situation.memory.known[kind]
    found = re.findall(rf"(?<![\w.,:€$£@-])#?({_NUMBER})", folded)
    return tuple(dict.fromkeys(number for number in found if not known or int(number) in known))


def _by_slice(kind: Kind, folded: str, situation: Situation) -> tuple[str, ...]:
    match = _SLICE.search(folded)
    entries = situation.memory.listing(kind, 2)
    if match is None or not entries or at_hand(situation) != kind:
        return ()
    which, count = (match[1], match[2]) if match[1] else (match[4], match[3])
    number = SMALL.get(count) or int(count)
    kept = entries[-number:] if which[:2] in {"la", "le", "de", "ul"} and which != "latest" else entries[:number]
    return tuple(str(entry.number) for entry in kept)


def _by_ordinal(kind: Kind, folded: str, situation: Situation) -> tuple[str, ...]:
    entries = situation.memory.listing(kind)
    here = at_hand(situation) == kind
    after = r"\b" if here else rf"(?: \w+)? {NOUN[kind]}\b"
    said = re.findall(rf"\b({ORDINAL}){after}(?!\s+(?:of all|time|week|month|days?|round)\b)", folded)
    if not said or not entries:
        return ()
    placed = [ORDINALS[word] if word not in {"latest", "newest"} else 1 for word in said]
    return tuple(dict.fromkeys(str(entries[at - 1 if at > 0 else -1].number) for at in placed if at <= len(entries)))


def _the_next(kind: Kind, folded: str, situation: Situation) -> tuple[str, ...]:
    """The one after the one last dealt with, in the list that was shown."""
    if at_hand(situation) != kind or not _NEXT.search(folded):
        return ()
    listed = next((entries for of, _, entries in situation.memory.listings if of == kind and len(entries) > 1), ())
    numbers = [str(entry.number) for entry in listed]
    current = last_dealt_with(kind, situation)
    if current not in numbers:
        return tuple(numbers[:1])
    return tuple(numbers[numbers.index(current) + 1 :][:1])


def shown(kind: Kind, text: str, situation: Situation) -> tuple[str, ...]:
    """The one thing shown before whose sender, subject or kind the sentence names; several of one sender are open."""
    told = set(_telling(text))
    kinds = set(kinds_of(fold(text)))
    entries = situation.memory.listing(kind) or tuple(situation.memory.known[kind].values())
    scored = [(_likeness(entry, told, kinds), entry) for entry in entries]
    best = max((score for score, _ in scored), default=0)
    fitting = [entry for score, entry in scored if score == best]
    return (str(fitting[0].number),) if best > 0 and len(fitting) == 1 else ()


def _likeness(entry: Entry, told: set[str], kinds: set[str]) -> int:
    who = set(words(fold(entry.company or "")))
    what = {word for word in words(fold(entry.name)) if len(word) >= 4 and word not in vocabulary().stopwords}
    stems = {word.rstrip("s") for word in what}
    return 3 * len(told & who) + 2 * len({word.rstrip("s") for word in told} & stems) + (entry.sort in kinds)


def _telling(text: str) -> list[str]:
    known = vocabulary()
    return [
        word
        for word in (found.removesuffix("'s") for found in words(fold(text)))
        if len(word) >= 3 and word not in known.stopwords and not _NOT_NAMES.fullmatch(word)
        and not re.fullmatch(rf"{MAIL}|{DRAFT}|jobs?|news|alerts?", word)
    ]  # fmt: skip


def address_in(text: str) -> str | None:
    """A mail address, or the host of one, in the sentence."""
    match = ADDRESS.search(text)
    return match.group().rstrip(".") if match else None


def name_in(text: str) -> str | None:
    """An employer or a person the sentence names: "the mail from Acme", "tell Acme that", "did Acme write back"."""
    plain = ADDRESS.sub(" ", text)
    for pattern in (_BEFORE, _AFTER, _ELIDED, _DOES):
        for match in pattern.finditer(plain):
            name = next(part for part in match.groups() if part).rstrip(".'’-,")
            name = re.sub(r"['’]s?$", "", name)
            if _may_name(name):
                return name
    bare = _BARE.match(plain)
    if bare and _may_name(bare[1]) and not _is_word(fold(bare[1])) and not _ADJECTIVE.fullmatch(fold(bare[1])):
        return bare[1]
    return _lower_case(plain)


def _may_name(name: str) -> bool:
    parts = words(fold(name))
    if not parts or _NOT_NAMES.fullmatch(parts[0]) or name[0].isdigit():
        return False
    if len(parts) > 1:
        return True
    alone = parts[0]
    known = vocabulary()
    common = (
        alone in known.stopwords or alone in known.not_names or bool(kinds_of(alone) or re.fullmatch(WRITER, alone))
    )
    return not (common or re.fullmatch(rf"{MAIL}|{DRAFT}", alone) or word_concepts(alone) & {"job", "resume"})


def _lower_case(plain: str) -> str | None:
    """A name in a message that is written in lower case throughout."""
    spans = Spans(plain)
    for match in _LOWER.finditer(spans.folded):
        if match.group() == "an " and _ENGLISH.search(spans.folded[: match.start()]):
            continue  # the article of "that needs an answer", and not the German "to"
        names, _ = names_at(spans, match.end())
        if not names:
            continue
        name = names[0]
        beside = spans.folded[match.end() + len(name) :].lstrip()
        if match.group().startswith(("the", "that")) and not re.match(
            rf"(?:{ONE_MAIL}|rejection|newsletter)\b", beside
        ):
            continue
        if _may_name(name) and not _is_word(fold(name)):
            return name
    return None


def _is_word(word: str) -> bool:
    known = vocabulary()
    return word in known.not_queries or word in known.search_fillers or bool(word_concepts(word))
