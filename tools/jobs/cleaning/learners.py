"""Learners whom a job guides: what is said of them is a duty of the job, not its contract."""

import re

from tools.jobs.parsing.guarded import guarded

_LEARNERS = (
    r"(?:interns|trainees|apprentices|(?:working )?students|graduates|an? (?:intern|apprentice|trainee)|"
    r"praktikant(?:en|innen|:innen|\*innen|inn?en)|auszubildende[nr]?|azubis?|lehrlinge[n]?|lernende[n]?|"
    r"werkstudent(?:en|innen|:innen|\*innen)|volontär\w*|"
    r"stagiaires|apprenti(?:e|s|es|\(e\)s|·e·s)?|alternant(?:s|es|e|\(e\)s|·e·s)?|"
    r"becari[oa]s|aprendices|(?:alumnos|estudiantes)(?: (?:en|de) prácticas)?|pasantes|"
    r"stagist[ie]|tirocinanti|apprendisti|stagiairs?|stagiaires|leerlingen|leerling|bbl-?ers|"
    r"estagiári[oa]s|aprendizes|praktikanter|lärlingar|lærlinger)"
)
_GUIDING = (
    r"(?:supervis\w+|mentor\w*|coach\w*|train(?:s|ing)?|teach(?:es|ing)?|guid(?:e|es|ing|ance)|oversee\w*|oversight of|"
    r"instruct\w*|onboard\w*|look(?:ing)? after|in charge of|responsib\w+ for|direct(?:s|ing)?|"
    r"anleit\w*|anzuleiten|anlern\w*|betreu\w*|ausbild(?:en|et)|ausbildung (?:von|der|unsere\w*|des|eine\w*)|"
    r"einarbeit\w*|einzuarbeiten|unterweis\w*|schul(?:en|ung)\w*|begleit\w*|führung|verantwortung für|"
    r"encadr\w+|form(?:er|ation|ez|e)|accompagn\w+|tutor\w*|suivi|suivre|accueil\w*|"
    r"begeleid\w+|opleid\w+|aansturen|aansturing|formar|formación|dirigir|orientar|orientación|seguimiento|apoyo|"
    r"formazione|formare|affianca\w+|supervisione|orientação|formação|acompanh\w+|handled\w*|vejled\w*|veiled\w*)"
)
_MORE = rf"(?:\s*(?:,|/|&|and|or|und|sowie|oder|bzw\.|et|ou|y|o|e|en|of)\s*(?:[\w'’.-]+\s){{0,2}}?{_LEARNERS})*"
_GUIDED = guarded(
    rf"\b{_GUIDING}\b[^.;:!?\n|]{{0,45}}?(?<![\w-]){_LEARNERS}(?![\w-]){_MORE}|"
    rf"(?<![\w-]){_LEARNERS}{_MORE}\s(?:[\w'’-]+\s){{0,3}}?(?:anleit\w*|anzuleiten|anlern\w*|betreu\w*|ausbilden|"
    r"einarbeit\w*|einzuarbeiten|unterweis\w*|schulen|begleit\w*|begeleid\w+|opleiden|coachen|aansturen)|"
    r"\b(?:praktikanten|azubi|auszubildenden|lehrlings|nachwuchs)-?(?:betreuung|anleitung|ausbildung|begleitung)\b|"
    r"\b(?:intern|apprentice|trainee|student) (?:supervision|mentoring|mentorship|training program\w*|"
    r"coordinator|manager|recruiter)\b",
    re.I,
)


def without_guided(words: str) -> str:
    """The words with learners who are guided blanked out, letter for letter."""
    return _GUIDED.sub(lambda match: "~" * len(match[0]), words)
