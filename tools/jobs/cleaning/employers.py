"""An employer's name without its legal form, and the key that two spellings of it share."""

import re
from functools import lru_cache

from tools.jobs.cleaning.schemas import Employer
from tools.jobs.matching.words import fold

# Forms that are no words of any name; they count in any case, with or without dots.
_PLAIN = (
    r"gmbh\s*&\s*co\.?\s*kga?a?|se\s*&\s*co\.?\s*kga?a?|ag\s*&\s*co\.?\s*kga?a?|ug\s*\(haftungsbeschränkt\)|"
    r"g?gmbh|mbh|ohg|kgaa|e\.\s?k\.|e\.\s?v\.|"
    r"inc\.?|incorporated|l\.?l\.?c\.?|l\.?l\.?p\.?|ltd\.?|limited|plc|p\.l\.c\.|corp\.?|corporation|"
    r"pty\.?\s*(?:ltd\.?|limited)|pvt\.?\s*(?:ltd\.?|limited)|private limited|"
    r"pte\.?\s*(?:ltd\.?|limited)|sdn\.?\s*bhd\.?|co\.,?\s*ltd\.?|"
    r"s\.?\s?à\.?\s?r\.?\s?l\.?|s\.?a\.?r\.?l\.?|s\.?a\.?s\.?u?\.?|e\.?u\.?r\.?l\.?|s\.?\s?c\.?\s?o\.?\s?p\.?|"
    r"s\.p\.a\.?|s\.r\.l\.?s?\.?|srl|s\.n\.c\.|s\.a\.s\. di|"
    r"s\.l\.u?\.?|s\.l\.l\.|slu|s\.a\.u\.?|s\.a\. de c\.v\.?|s\. de r\.l\. de c\.v\.?|sapi de cv|s\.a\.s\.?|"
    r"ltda\.?|eireli|lda\.?|"
    r"b\.v\.?b?\.?a?\.?|bvba|n\.v\.|v\.o\.f\.|"
    r"oyj|oy ab|a/s|aps|asa|sp\.\s*z\s*o\.?\s*o\.?|s\.?r\.?o\.|spol\.\s*s\s*r\.?\s*o\.?|kft\.?|zrt\.?|nyrt\.?|"
    r"d\.o\.o\.?|d\.d\.|s\.?c\.?a\.?|ehf\.?|hf\.|a\.ş\.|ltd\. şti\.|k\.k\.|kabushiki kaisha|"
    r"株式会社|合同会社|有限公司|股份有限公司"
)
# Forms that are words or initials too; they count in capitals at the end of a name.
_CASED = (
    r"AG|A\.G|S\.E|N\.V|SE|KG|UG|SA|S\.A\.|NV|BV|AB|AS|ASA|OY|Oy|SL|SC|KK|SAS|SARL|SPA|SpA|SRL|PC|P\.C\.|LP|L\.P\.|"
    r"Co\.|GbR|eG|eV|"
    r"e\.G\."
)
_FORM = re.compile(rf"(?:^|[\s,]+)(?:(?i:{_PLAIN})|{_CASED})\.?\s*$")
_LEADING = re.compile(r"^(?:株式会社|合同会社)\s*")
_ASIDE = re.compile(
    r"\s*[(\[](?:[SWFX]\d{2}|YC ?[SWFX]\d{2}|[^()\[\]]*\b(?:company|companies|group|YC|acquired|formerly|remote|hiring|"
    r"careers?|jobs)\b[^()\[\]]*)[)\]]\s*$|\s*[-–|]\s*(?:careers?|jobs|karriere|recrutement|stellenangebote)\s*$",
    re.I,
)
_DOMAIN = re.compile(r"\.(?:com|io|ai|co|org|net|app|dev|de|fr|es|it|nl|tech|health|so|inc|eu|ch|at)$")
_NO_LETTERS = re.compile(r"[^\w]+|_")


def clean_employer(company: str | None) -> Employer | None:
    """The employer of a company's name as written; None for a blank one."""
    excerpt = (company or "").strip()
    if not excerpt:
        return None
    name = _without_forms(re.sub(r"\s+", " ", excerpt))
    return Employer(name=name, key=employer_key(name), excerpt=excerpt)


@lru_cache(maxsize=16_384)
def employer_key(company: str) -> str:
    """What two spellings of a name share: no case, accents, punctuation, article, legal form or domain ending."""
    name = fold(_without_forms(re.sub(r"\s+", " ", company.strip())))
    name = name.replace("ß", "ss").replace("æ", "ae").replace("ø", "o").replace("ł", "l")
    shorter = _DOMAIN.sub("", name)
    name = shorter if len(shorter) >= 3 else name
    name = re.sub(r"^(?:the|die|der|das|la|le|les|el)\s+(?=\w)", "", name)
    name = re.sub(r"\s*(?:&|\+)\s*|\s+(?:and|und|et|y|e|en)\s+", " ", name)
    return _NO_LETTERS.sub("", name) or _NO_LETTERS.sub("", fold(company)) or fold(company)


def _without_forms(company: str) -> str:
    name = _LEADING.sub("", _ASIDE.sub("", company))
    for _ in range(4):
        shorter = _FORM.sub("", name).rstrip(" ,;-–&")
        if not re.search(r"\w", shorter) or shorter == name:
            break
        name = shorter
    return name.strip(" ,;|") or company
