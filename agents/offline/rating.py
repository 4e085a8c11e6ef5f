"""Arguments of what is said about a ranking and about single openings: verdicts, orders, wishes, watches by name."""

import re
from typing import Any

from agents.offline.filters import said_in
from agents.offline.history import Memory
from agents.offline.language import fold, words
from agents.offline.plan import Later
from agents.offline.references import Situation, focused, pointed_at, references
from agents.offline.vocabulary import vocabulary
from agents.offline.wordings import ORDINALS

_DOWN = re.compile(
    r"👎|\b(?:thumbs? down|down ?vote|dislike|(?:don'?t|do not|didn'?t|doesn'?t) (?:really )?(?:like|love|"
    r"want (?:jobs|ones|"
    r"stuff|things) like|show me (?:jobs|ones|things|stuff) like|appeal|suggest)|hate|(?:not|isn'?t|wasn'?t|"
    r"aren'?t) (?:really |"
    r"exactly |quite )?(?:my (?:kind|thing|type|style|taste|cup)|what i|for me|good|great|interesting|appealing|"
    r"a good)|"
    r"less (?:like|of)|fewer (?:like|of)|no more (?:like|of)|nothing like|bad (?:one|suggestion|match|pick|fit|"
    r"example|"
    r"recommendation)|(?:is|was|looks|sounds) (?:really |pretty |quite |so )?(?:bad|awful|terrible|horrible|"
    r"boring|dull|"
    r"useless|crap|rubbish|meh)|off (?:the mark|target)|nope|yuck|gefallt mir (?:gar |uberhaupt )?nicht|"
    r"mag .{0,25}nicht|"
    r"(?:nicht|nix|nichts) (?:mein|so was|wie)|daumen (?:runter|nach unten)|weniger (?:wie|davon|solche|so)|"
    r"langweilig|"
    r"(?:n'aime|ne me plai\w+|n'est) pas|moins (?:comme|de ce)|pouce (?:en bas|vers le bas)|deteste|no me (?:gusta|"
    r"interesa|convence|va)|menos (?:como|de)|pulgar abajo|aburrid\w+)\b"
)
_NO_VISA = re.compile(
    r"\b(?:(?:don'?t|do not|no longer) (?:need|require)|(?:no need for|without needing)|brauche kein\w*|"
    r"n'ai pas besoin|"
    r"no necesito)\b"
)
# A place that is not wanted is no place wished for; there is no wish that says so.
_NOT_THERE = re.compile(
    r"\b(?:never|not|nie(?:mals)?|nicht|jamais|pas|nunca|no)\s+(?:again\s+)?(?:in|at|to|nach|en|a)?\s*$"
)
_WATCH_NUMBER = re.compile(
    r"\b(?:watch(?:es)?|alerts?|search(?:es)?|number|no\.?|nr\.?|beobachtung|suche|alerte|recherche|busqueda|"
    r"alerta|vigilancia"
    r"|#)\s*#?\s*(\d{1,4})\b|#(\d{1,4})\b|^\D{0,30}\b(\d{1,3})[.! ]*$"
)
_WATCH_WORDS = re.compile(
    r"\b(?:please|pls|stop|end|cancel|quit|remove|delete|drop|kill|unsubscribe|unfollow|turn off|switch off|"
    r"don'?t|do not|"
    r"no|watch(?:es|ing|ed)?|following|follow|monitor(?:ing)?|track(?:ing)?|alert(?:s|ing)?(?: me)?|notif\w+|"
    r"search(?:es|ing)?|saved|the|that|this|one|for|about|of|on|from|at|any ?more|any longer|now|my|me|more|keep|"
    r"keeping|an|eye|when|new|is hiring|hiring|jobs?|roles?|positions?|openings?|postings?|to|it|every|day|week|"
    r"daily|"
    r"weekly|looking|look|hor|hore|auf|beende|beenden|losche|entferne|die|den|das|der|beobachtung|zu|beobachten|"
    r"beobachte|"
    r"uberwach\w*|nicht|mehr|fur|nach|suche|stellen|arrete|arreter|de|d'|surveiller|surveille|plus|ne|supprime|"
    r"annule|la|"
    r"le|les|l'alerte|alerte|veille|suivre|recherche|offres|pour|deja|deja de|para|parar|cancela|elimina|borra|"
    r"vigilar|"
    r"vigiles|vigiles mas|seguir|sigas|alerta|alertas|busqueda|el|los|las|mas|ya|no me avises|avises|sobre|en|a|"
    r"empleos|ofertas|trabajos|i|need|want|with|and|you|can|could|interested|in|longer|"
    r"resume|un-?pause|re-?activate|restart|revive|continue|carry|go|take|up|again|back|switch|turn|paused?|nimm|wieder|"
    r"reprends?|surveillance|reanuda|vigilancia|relance|setze?|fort)\b|[.,!?]"
)
_TOP = re.compile(
    r"\b(?:first|top|on top|at the top|number one|number 1|#1|the best|best one|highest|higher up|ranked higher|"
    r"winner|"
    r"ganz oben|an erster stelle|auf platz (?:1|eins)|hoher|weiter oben|en premier|en tete|premiere?|plus haut|"
    r"primer[oa]?|"
    r"arriba|mas arriba|en primer lugar)\b"
)
_BOTH_POINT = re.compile(
    r"\b(?:this|the (?:first|upper|top|lower)|it|diese\w*|die|celui-ci|celle-ci|est[ae]|esa)(?: one|"
    r" job)?\b.*\b(?:that|the "
    r"(?:other|second|next|first|one)|jene\w*|der|die|celui-la|celle-la|l'autre|es[ae]|aquell\w+|otr[oa]|dem|den)\b"
)


def verdict_of(text: str) -> str:
    """`down` when a sentence says that something is not liked, else `up`."""
    return "down" if _DOWN.search(fold(text)) else "up"


def order_of(text: str, situation: Situation) -> dict[str, Any]:
    """The two jobs whose order is asked about; what is not named is the top of the list, or what stands next to it."""
    told = _TOP.sub(" ", fold(text)) if len(references("job", text, situation)) < 2 else text
    named = [job for job in references("job", _restored(told, text), situation) if not isinstance(job, Later)]
    named = named or [job for job in references("job", text, situation) if not isinstance(job, Later)]
    if len(named) < 2 and len(numbers := list(dict.fromkeys(re.findall(r"(?<![\w.])\d{1,5}\b", text)))) == 2:
        named = list(numbers)
    listed = [str(entry.number) for entry in situation.memory.listing("job", 2)]
    if len(named) >= 2:
        return {"first": named[0], "second": named[1]}
    if not named and (focus := focused("job", situation, firm=True)) is not None and isinstance(focus, str):
        named = [focus]
    if len(named) == 1:
        other = next((number for number in listed if number != named[0]), None)
        return {"first": named[0], "second": other} if other else {"first": named[0]}
    pointed = bool(_BOTH_POINT.search(fold(text))) and not _several_lists(situation)
    if len(listed) == 2 or (len(listed) > 2 and pointed):
        return {"first": listed[1], "second": listed[0]}
    return {}


def _several_lists(situation: Situation) -> bool:
    """Whether different lists of jobs were shown, so that "this one" and "that one" may be of any of them."""
    shown = {
        tuple(entry.number for entry in entries) for kind, _, entries in situation.memory.listings if kind == "job"
    }
    return sum(len(numbers) > 1 for numbers in shown) > 1


def _restored(told: str, text: str) -> str:
    """The text with its capitals where the folded one still has the letters."""
    if len(told) != len(text):
        return text if told == fold(text) else told
    return text


def checked_in(text: str, situation: Situation, *, required: bool) -> list[Any]:
    """The jobs that are to be looked at again: named ones, else those shown, else none for all."""
    found = list(references("job", text, situation) or pointed_at("job", text, situation))
    if found:
        return found
    if re.search(r"\b(?:my|all|these|those|them|meine|alle|mes|tou\w+|mis|tod\w+)\b", fold(text)):
        return [str(entry.number) for entry in situation.memory.listing("job")] if required else []
    weak = focused("job", situation, firm=True)
    return [weak] if weak is not None else []


def wishes_of(text: str, situation: Situation, listed: frozenset[str]) -> dict[str, Any]:
    """Wishes that hold for every search; `listed` are the inputs that take several values."""
    said = said_in(text, situation.today).filters
    found: dict[str, Any] = {
        name: said[name] for name in ("salary_min", "salary_currency", "blocked_companies") if name in said
    }
    if "location" in said and not _NOT_THERE.search(fold(text).partition(fold(said["location"]))[0]):
        found["locations"] = [part for part in re.split(r"\s*(?:,|\bor\b|\band\b|\boder\b|\bund\b|\bou\b|\bo\b)\s*",
                                                        said["location"]) if part]  # fmt: skip
    if "remote" in said:
        ways = [said["remote"]] if isinstance(said["remote"], str) else said["remote"]
        # One way of work can be wished for: of several the one that lets the other in.
        found["remote"] = ways if "remote" in listed else "hybrid" if len(ways) > 1 else ways[0]
    if said.get("sponsorship"):
        found["needs_sponsorship"] = not _NO_VISA.search(fold(text))
    return found


def watch_named(text: str, memory: Memory) -> str | None:
    """Which watch is meant: its number, or words of its name."""
    folded = fold(text)
    if match := _WATCH_NUMBER.search(folded):
        return next(group for group in match.groups() if group)
    known = sorted(memory.known["watch"])
    for word, place in ORDINALS.items():
        if known and re.search(rf"\b(?:the|die|den|la|le|el) {word}\b", folded) and abs(place) <= len(known):
            return str(known[place - 1] if place > 0 else known[place])
    kept = _WATCH_WORDS.sub(lambda match: " " * len(match.group()), folded)
    told = [text[match.start() : match.end()] for match in re.finditer(r"\S+", kept)]
    named = " ".join(word for word in told if fold(word) not in vocabulary().stopwords or word[:1].isupper())
    if named and words(fold(named)):
        return named
    return memory.focus.get("watch") or (str(known[0]) if len(known) == 1 else None)
