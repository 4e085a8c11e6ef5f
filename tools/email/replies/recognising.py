"""What mails are besides alerts and replies: receipts, invitations, parcels, newsletters, and fields to show."""

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

from tools.email.message import Mail
from tools.email.replies.evidence import compiled, folded_line, table_rows
from tools.email.replies.meetings import events, moment_of, stated_day
from tools.email.replies.naming import MAILBOXES, registered, senders
from tools.email.replies.speaking import sentences, spoken_text

MailKind = Literal["receipt", "invitation", "parcel", "newsletter", "promotion", "security", "personal", "other"]
TABLE = "kinds.v1.tsv"
# Earlier ones win where two are shown with equal weight.
_ORDER: tuple[MailKind, ...] = ("security", "parcel", "receipt", "promotion", "newsletter")
_MONEY = re.compile(
    r"(?P<before>[$€£¥]|\b(?:USD|EUR|GBP|CHF|CAD|AUD|SEK|NOK|DKK|PLN|BRL|INR|JPY)|R\$)\s?(?P<a>\d[\d.,'’ ]*\d|\d)|"
    r"(?P<b>\d[\d.,'’]*\d|\d)\s?(?P<after>[$€£¥]|(?:USD|EUR|GBP|CHF|CAD|AUD|SEK|NOK|DKK|PLN|BRL|INR|JPY)\b)"
)
_SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "R$": "BRL"}
_TOTAL = re.compile(
    r"\b(?:grand total|order total|total|amount|gesamt\w*|rechnungsbetrag|summe|montant|importe|totaal|totale|paid)\b",
    re.I,
)
_PART = re.compile(
    r"\b(?:sub-?total|zwischensumme|sous-total|tax|mwst|vat|tva|iva|shipping|versand|livraison|discount|rabatt)\b", re.I
)
_ORDER_NUMBER = re.compile(
    r"\b(?:order|bestell\w*|auftrags?\w*|commande|pedido|ordine|bestelling|booking|buchungs?\w*|invoice|"
    r"rechnungs?\w*|facture|factura|receipt)"
    r"\s*(?:number|no\.?|nr\.?|id|nummer|n[°º]|número|numéro|numero)?\s*[.:#]*\s*#?(?P<id>[A-Z0-9][A-Z0-9-]{3,24})\b",
    re.I,
)
_CARRIERS = (
    "DHL", "UPS", "FedEx", "USPS", "Royal Mail", "Hermes", "Evri", "DPD", "GLS", "PostNL", "Deutsche Post", "La Poste",
    "Colissimo",
    "Chronopost", "Mondial Relay", "Correos", "SEUR", "MRW", "bpost", "Post AT",
    "Swiss Post", "CTT", "Poste Italiane", "BRT",
    "Amazon Logistics", "TNT", "InPost", "Correios", "Canada Post", "Australia Post",
)  # fmt: skip
_TRACKING = re.compile(
    r"\b(?:tracking|sendungs\w*|suivi|seguimiento|rastreio|tracciamento|track\s*&\s*trace|paketnummer|colis|"
    r"shipment)\s*"
    r"(?:number|no\.?|id|code|nummer|n[°º])?\s*[.:#]*\s*(?P<id>[A-Z0-9]{2}[A-Z0-9 ]{5,30}[A-Z0-9])\b|"
    r"\b(?P<ups>1Z[A-Z0-9]{16})\b",
    re.I,
)
_ARRIVES = re.compile(
    r"\b(?:arriv\w+|deliver\w+|expected|zugestellt|zustellung|lieferung|ankommt|livr\w+|entreg\w+|llegar\w*|"
    r"bezorg\w+|consegn\w+)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a mail is, and the fields that a list shows of it; `details["quotes"]` has the words each was read from."""

    kind: MailKind = "other"
    details: dict[str, Any] = field(default_factory=dict)


def recognise(mail: Mail) -> Recognised:
    """The kind of a mail with its fields."""
    kind = kind_of(mail)
    return Recognised(kind, _READERS[kind](mail)) if kind in _READERS else Recognised(kind)


def kind_of(mail: Mail) -> MailKind:
    """The kind of a mail by its parts, its sender and its words."""
    if any(method in (None, "REQUEST", "CANCEL", "PUBLISH", "COUNTER") for _, method in events(mail)):
        return "invitation"
    scores = _scores(mail)
    if mail.is_bulk:
        scores["newsletter"] += 1.5
    best = max(_ORDER, key=lambda kind: scores[kind])
    if scores[best] >= 2:
        return best
    return "personal" if _is_personal(mail) and not mail.is_bulk else "other"


def _scores(mail: Mail) -> defaultdict[MailKind, float]:
    """The heaviest phrase of each kind counts whole, further ones a little, and those of the subject more."""
    subject, text = folded_line(mail.subject), "\n".join(map(folded_line, spoken_text(mail).split("\n")))
    found: defaultdict[MailKind, list[float]] = defaultdict(list)
    for kind, weight, pattern in _phrases():
        if pattern.search(subject):
            found[kind].append(weight + 0.5)
        elif pattern.search(text):
            found[kind].append(weight)
    scores: defaultdict[MailKind, float] = defaultdict(float)
    for kind, weights in found.items():
        scores[kind] = max(weights) + 0.5 * (len(weights) - 1)
    return scores


def _is_personal(mail: Mail) -> bool:
    """Written by somebody in a mailbox of their own, or in a few words to one person."""
    if re.match(
        r"(?:no-?reply|do-?not-?reply|notifications?|news|info|alerts?|service|support|hello|mailer)\b",
        mail.sender.address,
    ):
        return False
    if registered(mail.sender.domain) in senders(MAILBOXES):
        return True
    return bool(mail.sender.name) and len(mail.text) < 2_000 and len(re.findall(r"https?://", mail.text)) <= 2


def _receipt(mail: Mail) -> dict[str, Any]:
    lines = [mail.subject, *mail.text.split("\n")]
    details: dict[str, Any] = {"merchant": mail.sender.name or mail.sender.domain, "quotes": {}}
    if total := _total(lines):
        amount, currency, quote = total
        details |= {"amount": amount, "currency": currency}
        details["quotes"]["amount"] = quote
    for line in lines:
        if (found := _ORDER_NUMBER.search(line)) and any(character.isdigit() for character in found["id"]):
            details["order_number"] = found["id"]
            details["quotes"]["order_number"] = line.strip()
            break
    return details


def _total(lines: list[str]) -> tuple[float, str, str] | None:
    """The sum that is called the total; without one the only sum there is."""
    sums = [(amount, currency, line.strip()) for line in lines for amount, currency in _money(line)]
    totals = [one for one in sums if _TOTAL.search(one[2]) and not _PART.search(one[2])]
    if totals:
        return totals[-1]
    return sums[0] if len({one[:2] for one in sums}) == 1 else None


def _money(line: str) -> list[tuple[float, str]]:
    found = []
    for match in _MONEY.finditer(line):
        amount = _number(match["a"] or match["b"])
        sign = match["before"] or match["after"]
        if amount is not None:
            found.append((amount, _SIGNS.get(sign, sign)))
    return found


def _number(written: str) -> float | None:
    """1.234,50 and 1,234.50 are the same: a mark before one or two last digits divides, others only group."""
    found = re.fullmatch(r"(?P<whole>[\d.,]*?\d)(?:[.,](?P<cents>\d{1,2}))?", re.sub(r"[\s'’]", "", written))
    return float(f"{re.sub(r'[.,]', '', found['whole'])}.{found['cents'] or 0}") if found else None


def _invitation(mail: Mail) -> dict[str, Any]:
    event, method = events(mail)[0]
    starts, zone = moment_of(event, "DTSTART")
    ends, _ = moment_of(event, "DTEND")
    organiser = re.sub(r"^mailto:", "", str(event.get("ORGANIZER") or ""), flags=re.I)
    return {
        "title": str(event.get("SUMMARY") or "") or mail.subject, "starts_at": starts.isoformat() if starts else None,
        "ends_at": ends.isoformat() if ends else None, "timezone": zone, "organizer": organiser or mail.sender.address,
        "method": method, "uid": str(event.get("UID") or "") or None, "quotes": {"title": mail.subject},
    }  # fmt: skip


def _parcel(mail: Mail) -> dict[str, Any]:
    details: dict[str, Any] = {"quotes": {}}
    lines = [mail.subject, *sentences(mail.text)]
    named = f"{mail.sender.name or ''} {mail.sender.domain} {mail.subject} {mail.text}"
    details["carrier"] = next(
        (one for one in _CARRIERS if re.search(rf"(?<!\w){re.escape(one)}(?!\w)", named, re.I)), None
    )
    for line in lines:
        found = _TRACKING.search(line)
        number = re.sub(r"\s", "", (found["id"] or found["ups"]) if found else "")
        if sum(character.isdigit() for character in number) >= 6:
            details["tracking_number"] = number
            details["quotes"]["tracking_number"] = line
            break
    for line in lines:
        if _ARRIVES.search(line) and (day := stated_day(line, mail.sent_at)):
            details["expected_on"] = day.date().isoformat()
            details["quotes"]["expected_on"] = line
            break
    return details


_READERS: dict[str, Callable[[Mail], dict[str, Any]]] = {
    "receipt": _receipt,
    "invitation": _invitation,
    "parcel": _parcel,
}


@cache
def _phrases() -> tuple[tuple[MailKind, int, re.Pattern[str]], ...]:
    known = {kind: kind for kind in _ORDER}
    return tuple(
        (known[kind], int(weight), compiled(phrase)) for kind, weight, phrase in table_rows(TABLE) if kind in known
    )
