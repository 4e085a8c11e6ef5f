"""A message taken apart: attachments, what the person asks, sentence by sentence."""

import re
from dataclasses import dataclass

from agents.offline.email_dictated import dictates, starts_message, starts_rule
from agents.offline.language import corrected, fold, word_concepts, words
from agents.offline.news_said import without_lead
from agents.offline.notes import starts_note
from agents.offline.vocabulary import vocabulary
from agents.offline.wordings import ATTACHED, FILE, QUOTED, URL

_SENTENCE = re.compile(r"(?:[.!?…]+[)\"']*\s+|;\s*|\n+|\s+[–—]\s+(?=also|then|and))")
_ABBREVIATION = re.compile(
    r"\b(?:e\.g|i\.e|vs|no|nr|sr|jr|dr|mr|mrs|ms|inc|ltd|co|st|approx|etc|p\.s|z\.b|d\.h|bzw|ca)\.\s|"
    r"\b\d{1,2}\.\s(?=(?:jan|feb|mär|marz|apr|mai|jun|jul|aug|sep|okt|nov|dez)\w*)",
    re.IGNORECASE,
)
_JOINT = re.compile(
    r",?\s+(?:and then|and also|and after that|and afterwards|and finally|then|afterwards|"
    r"after that|and|but also|but|plus|as well as|"
    r"und dann|und danach|und|danach|dann|aber|et puis|puis|ensuite|et|mais|y luego|y despues|"
    r"luego|despues|y|pero|also)\s+|,\s+"
)
_CHAT = (
    r"h+e+y+|h+i+|hello|hola|hallo|moin|salut|yo|ok+|okay|oki|so+|u+m+|u+h+|o+h+|a+h+|oo+h*|omg|lol|ha(?:ha)+|"
    r"btw|fyi|you know what|oh my (?:god|gosh)|i mean|by the way|hang on|hold on|listen(?=,)|so yeah|okay so|ok "
    r"so|right so|"
    r"to be honest|the thing is|long story short|quick update|heads up|just so you know|for the record|"
    r"sag mal|ach ja|ubrigens|hor mal|au fait|dis donc|bon ben|por cierto|mira(?=,)|resulta que|"
    r"(?:well|right|alright|thx|thanks|thank you|cheers|great|nice|cool|awesome|perfect|no|nah|yes|good news|"
    r"bad news)"
    r"(?=[,!.:])|great|wait|hm+|dude|man|mate|bro|sorry|yay|"
    r"woo\w*|guess what|anyway|actually|basically|honestly|tbh|nvm|yeah|yep|also|"
    r"na|ja|also|ach|bon|alors|euh|pues|bueno|oye|vale"
)
_POLITE = re.compile(
    rf"^(?:(?:{_CHAT}|please(?: to)?|pls|plz|then|and|now|just|next|finally|bitte|dann|auch|noch|maybe|"
    r"(?:would|could|can) you be so (?:kind|good|nice) (?:as to|and)|"
    r"would it be (?:possible|ok|okay|alright) (?:for you )?to|"
    r"any chance you (?:could|can)|do me a favou?r and|be a (?:dear|star) and|(?:if|when) you (?:could|can|"
    r"would)|would you mind|could you possibly|may i ask you to|"
    r"i (?:would|should|'d) (?:be (?:very |most )?(?:grateful|thankful|glad|happy) if you (?:would|could)|"
    r"appreciate it if you (?:would|could)|appreciate)|"
    r"(?:i'd|i would) be (?:grateful|glad|happy) if you (?:would|could)|do you mind|can u|could u|would u|"
    r"i (?:only|just) (?:want|wanted|need|wish)(?: to)?(?: know)?|i only wanna(?: know)?|i wanna(?: know)?|"
    r"i wish to|can i (?:get you to|ask you to)|i'm trying to|i am trying to|"
    r"kindly|go ahead and|feel free to|"
    r"can you|could you|would you|will you|you can|i want you to|i'd like you to|i would like to|"
    r"i'd like to|i want to|i need to|let's|"
    r"lets|let me|help me|try to|tell me|kannst du|konntest du|peux-tu|puedes|quiero|je veux|"
    r"ich mochte|por favor|after that|"
    r"afterwards|if possible)[,:!]*\s+)+"
)
_ASKS = re.compile(
    r"^(?:which|what(?:'s)?|where|who|when|how|why|is|are|do|does|did|am|welche[rsn]?|was|wie|"
    r"warum|wo|quel(?:le)?s?|pourquoi|comment|"
    r"que|cual|por que|i|i've|i'm|they|he|she|we|ich|j'ai|je|he|me)\b\s+\S"
)
_WHETHER = re.compile(r"(?:if|whether|ob|si)\s+\S+\s+\S+")
_NEVER = re.compile(r"^(?:don't|dont|do not|never|no need to|nicht|ne|no|without|not)\b")
_COMMANDS = frozenset(
    {
        "add",
        "list",
        "find",
        "show",
        "compare",
        "mark",
        "note",
        "delete",
        "check",
        "tailor",
        "make",
        "undo",
        "help",
        "why",
        "outside",
    }
)
_EVENTS = re.compile(
    r"\b(?:reject|invit|offer|applied|interview|said no|turned|hired|accepted|declined|absage|"
    r"eingeladen|beworben|refus|rechaz|entretien|entrevist)"
)
_AFTER_NEWS = re.compile(
    r"(?:remind|write|draft|prep|prepare|send|thank|schedule|erinner\w*|schreib\w*|bereite|rappelle|ecris|recuerdame|escribe)$"
)
_PREPARED = re.compile(r"\b(?:prep\w*|ready|vorbereit\w*|bereite?)\b")
_WITH_LETTER = re.compile(
    r"(?:(?:write|add|include|with|without|no|schreib\w*|mit|ohne|kein\w*|ecris|avec|sans|escribe|con|sin)\b ?)+"
    r"(?:an?|the|one|ein|une?|la|le|una)? ?(?:\w+ )?(?:letter|anschreiben|lettre|carta)\b"
)
_ASIDE = re.compile(
    r"(?:(?:please |pls )?(?:be |and be |you can be )?(?:totally |completely |brutally |really )?"
    r"(?:honest|brutal|frank|kind|gentle|blunt|harsh|careful)|no rush|asap|as soon as possible|when you have "
    r"time|whatever (?:you do|happens)|sag mir|dis[- ]moi|dime|tell me|"
    r"if (?:that's|it's|that is|it is) (?:ok|okay|possible|not too much)|if you can|no worries|you know|fyi|"
    r"i(?:'m| am) (?:so |really |very )?(?:excited|nervous|happy|sad|tired|curious|confused)|"
    r"(?:so |how )?(?:exciting|annoying|sad|cool)|wish me luck|fingers crossed|many thanks|thanks in advance|"
    r"(?:best|kind) regards|ehrlich|sei ehrlich|sois honnete|se honesto|se sincero)(?: (?:lol|pls|please|thanks|"
    r"haha))*"
)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with the message; `number` is its short number when it is stored already."""

    kind: str
    name: str
    number: str | None


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing said. `firm` is False when only a comma or an "and" parts it from the one before."""

    text: str
    firm: bool = True


def attachments(text: str) -> tuple[str, tuple[Attachment, ...]]:
    """The message without the lines that announce attachments, and the attachments."""
    found = tuple(Attachment(match["kind"], match["name"], match["number"]) for match in ATTACHED.finditer(text))
    return ATTACHED.sub("", text).strip(), found


def clauses(text: str) -> list[Clause]:
    """What is said, one intent each as far as form shows. Quotes, addresses and notes stay whole."""
    found: list[Clause] = []
    for sentence in _with_messages_whole(_cut(text, _sentence_ends(text))):
        parts = _split_sentence(sentence)
        found += [
            Clause(without_lead(part.strip(" ,;")), firm=index == 0)
            for index, part in enumerate(parts)
            if part.strip(" ,;.!?-")
        ]
    return found


def _with_messages_whole(sentences: list[str]) -> list[str]:
    """What follows "reply to mail 3:" is all one message, however many sentences it has."""
    for place, sentence in enumerate(sentences):
        if dictates(fold(sentence)):
            *before, last = sentences[place:]
            closed = [one if one.endswith(("?", "!", ".")) else f"{one}." for one in before]
            return [*sentences[:place], " ".join([*closed, last])]
    return sentences


def _masked(text: str) -> str:
    """The folded text with quotes, addresses and file names blanked, letter for letter."""
    hidden = list(fold(text))
    for pattern in (QUOTED, URL, FILE, _ABBREVIATION):
        for match in pattern.finditer(text):
            # What looks like a file name with blanks in it is mostly the sentence before the name.
            start = match.start() + (match.group().rfind(" ") + 1 if pattern is FILE else 0)
            hidden[start : match.end()] = "x" * (match.end() - start)
    return "".join(hidden)


def _sentence_ends(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in _SENTENCE.finditer(_masked(text))]


def _cut(text: str, places: list[tuple[int, int]]) -> list[str]:
    """The pieces between the places; a question mark stays with its sentence."""
    pieces, start = [], 0
    for begin, end in places:
        pieces.append(text[start:begin] + ("?" if "?" in text[begin:end] else ""))
        start = end
    return [piece.strip() for piece in [*pieces, text[start:]] if piece.strip()]


def _split_sentence(sentence: str) -> list[str]:
    masked = _masked(sentence)
    places: list[tuple[int, int]] = []
    for match in _JOINT.finditer(masked):
        left, right = masked[places[-1][1] if places else 0 : match.start()], masked[match.end() :]
        if starts_note(left) or starts_message(left) or dictates(left) or starts_rule(left):
            break
        if _is_joint(left, right, match.group()):
            places.append(match.span())
    return _cut(sentence, places)


def _is_joint(left: str, right: str, joint: str) -> bool:
    rest = _POLITE.sub("", right)
    polite = len(rest) < len(right)
    if polite and _WHETHER.match(rest):
        return _is_command(left)
    if not words(left) or not words(rest) or _joins_within(left, rest, joint.strip()):
        return False
    if _NEVER.match(rest):
        return any(word_concepts(word) & _COMMANDS for word in words(rest)[1:4])
    if _EVENTS.search(left) and _EVENTS.search(rest) and len(words(rest)) > 2 and not _lists_statuses(left, rest):
        return True
    first = corrected(words(rest)[0])
    if joint.strip() == "," and not polite and (len(words(rest)) < 2 or first.endswith("ed")):
        return False
    if _another_thing(left, rest):
        return True
    if begins_command(first, rest):
        told = bool(_EVENTS.search(left)) and bool(_AFTER_NEWS.match(first))  # "applied at Acme today, remind me …"
        return "," not in joint or len(joint.strip()) > 1 or _is_command(left) or polite or told
    if joint.strip() == "," and not polite:
        return (
            bool(_ASKS.match(rest))
            and len(words(left)) > 1
            and _is_command(left)
            and not rest.startswith(("i ", "they "))
        )
    return bool(_ASKS.match(rest)) and len(words(rest)) > 1 and not rest.startswith(("why so", "how much it"))


def _joins_within(left: str, rest: str, joint: str) -> bool:
    """Words that only look as if they parted two requests: the board of the name Indeed, "ne … plus", and whether a
    preparation comes with a letter."""
    return (
        bool(re.match(r"indeed (?:for|in|and)\b", rest))
        or (joint == "plus" and bool(re.search(r"\bne\b|\bn'", left)))
        or bool(_PREPARED.search(left) and _WITH_LETTER.match(rest))
    )


def _another_thing(left: str, right: str) -> bool:
    """`show my resume and my jobs`: one verb, two kinds of thing."""
    verb = words(_POLITE.sub("", left.strip()))[:1]
    thing = re.match(
        r"(?:my|the|all|all my|all the|meine?n?|mes|mon|mis?|les|los|las)\s+(?:\w+\s+)?\w+\s*[.?!]?$", right.strip()
    )
    if not thing or not verb or not word_concepts(corrected(verb[0])) & {"show", "list"}:
        return False
    one, other = (
        {concept for word in words(part) for concept in word_concepts(word)} & {"job", "resume"}
        for part in (left, right)
    )
    return bool(other) and one != other


def _lists_statuses(left: str, right: str) -> bool:
    """`which jobs rejected me and which offered`: one question, not two events."""
    return bool(re.match(r"\s*(?:which|what|show|list|how many)", left)) and not re.match(r"which|what|how", right)


def begins_command(first: str, rest: str) -> bool:
    """Whether a part of a sentence starts with a word that commands something."""
    if first in vocabulary().not_commands or re.match(
        r"(?:keep|make) it (?:to|on|under|short|at|fit|one|two|a|brief)|make sure|save for", rest
    ):
        return False
    return bool(word_concepts(first) & _COMMANDS) or first in {
        "export",
        "save",
        "download",
        "reject",
        "accept",
        "draft",
        "email",
        "mail",
        "send",
        "call",
        "book",
        "write",
        "text",
        "get",
        "use",
        "switch",
        "apply",
        "take",
        "bring",
        "sag",
        "dis",
        "dime",
        "see",
        "give",
        "reply",
        "respond",
        "archive",
        "star",
        "sync",
        "antworte",
        "reponds",
        "responde",
    }


def _is_command(left: str) -> bool:
    rest = _POLITE.sub("", left.strip())
    found = words(rest)
    return bool(found) and (
        begins_command(corrected(found[0]), rest) or bool(_ASKS.match(rest)) or bool(URL.search(left))
    )


def stripped(folded: str) -> str:
    """A folded clause without its polite beginning."""
    return _POLITE.sub("", folded.strip())


def is_filler(folded: str) -> bool:
    """Whether a clause holds nothing but words that ask for nothing."""
    return all(word in vocabulary().stopwords for word in words(folded))


def is_aside(folded: str) -> bool:
    """Whether a clause is only said by the way, as "be honest" or "no rush"."""
    return bool(_ASIDE.fullmatch(folded.strip(" .!?,")))
