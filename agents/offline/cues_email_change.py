"""Cues for changing mails: certain ones, or all that fit."""

import re

from agents.offline.cues_jobs import View
from agents.offline.email_filters import filter_of
from agents.offline.email_references import address_in, at_hand, it, last_dealt_with, name_in, pointed
from agents.offline.email_wordings import ALWAYS_MAIL, MAIL, ONE_MAIL, change_of, kinds_of

_EVERY = re.compile(
    r"\b(?:all|every|everything|each|any|whole|alle[ns]?|alles|jede\w*|samtliche\w*|tous|toutes|tout|"
    r"chaque|todos|todas|todo|cada)\b"
)
_PLURAL = re.compile(
    r"\b(?:mails|e-?mails|messages|newsletters|digests|promos|promotions|alerts|rejections|receipts|ads|"
    r"nachrichten|absagen|courriels|"
    r"correos|mensajes|boletines|alertes|refus|notifications)\b"
)
_ASKS = re.compile(
    r"^(?:which|what|who|how|why|when|where|did|do|does|is|are|have|has|welche|was|wer|quel\w*|qui|que|cual\w*)\b"
)
_DONE = re.compile(
    r"^(?:i (?:want|need|would like|'d like)|have|get|ich (?:will|mochte)|je veux|"
    r"quiero) .*\b(?:archived?|deleted?|removed|starred|gone|binned|"
    r"out of my inbox|marked (?:as )?(?:un)?read|archivier\w*|gelosch\w*|losch\w*|weg|archiver|archivees?|"
    r"supprim\w*|archivad[oa]s?|borrad[oa]s?)\b|"
    r"\b(?:archivieren|loschen|markieren|entfernen|wiederherstellen|wegwerfen|archiver|supprimer|effacer|"
    r"archivar|borrar|eliminar)[.! ]*$|"
    r"\b(?:can|should|could|must|may|soll\w*|kann|konnen|muss|mussen) (?:all |be |now |alle |jetzt |"
    r"bitte )*(?:go|archived|deleted|binned|starred|weg|raus|"
    r"gelosch\w*|archiviert|ins archiv|in den papierkorb)\b"
)
_ORDERS = re.compile(
    r"^(?:and |then |now |also |und |et |y |please |don'?t |do not |never |no |nicht |"
    r"ne )*(?:please )?(?:mark|set|star|un-?star|flag|un-?flag|pin|archive|un-?archive|delet\w*|trash|bin|"
    r"remove|erase|get rid|dump|scrap|toss|ditch|wipe|purge|clear|clean|throw|toss|chuck|nuke|kick|"
    r"restore|un-?delete|bring|recover|put|move|take|file|tuck|drop|"
    r"make|archivier\w*|losch\w*|entfern\w*|markier\w*|setz\w*|stell\w*|wirf|weg|hol\w*|supprim\w*|"
    r"efface\w*|jette|vire|marque\w*|mets?|restaure|"
    r"archiva\w*|borra\w*|elimina\w*|tira|quita|marca\w*|pon|destaca|recupera|enleve|retire|sors)\b"
)


def tidy(view: View) -> str | None:
    """All mails that fit: "delete all newsletters"."""
    plain = view.plain
    if not _changes(view):
        return None
    every, kinds = _EVERY.search(plain), kinds_of(plain)
    about_mail = kinds or re.search(rf"\b{MAIL}\b", plain) or address_in(view.text) or at_hand(view.situation) == "mail"
    if not about_mail and every and re.search(r"\b(?:everything|alles|tout|todo) (?:from|von|de|older)\b", plain):
        about_mail = "job" not in view.kinds and "resume" not in view.kinds
    if not about_mail or (
        view.kinds & {"job", "resume"} and not re.search(rf"\b{MAIL}\b|\balerts?\b|\bjob offers?\b", plain)
    ):
        return None
    if re.search(rf"\b{ONE_MAIL}\s*#?\d", plain) or re.search(
        r"\b(?:all of (?:them|these|those)|them all|all (?:three|two|four|five))\b", plain
    ):
        return None
    if every and (kinds or re.search(rf"\b{MAIL}\b", plain) or _narrowed(view)):
        return "tidy_emails"
    plural = _PLURAL.search(plain) and not pointed("mail", view.text, view.situation, names=False)
    return "tidy_emails" if plural and _narrowed(view) else None


def _narrowed(view: View) -> bool:
    """Whether it is said which mails; without that, all would be meant."""
    return bool(set(filter_of(view.text, view.situation)) - {"limit", "mailbox", "deleted"})


def change(view: View) -> str | None:
    """Certain mails: by number, by sender, or the one just shown."""
    plain, situation = view.plain, view.situation
    if not _changes(view):
        return None
    here = at_hand(situation) == "mail"
    of_job = view.kinds & {"job", "resume", "tailored"} and not re.search(rf"\b{ONE_MAIL}\b", plain)
    if of_job:
        return None
    if re.search(rf"\b{ONE_MAIL}\b", plain):
        return (
            "change_emails"
            if pointed("mail", view.text, situation) or name_in(view.text) or it("mail", view.text, situation) or here
            else None
        )
    if not here:
        kinds = set(kinds_of(plain)) & ALWAYS_MAIL
        return "change_emails" if kinds and name_in(view.text) else None
    alone = len(plain.split()) <= 4 and last_dealt_with("mail", situation)
    return (
        "change_emails" if pointed("mail", view.text, situation) or it("mail", view.text, situation) or alone else None
    )


def _changes(view: View) -> bool:
    plain = view.plain
    return bool(_ORDERS.match(plain) or _DONE.search(plain)) and change_of(plain) is not None and not _ASKS.match(plain)
