"""What a posting asks for besides skills and languages: years of experience, a degree."""

import re
from collections.abc import Iterator

from tools.jobs.cleaning.passages import sentences_with
from tools.jobs.cleaning.schemas import Degree, Education, Years
from tools.jobs.matching.degrees import degree_levels, experience_counts_instead
from tools.jobs.parsing.guarded import Guarded, guarded
from tools.jobs.parsing.requirements import years_in

# What is a wish and no condition.
WISH = guarded(
    r"nice[- ]to[- ]have|\b(?:preferred|desired|desirable|preferably|ideally|optional|bonus|welcome|beneficial|"
    r"advantageous)\b|\b(?:a|big|huge|"
    r"strong|definite|real|is|are|an) (?:plus|asset|advantage|bonus)\b|\bplus\s*[.!)]?\s*$|not required|"
    r"would be (?:great|nice)|"
    r"von vorteil|wünschenswert|idealerweise|vorteilhaft|pluspunkt|ein plus|gern gesehen|\bun (?:vrai )?plus\b|"
    r"un atout|apprécié|souhaité|"
    r"idéalement|se valora|valorable|deseable|idealmente|\bpré\b|"
    r"pluspunt|diferencial|desejável|gradit|preferibil|一?加分",
    re.I,
)
_YEAR_WORDS = (
    "year", "yrs", "yoe", "jahre", "jähr", " ans", "années", "años", "anos", " jaar", " anni", "年",
)  # fmt: skip
_EXPERIENCE = guarded(
    r"experien|expérien|esperien|erfahr|ervaring|experiên|\byoe\b|track record|background|working (?:in|as|with)|"
    r"practice|praxis|berufs|"
    r"经验|proven|hands[- ]on|professional|seniority|tätigkeit|in (?:a |an )?(?:similar|comparable) (?:role|position)|"
    r"ancienneté",
    re.I,
)
_NOT_ASKED = re.compile(
    r"^\W*(?:we|our|since|founded|for (?:over|more than|the (?:last|past))|with (?:over|more than) \d+ years|"
    r"(?-i:At (?!least)[A-Z]\w+)|wir|seit|nous|notre|depuis|the company|"
    r"as a (?:leading|global|family)|unser\w*|con más de|nuestra|fondée?|over \d+ years)\b|"
    r"\b(?:combined|collective|in business|anniversary|company history|old company|years? of age|years? old|warranty|"
    r"contract|befristet|laufzeit|vesting|"
    r"tenure|history|erfolgsgeschichte|markt|unternehmensgeschichte|heritage|tradition)\b",
    re.I,
)
_LOOKING = guarded(
    r"looking for|seeking|require|you (?:have|bring|must)|candidate|suchen|recherch|expect|erwarten", re.I
)
_OF_AGE = guarded(
    r"\b(?:16|18|21) (?:years|yrs|jahre|ans|años|anos|anni|jaar)\b[^.\n]{0,12}(?:old|older|of age|alt|plus|over)", re.I
)
_OR_LESS = guarded(
    r"\bor\b[^.;\n]{0,40}?\b(?P<count>\d{1,2})\+? ?(?:years?|yrs?)\b[^.;\n]{0,60}\b(?:master|ph\.?d|degree|advanced)",
    re.I,
)
_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_SPAN_IN_WORDS = guarded(rf"\b(?P<low>{'|'.join(_WORDS)}) (?:to|or|-|–) (?:{'|'.join(_WORDS)}) years", re.I)
_DEGREES: dict[int, Degree] = {1: "school", 2: "vocational", 3: "bachelor", 4: "master", 5: "doctorate"}
_DEGREE_CUE = (
    "degree", "bachelor", "master", "ph.d", "phd", "ph d", "doctora", "doktor", "diplom", "b.sc", "bsc", "m.sc",
    "msc", "mba", "b.a", "b.s", "bs/", "ba/", "bs in", "ba in", "bs or", "ms in", "btech", "b.tech", "studium",
    "hochschul", "ausbildung", "licenciatura", "licenciad", "grado", "título", "titulaci", "máster", "bac +",
    "bac+", "bts", "dut", "licence", "high school", "high-school", "ged", "abitur", "laurea", "opleiding", "hbo",
    "mbo", "graduação", "ensino", "matura", "apprenticeship", "vocational", "secondary school", "formation",
    "formación", "bachillerato", "abschluss", "lehre", "promotion in", "promovier", "magister", "ingénieur",
    "ingenier", "nvq", "gcse", "a-level", "a level", "本科", "硕士", "博士", "大专", "dottorato", "mestrado",
    "doutorado", "school diploma", "schulabschluss", "curso técnico", "ciclo formativo", "wo-", "wo ",
)  # fmt: skip
_MORE_DEGREES: tuple[tuple[int, Guarded], ...] = (
    (5, guarded(r"\bpromotion (?:in|im)|promoviert|dottorato|doutorado|博士", re.I)),
    (4, guarded(
        r"laurea magistrale|masteropleiding|\bwo[- ](?:master|niveau|werk|opleiding)|mestrado|硕士|bac ?\+ ?[56]|"
        r"école d['’]ingénieurs?|diplôme d['’]ingénieur"
    , re.I)),
    (3, guarded(
        r"\blaurea\b(?! magistrale)|laurea triennale|\bhbo\b|graduação|ensino superior|本科|fachhochschul|\bB\.?S\.?/|"
        r"\bBS\b|\bBA/BS\b|bachelor|\b(?:college|university) degree|universitair"
    , re.I)),
    (2, guarded(
        r"\bmbo\b|abgeschlossene \w*\s?(?:\w+ )?(?:berufs)?ausbildung|berufsausbildung|\blehre\b|lehrabschluss|"
        r"\befz\b|associate'?s? degree|\bCAP\b|\bBEP\b|bac pro|ciclo formativo|curso técnico|ensino técnico|大专|"
        r"apprenticeship|\bNVQ\b|city (?:&|and) guilds"
    , re.I)),
    (1, guarded(
        r"high school|\bged\b|ensino médio|diploma di (?:maturità|scuola)|schulabschluss|\bmatura\b|"
        r"secondary education|\bGCSEs?\b|a[- ]levels?\b"
    , re.I)),
)  # fmt: skip
_NO_DEGREE = guarded(
    r"(?:high|large|great|certain|full|some) degree of|degrees? (?:of|celsius|fahrenheit)|360|no (?:college |"
    r"university |formal )?degree|degree (?:is )?not (?:required|necessary)|"
    r"tuition|reimburs|scrum ?master|master(?:ed|ing|y|s of| (?:new|the|a|an|your|our|any|these|all|complex|it)\b|"
    r"card|piece|class| data| plan| service| electrician|"
    r" plumber| technician| branch)|webmaster|"
    r"ausbildung (?:zum|zur|als) (?:\w+ )?(?:starten|beginnen)|in ausbildung|ausbildungs(?:platz|vergütung|jahr|"
    r"beginn)|grado de|mentor|"
    r"in formazione|formation (?:continue|interne|assurée|initiale assurée|complète à)|weiterbildung|"
    r"promotions? (?:and|opportun)|licence (?:to|plate|number)|"
    r"driving|driver|führerschein|software licen",
    re.I,
)
_INSTEAD = guarded(
    r"or (?:equivalent|comparable|relevant|similar|related)(?! (?:field|discipline|degree|subject|area|technical))|"
    r"equivalent (?:work|practical|professional|combination|experience)|experience in lieu|"
    r"or (?:\d+|several)\+? years|oder (?:eine )?(?:vergleichbare|gleichwertige|ähnliche)|"
    r"ou (?:expérience )?équivalent|o (?:experiencia )?equivalente|of (?:gelijkwaardig|vergelijkbare)|"
    r"o esperienza|in lieu of|or experience|ou experiência",
    re.I,
)


def find_years(text: str) -> Years | None:
    """The least years of experience that are required: of several lines the one that asks for most."""
    best: Years | None = None
    for sentence in _sentences(text, _YEAR_WORDS):
        if WISH.search(sentence) or (_NOT_ASKED.search(sentence) and not _LOOKING.search(sentence)):
            continue
        count = years_in(_SPAN_IN_WORDS.sub(_first_as_digit, sentence))
        if count is None or _OF_AGE.search(sentence) or not (_EXPERIENCE.search(sentence) or len(sentence) < 70):
            continue
        if less := _OR_LESS.search(sentence):
            count = min(count, int(less["count"]))
        if best is None or count > best.min:
            best = Years(min=count, excerpt=sentence)
    return best


def _first_as_digit(match: re.Match[str]) -> str:
    """ "two to four years" as "2 to four years": the lower end counts."""
    return f"{_WORDS.index(match['low'].lower()) + 1} years"


def find_education(text: str) -> Education | None:
    """The lowest degree asked for; not required where experience counts as well or it is a wish."""
    wish: Education | None = None
    for sentence in _sentences(text, _DEGREE_CUE):
        cleaned = _NO_DEGREE.sub(" ", sentence)
        level = _level(cleaned)
        if level is None:
            continue
        open_to_others = bool(_INSTEAD.search(sentence)) or experience_counts_instead(sentence)
        found = Education(
            degree=_DEGREES[level], required=not (open_to_others or WISH.search(sentence)), excerpt=sentence
        )
        if found.required or open_to_others:
            return found
        wish = wish or found
    return wish


def _level(sentence: str) -> int | None:
    more = [level for level, pattern in _MORE_DEGREES if pattern.search(sentence)]
    return min([*degree_levels(sentence), *more], default=None)


def _sentences(text: str, cue: tuple[str, ...]) -> Iterator[str]:
    for start, end in sentences_with(text, cue):
        yield text[start:end]
