"""Keeps Telegram from reading mentions, links, commands or tags into a text.

Telegram's server looks for them in every message, whatever its markup; a title may hold some.
A word joiner (U+2060), which shows nothing and lets no line break, is put where the server would
have to read on. The rules are wider than the server's, which are those of ``match_mentions``,
``match_bot_commands``, ``match_hashtags``, ``match_cashtags``, ``match_urls`` and
``match_bank_card_numbers`` in https://github.com/tdlib/td (``td/telegram/MessageEntity.cpp``).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

from rendering.common.plain import LINES_REMEMBERED

WORD_JOINER: Final = "\u2060"

_BREAKS = re.compile(
    r"""
      (?<=@) (?=[A-Za-z0-9_])                                # a name, an e-mail address
    | (?<![A-Za-z0-9_/] /) (?<=/) (?=[A-Za-z0-9_])           # a command
    | (?<=\#) (?=\w|[^\x00-\x7f])                            # a tag
    | (?<=\$) (?=[A-Z]|1INCH)                                # a share
    | (?<=\S\.) (?=[^\W\d]|[^\x00-\x7f])                     # a host
    | (?<=\d\.) (?=\d{1,3}\.\d{1,3}\.\d)                     # a host by number
    | (?<=:) (?=//)                                          # any address
    | (?<![A-Za-z0-9_] \+) (?<=\+) (?=[\d(])                 # a telephone number
    """,
    re.VERBOSE,
)
_LONG_NUMBER = re.compile(r"\d(?:[ -]*\d){12,}")
_TWELVE_DIGITS = re.compile(r"\d(?:[ -]*\d){11}(?=[ -]*\d)")


@lru_cache(maxsize=LINES_REMEMBERED)
def breaks(text: str) -> tuple[int, ...]:
    """Where a word joiner has to stand, as rising offsets into the text."""
    found = {match.start() for match in _BREAKS.finditer(text)}
    for number in _LONG_NUMBER.finditer(text):
        found.update(match.end() for match in _TWELVE_DIGITS.finditer(text, *number.span()))
    return tuple(sorted(found))


def joiners_put(text: str, places: Sequence[int], start: int = 0) -> str:
    """A piece of text with word joiners at the places of the whole that fall into it.

    A place at the end of a piece falls into the next one.
    """
    first, last = bisect_left(places, start), bisect_left(places, start + len(text))
    inside = [place - start for place in places[first:last]]
    edges = [0, *inside, len(text)]
    return WORD_JOINER.join(text[a:b] for a, b in pairwise(edges))
