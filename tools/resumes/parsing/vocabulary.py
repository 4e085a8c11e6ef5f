"""Words that tell a job title from an employer from a place, in six languages; every list is evidence, never a rule."""

import re

from tools.resumes.parsing.wordlists import word_list

TITLE_ENDINGS = re.compile(
    r"(?:engineer|ologist|ician|manager|developer|leiter|leiterin|techniker|technikerin|mechaniker|kaufmann|kauffrau|fachkraft|pfleger|pflegerin|"
    r"schwester|assistent|assistentin|lehrer|lehrerin|berater|beraterin|entwickler|entwicklerin|meister|helfer|helferin|arbeiter|arbeiterin|"
    r"monteur|ingenieur|ingenieurin|verkäufer|verkäuferin|medewerker|verpleegkundige|kundige|leraar|leider|ontwikkelaar|elektroniker|"
    r"elektronikerin|installateur|gestalter|gestalterin|praktikant|praktikantin|fachangestellte|fachangestellter|hilfskraft|referent|referentin|"
    r"designer|architect|therapist|therapeut|therapeutin|leitung|führer|führerin|sekretär|sekretärin|planer|planerin|trainer|trainerin)$"
)
LEGAL = re.compile(
    r"\b(?:Inc|LLC|Ltd|GmbH|AG|Corp|PLC|plc|S\.?A\.?S?|S\.?L\.?U?|SARL|B\.?V|N\.?V|S\.?r\.?l|KG|OHG|SE|Oy|AB|A/S|Lda|Ltda|Limited|e\.?\s?V|eG|mbH|"
    r"KGaA|Pty|LLP|PLLC|Co)\b\.?,?\s*(?:&\s?Co\.?(?:\s?KG)?)?\s*$"
)
DEGREE = re.compile(
    r"(?i)\b(?:bachelor(?:['’]?s)?|master(?:['’]?s)?|b\.?\s?sc|m\.?\s?sc|b\.?a\b\.?|m\.?a\b\.?|b\.?s\b\.?|m\.?s\b\.?|b\.?eng|m\.?eng|b\.?tech|m\.?tech|ph\.?\s?d|mba|"
    r"bba|bfa|mfa|bsn|msn|adn|dnp|md|j\.?d\.?|ll\.?[bm]|diplom\w*|diploma|associate(?:['’]?s)?(?:\s+(?:degree|of))?|a\.?a\.?s\.?|doctor(?:ate|at)?|promotion|staatsexamen|"
    r"magister|abitur|matura|fachabitur|fachhochschulreife|mittlere reife|realschulabschluss|ausbildung|"
    r"umschulung|lehre|meisterbrief|meisterprüfung|"
    r"d(?:s)?cg|btsa|capa|ds?cg|btsa|capa|licence|maîtrise|baccalauréat|bac(?:\s?\+\s?\d|\s+pro\w*)?|bts|dut|but|cap|bep|deug|dea|dess|brevet|doctorat|diplôme|certificat|"
    r"licenciad[oa]|licenciatura|grado|máster|ingeniería|bachillerato|técnico superior|fp|formación profesional|"
    r"ciclo formativo|enseñanza media|educación secundaria|\beso\b|doctorado|graduado|"
    r"licence|hbo|mbo|vwo|havo|vmbo|propedeuse|mestrado|doutorado|bacharel\w*|tecnólogo|ensino médio|"
    r"pós-graduação|curso técnico|"
    r"high school diploma|ged|a-levels?|gcses?|hnd|hnc|nvq\w*|btec|certificate|certification|minor|major|"
    r"apprenticeship|pgce|qts|bed|b\.?ed|m\.?ed|"
    r"secondary school|honou?rs|degree|studium|gesellenbrief|\w+fachwirt(?:in)?|"
    r"facharbeiterbrief|kauffrau|kaufmann|examen)\b"
)
INSTITUTION = re.compile(
    r"(?i)universi\w*|\bcollege\b|\w*(?:high)?school\b|school\b|academy|akademie|institut\w*|hochschule|\bfh\b|\btu\b|\beth\b|\bmit\b|polytech\w*|gymnasium|\w*schule\b|\w*schulzentrum|"
    r"école|lycée|\bliceo\b|\bceip\b|collège|faculté|\bied\b|\bies\b|escuela|facultad|colegio|instituto|hogeschool|\buniv\b|\broc\b|escola|faculdade|\bifp\b|\bcfa\b|\biut\b|\bucla\b|\bcuny\b|"
    r"\bcnam\b|\bgreta\b|\bafpa\b|\buned\b|\bsenai\b|\bsenac\b|\betsi\w*|"
    r"conservato\w*|seminary|bootcamp|berufskolleg|handwerkskammer|\bihk\b|\blse\b|\bucl\b|caltech|georgia tech|"
    r"\buc [A-Z]|\but [A-Z]"
)
REMOTE = (
    r"remote(?:ly)?|hybrid|home ?office|télétravail|teletrabajo|à distance|thuiswerk|remoto|on-?site|"
    r"worldwide|homeoffice"
)


def title_score(text: str) -> float:
    """How much the words look like a job title, 0 to 1."""
    words = [word for word in re.findall(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*", text.casefold()) if word]
    if not words or len(words) > 14:
        return 0.0
    pieces = {piece for word in words for piece in (word, *word.split("-"))}
    score = 0.0
    if pieces & word_list("titles"):
        score = 0.8 + 0.1 * min(2, len(pieces & word_list("titles")))
    elif any(TITLE_ENDINGS.search(piece) for piece in pieces):
        score = 0.75
    if re.search(
        r"\((?:m/w/d|w/m/d|m/f/d|f/m/d|h/f|f/h|m/v|m/w|all genders)\)|:in(?:nen)?\b|\*in\b|/-?in\b", text.casefold()
    ):
        score = max(score, 0.9)
    return score


def org_score(text: str) -> float:
    """How much the words look like the name of an employer, 0 to 1."""
    score = 0.0
    if LEGAL.search(text):
        score = 1.0
    words = re.findall(r"[^\W\d_]+", text.casefold())
    if set(words) & word_list("employers") or any(
        re.search(r"(?:klinik|klinikum|schule|werke|bank|haus|heim|verlag|technik|hospital|ziekenhuis)$", w)
        for w in words
    ):
        score = max(score, 0.6)
    if re.search(r"[a-z][A-Z]|&", text):
        score = max(score, 0.3)
    return score
