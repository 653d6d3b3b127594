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
