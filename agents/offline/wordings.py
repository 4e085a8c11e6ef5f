"""How people name things: nouns, ordinals and pronouns of four languages, as patterns over folded text."""

import re

from agents.offline.plan import Kind

JOB = (
    r"(?:jobs?|requisitions?|positions?|roles?|postings?|openings?|vacanc(?:y|ies)|opportunit(?:y|ies)|gigs?|"
    r"listings?|offers?|"
    r"stellen?|stellenanzeigen?|stellenangebote?|postes?|offres?|emplois?|annonces?|empleos?|"
    r"trabajos?|ofertas?|puestos?|"
    r"vacantes?|anuncios?|applications?|compan(?:y|ies))"
)
RESUME = r"(?:resumes?|resumees?|cvs?|curricul(?:um|ums|os|o|a)(?: vitae)?|lebenslaufe?s?|vita)"
TAILORED = (
    r"(?:(?:tailored|adapted|customi[sz]ed|personali[sz]ed|angepasste[nrs]?|zugeschnittene[nrs]?) "
    r"(?:resumes?|cvs?|versions?|ones?|lebenslauf\w*)|tailoring|pdf|cvs? (?:adaptes?|personnalises?|adaptados?))"
)
LINE = (
    r"(?:lines?|bullets?(?: points?)?|sentences?|claims?|zeilen?|satze?s?|stichpunkte?n?|aufzahlungspunkte?n?|"
    r"lignes?|phrases?|"
    r"puces?|lineas?|frases?|vinetas?)"
)
NOUNS: dict[Kind, str] = {"job": JOB, "resume": RESUME, "tailored": TAILORED}
SMALL = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eins": 1, "zwei": 2, "drei": 3, "vier": 4, "funf": 5, "zehn": 10, "un": 1, "une": 1, "deux": 2, "trois": 3,
    "quatre": 4, "cinq": 5, "dix": 10, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "diez": 10, "eine": 1, "einer": 1,
    "una": 1, "single": 1, "sechs": 6, "sieben": 7, "acht": 8, "neun": 9, "huit": 8, "seis": 6, "siete": 7, "ocho": 8,
    "nueve": 9, "twee": 2, "drie": 3, "vijf": 5, "zes": 6, "zeven": 7, "negen": 9, "tien": 10,
    "twenty": 20, "fifteen": 15, "twelve": 12,
}  # fmt: skip
ORDINALS = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "fifth": 5, "5th": 5,
    "sixth": 6, "6th": 6, "seventh": 7, "7th": 7, "eighth": 8, "8th": 8, "ninth": 9, "9th": 9, "tenth": 10,
    "10th": 10, "erste": 1, "ersten": 1, "erster": 1, "erstes": 1, "zweite": 2, "zweiten": 2, "zweiter": 2,
    "zweites": 2, "dritte": 3, "dritten": 3, "drittes": 3, "vierte": 4, "vierten": 4, "funfte": 5, "funften": 5,
    "premier": 1, "premiere": 1, "deuxieme": 2, "seconde": 2, "troisieme": 3, "quatrieme": 4, "cinquieme": 5,
    "primero": 1, "primera": 1, "primer": 1, "segundo": 2, "segunda": 2, "tercero": 3, "tercera": 3, "tercer": 3,
    "cuarto": 4, "cuarta": 4, "quinto": 5, "quinta": 5, "top": 1, "former": 1, "latter": -1, "last": -1,
    "latest": -1, "newest": -1, "final": -1, "bottom": -1, "letzte": -1, "letzten": -1, "letzter": -1,
    "neueste": -1, "neuesten": -1, "dernier": -1, "derniere": -1, "ultimo": -1, "ultima": -1,
}  # fmt: skip
ORDINAL = "(?:" + "|".join(sorted(ORDINALS, key=len, reverse=True)) + ")"
COUNT = "(?:" + "|".join(sorted(SMALL, key=len, reverse=True)) + r"|\d{1,3})"
JOINT = (
    r"(?:\s*(?:,\s*and|,\s*und|,|&|/|\+|and|or|und|oder|et|ou|y|o|e|vs\.?|versus|with|to|against|"
    r"than|mit|avec|con|gegen|contre)"
    r"\s*)"
)
NOT_A_NUMBER = (
    r"(?![\d.,]*\s*(?:pages?|seiten?|paginas?|%|k\b|weeks?|days?|hours?|years?|percent|euros?|usd|"
    r"eur|th\b|st\b|nd\b|rd\b))"
)
DETERMINER = r"(?:the|that|this|my|our|der|die|das|den|dem|zur|zum|le|la|l'|ma|mon|au|du|el|los|las|al|mi|del)"
NOT_A_THING = (
    r"(?!\s+(?:changes?|rounds?|interviews?|weeks?|months?|years?|time|times|steps?|edits?|"
    r"actions?|pages?|drafts?|days?|"
    r"impressions?|names?|night|anderung\w*|modifications?|cambios?|monday|tuesday|wednesday|"
    r"thursday|friday|saturday|sunday|"
    r"\d+|two|three|four|five|six|seven|eight|ten|twenty|thing|things|of all|choice|few|minute|"
    r"moment|hour|degree|matches|fit\b))"
)
EVERY = re.compile(
    r"\b(?:all (?:of )?(?:them|these|those|the jobs|my jobs|jobs|the resumes|my resumes|three|"
    r"four|five)|everything|every one|each of them|"
    r"every (?:single )?(?:job|posting|resume)|alle(?: stellen| jobs| lebenslaufe)?|(?:tous|"
    r"toutes)(?: les \w+)?|tod[oa]s(?: l[oa]s \w+)?)\b"
)
BOTH = re.compile(
    r"\b(?:both|these two|those two|the two|two of them|beide[nr]?|les deux|tous les deux|ambos|ambas|l[oa]s dos)\b"
)
THOSE = re.compile(r"\b(?:these|those|them|diese[nr]? (?:jobs|stellen|beiden)|dieser jobs|ces|est[oa]s|es[oa]s)\b")
OTHER = re.compile(
    r"\b(?:the other(?: one| job| resume| cv)?|my other (?:cv|resume|one)|de[nr] anderen?|l'autre|"
    r"l[oa] otr[oa]|el otro)\b"
)
BEST = re.compile(
    r"\b(?:(?:the|my|that|your) (?:best|top|highest[- ](?:scoring|ranked|rated)|strongest|"
    r"number one|closest|most suitable|better)"
    r"(?:[- ](?:fit|fits|match|matching|fitting|scoring|ranked|rated|suited|one|job|position|role|"
    r"posting|option|choice|of them|of these|"
    r"pick|candidate|result))*|"
    r"(?:the|that) (?:winner|winning (?:one|job)|favou?rite)|(?:whichever|the one that|"
    r"the job that|whatever) (?:job |one )?(?:fits?|suits?|match\w*|"
    r"scores?|ranks?|is)[\w ]* (?:best|better|highest|first|most)|(?:whichever|whatever|"
    r"whoever) (?:one )?(?:wins|comes out (?:on top|first|best)|is ahead|ranks first|"
    r"scores highest)|die beste|den besten|der besten|dem besten|la meilleure|le meilleur|"
    r"la mejor|el mejor|al mejor|am besten passt|best passende\w*)\b"
)
WORST = re.compile(
    r"\b(?:the|my|that) (?:worst|lowest|weakest|poorest)(?:[- ](?:scor\w+|rank\w+|rated|match\w*|fit\w*|one|job))*\b|"
    r"\b(?:die|der|den) schlechteste\w*|\bla (?:pire|peor)\b|\ble pire\b|\bel peor\b"
)
IT = re.compile(
    r"\b(?:it|its|that one|this one|that|this|there|them|die da|diese stelle|dieser stelle|"
    r"diesen job|dieses? jobs?|dafur|dazu|"
    r"darauf|ihn|ce poste|cette offre|celui-la|celle-ci|celle-la|ca|ese|esa|este|esta|eso|lo)\b"
)
LANGUAGES = {
    "en": (
        re.compile(r"\benglis[hc]\w*|\banglais\w*|\bingles\w*"),
        re.compile(r"english|(?:^|[_ .-])en(?:[_ .-]|$)"),
    ),
    "de": (
        re.compile(r"\bgerman\b|\bdeutsch\w*|\ballemand\w*|\baleman\w*"),
        re.compile(r"lebenslauf|german|deutsch|(?:^|[_ .-])de(?:[_ .-]|$)"),
    ),
    "fr": (
        re.compile(r"\bfrench\b|\bfranzosisch\w*|\bfrancais\w*|\bfranc\w+"),
        re.compile(r"french|francais|(?:^|[_ .-])fr(?:[_ .-]|$)"),
    ),
    "es": (
        re.compile(r"\bspanish\b|\bspanisch\w*|\bespagnol\w*|\bespanol\w*"),
        re.compile(r"curriculum|spanish|espanol|hoja de vida|(?:^|[_ .-])es(?:[_ .-]|$)"),
    ),
}  # what a resume's language is called, and what tells it in a file name
URL = re.compile(
    r"(?:https?://|www\.)[^\s<>\"'`]+|(?<![\w@./-])(?:[a-z0-9-]+\.)+(?:com|org|net|io|dev|jobs|de|"
    r"ch|at|fr|es|co|ai|eu|uk)/[^\s<>\"'`]+",
    re.IGNORECASE,
)
FILE = re.compile(r"[\w()-]+(?:[ .][\w()-]+)*?\.(?:pdf|docx?|txt|md|odt|json|rtf)\b", re.IGNORECASE)
UUID = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", re.IGNORECASE)
QUOTED = re.compile(r"[\"“”„«»]\s*([^\"“”„«»]{2,400}?)\s*[\"“”«»]|(?<!\w)'([^'\n]{3,400}?)'(?!\w)|`([^`]{2,400})`")
ATTACHED = re.compile(
    r"^\s*\[attached (?P<kind>\w+): (?P<name>.+?)(?:, (?:\w+) "
    r"(?P<number>\d+))?\]\s*$",
    re.MULTILINE,
)


def urls(text: str) -> list[str]:
    """The addresses in the text, each once, without the sentence's punctuation; `www.` becomes https."""
    found = [clean_url(match.group()) for match in URL.finditer(text)]
    return list(dict.fromkeys(found))


def clean_url(written: str) -> str:
    """The address without what the sentence put around it."""
    address = written.rstrip(".,;:!?…")
    while address.endswith((")", "]", "}")) and address.count(address[-1]) > address.count(
        {")": "(", "]": "[", "}": "{"}[address[-1]]
    ):
        address = address[:-1].rstrip(".,;:!?…")
    return address if "://" in address else f"https://{address}"


def quoted(text: str) -> str | None:
    """The first quoted passage."""
    match = QUOTED.search(text)
    return next((part for part in match.groups() if part), None) if match else None
