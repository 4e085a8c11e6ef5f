"""Employers that a sentence never wants to see again, in whatever place their names stand in it."""

import re

from agents.offline.companies_said import names_at, names_trade
from agents.offline.places_said import country_of
from agents.offline.spans import Spans

_NAME = r"(?P<names>\S.*?)"
_END = r"(?:[, ]+(?:please|bitte|svp|s'il te plait|por favor|alsjeblieft|again|any ?more|mehr|wieder|meer))*[.! ]*$"
_BEGIN = (
    r"(?:^|[,;.!\x01]|\b(?:und|aber|et|mais|y|pero|and|but|en|maar)\b)\W*(?:(?:bitte|please|und|et|y|and|by|from) )?"
)
_OF = (
    r"(?:(?:irgend ?was|was|etwas|stellen|jobs|anzeigen|angebote|positionen|rien|les|des|d'|offres|postes|"
    r"annonces|nada|las|los|ofertas|empleos|puestos|anuncios|vacatures?|banen|iets|anything|openings|postings|"
    r"von|bei|aus|de|chez|du|del|van|bij|from|at|of|by|a) ?)*"
)
_NEVER_DE = r"(?:nie(?:mals)? ?(?:wieder|mehr)|nicht (?:mehr|wieder)|nichts (?:mehr|wieder)|keine (?:\w+ )?mehr)"
_NEVER_NL = r"(?:nooit (?:meer|weer)|niet meer|niets meer|geen (?:\w+ )?meer)"
_SEE_DE = (
    r"(?:sehen|haben|angezeigt (?:bekommen|kriegen)|(?:an)?zeigen|vorschlagen|vorgeschlagen (?:bekommen|kriegen)|horen)"
)
_HERE_DE = r"(?:(?:hier|in (?:den|der|meinen|meiner) \w+|bei (?:den|meinen) \w+) )?"
_APPEARS = (
    r"(?:auftauchen|erscheinen|vorkommen|dabei sein|(?:an)?gezeigt werden|apparaitre|s'afficher|etre \w+|"
    r"aparecer|salir|verschijnen|(?:ge|ver)toond worden)"
)
_SHOWS_DE = r"(?:zeig\w*|schlag\w*|gib|empfiehl\w*|schick\w*) (?:mir|uns)"
_WANTS_DE = r"(?:will|mochte|mag|wunsche?) ich"
_SHOWS_FR = r"(?:me|nous|m') ?(?:re)?(?:montre|propose|suggere|affiche|recommande|envoie)\w*"
_SEE_FR = r"(?:re)?(?:voir|recevoir|entendre parler)"
_SHOWS_ES = (
    r"(?:muestres?|ensenes?|propongas?|recomiendes?|sugieras?|mandes?|(?:vuelvas a )(?:mostrar|ensenar|proponer))"
)
_MORE_ES = r"(?:nunca(?: mas)?|jamas|mas)"
_SHOWS_NL = r"(?:toon|laat|geef|stuur) (?:me|mij|ons)"
# Each names the employer where it stands in such a sentence; those that speak of one sight of it are left out.
_WAYS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b{_SHOWS_DE} (?:bitte )?{_NEVER_DE} {_OF}{_NAME}(?: an| vor| mehr)?{_END}",
        rf"\b{_SHOWS_DE} (?:bitte )?{_OF}{_NAME} (?:bitte )?{_NEVER_DE}(?: an| vor)?{_END}",
        rf"{_BEGIN}{_OF}{_NAME} {_WANTS_DE} (?:\w+ )?{_NEVER_DE} {_HERE_DE}{_SEE_DE}{_END}",
        rf"\bich (?:will|mochte|mag) (?:bitte )?{_NEVER_DE} {_OF}{_NAME} (?:mehr )?{_HERE_DE}{_SEE_DE}{_END}",
        rf"\bich (?:will|mochte|mag) (?:bitte )?{_OF}{_NAME} {_NEVER_DE} {_HERE_DE}{_SEE_DE}{_END}",
        rf"\bich (?:will|mochte) (?:nichts|keine \w+) (?:mehr )?(?:von|bei) {_NAME} (?:mehr )?{_HERE_DE}"
        rf"{_SEE_DE}{_END}",
        rf"{_BEGIN}{_OF}{_NAME} (?:bitte )?{_NEVER_DE} {_HERE_DE}{_SEE_DE}{_END}",
        rf"{_BEGIN}(?:bitte )?nie(?:mals)? (?:wieder|mehr) {_OF}{_NAME}{_END}",
        rf"^{_OF}{_NAME}:? (?:bitte )?nie(?:mals)? (?:wieder|mehr)[.! ]*$",
        rf"\bne {_SHOWS_FR} plus (?:jamais )?{_OF}{_NAME}{_END}",
        rf"\bje ne (?:veux|souhaite|voudrais) plus (?:jamais )?(?:rien )?{_SEE_FR} {_OF}{_NAME}{_END}",
        rf"{_BEGIN}{_OF}{_NAME},? je ne (?:veux|souhaite|voudrais) plus (?:jamais )?(?:rien )?(?:en |l'|l[ea]s? )?"
        rf"{_SEE_FR}{_END}",
        rf"{_BEGIN}plus jamais {_OF}{_NAME}{_END}",
        rf"^{_OF}{_NAME},? plus jamais[.! ]*$",
        rf"\bno me (?:\w+ )??{_SHOWS_ES} (?:{_MORE_ES} )?{_OF}{_NAME}(?: {_MORE_ES})*{_END}",
        rf"\bno quiero (?:volver a )?ver (?:{_MORE_ES} )?(?:nada )?(?:{_MORE_ES} )?{_OF}{_NAME}(?: {_MORE_ES})*{_END}",
        rf"{_BEGIN}{_OF}{_NAME},? (?:ya )?no (?:(?:l[oa]s?|me) )?(?:quiero (?:volver a )?ver(?:l[oa]s?)?|l[oa]s? "
        rf"{_SHOWS_ES})(?: {_MORE_ES})?{_END}",
        rf"\bya no quiero ver {_OF}{_NAME}{_END}",
        rf"{_BEGIN}nunca mas {_OF}{_NAME}{_END}",
        rf"^{_OF}{_NAME},? nunca mas[.! ]*$",
        rf"\b{_SHOWS_NL} (?:alsjeblieft )?{_NEVER_NL} {_OF}{_NAME}(?: zien)?{_END}",
        rf"\b{_SHOWS_NL} (?:alsjeblieft )?{_OF}{_NAME} {_NEVER_NL}(?: zien)?{_END}",
        rf"\bik wil {_NEVER_NL} {_OF}{_NAME} zien{_END}",
        rf"\bik wil {_OF}{_NAME} {_NEVER_NL} zien{_END}",
        rf"{_BEGIN}{_OF}{_NAME} wil ik {_NEVER_NL} zien{_END}",
        rf"{_BEGIN}nooit meer {_OF}{_NAME}{_END}",
        rf"^{_OF}{_NAME} nooit meer[.! ]*$",
        rf"\bi (?:don'?t|do not|never) (?:ever )?(?:want|wish) to (?:see|hear (?:of|from)) {_OF}{_NAME} "
        rf"(?:(?:ever )?again|any ?more|any longer)[.! ]*$",
        rf"\b(?:arrete\w*|cesse[rz]?) de (?:me|nous) (?:re)?(?:montr|propos|sugger|affich|recommand|envoy)er "
        rf"{_OF}{_NAME}{_END}",
        rf"\b(?:deja|para) de (?:mostrar|ensenar|proponer|recomendar|sugerir|mandar)(?:me|nos) {_OF}{_NAME}{_END}",
        rf"\bhor(?:e|t)? auf,? (?:mir|uns) {_OF}{_NAME} (?:zu zeigen|anzuzeigen|vorzuschlagen|zu schicken){_END}",
        rf"\bstop (?:ermee )?(?:om )?(?:met )?(?:(?:me|mij) )?{_OF}{_NAME} (?:aan (?:me|mij) )?te (?:laten zien|tonen)"
        rf"{_END}",
        rf"\b(?:stop|quit) (?:showing|suggesting|recommending|sending|offering)(?: me)? {_OF}{_NAME}{_END}",
        rf"\b(?:don'?t|do not) (?:ever )?(?:show|suggest|recommend|offer|send)(?: me)? {_OF}{_NAME} "
        rf"(?:(?:ever )?again|any ?more|any longer)[.! ]*$",
        rf"{_BEGIN}{_OF}{_NAME} (?:soll\w*|darf|durfen) (?:mir )?{_NEVER_DE} {_HERE_DE}{_APPEARS}{_END}",
        rf"{_BEGIN}keine (?:stellen|jobs|angebote|anzeigen) (?:mehr )?(?:von|bei) {_NAME} mehr{_END}",
        rf"{_BEGIN}keine (?:stellen|jobs|angebote|anzeigen) mehr (?:von|bei) {_NAME}{_END}",
        rf"\b(?:blend\w*|schliess\w*|filter\w*) (?:bitte )?{_OF}{_NAME} (?:bitte )?(?:aus|raus){_END}",
        rf"{_BEGIN}{_OF}{_NAME} ne doi(?:t|vent) plus (?:jamais )?{_APPEARS}{_END}",
        rf"{_BEGIN}plus (?:rien|(?:aucune |d')(?:offres?|annonces?)) (?:de|chez) {_NAME}{_END}",
        rf"\bno vuelva a {_APPEARS} {_OF}{_NAME}(?: {_MORE_ES})*{_END}",
        rf"{_BEGIN}{_OF}{_NAME} no debe(?:ria)? (?:volver a )?{_APPEARS}(?: {_MORE_ES})*{_END}",
        rf"{_BEGIN}nada mas (?:de|en) {_NAME}{_END}",
        rf"{_BEGIN}geen (?:vacatures|banen|jobs) meer (?:van|bij) {_NAME}{_END}",
        rf"{_BEGIN}{_OF}{_NAME} (?:mag|moet) {_NEVER_NL} {_APPEARS}{_END}",
        rf"{_BEGIN}never again {_OF}{_NAME}{_END}",
        rf"^{_OF}{_NAME},? never again[.! ]*$",
    )
)  # fmt: skip
_LONGEST = 400  # letters; what is longer is no such sentence, and would be searched for long
_FOR_GOOD = re.compile(
    r"\b(?:nie(?:mals)?|nicht|nichts|keine|plus|mas|nunca|jamas|no|nooit|niet|niets|geen|never|n't|not|"
    r"stop|quit|blend\w*|schliess\w*|filter\w*|don'?t|hore?|hort|arrete\w*|cesse\w*|deja|para)\b"
)


def never_again(text: str) -> list[str]:
    """The employers that a text never wants to see again, as written; empty when it says so of none.

    >>> never_again("Cobalt will ich nicht mehr sehen")
    ['Cobalt']
    """
    return take_never_again(Spans(text))


def take_never_again(spans: Spans) -> list[str]:
    """The same out of what is left of a sentence, which is taken whole with the words around the names."""
    if len(spans.folded) > _LONGEST or not _FOR_GOOD.search(spans.folded):
        return []
    for way in _WAYS:
        match = spans.search(way)
        if match is None:
            continue
        names, end = names_at(spans, match.start("names"))
        if names and end == match.end("names") and not any(_is_no_employer(name) for name in names):
            spans.take(*match.span())
            return names
    return []


def _is_no_employer(name: str) -> bool:
    """Whether what is never wanted is a country or a way of programming, which no employer is called."""
    return names_trade(name) or country_of(name) is not None
