"""Parts of a whole and places in a row: "two thirds", "un cuarto", "3. Klasse", "the second line"."""

from collections.abc import Sequence

from tools.tailoring.grounding.lexicon import lexicon
from tools.tailoring.grounding.measures import Measures, measures
from tools.tailoring.grounding.numerals import number_words
from tools.tailoring.grounding.ranges import Quantity
from tools.tailoring.grounding.tables import word_set
from tools.tailoring.grounding.tokens import Token

_HUNDRED = 100.0


class PartReader:
    """The tokens of one text, and what can be read of parts and ordinals at one of them."""

    def __init__(self, tokens: Sequence[Token], language: str) -> None:
        self.tokens, self.language = tokens, language
        self.known: Measures = measures()
        self.words = number_words(language)

    def _low(self, index: int) -> str:
        return self.tokens[index].low if 0 <= index < len(self.tokens) else ""

    def _phrase(self, index: int, count: int) -> str:
        return " ".join(t.low for t in self.tokens[index : index + count] if t.low != "-")

    def _content(self, index: int) -> bool:
        """Whether a word with a meaning of its own stands here, so that "a third party" is no fraction."""
        token = self.tokens[index]
        return token.kind == "word" and len(token.low) > 1 and token.low not in lexicon().function[self.language]

    def _fraction(self, index: int) -> Quantity | None:
        value = self.known.fractions.get(self._low(index))
        if value is None or (self.tokens[index].kind != "word"):
            return None
        after, before = self._low(index + 1), self._low(index - 1)
        times = self.words.get(before) if before else None
        first = index - 1 if times else index
        if before in word_set("ordinal") or after in {"party", "parties", "year", "day", "dozen"}:
            return None
        articled = before in word_set("articles") and (
            index + 1 == len(self.tokens)
            or not self._content(index + 1)
            or after in word_set("more_or_less")
            or self._low(index - 2) in word_set("half_of") | {"d"}
        )
        if after in {"parte", "partes"}:
            return Quantity(value * (times or 1.0), "percent", "", first, index + 1, unit="%")
        linked = (
            after in {"of", "der", "des", "de", "du", "van", "dos", "das", "di"}
            or before in word_set("half_of")
            or times
            or articled
        )
        if not linked:
            return None
        return Quantity(value * (times or 1.0), "percent", "", first, index, unit="%")

    def _parts(self, value: float, first: int, end: int) -> Quantity | None:
        """ "Two thirds", "trois quarts": the share that a number of equal parts makes."""
        low = self._low(end)
        part = self.known.fractions.get(low)
        quarters = low == "quarters" and self._low(end + 1) != "of" and self._low(first - 1) != "by"
        if part is None or value * part >= _HUNDRED or quarters or low in word_set("singular_part"):
            return None
        return Quantity(value * part, "percent", "", first, end, unit="%")

    def _ordinal(self, index: int) -> Quantity | None:
        """ "3. Klasse", "the third year", "2nd line": read as the number itself."""
        low = self._low(index)
        value = number_words(self.language, "ordinals").get(low)
        if value is not None and index + 1 < len(self.tokens) and self._content(index + 1):
            return Quantity(value, "count", "", index, index, unit="nth")
        token = self.tokens[index]
        if token.kind != "number" or not token.text.isdigit() or index + 2 >= len(self.tokens):
            return None
        dotted = self.language == "de" and self._low(index + 1) == "." and self.tokens[index + 1].glued
        suffixed = self.tokens[index + 1].glued and self._low(index + 1) in word_set("ordinal_endings")
        if not suffixed and not (dotted and self._content(index + 2)):
            return None
        return Quantity(float(token.text), "count", "", index, index + 1, unit="nth")
