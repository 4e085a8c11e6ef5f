"""Reads quantities out of tokens: value, unit, comparator ("over"), role ("from", "to", "by") and rate ("per day")."""

import re
from collections.abc import Sequence

from tools.tailoring.grounding.numerals import HUNDREDS, MAX_WORDS, THOUSANDS
from tools.tailoring.grounding.parts import PartReader
from tools.tailoring.grounding.ranges import Quantity, join_ranges, settle_roles
from tools.tailoring.grounding.tables import word_list, word_set
from tools.tailoring.grounding.tokens import Token

_GERMAN_COMPOUND = re.compile(
    r"^([a-zäöüß]+?)(köpfig|jährig|monatig|wöchig|tägig|stündig|fach|mal|sprachig|koppig|jarig|daags)(e[nrsm]?)?$"
)
_UNIT_OF_RATE = {
    86400.0: "day",
    604800.0: "week",
    2629800.0: "month",
    7889400.0: "quarter",
    31557600.0: "year",
    3600.0: "hour",
    60.0: "minute",
    1.0: "second",
}
_SHORTENED = {"ca", "approx", "aprox", "min", "max", "env"}
_ROUND_NOUNS = ("aine", "tena", "ena", "tal")
_DAY = 86400.0
_HALF = 0.5
_FORTNIGHT = 1209600.0
_NOT_RATE = {"le", "la", "an", "im", "au", "na"}


def parse_number(text: str) -> float:
    """The value of digits with separators: the last separator is decimal unless three digits follow it."""
    squeezed = text.replace(" ", "").replace("'", "")
    parts = re.split(r"[.,]", squeezed)
    if len(parts) == 1:
        return float(parts[0])
    separators = re.findall(r"[.,]", squeezed)
    grouped = len(parts[-1]) == 3 and parts[0] != "0" and (len(parts) == 2 or separators[-1] == separators[0])
    return float("".join(parts)) if grouped else float("".join(parts[:-1]) + "." + parts[-1])


class QuantityReader(PartReader):
    """Walks the tokens of one text once; `skip` are token indexes already read as dates."""

    def __init__(self, tokens: Sequence[Token], language: str, skip: set[int]) -> None:
        super().__init__(tokens, language)
        self.used = set(skip)
        self.found: list[Quantity] = []

    def read(self) -> list[Quantity]:
        """All quantities, left to right; the tokens they use are in `self.used`."""
        index = 0
        while index < len(self.tokens):
            index = self._at(index) if index not in self.used else index + 1
        joined = join_ranges(self.found, self.tokens)
        settle_roles(joined, self.tokens, self.language)
        return joined

    def _at(self, index: int) -> int:
        special = (
            self._factor_word(index)
            or self._fraction(index)
            or self._ordinal(index)
            or self._vague(index)
            or self._compound(index)
        )
        if special is not None:
            return self._keep(special)
        number = self._number(index)
        if number is None:
            return index + 1
        value, end = number
        parts = self._parts(value, index, end)
        if parts is not None:
            return self._keep(parts)
        quantity = self._with_unit(value, index, end)
        if self._phrase(index, end - index).endswith(_ROUND_NOUNS):
            quantity.comparator = "approx"
        return self._keep(quantity)

    def _keep(self, quantity: Quantity) -> int:
        self._look_back(quantity)
        self._look_ahead(quantity)
        self.used.update(range(quantity.first, quantity.last + 1))
        quantity.surface = " ".join(t.text for t in self.tokens[quantity.first : quantity.last + 1])
        self.found.append(quantity)
        return quantity.last + 1

    def _number(self, index: int) -> tuple[float, int] | None:
        token = self.tokens[index]
        if token.kind == "number":
            return self._multiplied(parse_number(token.text), index + 1)
        value, end = self._worded(index)
        return None if value is None else self._multiplied(value, end)

    def _worded(self, index: int) -> tuple[float | None, int]:
        for count in range(MAX_WORDS + 1, 0, -1):
            if (
                index + count > len(self.tokens)
                or self.tokens[index].kind != "word"
                or self._low(index + count - 1) == "-"
            ):
                continue
            value = self.words.get(self._phrase(index, count))
            if value is not None:
                return value, index + count
        if self._low(index) in {"one", "a", "ein", "eine", "un", "une", "een", "um", "uma"} and self._big(index + 1):
            return 1.0, index + 1
        if self._low(index) in THOUSANDS:
            return 1000.0, index + 1
        if self._one_span(index):
            return 1.0, index + 1
        return None, index

    def _one_span(self, index: int) -> bool:
        """Whether "a year" stands after "in" or "within": as a length of time, not as a rate."""
        unit = self.known.units.get(self._low(index + 1))
        return (
            self._low(index) in word_set("articles")
            and self._low(index - 1) in word_set("spanning")
            and unit is not None
            and unit.dimension == "time"
            and unit.factor > _DAY
        )

    def _big(self, index: int) -> bool:
        low = self._low(index)
        return len(low) > 2 and (low in self.known.multipliers or low in HUNDREDS)

    def _multiplied(self, value: float, end: int) -> tuple[float, int]:
        while True:
            low = self._low(end)
            if low in HUNDREDS and value < 100:
                value, end = value * 100, end + 1
            elif self._multiplies(end):
                value, end = value * self.known.multipliers[low], end + 1
                end += (
                    self._low(end) == "."
                    and self._low(end - 1) in {"mio", "mrd", "tsd", "mln"}
                    and end + 1 < len(self.tokens)
                )
            else:
                rest = self._remainder(end, value)
                if rest is None:
                    return value, end
                value, end = value + rest[0], rest[1]

    def _multiplies(self, index: int) -> bool:
        low = self._low(index)
        if low not in self.known.multipliers:
            return False
        if len(low) > 2 or low in {"bn", "mn", "mm"}:
            return not (low == "mm" and not self.tokens[index].glued)
        token = self.tokens[index]
        money_near = self._low(index - 2) in self.known.money or self._low(index + 1) in self.known.money
        if low == "m" and not money_near and token.text == "m":
            return (
                token.glued
                and self.language == "en"
                and index + 1 < len(self.tokens)
                and self.tokens[index + 1].kind == "word"
            )
        return token.glued or money_near

    def _remainder(self, end: int, value: float) -> tuple[float, int] | None:
        if value < 100 or value % 100 or self.tokens[end - 1].kind == "number":
            return None
        start = end + (self._low(end) in {"and", "und", "et", "y", "e", "en"})
        small, after = self._worded(start) if start < len(self.tokens) else (None, end)
        return (small, after) if small is not None and small < 100 else None

    def _with_unit(self, value: float, first: int, end: int) -> Quantity:
        quantity = Quantity(value, "count", "", first, end - 1)
        before = self._low(first - 1)
        if before in self.known.money and (self.tokens[first - 1].kind != "word" or len(before) >= 3):
            prefixed = self.tokens[first - 1].glued and self._low(first - 2) + before in self.known.money
            quantity.first, quantity.dimension = first - 1 - prefixed, "money"
            quantity.unit = self.known.money[self._low(first - 2) + before if prefixed else before]
        else:
            self._unit_after(quantity, end)
        return quantity

    def _unit_after(self, quantity: Quantity, end: int) -> None:
        start = end + (self._low(end) == "-")
        if self._low(start) == "+" and self.tokens[start].glued:
            quantity.comparator, quantity.last, start = "ge", start, start + 1
            quantity.last = start - 1
        if self._low(start) in {"of", "de", "d", "von"} and self._low(start + 1) in self.known.money:
            start += 1
        if self.language == "en" and self._low(end) not in self.known.units and self._spaced(end):
            far = self.known.units[self._low(end + 1)]
            quantity.value, quantity.dimension, quantity.unit = quantity.value * far.factor, far.dimension, far.name
            return
        for count in (3, 2, 1):
            phrase = self._phrase(start, count)
            if phrase in self.known.money and not (phrase == "real" and self.language == "en"):
                quantity.dimension, quantity.unit, quantity.last = "money", self.known.money[phrase], start + count - 1
                return
            unit = self.known.units.get(phrase)
            if (
                unit is not None
                and unit.dimension == "time"
                and self._low(start + count) in {"old", "alt", "oud", "alte", "alten"}
            ):
                quantity.last = start + count
                return
            if unit is not None and self._plausible(phrase, start):
                half = self._and_a_half(start + count) if unit.dimension == "time" else 0
                quantity.value = (quantity.value + (_HALF if half else 0.0)) * unit.factor
                quantity.dimension, quantity.unit, quantity.last = unit.dimension, unit.name, start + count - 1 + half
                return
        self._mark_after(quantity, start)

    def _mark_after(self, quantity: Quantity, start: int) -> None:
        """What makes a plain number a factor, a count of times or points: "17-point", "three times", "4 x"."""
        if self._low(start) == "point" and self._low(start - 1) == "-":
            quantity.dimension, quantity.unit, quantity.last = "points", "pp", start
            return
        if self._low(start) in {"time", "strong"} and self._low(start - 1) == "-":
            quantity.last = start
            return
        if self._low(start) == "times" and self._low(start + 1) not in word_set("compared"):
            quantity.last = start
            return
        if self._low(start) in self.known.factor_marks:
            quantity.dimension, quantity.unit, quantity.last = "factor", "times", start

    def _and_a_half(self, index: int) -> int:
        """How many tokens "and a half", "et demi", "y medio" take here."""
        for count in (3, 2):
            if self._phrase(index, count) in word_list("and_a_half"):
                return count
        return 0

    def _spaced(self, end: int) -> bool:
        """Whether a word stands between the number and its unit of time: "35 training days"."""
        unit = self.known.units.get(self._low(end + 1))
        plural = self._low(end + 1) in {"days", "hours", "weeks", "months", "years"}
        return plural and unit is not None and self._low(end) not in word_set("before_unit") and self._content(end)

    def _plausible(self, phrase: str, index: int) -> bool:
        if phrase == "year" and self.tokens[index].text == "Year" and self._low(index + 1).isdigit():
            return False
        if phrase in {"to", "mo", "go", "ko"}:
            return self.language == "fr" and self.tokens[index].text[0].isupper()
        if phrase == "an":
            return self.language == "fr"
        if phrase in {"mes", "min", "us", "t", "g"}:
            return self.tokens[index].glued or phrase in {"min", "mes", "t"}
        return True

    def _factor_word(self, index: int) -> Quantity | None:
        value = self.known.factor_words.get(self._low(index))
        if value is None:
            return None
        if value == _FORTNIGHT:
            return Quantity(value, "time", "", index, index, unit="week")
        if value == 0.5:
            return Quantity(50.0, "percent", "", index, index, unit="%", role="by", signed=-1)
        return Quantity(value, "factor", "", index, index, unit="times", signed=1)

    def _vague(self, index: int) -> Quantity | None:
        low = self._low(index)
        value = self.known.vague.get(low)
        between_as = self._low(index - 1) == "as" and self._low(index + 1) == "as"
        if (
            value is None
            or between_as
            or self.tokens[index].kind != "word"
            or (low in {"miles", "tons", "divers"} and self.language not in {"es", "fr"})
        ):
            return None
        return Quantity(value, "vague", "", index, index, unit=low)

    def _compound(self, index: int) -> Quantity | None:
        if self.language not in {"de", "nl"}:
            return None
        match = _GERMAN_COMPOUND.match(self._low(index))
        hyphened = match is None and self._low(index).startswith(("köpfig", "koppig"))
        if hyphened and self._low(index - 1) == "-" and self.tokens[index - 2].kind == "number":
            return None
        value = self.words.get(match.group(1)) if match else None
        if match is None or value is None:
            return None
        unit = self.known.units.get(match.group(2)) if match.group(2) not in {"fach", "mal"} else None
        if unit is not None:
            return Quantity(value * unit.factor, unit.dimension, "", index, index, unit=unit.name)
        return Quantity(
            value, "factor" if match.group(2) in {"fach", "mal"} else "count", "", index, index, unit=match.group(2)
        )

    def _look_back(self, quantity: Quantity) -> None:
        index = quantity.first - 1
        if self._low(index) == "." and self._low(index - 1) in _SHORTENED:
            index -= 1
        for _ in range(3):
            step = self._comparator_before(quantity, index) or self._sign_before(quantity, index)
            if not step:
                break
            index -= step
            quantity.first = index + 1
        if not quantity.role and self._low(index) == "of" and self._low(index - 1) == "out":
            quantity.role = "of"
        if not quantity.role:
            quantity.role = next(
                (
                    role
                    for role in ("from", "to", "by")
                    if self._low(index) in self.known.roles[role] and self._role_here(role, index)
                ),
                "",
            )

    def _role_here(self, role: str, index: int) -> bool:
        low = self._low(index)
        readings: dict[tuple[str, str], set[str]] = {
            ("de", "from"): {"von"}, ("de", "to"): {"auf", "bis"}, ("de", "by"): {"um"},
            ("fr", "from"): {"de", "du"}, ("fr", "to"): {"à", "au"}, ("fr", "by"): set(),
            ("es", "from"): {"de", "del", "desde"}, ("es", "to"): {"a", "al", "hasta"}, ("es", "by"): {"en", "un"},
            ("nl", "from"): {"van"}, ("nl", "to"): {"naar", "tot"}, ("nl", "by"): {"met"},
            ("pt", "from"): {"de", "dos"}, ("pt", "to"): {"para", "a", "aos"}, ("pt", "by"): {"em"},
            ("en", "from"): {"from"}, ("en", "to"): {"to"}, ("en", "by"): {"by"},
        }  # fmt: skip
        return low in readings[(self.language, role)]

    def _comparator_before(self, quantity: Quantity, index: int) -> int:
        for count in (4, 3, 2, 1):
            start = index - count + 1
            if start < 0:
                continue
            kind = self.known.comparators.get(self._phrase(start, count))
            if self._phrase(start, count) in {"over", "über", "boven"} and (
                0 < quantity.value <= 12 or self._low(start - 1) in word_set("over_after")
            ):
                continue
            if kind is not None and not set(range(start, index + 1)) & self.used:
                quantity.comparator = kind
                return count
        return 0

    def _sign_before(self, quantity: Quantity, index: int) -> int:
        low = self._low(index)
        free = index >= 0 and (index == 0 or not self.tokens[index].glued)
        if low in {"+", "-", "–"} and free and self.tokens[quantity.first].glued:
            quantity.signed = 1 if low == "+" else -1
            return 1
        return 0

    def _look_ahead(self, quantity: Quantity) -> None:
        index = quantity.last + 1
        if self._low(index) == "+" and index < len(self.tokens) and self.tokens[index].glued:
            quantity.comparator, quantity.last, index = "ge", index, index + 1
        for offset in range(5):
            word = self._low(index + offset)
            if word in self.known.rate_words:
                quantity.rate = self.known.rate_words[word]
            elif word in self.known.rates and (word not in _NOT_RATE or offset < 3):
                unit = self.known.units.get(self._low(index + offset + 1))
                if unit is not None and unit.dimension == "time" and self._low(index + offset + 1) != "mes":
                    quantity.rate = _UNIT_OF_RATE.get(unit.factor, "")
                elif self._low(index + offset + 1) == "mes":
                    quantity.rate = "month"
            if quantity.rate or not word or word in {",", ".", ";"}:
                break
