"""Languages that people may ask for, by their codes and names."""

from __future__ import annotations

import re
from typing import Final

LANGUAGES: Final = {
    "ar": "العربية", "cs": "Čeština", "de": "Deutsch", "en": "English", "es": "Español",
    "fa": "فارسی", "fr": "Français", "he": "עברית", "hi": "हिन्दी", "id": "Bahasa Indonesia",
    "it": "Italiano", "ja": "日本語", "ko": "한국어", "nl": "Nederlands", "pl": "Polski",
    "pt": "Português", "ru": "Русский", "sv": "Svenska", "tr": "Türkçe", "uk": "Українська",
    "vi": "Tiếng Việt", "zh": "中文",
}  # fmt: skip
"""Languages by ISO 639-1 code, each in its own name."""

ENGLISH_NAMES: Final = {
    "arabic": "ar", "czech": "cs", "german": "de", "english": "en", "spanish": "es",
    "persian": "fa", "farsi": "fa", "french": "fr", "hebrew": "he", "hindi": "hi",
    "indonesian": "id", "italian": "it", "japanese": "ja", "korean": "ko", "dutch": "nl",
    "polish": "pl", "portuguese": "pt", "russian": "ru", "swedish": "sv", "turkish": "tr",
    "ukrainian": "uk", "vietnamese": "vi", "chinese": "zh", "mandarin": "zh",
}  # fmt: skip
"""Codes by names in English."""


def language_of(locale: str) -> str:
    """The language of a platform's locale, as ``zh`` of ``zh-CN``; English where it is not known.

    That is a wish for summaries too, so it may be one that the interface does not speak.
    """
    code = re.split(r"[-_.]", locale.strip().lower())[0]
    return code if code in LANGUAGES else "en"
