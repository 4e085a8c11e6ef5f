"""Lists in running text: their items, the label in front, and the words for how well something is known."""

import re

from tools.resumes.parsing.lines import Line

LEVEL = re.compile(
    r"(?i)(?:native(?: speaker| or bilingual)?(?: proficiency)?|bilingual|mother tongue|fluent|proficient|"
    r"advanced|upper[- ]intermediate|intermediate|basic|beginner|elementary|conversational|expert|master|"
    r"novice|professional(?: working)?(?: proficiency)?|full professional(?: proficiency)?|"
    r"limited working(?: proficiency)?|working knowledge|business fluent|good|very good|excellent|"
    r"(?:yellow|green|black) belt|"
    r"[abc][12](?:[.+-]\d)?|muttersprache|muttersprachlich|fließend|verhandlungssicher|sehr gut|gut|"
    r"gute kenntnisse|grundkenntnisse|fortgeschritten|sehr gute kenntnisse|konversationssicher|experte|anfänger|"
    r"langue maternelle|courant|bilingue|intermédiaire|notions|débutant|avancé|lu, écrit, parlé|nativo|nativa|"
    r"lengua materna|fluido|avanzado|intermedio|básico|alto|medio|principiante|"
    r"moedertaal|vloeiend|goed|basis|gevorderd|uitstekend|língua materna|fluente|avançado|intermediário|"
    r"intermédio|nativo|materna|\d{1,2}\+? years?(?: of experience)?|[★●○☆•■□▪▫⚫⚪◉◎]{3,10}|\d/(?:5|10)|\d{1,3}\s?%)"
    r"(?:\s*[(/,–-]?\s*[(]?\s*[ABC][12]\)?)?"
)
LABEL = re.compile(r"^([^:,;|]{2,45}?)\s*:\s*(?=\S|$)")
# A dot parts items, but three of them beside each other are a level (`Java ●●●○○`).
_SEPARATORS = re.compile(r"[,;|·∙]|(?<![●○•▪■□])[•▪●](?![●○•▪■□])|\s{3,}|\n\s*•|\s/\s|\s[–—-]\s(?=[A-Z])")


def bounds_of(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Items between separators outside parentheses."""
    bounds: list[tuple[int, int]] = []
    at, depth, index = start, 0, start
    while index < end:
        char = text[index]
        depth = max(0, depth + (char in "([") - (char in ")]"))
        match = _SEPARATORS.match(text, index, end) if depth == 0 else None
        if match is not None and not _is_in_word(text, match):
            bounds.append((at, index))
            at = index = match.end()
        else:
            index += 1
    bounds.append((at, end))
    trimmed = [_trim(text, *bound) for bound in bounds]
    return [(begin, stop) for begin, stop in trimmed if stop - begin > 0]


def _is_in_word(text: str, match: re.Match[str]) -> bool:
    """Thousands and decimals keep their comma."""
    around = text[match.start() - 1 : match.end() + 1]
    return re.fullmatch(r"\d[,.]\d", around) is not None


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " \n\t•·-–—*.:":
        if text[start] == "." and start + 1 < end and text[start + 1].isalpha():
            break
        start += 1
    while end > start and (
        text[end - 1] in " \n\t•·-–—*:" or (text[end - 1] == "." and text[start:end].count(".") == 1)
    ):
        end -= 1
    lead = re.match(r"(?:and|und|et|y|en|e|&)\s+", text[start:end])
    return (start + lead.end() if lead else start, end)


def has_list(line: Line) -> bool:
    """Whether a line holds a mark that parts items."""
    return re.search(r"[,;|•·]", line.text) is not None
