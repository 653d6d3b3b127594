"""Printed lines made running text again: hyphens, ligatures and blanks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from domain.excerpts import normalized

BROKEN: Final = "\ufffe"
"""Stands at the end of a line whose last word goes on in the next, in place of its hyphen."""

_LIGATURES: Final = {
    "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st",
    "\n": " ", "\u00a0": " ",
}  # fmt: skip
_INVISIBLE: Final = "\u00ad\u200b\u2060\ufeff"
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_UNPRINTABLE: Final = r"\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff"
_REWRITTEN = re.compile(f"[{_UNPRINTABLE}{_INVISIBLE}{''.join(_LIGATURES)}]")
"""Letters that are left out, or written otherwise: few are, so they are looked for in one go."""


def plain(text: str) -> str:
    """A text without ligatures, control characters and doubled blanks; line ends are blanks."""
    if not (text.isascii() and text.isprintable()):
        text = _REWRITTEN.sub(lambda match: _LIGATURES.get(match[0], ""), text)
    return normalized("NFC", " ".join(text.split()))


def small_share(text: str) -> float:
    """How many of a text's words begin with a small letter: about two thirds of a sentence's."""
    words = [word.lstrip("(“\"'[") for word in text.split()]
    initials = [word[0] for word in words if word[:1].isalpha()]
    return sum(letter.islower() for letter in initials) / len(initials) if initials else 0.0


class Vocabulary:
    """The words of one paper, which decide how words that lines broke are written."""

    def __init__(self, lines: Iterable[str]) -> None:
        """Args: lines are the paper's, broken words and all."""
        whole = "\n".join(lines).lower().replace("-\n", BROKEN).replace(f"{BROKEN}\n", BROKEN)
        once = set(whole.split())
        bare = set(filter(str.isalpha, once))
        rest = "\n".join([word for word in once - bare if BROKEN not in word])
        self.words = frozenset(bare.union(_WORD.findall(rest)))
        """In small letters."""

    def joined(self, lines: Iterable[str]) -> str:
        """Lines as one running text."""
        text = ""
        for line in lines:
            piece = line.strip()
            if text.endswith("-") and text[-2:-1].isalpha() and piece[:1].islower():
                text = text[:-1] + BROKEN
            text += piece if text.endswith(BROKEN) or not text else f" {piece}"
        return plain(self._whole(text.split(BROKEN)) if BROKEN in text else text)

    def _whole(self, pieces: Sequence[str]) -> str:
        """Pieces as one text, where words are broken between each and the next."""
        parts = [pieces[0]]
        for piece in pieces[1:]:
            before = parts[-1]
            end = len(before)
            while end and before[end - 1].isalnum():
                end -= 1
            begin = 0
            while begin < len(piece) and piece[begin].isalnum():
                begin += 1
            if begin and end < len(before):
                parts[-1] = before[:end]
                parts.append(self._mended(before[end:], piece[:begin]) + piece[begin:])
            else:
                parts.append(piece)
        return "".join(parts)

    def _mended(self, first: str, second: str) -> str:
        """A broken word whole: written together unless the paper itself writes a hyphen."""
        together, apart = first + second, f"{first}-{second}"
        if together.lower() in self.words:
            return together
        if apart.lower() in self.words or not second[0].islower() or first[-1].isdigit():
            return apart
        if first.endswith("ly") and len(second) > 3:
            return apart  # an adverb and what it describes
        both_known = {first.lower(), second.lower()} <= self.words
        return apart if both_known and min(len(first), len(second)) > 2 else together
