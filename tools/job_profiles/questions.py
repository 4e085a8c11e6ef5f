"""What is known about the questions that forms keep asking: their kind, what people call them. Pure."""

import re

from tools.job_profiles.schemas import AnswerCategory, KnownQuestion
from tools.jobs.matching.words import fold

CATEGORIES: dict[KnownQuestion, AnswerCategory] = {
    "work_authorization": "legal", "sponsorship": "legal", "criminal_record": "legal", "over_18": "legal",
    "previously_employed": "legal", "nationality": "legal", "date_of_birth": "legal", "driving_licence": "legal",
    "salary": "salary", "gender": "equal_opportunity", "ethnicity": "equal_opportunity",
    "veteran": "equal_opportunity", "disability": "equal_opportunity", "pronouns": "equal_opportunity",
    "linkedin": "link", "github": "link", "website": "link", "portfolio": "link", "xing": "link",
    "salutation": "contact", "title": "contact", "street": "contact", "postal_code": "contact", "city": "contact",
    "country": "contact", "notice_period": "logistics", "start_date": "logistics", "workload": "logistics",
    "relocation": "logistics", "willing_to_travel": "logistics", "languages": "other", "how_heard": "other",
}  # fmt: skip
# How each is asked when a person has said it and no form has asked yet.
WORDED: dict[KnownQuestion, str] = {
    "work_authorization": "Are you authorised to work here?", "sponsorship": "Do you need visa sponsorship?",
    "notice_period": "What is your notice period?", "start_date": "When can you start?",
    "salary": "What is your salary expectation?", "workload": "Which workload do you wish for?",
    "relocation": "Would you relocate?", "linkedin": "LinkedIn profile", "github": "GitHub profile",
    "website": "Website", "portfolio": "Portfolio", "xing": "XING profile", "salutation": "Salutation",
    "title": "Academic title", "date_of_birth": "Date of birth", "nationality": "Nationality", "street": "Street",
    "postal_code": "Postal code", "city": "City", "country": "Country", "pronouns": "Pronouns",
    "how_heard": "How did you hear about us?", "gender": "Gender", "ethnicity": "Ethnicity",
    "veteran": "Veteran status", "disability": "Disability status", "criminal_record": "Criminal record",
    "driving_licence": "Do you have a driving licence?", "over_18": "Are you at least 18?",
    "previously_employed": "Have you worked here before?", "languages": "Which languages do you speak?",
    "willing_to_travel": "Would you travel for work?",
}  # fmt: skip
# What people call them in talk; the first that fits is meant, so the narrower stand before the wider.
_SAID: tuple[tuple[KnownQuestion, str], ...] = (
    ("sponsorship", r"sponsor\w*|visums?pflicht\w*"),
    ("work_authorization", r"work(?:ing)? (?:permits?|authori[sz]ations?|visas?)|(?:right|eligible|"
     r"authori[sz]ed|allowed|"
     r"permitted|legally) to work|right to work|arbeits(?:bewilligung|erlaubnis|genehmigung)|aufenthalts\w+|"
     r"permis de travail|permiso de trabajo|autorisation de travail|[bcgl][ -](?:permit|ausweis|bewilligung)|"
     r"permis [bcgl]|"
     r"(?:residence|residency) permits?|visa|visum"),
    ("notice_period", r"notice(?: periods?)?|kundigungsfrist\w*|preavis|(?:periodo de )?preaviso"),
    ("start_date", r"start(?:ing)? dates?|earliest start|(?:can|could|able to|available to) (?:start|begin)|"
     r"available from|"
     r"fruhest\w* \w*|eintritts(?:datum|termin)|(?:anfangen|starten|beginnen) kann|kann ich \w+ ?(?:anfangen|starten)|"
     r"date (?:de debut|d'entree|d'embauche)|fecha de (?:inicio|incorporacion)|availability|verfugbar\w*|disponib\w+"),
    ("salary", r"(?:salary|pay|wage|compensation|rate)\b.{0,20}(?:expectations?|expected|wish(?:es)?|requirements?)|"
     r"(?:expected|desired|target|wanted) (?:salary|pay|compensation|wage)|salary|gehalts?(?:vorstellung|wunsch|"
     r"erwartung)\w*|lohn(?:vorstellung|wunsch|erwartung)\w*|pretentions? salariales?|(?:expectativa|pretension|"
     r"aspiracion)\w* salarial\w*|salaires?|salarios?|sueldos?|gehalt|lohn"),
    ("workload", r"workload|pensum|stellenprozent|arbeitspensum|taux d'(?:occupation|activite)|weekly hours|"
     r"hours (?:a|per) week"),
    ("relocation", r"relocat\w*|umzug\w*|umzuziehen|umziehen|demenag\w*|mudarme|trasladarme"),
    ("willing_to_travel", r"(?:willing\w*|readiness|happy|able) to travel|travel(?:ling|ing)?|reise(?:bereit\w*|n)|"
     r"deplacements?"),
    ("linkedin", r"linked ?-?in"), ("github", r"git ?hub"), ("xing", r"xing"),
    ("portfolio", r"portfolio"), ("website", r"(?:personal )?(?:web ?site|home ?page|web ?page|webseite)|site web"),
    ("date_of_birth", r"date of birth|birth ?(?:day|date)|born|geburts(?:datum|tag)|date de naissance|"
     r"fecha de nacimiento"),
    ("nationality", r"nationalit\w*|citizen\w*|staatsangehorigkeit|staatsburger\w*|nacionalidad"),
    ("pronouns", r"pronouns?|pronomen"), ("gender", r"gender|geschlecht|genre|genero"),
    ("ethnicity", r"ethnic\w*|race"), ("veteran", r"veterans?"),
    ("disability", r"disab\w*|behinderung\w*|handicap"),
    ("criminal_record", r"criminal (?:records?|convictions?)|convicted|vorstrafen?|vorbestraft|casier judiciaire|"
     r"antecedentes penales"),
    ("driving_licence", r"(?:driving|driver'?s?) licen[cs]es?|fuhrerschein\w*|fuhrerausweis\w*|permis de conduire|"
     r"carne de conducir"),
    ("over_18", r"over 18|at least 18|volljahrig|majeure?"),
    ("previously_employed", r"(?:worked|employed) (?:here|there|for you|for them) before|previously (?:worked|"
     r"employed)"),
    ("how_heard", r"how (?:i|you) (?:heard|found)|heard (?:about|of)"),
    ("postal_code", r"post(?:al)? ?codes?|zip(?: ?codes?)?|plz|postleitzahl|code postal|codigo postal"),
    ("street", r"street(?: address)?|(?:home|postal) address|strasse|straße|rue|calle"),
    ("salutation", r"salutation|anrede|civilite"), ("title", r"academic titles?|akademische\w* titel"),
    ("languages", r"languages?(?: skills)?|sprachkenntnisse|sprachen"),
    ("city", r"city|wohnort|ville|ciudad"), ("country", r"country|land|pays|pais"),
)  # fmt: skip
_COMPILED = tuple((name, re.compile(rf"(?<!\w)(?:{pattern})(?!\w)")) for name, pattern in _SAID)


def question_called(text: str) -> KnownQuestion | None:
    """The known question that words of talk are about; None where they are about none."""
    named = fold(text).replace("_", " ").replace("’", "'")
    wanted = "_".join(named.split())
    if wanted in CATEGORIES:
        return wanted
    return next((name for name, pattern in _COMPILED if pattern.search(named)), None)


# Words that make an answer one for a single employer: why them, whether one has worked there.
_OF_ONE_EMPLOYER = re.compile(
    r"\b(?:why (?:do|would|are|us|this|our|did)|warum|weshalb|wieso|pourquoi|por que|"
    r"motivat\w+|motivier\w+|motivacion|(?:here|our|us|you(?:r company)?|this (?:company|role|position|job|team|"
    r"opportunity|offer))\b.{0,60}\b(?:interest\w*|excit\w*|appeal\w*|attract\w*|know)|(?:interest|excit|attract|"
    r"appeal|drew|draw)\w*\b.{0,60}\b(?:here|our|us|you|this)|cover letter|anschreiben|"
    r"(?:worked|work|employed|applied|interviewed|arbeit\w*|beworben)\b.{0,40}\b(?:here|us|our|before|previously|uns|"
    r"bereits|schon)|(?:relative|family|friend|know any|kennst|kennen)\w*\b.{0,40}\b(?:here|us|our|uns|company)|"
    r"refer\w*|"
    r"conflicts? of interest)\b"
)


_OWN_TO_ONE = frozenset({"previously_employed", "referred_by", "cover_letter"})


def is_of_one_employer(key: str, question: str) -> bool:
    """Whether the answer holds for the employer that asked only, so that it is never given to another. Pure."""
    return key in _OWN_TO_ONE or (key not in CATEGORIES and bool(_OF_ONE_EMPLOYER.search(fold(question))))
