"""Tests of `handlers.values`."""

from __future__ import annotations

from datetime import time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composing.settings import days_text
from domain.errors import InputError
from handlers import values


@pytest.mark.parametrize(
    ("text", "expected", "days"),
    [
        ("8", time(8), None),
        ("08:30", time(8, 30), None),
        ("8.30", time(8, 30), None),
        ("20h15", time(20, 15), None),
        ("8 pm", time(20), None),
        ("12am", time(0), None),
        ("12:05 PM", time(12, 5), None),
        ("00:00", time(0), None),
        ("7:45 mon-fri", time(7, 45), {0, 1, 2, 3, 4}),
        ("7:45 weekends", time(7, 45), {5, 6}),
        ("9 sat-mon", time(9), {5, 6, 0}),
        ("9 tue, thursday", time(9), {1, 3}),
        ("9 daily", time(9), set(range(7))),
    ],
)
def test_times_as_people_write_them(text: str, expected: time, days: set[int] | None) -> None:
    """A time in any usual form, and days after it."""
    assert values.parse_time(text) == (expected, frozenset(days) if days else None)


@pytest.mark.parametrize("text", ["", "noon", "25", "8:75", "13 pm", "0 am", "8 o'clock", "8 foo"])
def test_what_is_no_time_is_refused_with_an_example(text: str) -> None:
    """The refusal shows a right form."""
    with pytest.raises(InputError, match="For example: /time"):
        values.parse_time(text)


@given(st.times())
def test_every_written_time_is_read_back(moment: time) -> None:
    """Hours and minutes survive being written."""
    assert values.parse_time(f"{moment:%H:%M}")[0] == time(moment.hour, moment.minute)


@given(st.frozensets(st.integers(0, 6), min_size=1))
def test_days_are_read_back_from_their_text(days: frozenset[int]) -> None:
    """What is shown is understood."""
    assert values.parse_days(days_text(days)) == days


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        ("new york", "America/New_York"),
        ("New_York", "America/New_York"),
        ("São Paulo", "America/Sao_Paulo"),
        ("Beijing", "Asia/Shanghai"),
        ("San Francisco", "America/Los_Angeles"),
        ("UTC", "UTC"),
        ("utc+8", "Etc/GMT-8"),
        ("-3", "Etc/GMT+3"),
        ("GMT+0", "GMT+0"),
        ("+05:30", "Asia/Kolkata"),
        ("+5:30", "Asia/Kolkata"),
        ("Kiritimati", "Pacific/Kiritimati"),
    ],
)
def test_zones_from_cities_names_and_offsets(text: str, zone: str) -> None:
    """What people type leads to a zone that exists."""
    found = values.parse_zone(text)
    assert found == zone
    assert ZoneInfo(found)


@pytest.mark.parametrize("text", ["", "Atlantis", "+25", "+8:17", "posix/Europe/Berlin", "../etc"])
def test_unknown_zones_are_refused(text: str) -> None:
    """The refusal shows right forms."""
    with pytest.raises(InputError, match="/timezone Berlin"):
        values.parse_zone(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("en", "en"),
        ("zh-CN", "zh"),
        ("zh_TW", "zh"),
        ("中文", "zh"),
        ("German", "de"),
        ("日本語", "ja"),
    ],
)
def test_languages_by_code_locale_or_name(text: str, code: str) -> None:
    """A language in any of its names."""
    assert values.parse_language(text) == code


def test_unknown_language_and_detail_and_limit_are_refused() -> None:
    """Each refusal says what there is."""
    with pytest.raises(InputError, match="/language en"):
        values.parse_language("Klingon")
    with pytest.raises(InputError, match="headline, brief and full"):
        values.parse_detail("long")
    for text in ("0", "51", "ten", "-1", "٣", ""):
        with pytest.raises(InputError, match="from 1 to 50"):
            values.parse_limit(text)
    assert values.parse_limit(" 7 ") == 7
