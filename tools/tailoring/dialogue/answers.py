"""What a person's answer to a question says, as facts in their own words: pure, in six languages, nothing added."""

import re
from collections.abc import Sequence
from datetime import date

from tools.jobs.matching.requirements import is_tool, spelled
from tools.jobs.parsing.language import detect_language
from tools.resumes.schemas import (
    BulletDetail,
    CertificateDetail,
    Detail,
    LanguageDetail,
    PositionDetail,
    ResumeFact,
    SkillDetail,
)
from tools.skills import aliases, canonical, find_skills
from tools.skills.vocabulary import normalise
from tools.tailoring import grounding
from tools.tailoring.choice.employers import Mention, mentioned_in
from tools.tailoring.dialogue.questions import language_name
from tools.tailoring.reasoning import AnswerFact, Question, ReadAnswer

_FLAGS = re.IGNORECASE
_YES = re.compile(
    r"(?:oh |ah |well,? |ok(?:ay)?,? )?(?:y(?=[.!]?$)|👍\S?|✅|yes|yep|yeah|yup|sure|certainly|of course|indeed|"
    r"absolutely|i (?:did|"
    r"do|have)(?=[,.;!]|$)|"
    r"ja(?:wohl)?|jo|klar|natürlich|selbstverständlich|sicher|genau|doch|oui|bien sûr|si|sí|claro(?: que s[ií])?|"
    r"por supuesto|sim|com certeza|zeker|natuurlijk|inderdaad)(?:,? (?:i (?:did|do|have)|i am|habe ich|klar|genau|"
    r"natürlich|zeker|bien sûr|claro|of course|sure))?(?=[\s,.;:!–—-]|$)",
    _FLAGS,
)
_NO = re.compile(
    r"(?:oh |ah |well,? |sorry,? )?(?:n(?=[.!]?$)|👎\S?|no|nope|nah|never|not|unfortunately,? (?:no|not)|nicht|"
    r"pas|niet|"
    r"i(?: a|')?m afraid not|none(?: of (?:them|these))?|neither|nein|nö|nee|nie(?:mals)?|noch nie|(?:leider|bisher) "
    r"(?:nein|nicht|nie)|gar nicht|keine?s?(?: davon)?|non|jamais|malheureusement(?: non| pas)|"
    r"aucun\w*|nunca|jamás|todavía no|ningun\w*|lamentablemente no|nooit|helaas (?:niet|nee)|nog niet|"
    r"geen(?: van beide)?|"
    r"não|ainda não|infelizmente não|nenhum\w*)(?=[\s,.;:!–—-]|$)",
    _FLAGS,
)
_DENIED = re.compile(
    r"^(?:i(?:'ve| have)? never|i (?:have not|haven't|haven’t|did not|didn't|didn’t|do not|don't|don’t|can not|"
    r"cannot|can't|can’t)|"
    r"(?:das |damit )?(?:habe ich|ich habe|ich hatte|kenne ich|ich kenne|ich kann|kann ich)\b[^.,;]*\b(?:nie|"
    r"nicht|kein\w*)\b|"
    r"je (?:n['’]ai|ne (?:l['’]ai|connais|sais|parle))|(?:yo )?(?:no (?:lo |la )?(?:he|tengo|usé|conozco|hablo|"
    r"sé)|nunca)|"
    r"ik (?:heb|ken|kan|spreek)\b[^.,;]*\b(?:nooit|niet|geen)\b|(?:eu )?(?:nunca|não (?:tenho|usei|conheço|falo|"
    r"sei)))",
    _FLAGS,
)
_SKIP = re.compile(
    r"(?:please |bitte |just |let'?s )?(?:skip|pass|next|later|not now|no comment|go on|go ahead|move on|continue|"
    r"leave it|never ?mind|"
    r"überspringen|überspring(?:e)?|weiter|später|nicht jetzt|passer?|plus tard|pas maintenant|continue[rz]?|"
    r"suivante?|saltar|"
    r"omitir|s[aá]lta(?:la)?|más tarde|ahora no|continuar|sla over|overslaan|later|verder|nu niet|pular|pule|"
    r"mais tarde|agora não|"
    r"depois)(?:[ ,]+(?:it|this|that|that one|this one|the question|(?:on )?without(?: it)?|please|for now|"
    r"bitte|die frage|ohne|"
    r"das|cette question|la question|sans|esta|la pregunta|sin|deze vraag|zonder|esta pergunta|sem))*[\s.!]*",
    _FLAGS,
)
_UNSURE = re.compile(
    r"(?:maybe|perhaps|possibly|probably|i think so|kind of|sort of|not sure|i'?m not sure|i (?:do not|don'?t|"
    r"don’t) (?:know|remember|recall)|"
    r"no idea|hm+|"
    r"vielleicht|weiß (?:ich )?nicht|ich weiß (?:es )?nicht|keine ahnung|peut-être|je ne sais (?:pas|plus)|"
    r"quizás?|tal vez|no sé|"
    r"no me acuerdo|misschien|weet (?:ik )?niet|ik weet het niet|talvez|não sei|não me lembro)[\s.!?…]*",
    _FLAGS,
)
_SMALL_TALK = re.compile(
    r"(?:ok(?:ay)?|thanks?(?: you)?(?: very much)?|great|good|nice|cool|fine|perfect|hi|hello|hey|"
    r"danke(?: schön)?|gut|"
    r"super|hallo|merci(?: beaucoup)?|bien|parfait|bonjour|salut|(?:muchas )?gracias|vale|perfecto|hola|"
    r"dank je(?: wel)?|"
    r"bedankt|goed|prima|obrigad[oa]|ótimo|olá)[\s.!]*",
    _FLAGS,
)
_BUT = re.compile(r"[\s,;.–—-]+(?:but|however|aber|jedoch|dafür|sondern|mais|pero|sino|maar|mas|porém)\s+", _FLAGS)
_JOINS = re.compile(
    r"^(?:(?:and|und|et|y|en|e|but|aber|mais|pero|maar|mas|where|wo|où|donde|dónde|waar|onde)\s+)+(?=\S+\s)", _FLAGS
)
_ME = re.compile(
    r"^(?:i(?:'ve|’ve| have) (?=\w+ed\b|built|written|run|led|made|set|used|done|taught|kept|been)|i (?:also |"
    r"even )?|"
    r"ich (?:habe |hatte |bin )|damit habe ich |dort habe ich |da habe ich |habe |j['’](?:ai |y ai )|je l['’]ai |yo |"
    r"(?:ik heb |daar heb ik |daarmee heb ik )|eu )",
    _FLAGS,
)
_HERE = re.compile(r"^(?:there|dort|da|là(?:-bas)?|allí|ahí|daar|lá),?\s+", _FLAGS)
_USED_IT = re.compile(
    r"^((?:we |mainly |mostly |only |often |daily )*(?:used|use|using|know|knew|learned|learnt|taught))\s+(?:it|"
    r"that|this)\b",
    _FLAGS,
)
_PREPOSITION = re.compile(
    r"^(?:for|to|on|with|in|as|since|from|during|when|while|at|about|für|zum|zur|bei|beim|seit|mit|von|vom|im|"
    r"in|um|während|als|"
    r"pour|depuis|avec|dans|chez|en|comme|para|desde|con|durante|como|voor|sinds|met|bij|tijdens|com|no|na|em)\b",
    _FLAGS,
)
_ENGLISH = re.compile(r"^(?:for|to|on|with|as|since|from|during|when|while|at|about)\b", _FLAGS)
_USED = {
    "en": "Used {}", "de": "{} eingesetzt", "fr": "Utilisation de {}", "es": "Uso de {}", "nl": "{} gebruikt",
    "pt": "Uso de {}",
}  # fmt: skip
_SPOKEN_BY = (("oui|bien", "fr"), ("si|sí|por", "es"), ("sim|com", "pt"), ("ja|klar|natürlich|doch|genau", "de"),
              ("ja|zeker|natuurlijk|inderdaad", "nl"))  # fmt: skip
_LEVEL = re.compile(r"\b[ABC][12]\b(?:\s?[-/–]\s?[ABC][12])?\+?")
_SPEAKS = re.compile(
    r"^(?:at |about |around |i (?:speak|have|am)(?: it)?|i'm|auf |ungefähr |ich (?:spreche|habe)(?: es)?|"
    r"je (?:le |l['’])?parle|lo hablo|"
    r"hablo|ik spreek(?: het)?|falo|level|niveau|nivel|nível)\s*",
    _FLAGS,
)
_THAT = re.compile(
    r"\b(?:it|that|this|them|one|es|das|damit|dies\w*|l['’]ai|cela|ça|lo|la|eso|esto|het|dit|dat|ermee|daarmee|isso|isto)\b",
    _FLAGS,
)
_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"\b(?:(0?[1-9]|1[0-2])[./])?((?:19|20)\d\d)\b")
_LONGEST_LEVEL = 40
_DEGREE = re.compile(
    r"(?:(?:a lot|extensively|often|daily|regularly|sometimes|heavily|very much|please|sehr viel|viel|oft|"
    r"täglich|regelmäßig|"
    r"beaucoup|souvent|mucho|a menudo|veel|vaak|muito|bitte|por favor|of course)[\s,.!]*)+",
    _FLAGS,
)
_IT = re.compile(r"^(?:es|sie|ihn|das|het|dat)\s+(?=\S)", _FLAGS)
_DID_IT = re.compile(
    r"^(?:lo |la |o |a |l['’])?(usé|utilicé|(?:he )?(?:usado|utilizado)|usei|utilizei|utilisé|employé)\s+", _FLAGS
)
_EDGES = " \t\n,.;:!–—-"


def is_skip(text: str) -> bool:
    """Whether the words only say to go on without an answer."""
    said = text.strip()
    return not said.strip(_EDGES) or bool(_SKIP.fullmatch(said) or _UNSURE.fullmatch(said))


def is_small_talk(text: str) -> bool:
    """Whether the words say nothing about the question: thanks, greetings, "ok"."""
    return bool(_SMALL_TALK.fullmatch(text.strip()))


def opens_with_yes(text: str) -> str:
    """The yes that the words begin with, else nothing."""
    match = _YES.match(text.strip())
    return match[0] if match else ""


def opens_with_no(text: str) -> str:
    """The no that the words begin with, else nothing."""
    match = _NO.match(text.strip())
    return match[0] if match else ""


def denies(text: str) -> bool:
    """Whether the words say that the person never did what was asked about."""
    return bool(_DENIED.match(text.strip()))


def read_answer(
    text: str, question: Question, facts: Sequence[ResumeFact], *, language: str = "en", today: date | None = None
) -> ReadAnswer:
    """What the answer says: no, skip, unclear (which of several?), or yes with the facts it makes.

    A bare yes makes a skill; with words, a line in these very words under the employer they name, and beside all
    employers when they name none or a strange one. The prover holds each line against the answer, and what it does not
    hold is left at the bare skill. `language` is the resume's, `today` dates what is still held.
    """
    said = " ".join(text.split())
    if is_skip(said):
        return ReadAnswer(outcome="skip")
    yes = _YES.match(said)
    if yes is None and (said.endswith("?") or is_small_talk(said)):
        return ReadAnswer(outcome="unclear", skills=question.skills)
    if yes is None and (_NO.match(said) or _DENIED.match(said)):
        return _denied(said, question, facts, language, today)
    rest = said[yes.end() :].strip(_EDGES) if yes else said
    rest = rest[1:-1] if rest.startswith("(") and rest.endswith(")") else rest
    rest = "" if yes and _DEGREE.fullmatch(rest) else rest
    if question.kind == "skill" and rest and not _is_about(rest, question, facts, agreed=yes is not None):
        return ReadAnswer(outcome="unclear", skills=question.skills)
    return _affirmed(said, rest, question, facts, language, today)


def _is_about(rest: str, question: Question, facts: Sequence[ResumeFact], *, agreed: bool) -> bool:
    """Whether the words can be about what was asked: they name it, or say where, for what, or that they did "it".

    Without a yes they have to, lest nonsense becomes a line; with one they may say anything that names no other skill.
    """
    named = {span.name for span in find_skills(rest)}
    asked = set(question.skills) or {question.subject}
    if named & asked or question.subject.casefold() in rest.casefold():
        return True
    if _PREPOSITION.match(rest) or _THAT.search(rest):
        return True
    if named - asked:
        return bool(mentioned_in(rest, facts)) and not _ME.match(rest)
    return agreed or bool(_ME.match(rest) or mentioned_in(rest, facts) or _DIGIT.search(rest))


def _denied(
    said: str, question: Question, facts: Sequence[ResumeFact], language: str, today: date | None
) -> ReadAnswer:
    """A no; what comes after a "but", or in a sentence of its own, is kept when it names a skill of its own."""
    other = [*_BUT.split(said, maxsplit=1), ""][1] or [*re.split(r"[.;!]\s+", said, maxsplit=1), ""][1]
    skills = {span.name for span in find_skills(other)} - set(question.skills)
    lines = _lines(other, "", "", facts) if skills else []
    kept = [line for line in lines if _holds(line, said, facts, language, today)]
    return ReadAnswer(outcome="no", facts=kept, skills=question.skills)


def _affirmed(
    said: str, rest: str, question: Question, facts: Sequence[ResumeFact], language: str, today: date | None
) -> ReadAnswer:
    skills = _meant(rest, question)
    if len(question.skills) > 1 and not skills:
        return ReadAnswer(outcome="unclear", skills=question.skills)
    subject = question.subject if len(question.skills) < 2 else spelled(skills, "and")
    if question.kind == "language":
        return ReadAnswer(outcome="yes", facts=[_spoken(rest, skills or [subject], language)], skills=skills)
    if question.kind in {"certificate", "licence"}:
        return ReadAnswer(outcome="yes", facts=[_held(rest, subject, facts)], skills=skills)
    used = subject if not any(is_tool(skill) for skill in question.skills) else _used(subject, language)
    lines = _lines(rest, subject, used, facts)
    kept = [line for line in lines if _holds(line, f"{subject}. {said}", facts, language, today)]
    return ReadAnswer(outcome="yes", facts=kept or _bare(skills, subject), skills=skills)


def _meant(rest: str, question: Question) -> list[str]:
    """The skills that an answer speaks of: the one asked for, or those of several that it names."""
    if len(question.skills) < 2:
        return question.skills
    named = {span.name for span in find_skills(rest)}
    both = re.match(r"(?:both|all|beide|alle|les deux|ambos|ambas|allebei|tous)\b", rest, _FLAGS)
    return [skill for skill in question.skills if both or skill in named or names(rest, skill)]


def names(text: str, subject: str) -> bool:
    """Whether the text names the thing, by any of its names."""
    said = f" {normalise(text)} "
    forms = [subject, *aliases(subject)]
    return any(re.search(rf"(?<!\w){re.escape(normalise(form))}(?!\w)", said) for form in forms if form)


def _bare(skills: Sequence[str], subject: str) -> list[AnswerFact]:
    names = [subject] if len(skills) < 2 else list(skills)
    return [AnswerFact(text=name, detail=SkillDetail(name=name, canonical=canonical(name))) for name in names]


def _spoken(rest: str, skills: Sequence[str], language: str) -> AnswerFact:
    """A language, with its level in the person's words: a CEFR level alone where they give one."""
    name = language_name(language, skills[0])
    level = _LEVEL.search(rest)
    words = level[0] if level else re.split(r"[,;.]", _SPEAKS.sub("", rest).strip(_EDGES))[0].strip()
    shown = words if words and len(words) <= _LONGEST_LEVEL else None
    return AnswerFact(text=f"{name} ({shown})" if shown else name, detail=LanguageDetail(name=name, level=shown))


def _held(rest: str, subject: str, facts: Sequence[ResumeFact]) -> AnswerFact:
    """A certificate or licence, dated where the answer names one year."""
    years = list(_YEAR.finditer(rest))
    day = f"{years[0][2]}-{int(years[0][1]):02}" if len(years) == 1 and years[0][1] else None
    dated = day or (years[0][2] if len(years) == 1 else None)
    where = [mention.words for mention in mentioned_in(rest, facts)]
    more = "" if where or dated else _own_words(rest)
    text = ", ".join(part for part in (subject, more, years[0][0] if dated else "") if part)
    return AnswerFact(text=text, detail=CertificateDetail(name=subject, date=dated))


def _used(subject: str, language: str) -> str:
    return _USED.get(language[:2], _USED["en"]).format(subject)


def _lines(rest: str, subject: str, used: str, facts: Sequence[ResumeFact]) -> list[AnswerFact]:
    """The answer as lines: one under each employer it names first and then speaks of, else one line of its own.

    `used` says of the subject alone what a yes to the question says.
    """
    mentions = mentioned_in(rest, facts)
    parts = _by_employer(rest, mentions)
    lines = []
    for mention, words in parts:
        text = _line(words, subject, used) or (used if mention else "")
        if text:
            lines.append(AnswerFact(text=text, detail=BulletDetail(), parent_id=mention.position if mention else None))
    return lines


def _by_employer(rest: str, mentions: Sequence[Mention]) -> list[tuple[Mention | None, str]]:
    """The words by the employer they are about; of several employers only where each is followed by its own words."""
    if not mentions:
        return [(None, rest)]
    if len(mentions) == 1:
        return [(mentions[0], _less(rest, mentions[0]))]
    bounds = [*(mention.start for mention in mentions[1:]), len(rest)]
    parts = [rest[mention.end : end] for mention, end in zip(mentions, bounds, strict=True)]
    trimmed = [re.sub(r"[\s,;]+(?:and|und|et|y|en|e)?\s*$", "", part, flags=_FLAGS).strip(_EDGES) for part in parts]
    if rest[: mentions[0].start].strip(_EDGES) == "" and all(trimmed):
        return list(zip(mentions, trimmed, strict=True))
    if not any(trimmed[:-1]):  # "at Acme and Initech, mostly for tests"
        own = f"{rest[: mentions[0].start].strip(_EDGES)} {trimmed[-1]}".strip()
        return [(mention, own) for mention in mentions]
    return [(None, rest)]


def _less(rest: str, mention: Mention) -> str:
    """The words without the place, which their position says already; a name that is part of a sentence stays."""
    before, after = rest[: mention.start].strip(_EDGES), rest[mention.end :].strip(_EDGES)
    if before and after and not mention.is_placed:
        return rest
    colon = ":" if before and rest[mention.end :].lstrip().startswith(":") else ""
    return f"{before}{colon} {after}".strip()


def _line(words: str, subject: str, used: str) -> str:
    """One line in the person's own words; where they leave out what was asked, its name stands in front."""
    own = _own_words(words)
    if not own:
        return ""
    named = own
    if subject:
        for pattern in (_USED_IT, _DID_IT):
            named = " ".join(pattern.sub(lambda match: f"{match[1]} {subject} ", named).split())
        named = _IT.sub(f"{subject} ", named)
    if not subject or names(named, subject):
        return _begun(named)
    if _PREPOSITION.match(own):
        return f"{used if _ENGLISH.match(own) else subject} {own[0].lower()}{own[1:]}"
    return f"{subject}: {own}"


def _own_words(words: str) -> str:
    return _ME.sub("", _HERE.sub("", _JOINS.sub("", words.strip(_EDGES)))).strip(_EDGES)


def _begun(text: str) -> str:
    return text[:1].upper() + text[1:]


def _holds(line: AnswerFact, said: str, facts: Sequence[ResumeFact], language: str, today: date | None) -> bool:
    """Whether the prover finds the line in the answer it was made of, at the employer it is put under."""
    place = next((fact for fact in facts if fact.id == line.parent_id), None)
    where: Detail | None = place.detail if place and isinstance(place.detail, PositionDetail) else None
    cited = grounding.CitedFact(text=said, detail=line.detail, parent_text=place.text if place else None, parent=where)
    languages = dict.fromkeys((language[:2], detect_language(said), *_languages_of_yes(said)))
    return any(grounding.check(line.text, [cited], language=each, today=today).supported for each in languages)


def _languages_of_yes(said: str) -> list[str]:
    """The languages whose yes stands in the words: an answer is too short to be told by anything else."""
    spoken = _words(said)
    return [language for forms, language in _SPOKEN_BY if set(forms.split("|")) & spoken]


def _words(text: str) -> set[str]:
    return {word.casefold() for word in re.findall(r"\w+", text)}
