"""Where a paper speaks of itself, in other languages than English, as far as its wording tells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_SELF: Final = {
    "fr": r"\bnous\s+(?:\w+\s+)?\w+ons\b|\bnos\s+(?:résultats|expériences)\b"
    r"|\b(?:cet|cette|ce)\s+(?:article|travail|étude|thèse|note|papier)\b"
    r"|\bon\s+(?:montre|étudie|démontre|propose|donne|considère|présente|établit|prouve|obtient)\b",
    "de": r"\bwir\b|\bunsere\s+(?:ergebnisse|experimente)\b"
    r"|\b(?:dieser|diese|der\s+vorliegenden|die\s+vorliegende)\s+(?:arbeit|studie|dissertation)\b"
    r"|\b(?:dieser|diesem|vorliegende[rn]?)\s+(?:artikel|beitrag|aufsatz)\b",
    "es": r"\b(?:este|esta|presente)\s+(?:trabajo|artículo|estudio|tesis|nota)\b"
    r"|\b\w{3,}(?:amos|emos|imos)\b|\bnuestr[oa]s\s+\w+",
    "pt": r"\b(?:neste|nesta|este|esta|presente)\s+(?:trabalho|artigo|estudo|tese|nota)\b"
    r"|\b\w{3,}(?:amos|emos|imos)\b|\bnoss[oa]s\s+\w+",
    "it": r"\b(?:questo|questa|presente)\s+(?:lavoro|articolo|studio|tesi|nota)\b"
    r"|\b\w{3,}iamo\b|\bnostri\s+risultati\b",
    "ru": r"\bмы\b|\bнаши\s+результаты\b"
    r"|\b(?:этой|настоящей|данной|эта|настоящая)\s+(?:работ[еа]|стать[еяи])\b"
    r"|\b(?:показан|доказан|получен|предложен|исследован|изучен|рассмотрен|построен)[оаы]?\b",
    "zh": r"本文|本论文|本研究|本工作|我们",
    "ja": r"本論文|本稿|本研究|我々",
}
_OFFERED: Final = re.compile(
    r"\b(?:code|données|logiciel|quelltext|programm|daten|c[óo]digo|datos|dados|codice|dati|код"
    r"|данные|программ\w*)\b"
    r".{0,80}\b(?:disponib\w+|disponív\w+|accessibles?|verfügbar|erhältlich|доступ\w+)"
    r"|(?:代码|数据|程序|源码).{0,40}(?:公开|开源|获取|获得|下载)|(?:コード|データ).{0,40}(?:公開|入手)",
    re.IGNORECASE,
)
"""Where something of the paper's is to be had."""

_PATTERNS: Final = {
    language: re.compile(pattern, re.IGNORECASE) for language, pattern in _SELF.items()
}


def own_part(sentences: Sequence[str], language: str) -> list[int]:
    """The places of the sentences from the first on that speaks of the paper, offers left out.

    All but offers where none does, or where the language's wording is not known.
    """
    pattern = _PATTERNS.get(language)
    own = (place for place, text in enumerate(sentences) if pattern and pattern.search(text))
    start = next(own, 0)
    places = range(start, len(sentences))
    return [place for place in places if not _OFFERED.search(sentences[place])] or list(places)
