"""E-mails out of templates and facts: nothing in them is claimed but what the posting, a fact or the person says."""

import re
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any

from tools.content.choosing import Material
from tools.content.first_person.place import wants_an_article
from tools.content.letter import body_sentences
from tools.content.phrases import as_signed, listed, phrases, short_company, short_title, toned
from tools.content.schemas import ContentSentence, Draft, MailKind, Tone
from tools.content.wording import assembled
from tools.resumes.schemas import ContactDetail, ResumeFact
from tools.yaml_text import parse_yaml

_OPTIONAL = re.compile(r"\[([^\]]*)\]")
_TIMES = re.compile(
    r"\b(?:free|available|frei|verfügbar|zeit|disponibles?|libres?|beschikbaar|disponível|livre|mon|tues|wednes|thurs|fri|"
    r"satur|sun)(?:day)?s?\b|(?:montag|dienstag|mittwoch|donnerstag|freitag|lundi|mardi|mercredi|jeudi|vendredi|lunes|"
    r"martes|miércoles|jueves|viernes|maandag|dinsdag|woensdag|donderdag|vrijdag|segunda|terça|quarta|quinta|sexta)|"
    r"\d\s?(?:am|pm|uhr|h)\b|\d:\d\d",
    re.IGNORECASE,
)
_FREE = re.compile(
    r"^(?:I(?:['’]m| am)|ich (?:bin|habe)|je suis|estoy|ik ben|estou)\s+"
    r"(?:free|available|frei|verfügbar|zeit|disponible|"
    r"libre|beschikbaar|vrij|disponível|livre)\s+(?:(?:on|at|from|am|um|le|el|op|em|na|no)\s+)?",
    re.IGNORECASE,
)


def mail_kind(prompt: str | None) -> MailKind:
    """Which mail a prompt asks for; one that asks after an application where it does not say."""
    for kind, (said, _, _) in mail_kinds().items():
        if prompt and re.search(rf"(?<!\w)(?:{said})", prompt, re.IGNORECASE):
            return kind
    return "follow_up"


@lru_cache(maxsize=1)
def mail_kinds() -> dict[MailKind, tuple[str, str, str]]:
    """Every kind of mail: how a prompt says it, its title, what it is for."""
    raw = parse_yaml((files("tools.content") / "data" / "mails.yaml").read_text(encoding="utf-8"))
    kinds: dict[MailKind, tuple[str, str, str]] = {kind: tuple(entry) for kind, entry in raw["kinds"].items()}
    return kinds


def times_in(claims: Sequence[str]) -> list[str]:
    """Those of a prompt's sentences that tell when somebody is free, without "I am free"."""
    return [_FREE.sub("", claim).strip() for claim in claims if _TIMES.search(claim)]


def write_mail(
    kind: MailKind,
    *,
    language: str,
    tone: Tone,
    facts: Sequence[ResumeFact] = (),
    title: str | None = None,
    company: str | None = None,
    material: Material | None = None,
    recipient: str | None = None,
    details: Sequence[str] = (),
) -> Draft:
    """The mail; `details` are the person's own words. One that asks for a referral says what `material` shows."""
    words, texts = phrases("phrases", language), phrases("mails", language)[kind]
    company = short_company(company) or None
    job = _named(words, short_title(title) if title else None, company)
    quotes = [part for part in (title, company) if part]
    contacts: dict[str, ResumeFact] = {f.detail.field: f for f in facts if isinstance(f.detail, ContactDetail)}
    greeting = toned(words["addressed" if recipient else "salutation"], _mail_tone(tone))
    name = contacts.get("name")
    sentences = _sentences(kind, texts, job, quotes, material, tone, details)
    draft = Draft(
        kind="email",
        title=" – ".join(part for part in (mail_kinds()[kind][1], job.get("title"), company) if part),
        subject=_filled(texts["subject"], job),
        salutation=greeting.format(recipient=recipient),
        sentences=[*sentences, *_reach(words, contacts, sentences[-1].paragraph + 1)],
        closing=toned(words["closing"], "friendly" if tone in {"friendly", "enthusiastic"} else "concise"),
        signature=as_signed(name.detail.value) if name and isinstance(name.detail, ContactDetail) else None,
        text="",
        language=language,
        tone=tone,
        job_title=job.get("title"),
        company=company,
    )
    return draft.model_copy(update={"text": assembled(draft)})


def _mail_tone(tone: Tone) -> str:
    """A mail greets less stiffly than a letter, but for French, Spanish and the like as formally as asked."""
    return "friendly" if tone == "enthusiastic" else tone


def _named(words: dict[str, Any], title: str | None, company: str | None) -> dict[str, str]:
    if not title:
        return {}
    frame = words["beside" if company and wants_an_article(company) else "at"]
    return {"title": title, "at": frame.format(company=company) if company else "", "company": company or ""}


def _filled(template: str, job: dict[str, str]) -> str:
    shown = _OPTIONAL.sub(lambda found: found[1] if job else "", template)
    return shown.format(**job) if job else shown


def _sentences(
    kind: MailKind,
    texts: dict[str, Any],
    job: dict[str, str],
    quotes: list[str],
    material: Material | None,
    tone: Tone,
    details: Sequence[str],
) -> list[ContentSentence]:
    lines = [
        ContentSentence(
            text=_filled(line, job),
            kind="application" if job and "{title}" in line else "connective",
            quotes=quotes if job and "{title}" in line else [],
        )
        for line in [*texts["lines"], *(texts.get("courtesy", []) if tone != "concise" else [])]
    ]
    shown = body_sentences(material, tone, "short") if kind == "referral" and material is not None else []
    lines += [sentence.model_copy(update={"paragraph": sentence.paragraph + 1}) for sentence in shown]
    last = lines[-1].paragraph + 1
    if kind == "availability":
        times = "; ".join(detail.rstrip(". ") for detail in details)
        text = texts["times"].format(details=times) if details else texts["no_times"]
        lines.append(ContentSentence(text=text, kind="own" if details else "connective", paragraph=last,
                                     origin="person" if details else "source"))  # fmt: skip
    else:
        lines += [
            ContentSentence(text=_closed(detail), kind="own", origin="person", paragraph=last) for detail in details
        ]
    after = lines[-1].paragraph + (kind == "referral")
    return [*lines, *(ContentSentence(text=t, kind="connective", paragraph=after) for t in texts.get("ending", []))]


def _closed(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _reach(words: dict[str, Any], contacts: dict[str, ResumeFact], paragraph: int) -> list[ContentSentence]:
    found = [contacts[name] for name in ("email", "phone") if name in contacts]
    values = [fact.detail.value for fact in found if isinstance(fact.detail, ContactDetail)]
    if not values:
        return []
    text = words["reach"].format(ways=listed(values, words["or"]))
    ids = [fact.id for fact in found]
    return [ContentSentence(text=text, kind="contact", fact_ids=ids, paragraph=paragraph)]
