"""No function that meets text takes time by the square of its length.

Found are all functions and methods of the modules that work on such texts, as far as they can be
called by their annotations: with one long text in each place, and with many short ones.
"""

from __future__ import annotations

import inspect
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import pytest

from tests.growth.entry_points import functions
from tests.growth.families import UNITS, text_of
from tests.growth.making import CannotMake, Maker, hints
from tests.growth.measuring import steepness

_LENGTH: Final = 4_096
_SHORT: Final = 32
_FEW_UNITS: Final = ("one letter", "full stops", "words", "Chinese", "opened brackets", "commands")
_MEASURED: Final = (
    *("domain.excerpts.", "domain.identifiers.", "domain.links.", "topics."),
    *("app.days.", "handlers.exchange.imported.", "handlers.values."),
    *(
        "papers.listings.feed.",
        "papers.text.latex.",
        "papers.listings.listing",
        "papers.text.mathtext.",
        "papers.text.mathsigns.",
        "papers.text.packages.",
        "papers.text.chemistry.",
        "papers.text.units.",
    ),
    *("papers.fulltext.tex.", "papers.fulltext.pdf.", "papers.fulltext.html.latexml_page."),
    *(
        "papers.fulltext.html.authored_page.",
        "papers.text.formulas.",
        "papers.fulltext.headings.",
    ),
    *("papers.fulltext.prose.", "papers.fulltext.story."),
    *("papers.withdrawals.", "rendering.", "summaries.text.sentences."),
)
"""Where texts of people and of papers are read, matched, cut and split."""

_NOT_TEXTS: Final = (
    # The name of an environment, which is a word of TeX.
    "papers.fulltext.tex.groups.environment_end",
    # What PDFium knows a page by; it believes whatever it is told.
    "papers.fulltext.pdf.letters.",
    "papers.fulltext.pdf.line_reader.LineReader.",
    # Boxes of a page, of which a scene holds so many and no more.
    "papers.fulltext.pdf.figure_boxes.",
    # Things times rows: as many numbers are given.
    "topics.index._scores",
    # Columns times rows; both are of our own making.
    "rendering.files.markdown._table",
    "rendering.terminal._Page._table",
    # Names of the catalogue: each is begun at each of its words, and likened to what is typed.
    "topics.catalogue._ends",
    "topics.catalogue._likeness",
)
"""What is given a text here that is none where it is called."""


def _callable() -> Iterator[tuple[str, Any, type | None]]:
    for name, function, kind in functions():
        if not name.startswith(_MEASURED) or name.startswith(_NOT_TEXTS):
            continue
        if inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function):
            continue
        if inspect.signature(function).parameters:
            yield name, function, kind


_FOUND: Final = tuple(_callable())


@pytest.mark.parametrize(("name", "function", "kind"), _FOUND, ids=[name for name, *_ in _FOUND])
@pytest.mark.parametrize("many", [False, True], ids=["long", "many"])
def test_time_grows_no_faster_than_the_text(
    name: str, function: Any, kind: type | None, many: bool, tmp_path: Path
) -> None:
    """Whatever stands in it."""
    try:
        Maker("a", 1, tmp_path).arguments(function)
    except CannotMake as missing:
        pytest.skip(f"needs a {missing}, which is no text")
    takes_text = str in hints(function).values()
    for unit in UNITS if takes_text and not many else _FEW_UNITS:
        grows = steepness(_made(function, kind, UNITS[unit], many, tmp_path), _LENGTH)
        assert not grows, f"times {grows:.0f} for {unit}"


def _made(
    function: Any, kind: type | None, unit: str, many: bool, folder: Path
) -> Callable[[int, int], Callable[[], object]]:
    def made(length: int, fresh: int) -> Callable[[], object]:
        text = text_of(unit, _SHORT if many else length, fresh)
        maker = Maker(text, length // _SHORT if many else 1, folder)
        with suppress(Exception):
            return _call(function, kind, maker)
        return lambda: None

    return made


def _call(function: Any, kind: type | None, maker: Maker) -> Callable[[], object]:
    itself = (maker.value(kind),) if kind else ()
    arguments = maker.arguments(function)

    def call() -> None:
        # A helper that is not given what it is made for may fail; what is asked is how soon.
        with suppress(Exception):
            result = function(*itself, **arguments)
            if isinstance(result, Iterator):
                deque(result, maxlen=0)

    return call
