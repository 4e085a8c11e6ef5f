"""Wishes that hold for every search: whether they are asked about, and which of them are let go."""

import re

from agents.offline.companies_said import watched_in
from agents.offline.filters import said_in
from agents.offline.language import fold
from agents.offline.never_again import never_again

_END = (
    r"(?:[, ]+(?:again|any ?more|any longer|now|please|bitte|wieder|from now on|a nouveau|de nouveau|otra vez))*[.! ]*$"
)
_JOBS_OF = (
    r"(?:(?:jobs?|openings?|offers?|postings?|offres|ofertas|stellen|anything) )?"
    r"(?:(?:at|from|of|by|von|bei|de|d'|chez) )?"
)
# Ways to say that an employer is no longer blocked, around its name.
_UNBLOCKS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?:un-?block|unban|whitelist|(?:stop|quit) (?:blocking|hiding|excluding|banning|leaving out|"
        rf"filtering out)|"
        rf"entsperre?|entblocke?|debloque[rz]?|desbloque(?:a|ar|e)|deja de (?:bloquear|excluir)|"
        rf"arrete de (?:bloquer|exclure))\s+(?P<names>.+?){_END}",
        rf"\b(?:don'?t|do not|no longer|needn'?t) (?:block|hide|exclude|ban|leave out|"
        rf"filter out)\s+(?P<names>.+?){_END}",
        r"\b(?:remove|take|delete|drop|clear) (?P<names>.+?) (?:from|off|out of) (?:my |the )?(?:list of )?"
        r"(?:block|black|ban)\w*",
        rf"\b(?:lift|remove|drop) the (?:block|ban) (?:on|of|from|for) (?P<names>.+?){_END}",
        rf"(?<!never )(?<!t )(?<!not )\b(?:show|suggest|give|include)(?: me)? {_JOBS_OF}(?P<names>.+?) (?:again|"
        rf"once more)[.! ]*$",
        r"\blet (?P<names>.+?) (?:back )?in(?: again)?[.! ]*$",
        r"^(?P<names>.+?) (?:is|are) (?:ok|okay|fine|allowed|welcome) again\b",
        r"^(?P<names>.+?) (?:ist|sind) wieder (?:ok|okay|erlaubt|willkommen|dabei)\b",
        rf"\bzeig\w* mir wieder {_JOBS_OF}(?P<names>.+?){_END}",
        r"\b(?:enleve|retire|supprime|quita|elimina|saca) (?:a )?(?P<names>.+?) (?:de|des) (?:la |ma |mi |mes |mis |"
        r"les |las )?"
        r"(?:liste noire|lista negra|(?:entreprises|societes) bloquees|empresas bloqueadas)",
        r"^(?:bitte )?(?P<names>.+?) (?:bitte )?(?:nicht (?:mehr|langer) (?:block|ausblend|ausschliess|sperr)\w+|"
        r"(?:wieder )?"
        r"(?:freigeben|entsperren|zulassen|entblocken))",
        r"\b(?:blockier\w*|sperr\w*|schliess\w*) (?P<names>.+?) nicht (?:mehr|langer)",
        rf"\b(?:blockierung|sperre) (?:von|fur) (?P<names>.+?)(?: auf\w*| losch\w*)?{_END}",
        rf"\bzeig\w* mir {_JOBS_OF}(?P<names>.+?) wieder\b",
        rf"\bne (?:bloque|exclus)[rz]? plus (?P<names>.+?){_END}",
        rf"\bno bloquees (?:mas )?(?:a )?(?P<names>.+?)(?: mas)?{_END}",
        rf"\b(?:re?montre(?:-moi| moi)? (?:a|de) nouveau|vuelve a (?:mostrarme|"
        rf"ensenarme)) {_JOBS_OF}(?P<names>.+?){_END}",
    )
)
_UNBLOCKS_ALL = re.compile(
    r"\b(?:un-?block|unban|whitelist|entsperre?|debloque[rz]?|desbloque\w*) "
    r"(?:all|every\w*|alle\w*|tou[ts]\w*|tod[oa]s)\b"
)
_ALWAYS_NAMES = 4  # of the first so many ways a name may be written in lower case
_LETS_GO = re.compile(
    r"\b(?:forget|ignore|stop filtering|stop insisting|drop|remove|delete|clear|cancel|lift|unset|undo|get rid of|"
    r"no longer|not any ?more|any ?more|"
    r"any longer|"
    r"(?:doesn'?t|does not|don'?t|do not|needn'?t) (?:\w+ )?(?:matter|care|mind|need|have to|want|be)|without|"
    r"vergiss|losch\w*|entfern\w*|streich\w*|verwirf|nicht mehr|kein\w* (?:\w+ ){0,2}mehr|egal|muss nicht|"
    r"oublie\w*|supprime\w*|enleve\w*|retire\w*|annule\w*|plus besoin|n'ai plus|n'est plus|ne veux plus|peu importe|"
    r"olvida\w*|borra\w*|quita\w*|elimina\w*|cancela\w*|ya no|no (?:me )?importa|da igual)\b"
)
_A_WISH = re.compile(r"\b(?:wish(?:es)?|wunsch|wunsche|souhaits?|voeux?|deseos?)\b")
_NOTHING_BUT = re.compile(r"\bplus (?:que|rien (?:que|d'autre))\b|\bnur noch\b|\bya (?:no )?(?:solo|mas que)\b")
_WISHED = re.compile(
    r"\b(?:wish\w*|filter\w*|required|necessary|standing|lasting|(?:every|all) search\w*|preferences?|requirements?|"
    r"minimum|min|floor|need\w*|"
    r"want\w*|car(?:e|es)|mind|matters?|has to be|have to be|must|insist\w*|wunsch\w*|mindest\w*|brauche?|muss|will|"
    r"\w*wunsch\w*|rolle|egal|wichtig|vorgabe\w*|souhait\w*|voeux?|besoin|exig\w*|prefer\w*|minim\w*|importe|deseos?|"
    r"necesit\w*|requisit\w*|"
    r"importa|igual|quiero|veux)\b"
)
# What can only be a wish for every search, never a filter of the last one.
STANDING = re.compile(
    r"\b(?:wish(?:es)?|un-?block\w*|unban\w*|whitelist|block(?:ed|ing)?|blacklist\w*|standing|every search|"
    r"all (?:my )?searches|wunsch\w*|entsperr\w*|blockier\w*|sperre|souhaits?|voeux?|(?:de)?bloque\w*|"
    r"deseos?|(?:des)?bloque(?:a\w*|es))\b"
)
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("everything", re.compile(
        r"\b(?:(?:all|every|any)(?: of)?(?: my| the| these)?|alle(?: meine)?|tous(?: mes)?|todos(?: mis)?|"
        r"todas(?: mis)?) "
        r"(?:\w+ )?(?:wish(?:es)?|filters?|preferences|requirements|wunsche|filter|souhaits|filtres|voeux|deseos|"
        r"filtros|preferencias)\b|\beverything i wish")),
    ("blocked_companies", re.compile(
        r"\b(?:blocked|banned|blacklisted|all the|excluded) (?:compan(?:y|ies)|employers?|firms?)|block ?list|"
        r"blacklist|"
        r"(?:all|every) block(?:s|ing)?\b|(?:alle )?(?:blockierte\w*|gesperrte\w*) (?:firmen|unternehmen|arbeitgeber)|"
        r"(?:entreprises|societes) bloquees|empresas bloqueadas")),
    ("pay", re.compile(
        r"\b(?:pay|my (?:minimum|floor)|salar(?:y|ies)|wages?|money|income|gehalt\w*|gehaltswunsch\w*|\w*gehalt|lohn|"
        r"verdienst|salaires?|"
        r"remuneration|sueldos?|salarios?)\b")),
    ("sponsorship", re.compile(
        r"\b(?:visas?|visum\w*|visados?|sponsor\w*|work permit|arbeitserlaubnis|permis de travail|patrocinio)\b")),
    ("remote", re.compile(
        r"\b(?:remote\w*|home[- ]?office|hybrid\w*|on-?site|work(?:ing)? from home|teletravail|teletrabajo|remoto|"
        r"a distance|a distancia|presentiel|presencial|vor ort)\b")),
    ("places", re.compile(
        r"\b(?:places?|locations?|where i work|countr(?:y|ies)|cit(?:y|ies)|ort|orte|ortswunsch\w*|standorte?|land|"
        r"lander|"
        r"lieux?|villes?|lugar(?:es)?|ciudad(?:es)?|paises)\b")),
)  # fmt: skip
_ASKS = re.compile(
    r"^\W*(?:what|which|who|show|list|see|tell|do i|have i|am i|are there|is there|any|give|display|remind|"
    r"was|welche\w*|wer|wonach|wie|zeig\w*|habe ich|liste|quels?|quelles?|que|qui|sur quoi|montre\w*|affiche\w*|ai-je|"
    r"cual\w*|quien\w*|muestra\w*|por que|tengo|my|mein\w*|mes|mis)\b"
)
_ABOUT_WISHES = re.compile(
    r"\bwish(?:es|list)?\b|\b(?:my|standing|lasting|active|permanent|current|in force|set) (?:\w+ )?(?:filters?|"
    r"(?:search|job|standing) (?:preferences|settings|criteria|requirements)|preferences)\b|"
    r"\b(?:filters?|preferences) (?:\w+ )?(?:i |are |do i |have i )(?:\w+ )?(?:set|active|on|have|in force)\b|"
    r"\b(?:am i|are you|do you|i'?m|you(?:'re)?) (?:\w+ )?(?:filter\w*|leav\w+ (?:\w+ )?out|exclud\w+|hid(?:e|ing)|"
    r"block\w*)\b|\b(?:compan(?:y|ies)|employers?|firms?|who\w*)\b.*\b(?:block(?:ed|ing)?|blacklisted|banned|"
    r"excluded)\b|"
    r"\bblock ?list\b|\bmy (?:minimum|least|min\.?) (?:pay|salary)\b|\bmy (?:pay|salary) (?:floor|minimum|wish)\b|"
    r"\b(?:meine?|welche|geltende\w*|aktive\w*|gespeicherte\w*) (?:\w+ )?(?:wunsche|filter|vorgaben|praferenzen)\b|"
    r"\bwonach filterst\b|\bfilterst du\b|\b(?:firmen|unternehmen|arbeitgeber)\b.*\b(?:blockiert|gesperrt|"
    r"ausgeschlossen)\b|\bmein mindestgehalt\b|"
    r"\b(?:mes|quels) (?:\w+ )*?(?:souhaits|filtres|voeux|preferences)\b|\bsur quoi (?:tu )?filtres?\b|"
    r"\b(?:entreprises?|societes?)\b.*\b(?:bloque\w*|exclu\w*)\b|\bmon salaire minimum\b|"
    r"\b(?:mis|que|cuales son mis) (?:deseos|filtros|preferencias)\b|\bestas filtrando\b|\bfiltras\b|"
    r"\bempresas?\b.*\b(?:bloquead\w*|excluid\w*)\b|\bmi (?:sueldo|salario) minimo\b"
)
_RANKED = re.compile(
    r"\b(?:rank\w*|weigh\w*|weights?|order\w*|sort\w*|taste|learn\w*|score\w*|gewicht\w*|geschmack|gout\w*|gusto\w*)\b"
)


def asks_for_wishes(plain: str) -> bool:
    """Whether a folded clause asks which wishes hold for every search."""
    told = re.search(r"\d", plain)  # "my minimum is 50k" wishes for it
    return bool(_ASKS.match(plain) and _ABOUT_WISHES.search(plain)) and not told and not _RANKED.search(plain)


def wishes_dropped(text: str) -> list[str]:
    """What a clause lets go of: kinds of wishes, employers and places by name; empty when it lets nothing go."""
    folded = fold(text)
    if names := unblocked(text):
        return names
    if not _LETS_GO.search(folded) or _NOTHING_BUT.search(folded):
        return []
    kinds = [kind for kind, said in _KINDS if said.search(folded)]
    if "everything" in kinds or "blocked_companies" in kinds:
        return kinds[:1]
    if not _WISHED.search(folded):
        return []
    place = said_in(text).filters.get("location")
    return kinds + ([str(place)] if place and "places" not in kinds else [])


def lets_go_of_a_wish(text: str) -> bool:
    """Whether a clause lets a wish go, be it said which or not."""
    folded = fold(text)
    return bool(wishes_dropped(text)) or bool(_LETS_GO.search(folded) and _A_WISH.search(folded))


def unblocked(text: str) -> list[str]:
    """The employers that a clause lets in again."""
    folded = fold(text)
    if _UNBLOCKS_ALL.search(folded):
        return ["blocked_companies"]
    if never_again(text):
        return []
    for number, pattern in enumerate(_UNBLOCKS):
        if match := pattern.search(folded):
            named = watched_in(text[match.start("names") : match.end("names")])
            named = [name for name in named if not name.isdigit()]
            written = [name for name in named if name[:1].isupper() or name[:1].isdigit()]
            if names := named if number < _ALWAYS_NAMES else written:
                return names
    return []
