"""What a message of a digest is called, and when nothing is to be done about it any more."""

from __future__ import annotations

from datetime import date

from domain.chats import ChatRef
from domain.deliveries import OutboxPart, PartState
from domain.excerpts import Body


def test_a_message_has_a_name_that_no_other_has() -> None:
    """Of its chat, its day and its place; the same for every try."""
    names = {
        OutboxPart(id=7, chat=chat, slot=day, part=part, parts=2, payload="hi", attempts=tries).name
        for chat in (ChatRef("telegram", "1"), ChatRef("telegram", "1", "7"))
        for day in (date(2024, 3, 8), date(2024, 3, 9))
        for part in (0, 1)
        for tries in (0, 3)
    }
    assert len(names) == 8
    assert "telegram:1:2024-03-08:0" in names


def test_what_waits_or_is_under_way_is_open() -> None:
    """Whatever became of it in the end, it is not."""
    is_open = {state.value for state in PartState if state.is_open}
    assert is_open == {"behind", "queued", "claimed", "sending"}


def test_a_text_that_many_get_is_known_by_its_name() -> None:
    """It comes back as it was; another one has another name."""
    text = "a digest of 8 March, “wörter” 词" * 50
    assert Body.of(text).text == text
    assert Body.of(text) == Body.of(text) != Body.of(f"{text} ")
    assert len(Body.of(text).name) == len(Body.of("").name) == 16
