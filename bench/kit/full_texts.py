"""Papers in full to measure with: recorded ones where they are, and invented ones as long."""

from __future__ import annotations

from typing import Final

from bench.kit.records import SHARED, papers
from domain.fulltext import FullText, Section, TextOrigin
from papers.fulltext.html.latexml_page import is_latexml, read_latexml

LENGTHS: Final = (3_000, 9_000, 25_000)
"""Words of short, usual and long papers."""

_TITLES: Final = ("1 Introduction", "2 Related Work", "3 Method", "4 Results", "5 Conclusion")
_RECORDED: Final = SHARED / "arxiv" / "html"


def full_texts() -> list[FullText]:
    """Recorded pages as they are read, then texts put together of abstracts."""
    return [*_recorded(), *(_of_abstracts(length) for length in LENGTHS)]


def _recorded() -> list[FullText]:
    pages = (page.read_bytes() for page in sorted(_RECORDED.glob("*.html")))
    return [read_latexml(body).text for body in pages if is_latexml(body)]


def _of_abstracts(length: int) -> FullText:
    """Some sections of as many words in all; an abstract has some two hundred."""
    abstracts = [paper.abstract for paper in papers(length // 190)]
    size = -(-len(abstracts) // len(_TITLES))
    return FullText(
        tuple(
            Section(title, " ".join(abstracts[place * size : (place + 1) * size]))
            for place, title in enumerate(_TITLES)
        ),
        (),
        TextOrigin.HTML,
    )
