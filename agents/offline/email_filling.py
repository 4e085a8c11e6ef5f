"""Arguments of the tools for mail, out of a clause and the situation it is said in."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from agents.offline.email_contents import own_words, written
from agents.offline.email_filters import ages_of, filter_of, mailbox_of, rule_of
from agents.offline.email_references import address_in, at_hand, it, last_dealt_with, name_in, pointed, shown
from agents.offline.email_wordings import DRAFT, MAIL, REFUSES, RULE, change_of
from agents.offline.language import fold
from agents.offline.plan import Filled, Kind
from agents.offline.references import Situation
from tools.registry import AnySpec

_PATH = re.compile(r"(?<!\S)(?:~|\.{0,2})/[\w./~ -]*[\w~-]")
_PLACES: tuple[tuple[str, str], ...] = (
    ("gmail", r"\b(?:gmail|google ?mail|google)\b"), ("imap", r"\bimap\b"),
    ("folder", r"\b(?:folder|maildir|mbox|ordner|dossier|carpeta)\b"),
)  # fmt: skip
_NOT = re.compile(
    rf"{REFUSES}|"
    r"\b(?:no|not|none|n[o']t|isn'?t|aren'?t|wasn'?t|kein\w*|nicht|pas|ninguna?|wrong|false|spam|junk|"
    r"rubbish|nonsense)\b"
)
_OFF = re.compile(
    r"\b(?:off|deactivat\w*|disabl\w*|stop|pause|aus ?schalt\w*|aus|deaktivier\w*|desactiv\w*|eteins|apaga)\b"
)
_ABOUT_JOB = re.compile(
    r"\b(?:about|for|of|is|belongs to|zu|fur|pour|de|para|sobre) (?:the )?(?:job|stelle|poste|empleo) #?(\d{1,5})\b"
)
_RULE_ABOUT = re.compile(
    rf"\b(?:the|that|my|die|la|le) (?:mail )?(?!mail\b)([\w -]{{2,40}}?) {RULE}\b|\b{RULE} (?:about|for|on|"
    rf"with|uber|fur|sur|sobre|para|de) (?:the )?([\w@. -]{{2,40}}?)(?= off| on|[.!?]|$)"
)
_ALL = re.compile(r"\b(?:all|both|every|alle|beide|tous|todos|everything)\b")
_VERDICTS = re.compile(
    r"\b(yes|no|ja|nein|oui|non|si)\b(?:\s+(?:to|zu|for|bei|pour|al?|le|la|el|number))*\s*#?(\d{1,5})"
)
_NUMBERED = re.compile(r"\d{1,5}")


def fill_mail_tool(spec: AnySpec, text: str, situation: Situation) -> Filled:
    """Arguments for one of the tools in `OF_MAIL`; what is required and was not said is `missing`."""
    return _READERS[spec.name](spec, text, situation)


def _known(spec: AnySpec, found: Mapping[str, Any]) -> dict[str, Any]:
    """Only what the tool takes."""
    return {name: value for name, value in found.items() if name in spec.input.model_fields}


def _nothing(_spec: AnySpec, _text: str, _situation: Situation) -> Filled:
    return Filled(({},))


def _connect(_spec: AnySpec, text: str, _situation: Situation) -> Filled:
    found: dict[str, Any] = {}
    path = _PATH.search(text)
    kinds = [kind for kind, said in _PLACES if re.search(said, fold(text))]
    address = address_in(text)
    if path:
        found |= {"kind": "folder", "path": path.group().strip()}
    elif kinds:
        found["kind"] = kinds[0]
    if address and "@" in address:
        found["address"] = address
        if "kind" not in found and address.endswith(("@gmail.com", "@googlemail.com")):
            found["kind"] = "gmail"
    return Filled((found,))


def _sync(_spec: AnySpec, text: str, _situation: Situation) -> Filled:
    address = address_in(text)
    source = (address if address and "@" in address else None) or mailbox_of(text)
    return Filled(({"source": source} if source else {},))


def _syncs(_spec: AnySpec, text: str, situation: Situation) -> Filled:
    folded = re.sub(
        r"\b(?:the |der |la )?(?:last|letzte\w*|dernier\w*|ultim\w+) (?:mail ?)?(?:sync\w*|abruf\w*|mailabruf\w*)",
        " ",
        fold(text),
    )
    days = ages_of(folded, situation.today).get("within_days")
    found = {"mailbox": mailbox_of(text), "days": days}
    return Filled(({name: value for name, value in found.items() if value},))


def _list(spec: AnySpec, text: str, situation: Situation) -> Filled:
    found = _known(spec, filter_of(text, situation))
    if at_hand(situation) == "mail" and re.match(
        r"(?:show |list |give me |some )*(?:more|older ones|the rest|mehr|weitere|plus|mas)\b", fold(text)
    ):
        before = dict(_before(situation))
        return Filled(({**before, "limit": min(200, 2 * int(before.get("limit", 20)))},))
    if at_hand(situation) == "mail" and re.match(
        r"(?:and |only |just |but )*(?:the )?(?:unread|starred|archived)", fold(text)
    ):
        found = {**_known(spec, dict(_before(situation))), **found}
    return Filled((found,))


def _before(situation: Situation) -> Mapping[str, Any]:
    """The filter of the list that was shown last, which a change of it goes on from."""
    memory = situation.memory
    return memory.last_arguments if memory.last_tool == "list_emails" and not situation.before else {}


def _one_mail(text: str, situation: Situation) -> str | None:
    """The mail that is meant: shown before, named, described, or the one last dealt with."""
    found = pointed("mail", text, situation)
    if found:
        return found[0]
    if name := name_in(text):
        return name
    if address := address_in(text):
        return address
    if said := filter_of(text, situation).get("query"):
        return str(said)
    return last_dealt_with("mail", situation)


def _show(_spec: AnySpec, text: str, situation: Situation) -> Filled:
    found = pointed("mail", text, situation)
    if len(found) > 1:
        return Filled(tuple({"email": one} for one in found))
    return _taken_back(_spec, text, situation)


def _taken_back(_spec: AnySpec, text: str, situation: Situation) -> Filled:
    one = _one_mail(text, situation)
    return Filled(({"email": one},)) if one else Filled(({},), "email")


def _change(_spec: AnySpec, text: str, situation: Situation) -> Filled:
    mark = change_of(fold(text))
    found = list(pointed("mail", text, situation))
    if not found and (one := _one_mail(text, situation)):
        found = [one]
    arguments = {"change": mark} if mark else {}
    if not found:
        return Filled((arguments,), "emails")
    return Filled(({"emails": found, **arguments},), None if mark else "change")


def _tidy(spec: AnySpec, text: str, situation: Situation) -> Filled:
    mark = change_of(fold(text))
    found = _known(spec, filter_of(text, situation))
    if mark in {"read", "unread"} and not re.search(
        r"\b(?:all|every|die|alle) (?:\w+ ){0,2}unread\b|\bungelesenen\b", fold(text)
    ):
        found.pop("unread", None)
    return Filled(({**found, "change": mark},)) if mark else Filled((found,), "change")


def _review(_spec: AnySpec, text: str, situation: Situation) -> Filled:
    folded = fold(text)
    job = _ABOUT_JOB.search(folded)
    about = folded[: job.start()] + folded[job.end() :] if job else folded
    if len(several := _VERDICTS.findall(about)) > 1:
        return Filled(tuple({"item": number, "accept": not _NOT.search(said)} for said, number in several))
    found = pointed("review", about, situation) or tuple(_NUMBERED.findall(about))
    call: dict[str, Any] = {"accept": not _NOT.search(about)}
    if job:
        call["job"] = job[1]
    if not found and _ALL.search(about):
        found = tuple(str(number) for number in situation.memory.known["review"])
    items = found or shown("review", text, situation) or tuple(filter(None, [it("review", text, situation)]))
    return Filled(tuple({"item": one, **call} for one in items)) if items else Filled((call,), "item")


def _draft(spec: AnySpec, text: str, situation: Situation) -> Filled:
    found = _known(spec, written(text, situation))
    memory = situation.memory
    unwritten = memory.unwritten if not situation.before else None
    how: dict[str, Any] = {name: found[name] for name in ("tone", "language") if name in found}
    if how and not situation.before and memory.last_tool == "draft_email" and not set(found) - {*how, "email"}:
        return Filled(({**memory.last_arguments, **how},))
    if unwritten is not None and not {"email", "to", "job"} & set(found):
        found = (
            {**unwritten, **found}
            if {"details", "purpose", "body"} & set(found)
            else {**unwritten, "details": [_bare(text)]}
        )
    if not {"email", "to", "job"} & set(found):
        return Filled((found,), "email")
    return Filled((found,))


def _bare(text: str) -> str:
    start, own = own_words(text)
    return own or text[start:].strip() or text.strip(" .")


def _a_draft(_spec: AnySpec, text: str, situation: Situation) -> Filled:
    found = pointed("draft", text, situation)
    numbered = re.search(rf"\b{DRAFT}\s*(?:number|no\.?|nr\.?|#)?\s*#?(\d{{1,5}})\b", fold(text))
    named = found[0] if found else numbered[1] if numbered else None
    return Filled(({"draft": named} if named else {},))


def _trends(_spec: AnySpec, text: str, situation: Situation) -> Filled:
    days = ages_of(fold(text), situation.today).get("within_days")
    return Filled(({"days": max(7, days)} if days else {},))


def _rule_saved(_spec: AnySpec, text: str, _situation: Situation) -> Filled:
    found = rule_of(text)
    missing = next((name for name in ("conditions", "actions") if name not in found), None)
    return Filled((found,), missing)


def _rule_named(text: str, situation: Situation) -> str | None:
    found = pointed("rule", text, situation)
    if found:
        return found[0]
    if match := _RULE_ABOUT.search(fold(text)):
        return next(part for part in match.groups() if part).strip()
    return it("rule", text, situation)


def _rule_switched(_spec: AnySpec, text: str, situation: Situation) -> Filled:
    rule = _rule_named(text, situation)
    on = {"on": not _OFF.search(fold(text))}
    return Filled(({"rule": rule, **on},)) if rule else Filled((on,), "rule")


def _rule_deleted(_spec: AnySpec, text: str, situation: Situation) -> Filled:
    rule = _rule_named(text, situation)
    return Filled(({"rule": rule},)) if rule else Filled(({},), "rule")


def _to_calendar(_spec: AnySpec, text: str, situation: Situation) -> Filled:
    found = pointed("appointment", text, situation)
    return Filled(({"appointment": found[0]} if found else {},))


def answers_mail(missing: str, text: str, situation: Situation) -> list[dict[str, Any]]:
    """What a reply gives for an argument of a tool for mail that was asked for."""
    kinds: Mapping[str, Kind] = {"email": "mail", "emails": "mail", "rule": "rule", "item": "review"}
    plain = text.strip(" .!?")
    found = pointed(kinds[missing], text, situation) or tuple(_NUMBERED.findall(plain)) or (
        (name,) if (name := name_in(text)) else ())  # fmt: skip
    if not found and 0 < len(plain.split()) <= 4 and not re.fullmatch(rf"{MAIL}", fold(plain)):
        found = (plain,)
    if missing == "emails":
        return [{"emails": list(found)}] if found else []
    return [{missing: one} for one in found[:1]]


_READERS: Mapping[str, Callable[[AnySpec, str, Situation], Filled]] = {
    "list_mailboxes": _nothing, "connect_mailbox": _connect, "sync_email": _sync, "show_syncs": _syncs,
    "list_emails": _list, "show_email": _show, "list_review": _nothing, "decide_review": _review,
    "undo_email_effect": _taken_back, "change_emails": _change, "tidy_emails": _tidy, "draft_email": _draft,
    "list_drafts": _nothing, "send_email": _a_draft, "discard_draft": _a_draft, "email_trends": _trends,
    "list_rules": _nothing, "save_rule": _rule_saved, "switch_rule": _rule_switched, "delete_rule": _rule_deleted,
    "list_appointments": _nothing, "add_to_calendar": _to_calendar,
}  # fmt: skip
OF_MAIL = frozenset(_READERS)
ASKED_OF_MAIL = frozenset({"email", "emails", "rule", "item"})
