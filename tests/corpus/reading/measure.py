"""How well papers set by ourselves are read, form by form, against what TeX says of them."""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

from domain.errors import UnreadablePaper
from domain.fulltext import FullText
from papers.fulltext.html.latexml_page import read_latexml
from papers.fulltext.tex.source import read_files
from tests.corpus.reading import set_papers, set_shapes
from tests.corpus.reading.set_papers import SetPaper
from tests.corpus.reading.setting import CONVERTS, SETS, Truth, converted, is_here, on_page, set_in

PAPERS: Final = (*set_papers.papers(), *set_shapes.papers())
_UNNUMBERED: Final = ("", "Abstract", "Acknowledgements")
_LETTERS = re.compile(r"\W+")
HEAD: Final = """
## Papers set by ourselves

TeX of our own, with headings, numbers and captions as pdfTeX writes them into its `.aux`, and with
sentences that have to be read, or must not be; HTML by LaTeXML (Debian's 0.8.7), which itself
numbers figures otherwise than TeX where they are continued, or where their parts alone have
captions: there the numbers that the page prints are the right ones. It knows no
`\\NewDocumentCommand`, so that what such macros stand for is not on its page.

| Form | Papers read | Headings found | False of all shown | Captions with the right number | \
Sentences read | Unprinted text left in |
| --- | --- | --- | --- | --- | --- | --- |
"""


@dataclass(slots=True)
class Tally:
    """What was found of what there is."""

    found: Counter[str] = field(default_factory=Counter)
    whole: Counter[str] = field(default_factory=Counter)

    def count(self, what: str, found: int, whole: int) -> None:
        """Count so many of so many."""
        self.found[what] += found
        self.whole[what] += whole

    def cell(self, what: str) -> str:
        """``12 of 12 (100 %)``."""
        found, whole = self.found[what], self.whole[what]
        return f"{found} of {whole} ({100 * found / whole:.1f} %)" if whole else "–"


def _bare(text: str) -> str:
    return _LETTERS.sub("", text.casefold())


def _weigh(tally: Tally, paper: SetPaper, truth: Truth | None, text: FullText) -> None:
    body = "\n\n".join(section.text for section in text.sections)
    tally.count("read", sum(_bare(told) in _bare(body) for told in paper.read), len(paper.read))
    tally.count("unread", sum(told in body for told in paper.unread), len(paper.unread))
    if truth is None:
        return
    wanted = Counter(map(_bare, truth.headings))
    shown = Counter(_bare(part.title) for part in text.sections if part.title not in _UNNUMBERED)
    tally.count("headings", sum((wanted & shown).values()), sum(wanted.values()))
    tally.count("false", sum((shown - wanted).values()), sum(shown.values()))
    captions = {(number, _bare(told)) for number, told in (*truth.figures, *truth.tables)}
    given = {(drawn.number, _bare(drawn.caption)) for drawn in text.figures}
    given |= {(listed.number, _bare(listed.caption)) for listed in text.tables}
    tally.count("captions", len(captions & given), len(captions))


def _of_files(files: dict[str, bytes]) -> FullText:
    return read_files(files)[0]


def _of_page(page: bytes) -> FullText:
    return read_latexml(page).text


def _read(forms: list[tuple[SetPaper, Truth | None, Callable[[], FullText]]]) -> Tally:
    tally = Tally()
    for paper, truth, read in forms:
        try:
            text = read()
        except UnreadablePaper:
            tally.count("papers", 0, 1)
            continue
        tally.count("papers", 1, 1)
        _weigh(tally, paper, truth, text)
    return tally


def rows() -> Iterator[tuple[str, Tally]]:
    """A tally for each form that there are tools for."""
    if not is_here(SETS):
        return
    sources: list[tuple[SetPaper, Truth | None, Callable[[], FullText]]] = []
    pages: list[tuple[SetPaper, Truth | None, Callable[[], FullText]]] = []
    with tempfile.TemporaryDirectory() as folder:
        for paper in PAPERS:
            place = Path(folder) / paper.name.replace(" ", "-")
            truth = set_in(place, paper)
            files = {name: text.encode() for name, text in paper.files.items()}
            sources.append((paper, truth, partial(_of_files, files)))
            page = converted(place) if is_here(CONVERTS) else None
            if page is not None:
                pages.append((paper, on_page(paper, truth), partial(_of_page, page)))
        if pages:
            yield "HTML", _read(pages)
        yield "source", _read(sources)


def table() -> str:
    """The part of the page; empty where there are no tools."""
    cells = ("papers", "headings", "false", "captions", "read", "unread")
    lines = [
        f"| {name} | {' | '.join(tally.cell(cell) for cell in cells)} |" for name, tally in rows()
    ]
    return HEAD + "\n".join(lines) + "\n" if lines else ""
