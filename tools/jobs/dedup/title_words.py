"""The words of titles in one spelling: what is shortened, written in several ways, or said in another language."""

import re

# Whole words, folded.
_SHORT = {
    "ml": "machine learning", "mle": "machine learning engineer", "ai": "artificial intelligence",
    "swe": "software engineer", "sde": "software engineer", "sre": "site reliability engineer",
    "qa": "quality assurance", "hr": "human resources", "rn": "registered nurse", "lpn": "licensed practical nurse",
    "sdr": "sales development representative", "bdr": "business development representative",
    "csm": "customer success manager", "cx": "customer experience", "pm": "product manager",
    "hrbp": "human resources business partner", "cna": "certified nursing assistant",
    "lvn": "licensed practical nurse", "csr": "customer service representative", "tpm": "technical program manager",
    "dba": "database administrator", "np": "nurse practitioner", "er": "emergency", "icu": "intensive care",
    "slp": "speech language pathologist", "ae": "account executive", "eng": "engineer", "engr": "engineer",
    "dev": "engineer", "developer": "engineer", "devs": "engineer", "programmer": "engineer", "mgr": "manager",
    "mngr": "manager", "rep": "representative", "asst": "assistant", "admin": "administrator", "tech": "technician",
    "exec": "executive", "acct": "account", "coord": "coordinator", "ops": "operations", "mktg": "marketing",
    "svc": "service", "svcs": "service", "mfg": "manufacturing", "maint": "maintenance", "mech": "mechanical",
    "elec": "electrical", "dept": "department", "intl": "international", "ux": "user experience",
    "ui": "user interface", "ecommerce": "commerce", "dir": "director", "supv": "supervisor", "spec": "specialist",
    "assoc": "associate", "prod": "product", "prog": "program", "mgmt": "management", "infra": "infrastructure",
    "sec": "security", "acctg": "accounting", "quant": "quantitative", "k8s": "kubernetes", "postgres": "postgresql",
    "golang": "go", "js": "javascript", "ts": "typescript", "cyber": "cybersecurity", "infosec": "cybersecurity",
    "bi": "business intelligence", "svp": "senior vp", "evp": "executive vp", "peds": "pediatric",
    "paeds": "pediatric", "paediatric": "pediatric", "ob": "obstetrics", "nyc": "new york", "sw": "software",
    "hw": "hardware", "vet": "veterinary", "cust": "customer", "serv": "service", "mkt": "marketing",
    "fin": "finance", "proj": "project", "lic": "licensed", "cert": "certified", "jnr": "junior",
    "snr": "senior", "indl": "industrial", "gen": "general", "elevator": "lift", "lorry": "truck", "hgv": "truck",
    "lkw": "truck", "attorney": "lawyer", "solicitor": "lawyer", "waitress": "waiter", "hostess": "host",
    "caregiver": "carer", "janitor": "cleaner", "custodian": "cleaner", "bartender": "barkeeper",
    "internship": "intern", "apprenticeship": "apprentice", "marketer": "marketing manager", "advisor": "adviser",
    "trucker": "truck driver", "forklifter": "forklift driver", "nursing": "nurse", "bookkeeping": "bookkeeper",
    "programme": "program", "centre": "center", "labour": "labor", "advocate": "relation engineer",
    "rdh": "dental hygienist", "rda": "dental assistant", "cma": "medical assistant",
    "pta": "physical therapist assistant",
    "ota": "occupational therapist assistant", "cota": "occupational therapist assistant", "crna": "nurse anesthetist",
    "cnm": "nurse midwife", "bcba": "behavior analyst", "hca": "healthcare assistant", "lgv": "truck",
    "ibode": "nurse bloc operatoire", "iade": "nurse anesthesiste", "ide": "nurse", "rdn": "dietitian",
    "mfa": "medizinischer fachangestellte", "zfa": "zahnmedizinischer fachangestellte",
    "pka": "pharmazeutisch kaufmannischer angestellte", "devrel": "engineer relation",
    "mathematics": "math", "maths": "math",
}  # fmt: skip
# The English word, then the same in German, French, Spanish, Dutch and Italian.
_TRANSLATED = (
    "engineer entwickler softwareingenieur programmierer developpeur desarrollador ingenieur ingeniero sviluppatore "
    "ontwikkelaar programador",
    "payroll lohn entgelt lohnbuchhaltung paie nomina nominas salarisadministratie loonadministratie paghe",
    "manager leiter leitung responsable jefe encargado hoofd leidinggevende responsabile",
    "tax steuer steuern impuestos belasting belastingen fiscal",
    "sales verkauf vertrieb vente ventes venta ventas verkoop vendite",
    "salesperson verkaufer vendeur vendedor verkoper commesso",
    "warehouse lager magazin magazijn entrepot almacen magazzino logistikzentrum",
    "worker mitarbeiter medewerker mitarbeitender employe empleado arbeiter operaio employee staffer",
    "accountant buchhalter comptable contable boekhouder contabile",
    "accounting buchhaltung comptabilite contabilidad boekhouding",
    "finance finanzen finances finanzas financien finanza",
    "customer kunden client clients clientele cliente clientes klant klanten kundendienst",
    "service dienst kundenservice servicio servizio",
    "purchasing einkauf achat achats compras inkoop acquisti procurement",
    "buyer einkaufer acheteur comprador inkoper",
    "driver fahrer conducteur chauffeur conductor bestuurder autista",
    "truck poids lkw camion vrachtwagen",
    "teacher larare laerer nauczyciel docente lehrer lehrkraft enseignant professeur profesor maestro docent leraar "
    "leerkracht insegnante",
    "cook koch cuisinier cocinero kok cuoco",
    "waiter kellner serveur camarero kelner cameriere ober",
    "baker backer boulanger panadero bakker panettiere",
    "cleaner reinigungskraft limpiador schoonmaker",
    "electrician elektriker electricien electricista elektricien elettricista elektroniker",
    "plumber klempner installateur plombier fontanero loodgieter idraulico",
    "carpenter tischler schreiner menuisier carpintero timmerman falegname",
    "welder schweisser soudeur soldador lasser saldatore",
    "mechanic mechaniker mecanicien mecanico monteur meccanico",
    "technician techniker technicien tecnico technicus",
    "maintenance wartung instandhaltung mantenimiento onderhoud manutenzione",
    "assistant assistent assistente asistente assistenz",
    "lawyer anwalt rechtsanwalt avocat abogado advocaat avvocato",
    "legal recht juridique juridico juridisch",
    "pharmacist apotheker pharmacien farmaceutico farmacista",
    "physician arzt medecin medico",
    "receptionist empfang receptioniste recepcionista rezeptionist receptioniste",
    "store filiale laden magasin tienda winkel negozio filial",
    "marketing vermarktung mercadotecnia",
    "project projekt projet proyecto progetto",
    "product produkt produit producto prodotto",
    "security sicherheit securite seguridad beveiliging sicurezza",
    "guard sicherheitsmitarbeiter beveiliger guardia vigilante",
    "data daten donnees datos gegevens dati",
    "analyst analyste analista analist",
    "quality qualitat qualitatssicherung qualite calidad kwaliteit",
    "production produktion fertigung produccion productie produzione",
    "construction bau construccion bouw edilizia",
    "kindergarten kita creche guarderia kinderopvang",
    "consultant berater conseiller consultor adviseur consulente",
    "trainer formateur formador opleider schulungsleiter",
    "recruiter recruteur reclutador personalreferent",
    "intern praktikum praktikant stage stagiaire becario practicas stagist tirocinante tirocinio",
    "apprentice auszubildender azubi ausbildung apprenti aprendiz leerling apprendista",
    "nurse pfleger krankenpfleger krankenschwester pflegefachmann pflegefachfrau pflegefachkraft pflegefachperson "
    "infirmier enfermero verpleegkundige infermiere",
    "carer altenpfleger pflegekraft cuidador verzorgende badante",
    "kaufmann kauffrau", "fachmann fachfrau",
)  # fmt: skip
SPELLINGS = {
    **{word: group.split()[0] for group in _TRANSLATED for word in group.split()[1:]},
    **_SHORT,
    "softwareentwickler": "software engineer",
    "werkstudent": "student",
    "werkstudentin": "student",
    "entwicklung": "development",
    "shft": "shift",
}
PHRASES = (
    (re.compile(r"\bfront[ -]end\b"), "frontend"), (re.compile(r"\bback[ -]end\b"), "backend"),
    (re.compile(r"\bfull[ -]stack\b"), "fullstack"), (re.compile(r"\bdev[ -]ops\b"), "devops"),
    (re.compile(r"\be[ -]commerce\b"), "commerce"), (re.compile(r"\bcyber[ -]security\b"), "cybersecurity"),
    (re.compile(r"\binformation security\b"), "cybersecurity"),
    (re.compile(r"\bmid[ -]market\b"), "midmarket"), (re.compile(r"\bpart[ -]time\b|\bfull[ -]time\b"), " "),
    (re.compile(r"\bfork[ -]lift\b"), "forklift"), (re.compile(r"\bclass a\b"), "a"),
    (re.compile(r"\bworking student\b"), "student"),
    (re.compile(r"\bcdl\b"), " "),  # who drives a truck has one
    (re.compile(r"\bvice president\b"), "vp"), (re.compile(r"\br ?(?:&|and|n) ?d\b"), "research development"),
    (re.compile(r"\bmed[ -]surg\b"), "medical surgical"), (re.compile(r"\bhealth[ -]care\b"), "healthcare"),
    (re.compile(r"\bon[ -]call\b"), "oncall"), (re.compile(r"\bhouse ?keep(?:er|ing)\b"), "cleaner"),
    (re.compile(r"\b(?:first|second|third|fourth|fifth|sixth|seventh|eighth|[1-9](?:st|nd|rd|th)) grade\b"), "grade"),
    (re.compile(r"\bpm shift\b"), "evening"), (re.compile(r"\bam shift\b"), "day"),
    (re.compile(r"\bjefe de partida\b"), "chef de partie"),
    (re.compile(r"\bf l\b"), "fruit legume"),
    (re.compile(r"\bchef (?:de |du |d )(?=(?:rayon|secteur|chantier|atelier|agence|service|vente)s?\b)"), "manager "),
    (re.compile(r"\bchef de projet\b"), "project manager"), (re.compile(r"\bchef de produit\b"), "product manager"),
    (re.compile(r"\b(?:2|two)nd shift\b"), "evening"), (re.compile(r"\b3rd shift\b"), "night"),
    (re.compile(r"\b1st shift\b"), "day"),
    (re.compile(r"\b(\w+er)(?:in|innen)\b"), r"\1"), (re.compile(r"\b(\w{3,})iere\b"), r"\1ier"),
    (re.compile(r"\b(\w{3,})euse\b"), r"\1eur"), (re.compile(r"\b(\w{3,})trice\b"), r"\1teur"),
    (re.compile(r"\b(\w{4,})dora\b"), r"\1dor"), (re.compile(r"\b(\w{4,})enne\b"), r"\1en"),
)  # fmt: skip
_NOISE_WORDS = (
    "a an and the of for in at to with und der die das fur im als mit von et de la le du des en pour y el los para "
    "con e di "
    "il per van voor het een oder ou o remote hybrid onsite homeoffice home office job jobs position role opening "
    "stelle poste vacancy new urgent urgently hiring needed wanted gesucht now immediate start opportunity fully based "
    "fulltime parttime vollzeit teilzeit full time part permanent temporary unbefristet befristet cdi cdd "
    "festanstellung shift shifts schicht "
    "m w d f x h div gn mwd senior sr snr junior jr lead staff principal mid level intermediate experienced entry "
    "i ii iii iv v vi 1 2 3 4 5 6 l1 l2 l3 l4 l5 l6 ic1 ic2 ic3 ic4 ic5 location us usa uk eu emea worldwide anywhere "
    "expression interest apply "
    # What is offered or when it begins: no part of the role.
    "january february march april june july august september october november december "
    "regio region area fulltime perm temps plein tiempo completo jornada completa indefinido uur teilzeitstelle "
    "fte tip tips advertised readvertised readvertisement re repost reposted "
    "possible available relocation relocate visa sponsorship bonus sunny immediately asap sofort ab"
)
NOISE = frozenset(_NOISE_WORDS.split())
# Words that a title may leave out and be of the same role: what they say goes without saying beside its other words.
LIGHT = frozenset(
    ("software", "service", "professional", "licensed", "certified", "qualified", "registered", "worker", "officer",
     "team", "member", "skilled", "specialist", "truck", "financial", "qualifie", "diplome", "examinierte", "gelernter")
)  # fmt: skip
# Words that make another opening of it even where the rest agrees: ranks, shifts, directions.
_APART_WORDS = (
    "assistant associate deputy head chief leader supervisor manager director vice vp trainee apprentice intern "
    "student "
    "graduate helper junior senior principal professor fellow sous stellvertretend stellvertretende stellvertretender "
    "segundo adjoint adjunct bitradande werkstudent postdoctoral phd locum night day evening weekend weekday early "
    "late "
    "morning nacht nuit noche jour dia north south east west northern southern eastern western nord sud ost norte sur "
    "central regional local international inbound outbound junior higher interim"
)
APART = frozenset(_APART_WORDS.split())
_SHIFT_NAMES = {
    "night": r"nights?|overnight|nachtschicht|nachtdienst|nachtwache|nuit|noche|nocturno|nocturna|nacht\w*|notte|"
        r"notturn[oa]|graveyard|3rd shift|third shift",
    "day": r"days?|dayshift|tagschicht|tagdienst|jour|diurno|dia|giorno|dagdienst|1st shift|first shift",
    "late": r"evenings?|swing|afternoon|spatschicht|spatdienst|soir|tarde|2nd shift|second shift",
    "early": r"mornings?|fruhschicht|fruhdienst|matin|manana",
    "weekend": r"weekends?|wochenende|fin de semana|week end",
}  # fmt: skip
SHIFTS = [(name, re.compile(rf"\b(?:{said})\b")) for name, said in _SHIFT_NAMES.items()]
# In a text "days" are holidays too: only what can be nothing but a shift.
_SHIFT_SAID = {
    "night": r"nights?(?: |-)shifts?|nights? \d{1,2} ?pm?\b|(?:work|working|permanent|hours|time) nights|"
        r"overnight|nachtschicht|nachtdienst|(?:poste|equipe) de nuit|turno de noche|"
        r"nachtdiensten|graveyard shift|3rd shift|third shift",
    "day": r"days?(?: |-)shifts?|tagschicht|tagdienst|(?:poste|equipe) de jour|turno de dia|dagdiensten|"
        r"1st shift|first shift",
    "late": r"evenings?(?: |-)shifts?|swing shift|spatschicht|spatdienst|2nd shift|second shift|turno de tarde",
    "early": r"mornings?(?: |-)shifts?|ochtenddienst(?:en)?|vroege dienst|early shifts?|"
        r"fruhschicht|fruhdienst|turno de manana",
}  # fmt: skip
SHIFTS_SAID = [(name, re.compile(rf"\b(?:{said})\b")) for name, said in _SHIFT_SAID.items()]
SAME_WORK = tuple(
    frozenset(group.split())
    for group in (
        "engineer developer", "representative agent associate advisor adviser", "specialist expert", "nurse pfleger",
        "driver operator", "technician mechanic", "technician technical", "service support",
        "assistant aide helper attendant",
        "cleaner housekeeper", "teacher educator instructor", "clerk administrator", "waiter server",
        "analyst analytics", "people human resources", "lead leader", "carer aide assistant companion",
        "worker operative handler associate", "lawyer counsel", "coach trainer",
        "physiotherapist physical therapist", "salesperson associate", "shop store", "picker packer selector",
        "supervisor foreman leader", "copywriter writer", "talent recruiting recruitment", "stylist hairdresser",
        "merchandiser merchandising", "machinist turner", "designer design", "guard officer", "engineer engineering",
        "manager management", "accountant accounting",
    )
)  # fmt: skip
