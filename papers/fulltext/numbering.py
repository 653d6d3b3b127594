"""Numbers of headings, as they are printed, and which of them may follow which. Pure."""

from __future__ import annotations

import re
from typing import Final

_ROMAN: Final = {
    "I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10,
    "XI": 11, "XII": 12,
}  # fmt: skip
_APPENDIX: Final = 100
"""Letters count on from here where they number the sections after the last with a figure."""


class Numbering:
    """Counts a paper's headings along."""

    def __init__(self) -> None:
        """Nothing is counted yet."""
        self._last: tuple[int, ...] = ()
        self._is_roman = False
        self.is_ending = False
        """Whether conclusions, thanks or references have been: now appendices may come."""

    def counted(self, number: str, *, dotted: bool, named: bool) -> tuple[int, ...] | None:
        """The number as a tuple, one part for each level; None where it cannot be the next.

        Args:
            number: as printed, as "2", "2.1", "IV", "A", "B.3".
            dotted: whether a stop follows it. “A” alone is a word in front of a title, too.
            named: whether “Appendix” or the like stands before it.
        """
        parts = number.split(".")
        if not all(re.fullmatch(r"\d{1,2}", part) for part in parts[1:]):
            return None
        found = self._expanded(parts, dotted=dotted, named=named)
        return found if found is not None and self._may_follow(found) else None

    def take(self, number: str, counted: tuple[int, ...]) -> None:
        """Go on counting from a number that was found to be a heading's."""
        if counted[0] < _APPENDIX and len(counted) == 1:
            self._is_roman = not number[:1].isdigit()
        self._last = counted

    def _expanded(self, parts: list[str], *, dotted: bool, named: bool) -> tuple[int, ...] | None:
        head, rest = parts[0], tuple(map(int, parts[1:]))
        if head.isdigit():
            if self._is_roman and not rest and len(self._last) > 1:
                return (*self._last[:2], int(head))  # 1. below A. below II.
            return (int(head), *rest)
        letter = ord(head) - ord("A") + 1 if len(head) == 1 else 0
        if self._is_roman and letter and not named and self._goes_on(letter, dotted=dotted):
            return (self._last[0], letter, *rest)
        roman = _ROMAN.get(head)
        if roman and not rest and self._is_next(roman) and (dotted or len(head) > 1 or self._last):
            return (roman,)
        if letter and (named or rest or dotted or self.is_ending):
            return (_APPENDIX + letter, *rest)
        return None

    def _goes_on(self, letter: int, *, dotted: bool) -> bool:
        """Whether a letter counts on the subsections of a section with a Roman number."""
        before = self._last[1] if len(self._last) > 1 else 0
        return dotted and self._last[0] < _APPENDIX and before < letter <= before + 2

    def _is_next(self, roman: int) -> bool:
        if not self._last:
            return roman == 1
        return self._is_roman and self._last[0] < roman <= self._last[0] + 2

    def _may_follow(self, counted: tuple[int, ...]) -> bool:
        last = self._last
        if not last:
            return counted[0] in (0, 1, _APPENDIX + 1) and all(n <= 1 for n in counted[1:])
        if counted <= last:
            return False
        same = next((k for k, (a, b) in enumerate(zip(counted, last, strict=False)) if a != b), -1)
        if same < 0:  # deeper than the last
            return all(n <= 2 for n in counted[len(last) :])
        if same == 0 and counted[0] == _APPENDIX + 1:
            return all(n <= 1 for n in counted[1:])
        return counted[same] - last[same] <= 2 and all(n <= 2 for n in counted[same + 1 :])
