"""The words of a text alone, for comparing what people and pages write. Pure."""

import re
import unicodedata


def plain_words(text: str) -> str:
    """Small letters without accents, signs and repeated blanks: "E-Mail_Größe (cm)" is "e mail grosse cm"."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(re.findall(r"[^\W_]+", "".join(sign for sign in letters if not unicodedata.combining(sign))))


def heading_words(text: str) -> str:
    """The same with names in camelCase taken apart: "appliedDate" is "applied date"."""
    return plain_words(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", text))
