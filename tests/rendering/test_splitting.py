"""Tests of `rendering.common.splitting`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.documents import Document, Paragraph, inline
from rendering.common.flow import taken_apart
from rendering.common.lines import Line
from rendering.common.splitting import shortened, split
from tests.rendering.chat_letters import Letter, seen
from tests.rendering.chat_texts import PATIENT, documents, texts

ROOM = 24
"""Code points; more than any character here has."""

WHOLE = (
    "👩\u200d👩\u200d👧\u200d👦",
    "👍🏽",
    "🇨🇭",
    "q\u0323\u0301\u0302",
    "नि",
    "각",
    "𝔸",
    "漢",
    "é",
)
"""Each one character to a reader, most of them several code points."""


def fits(lines: Sequence[Line]) -> bool:
    """Whether lines are short enough, each counted with its end."""
    return sum(len(line.text) + 1 for line in lines) <= ROOM


def is_short(lines: Sequence[Line], room: int) -> bool:
    """Whether lines have no more letters than there is room for."""
    return len(visible(lines)) <= room


def visible(lines: Sequence[Line]) -> str:
    """The letters of lines."""
    return "".join("".join(line.text.split()) for line in lines)


def letters(lines: Sequence[Line]) -> list[Letter]:
    """What of lines can be seen: joiners go where nothing is left to be joined."""
    return [letter for line in lines for letter in seen(line.text)]


def lines_of(document: Document) -> list[Line]:
    """All lines of a document, pictures apart."""
    flow = taken_apart(document)
    return [line for stretch in flow.stretches for line in stretch.lines]


@PATIENT
@given(documents)
@example(Document(blocks=(Paragraph(inline("a" * 19 + "می\u200cخواهم")),)))
def test_every_part_fits_and_together_they_are_the_whole(document: Document) -> None:
    """No part is too long or empty, and nothing is lost between them but blanks."""
    lines = lines_of(document)
    parts = split(lines, fits, ROOM)
    assert all(part and fits(part) for part in parts)
    assert letters([line for part in parts for line in part]) == letters(lines)


@PATIENT
@given(st.lists(st.sampled_from((*WHOLE, "a", " ", ".")), min_size=1, max_size=60))
def test_no_cut_goes_through_a_character(characters: list[str]) -> None:
    """What a reader sees as one character stands in one part."""
    parts = split(lines_of(Document(blocks=(Paragraph(inline("".join(characters))),))), fits, ROOM)
    pieces = ["".join(line.text for line in part) for part in parts]
    rest = characters[:]
    for piece in pieces:
        while piece.strip():
            character = rest.pop(0)
            assert piece.lstrip().startswith(character.strip()), f"cut in {character!r}"
            piece = piece.lstrip().removeprefix(character.strip())
    assert not "".join(rest).strip()


@pytest.mark.parametrize("character", WHOLE)
def test_a_character_is_cut_only_where_no_message_would_hold_it(character: str) -> None:
    """With room for a character it stays whole, and with room for less it still comes through."""
    for room in range(1, len(character) * 2):
        fits = partial(is_short, room=room)
        parts = split([Line(inline(character * 3))], fits, room)
        whole = "".join(map(visible, parts))
        assert whole.replace("\u200d", "") == character.replace("\u200d", "") * 3
        if room >= len(character):
            assert all(len(visible(part)) % len(character) == 0 for part in parts)


@PATIENT
@given(texts, st.integers(1, 20))
def test_a_shortened_text_is_short(text: str, most: int) -> None:
    """It is the beginning of the text, and says where it is cut."""
    short = shortened(text, most)
    assert len(short) <= most
    if short != text:
        assert short.endswith("…")
        assert text.startswith(short[:-1])
