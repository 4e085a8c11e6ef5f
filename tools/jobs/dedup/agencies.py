"""Signs that a posting was put up for someone else: an agency's name, or words like "our client"."""

import re
from collections.abc import Collection

# Personnel firms known by name in several countries, beside the words that such firms call themselves by.
_NAMES = re.compile(
    r"\b(?:randstad|adecco|manpower(?:group)?|hays|michael page|page personnel|robert half|robert walters|"
    r"kelly services|"
    r"tempo[- ]?team|start people|synergie|proman|crit|expectra|gi group|allegis|aerotek|teksystems|insight global|"
    r"kforce|cybercoders|jobot|motion recruitment|harnham|harvey nash|nigel frank|jefferson frank|experis|brunel|"
    r"dis ag|i ?k ?hofmann|piening|tempton|orizon|timepartner|ferchau|amadeus fire|unique personal|pluss|actief|"
    r"walters people|spring professional|morgan mckinley|reed|blue arrow|pertemps|office angels|brook street|"
    r"jobs? via \w+|lensa|jobleads|jooble|talent\.com|dice|hired|"
    r"\w*(?:recruit(?:ment|ing|ers?)?|staffing|personalberatung|personaldienst\w*|personalvermittlung|zeitarbeit|"
    r"personalservice|headhunt\w*|talent(?: (?:partners?|solutions|search|group|acquisition|agency|hub))|"
    r"executive search|"
    r"search partners?|interim|recrutement|reclutamiento|selecci[oó]n|trabajo temporal|uitzend\w*|detachering|"
    r"employment agency|jobvermittlung|consulting recruitment|agenzia per il lavoro|manpower|workforce solutions|"
    r"resourcing|personnel|placements?|"
    r"crewing|lavoro|temporis|\bett\b|arbeitsvermittlung|werving))\b",
    re.I,
)
_LAST_WORD = re.compile(r"\b(?:talent|search|careers|selection|headhunters|personal|rh|resources)\W*$", re.I)
_FOR_A_CLIENT = re.compile(
    r"\b(?:(?:our|my|a|the) client(?:,| is\b| has\b|'s\b|’s\b| are\b| based\b| in\b| seeks?\b| requires?\b| who\b)|"
    r"on behalf of (?:our|a|my|one of)|"
    r"for (?:one of )?our (?:\w+ ){0,3}clients?\b|client of ours|(?:been|are|is) (?:retained|engaged|mandated) by|"
    r"(?:partner(?:ing|ed)|working) with (?:\w+ ){0,4}(?:client|company|business|employer|scale[- ]?up|start[- ]?up)\b|"
    r"we are (?:recruiting|hiring|searching|"
    r"sourcing) (?:\w+ )?(?:for|on behalf)|"
    r"confidential (?:client|company|employer)|"
    r"(?:für|bei) (?:unsere[nm]?|eine[nm]) (?:\w+ ){0,3}(?:kunden?|mandanten?|auftraggeber)|im auftrag (?:unser|ein|"
    r"von)\w*|unser(?:e)? (?:\w+ )?(?:kunde|mandant|auftraggeber)\b|end[- ]?(?:kunde|client)\b|"
    r"(?:notre|pour (?:un|l['’]un) de nos|un de nos) clients?\b|nous recrutons pour|pour le compte de|"
    r"nuestro cliente|para (?:un|uno de nuestros|importante) (?:\w+ )?clientes?|para importante empresa|"
    r"agenzia per il lavoro|empresa de trabajo temporal|agence d['’]int[ée]rim|"
    r"(?:nostro|azienda) cliente|per (?:un|conto di|nostro|importante) (?:\w+ )?client[ei]|"
    r"onze (?:opdrachtgever|klant|relatie)|voor (?:onze|een) (?:\w+ )?(?:opdrachtgever|klant|relatie)|"
    r"dla (?:naszego|jednego z) klient\w*)",
    re.I,
)
# Most texts hold none of these, and the words around them are soon read.
_CLIENT_WORD = re.compile(
    r"agenzia|trabajo temporal|int[ée]rim|client|kund|mandant|auftrag|behalf|opdrachtgever|klant|relatie|klient|"
    r"confidential|recrut|recruiting|"
    r"hiring|empresa|compte|retained|engaged|mandated|partner|working with"
)
# Whom an agency speaks for, in folded words: "for our client Acme", "im Auftrag der Acme GmbH".
_NAMED_CLIENT = re.compile(
    r"\b(?:for|of|with|at|client|clients|join|fur|bei|\w*kunden?|kundin|mandant\w*|auftrag|auftraggeber|"
    r"pour|chez|de|para|con|per|presso|cliente|voor|bij|klant|opdrachtgever|dla|von)"
    r"(?: (?:our|my|a|the|client|unser\w*|den|die|der|das|kund\w*|mandant\w*|notre|le|la|nuestro|el|cliente|"
    r"onze|klant))*"
    r" ([^\W\d_]{2,})(?=\s|$)"
)
_CLIENTS = 6
_NOBODY = re.compile(
    r"^\W*(?:confidential|anonymous|undisclosed|hidden|private|unknown|n/?a|vertraulich|anonym|diskret|confidentiel|"
    r"anonyme|confidencial|riservato|anoniem|(?:our |a |leading )?client|company|employer|entreprise|empresa|firma|"
    r"(?:company |employer )?(?:name )?(?:confidential|withheld|hidden|undisclosed)|a leading .*|"
    r".*\b(?:confidential|vertraulich)\b.*)\W*$",
    re.I,
)


def is_agency(name: str, text: str) -> bool:
    """Whether the firm places people with others, by its name or by what its posting says."""
    return names_no_employer(name) or bool(_NAMES.search(name) or _LAST_WORD.search(name)) or speaks_for_a_client(text)


def speaks_for_a_client(text: str) -> bool:
    """Whether a posting says that it is for a client."""
    plain = text.lower()
    places = (match.start() for match in _CLIENT_WORD.finditer(plain))
    return any(_FOR_A_CLIENT.search(plain, max(0, start - 50), start + 40) for start in places)


def named_clients(core: str, names: Collection[str]) -> tuple[str, ...]:
    """The first words of whom an agency's posting may speak for, of those `names` that stand behind words like "for";
    `core` are the folded words of its text."""
    named = (match[1] for match in _NAMED_CLIENT.finditer(core))
    return tuple(dict.fromkeys(name for name in named if name in names and name.isalpha()))[:_CLIENTS]


def names_no_employer(name: str) -> bool:
    """Whether the name stands for an employer that is not told: "Confidential"."""
    return _NOBODY.match(name) is not None
