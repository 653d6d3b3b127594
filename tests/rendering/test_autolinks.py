"""Tests of `rendering.common.autolinks`, against what Telegram itself finds."""

from __future__ import annotations

import pytest
from hypothesis import given

from rendering.common.autolinks import WORD_JOINER, breaks, joiners_put
from tests.rendering.chat_texts import PATIENT, texts
from tests.rendering.telegram.reading import read_plain


def kept_apart(text: str) -> str:
    """A text with word joiners wherever they have to stand."""
    return joiners_put(text, breaks(text))


@pytest.mark.parametrize(
    "text",
    [
        "by @somebody_else",
        "type /command or /cmd@some_bot",
        "#hashtag",
        "$USD",
        "evil.com",
        "http://evil.example",
        "tg://resolve?domain=evil",
        "127.0.0.1",
        "правда.рф",
        "me@mail.com",
        "card 4111 1111 1111 1111",
    ],
)
def test_what_telegram_would_link_is_only_read(text: str) -> None:
    """Telegram links it as it stands, and no more with joiners in it."""
    assert read_plain(text).found
    assert read_plain(kept_apart(text)).found == []


@pytest.mark.parametrize(
    "text", ["We train 3.1 models on a/b tests.", "O(k/ε) steps", "5 @ 3", "C# and 10 $"]
)
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    """Joiners stand only where Telegram might read on."""
    assert kept_apart(text) == text


@PATIENT
@given(texts)
def test_only_joiners_are_put(text: str) -> None:
    """Without its joiners a text is what it was."""
    assert kept_apart(text).replace(WORD_JOINER, "") == text.replace(WORD_JOINER, "")
