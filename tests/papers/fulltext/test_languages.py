"""A text given in two languages is read once."""

from __future__ import annotations

import pytest

from domain.fulltext import FullText, Section, TextOrigin
from papers.fulltext.languages import read_once

SAID = {
    "en": "The boats of the pond are folded by hand, and few of them float for long in the rain. ",
    "fr": "Les bateaux de la mare sont faits à la main, et peu de ces bateaux flottent. ",
    "de": "Die Boote auf dem Teich werden von Hand gefaltet, und wenige sind im Regen lange oben. ",
    "es": "Los barcos del lago se hacen a mano, y pocos de los barcos flotan bajo la lluvia fina. ",
    "pt": "Os barcos do lago são feitos à mão, e poucos dos barcos flutuam sob uma chuva. ",
    "it": "Le barche del lago sono fatte a mano, e poche di queste barche sono sane. ",
    "ru": "Лодки на пруду складывают вручную, и лишь немногие из них долго держатся на воде. ",
    "zh": "池塘里的小船是手工折叠的，它们之中只有很少几只能够在雨中长时间漂浮在水面上。",
}


def text(*sections: tuple[str, str, int]) -> FullText:
    """Sections of a title, a language and how often its sentence is said."""
    return FullText(
        tuple(Section(title, SAID[language] * often) for title, language, often in sections),
        (),
        TextOrigin.HTML,
    )


def titles(read: FullText) -> list[str]:
    """Those that are left."""
    return [section.title for section in read_once(read).sections]


@pytest.mark.parametrize("other", [language for language in SAID if language != "en"])
@pytest.mark.parametrize("english_first", [True, False])
def test_the_english_text_is_read(other: str, english_first: bool) -> None:
    """Whichever comes first."""
    english = (("Abstract", "en", 3), ("Methods", "en", 9))
    # What is as long in words may be shorter in signs.
    often = 20 if other == "zh" else 9
    foreign = (("A", other, 3), ("B", other, often))
    parts = (*english, *foreign) if english_first else (*foreign, *english)
    assert titles(text(*parts)) == ["Abstract", "Methods"]


@pytest.mark.parametrize("title", ["Abstract", "Zusammenfassung"])
def test_second_abstracts_are_left_out(title: str) -> None:
    """One in the language of the paper is enough; where there is none, the other is read."""
    parts = (("Abstract", "en", 3), (title, "de", 3), ("Methods", "en", 9))
    assert titles(text(*parts)) == ["Abstract", "Methods"]
    assert titles(text(*parts[1:])) == [title, "Methods"]


def test_what_is_quoted_stays() -> None:
    """A section in another language, or one between, is no translation."""
    quoted = (("Abstract", "en", 3), ("Quotation", "de", 4), ("Methods", "en", 30))
    assert titles(text(*quoted)) == [title for title, *_ in quoted]
    mixed = (("A", "en", 9), ("B", "de", 9), ("C", "en", 9), ("D", "de", 9))
    assert titles(text(*mixed)) == ["A", "B", "C", "D"]


def test_other_languages_alone_are_read() -> None:
    """A paper in French is one in French."""
    alone = (("Résumé", "fr", 3), ("Méthode", "fr", 9))
    assert titles(text(*alone)) == ["Résumé", "Méthode"]
