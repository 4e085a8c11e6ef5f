"""A sentence that is read piece by piece: what one reader has taken, the next no longer sees."""

import re
from dataclasses import dataclass, field

from agents.offline.language import fold

GAP = "\x01"  # stands where a phrase was taken, and parts what is left and right of it
_EMPTY = re.compile(rf"[\s{GAP}]+")


@dataclass(slots=True)
class Spans:
    """The text as written, and folded letter for letter with what was taken blanked out."""

    text: str
    folded: str = field(init=False)

    def __post_init__(self) -> None:
        self.folded = fold(self.text)

    def search(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """The first match in what is left."""
        return pattern.search(self.folded)

    def written(self, start: int, end: int) -> str:
        """The letters as they were written."""
        return self.text[start:end]

    def take(self, start: int, end: int, *, within: bool = False) -> str:
        """Blank it out and return it as written; `within`: it stood inside a phrase, whose halves stay one."""
        self.folded = self.folded[:start] + (" " if within else GAP) * (end - start) + self.folded[end:]
        return self.text[start:end]

    def take_all(self, pattern: re.Pattern[str], *, within: bool = False) -> list[str]:
        """Every match, taken, as written."""
        found = []
        while match := pattern.search(self.folded):
            if match.start() == match.end():
                break
            found.append(self.take(*match.span(), within=within))
        return found

    def rest(self) -> str:
        """What nobody took, as written, with gaps where something was."""
        kept = "".join(
            hidden if hidden in (" ", GAP) else letter for letter, hidden in zip(self.text, self.folded, strict=True)
        )
        return _EMPTY.sub(lambda match: f" {GAP} " if GAP in match.group() else " ", kept).strip(f" {GAP}")

    def search_from(self, pattern: re.Pattern[str], start: int) -> re.Match[str] | None:
        """The first match from a place on in what is left."""
        return pattern.search(self.folded, start)
