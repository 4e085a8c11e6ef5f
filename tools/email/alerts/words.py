"""Words that alerts put around openings, in English, German, French and Spanish: buttons, badges, times, footers."""

import re
from datetime import UTC, datetime, timedelta

_BUTTON = re.compile(
    r"^\W*(?:(?:quick|easy|easily|1-click|one-click|simple)\s+apply|easily apply|apply(?: now| here| today|"
    r" on .{2,40}| "
    r"with .{2,40})?|"
    r"(?:view|see|open|show|check out|read|learn|get|view full|see full|view all|discover)(?: the| this| full| all)? "
    r"(?:jobs?|details?|job details?|more|posting|listing|role|position|offer|description|job description)(?: details| "
    r"post| posting)?|"
    r"more(?: info| details)?|details|save(?: job)?|(?:jetzt |schnell |direkt |einfach )?bewerben|"
    r"(?:zur|zum|diese[ns]?) (?:stelle|job|stellenanzeige|anzeige|angebot)(?: ansehen)?|"
    r"(?:job|stelle|stellenanzeige|anzeige|details|jobdetails|mehr)(?: jetzt)? (?:ansehen|anzeigen|erfahren|öffnen|"
    r"lesen)|"
    r"mehr|schnellbewerbung|(?:voir|consulter|découvrir|lire)(?: l[’']| la | le | cette )?\s?(?:offre|annonce|poste|"
    r"détails?|suite|emploi)(?: d[’']emploi)?|postuler(?: maintenant| en 1 clic)?|je postule|candidature simplifiée|"
    r"en savoir plus|(?:ver|consultar|leer)(?: la| el| este)? ?(?:oferta|empleo|vacante|detalles?|más|puesto|trabajo)|"
    r"(?:inscribirme|inscribirse|postular(?:me|se)?|solicitar)(?: ahora| empleo)?|solicitud sencilla|"
    r"not interested|this is a bad match|yes|no|dismiss|hide|share|similar jobs|更多|轻松申请|立即申请)\W*$",
    re.I,
)
_BADGE = re.compile(
    r"^\W*(?:(?:(?:full|part)[- ]?time|contract(?:or|s)?|permanent|temporary|internship|freelance|third party|"
    r"w2|c2c|corp[- ]to[- ]corp|per diem|seasonal|vollzeit|teilzeit|festanstellung|feste anstellung|unbefristet|"
    r"befristet|"
    r"werkstudent|praktikum|ausbildung|minijob|homeoffice möglich|cdi|cdd|int[ée]rim|stage|alternance|temps plein|"
    r"temps partiel|contrato|indefinido|jornada (?:completa|parcial)|tiempo (?:completo|parcial)|media jornada|"
    r"contrato (?:indefinido|temporal)|mid[- ]?level|entry[- ]?level|senior[- ]?level|mid[- ]senior level|"
    r"matches your profile|salary|pay|job type|work setting|benefits|job description|shift and schedule|"
    r"berufserfahren|\+ ?\d+ (?:more|weitere|autres?|más))"
    r"(?:\s*[,/·•|&+-]\s*|$|\W*$))+$|"
    r"^\W*(?:easy apply|easily apply|quick apply|1-click apply|urgently hiring|actively (?:recruiting|hiring|"
    r"reviewing.*)|"
    r"hiring (?:multiple|urgently).*|this company is actively hiring|apply with resume.*|be (?:an? )?early applicant.*|"
    r"be (?:among|one of) the first.*|promoted|sponsored|featured|new|responsive employer|often responds.*|"
    r"typically responds.*|responded to .{2,30}|top applicant.*|you(?:[’']d be| are|[’']re) a (?:top|great|strong|"
    r"good).*|"
    r"\d+\+? (?:applicants?|people|connections?|(?:school|company) alum\w*|alum\w*|former colleagues?|matching skills?|"
    r"kontakte?|ehemalige.*|bewerber.*|relations?|anciens?.*|candidat\w*|contactos?|antiguos.*|solicitudes)\b.*|"
    r".{0,40}(?:school|company) alum\w*.*|over \d+ applicants.*|high skills match|your skills match.*|fast growing|"
    r"medical,? (?:vision|dental).*|(?:health|dental|vision|disability) insurance.*|paid time off|.*401\(?k\)?.*|"
    r"aktiv auf personalsuche|sucht aktiv.*|einfach bewerben|einfache bewerbung|schnelle? bewerbung|"
    r"gehört zu den ersten.*|zu den ersten bewerbern.*|neu|anzeige|gesponsert|dringend gesucht|mehrere einstellungen|"
    r"recrute activement|candidature (?:simplifiée|facile)|soyez (?:parmi|le premier|l[’']un).*|"
    r"sponsorisé|nouveau|nouvelle|urgent|recrutement (?:actif|urgent)|contratando activamente|"
    r"(?:selección|búsqueda) activa.*|contratación (?:activa|urgente)|solicitud sencilla|patrocinado|nuevo|nueva|"
    r"sé de los primeros.*|company logo|logo|avatar|series [a-f]|seed|\d+(?:-\d+|\+)? employees|\d+-\d+ mitarbeiter.*|"
    r"\(?(?:employer|glassdoor|indeed) (?:est\.?|estimated?|provided)(?: salary)?\)?|"
    r"no longer looking for a job\?|estimated pay|est\. (?:salary|pay)|轻松申请|"
    r"(?:time|work|location|pin) icon|actively hiring.*|top investors|highly rated|b2[bc]|via (?:email|e-mail))\W*$",
    re.I,
)
_RATING = re.compile(
    r"\s*\(?\b[0-5](?:[.,]\d)?\s*(?:★|⭐️?|☆|stars?|sterne|étoiles?|estrellas?|/\s*5(?: rating)?|"
    r"out of 5(?: stars)?)+\)?"
    r"(?:\s*\([\d.,k]+\s*(?:reviews?|bewertungen|avis|evaluaciones)?\))?|^[0-5](?:[.,]\d)?$|\s[0-5][.,]\d(?=\s+-\s|$)|"
    r"(?<=\w)\s+[0-5](?=\s+-\s)",
    re.I,
)
_FOOTER = re.compile(
    r"unsubscribe|manage (?:your )?(?:job )?(?:alerts?|email|preferences|notifications|settings|recommendations)|"
    r"you(?:[’']re| are) receiving|this (?:e-?mail|message) (?:was|is|has been) (?:sent|intended)|"
    r"email (?:preferences|settings)|privacy (?:policy|statement)|all rights reserved|©|\(c\) 20\d\d|"
    r"terms (?:of use|of service|and conditions)|update your preferences|add us to your address book|"
    r"edit (?:this )?(?:job )?alert|job search smarter|try premium|download (?:the|our) (?:free )?app|"
    r"was this (?:email|helpful)|how relevant|do you want to get more|keep your .{2,20} profile|"
    r"(?:e-?mail|benachrichtigungs)-?einstellungen|abbestellen|abmelden|jobagent(?:en)? (?:bearbeiten|verwalten|"
    r"löschen)|"
    r"(?:suchauftrag|jobalarm|job-?alert|suchagent)\w* (?:bearbeiten|verwalten|löschen|ändern)|diese (?:e-?mail|"
    r"nachricht) "
    r"(?:wurde|ist|erhalten)|sie erhalten diese|du erhältst diese|impressum|datenschutz|"
    r"se désabonner|désinscri|désabonne|vous recevez (?:ce|cet)|cet e-?mail (?:vous )?(?:a été|est)|gérer (?:vos|mes|"
    r"les|votre) "
    r"(?:alertes?|préférences)|mentions légales|confidentialité|modifier (?:cette|votre|mon) alerte|"
    r"darse de baja|cancelar (?:la )?suscripci|anular (?:la )?suscripci|has recibido este|recibes este|este (?:correo|"
    r"mensaje) "
    r"(?:se|ha|fue)|gestionar? (?:tus|mis|las|tu) (?:alertas?|preferencias)|política de privacidad|aviso legal|"
    r"editar (?:esta |tu )?alerta|取消.{0,8}订阅|查看所有|此处显示",
    re.I,
)
_LIST_LINK = re.compile(
    r"^\W*(?:see|view|show|browse|explore|search|find|check out|discover)\b.{0,60}\b(?:jobs|results|openings|matches|"
    r"positions|alerts?|roles)\b.{0,40}$|"
    r"^\W*(?:all|more|\d+\+? more|\d+\+? new|similar|other|related)\b.{0,20}\bjobs\b.{0,50}$|"
    r"^\W*(?:alle|weitere|mehr|ähnliche)\b.{0,50}\b(?:jobs?|stellen\w*|ergebnisse|treffer|angebote)\b.{0,30}$|"
    r"^\W*(?:voir|afficher|découvrir|consulter)\b.{0,30}\b(?:toutes|tous|plus|autres|les)\b.{0,50}$|"
    r"^\W*(?:ver|mostrar|explorar)\b.{0,20}\b(?:todas?|todos?|más|otras?|otros?|los|las)\b.{0,50}$|"
    r"^\W*(?:jobs?|emplois?|empleos?|stellen) (?:in|at|bei|à|en|chez)\b.{2,60}$|.{2,80}\bjobs$|view jobs:.*",
    re.I,
)
_HEADING = re.compile(
    r"\b(?:your )?job alert (?:for|:)|\bjob alert:|new jobs? (?:match|for|from|in|similar)|"
    r"\bjobs? (?:that )?match(?:es|ing)?\b"
    r"(?! (?:my|specialist|manager))|"
    r"^\W*\d+\+? (?:new |neue |nouvelles? |nouveaux |nuev[oa]s? )?(?:\S+ ){0,5}(?:jobs?|roles?|openings?|positions?|"
    r"stellen\w*|"
    r"offres?|emplois?|empleos?|ofertas?|treffer|matches)\b|"
    r"^(?:hi|hello|hey|dear|hallo|guten (?:tag|morgen)|liebe[r]?|bonjour|bonsoir|salut|hola|buenos días|estimad[oa])"
    r"(?:[ ,]+[^\s,!:]+){0,3}\s?[,!:]|"
    r"recommended (?:for you|jobs?)|jobs? (?:you may|you might|for you|picked for)|top job picks|based on your|"
    r"here are|we found|we[’']ve found|check (?:them|these) out|today[’']?s jobs|your (?:job )?(?:listings|matches)|"
    r"deine? neue[n]? |ihre? neue[n]? (?:jobs|stellen)|neue (?:jobs?|stellen\w*|treffer)|passende (?:jobs?|stellen\w*)|"
    r"jobempfehlung|stellenempfehlung|wir haben .{0,40}(?:gefunden|stellen|jobs)|jobs? für (?:sie|dich)|"
    r"nouvelles? offres?|nouveaux? emplois?|offres? (?:d[’']emploi )?(?:pour vous|correspond|recommand)|votre alerte|"
    r"(?:nuevas?|nuevos?) (?:ofertas?|empleos?)|empleos? (?:para ti|recomendad|que coincid)|tu alerta|"
    r"view this (?:email|message)|ansicht im browser|im browser (?:ansehen|öffnen)|dans (?:votre|le) navigateur|"
    r"en (?:tu|el) navegador|^\W*jobs \d+\s*-\s*\d+ of|is hiring\b.{0,20}$|^(?:jobs )?similar to\b|jobs similar to|"
    r"^last (?:24 hours|\d+ days)|expand your search|recommendations based",
    re.I,
)
_UNITS = (
    ("minute", 1), ("minuto", 1), ("min", 1), ("heure", 60), ("hour", 60), ("hora", 60), ("std", 60), ("stunde", 60),
    ("ora", 60), ("ore", 60), ("uur", 60), ("小时", 60), ("hr", 60), ("h", 60), ("day", 1440), ("tag", 1440),
    ("jour", 1440), ("día", 1440), ("dia", 1440), ("giorn", 1440), ("dag", 1440), ("天", 1440), ("d", 1440),
    ("week", 10_080), ("woche", 10_080), ("semaine", 10_080), ("semana", 10_080), ("w", 10_080), ("mois", 43_200),
    ("month", 43_200), ("mo", 43_200), ("monat", 43_200), ("mes", 43_200), ("j", 1440), ("s", 10_080),
)  # fmt: skip
_UNIT = r"(?P<unit>[a-zA-Zíéäöü天小时]{1,10})\b"
_AGO = (
    re.compile(rf"^\W*(?:(?:re)?posted|active|published|listed|updated|added)?:?\s*(?:about |over )?"
               rf"(?P<n>\d{{1,3}}|an?|one)\+?\s*{_UNIT}\s*ago\b", re.I),
    re.compile(rf"^\W*(?:\w+ ){{0,2}}vor (?:mehr als |über )?(?P<n>\d{{1,3}}|einem|einer)\+?\s*{_UNIT}", re.I),
    re.compile(rf"^\W*(?:publiée?s? )?il y a (?:plus de |environ )?(?P<n>\d{{1,3}}|une?)\+?\s*{_UNIT}", re.I),
    re.compile(rf"^\W*(?:publicad[oa] )?hace (?:más de )?(?P<n>\d{{1,3}}|una?)\+?\s*{_UNIT}", re.I),
    re.compile(r"^\W*(?P<n>\d{1,2})\+?\s?(?P<unit>min|h|d|w|mo|j|天|小时)\+?(?:前| ago)?\W*$"),
    re.compile(r"^\W*(?P<n>\d{1,3})\+?\s?(?P<unit>giorn|dag|dia)\w*\s(?:fa|geleden|atrás)", re.I),
)  # fmt: skip
_NOW = re.compile(
    r"^\W*(?:(?:posted|published|active|listed)\s+)?(?:just (?:posted|now)|today|moments? ago)\W*$|"
    r"^\W*(?:gerade (?:veröffentlicht|eben)|soeben veröffentlicht|heute(?: veröffentlicht)?|neu seit heute|"
    r"(?:publiée? )?(?:aujourd[’']hui|à l[’']instant)|(?:publicad[oa] )?hoy|recién publicad[oa]|ahora mismo|"
    r"刚刚发布|今天)\W*$",
    re.I,
)
_YESTERDAY = re.compile(
    r"^\W*(?:(?:posted|published|publiée?|publicad[oa]|veröffentlicht)\s+)?(?:yesterday|gestern|hier|ayer|昨天)\W*$",
    re.I,
)
_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan ene janv", "feb fév fev", "mar mär mrz", "apr avr abr", "may mai", "jun juin", "jul juil", "aug aoû ago",
         "sep", "oct okt", "nov", "dec dez déc dic"), 1)
    for name in names.split()
}  # fmt: skip
_DATE = re.compile(
    r"^\W*(?:(?:posted|published|date posted|veröffentlicht|publiée?|publicad[oa]|online seit|am|le|el|on|seit|"
    r"vom)[\s:]+){0,3}"
    r"(?:(?P<day>\d{1,2})(?:\.|er|st|nd|rd|th)?\s(?:de )?(?P<month>[^\W\d]{3,10})\.?|"
    r"(?P<month2>[^\W\d]{3,10})\.?\s(?P<day2>\d{1,2})(?:st|nd|rd|th)?)(?:,?\s(?:de )?(?P<year>20\d\d))?"
    r"(?P<rest>\W.{0,30})?$",
    re.I,
)
_NUMERIC = re.compile(r"^\W*(?:[^\W\d]{2,14}[\s:]+){0,3}(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>20\d\d)\W*$")
_EITHER = re.compile(r"^\W*(?:[^\W\d]{2,14}[\s:]+){0,3}(?P<a>\d{1,2})[-/](?P<b>\d{1,2})[-/](?P<year>20\d\d)\W*$")
_ISO = re.compile(r"^\W*(?:[^\W\d]{2,14}[\s:]+){0,3}(?P<year>20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)\b.{0,12}$")


def is_button(words: str) -> bool:
    """Whether words are a button's rather than a job's: "View job", "Jetzt bewerben"."""
    return len(words) <= 60 and bool(_BUTTON.match(words))


def is_badge(words: str) -> bool:
    """Whether words are a mark beside an opening that names neither employer nor place: "Easily apply", "Full-time"."""
    return not words.strip(" .·•|-–—") or is_button(words) or (len(words) <= 140 and bool(_BADGE.match(words)))


def is_footer(words: str) -> bool:
    """Whether a line belongs to what stands below or around the openings: settings, legal words."""
    return len(words) <= 600 and bool(_FOOTER.search(words))


def is_list_link(words: str) -> bool:
    """Whether words lead to a list of jobs: "See all jobs", "Alle Treffer ansehen"."""
    return len(words) <= 160 and bool(_LIST_LINK.match(words))


def is_heading(words: str) -> bool:
    """Whether a line introduces openings: "Your job alert for Cook", "5 neue Jobs", "Hola Ana"."""
    return len(words) <= 200 and bool(_HEADING.search(words))


def without_rating(words: str) -> str:
    """ "Acme 3.8 ★" without the stars."""
    return _RATING.sub("", words).strip() if len(words) <= 200 else words


def posted(words: str, now: datetime | None) -> datetime | None:
    """The time that words like "3 days ago" or "vor 2 Tagen" mean, counted from when the mail was sent."""
    if now is None or len(words) > 60:
        return None
    if _NOW.match(words):
        return now
    if _YESTERDAY.match(words):
        return now - timedelta(days=1)
    return _ago(words, now) or _dated(words, now)


def tells_time(words: str) -> bool:
    """Whether words only say when an opening was posted."""
    return posted(words, datetime(2024, 6, 1, tzinfo=UTC)) is not None


def _ago(words: str, now: datetime) -> datetime | None:
    for pattern in _AGO:
        if (match := pattern.match(words)) is not None and (minutes := _minutes(match["unit"])) is not None:
            number = int(match["n"]) if match["n"].isdigit() else 1
            return now - timedelta(minutes=minutes * number)
    return None


def _minutes(unit: str) -> int | None:
    low = unit.lower()
    exact = next((minutes for name, minutes in _UNITS if low == name), None)
    return exact or next((minutes for name, minutes in _UNITS if len(name) >= 3 and low.startswith(name)), None)


def _dated(words: str, now: datetime) -> datetime | None:
    if (either := _EITHER.match(words)) is not None:
        return _nearest(int(either["a"]), int(either["b"]), int(either["year"]), now)
    numeric = _NUMERIC.match(words) or _ISO.match(words)
    if numeric is not None:
        return _moment(int(numeric["year"]), int(numeric["month"]), int(numeric["day"]))
    match = _DATE.match(words)
    if match is None:
        return None
    name = (match["month"] or match["month2"]).lower()
    month = _MONTHS.get(name[:4]) or _MONTHS.get(name[:3])
    if month is None:
        return None
    day = int(match["day"] or match["day2"])
    if match["year"]:
        return _moment(int(match["year"]), month, day)
    found = _moment(now.year, month, day)
    return _moment(now.year - 1, month, day) if found is not None and found > now + timedelta(days=1) else found


def _nearest(first: int, second: int, year: int, now: datetime) -> datetime | None:
    """A date whose day and month may stand either way round: the one that is past and nearest."""
    found = [moment for month, day in ((first, second), (second, first)) if (moment := _moment(year, month, day))]
    past = [moment for moment in found if moment <= now + timedelta(days=1)]
    return max(past or found, default=None)


def _moment(year: int, month: int, day: int) -> datetime | None:
    try:
        return datetime(year, month, day, tzinfo=UTC)
    except ValueError:
        return None
