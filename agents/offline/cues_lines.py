"""Cues for the lines of a tailored resume and for how it should be instead."""

import re

from agents.offline.cues_jobs import View
from agents.offline.document_context import ASKING, has_made
from agents.offline.lines_said import bare_place, line_of, points_back
from agents.offline.steering_said import names_a_section, sections_ordered, steering_of
from agents.offline.wordings import FILE, LINE

_COSTS = re.compile(
    r"\b(?:costs?|costing|(?:do|would|will|did) (?:i|we) (?:lose|give up|miss)|price of|worth (?:it|keeping)|"
    r"worth\b.{0,25}\b(?:line|bullet)|what (?:would )?(?:happens?|if)|"
    r"what would (?:it )?(?:mean|change|be lost)|kostet\w*|koste\b|was (?:passiert|ware|verliere|bringt)|"
    r"verliere ich|coute\w*|couterait|perds|perdrais|que se passe|"
    r"cuesta|costaria|pierdo|perderia|que pasa|kost\b|wat gebeurt)\b"
)
_SUPPOSES = re.compile(
    r"^(?:and |so |but |also |und |et |y )*(?:what|how much|how many|is it|is the|would|do i|will|if|does|was|"
    r"wie ?viel|ist|verliere|wurde|que|qu'|combien|est-ce|si|cuanto|vale|wat|hoeveel|the (?:cost|price) of|price of|"
    r"cost of|show (?:me )?(?:the )?cost)"
)
_ACCEPTS = re.compile(
    r"\b(?:accept\w*|approve\w*|keep\w*|like|love|fine|good|great|ok|okay|perfect|leave|stays?|agree|behalt\w*|"
    r"lass\w*|gut|passt|gefallt|akzeptier\w*|annehm\w*|nehme|garde\w*|accept\w*|aime|bien|parfait\w*|conserv\w*|"
    r"acepta\w*|mant[e]n\w*|gusta|deja|aprueba|houd|behoud|accepteer)\b"
)
_REJECTS = re.compile(
    r"\b(?:reject\w*|refuse|remov\w*|delet\w*|drop\w*|cut|take .{0,60}?\bout|take out|take off|strike|lose|ditch|"
    r"kill|scrap|axe|get rid of|throw .{0,40}?out|erase|leave .{0,60}?\bout|leave out|(?:don'?t|do not|"
    r"didn'?t) (?:like|want|need)|"
    r"not happy|hate|dislike|can't stand|wrong|bad|awkward|not true|isn'?t (?:true|right)|undo (?:the )?reword\w*|"
    r"reword\w* .{0,20}back|turn down|decline|lehn\w*|streich\w*|entfern\w*|losch\w*|nimm .{0,60}?\b(?:raus|heraus|"
    r"weg)|"
    r"(?:gefallt|gefallen) mir (?:gar )?nicht|mag .{0,40}?nicht|will .{0,40}?nicht|verwirf\w*|weg|raus|refus\w*|"
    r"rejet\w*|enlev\w*|supprim\w*|retir\w*|vire|n'aime pas|ne me plait pas|ote|rechaz\w*|quit\w*|elimin\w*|borr\w*|"
    r"saca\w*|"
    r"no me gusta|descarta\w*|weiger|verwijder|schrap|haal)\b"
)
_ADDS = re.compile(
    r"\b(?:bring .{0,60}?\bback|bring back|(?:put|go|goes|went) .{0,60}?\b(?:back|in)|back in|add\w*|includ\w*|"
    r"restore|reinsert|re-?add|want .{0,60}?\bback|get .{0,60}?\bback|wieder|hol\w* .{0,60}?\bzuruck|fug\w*|"
    r"aufnehm\w*|remet\w*|remets|ajout\w*|rajout\w*|"
    r"reintegr\w*|reprend\w*|vuelve a (?:poner|incluir|meter)|anad\w*|agreg\w*|incluy\w*|recuper\w*|terug|"
    r"toevoeg\w*)\b"
)
_MOVES = re.compile(
    r"\b(?:move|push|bring|put|shift|schieb\w*|setz\w*|ruck\w*|monte|deplace|mets|descend\w*|sube|baja|mueve|"
    r"pon)\b.*\b(?:up|down|higher|lower|first|to the top|to the bottom|above|below|further|nach oben|nach unten|"
    r"hoch|runter|hoher|tiefer|"
    r"plus haut|plus bas|en haut|en bas|en premier|arriba|abajo|primero|primera)\b|^(?:sube|baja|monte|descends)\b"
)
_COMES_FROM = re.compile(
    r"\b(?:where|come\w* from|source|origin\w*|proof|prove|evidence|based on|rests? on|backs|back(?:ed)? (?:it |"
    r"this |that |them )?up|trace|woher|stammt|beleg\w*|quelle|nachweis|d'ou|vient|provient|preuve|source|de donde|"
    r"sale|viene|prueba|fuente|waar .* vandaan|bron)\b"
)
_STEERS = re.compile(
    r"^(?:(?:now|and|but|also|then|ok|okay|please|bitte|aber|und|et|mais|y|pero|hmm|no|well|actually|jetzt|noch|"
    r"maintenant|ahora|a bit|a little|bit|even|much|way|etwas|ein bisschen|viel|un peu|beaucoup|un poco|mucho|it'?s|"
    r"that'?s|"
    r"it is|the (?:resume|cv|pdf|result|document|summary) (?:is|should be)|es ist|das ist|c'est|es|esta|can you|"
    r"could you|i want|i'd like|i would like|i need|we need|give me|give it|let's|let us|try|try it|make (?:it|this|"
    r"that|the \w+)|"
    r"mach\w* (?:es|ihn|das|den \w+)|rends?-?(?:le|la)?|fais-?(?:le|la)?|hazlo|haz(?: el \w+)?|ponlo|mas|do it|"
    r"render it|print it|put (?:it|that) on|set it|show it|mit|with|in|on|auf|sur|en|with a|als|as|use|switch to|"
    r"go for|take|nimm|"
    r"verwende|utilise|prends|usa|cambia a|the|a|an|die|das|le|la|el|una?)[, ]+)*"
    r"(?:short|tight|trim|condens|concis|compact|crisp|brief|too (?:long|short)|long|expand|flesh|fewer|less|more|"
    r"kurz|knapp|kompakt|zu (?:lang|kurz)|straff|ausfuhrlich|lang|weniger|mehr|plus|moins|trop|raccourc|abreg|mas|"
    r"menos|"
    r"cort|brev|acort|demasiado|larg|not so much|not as much|tone|play|downplay|de-?emph|minimi|reduc|drop|remove|"
    r"delete|cut|leave|skip|lose|omit|hide|ditch|without|no |streich|entfern|losch|nimm|lass|ohne|kein|enlev|"
    r"supprim|retir|"
    r"sans|quit|elimin|borr|sin |omit|keep|bring|put|include|behalt|gard|conserv|remet|mant|conserva|lead|start|"
    r"begin|open|move|emphas|focus|highlight|stress|beton|hervorheb|fokus|schwerpunkt|heb|setz|stell|fang|mets|"
    r"insist|commenc|"
    r"enfoc|destac|resalt|empiez|pon|one|two|three|1|2|3|ein|eine|zwei|drei|deux|une|dos|tres|modern|classic|"
    r"compact|academic|sidebar|plain|klassisch|zweispaltig|akademisch|schlicht|letter|us|a4|din|template|layout|"
    r"page|seite|template|vorlage|modele|plantilla|korter|minder|meer|zonder)"
)
_ANSWERS = re.compile(
    r"\b(?:(?:my|an?|the) answer to (?:the|your) (?:open )?question|answer (?:the|your) (?:open )?question|(?:to|"
    r"regarding|as for|on) (?:the|your) (?:open )?question|skip (?:the|your|that) (?:open )?question|"
    r"about what you asked|(?:meine )?antwort auf (?:die|deine) (?:offene )?frage|zu (?:deiner|"
    r"der) (?:offenen )?frage|uberspring\w* die frage|(?:ma )?reponse a (?:la|ta) question|passe la question|"
    r"(?:mi )?respuesta a (?:la|tu) pregunta|salta la pregunta)\b"
)


def points_at_line(view: View) -> bool:
    """Whether a line is named, or lines are spoken of."""
    return bool(line_of(view.text)) or bool(re.search(rf"\b{LINE}\b", view.plain))


def answer(view: View) -> str | None:
    """The answer to a question that was left open, said as such."""
    return "answer_question" if _ANSWERS.search(view.plain) and "job" not in view.kinds else None


def order(view: View) -> str | None:
    """The order of sections."""
    return "order_sections" if sections_ordered(view.text) and not ASKING.match(view.plain) else None


def cost(view: View) -> str | None:
    """What taking a line out, or putting it back, costs."""
    if "job" in view.kinds or not _COSTS.search(view.plain) or not _SUPPOSES.match(view.plain):
        return None
    about = points_at_line(view) or (
        has_made(view)
        and (
            points_back(view.text) or bare_place(view.text) or names_a_section(view.text) or _REJECTS.search(view.plain)
        )
    )
    return "show_line_cost" if about else None


def line(view: View) -> str | None:
    """One line: where it comes from, whether it stays, goes, comes back, moves or reads otherwise."""
    if "job" in view.kinds and not points_at_line(view):
        return None
    named = points_at_line(view) or bool(
        re.search(
            r"\bleft[- ]out\b|\bweggelassen\w*\b|\bomis\w*\b|"
            r"\bomitid\w*\b",
            view.plain,
        )
    )
    back = has_made(view) and (bare_place(view.text) is not None or points_back(view.text)) and not view.kinds
    if not (named or back) or not (named or has_made(view)):
        return None
    plain = view.plain
    if _COMES_FROM.search(plain):
        return "show_proof"
    if ASKING.match(plain) or (not named and _about_whole(view)):
        return None
    if _MOVES.search(plain):
        return "move_line"
    if _ADDS.search(plain):
        return "add_line" if named else None
    if _REJECTS.search(plain):
        return "reject_line"
    if _ACCEPTS.search(plain) and (
        named
        or view.situation.memory.last_tool in {"show_proof", "show_line_cost", "reject_line"}
        or bare_place(view.text)
    ):
        return "accept_line"
    return None


def _about_whole(view: View) -> bool:
    """Whether "it" is the whole document, or the last change, rather than a line."""
    if bare_place(view.text):
        return False
    dealt = view.situation.memory.last_tool in {"show_proof", "show_line_cost", "accept_line", "add_line", "move_line"}
    return "undo" in view.named or not dealt or bool(steering_of(view.text).keys() - {"drop", "keep"})


def steer(view: View) -> str | None:
    """How the tailored resume should be instead."""
    if not has_made(view) and not ("tailored" in view.named and not view.named & {"list"}):
        return None
    if FILE.search(view.text):
        return None
    if (
        view.kinds & {"job"}
        or ASKING.match(view.plain)
        or view.named & {"undo", "note", "compare", "proof"}
        or len(view.plain.split()) > 24
    ):
        return None
    if not has_made(view) and "tailor" in view.named:
        return None
    found = steering_of(view.text)
    return "steer_tailoring" if found and _STEERS.match(view.plain) else None
