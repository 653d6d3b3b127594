"""Which language a short text is in, well enough to notice the wrong one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_SCRIPTS: Final = {
    "ja": r"[\u3040-\u30ff]", "ko": r"[\uac00-\ud7af]", "zh": r"[\u4e00-\u9fff]",
    "ru": r"[\u0400-\u04ff]", "uk": r"[\u0400-\u04ff]", "bg": r"[\u0400-\u04ff]",
    "sr": r"[\u0400-\u04ff]", "el": r"[\u0370-\u03ff]", "ar": r"[\u0600-\u06ff]",
    "fa": r"[\u0600-\u06ff]", "ur": r"[\u0600-\u06ff]", "he": r"[\u0590-\u05ff]",
    "hi": r"[\u0900-\u097f]", "bn": r"[\u0980-\u09ff]", "th": r"[\u0e00-\u0e7f]",
    "ta": r"[\u0b80-\u0bff]", "te": r"[\u0c00-\u0c7f]", "ka": r"[\u10a0-\u10ff]",
    "hy": r"[\u0530-\u058f]",
}  # fmt: skip
_COMMON: Final = {
    language: frozenset(words.split())
    for language, words in {
        "en": "the of and to in is are that for with by this we on as from be it which their can an"
        " than has have not using these into between our both its how when while show or at via"
        " new propose more paper method a they also against such but not no all where only one most"
        " does do will may about over through each other first without under",
        "de": "der die das und ist ein eine einen einer eines mit von für auf den dem des im zu"
        " nicht durch werden wird sich auch als bei oder aus zur zum über sie es wie kann in wir"
        " dass dieser diese dieses unsere sind wurde wurden um",
        "fr": "le la les des et est une un pour dans que qui sur avec par du au aux ce cette sont"
        " pas plus en ne se ou nous l d de leur ces être on cet deux sa son aussi celles ceux",
        "es": "el la los las de del y que en un una para con por es se su como más al lo entre son"
        " no sin o esta este sus dos las desde también ha han",
        "it": "il lo la gli le di del della e che in un una per con è si da come più al non nel"
        " sono i dei delle questo",
        "pt": "o a os as de do da dos das e que em um uma para com por é se como mais ao não na no"
        " são entre seu sua neste nos nossos elas também há muito dois pelos",
        "nl": "de het een en van is dat op met voor te in zijn door niet als aan uit ook worden"
        " wordt bij naar of deze die",
        "pl": "i w na z że do jest się nie to dla od przez oraz jako są po za co ten lub które",
        "sv": "och att det som en är av för på med den till i inte ett om har de kan från",
        "tr": "ve bir bu için ile de da olarak daha olan gibi çok en ya veya",
        "id": "yang dan di dengan untuk dari pada ini dalam adalah ke tidak oleh sebagai",
        "vi": "và của là các cho trong một được với không những này để có",
        "cs": "a je v na se že s pro z do jako k nebo jsou které od není",
        "fi": "ja on ei että se joka mutta myös ovat kuin tai sekä",
        "da": "og at det som en er af for på med den til i ikke et om har de kan fra",
        "ro": "și de în la cu pe un o este sunt pentru din care nu mai prin",
        "hu": "a az és hogy egy nem is van mint vagy ez de",
    }.items()
}
_WORD: Final = re.compile(r"[^\W\d_]+")
_LATIN: Final = re.compile(r"[A-Za-z\u00c0-\u024f]")
_NAME: Final = re.compile(r"[a-z]*[A-Z][A-Za-z]*")
"""Names in Latin letters, which stand in sentences of every language."""
_UNSPACED: Final = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\u0e00-\u0e7f]")
_ACCENTED: Final = re.compile(r"[\u00c0-\u024f]")
_LEAST: Final = 4


def wrong_language(text: str, language: str) -> str | None:
    """Why a text is not in a language, or None where it is or where that cannot be told.

    Scripts tell most; languages in Latin letters are told by their commonest words, so a text
    of a few words is let pass.
    """
    letters = len(_WORD.findall(text)) and sum(len(word) for word in _WORD.findall(text))
    script = _SCRIPTS.get(language)
    if script:
        own = len(re.findall(script, text))
        letters = sum(len(word) for word in _WORD.findall(text) if not _NAME.fullmatch(word))
        if language == "ja":
            own += len(re.findall(_SCRIPTS["zh"], text)) if own else 0
        elif language == "zh" and re.search(_SCRIPTS["ja"], text):
            return "it is in Japanese script"
        return None if own * 5 >= letters else "it is in another script"
    if letters and len(_LATIN.findall(text)) * 2 < letters:
        return "it is in another script"
    words = [word.casefold() for word in _WORD.findall(text)]
    if len(words) < _LEAST:
        return None
    scores = _scores(words)
    best = max(scores, key=lambda code: scores[code])
    own_score = scores.get(language, 0)
    if language in _COMMON:
        clear = scores[best] >= own_score + 2 and scores[best] * 2 > own_score * 3
    else:
        clear = best == "en" and scores["en"] * 5 > len(words)
    return f"it seems to be in “{best}”" if clear and best != language else None


def language_of(text: str) -> str:
    """The language that a text is in, by its script or its commonest words; English if unsure."""
    words = _WORD.findall(text.casefold())
    if not text.isascii():
        letters = sum(map(len, _WORD.findall(text)))
        if letters and len(_LATIN.findall(text)) * 2 < letters:
            return next((code for code in _SCRIPTS if wrong_language(text, code) is None), "en")
    if sum(map(_COMMON["en"].__contains__, words)) * 4 > len(words):
        return "en"
    scores = _scores(words)
    best = max(scores, key=lambda code: scores[code])
    return best if scores[best] > 2 * scores["en"] + _LEAST else "en"


def is_foreign(text: str, language: str) -> bool:
    """Whether a text is clearly in another language than this one."""
    words = [word.casefold() for word in _WORD.findall(text)]
    if is_common(words, language) and not _ACCENTED.search(text):
        return False
    return wrong_language(text, language) is not None


def is_common(words: Sequence[str], language: str) -> bool:
    """Whether so many words, in small letters, are common in a language that they are of it."""
    known = _COMMON.get(language, frozenset())
    return sum(map(known.__contains__, words)) * 5 > len(words)


def length(text: str) -> int:
    """How many words a text has; where no blanks part them, two characters count as one."""
    words = len(text.split())
    return words if text.isascii() else words + len(_UNSPACED.findall(text)) // 2


def _scores(words: Sequence[str]) -> dict[str, int]:
    """How many of the words are common ones of each language."""
    return {code: sum(map(common.__contains__, words)) for code, common in _COMMON.items()}


def is_cased(language: str) -> bool:
    """Whether a capital within a sentence marks a name; in German it marks any noun."""
    return language not in _SCRIPTS and language != "de"


def has_own_script(language: str) -> bool:
    """Whether a language is written in other letters than Latin."""
    return language in _SCRIPTS


def is_counted_in_characters(language: str) -> bool:
    """Whether a language puts no blanks between words."""
    return language in {"zh", "ja", "th"}
