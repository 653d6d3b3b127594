"""What /import is given is read whole, or refused in one sentence that says what is wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import InputError
from handlers.exchange.imported import read_import

_TOPIC = {"label": "splats", "query": '"gaussian splatting"'}
_SETTINGS: dict[str, Any] = {
    "time": "08:30",
    "days": [0, 4],
    "zone": "Europe/Berlin",
    "language": "de",
    "detail": "brief",
    "limit": 7,
    "muted": ["survey"],
    "paused": False,
    "as_announced": False,
    "quiet_note": True,
}


def _export(**settings: Any) -> str:
    return json.dumps({"papercrier": 1, "settings": {**_SETTINGS, **settings}})


def _topics(*topics: Any) -> str:
    return json.dumps({"papercrier": 1, "subscriptions": topics})


def test_an_export_is_read() -> None:
    """Also behind the mark that some editors put before a text."""
    both = json.dumps({"settings": _SETTINGS, "subscriptions": [_TOPIC]})
    read = read_import("\ufeff" + both)
    assert read.settings is not None
    assert (f"{read.settings.time:%H:%M}", read.settings.limit) == ("08:30", 7)
    assert [topic.label for topic in read.topics] == ["splats"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (_export(time="08:30:15.5"), '“settings.time” cannot be "08:30:15.5"'),
        (_export(time="08:30+02:00"), "“settings.time”"),
        (_export(time=830), "“settings.time” cannot be 830"),
        (_export(days=[]), "“settings.days” cannot be []"),
        (_export(days=[True]), "“settings.days” cannot be [true]"),
        (_export(days=[7]), "“settings.days” cannot be [7]"),
        (_export(limit=1e999).replace("Infinity", "1e999"), "“settings.limit”"),
        (_export(limit=10**400), "not a number from 1 to 50"),
        (_export(limit=float("nan")), "not an export"),
        (_export(limit=1).replace('"limit": 1', '"limit": ' + "9" * 5_000), "not an export"),
        (_export(limit=True), "“settings.limit” cannot be true"),
        (_export(language=["en"]), '“settings.language” cannot be ["en"]'),
        (_export(zone=None), "“settings.zone” cannot be null"),
        (_export(zone="x" * 100_000), "not a city, zone or offset"),
        (_export(paused="no"), "“settings.paused”"),
        (_export(muted=["a\0b"]), "U+0000"),
        (_export(muted=["\ud800b"]), "U+D800"),
        (_export(muted=[f"word{n}" for n in range(90_000)]), "at most 100 words"),
        (_export(muted=["x" * 61]), "at most 60 characters"),
        (_export(muted="survey"), "“settings.muted”"),
        ('{"settings": 3}', "“settings” cannot be 3"),
        ('{"settings": {}}', "“settings.time” is missing"),
        ('{"subscriptions": {}}', "“subscriptions” cannot be {}"),
        (_topics(7), "“subscriptions[1]” cannot be 7"),
        (_topics({"label": "x"}), "“subscriptions[1].query” is missing"),
        (_topics({**_TOPIC, "label": " "}), "“subscriptions[1].label” cannot be"),
        (_topics({**_TOPIC, "label": "x" * 101}), "“subscriptions[1].label” cannot be"),
        (_topics({**_TOPIC, "label": "All"}), "cannot be called “All”"),
        (_topics({**_TOPIC, "label": "7"}), "cannot be called “7”"),
        (_topics({**_TOPIC, "label": "a\nb"}), "U+000A"),
        (_topics({**_TOPIC, "query": "a\ud800"}), "U+D800"),
        (_topics({**_TOPIC, "query": "cat:cs.ZZ"}), "The topic “splats”: There is no category"),
        (_topics(_TOPIC, {**_TOPIC, "label": "Splats"}), "two topics called “splats”"),
        (_topics(*[_TOPIC] * 101), "at most 100 topics"),
        (json.dumps({"papercrier": 2, "settings": {}}), "newer Papercrier"),
        ('{"settings": ' + "[" * 200_000, "not an export"),
        ('{"a":' * 50_000, "not an export"),
        ("{}", "not an export"),
        ("{" + "x" * 4_000_000, "too much to import: 4,000,001 characters"),
        ("boats\n" * 101, "at most 100 topics"),
        ("boats\ncat:cs.ZZ\n", "Line 2, “cat:cs.ZZ”: There is no category"),
        ("2403.99999999", "2403.99999999 cannot be an arXiv id: ids of 2403 have 5 digits"),
        ("boats\narXiv: 2413.04634", "Line 2, “arXiv: 2413.04634”: 2413.04634 cannot be"),
        ("boats\n2403.04634, 2403.046345", "Line 2, “2403.04634, 2403.046345”: 2403.046345"),
        ("a\0b", "U+0000"),
        ("x" * 1_000_000, "too long"),
    ],
    ids=range(46),
)
def test_what_is_wrong_is_told_in_one_sentence(text: str, told: str) -> None:
    """Never a traceback, and never a sentence as long as what was given."""
    with pytest.raises(InputError) as refused:
        read_import(text)
    assert told in str(refused.value.message)
    assert len(str(refused.value.message)) < 250


_ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=5,
)


@given(st.sampled_from(sorted(_SETTINGS)), _ANY)
def test_no_value_of_any_kind_is_a_bug(name: str, value: Any) -> None:
    """Whatever stands in place of a setting is taken or refused."""
    _taken_or_refused(lambda: _export(**{name: value}))


@given(st.sampled_from(("label", "query")), _ANY)
def test_no_topic_of_any_kind_is_a_bug(name: str, value: Any) -> None:
    """Whatever stands in place of a label or a query is taken or refused."""
    _taken_or_refused(lambda: _topics({**_TOPIC, name: value}))


def _taken_or_refused(made: Callable[[], str]) -> None:
    with suppress(InputError):
        read_import(made())
