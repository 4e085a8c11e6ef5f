"""What a person says for forms: the question it answers and the answer in their own words.

The border with wishes, which hold for searches: what one must have ("at least", "minimum", "I need a visa") is a wish;
what one is, has or expects ("my salary expectation is", "I don't need a visa") is an answer.
"""

import re
from dataclasses import dataclass

from agents.offline.language import fold
from tools.job_profiles.questions import question_called
from tools.job_profiles.schemas import KnownQuestion
from tools.jobs.searching.countries import country_code

_FORMS = (
    r"(?:(?:application |online |job )?forms?|applications?|bewerbungsformular\w*|formular\w*|formulaires?|"
    r"formularios?)"
)
_FOR_FORMS = re.compile(rf"\b{_FORMS}\b")
_MY_IS = re.compile(
    r"^\W*(?:and |also |und |et |y )?(?:(?:please )?(?:note|remember|know|merke?) (?:that |dir,? (?:dass )?)?|"
    r"here(?:'s| is| are) |hier ist |voici )?"
    r"(?:my|mein\w*|mon|ma|mes|mi|mis)\s+(?P<what>[^:]{2,50}?)\s*(?:\b(?:is|are|ist|sind|betragt|lautet|est|sont|es|"
    r"son)\b|:)\s*(?:de |d')?(?P<value>\S.*?)[.! ]*$"
)
# "salary expectation: 130k": the question's name alone, and the answer behind a colon.
_NAMED = re.compile(r"^\W*(?P<what>[^\W\d][\w' -]{2,40}?)\s*:\s*(?P<value>\S.*?)[.! ]*$")
_WHEN_ASKED = re.compile(
    rf"\b(?:(?:when|if|whenever) (?:a |an |the |any |one of (?:these|those|the) )?{_FORMS} (?:asks?(?: me)?|"
    rf"wants? to know|wants?)(?: for|"
    rf" about| whether| if)?|wenn "
    rf"(?:ein |das )?{_FORMS} (?:nach|fragt,? ob))\s+(?P<what>[^,:]+?)(?:\s+fragt|"
    rf"\s+fragen)?\s*(?:[,:]|(?=(?:just |then |please )*(?:say|put|write|answer)\b))\s*(?:then |please |just )*"
    r"(?:say|answer|tell (?:it|them)|write|put|sag|schreib|antworte)\w*:?\s*(?:that )?(?P<value>\S.*?)[.! ]*$"
)
_TELL_FORMS = re.compile(
    rf"^\W*(?:please )?(?:tell|answer|say (?:in|to)|sag|dis (?:aux|dans les)|di a los)\s+(?:the |in |den |"
    rf"all )?{_FORMS}"
    r"(?: that|,? dass| que|:)?\s+(?P<value>\S.*?)[.! ]*$"
)
# "Notice period is 3 months", "salary expectation now 65k", said without "my"; the question has to be a known one.
_BARE = re.compile(
    r"^\W*(?:the |and |also |so )?(?!(?:i|we|ich|wir|je|yo|you|they)\b)(?P<what>[^\W\d][\w' -]{3,30}?) (?:is |"
    r"are |ist |est |es )?(?:now |about |"
    r"around |from now on |jetzt |"
    r"maintenant |ahora )?(?P<value>(?:\d\S*|(?:one|two|three|four|six|eine?n?|zwei|drei|sechs|immediate|"
    r"sofort)\b).*?)[.! ]*$"
)
_BARELY = frozenset({"notice_period", "salary", "start_date", "workload"})
# "If a form asks, I have a blue card": what is asked is in the answer.
_IF_ASKED = re.compile(
    rf"^\W*(?:and |so )?(?:if|when|whenever|in case) (?:(?:a |an |the |any )?{_FORMS}|they|anyone|somebody|"
    rf"someone) (?:asks?|wants?)(?: me)?,? "
    r"(?P<value>\S.{5,}?)[.! ]*$"
)
# Sentences that answer by themselves, as they stand.
_STATES = re.compile(
    r"^\W*(?:and |also |und |et )?(?:"
    r"i (?:do not|don'?t|won'?t|will not) (?:need|require) (?:a |an |any )?(?:work )?(?:visa|(?:visa )?sponsorship|"
    r"(?:work )?permit)|"
    r"i need no (?:visa|sponsorship|work permit)|i(?:'m| am) (?:legally )?(?:authori[sz]ed|allowed|eligible|"
    r"permitted) to "
    r"work|i have (?:a|the) (?:[bcgl] |valid |work |swiss |permanent )*(?:permit|right to work|residence permit)|"
    r"i (?:can|could) (?:start|begin) (?:on|from|in|at|by|within|immediately|as|right|straight|tomorrow|next|any|after|"
    r"earliest|\d)|i(?:'m| am) (?:available|free) (?:from|to start)|"
    r"i(?:'m| am) (?:not )?(?:willing|happy|ready|prepared|able|unwilling) to (?:relocate|move|travel)|"
    r"i (?:would|could|will|can)(?: not|n'?t)? relocate|i have (?:a|no|the) (?:driving|driver'?s?) licen[cs]e|"
    r"i (?:do not|don'?t) have a (?:driving|driver'?s?) licen[cs]e|i have no criminal record|"
    r"i (?:do not|don'?t) have a criminal record|i(?:'m| am) (?:a |an )?\w+ (?:citizen|national)\b|"
    r"i expect (?:a salary of "
    r"|to earn |about |around )?\S*\d|i have (?:a |an )?(?:\S+ (?:\w+ )?notice periods?|"
    r"\S*[ -]?(?:days?|weeks?|months?|years?)'?s?'? notice)|"
    r"ich (?:brauche|benotige) (?:kein\w*) (?:visum|arbeitsbewilligung|arbeitserlaubnis|sponsoring)(?! mehr)|"
    r"ich habe (?:eine?n? )?(?:[bcgl][- ])?(?:ausweis|bewilligung|arbeitsbewilligung|arbeitserlaubnis|fuhrerschein|"
    r"fuhrerausweis)|ich (?:kann|konnte) (?:[\w.]+ ){0,5}(?:anfangen|beginnen|starten)|ich bin (?:ab|"
    r"sofort)\b.*verfugbar|"
    r"je suis disponible|estoy disponible|"
    r"ich bin bereit,? umzuziehen|je n'ai pas besoin (?:de|d'un) (?:visa|permis)|je peux (?:commencer|debuter)|"
    r"no necesito (?:un )?(?:visado|visa|permiso)|puedo empezar)"
)
# Needed for one country it is what forms ask about; needed as such it is a wish, for searches.
_NEEDS_PERMIT = re.compile(
    r"^\W*(?:and |also |und |et )?(?:i (?:will |would |'ll )?(?:need|require) (?:a |an )?(?:work )?(?:visa|(?:visa )?"
    r"sponsorship|(?:work |residence )?permit) (?:for|in|to (?:work|live) in)|ich (?:brauche|benotige) (?:eine?n? )?"
    r"(?:visum|arbeitsbewilligung|arbeitserlaubnis) (?:fur|in)|j'ai besoin d'un (?:visa|permis(?: de travail)?) "
    r"(?:pour|en|au)|necesito (?:un )?(?:visado|visa|permiso(?: de trabajo)?) (?:para|en)) "
    r"(?:(?:the|die|den|das|der|la|le|los|el) |l')?(?P<place>\w[\w .'-]*?)[.! ]*$"
)
_NO_LONGER = re.compile(
    r"\b(?:no longer|any ?more|any longer|nicht mehr|kein\w* (?:\w+ )?mehr|plus besoin|ya no|again)\b"
)
_A_WISH = re.compile(
    r"\b(?:minimum|min\.?|at least|floor|no less|mindest\w*|minim\w*|wish(?:es)?|search\w*|every job|only show|"
    r"jobs?\b|stellen|offres|ofertas|listings?)\b"
)
_IN_RESUME = re.compile(r"\b(?:resumes?|cv|curriculum|lebenslauf\w*|tailored|(?<!criminal )record)\b")
# What people correct in their resume by saying it: forms know it from there.
_OF_RESUME = frozenset({"languages", "title", "city", "country", "salutation", "how_heard", "gender"})
_ASKS = re.compile(
    r"^\W*(?:what|which|show|list|see|tell me|do you|have i|how do|where|when|was|welche\w*|zeig\w*|wie|que|quel\w*|"
    r"montre\w*|cual\w*|muestra\w*|give me|display|can you show)\b"
)
_WHAT_IS_MY = re.compile(
    r"^\W*(?:what(?:'s| is| are| was)|was ist|wie (?:ist|lang ist|hoch ist)|quel(?:le)? est|cual es)\s+"
    r"(?:my|mein\w*|mon|ma|mi)\s+(?P<what>[^?]+)"
)
_ONLY_FORMS = r"(?:(?:application |online |job )?forms?|bewerbungsformular\w*|formular\w*|formulaires?|formularios?)"
_ANSWERS = re.compile(
    r"\b(?:(?:my|saved|kept|stored|meine|mes|mis) (?:\w+ )?|(?:which|what|welche|quelles|que) )(?:answers|antworten|"
    r"reponses|respuestas)\b|\bjob profiles?\b|\bstellenprofil\w*\b"
)
_TELLS = re.compile(
    r"\b(?:tell|told|give|gave|say|said|write|fill|put|answer|sagst|schreibst|antwortest|reponds|dis|respondes|"
    rf"dices)\w*\b.*\b{_ONLY_FORMS}\b|\b{_ONLY_FORMS}\b.*\b(?:told|tell|know|get|answer|asks?|say|told|fragt)\b"
)
_TOLD_ABOUT = re.compile(
    r"^\W*(?:what|was|que|qu'est-ce que) (?:do|did|have|has|habe|sagst|schreibst) (?:you|i|ich|du) (?:put|say|"
    r"said|told|tell|"
    r"answer|answered|write|written|give|given)\w*(?: you)? (?:for|about|on|to|when asked (?:about|for)) (?P<what>.+)$"
)
_FORGETS = re.compile(
    r"^\W*(?:please |bitte )?(?:forget|delete|remove|erase|clear|drop|vergiss|losche?|entferne?|streiche?|"
    r"oublie\w*|supprime\w*|"
    r"efface\w*|olvida\w*|borra\w*|elimina\w*|(?:don'?t|do not|stop|never)(?: \w+)? (?:tell|telling|say|saying|give|"
    r"giving|answer|answering|fill|filling))\b"
)
_AN_ANSWER = re.compile(rf"\b(?:answers?|antwort\w*|reponses?|respuestas?|{_FORMS})\b")
_PLAIN_TO_FORGET = frozenset(
    {
        "notice_period", "start_date", "linkedin", "github", "xing", "portfolio", "website", "relocation",
        "willing_to_travel", "driving_licence", "pronouns", "nationality", "date_of_birth", "criminal_record",
        "workload", "disability", "veteran", "ethnicity",
    }
)  # fmt: skip
_EXPECTED = re.compile(
    r"\b(?:expect\w*|expected|desired|gehaltsvorstellung\w*|gehaltswunsch\w*|lohnvorstellung\w*|pretention\w*|"
    r"expectativa\w*|pretension\w*)\b"
)


_MEANT: dict[KnownQuestion, re.Pattern[str]] = {
    "start_date": re.compile(r"\b(?:start|begin|anfangen|beginnen|commencer|debuter|empezar)"),
    "relocation": re.compile(r"\bmove\b"),
}


@dataclass(frozen=True, slots=True)
class AnswerSaid:
    """What a clause says for forms; `value` are the person's own words."""

    about: KnownQuestion | None
    value: str
    question: str | None = None


def answer_said(text: str) -> AnswerSaid | None:
    """The question that a clause answers, with the answer; None where it answers none or speaks of something else."""
    folded = _aligned(text)
    if text.rstrip().endswith("?") or _NO_LONGER.search(folded) or _FORGETS.match(folded):
        return None
    for pattern in (_WHEN_ASKED, _TELL_FORMS):
        if found := pattern.search(folded):
            value = _cut(text, folded, found)
            what = found.groupdict().get("what") or value
            about = question_called(what)
            return AnswerSaid(about, value, None if about else what.strip())
    if _IN_RESUME.search(folded):
        return None
    if (bare := _said_bare(text, folded)) is not None:
        return bare
    if (found := _MY_IS.search(folded) or _NAMED.match(folded)) is not None:
        about = question_called(found["what"])
        wish = _A_WISH.search(found["what"]) or (about == "salary" and not _is_expected(found["what"]))
        of_resume = about in _OF_RESUME and not _FOR_FORMS.search(folded)
        if about is not None and not wish and not of_resume and _says_only(found["what"]):
            return AnswerSaid(about, _cut(text, folded, found))
    if (needs := _NEEDS_PERMIT.match(folded)) is not None and country_code(needs["place"]) is not None:
        return AnswerSaid("sponsorship", text.strip().rstrip(".! "))
    if _STATES.match(folded) and not _A_WISH.search(folded):
        value = re.sub(r"^\W*(?:and|also|und|et)\s+", "", text.strip().rstrip(".! "), flags=re.IGNORECASE)
        about = "salary" if re.match(r"^\W*i expect\b", folded) else question_called(folded)
        about = (
            "start_date"
            if about is None and re.search(r"\b(?:start|begin|anfangen|commencer|empezar)", folded)
            else about
        )
        about = "relocation" if about is None and re.search(r"\bmove\b", folded) else about
        return AnswerSaid(about, value) if about is not None else None
    return None


def _said_bare(text: str, folded: str) -> AnswerSaid | None:
    """What is told for when it is asked, or a known question's name with its value, without "my"."""
    if (found := _IF_ASKED.search(folded)) is not None:
        value = _cut(text, folded, found)
        about = question_called(found["value"])
        return AnswerSaid(about, value, None if about else value)
    if (found := _BARE.match(_unpointed(folded))) is None or _A_WISH.search(folded):
        return None
    about = question_called(found["what"])
    if about not in _BARELY or not _says_only(found["what"]):
        return None
    return AnswerSaid(about, _cut(text, folded, found)) if about != "salary" or _is_expected(found["what"]) else None


def _unpointed(folded: str) -> str:
    """The clause without what it is kept for: ", remember that for forms"."""
    return re.sub(
        rf"[,.;]? (?:and |please )?(?:remember|keep|note|save|store|merk|retiens|recuerda)\w*(?: it| that| this| "
        rf"dir| das)*(?: for (?:the |any )?{_FORMS})?\W*$|"
        rf",? (?:for|in|on|fur|pour|para) (?:the |any |all )?{_FORMS}\W*$", "", folded,
    )  # fmt: skip


def asks_for_answers(text: str) -> bool:
    """Whether a clause asks what forms are told."""
    folded = fold(text)
    if _IN_RESUME.search(folded) or _FORGETS.match(folded):
        return False
    if (found := _WHAT_IS_MY.match(folded)) is not None and not _A_WISH.search(folded):
        about = question_called(found["what"])
        plain = about in _PLAIN_TO_FORGET | {"work_authorization"} or (about == "salary" and _is_expected(folded))
        if plain and _says_only(found["what"]):
            return True
    if (found := _TOLD_ABOUT.match(folded)) is not None and not _A_WISH.search(folded):
        return question_called(found["what"]) is not None
    return bool(_ASKS.match(folded) and (_ANSWERS.search(folded) or _TELLS.search(folded)))


def forgets_an_answer(text: str) -> bool:
    """Whether a clause takes back what forms are told."""
    folded = fold(text)
    if not _FORGETS.match(folded) or _IN_RESUME.search(folded) or re.search(r"\bwish\w*\b", folded):
        return False
    about = question_called(folded)
    if _AN_ANSWER.search(folded):
        return about is not None or bool(re.search(r"\banswers?\b|\bantwort", folded))
    # "vergiss meinen Gehaltswunsch" lets a wish for searches go.
    return about in _PLAIN_TO_FORGET or (about == "salary" and "wunsch" not in folded and _is_expected(folded))


def asked_about(text: str) -> str | None:
    """The known question that a clause asks about or takes back, else what stands behind "about"."""
    folded = fold(text)
    about = question_called(re.sub(rf"\b{_FORMS}\b", " ", folded))
    if about is not None:
        return about
    found = re.search(
        r"\b(?:about|on|uber|zu[mr]?|sur|sobre)\s+(?:my |the |mein\w* |mon |ma |mi )?(.+?)[?.! ]*$", folded
    )
    return found[1].strip() if found and found[1] not in {"me", "myself", "mich", "mir", "moi", "mi"} else None


def _is_expected(what: str) -> bool:
    return bool(_EXPECTED.search(what)) or "wunsch" in what


def _says_only(what: str) -> bool:
    """Whether so many words are a question's name rather than a sentence about something else."""
    return len(what.split()) <= 5 and not re.search(r"\b(?:at|bei|chez|title|first|second|last|job)\b", what)


def _aligned(text: str) -> str:
    """The folded text where it is as long as the text, so that spans hold for both; else the text in lower case."""
    folded = fold(text).replace("’", "'")
    return folded if len(folded) == len(text) else text.lower().replace("’", "'")


def _cut(text: str, folded: str, found: re.Match[str]) -> str:
    start, end = found.span("value")
    return text[start:end].strip() if len(folded) == len(text) else found["value"].strip()
