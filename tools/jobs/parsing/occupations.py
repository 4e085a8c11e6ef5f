"""Whether a few words name an occupation, in one of the languages that are read."""

import re
from functools import cache, lru_cache

_PLAIN = {
    "en": (
        "engineer developer manager designer analyst scientist architect consultant administrator technician "
        "specialist "
        "assistant coordinator director officer nurse teacher accountant recruiter writer editor researcher "
        "programmer "
        "operator representative associate executive adviser advisor supervisor lead intern internship trainee clerk "
        "driver mechanic electrician plumber welder carpenter cook chef baker butcher waiter waitress bartender "
        "barista "
        "cashier cleaner janitor guard therapist psychologist physician doctor pharmacist dentist surgeon "
        "veterinarian "
        "paralegal lawyer attorney counsel solicitor auditor bookkeeper controller teller underwriter broker "
        "agent buyer "
        "planner steward captain pilot librarian translator interpreter tutor lecturer professor instructor "
        "trainer coach "
        "photographer producer artist animator illustrator actor musician journalist copywriter strategist marketer "
        "evangelist advocate owner master head chief president ceo cto cfo coo cmo vp sre sdr bdr cna lpn rn "
        "caregiver "
        "carer midwife midwives paramedic firefighter farmer gardener landscaper florist hairdresser stylist "
        "beautician "
        "tailor packer picker loader handler worker laborer labourer foreman inspector surveyor estimator "
        "machinist fitter "
        "installer roofer painter mason dispatcher receptionist secretary concierge host hostess housekeeper "
        "nanny sitter "
        "apprentice apprenticeship fellow partner principal generalist expert professional devops postdoc registrar "
        "actuary economist statistician biologist chemist physicist geologist toxicologist hygienist radiographer "
        "sonographer phlebotomist optometrist optician dietitian nutritionist counselor counsellor custodian "
        "groundskeeper "
        "merchandiser stocker bouncer valet attendant porter busser dishwasher sommelier brewer tester investigator "
        "scheduler expediter assembler fabricator millwright rigger drafter modeler moderator curator archivist dean "
        "principal superintendent warden sergeant ombudsman liaison facilitator organizer fundraiser mover "
        "courier rider "
        "technologist assessor examiner adjuster appraiser negotiator purchaser storekeeper keeper operative labor "
        "seamstress upholsterer glazier plasterer bricklayer scaffolder joiner locksmith jeweler trader treasurer "
        "banker "
        "annotator transcriptionist proofreader linguist videographer dancer singer conductor "
        "maker helper repairer cutter setter aide finisher grinder mixer sorter washer grader printer miner "
        "educator driller "
        "reporter judge sprayer dealer leader server decorator contractor interviewer maintainer provider clinician "
        "practitioner caretaker maid detective forester insulator commissioner demonstrator sourcer student "
        "scholar fresher "
        "lifeguard guide crew hand boilermaker pipefitter lineman linesman bioinformatician epidemiologist"
    ),
    "de": (
        "leitung fachkraft fachkräfte kaufmann kauffrau kaufleute kaufmännische assistenz pflegekraft lehrkraft "
        "köchin "
        "ärztin arzt anwalt anwältin azubi auszubildende auszubildender auszubildenden vertrieb aushilfe minijobber "
        "leiharbeiter hilfskraft bürokraft reinigungskraft küchenhilfe hebamme geselle gesellin lehrling lernende "
        "praktikum servicekraft führungskraft lagerkraft dozentin referendar"
    ),
    "fr": (
        "responsable chargé chargée chef cheffe gestionnaire comptable juriste avocat avocate stagiaire commercial "
        "commerciale agent agente employé employée plombier directeur directrice opérateur opératrice médecin "
        "ouvrier "
        "ouvrière caissier caissière préparateur préparatrice magasinier hôte hôtesse réceptionniste formateur "
        "formatrice "
        "graphiste concepteur conceptrice chercheur chercheuse adjoint adjointe secrétaire pharmacien pharmacienne "
        "ambulancier bibliothécaire cariste couvreur maçon menuisier soudeur peintre électricienne boucher boulanger "
        "boulangère pâtissier pâtissière animateur animatrice chauffeur livreur puériculteur puéricultrice "
        "kinésithérapeute"
    ),
    "es": (
        "técnico técnica gestor gestora encargado encargada dependiente dependienta contable administrativo "
        "administrativa "
        "auxiliar comercial analista operario operaria electricista recepcionista jefe jefa médico médica mozo "
        "peón cajero "
        "cajera limpiador limpiadora vigilante soldador albañil fontanero repartidor conductor conductora maestro "
        "maestra "
        "becario becaria asesor asesora teleoperador teleoperadora delegado delegada arquitecto farmacéutico "
        "camarero "
        "camarera cocinero cocinera enfermero enfermera abogado abogada ingeniero ingeniera mecánico mecánica"
    ),
    "nl": (
        "ontwikkelaar medewerker medewerkster verpleegkundige adviseur beheerder kok docent vrachtwagenchauffeur "
        "schoonmaker "
        "verkoper verkoopmedewerker magazijnmedewerker leraar boekhouder timmerman loodgieter lasser verzorgende "
        "onderzoeker "
        "projectleider teamleider stagiair monteur"
    ),
    "it": (
        "ingegnere infermiere infermiera impiegato impiegata addetto addetta commesso commessa contabile cuoco "
        "cuoca cameriere "
        "cameriera consulente tecnico tecnica operaio operaia magazziniere autista ragioniere avvocato medico "
        "insegnante "
        "responsabile elettricista idraulico saldatore stagista tirocinante segretaria segretario"
    ),
    "pt": (
        "desenvolvedor desenvolvedora engenheiro engenheira enfermeiro enfermeira vendedor vendedora analista "
        "técnico técnica "
        "gerente coordenador coordenadora assistente atendente motorista cozinheiro cozinheira contador contadora "
        "professor "
        "professora estagiário estagiária advogado advogada médico médica operador operadora supervisor eletricista"
    ),
}
# Ends of compound or inflected words: "Softwareentwicklerin", "développeuse", "desarrolladora".
_STEMS = (
    "entwickler ingenieur berater leiter referent sachbearbeiter mitarbeiter techniker mechaniker mechatroniker "
    "elektroniker "
    "elektriker installateur pfleger pflegefach erzieher lehrer verkäufer verkaufsberater bäcker konditor metzger "
    "fahrer assistent "
    "buchhalter architekt apotheker praktikant werkstudent spezialist expert verwalter meister monteur schlosser "
    "schreiner "
    "tischler maler maurer gärtner jurist wissenschaftler forscher helfer arbeiter planer prüfer trainer betreuer "
    "therapeut "
    "koordinator disponent controller designer redakteur grafiker zerspaner schweißer dachdecker maschinenführer "
    "lagerist "
    "staplerfahrer kellner koch friseur steuerfachangestellt fachangestellt angestellt bauleiter polier dozent "
    "informatiker "
    "administrator psycholog pädagog sozialarbeiter "
    "développeu ingénieur infirmi vendeu technicien conseill consultant assistant cuisini serveu conducteu éducat "
    "enseignant "
    "professeu alternant opérat mécanicien électricien aide-soignant rédact acheteu analyste architecte coordinat "
    "administrateu "
    "desarrollador ingenier enfermer cociner camarer profesor programador director coordinador consultor mecánic "
    "abogad "
    "diseñador vendedor sviluppat ontwikkelaar verpleegkundig programmat progettist disegnat"
)
_SHORT = (
    r"\b\w+(?:ologists?|ographers?|icians?|iatrists?|wrights?|smiths?|persons?|keepers?)\b|\bco-?op\b|"
    r"\b(?:new )?grad(?:uate)?\b|"
    r"\b(?:QA|HR|PR|UX|UI|IT)(?:\s(?:lead|ops|generalist|business partner))\b|\bproduct owner\b|\bscrum master\b|"
    r"\bhead of\b|\bchief of staff\b"
)
# "(m/w/d)", "H/F", "Expert:in", "Entwickler*in" stand in titles only.
_GENDER = (
    r"\([mwfdxhgn](?:\s?[/|,]\s?[mwfdxhgn*]+){1,3}\)|\b[mwfd]/[mwfd](?:/[mwfdx])?\b|\b[HF]/[HF]\b|\w[:*_](?:in|"
    r"innen|r|frau)\b|\w/-?in(?:nen)?\b"
)
_HAN = r"经理|工程师|助理|运营|设计师|开发|顾问|主管|专员|总监|研究员|司机|教师|护士|会计|销售|エンジニア|マネージャー"


_TOKEN = re.compile(r"\w+")


@cache
def _trade() -> re.Pattern[str]:
    """What a single word may be."""
    plain = sorted({word for words in _PLAIN.values() for word in words.split()}, key=len, reverse=True)
    stems = sorted((stem for stem in set(_STEMS.split()) if "-" not in stem), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(plain)})(?:e?s)?\b|\w*(?:{'|'.join(stems)})\w{{0,6}}\b", re.IGNORECASE)


@cache
def _signs() -> re.Pattern[str]:
    """What goes over more than a word."""
    stems = "|".join(stem for stem in set(_STEMS.split()) if "-" in stem)
    return re.compile(rf"\w*(?:{stems})\w{{0,6}}\b|{_SHORT}|{_GENDER}|{_HAN}", re.IGNORECASE)


@lru_cache(maxsize=32_768)  # few words make up most titles
def _is_trade(word: str) -> bool:
    return bool(_trade().search(word))


_NO_TITLE = re.compile(
    r"^(?:learn|talk|meet|contact|find|view|see|apply|join|read|ask|become|about|our|the|your|for|how|why|what|"
    r"who|all|more|sign|log|get|browse|search|explore|follow|hire|are you|i am|we|"
    r"if|as|this|you|click|show|load|back|next|über|unser|nos|notre|nuestr\w+)\b(?! (?:of|officer))",
    re.I,
)


@lru_cache(maxsize=8_192)  # every fact of a title asks of its parts
def looks_like_title(words: str) -> bool:
    """Whether a short text names an occupation and is not a sentence or a call to act."""
    plain = words.strip()
    if not 2 <= len(plain) <= 130 or _NO_TITLE.match(plain):
        return False
    return any(_is_trade(word) for word in _TOKEN.findall(plain)) or bool(_signs().search(plain))
