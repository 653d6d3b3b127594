"""Papers set by ourselves are read as TeX says that it printed them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from domain.fulltext import FullText
from papers.fulltext.html.latexml_page import read_latexml
from papers.fulltext.tex.source import read_files
from tests.corpus.reading import set_papers, set_shapes
from tests.corpus.reading.set_papers import SetPaper
from tests.corpus.reading.setting import CONVERTS, SETS, Truth, converted, is_here, on_page, set_in

PAPERS = (*set_papers.papers(), *set_shapes.papers())
OF_EACH_KIND = (
    "starred", "subfigures", "continued", "levels", "lists", "formulas", "boxes", "style",
)  # fmt: skip
"""Made into HTML too, which takes some seconds each."""
_UNNUMBERED = ("", "Abstract", "Acknowledgements")


@dataclass(frozen=True, slots=True)
class Set:
    """A paper as it was set; truth is None where TeX lacks a package."""

    paper: SetPaper
    folder: Path
    truth: Truth | None


@pytest.fixture(scope="module")
def every(tmp_path_factory: pytest.TempPathFactory) -> list[Set]:
    """All papers, set."""
    if not is_here(SETS):
        pytest.skip(f"there is no {SETS} here")
    folder = tmp_path_factory.mktemp("set")
    places = [(paper, folder / paper.name.replace(" ", "-")) for paper in PAPERS]
    return [Set(paper, place, set_in(place, paper)) for paper, place in places]


def faults(paper: SetPaper, told: Truth | None, text: FullText) -> list[str]:
    """What is wrong with a paper as it was read."""
    whole = "\n\n".join(section.text for section in text.sections)
    found = [f"{paper.name}: no {wanted!r}" for wanted in paper.read if wanted not in whole]
    found += [f"{paper.name}: {other!r} is read" for other in paper.unread if other in whole]
    if told is not None:
        shown = (
            tuple(part.title for part in text.sections if part.title not in _UNNUMBERED),
            tuple((figure.number, figure.caption) for figure in text.figures),
            tuple((table.number, table.caption) for table in text.tables),
        )
        wanted = (told.headings, told.figures, told.tables)
        found += [f"{paper.name}: {a} is {b}" for a, b in zip(shown, wanted, strict=True) if a != b]
    return found


def test_there_are_enough() -> None:
    """Each with a name of its own."""
    assert len({paper.name for paper in PAPERS}) == len(PAPERS) >= 40


def test_sources(every: list[Set]) -> None:
    """Headings, numbers and captions as in the ``.aux``; what is printed, and nothing else."""
    assert sum(one.truth is not None for one in every) > 40
    told = []
    for one in every:
        files = {name: text.encode() for name, text in one.paper.files.items()}
        told += faults(one.paper, one.truth, read_files(files)[0])
    assert told == []


def test_pages(every: list[Set]) -> None:
    """The same, through LaTeXML."""
    if not is_here(CONVERTS):
        pytest.skip(f"there is no {CONVERTS} here")
    told = []
    for one in every:
        page = converted(one.folder) if one.paper.name in OF_EACH_KIND else None
        if page is not None:
            told += faults(one.paper, on_page(one.paper, one.truth), read_latexml(page).text)
    assert told == []
