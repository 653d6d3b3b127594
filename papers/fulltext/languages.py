"""A paper that brings its text in two languages is read in one of them: English, if it is. Pure.

arXiv asks papers in other languages for their whole text in English, before the other or behind it
(https://info.arxiv.org/help/faq/multilang.html); journals ask for abstracts in several.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from domain.fulltext import FullText, Section

_WORDS: Final = {
    "en": "the of and to in is that for with we are this by as be which from on it",
    "fr": "le la les des et est une dans que pour par sur nous avec qui du ce sont au",
    "de": "der die das und ist den von mit für eine dass auf wir nicht sich zu als im werden",
    "es": "el los las una que en para por con se es del como este son más su al entre",
    "pt": "os uma que em para por com se da dos são não mais como este ao nós entre pela",
    "it": "il della che di per una con sono del gli nel questo dei le si anche alla più",
}  # fmt: skip
_LANGUAGES: Final = {code: frozenset(words.split()) for code, words in _WORDS.items()}
_SCRIPTS: Final = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
)
_ABSTRACTS: Final = frozenset(
    {"abstract", "summary", "résumé", "zusammenfassung", "kurzfassung", "resumen",
     "resumo", "riassunto", "sommario", "sunto", "аннотация", "реферат", "анотація", "摘要",
     "要旨", "概要", "초록", "요약"}
)  # fmt: skip
_FEWEST: Final = 20
_SAMPLE: Final = 400
_LEAST: Final = 0.08
_AS_LONG: Final = 0.4
"""A second text is a translation if it has so much of the first's length; less is a quotation."""


def read_once(text: FullText) -> FullText:
    """The text without what says the same in another language."""
    spoken = [_language(section.text) for section in text.sections]
    lengths: Counter[str] = Counter()
    for section, language in zip(text.sections, spoken, strict=True):
        lengths[language] += len(section.text)
    del lengths[""]
    if len(lengths) < 2:
        return text
    most = lengths.most_common(1)[0][1]
    main = "en" if lengths["en"] >= _AS_LONG * most else lengths.most_common(1)[0][0]
    dropped = _second_abstracts(text.sections, spoken, main)
    for other, length in lengths.items():
        run = _run(spoken, other)
        if other != main and run is not None and length >= _AS_LONG * lengths[main]:
            dropped |= set(range(*run))
    kept = tuple(part for at, part in enumerate(text.sections) if at not in dropped)
    return replace(text, sections=kept) if kept else text


def _second_abstracts(sections: Sequence[Section], spoken: Sequence[str], main: str) -> set[int]:
    """Abstracts in other languages beside one in the main one."""
    places = [at for at, part in enumerate(sections) if part.title.casefold() in _ABSTRACTS]
    others = {at for at in places if spoken[at] not in ("", main)}
    return others if len(others) < len(places) else set()


def _run(spoken: Sequence[str], language: str) -> tuple[int, int] | None:
    """From where to where a language is spoken, if nothing else is meanwhile, in two sections."""
    places = [at for at, own in enumerate(spoken) if own == language]
    first, behind = places[0], places[-1] + 1
    is_alone = set(spoken[first:behind]) <= {language, ""}
    if len(places) < 2 or not is_alone:
        return None
    while behind < len(spoken) and not spoken[behind]:
        behind += 1
    return first, behind


def _language(text: str) -> str:
    """The language of a text; empty where it is too short, or none that is known."""
    sample = text[: 8 * _SAMPLE]
    for code, letters in _SCRIPTS:
        if len(letters.findall(sample)) > 0.2 * len(sample):
            return code
    words = [word.strip(".,;:()").casefold() for word in sample.split()[:_SAMPLE]]
    if len(words) < _FEWEST:
        return ""
    counts = {code: sum(word in own for word in words) for code, own in _LANGUAGES.items()}
    best = max(counts, key=lambda code: counts[code])
    return best if counts[best] >= _LEAST * len(words) else ""
