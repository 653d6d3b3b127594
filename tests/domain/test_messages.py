"""Messages: said in a language, written down and read back, and never trusted from outside."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given

from domain.messages import (
    NOTHING,
    Message,
    as_data,
    as_is,
    counted,
    from_data,
    sentence,
)
from i18n.catalogues import speech_of
from tests.storage.invented import messages


@given(messages)
def test_written_and_read_back(message: Message) -> None:
    """Through JSON, to the same; it says the same."""
    again = from_data(json.loads(json.dumps(as_data(message))))
    assert again == message
    assert again.said(speech_of("zh")) == message.said(speech_of("zh"))


@pytest.mark.parametrize(
    "data",
    [
        None,
        "The PDF is damaged.",
        [],
        {},
        {"id": 1},
        {"id": "x" * 3_000},
        {"id": "{"},
        {"id": "a", "many": "}"},
        {"id": "a", "many": 1},
        {"id": "a", "values": []},
        {"id": "a", "values": {"b": None}},
        {"id": "a", "values": {"b": True}},
        {"id": "a", "values": {"b": 1.5}},
        {"id": "a", "values": {"b": {"date": "never"}}},
        {"id": "a", "values": {"b": "x" * 3_000}},
        {"id": "a", "values": {str(n): 1 for n in range(20)}},
    ],
)
def test_what_is_no_message_is_refused(data: Any) -> None:
    """It may come from the sandbox, which is not trusted."""
    with pytest.raises(ValueError, match=r"."):
        from_data(data)


def test_nested_too_deeply_is_refused() -> None:
    """However it is done."""
    data: dict[str, Any] = {"id": "a"}
    for _ in range(50):
        data = {"id": "{b}", "values": {"b": data}}
    with pytest.raises(ValueError, match="message"):
        from_data(data)


def test_values_are_only_put_in() -> None:
    """Nothing is looked into, and what is missing stands for nothing."""
    told = Message("{a} {a.__class__} {b}", (("a", "{x}"),))
    assert str(told) == "{x}  "


def test_a_sentence_within_another_gives_up_its_full_stop() -> None:
    """In both languages."""
    why = sentence("The PDF is damaged.")
    assert str(sentence("Line {number}: {why}.", number="1", why=why)) == (
        "Line 1: The PDF is damaged."
    )
    reason = sentence("The listing is not whole: {why}.", why=why)
    assert reason.said(speech_of("zh")).endswith("PDF 已损坏。")


def test_numbers_dates_and_lists_are_those_of_the_language() -> None:
    """Said where it is shown, not before."""
    assert str(counted("{number} paper", "{number} papers", 1_234)) == "1,234 papers"
    assert str(sentence("on {day}", day=date(2024, 3, 8))) == "on 8 March 2024"
    names = sentence("{archives}", archives=("cs", "math", "stat"))
    assert str(names) == "cs, math and stat"
    assert names.said(speech_of("zh")) == "cs、math、stat"


@pytest.mark.parametrize(
    ("zone", "english", "chinese"),
    [
        ("America/Los_Angeles", "Los Angeles", "洛杉矶"),
        ("Asia/Kolkata", "Kolkata", "加尔各答"),
        ("Europe/Kyiv", "Kyiv", "基辅"),
        ("Etc/GMT-3", "UTC+3", "UTC+3"),
    ],
)
def test_cities_are_those_of_the_language(zone: str, english: str, chinese: str) -> None:
    """Those of zones that have been renamed as well."""
    assert speech_of("en").city(zone) == english
    assert speech_of("zh").city(zone) == chinese


def test_nothing_is_false_and_says_nothing() -> None:
    """So that it can stand where there may be no reason."""
    assert not NOTHING
    assert str(NOTHING) == ""
    assert as_is("word")
