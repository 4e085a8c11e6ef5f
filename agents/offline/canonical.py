"""One wording for the many names of a thing: what the chooser compares, so that examples hold for every name."""

import re

from agents.offline.wordings import DETERMINER, NOT_A_NUMBER, NOT_A_THING, ORDINAL

_RESUMES = re.compile(r"\b(?:curricula vitae|curriculums|cvs|resumees|lebenslaufe\w?|curriculos)\b")
_RESUME = re.compile(r"\b(?:curriculum(?: vitae)?|cv|resumee|lebenslaufe?s?|curriculo|vita)\b")
_JOBS = re.compile(
    r"\b(?:positions|roles|requisitions|postings|openings|vacancies|opportunities|gigs|listings|adverts|ads|stellen|"
    r"stellenanzeigen|stellenangebote|postes|annonces|empleos|trabajos|puestos|vacantes|anuncios)\b"
)
_JOB = re.compile(
    r"\b(?:position|role|requisition|posting|opening|vacancy|opportunity|gig|listing|advert|ad|stelle|stellenanzeige|"
    r"stellenangebot|poste|annonce|empleo|trabajo|puesto|vacante|anuncio)\b"
)
_ARTICLE = r"(?:the|that|this|my|die|der|den|das|dem|le|la|l'|el|lo)"
_NUMBER = rf"\d{{1,5}}\b{NOT_A_NUMBER}"
_RESUME_2 = re.compile(
    rf"\b(?:(?:{DETERMINER} )?resume (?:(?:number|no\.?|nr\.?) )?#?{_NUMBER}|{DETERMINER} {ORDINAL} resume\b)"
)
_JOB_2 = re.compile(
    rf"\b(?:(?:{_ARTICLE} )?job (?:(?:number|no\.?|nr\.?|id) )?#?{_NUMBER}"
    rf"|(?:{_ARTICLE} )?(?:number|no\.?|nr\.?|nummer|numero) #?{_NUMBER}"
    rf"|{DETERMINER} {ORDINAL}(?: one| job)\b|{DETERMINER} {ORDINAL}\b{NOT_A_THING}(?! (?:resume|line|bullet|"
    rf"sentence)))"
)
_MARKED = re.compile(rf"#{_NUMBER}")
_NAMED = re.compile(
    rf"\b{_ARTICLE} (?:de )?acme (?:one|job|thing)\b|\b{_ARTICLE} (?:one|job) (?:at|from|bei|chez|de|en) acme\b"
)
_TITLED = re.compile(
    rf"\b{_ARTICLE} (?:(?!job\b|resume\b|best\b|other\b|tailored\b)[\w&'-]+ ){{1,4}}?(?:one|job)\b(?! \d)"
)


def canonical(folded: str, *, one_job: bool = False) -> str:
    """Folded text with every synonym of job and resume as that word, and every reference to one as `job 2`, `resume 2`.

    `one_job`: the sentence is known to name exactly one job, so what stands before the noun is its title.
    """
    found = _RESUME.sub("resume", _RESUMES.sub("resumes", folded))
    found = _JOB.sub("job", _JOBS.sub("jobs", found))
    found = _MARKED.sub("job 2", _JOB_2.sub("job 2", _RESUME_2.sub("resume 2", found)))
    found = _NAMED.sub("job 2", found)
    return _TITLED.sub("job 2", found) if one_job else found
