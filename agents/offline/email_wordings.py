"""Words for mail, as patterns over folded text: what it is, what is done to it, who writes it, how one asks for it."""

import re

MAIL = (
    r"(?:e-?mails?|(?:web)?mails?|messages?|correspondence|korrespondenz|correspondance|inbox(?:es)?|"
    r"mail ?box(?:es)?|nachricht(?:en)?|postfach|posteingang|"
    r"postfacher|mailpostfach|courriels?|boites? (?:mail|de reception|aux lettres|e-?mail|gmail)|"
    r"correos?(?: electronicos?)?|mensajes?|buzon(?:es)?|bandeja(?: de entrada)?|gmail|google ?mail)"
)
ONE_MAIL = r"(?:e-?mails?|mails?|messages?|nachricht(?:en)?|courriels?|correos?|mensajes?)"
DRAFT = r"(?:drafts?|entwurf\w*|entwurfe\w*|brouillons?|borrador(?:es)?)"
RULE = r"(?:(?:mail |e-?mail |inbox )?rules?|(?:mail|e-?mail|inbox)[ -]?filters?|regeln?|mailregeln?|regles?|reglas?)"
APPOINTMENT = (
    r"(?:appointments?|interviews?|meetings?|calls?|termine?|terminen|vorstellungsgesprach\w*|gesprache?n?|"
    r"entretiens?|rendez-vous|rdv|entrevistas?|citas?)"
)
MAILBOX = (
    r"(?:mail ?box(?:es)?|inboxes|(?:e-?)?mail ?accounts?|mailkont\w+|postfach\w*|postfacher\w*|accounts?|"
    r"boites? (?:mail|de reception|gmail|e-?mail)|comptes? (?:mail|e-?mail)|adresses? mail|cuentas?(?: de correo)?|"
    r"buzon(?:es)?|konten|konto)"
)
WRITER = (
    r"(?:recruiters?|recruiterin|hiring (?:manager|team)s?|hr(?: (?:team|people|lady|person))?|headhunters?|"
    r"talent (?:team|people)|personaler(?:in)?|personalabteilung|recruteu(?:r|se)s?|drh|reclutador(?:a|es)?|rrhh)"
)
KINDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(rf"\b(?:{said})\b"))
    for kind, said in (
        ("rejection", r"rejections?|rejected|absagen?|refus|rechazos?|turn(?:ed)?[- ]?downs?|denials?|"
         r"(?:respuestas|reponses) negativas?"),
        ("reschedule", r"reschedul\w+|terminverschieb\w+|reports? d'entretien|reprogramad\w+"),
        ("interview", r"interviews?(?: invite[sd]?)?|invite[sd]? (?:to|for) (?:an )?interviews?|"
         r"vorstellungsgesprach\w*|"
         r"gesprachseinladung\w*|einladung\w*|entretiens?|entrevistas?"),
        ("assessment", r"assessments?|coding (?:tests?|tasks?|challenges?|exercises?)|take-?homes?(?: (?:tests?|"
         r"tasks?))?|online tests?|testaufgaben?|eignungstests?|tests? techniques?|pruebas? tecnicas?"),
        ("offer", r"(?:job )?offers?(?: letters?)?|jobangebote?|zusagen?|offres? d'emploi|ofertas? de trabajo"),
        ("receipt", r"receipts?|invoices?|bills?|rechnung(?:en)?|quittung(?:en)?|recus? d'achat|factures?|"
         r"recibos?|facturas?|order confirmations?"),
        ("newsletter", r"news ?letters?|newslettern|digests?|rundbriefe?|boletin(?:es)?|infolettres?|"
         r"lettres? d'information"),
        ("promotion", r"promos?|promotions?|promotional|advertis\w+ mails?|spam|ads|"
         r"marketing (?:stuff|e-?mails?|mails?)|"
        r"werbung|"
         r"werbemails?|werbe-?mails?|publicites?|promociones|publicidad"),
        ("alert", r"(?:job ?)?alerts?|job ?suggestions?|jobalarme?|jobmails?|stellenalarme?|alertes?(?: emploi)?|"
         r"alertas?(?: de empleo)?"),
        ("parcel", r"parcels?|packages?|deliver(?:y|ies)|shipments?|pakete?|sendungen|lieferung(?:en)?|colis|"
         r"paquetes?|envios"),
        ("security", r"security (?:mails?|alerts?|codes?|notices?)|(?:sign|log)-?in codes?|password resets?|"
         r"verification codes?"),
        ("application_received", r"(?:application )?confirmations?|acknowledg\w+|eingangsbestatigung\w*|"
         r"accuses? de reception|acuses? de recibo"),
        ("outreach", r"outreach|cold mails?|recruiter (?:mails?|e-?mails?|messages?|spam)|"
         r"(?:mails?|messages?) (?:from|by|of) (?:recruiters|headhunters)"),
        ("invitation", r"(?:calendar |party )?invit(?:ation|e)s?|invitaciones?"),
        ("personal", r"personal mails?|private mails?|private nachrichten|correos personales|mails? prives?"),
        ("sent", r"sent (?:mails?|e-?mails?|messages?|folder|items)|gesendete\w*|mails? envoyes?|correos enviados"),
    )
)  # fmt: skip
# What a rule may do.
OF_RULES = frozenset({"read", "star", "archive", "delete"})
# What is mail even where nobody says so.
ALWAYS_MAIL = frozenset({"newsletter", "promotion", "receipt", "parcel", "security"})
CHANGES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (change, re.compile(said))
    for change, said in (
        ("unread", r"\b(?:unread|not read|ungelesen\w*|non[- ]lus?|no leid[oa]s?)\b"),
        ("unstar", r"\bun-?star\b|\bun-?flag\b|\b(?:remove|take|drop|delete|lose) .{0,40}\b(?:star|flag)\b|"
         r"\bstar off\b|"
         r"\b(?:markierung|stern) (?:weg|entfern\w*)|\bentfern\w* (?:den|die) (?:stern|markierung)|"
         r"\b(?:enleve|retire) l'etoile|\bquita la estrella"),
        ("unarchive", r"\bun-?archive\b|\bout of the archive\b|\b(?:back )?(?:in(?:to)?|to) (?:the|my) inbox\b|"
         r"\baus dem archiv\b|\bzuruck in den posteingang\b|\bdesarchiv\w*|\bsors .* des archives\b|\bdesarchiva\b"),
        ("restore", r"\brestore\b|\bun-?delete\b|\bout of the (?:bin|trash)\b|\bbring .{0,30}\bback\b|\brecover\b|"
         r"\bwiederherstell\w*|\bstell\w* .{0,30}\bwieder her\b|\brestaur\w*|\brecuper\w*"),
        ("read", r"\b(?:mark|set|flag|markier\w*|setz\w*|marque\w*|marca\w*|make)\b.*\b(?:read|gelesen|lus?|lues?|"
         r"leid[oa]s?)\b|\bas read\b|\bals gelesen\b"),
        ("star", r"\bstar\b|\bflag\b|\bpin\b|\bmark\b.*\bimportant\b|\b(?:als wichtig )?markier\w*|\bals wichtig\b|"
         r"\bmets? une etoile\b|\bmarque\b.*\bimportants?\b|\bdestaca\w*|\bmarca\w*\b.*\bimportantes?\b"),
        ("archive", r"\barchiv(?:e|es|ed|ing|iere?|ieren|iert|a|ar|er|ez|al[oa]s?|ado)\b|\bins? archiv\b|\b(?:aux|"
        r"dans les) archives\b|\b(?:file|put|tuck) .{0,40}\baway\b|"
         r"\b(?:in|to|into) (?:the|my) archive\b"),
        ("delete", r"\b(?:delet\w*|trash\w*|bin|binned|remov\w+|chuck|nuke|raus|weg|gelosch\w*|papierkorb|corbeille|"
        r"papelera|erase|get rid of|dump|scrap|toss|ditch|wipe|purge|clear(?: out| up)?|"
         r"clean (?:out|up)|throw .{0,40}\b(?:away|out)|losch\w*|entfern\w*|wirf|weg mit|supprim\w*|efface\w*|jette|"
         r"vire|borra\w*|elimina\w*|tira|quita)\b"),
    )
)  # fmt: skip
ANSWERS = (
    r"(?:repl(?:y|ies|ying)|respond|answer|write (?:them |her |him )?back|writing back|get back to|"
    r"(?:talk|come) back to|antwort\w*|beantwort\w*|schreib\w* .{0,40}\bzuruck|erwider\w*|repon(?:d|ds|"
    r"dre|dez)|contest(?:a|ar|ale|ales|e)|"
    r"respond(?:e|er|ele|eles))"
)

DECLINES = re.compile(
    r"\b(?:declin\w+|turn\w* .{0,30}\bdown|say no|reject|refuse\w*|absag\w*|sag\w* .{0,60}\bab|ablehn\w*|"
    r"lehn\w* .{0,40}\bab|rechaz\w*|withdraw\w*)\b"
)
# How a "no" to something that was shown begins.
REFUSES = (
    r"^(?:and |ok |okay |und |et |y )*(?:no|nope|nah|reject|decline|discard|drop|dismiss|skip|not|nein|"
    r"non|ignore|wrong|false)\b"
)
ASKS = (
    r"(?:which|what|what's|whats|where|who|when|how|is|are|do|does|did|has|have|any|show|list|welche\w*|"
    r"was|wer|wann|wie|"
    r"wo|ist|sind|hat|habe|gibt|zeig\w*|quel\w*|qui|quand|comment|est-ce|ou|montre\w*|affiche\w*|cual\w*|que|quien|"
    r"cuando|como|hay|muestra\w*|ensena\w*|estan?)"
)
ASKING = re.compile(rf"^(?:and |so |und |et |y )?{ASKS}\b|\?$")
LISTS = re.compile(
    rf"^(?:and |so |only |just |nur |und |et |y |seulement |solo )*(?:the |all |my |only |just |these |"
    rf"those |die |alle |meine? |les |mes |tous |los |las |mis |todos )*"
    rf"(?:unread|starred|archived|deleted|sent|new|last|latest|old|recent|ungelesene\w*|neue\w*|letzten|"
    rf"derniers?|\d+ |{MAIL}|show|list|find|search|see|"
    rf"display|give|open|which|what|whats|what's|who|any|how many|do i|have i|is there|are there|did|where|"
    rf"zeig\w*|list\w*|such\w*|welche\w*|was|wer|"
    rf"habe ich|gibt\w*|wo|montre\w*|affiche\w*|cherche\w*|trouve\w*|quel\w*|qui|y a-t-il|ai-je|ou|"
    rf"muestra\w*|ensena\w*|busca\w*|lista|cuales|que|quien|hay|"
    rf"tengo|donde|dame|ver|voir|est-ce que j'ai|j'ai recu|have i|did i|was there|has any\w*|he recibido|"
    rf"me ha|bekam ich|was habe ich|pull up|bring up|i want|i need to see|"
    rf"{'|'.join(said.pattern for _, said in KINDS)}|i want to see|let me see)"
)
TELLS = re.compile(
    r"^(?:i|i've|we|they|he|she|ich|wir|j'ai|je|nous|he|hemos|me|(?!interviews?\b|"
    r"coding\b)[a-z]+ (?:rejected|invited|offered|e-?mailed|wrote|said|sent) )\b"
)


def kinds_of(folded: str) -> list[str]:
    """The kinds of mail that are named; "interview invitations" are interviews.

    >>> kinds_of("interview invitations and receipts")
    ['interview', 'receipt']
    """
    found = [kind for kind, said in KINDS if said.search(folded)]
    if "interview" in found and "invitation" in found:
        found.remove("invitation")
    return found


def change_of(folded: str) -> str | None:
    """What is to be done to mails; taking a mark away goes before setting it.

    >>> change_of("mark it unread again"), change_of("delete it"), change_of("what is new")
    ('unread', 'delete', None)
    """
    return next((change for change, said in CHANGES if said.search(folded)), None)


def named_writer(folded: str) -> bool:
    """Whether somebody at an employer is meant, who writes and is written to."""
    return bool(re.search(rf"\b{WRITER}\b", folded))
