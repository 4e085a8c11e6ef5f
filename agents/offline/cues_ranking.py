"""Cues for what is said about an order, a taste, lasting wishes, and whether an opening is still there."""

import re

from agents.offline.cues_jobs import Bonus, View
from agents.offline.cues_phrases import MINE, SOURCES, WISHED
from agents.offline.filters import said_in
from agents.offline.language import fold
from agents.offline.never_again import never_again
from agents.offline.plan import Later
from agents.offline.references import references

_ORDER = re.compile(
    r"\b(?:rank(?:ed|s|ing)?|above|below|higher|lower|ahead|behind|before|after|beat(?:s|en)?|outrank\w*|over|"
    r"under(?:neath)?|"
    r"(?:isn'?t|not|only|come|comes|came|is|be|listed|placed|stand|stands|put|in) (?:\w+ ){0,4}?(?:first|second|"
    r"third|fourth|fifth|last|top|"
    r"1st|2nd|3rd|number \w+|place|up|down)|on top|at the (?:top|bottom)|worse|better|(?:so )?(?:far|low|"
    r"high) (?:down|up)?|"
    r"vor|hinter|unter|uber|hoher|niedriger|weiter (?:oben|unten)|schlechter|besser|oben|platz|erster stelle|"
    r"devant|derriere|au-dessus|en dessous|avant|apres|mieux (?:classe|place)\w*|moins bien|plus (?:haut|bas)|"
    r"premier\w*|classe\w*|"
    r"encima|debajo|delante|detras|antes|despues|mejor|peor|mas (?:arriba|abajo)|por encima|por debajo|primer\w*)\b"
)
_WHY = re.compile(
    r"\b(?:why|how come|what (?:puts|places|ranks|pushes)|how is it that|reason|warum|wieso|weshalb|pourquoi|"
    r"por que|"
    r"explain why|explain the order)\b"
)
_PAIR = re.compile(
    r"\b(?:this|it|the (?:first|second|third|last|top)|diese\w*|celui-ci|celle-ci|est[ae])\b.*\b(?:than|below|"
    r"above|behind|ahead|"
    r"under|over|before|after|vor|hinter|unter|uber|als|devant|derriere|dessous|dessus|avant|apres|que|debajo|"
    r"encima|delante|"
    r"detras|antes|despues)\b.*\b(?:that|the (?:other|second|first|one|next)|jene\w*|der|die|dem|den|celui-la|"
    r"celle-la|l'autre|"
    r"es[ae]|aquell\w+|otr[oa])\b"
)
_RATES = re.compile(
    r"👍|👎|\b(?:thumbs? (?:up|down)|(?:up|down) ?vote|(?:more|less|fewer|nothing|no more) (?:\w+ )?(?:like|"
    r"of) (?:this|that|these|"
    r"those|job|the|it|number|\w+ one)|(?:don'?t|do not) show me (?:\w+ )?(?:like|of)|(?:i|really|absolutely|"
    r"totally)? ?\b(?:really |quite |totally |absolutely )?"
    r"(?:(?<=i )like|(?<=i really )like|love|dislike|hate|adore|don'?t (?:really )?(?:like|love))\b(?! to\b)|"
    r"(?:that one|this one|it|job \d+|number \d+|the \w+ one|that|this) (?:is|was|looks|sounds|"
    r"seems) (?:really |pretty |quite |so |just |"
    r"absolutely |exactly )?(?:great|good|perfect|awesome|amazing|excellent|nice|lovely|fantastic|interesting|"
    r"bad|awful|terrible|horrible|"
    r"boring|dull|rubbish|crap|meh|what i(?:'m| am) (?:looking|after)|what i (?:want|need)|my (?:kind|thing|"
    r"type))|not (?:really )?my "
    r"(?:kind|type|style|taste)|(?:my|exactly my) (?:kind|type) of|good (?:one|suggestion|pick|match)|"
    r"bad (?:one|suggestion|pick|match|example)|"
    r"daumen|gefallt mir|gefallen mir|mag ich|ich mag|mehr (?:davon|wie|solche|so)|weniger (?:davon|wie|solche|so)|"
    r"(?:nicht|genau) (?:mein|meine) (?:ding|art|fall)|pouce|(?:j'|n')aime|(?<!te )(?<!vous )plait|"
    r"plus (?:comme|de ce genre|d'offres comme)|"
    r"moins (?:comme|de ce genre|d'offres comme)|me (?:gusta|encanta|interesa)|mas (?:como|de ese)|"
    r"menos (?:como|de ese)|pulgar)"
)
_TASTE = re.compile(
    r"\b(?:rank(?:s|ed|ing)?|rankings|weigh\w*|weights?|criteria|criterion|factors?|sort(?:ed|ing)?|order(?:ed|"
    r"ing)?|taste|learn(?:ed|t|ing)?|"
    r"preferences|scor(?:e|es|ed|ing)|gelernt|geschmack|gewicht\w*|kriterien|reihenfolge|sortier\w*|ranking|"
    r"gouts?|appris|criteres?|poids|"
    r"classement|classes?|gustos?|aprendido|criterios?|pesos?|ordenas?|clasific\w*)\b"
)
_TASTE_ASK = re.compile(
    r"^(?:what|how|which|show|tell|by what|according|explain|on what|was|wie|nach|welche\w*|zeig|woran|qu'|que|"
    r"quels?|quelles?|comment|selon|"
    r"montre\w*|cuales|como|segun|muestra\w*|en base)\b"
)
_RANKS_BY = re.compile(
    r"\b(?:(?:do|does|are|you|results?|jobs|searches|they|it|them) (?:\w+ ){0,3}?(?:rank|sort|order|weigh|score|"
    r"ranked|sorted|ordered|weighted)|"
    r"decides?(?: on)? (?:what|which|the order|who)|what (?:comes|goes|is listed|is shown) first|(?:think|know|"
    r"believe|assume|guess|figure\w*) (?:that )?i (?:like|want|prefer|love)|my likes|learn(?:ed|t)|my taste|"
    r"rank(?:ing)? (?:works?|by|criteria|weights?|factors?)|weights?|criteria|the ranking|your ranking|my ranking|"
    r"(?:sortierst|ordnest|gewicht\w*|kriterien|gelernt)|classes|criteres|appris|poids|ordenas|criterios|"
    r"aprendido|clasificas|pesos)\b"
)
_FORGETS = re.compile(
    r"\b(?:forget|reset|clear|wipe|erase|unlearn|start over|start afresh|discard|delete|undo all|"
    r"back to (?:the )?default|"
    r"vergiss|zurucksetz\w*|setz\w*|losch\w*|oublie|reinitialis\w*|efface|remets?|olvida|reinicia|restablec\w*|"
    r"borra)\b"
)
_TASTE_THING = re.compile(
    r"\b(?:taste|learn(?:ed|t)|ranking|weights?|ratings?|votes?|thumbs|what you know about (?:what i like|"
    r"my likes|me|my taste)|my likes|"
    r"likes and dislikes|"
    r"geschmack|gelernt|vorlieben|gewicht\w*|bewertungen|gouts?|appris|preferences (?:apprises|de classement)|"
    r"classement|poids|notes donnees|"
    r"gustos?|aprendido|pesos|valoraciones|my (?:preferences|ratings))\b"
)
_STILL = re.compile(
    r"\b(?:still (?:\w+ )?(?:open|online|available|live|up|active|there|accepting|hiring|valid|exist\w*|around|"
    r"running|looking|taking|on)|"
    r"(?:closed|expired|filled|taken down|taken|dead|gone|offline|removed|pulled|vanished|disappeared|inactive)\b|"
    r"(?:link|links|page|posting|ad|listing)s? (?:still )?work\w*|dead (?:link|posting|job)s?|alive|broken|"
    r"noch (?:offen|online|da|verfugbar|aktuell|frei|zu haben|aktiv|ausgeschrieben|gesucht)|(?:vergeben|"
    r"abgelaufen|besetzt|geschlossen)\b|"
    r"(?:toujours|encore) (?:ouvert|en ligne|disponible|valable|actif|active|d'actualite|la\b|pourvoir|"
    r"valid)\w*|(?:pourvu|expire|fermee?|retiree?)s?\b|"
    r"(?:todavia|aun|sigue\w*) (?:\w+ )?(?:abiert|disponible|activ|en linea|publicad|vigente|online|en pie)\w*|"
    r"(?:caducad|cerrad|cubiert|retirad)\w*)"
)
_CHECKS = re.compile(
    r"^(?:is|are|was|were|has|have|did|does|do|check|verify|test|see|find out|look|make sure|tell me|confirm|"
    r"can you see|which|any|ist|sind|gibt|"
    r"pruf\w*|check\w*|schau\w*|sieh|welche|hat|wurde|est|sont|est-ce|verifie\w*|regarde|controle|quel\w*|"
    r"a-t-il|l'offre|le poste|esta|estan|"
    r"sigue\w*|comprueba\w*|mira\w*|verifica\w*|revisa\w*|ha|cual\w*|job|jobs|the|stelle|poste|el|la|todavia)\b"
)
_WISHES = re.compile(
    r"^(?:(?:and|so|also|ok|please) )*(?:i (?:only |really |just |will |would )*(?:want|need|require|prefer|"
    r"accept|work|take|consider|won'?t|refuse|"
    r"can'?t|can only|can|don'?t|do not|never|always|expect)\b|i'?m (?:only|not)|i'd (?:only |rather |want |"
    r"prefer |like )|my (?:minimum|min\b|salary|least|"
    r"expect\w+|floor|desired|wish\w*)|never\b|always\b|only (?:show|suggest|recommend|give|find|remote|jobs)|"
    r"don'?t (?:ever )?(?:show|suggest|recommend|"
    r"give|offer|send|include|bother)|do not (?:ever )?(?:show|suggest|recommend)|stop (?:showing|suggesting|"
    r"recommending|sending)|"
    r"block\b|blacklist|ban\b|exclude\b|hide (?:everything|all|jobs|anything|any)|no (?:more )?(?:jobs|ads|"
    r"postings|offers) (?:from|by|at|of)|"
    r"nothing (?:from|by|at) \w+ (?:ever|any ?more|again|please)|keep .{0,30} (?:away|out)|from now on|"
    r"in (?:general|future)|remember(?: that)? i|"
    r"ich (?:will|mochte|brauche|nehme|arbeite|kann|akzeptiere) (?:\w+ )?|mindestgehalt|nie(?:mals)?\b|"
    r"zeig mir (?:nie|keine)|"
    r"nur noch|blockier\w*|schliess\w*|mein (?:mindest|wunsch)\w*|je (?:veux|voudrais|souhaite|ne veux|refuse|"
    r"prefere|cherche uniquement|n'accepte|"
    r"travaille)|j'ai besoin|il me faut|ne me (?:montre|propose|suggere)|jamais|bloque\w*|exclus|mon salaire|"
    r"quiero (?:solo|al menos|ganar|cobrar|minimo|como minimo|un sueldo)|solo (?:quiero|acepto|trabajo)|"
    r"necesito (?:un visado|visado|patrocinio|que)|"
    r"nunca|no me (?:muestres|ensenes|propongas|recomiendes|vuelvas)|bloquea\w*|excluye|mi (?:sueldo|salario))"
)
_LASTING = re.compile(
    r"\b(?:only|always|never|ever|at least|minimum|min|from now on|in general|in future|need|require|again|"
    r"any ?more|block\w*|blacklist|ban|exclude|"
    r"hide|expect\w*|floor|won'?t|refuse|can'?t|don'?t|stop|keep|nur|immer|nie|mindest\w*|wunsch\w*|brauche|"
    r"blockier\w*|wieder|keine|uniquement|seulement|"
    r"jamais|au moins|besoin|plus|refuse|bloque\w*|exclus|toujours|il me faut|solo|siempre|nunca|al menos|"
    r"minimo|necesito|bloquea\w*|excluye|vuelvas|"
    r"no more|no jobs|no offers|nothing|remember|rather|prefer\w*)\b"
)


def resets(view: View) -> Bonus:
    """What was learned of a taste is to be forgotten."""
    if _FORGETS.search(view.plain) and _TASTE_THING.search(view.plain):
        return {
            "reset_ranking": 1.2,
            "undo_last_change": -0.4,
            "show_ranking": -0.5,
            "delete_job": -0.5,
            "talk:fine": -0.5,
        }
    return {}


def checks(view: View) -> Bonus:
    """Whether an opening is still there is asked about."""
    plain = view.plain
    if not (_STILL.search(plain) and _CHECKS.match(plain)) or re.match(r"(?:has|have|did) (?:i|we)\b", plain):
        return {}
    if {"applied", "rejected", "interview"} & view.named - {"applied"} or SOURCES.search(plain):
        return {}
    if view.kinds == {"resume"} or re.search(r"\bhours|alert|watch|offer from|application\b", plain):
        return {}
    if re.match(r"(?:the|job|stelle|poste|el|la)\b", plain) and not view.text.rstrip().endswith("?"):
        return {}
    return {
        "check_job": 1.1,
        "show_job": -0.5,
        "list_jobs": -0.5,
        "set_job_status": -0.5,
        "check_resume": -0.6,
        "explain_match": -0.3,
    }


_PAST = re.compile(
    r"\b(?:history|past|histor(?:ie|ique|ial)|verlauf|seit wann|since when|how long (?:has|is|was)|depuis quand|"
    r"desde cuando)\b|"
    r"\b(?:where|which boards?|who else|wo|ou|donde)\b.*\b(?:seen|shows?|listed|found|posted|gesehen|gefunden|vu\w*|"
    r"visto)\b|"
    r"\b(?:how|what|did|has|have|wie|was|comment|que|como)\b.*\b(?:posting|opening|ad|advert|anzeige|annonce|"
    r"anuncio)\b.*\b(?:changed?|geandert|change|cambiado)\b|"
    r"\b(?:how (?:has|did)|what(?: has|'s)?) (?:\w+ )?job \d+ changed?\b|\bchanged (?:in|about|with) (?:the )?\w+ "
    r"(?:posting|opening|ad)\b"
)


def past(view: View) -> Bonus:
    """How the opening of one job came along is asked about."""
    if not _PAST.search(view.plain) or "resume" in view.kinds or not references("job", view.text, view.situation):
        return {}
    if re.search(r"\b(?:applied|my changes|notes?|status)\b", view.plain):
        return {}
    return {"job_history": 1.2, "show_job": -0.4, "list_changes": -0.6, "show_changes": -0.4, "check_job": -0.4}


_SKILLS = re.compile(
    r"\b(?:skills?|knowledge|qualifications?|technologies|certificates?|fahigkeiten|kenntnisse|competences?|"
    r"habilidades|conocimientos)\b"
)
_LEARNS = re.compile(
    r"\b(?:learn\w*|missing|miss|lack\w*|short (?:of|on)|gaps?|develop|acquire|improve|train|study|fehlen|lernen|"
    r"manquent|apprendre|faltan|aprender)\b"
)


def gaps(view: View) -> Bonus:
    """What to learn for the jobs that are kept is asked about, not for one of them."""
    if not (_SKILLS.search(view.plain) and _LEARNS.search(view.plain)) or references("job", view.text, view.situation):
        return {}
    if view.situation.memory.firm.get("job") or "resume" in view.kinds:
        return {}
    return {"skills_gap": 0.8, "compare_jobs": -0.6, "explain_match": -0.5, "list_jobs": -0.4, "beyond:advice": -0.3}


def orders(view: View) -> Bonus:
    """Why one job stands above another is asked about."""
    plain = view.plain
    if not _WHY.search(plain) or "resume" in view.kinds:
        return {}
    named = [job for job in references("job", view.text, view.situation) if not isinstance(job, Later)]
    pair = len(named) == 2 or _PAIR.search(plain)
    if not (_ORDER.search(plain) and (pair or ((named or view.situation.memory.listings) and _placed(plain)))):
        return {}
    return {"explain_order": 1.4, "compare_jobs": -0.8, "explain_match": -0.8, "show_job": -0.3, "search_jobs": -0.3}


def _placed(plain: str) -> bool:
    """Whether a place in the order is asked about rather than a fit: "only third", "so far down", "not on top"."""
    return bool(
        re.search(
            r"(?:\b(?:not|only|isn'?t|aren'?t|wasn'?t|just|nicht|nur|erst|pas|seulement|no|solo)\b|"
            r"n't\b).*\b(?:first|top|second|third|fourth|fifth|"
            r"last|number|\d(?:st|nd|rd|th)|oben|platz|erste\w*|premier\w*|tete|deuxieme|troisieme|haut|primer\w*|"
            r"segund\w*|tercer\w*|arriba)\b|"
            r"\b(?:lower|last|bottom|behind|below|(?:so )?(?:far|low|high) (?:up|down)|higher than|above|unten|"
            r"niedriger|hinter|unter|letzte\w*|"
            r"(?:plus|si) bas|derriere|dernier\w*|abajo|ultim\w*|detras|debajo)\b",
            plain,
        )
    ) and not re.search(r"\bscor\w+|\bfit|\bmatch", plain)


def wishes(view: View) -> Bonus:
    """Something is wished for in every search."""
    plain = WISHED.sub("", fold(view.text))
    never = bool(never_again(view.text))
    lasting = never or bool(_WISHES.match(plain) and _LASTING.search(plain))
    if view.text.rstrip().endswith("?") or not lasting or (MINE.search(plain) and not never):
        return {}
    said = said_in(view.text, view.situation.today)
    wished = set(said.filters) & {"salary_min", "location", "remote", "sponsorship", "blocked_companies"}
    if not wished or (said.words and "blocked_companies" not in said.filters):
        return {}
    more = {"show_job": -0.5, "set_job_status": -0.9, "drop_wishes": -0.5, "stop_watching": -0.9} if never else {}
    return {
        "set_wishes": 1.3,
        "set_job_status": -0.5,
        "search_jobs": -0.5,
        "list_jobs": -0.5,
        "add_job_note": -0.3,
        "delete_job": -0.4,
    } | more


def rates(view: View) -> Bonus:
    """A verdict on one job."""
    plain = view.plain
    if not _RATES.search(view.plain if "👍" not in view.text and "👎" not in view.text else view.text):
        return {}
    asks = view.text.rstrip().endswith("?") or re.match(
        r"(?:i (?:want|would|'d)|i'd|what|which|how|why|find|search|show)\b", plain
    )
    if asks or "resume" in view.kinds or "note" in view.named or re.search(r"\bnot interested\b|\bcompany\b", plain):
        return {}
    named = references("job", view.text, view.situation)
    if (
        not named
        and not view.situation.memory.focus.get("job")
        and not re.search(r"\b(?:this|that|it|job|stelle|poste|offre|oferta)\b", plain)
    ):
        return {}
    return {
        "rate_job": 1.2,
        "set_job_status": -0.9,
        "show_job": -0.6,
        "list_jobs": -0.5,
        "search_jobs": -0.6,
        "explain_match": -0.4,
        "talk:thanks": -0.4,
    }


def ranking(view: View) -> Bonus:
    """How results are ranked, and what was learned, is asked about."""
    plain = view.plain
    if (
        (_TASTE.search(plain) or re.search(r"decide|i (?:like|want|prefer|love)", plain))
        and _TASTE_ASK.match(plain)
        and _RANKS_BY.search(plain)
    ):
        if references("job", view.text, view.situation) or re.search(
            r"\bmy (?:jobs|shortlist|list)\b|\bagainst my\b|\bmy resume\b|\d|\bhow would\b", plain
        ):
            return {}
        return {
            "show_ranking": 1.1,
            "compare_jobs": -0.6,
            "explain_match": -0.6,
            "list_jobs": -0.4,
            "help": -0.4,
            "beyond:world": -0.3,
        }
    return {}
