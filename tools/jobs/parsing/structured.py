"""A schema.org JobPosting turned into a draft: its many shapes of place, pay, employer and date."""

import re
from typing import Any

import pycountry

from tools.jobs.parsing.assembly import Draft, squeeze
from tools.jobs.parsing.jsonld import Node, as_list, text_of
from tools.jobs.parsing.markup import fragment_to_text
from tools.jobs.parsing.role import normal_employment, read_date
from tools.jobs.parsing.salary import find_salary
from tools.jobs.schemas import RemoteKind, Salary, SalaryPeriod

_PERIODS: dict[str, SalaryPeriod] = {
    "hour": "hour", "hourly": "hour", "hr": "hour", "day": "day", "daily": "day", "week": "week", "weekly": "week",
    "month": "month", "monthly": "month", "mon": "month", "year": "year", "yearly": "year", "annual": "year",
    "annually": "year", "ann": "year", "anually": "year", "yr": "year", "per_year": "year", "per_hour": "hour",
}  # fmt: skip
_MORE_TEXT = [
    ("responsibilities", "Responsibilities"),
    ("qualifications", "Qualifications"),
    ("experienceRequirements", "Experience"),
    ("educationRequirements", "Education"),
    ("skills", "Skills"),
    ("jobBenefits", "Benefits"),
]


def draft_of(node: Node, url: str) -> Draft:
    """What a JobPosting object states; fields it leaves out stay None."""
    text = _full_text(node)
    return Draft(
        title=text_of(node.get("title") or node.get("name")) or "",
        text=text,
        source="json-ld",
        company=_company(node),
        location=_location(node),
        remote=_remote(node),
        salary=_salary(node),
        employment_type=_employment(node),
        requisition_id=text_of(node.get("identifier")),
        posted_at=read_date(node.get("datePosted")),
        valid_through=read_date(node.get("validThrough")),
        url=url,
        apply_url=_apply_url(node),
        language=_language(node),
    )


def _full_text(node: Node) -> str:
    parts = [fragment_to_text(str(node.get("description") or ""))]
    for key, heading in _MORE_TEXT:
        values = [value for value in as_list(node.get(key)) if value]
        texts = [fragment_to_text(value) if isinstance(value, str) else (text_of(value) or "") for value in values]
        lines = [text for text in texts if len(text) > 3 and squeeze(text)[:120] not in squeeze("\n".join(parts))]
        if lines:
            body = lines[0] if len(lines) == 1 else "\n".join(f"- {line}" for line in lines)
            parts.append(f"{heading}:\n{body}")
    return "\n\n".join(part for part in parts if part)


def _company(node: Node) -> str | None:
    employer = node.get("hiringOrganization")
    if isinstance(employer, list):
        employer = employer[0] if employer else None
    if isinstance(employer, dict):
        return text_of(employer.get("name") or employer.get("legalName"))
    name = text_of(employer)
    return None if name is None or name.lower() in ("confidential", "n/a") or name.startswith("http") else name


def _location(node: Node) -> str | None:
    places = [place for place in (_place(item) for item in as_list(node.get("jobLocation"))) if place]
    if not places:
        places = [
            name for name in (text_of(item) for item in as_list(node.get("applicantLocationRequirements"))) if name
        ]
    return "; ".join(dict.fromkeys(places)) or None


def _place(item: Any) -> str | None:
    if not isinstance(item, dict):
        return text_of(item)
    address = item.get("address")
    if isinstance(address, list):
        address = address[0] if address else None
    if not isinstance(address, dict):
        return text_of(address) or text_of(item.get("name"))
    parts = [text_of(address.get(key)) for key in ("addressLocality", "addressRegion", "addressCountry")]
    said: list[str] = []
    for part in parts:
        # "Berlin, Germany" with region "Berlin" and country "Germany" is one place, said once.
        if part and not any(
            squeeze(part) in squeeze(known).split(", ") or squeeze(part) == squeeze(known) for known in said
        ):
            said.append(part)
    return ", ".join(said) or text_of(item.get("name")) or text_of(address.get("streetAddress"))


def _remote(node: Node) -> RemoteKind | None:
    kinds = " ".join(str(kind) for kind in as_list(node.get("jobLocationType"))).lower()
    if "telecommute" in kinds or "remote" in kinds:
        return "remote"
    return "hybrid" if "hybrid" in kinds else "onsite" if "onsite" in kinds or "on-site" in kinds else None


def _employment(node: Node) -> str | None:
    kinds = [text_of(kind) or "" for kind in as_list(node.get("employmentType"))]
    names = [name for name in (normal_employment(kind) for kind in kinds) if name]
    return "; ".join(dict.fromkeys(names)) or None


def _salary(node: Node) -> Salary | None:
    """baseSalary in any of its shapes; an aggregator's estimatedSalary is not the employer's word."""
    base = node.get("baseSalary")
    if isinstance(base, list):
        base = base[0] if base else None
    if not base:
        return None
    if not isinstance(base, dict):
        return _plain_salary(str(base), text_of(node.get("salaryCurrency")))
    currency = text_of(base.get("currency") or node.get("salaryCurrency"))
    value = base.get("value", base)
    if isinstance(value, list):
        value = value[0] if value else None
    if not isinstance(value, dict):
        value = {"value": value, "unitText": base.get("unitText")}
    low, high, exact = (_amount(value.get(key)) for key in ("minValue", "maxValue", "value"))
    if not any((low, high, exact)):
        return _plain_salary(str(value.get("value") or ""), currency)
    unit = str(value.get("unitText") or base.get("unitText") or "").strip().lower()
    return _stated(
        low or exact, high or (exact if not low else None), currency, _PERIODS.get(unit.removeprefix("per "))
    )


def _stated(low: float | None, high: float | None, currency: str | None, period: SalaryPeriod | None) -> Salary:
    code = currency.upper() if currency and pycountry.currencies.get(alpha_3=currency.upper()) else None
    shown = " - ".join(dict.fromkeys(f"{amount:,.2f}".removesuffix(".00") for amount in (low, high) if amount))
    words = "up to " * (low is None) + "from " * (high is None)
    excerpt = f"{words}{code + ' ' if code else ''}{shown}{' per ' + period if period else ''}"
    return Salary(min=low, max=high, currency=code, period=period, excerpt=f"Salary: {excerpt}")


def _plain_salary(words: str, currency: str | None) -> Salary | None:
    if re.fullmatch(r"[\d.]+", words) and (amount := _amount(words)):
        return _stated(amount, amount, currency, None)
    return find_salary(f"Salary: {words}")


def _amount(value: Any) -> float | None:
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, (int, float)):
        return float(value) if value > 0 else None
    text = re.sub(r"[^\d.,]", "", str(value))
    text = re.sub(r"[.,](?=\d{3}(?:\D|$))", "", text).replace(",", ".")
    try:
        return float(text) or None
    except ValueError:
        return None


def _apply_url(node: Node) -> str | None:
    for key in ("applicationContact", "potentialAction", "directApply"):
        value = node.get(key)
        if isinstance(value, dict) and str(value.get("url") or value.get("target") or "").startswith("http"):
            return str(value.get("url") or value.get("target"))
    return None


def _language(node: Node) -> str | None:
    code = text_of(node.get("inLanguage")) or ""
    return code[:2].lower() if re.fullmatch(r"[a-zA-Z]{2}(?:[-_]\w+)?", code) else None
