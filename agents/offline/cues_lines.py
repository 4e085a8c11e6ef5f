"""Cues for the lines of a tailored resume and for how it should be instead."""

import re

from agents.offline.cues_jobs import View
from agents.offline.document_context import ASKING, has_made
from agents.offline.lines_said import bare_place, line_of, points_back
from agents.offline.steering_said import names_a_section, sections_ordered, steering_of
from agents.offline.wordings import FILE, LINE, quoted

_COSTS = re.compile(
    r"\b(?:costs?|costing|(?:do|would|will|did) (?:i|we) (?:lose|give up|miss)|price of|worth|"
    r"worth\b.{0,25}\b(?:line|bullet)|what (?:would )?(?:happens?|if)|"
    r"what (?:has|have|had) to go|what (?:must|would have to) go|what would (?:it )?(?:mean|change|be lost)|"
    r"kostet\w*|koste\b|was (?:passiert|ware|verliere|bringt)|"
    r"verliere ich|coute\w*|couterait|perds|perdrais|que se passe|"
    r"cuesta|costaria|pierdo|perderia|que pasa|kost\b|wat gebeurt)\b"
)
_SUPPOSES = re.compile(
    r"^(?:and |so |but |also |und |et |y )*(?:what|how much|how many|is|would|do i|will|if|does|was|"
    r"wie ?viel|ist|verliere|wurde|que|qu'|combien|est-ce|si|cuanto|vale|wat|hoeveel|the (?:cost|price) of|price of|"
    r"cost of|show (?:me )?(?:the )?cost)"
)
_ACCEPTS = re.compile(
    r"\b(?:accept\w*|approve\w*|lock\w*|freeze|pin|fix|keep\w*|like|love|fine|good|great|ok|okay|perfect|leave|"
    r"stays?|agree|behalt\w*|"
    r"lass\w*|gut|bleib\w*|reste|passt|gefallt|akzeptier\w*|annehm\w*|nehme|garde\w*|accept\w*|aime|bien|parfait\w*|"
    r"conserv\w*|"
    r"acept\w*|mant[e]n\w*|gusta|deja|aprueba|houd|behoud|accepteer)\b"
)
_REJECTS = re.compile(
    r"\b(?:(?:has|have|needs?|ought) to go|must go|should go(?! back)|reject\w*|refuse|remov\w*|delet\w*|drop\w*|"
    r"cut|take .{0,60}?\b(?:out|off)\b|rubbish|terrible|useless|awful|nonsense|quatsch|unsinn|nul\b|take out|"
    r"take off|strike|lose|ditch|"
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
    r"restore|re-?insert|re-?add|want .{0,60}?\bback|get .{0,60}?\bback|wieder|hol\w* .{0,60}?\bzuruck|fug\w*|"
    r"aufnehm\w*|remet\w*|remets|ajout\w*|rajout\w*|"
    r"reintegr\w*|reprend\w*|vuelve a (?:poner|incluir|meter)|anad\w*|agreg\w*|incluy\w*|recuper\w*|terug|"
    r"toevoeg\w*)\b"
)
_MOVES = re.compile(
    r"\b(?:come|go|stand|be) (?:first|at the top|on top)\b|\b(?:should|must|belongs?|needs? to|has to|has got to|"
    r"soll|gehort|muss|doit|debe) (?:be |go |stand |come )?"
    r"(?:further |weiter )?(?:up|down|higher|lower|oben|unten|plus haut|plus bas|mas arriba|mas abajo)\b|"
    r"\b(?:move|push|bring|put|shift|schieb\w*|setz\w*|ruck\w*|monte|deplace|mets|descend\w*|sube|baja|mueve|"
    r"pon)\b.*\b(?:up|down|higher|lower|first|to the (?:very )?top|to the (?:very )?bottom|above|below|further|"
    r"at the top|on top|"
    r"nach oben|nach unten|"
    r"hoch|runter|hoher|tiefer|"
    r"plus haut|plus bas|en haut|en bas|en premier|arriba|abajo|primero|primera)\b|^(?:sube|baja|monte|descends)\b"
)
_COMES_FROM = re.compile(
    r"\b(?:where|come\w* from|source|origin\w*|proof|prove|evidence|based on|rests? on|backs|back(?:ed)? (?:it |"
    r"this |that |them )?up|trace|woher|stammt|beleg\w*|bewei\w*|quelle|nachweis|d'ou|vient|provient|preuve|source|"
    r"de donde|"
    r"sale|viene|prueba|fuente|waar .* vandaan|bron)\b"
)
_ANSWERS = re.compile(
    r"\b(?:(?:my|an?|the) answer to (?:the|your) (?:open )?question|answer (?:the|your) (?:open )?question|(?:to|"
    r"regarding|as for|on) (?:the|your) (?:open )?question|skip (?:the|your|that) (?:open )?question|"
    r"about what you asked|(?:meine )?antwort auf (?:die|deine) (?:offene )?frage|zu (?:deiner|"
    r"der) (?:offenen )?frage|uberspring\w* die frage|(?:ma )?reponse a (?:la|ta) question|passe la question|"
    r"(?:mi )?respuesta a (?:la|tu) pregunta|salta la pregunta)\b"
)


_WHO_SAID = re.compile(
    r"\b(?:who (?:said|says|told)|says who|wer (?:sagt|hat gesagt)|qui (?:dit|a dit)|"
    r"quien (?:dice|dijo))\b"
)
_LEFT_OUT = re.compile(r"\bleft[- ]out\b|\bweggelassen\w*\b|\bomis\w*\b|\bomitid\w*\b")
_TAILORED = re.compile(r"\b(?:tailored|adapted|angepasst\w*|zugeschnitten\w*|adaptes?|adaptados?|personnalises?)\b")
_MOST_WORDS = 24
_FOLLOWS = re.compile(
    r"(?:and|und|et|y|what about|how about|was ist mit|et pour|y la|then) .{1,40}\?|(?:the|die|"
    r"la) \w+ \w+\?"
)
_MAKES = re.compile(
    r"(?:create|make (?:me|a|another)|write|generate|build|prepare|produce|craft|do a|give me a|i need a|erstell|"
    r"schreib|mach mir|"
    r"cree|fais-moi|prepare|crea|hazme|prepara)\w*\b"
)
_NOT_STEERED = frozenset({"undo", "note", "compare", "proof", "which"})
_NOT_WISHED = re.compile(
    r"(?:list|what|tailor|adapt|customi[sz]e|find|search|show (?:me )?(?:my|all|the|job)|add|delete|mark|"
    r"passe?|adapte|adapta|such|finde|"
    r"cherche|busca|never show|thumbs|stop|thank|tell)\b"
)
_REWORDS = re.compile(
    r"\b(?:change|reword|re-?write|word|rephrase|replaced?|edit|make|say|says|read|reads|put|ander\w*|formulier\w*|"
    r"umformulier\w*|ersetz\w*|schreib\w*|remplace\w*|reformule\w*|change\w*|ecris|cambia\w*|reescrib\w*|"
    r"reformula\w*|sustituye\w*|wijzig|herschrijf|vervang)\b"
)
_MINE = re.compile(
    r"\b(?:back to (?:how|what|the way) i|(?:in|to|with) my own words|my own (?:words|wording)|as i (?:wrote|had|"
    r"worded) it|(?:the )?original wording|in meinen (?:eigenen )?worten|meine (?:eigenen )?worte|wie ich (?:es|"
    r"sie) geschrieben|"
    r"avec mes (?:propres )?mots|dans mes (?:propres )?mots|con mis (?:propias )?palabras|como (?:lo|la) escribi)\b"
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
    if points_at_line(view):
        return "show_line_cost"
    meant = points_back(view.text) or bare_place(view.text) or names_a_section(view.text) or _REJECTS.search(view.plain)
    return "show_line_cost" if has_made(view) and meant else None


def line(view: View) -> str | None:
    """One line: where it comes from, whether it stays, goes, comes back, moves or reads otherwise."""
    if has_made(view) and _WHO_SAID.search(view.plain):
        return "show_proof"
    if "job" in view.kinds and not points_at_line(view):
        return None
    named = points_at_line(view) or bool(_LEFT_OUT.search(view.plain))
    back = has_made(view) and (bare_place(view.text) is not None or points_back(view.text)) and not view.kinds
    if not (named or back) or not (named or has_made(view)):
        return None
    plain = view.plain
    if _COMES_FROM.search(plain):
        return "show_proof"
    if ASKING.match(plain) or (not named and _about_whole(view)):
        return None
    if _FOLLOWS.match(plain) and view.situation.memory.last_tool in {"show_proof", "show_line_cost"}:
        return view.situation.memory.last_tool
    return _done_to_line(view, named=named)


def _done_to_line(view: View, *, named: bool) -> str | None:
    plain = view.plain
    if _REWORDS.search(plain) and (":" in view.text or quoted(view.text)):
        return "edit_line"
    if _MINE.search(plain):
        return "reject_line"
    if _MOVES.search(plain):
        return "move_line"
    if _ADDS.search(plain):
        return "add_line" if named else None
    if _REJECTS.search(plain):
        return "reject_line"
    near = view.situation.memory.last_tool in {"show_proof", "show_line_cost", "reject_line"} or bare_place(view.text)
    return "accept_line" if _ACCEPTS.search(plain) and (named or near) else None


def _about_whole(view: View) -> bool:
    """Whether "it" is the whole document, or the last change, rather than a line."""
    if bare_place(view.text):
        return False
    dealt = view.situation.memory.last_tool in {"show_proof", "show_line_cost", "accept_line", "add_line", "move_line"}
    return "undo" in view.named or not dealt or bool(steering_of(view.text).keys() - {"drop", "keep"})


def steer(view: View) -> str | None:
    """How the tailored resume should be instead."""
    named = _TAILORED.search(view.plain) and not _MAKES.match(view.plain)
    if not (has_made(view) or named) or FILE.search(view.text) or view.kinds & {"job"} or ASKING.match(view.plain):
        return None
    if view.named & _NOT_STEERED or _NOT_WISHED.match(view.plain) or len(view.plain.split()) > _MOST_WORDS:
        return None
    return "steer_tailoring" if steering_of(view.text) else None
