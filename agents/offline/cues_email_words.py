"""Wordings that several cues for mail look for."""

import re

from agents.offline.mail_words import KINDS, MAIL

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
