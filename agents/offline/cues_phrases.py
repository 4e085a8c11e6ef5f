"""Wordings that several cues for openings look for, as patterns over folded text."""

import re

MINE = re.compile(
    r"\b(?:my (?:\w+ ){0,2}?(?:jobs?|list|postings?|positions?|roles?|applications?|openings?|board|tracker|"
    r"pipeline|"
    r"collection|matches|companies|notes?|ones|interviews?|offers?|rejections?)|(?:on|in|from|of) (?:my|the) "
    r"(?:\w+ )?(?:list|tracker|pipeline|collection)|i(?:'ve| have) (?!to\b|been\b)(?:\w+ )?(?:saved|added|got|"
    r"stored|on file|"
    r"collected|kept|put)|(?:do|did|have) i (?:have|save|add|got|keep|store)|have i|among (?:my|mine|them|these)|"
    r"of (?:these|those|them|mine)|on file|i (?:saved|added|applied|kept|have|stored|collected)|saved|"
    r"meine[nrms]? (?:\w+ )?(?:stellen|jobs|liste|bewerbungen)|(?:auf|in) (?:meiner|der) liste|gespeicher\w*|"
    r"habe ich|"
    r"ich (?:\w+ )?(?:habe|gespeichert)|mes (?:\w+ )?(?:offres|postes|candidatures|emplois)|ma liste|enregistre\w*|"
    r"ai-je|mis (?:\w+ )?(?:ofertas|empleos|trabajos|puestos|candidaturas)|mi lista|guardad\w*|tengo|already there|"
    r"(?:the|those|these|any|all) (?:jobs|postings|ones|positions|roles|offers) (?:that|which|about|where|i)|"
    r"the ones|"
    r"mention\w*)\b"
)
HUNTS = re.compile(
    r"^(?:(?:and|so|ok|okay|please|now|then|also) )*(?:(?:find|search|hunt|scan|browse|scour|crawl|look|dig up|"
    r"dig out|"
    r"seek|fetch|get|bring|source|discover|locate|go find|show|list|give|tell|suggest|recommend|send|pull up|"
    r"see)\b|"
    r"i(?:'m| am)? (?:\w+ )?(?:looking|searching|hunting|after|seeking|in search|interested in|on the (?:hunt|"
    r"lookout))|"
    r"(?:on the (?:hunt|lookout)|in search) |looking for|searching for|in the market for|"
    r"i(?:'d| would)? (?:really |also |just )?(?:need|want|like|love|fancy|wish|prefer)\b|need\b|want\b|"
    r"wanted\b|who(?:'s| is)|who hires|"
    r"what(?:'s| is| are)? (?:\w+ )?(?:out there|available|jobs|openings|positions|roles|there|vacancies|"
    r"kind of jobs)|which "
    r"(?:companies|employers|firms|start-?ups|agencies|places|hospitals|schools)|where can i (?:find|work|get)|"
    r"what (?:can|could) i (?:get|find|do|earn|work)|is any(?:one|body)|are any (?:companies|employers|firms)|"
    r"(?:are|is) there|have any|has any|any\b|got any|anything|"
    r"something|"
    r"suche?n?\b|such mir|find\w*\b|gibt(?:'s| es)?|zeig\w*|ich (?:suche|brauche|mochte|will|hatte gern\w*|"
    r"wurde)|brauche|"
    r"welche (?:\w+ )?(?:firmen|unternehmen|stellen|jobs)|wer (?:sucht|stellt)|schau\w*|guck\w*|hast du|"
    r"(?:re)?cherche\w*|trouve\w*|montre\w*|donne\w*|je (?:cherche|veux|voudrais|souhaite|recherche)|y a-t-il|"
    r"il y a|qui "
    r"recrute|quel(?:le)?s sont les (?:postes|offres|emplois) (?:ouvert|disponible)|existe|as-tu|j'aimerais|"
    r"busc\w*|encuentra\w*|encuentres|dame|muestra\w*|quiero|necesito|hay|existe\w*|quien (?:busca|contrata)|"
    r"me gustaria|"
    r"estoy buscando|que (?:trabajos|ofertas|empleos)|ando buscando)"
)
SOURCES = re.compile(
    r"\b(?:sources?|job ?boards?|boards|portals?|job ?sites?|feeds?|(?:job)?quellen?|jobborsen?|portale|jobportale|"
    r"sites? d'emploi|sites (?:de|d')|fuentes?|portales|bolsas de (?:trabajo|empleo)|where (?:do|does|"
    r"are) (?:you|the|these|those)"
    r"(?: \w+){0,3} (?:come|get|look|search|find)|(?:sites|pages|places|websites) (?:that )?(?:do )?you (?:look|"
    r"search|check|visit|use|read|scan|watch|cover)|where (?:are|do) you (?:look|search)\w*|woher (?:kommen|"
    r"hast)|wo suchst du|d'ou viennent|"
    r"ou (?:est-ce que tu )?cherches|de donde (?:vienen|salen|sacas)|donde buscas)\b"
)
WISHED = re.compile(
    r"^(?:(?:please|pls|can you|could you|would you|will you|can u|hey|hi|ok|okay|so|and|also|then|kannst du|"
    r"peux-tu|puedes|bitte|just|now)[,! ]+)+"
)
