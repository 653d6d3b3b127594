"""Tests of `handlers.values`."""

from __future__ import annotations

import pytest

from domain.errors import InputError
from handlers import values


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


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("survey", ["survey"]),
        ("survey, benchmark", ["survey", "benchmark"]),
        ("survey; benchmark , cat:cs.CV", ["survey", "benchmark", "cat:cs.CV"]),
        ("综述、评测，数据集", ["综述", "评测", "数据集"]),
        ('"few shot, really", survey', ["few shot, really", "survey"]),
        ("au:LeCun, Yann", ["au:LeCun, Yann"]),
        ("au:Ada Example, survey", ["au:Ada Example", "survey"]),
        ("Survey, survey,, ", ["survey"]),
        ("in the wild", ["in the wild"]),
    ],
)
def test_several_mutes_at_once(text: str, words: list[str]) -> None:
    """With commas between them, but for those that are one's own."""
    assert list(values.parse_mutes(text)) == words


def test_one_that_cannot_be_muted_is_refused_among_several() -> None:
    """Nothing is muted then."""
    with pytest.raises(InputError, match="letters or digits"):
        values.parse_mutes("survey, ?!")
