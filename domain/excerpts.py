"""Texts cut to a length, between words where there are some and never within a character.

Also their fingerprints: the same for the same words, wherever these were read; and texts under a
name, each to be kept once.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from typing import Final, Literal

_BYTES: Final = 12
_REMEMBERED: Final = 4_096
"""Abstracts whose fingerprints are asked for again and again while digests are made."""
_SCHEME: Final = re.compile(r"https?://")
_PASSED_OVER: Final = re.compile(r"[\s\"'`‘’“”/]+")

_JOINER: Final = "\u200d"
_MODIFIERS: Final = frozenset(map(chr, (*range(0x1F3FB, 0x1F400), *range(0xFE00, 0xFE10))))
_JAMO: Final = frozenset(map(chr, range(0x1160, 0x1200)))
"""Vowels and finals of Hangul that are written into the syllable begun before them."""

_FLAG: Final = frozenset(map(chr, range(0x1F1E6, 0x1F200)))
_LONGEST_CHARACTER: Final = 40
"""Code points that are gone back for the beginning of a character; more is no writing."""

_MOST_MARKS: Final = 30
"""Combining marks in a row, after the Stream-Safe Text Format of
https://www.unicode.org/reports/tr15/: no writing has more, and putting longer runs into their
order takes Python time by the square."""

_LONG_RUN = re.compile(rf"[^\w\s\x00-\x7f]{{{_MOST_MARKS + 1},}}")
"""Where more marks in a row may stand than are kept; no mark is a letter."""


def excerpt(text: str, most: int, *, end: str = "…") -> str:
    """A text of at most `most` code points, cut at the end of a word, with ``…`` where cut.

    Where its second half has no blank, as in Chinese or a formula, it is cut between characters.
    """
    if len(text) <= most:
        return text
    room = max(most - len(end), 0)
    blank = text.rfind(" ", room // 2, room + 1)
    kept = text[: blank if blank > 0 else _between_characters(text, room)]
    return kept.rstrip(" ,;:—-") + end


def _between_characters(text: str, at: int) -> int:
    """The last place up to one at which no character, as people see them, is cut."""
    place = at
    while at - place < _LONGEST_CHARACTER and 0 < place < len(text) and _is_within(text, place):
        place -= 1
    return place if at - place < _LONGEST_CHARACTER else at


def _is_within(text: str, place: int) -> bool:
    before, sign = text[place - 1], text[place]
    if sign in _FLAG:
        start = place
        while start > 0 and place - start < _LONGEST_CHARACTER and text[start - 1] in _FLAG:
            start -= 1
        return (place - start) % 2 == 1
    return (
        before == _JOINER
        or sign in (_JOINER, *_MODIFIERS)
        or sign in _JAMO
        or unicodedata.category(sign).startswith("M")
    )


_UNWRITTEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


# Joiners that writings and emoji are made with, U+200C and U+200D, are letters to them.
_UNSEEN = re.compile("[\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]")


def legible(text: str) -> str:
    """A text whose control characters, and halves of characters, are blanks."""
    return _UNWRITTEN.sub(" ", text)


def as_seen(text: str) -> str:
    """A text without the characters that show nothing, as messages have them to be shown right.

    Word joiners are among them, which Papercrier itself puts in: what is copied from a message
    means what it says.
    """
    return text if text.isascii() else _UNSEEN.sub("", text)


def normalized(form: Literal["NFC", "NFKC", "NFKD"], text: str) -> str:
    """A text in a normal form, in time that grows with its length whatever stands in it.

    Args:
        form: as `unicodedata.normalize` takes it.
        text: of its combining marks at most 30 in a row are kept.
    """
    if text.isascii():
        return text
    # Of a run that is too long one mark stands here at least; reading every letter takes longer.
    if any(map(unicodedata.combining, text[:: _MOST_MARKS + 1])):
        text = _LONG_RUN.sub(_with_fewer_marks, text)
    return unicodedata.normalize(form, text)


def _with_fewer_marks(match: re.Match[str]) -> str:
    kept: list[str] = []
    run = 0
    for sign in match[0]:
        run = run + 1 if unicodedata.combining(sign) else 0
        if run <= _MOST_MARKS:
            kept.append(sign)
    return "".join(kept)


@lru_cache(maxsize=4_096)
@lru_cache(maxsize=_REMEMBERED)
def fingerprint(text: str) -> str:
    """What tells a text from others, in 24 hexadecimal digits.

    arXiv's listings, feeds and API print one abstract with different blanks and quotation marks,
    and with or without the scheme of its addresses; these make no difference, nor do capitals.
    """
    return blake2b(essence(text).encode(), digest_size=_BYTES).hexdigest()


def essence(text: str) -> str:
    """A text without what differs between the places where it can be read."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _PASSED_OVER.sub("", _SCHEME.sub("", folded))


@dataclass(frozen=True, slots=True)
class Body:
    """A text that is kept once, however many chats get it; unpacked only where it is not yet.

    Attributes:
        name: 16 bytes, the same for the same text and for no other.
        packed: the text, compressed.
    """

    name: bytes
    packed: bytes = field(compare=False)

    @classmethod
    def of(cls, text: str) -> Body:
        """A text."""
        plain = text.encode()
        return cls(blake2b(plain, digest_size=16).digest(), zlib.compress(plain, level=1))

    @property
    def text(self) -> str:
        """The text itself."""
        return zlib.decompress(self.packed).decode()
