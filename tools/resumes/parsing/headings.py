"""Which lines are section headings, by their words in six languages and by the style that known headings share."""

import re
import unicodedata
from collections import Counter

from tools.resumes.parsing.dates import RANGE
from tools.resumes.parsing.lines import Line
from tools.resumes.schemas import SectionName

_VOCABULARY: dict[SectionName, str] = {
    "contact": "contact|contact information|contact info|contact details|contact me|personal information|personal details|personal data|"
    "personal info|details|kontakt|kontaktdaten|persönliche daten|persönliche angaben|angaben zur person|zur person|personalien|"
    "coordonnées|contact et informations|informations personnelles|état civil|données personnelles|contacto|datos personales|"
    "datos de contacto|información personal|información de contacto|contactgegevens|persoonlijke gegevens|personalia|"
    "contato|dados pessoais|informações pessoais|informações de contato|contactos|dados de contato|get in touch|reach me",
    "summary": "summary|profile|about|about me|professional summary|executive summary|career summary|professional profile|career profile|"
    "personal profile|personal statement|objective|career objective|professional objective|summary of qualifications|introduction|"
    "qualifications summary|overview|bio|who i am|profil|über mich|kurzprofil|zusammenfassung|persönliches profil|berufliches profil|"
    "kurzzusammenfassung|berufsziel|profil professionnel|à propos|à propos de moi|résumé professionnel|objectif|"
    "objectif professionnel|résumé|présentation|perfil|perfil profesional|resumen|resumen profesional|sobre mí|acerca de mí|objetivo|"
    "objetivo profesional|extracto|presentación|profiel|samenvatting|over mij|persoonlijk profiel|profielschets|resumo|"
    "resumo profissional|perfil profissional|sobre mim|objetivo profissional|apresentação|sobre|highlights|career highlights",
    "experience": "experience|work experience|professional experience|employment|employment history|work history|career history|"
    "relevant experience|career|professional background|work|professional history|experiences|professional experiences|job history|"
    "teaching experience|clinical experience|nursing experience|industry experience|other experience|additional experience|"
    "selected experience|internships|internship experience|research experience|positions held|leadership experience|"
    "professional appointments|academic appointments|military experience|military service|trade experience|related experience|"
    "employment experience|previous experience|current position|freelance experience|design experience|engineering experience|"
    "work experiences|berufserfahrung|berufserfahrungen|beruflicher werdegang|berufliche erfahrung|berufliche erfahrungen|berufspraxis|"
    "werdegang|arbeitserfahrung|praxiserfahrung|praktische erfahrung|praktika|beruflicher hintergrund|berufliche stationen|"
    "praktische erfahrungen|berufliche tätigkeiten|berufstätigkeit|beschäftigungsverlauf|expérience|expériences|"
    "expérience professionnelle|expériences professionnelles|parcours professionnel|parcours|emplois|stages|carrière|experiencia|"
    "experiencia laboral|experiencia profesional|historial laboral|trayectoria profesional|trayectoria|experiencia de trabajo|"
    "prácticas|werkervaring|ervaring|loopbaan|arbeidsverleden|professionele ervaring|relevante werkervaring|beroepservaring|stages en werkervaring|"
    "experiência|experiência profissional|experiências profissionais|histórico profissional|percurso profissional|"
    "experiência de trabalho|trajetória profissional",
    "education": "education|education and training|education & training|academic background|academic qualifications|qualifications|"
    "educational background|academic history|academic education|studies|training|training and education|professional training|schooling|"
    "education and qualifications|degrees|coursework|relevant coursework|courses|ausbildung|bildung|bildungsweg|studium|schulbildung|"
    "akademischer werdegang|bildungsgang|schulische ausbildung|aus- und weiterbildung|ausbildung und studium|studium und ausbildung|"
    "aus und weiterbildung|hochschulbildung|berufsausbildung|schule und ausbildung|akademische ausbildung|schulischer werdegang|"
    "formation|formations|éducation|diplômes|études|formation académique|diplômes et formations|formation et diplômes|"
    "parcours académique|parcours scolaire|formación|formación académica|educación|estudios|formación profesional|formación complementaria|"
    "formación y estudios|opleiding|opleidingen|educatie|scholing|opleiding en cursussen|opleidingen en cursussen|educação|formação|"
    "formação académica|formação acadêmica|escolaridade|habilitações académicas|habilitações literárias",
    "skills": "skills|technical skills|core competencies|key skills|competencies|core skills|areas of expertise|expertise|technologies|"
    "technical expertise|skills & tools|tools|professional skills|soft skills|hard skills|computer skills|it skills|skill set|skillset|"
    "clinical skills|technical proficiencies|proficiencies|skills & expertise|core strengths|strengths|software|tech stack|"
    "tools & technologies|technical competencies|key competencies|specialties|skills summary|design skills|additional skills|"
    "other skills|abilities|capabilities|technical knowledge|digital skills|trade skills|fähigkeiten|kenntnisse|kompetenzen|it-kenntnisse|"
    "edv-kenntnisse|fachkenntnisse|fachkompetenzen|kenntnisse und fähigkeiten|fähigkeiten und kenntnisse|besondere kenntnisse|"
    "weitere kenntnisse|edv kenntnisse|technische kenntnisse|qualifikationen|stärken|software-kenntnisse|methodenkompetenzen|"
    "soziale kompetenzen|persönliche fähigkeiten|kernkompetenzen|compétences|compétences techniques|compétences clés|savoir-faire|"
    "savoir-être|informatique|outils|logiciels|compétences professionnelles|compétences informatiques|domaines de compétences|"
    "habilidades|competencias|competencias técnicas|aptitudes|conocimientos|conocimientos técnicos|informática|herramientas|"
    "habilidades técnicas|conocimientos informáticos|competencias digitales|competencias profesionales|vaardigheden|competenties|"
    "kennis en vaardigheden|computervaardigheden|kerncompetenties|technische vaardigheden|kennis|competências|competências técnicas|"
    "conhecimentos|aptidões|ferramentas|conhecimentos técnicos|conhecimentos informáticos|competências digitais|principais competências",
    "languages": "languages|language skills|language|language proficiency|foreign languages|sprachen|sprachkenntnisse|fremdsprachen|langues|"
    "langues étrangères|compétences linguistiques|langues parlées|idiomas|lenguas|talen|talenkennis|taalvaardigheden|línguas|"
    "competências linguísticas|conhecimentos de idiomas",
    "projects": "projects|personal projects|selected projects|key projects|side projects|project experience|academic projects|open source|"
    "open source projects|portfolio|notable projects|relevant projects|project work|selected work|selected works|projekte|projekterfahrung|"
    "ausgewählte projekte|eigene projekte|projektliste|projets|projets personnels|réalisations|projets académiques|proyectos|"
    "proyectos personales|proyectos destacados|projecten|persoonlijke projecten|projetos|projetos pessoais|exhibitions|"
    "open-source contributions|open source contributions",
    "certificates": "certifications|certificates|licenses|licences|licenses & certifications|licenses and certifications|certification|"
    "professional certifications|licensure|licensure and certifications|certifications & licenses|certifications and licenses|"
    "licensure & certifications|credentials|registrations|professional registration|certificates & training|accreditations|"
    "professional development|continuing education|training & certifications|certifications & training|training and certifications|tickets|"
    "tickets & licences|licences & tickets|licences and tickets|professional licenses|cards and certificates|zertifikate|"
    "zertifizierungen|weiterbildung|weiterbildungen|fortbildungen|fortbildung|lizenzen|führerschein|zertifikate und weiterbildungen|"
    "weiterbildungen und zertifikate|qualifizierungen|scheine|"
    "certificats|formations complémentaires|habilitations|permis|formation continue|certificaciones|certificados|"
    "cursos|cursos y certificaciones|cursos y certificados|licencias|certificaten|certificeringen|cursussen|certificaten en cursussen|"
    "trainingen|certificações|certificados e cursos|cursos e certificações|cursos complementares",
    "awards": "awards|honors|honours|honors & awards|honors and awards|awards and honors|awards & honors|achievements|selected honors|"
    "accomplishments|recognition|scholarships|awards & recognition|awards and recognition|awards & achievements|key achievements|"
    "grants|fellowships|distinctions|prizes|auszeichnungen|preise|ehrungen|stipendien|preise und auszeichnungen|erfolge|prix|"
    "récompenses|prix et distinctions|bourses|premios|reconocimientos|logros|becas|premios y reconocimientos|prijzen|onderscheidingen|"
    "prêmios|prémios|reconhecimentos|conquistas|distinções",
    "publications": "publications|selected publications|papers|patents|articles|books|invited talks|talks|presentations|conferences|"
    "conference presentations|speaking|research|publications & talks|publications and presentations|patents and publications|"
    "publikationen|veröffentlichungen|patente|vorträge|conférences|brevets|communications|publicaciones|ponencias|patentes|publicaties|"
    "patenten|publicações|palestras",
    "volunteering": "volunteering|volunteer|volunteer experience|volunteer work|community service|community involvement|community|"
    "extracurricular activities|activities|leadership|volunteering experience|civic engagement|leadership & activities|extracurriculars|"
    "ehrenamt|ehrenamtliche tätigkeit|ehrenamtliches engagement|engagement|ehrenamtliche tätigkeiten|gesellschaftliches engagement|"
    "soziales engagement|bénévolat|engagement associatif|vie associative|engagements|voluntariado|"
    "experiencia de voluntariado|vrijwilligerswerk|voluntário|trabalho voluntário|memberships|professional memberships|"
    "professional affiliations|affiliations|mitgliedschaften|associations",
    "interests": "interests|hobbies|hobbies and interests|hobbies & interests|interests & hobbies|personal interests|interessen|hobbys|"
    "freizeit|interessen und hobbys|hobbys und interessen|hobbys & interessen|centres d'intérêt|centres d’intérêt|loisirs|centre d'intérêt|"
    "intérêts|intereses|aficiones|hobby's|interesses|hobby’s|hobby's en interesses|interesses pessoais|passatempos|passions|hobby",
    "references": "references|referees|referenzen|références|referencias|referenties|referências|professional references|testimonials",
    "links": "links|profiles|social|social media|online|social links|web|profile|online profiles|online-profile|netzwerke|liens|enlaces|"
    "redes sociales|réseaux sociaux|redes sociais|websites|social networks|online presence|find me online",
}  # fmt: skip
_ORDER: tuple[SectionName, ...] = (
    "experience", "education", "skills", "languages", "projects", "certificates", "awards", "publications", "volunteering",
    "interests", "references", "summary", "contact", "links",
)  # fmt: skip


def normal(text: str) -> str:
    """A heading's words for look-up: one case, no marks around them, letter spacing undone."""
    text = unicodedata.normalize("NFC", text).strip()
    if re.fullmatch(r"(?:\S )+\S(?:\s{2,}(?:\S )*\S)*", text) and len(text) > 5:
        text = " ".join(word.replace(" ", "") for word in re.split(r"\s{2,}", text))
    text = re.sub(r"^[\W\d_]+|[\W_]+$", "", text.casefold().replace("’", "'"))
    return re.sub(r"\s+", " ", text)


def _table() -> dict[str, SectionName]:
    table: dict[str, SectionName] = {}
    for name in _ORDER:
        for words in _VOCABULARY[name].split("|"):
            table.setdefault(normal(words), name)
    return table


_TABLE = _table()
_BY_LETTERS = {re.sub(r"\W", "", words): name for words, name in _TABLE.items() if len(words) > 5}
_JOINTS = re.compile(r"\s*(?:&|/|,|\+|\||·|\band\b|\bund\b|\bet\b|\by\b|\ben\b|\be\b)\s*")


def heading_of(text: str) -> SectionName | None:
    """The section a heading's words name, or None when they name none."""
    words = normal(text)
    if not words or len(words) > 48:
        return None
    found = _TABLE.get(words) or _BY_LETTERS.get(re.sub(r"\W", "", words))
    if found is not None:
        return found
    parts = [part for part in _JOINTS.split(words) if part]
    named = [_TABLE[part] for part in parts if part in _TABLE]
    if len(parts) > 1 and named and len(named) >= len(parts) - 1 and len(parts) <= 3:
        return min(named, key=_ORDER.index) if len(named) == len(parts) else named[0]
    return None


def find_headings(lines: list[Line]) -> dict[int, SectionName]:
    """Index of each heading line and the section it opens; unknown words in the style of known headings open `other`."""
    known = {index: name for index, line in enumerate(lines) if (name := _known(line, lines, index)) is not None}
    style = _shared_style(known, lines)
    body = Counter(_style(line) for line in lines if len(line.text) > 30).most_common(1)
    if style is None or (body and body[0][0] == style and style[4] is None):
        return known
    inside_top = min(known, default=0)
    for index, line in enumerate(lines):
        free = index not in known and index > inside_top and _could_be_heading(line)
        if free and _style(line) == style and (style[2] or style[4] is not None or _stands_out(style, body)):
            known[index] = "other"
    return _without_entry_titles(known, lines)


def _stands_out(style: tuple[object, ...], body: list[tuple[tuple[object, ...], int]]) -> bool:
    """Whether headings are larger than body text by so much that unknown ones can be told from entries."""
    return bool(body) and float(str(style[0])) > float(str(body[0][0][0])) * 1.12


def _known(line: Line, lines: list[Line], index: int) -> SectionName | None:
    if line.bullet or line.continued or not line.cells or len(line.cells) > 2:
        return None
    name = heading_of(line.text) if len(line.cells) == 1 else _left_heading(line)
    if name is None or RANGE.search(line.cells[0].text):
        return None
    return name if _looks_like_heading(line, lines, index) else None


def _left_heading(line: Line) -> SectionName | None:
    """The section named by a heading that stands in the margin beside its first line."""
    first, second = line.cells
    name = heading_of(first.text)
    apart = first.bold != second.bold or abs(first.size - second.size) > 0.6 or first.text.isupper()
    return name if name is not None and apart and not first.text.rstrip().endswith(":") else None


def _looks_like_heading(line: Line, lines: list[Line], index: int) -> bool:
    """Weak single words (`Details`, `Work`, `Online`) need a second sign of being a heading."""
    text = line.text.strip()
    words = normal(text)
    strong = (
        line.level is not None or line.bold or text.isupper() or text.endswith(":") or line.gap > 0.3 or " " in words
    )
    before = lines[index - 1] if index else None
    lone = before is None or before.flow != line.flow or line.size > before.size * 1.05
    upper = text[:1].isupper() or not text[:1].isalpha()
    return upper and (strong or lone or len(words) > 8)


def _style(line: Line) -> tuple[float, bool, bool, bool, int | None]:
    cell = line.cells[0]
    letters = re.sub(r"[\W\d_]", "", cell.text)
    return (round(cell.size * 2) / 2, cell.bold, letters.isupper() and len(letters) > 3, cell.italic, line.level)


def _shared_style(
    known: dict[int, SectionName], lines: list[Line]
) -> tuple[float, bool, bool, bool, int | None] | None:
    """The style most known headings have, when two or more share it."""
    common = Counter(_style(lines[index]) for index in known).most_common(1)
    return common[0][0] if common and common[0][1] >= 2 else None


def _could_be_heading(line: Line) -> bool:
    text = line.text
    if line.bullet or line.continued or len(line.cells) > 1 or len(text) > 45 or len(text) < 3:
        return False
    return RANGE.search(text) is None and not re.search(r"[@,;.|]|\d{3}", text) and text[:1].isupper()


def _without_entry_titles(known: dict[int, SectionName], lines: list[Line]) -> dict[int, SectionName]:
    """Two `other` headings directly under each other are lines of an entry, not sections."""
    kept = dict(known)
    for index in sorted(known):
        if known[index] == "other" and (index + 1 in known or index - 1 in known) and lines[index].level is None:
            del kept[index]
    return kept
