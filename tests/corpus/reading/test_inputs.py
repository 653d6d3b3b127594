"""Small inputs with right values, in ../shared/inputs: each is read as it should be."""

from __future__ import annotations

import io
import json
import tarfile
from pathlib import Path

import pytest

from domain.errors import UnreadablePaper
from domain.fulltext import FullText
from papers.fulltext.sandbox.jobs_drawn import read_tex
from papers.fulltext.sandbox.jobs_text import read_page
from papers.fulltext.sandbox.parcel import unpacked_text
from papers.text.latex import readable
from papers.withdrawals import is_withdrawn


@pytest.fixture(scope="session")
def inputs(shared: Path) -> Path:
    """The folder."""
    folder = shared / "inputs"
    if not folder.is_dir():
        pytest.skip(f"there are no inputs in {folder}")
    return folder


def page(path: Path) -> tuple[FullText, dict[str, object]]:
    """A page as read, and where its figures' images are."""
    text, header, _ = unpacked_text(read_page(path.read_bytes(), 0))
    return text, header["addresses"]


def source(folder: Path) -> FullText:
    """A folder's content as read."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.add(path, arcname=str(path.relative_to(folder)))
    return unpacked_text(read_tex(out.getvalue(), 0))[0]


def whole(text: FullText) -> str:
    """All sections' text."""
    return "\n\n".join(section.text for section in text.sections)


def titles(text: FullText) -> list[str]:
    """All sections' titles."""
    return [section.title for section in text.sections]


RIVERS = ["Abstract", "Introduction", "Method", "Results", "Conclusion"]


@pytest.mark.parametrize(
    ("name", "why"),
    [("02-html-cut-in-section-1.html", "breaks off"),
     ("46-html-failed-conversion.html", "hardly any text")],
)  # fmt: skip
def test_pages_that_lack_text_are_refused(inputs: Path, name: str, why: str) -> None:
    """So that the next form is read."""
    with pytest.raises(UnreadablePaper, match=why):
        page(inputs / name)


@pytest.mark.parametrize(
    ("name", "there", "absent"),
    [
        ("03-html-text-in-a-box.html",
         "Small rivers lose water three times faster than large ones, and", "\0"),
        ("04-html-struck-out.html", "fell from 3.1", "ninety"),
        ("04-html-struck-out.html", "Rain explains a third", "explains all"),
        ("05-html-unknown-macro.html", "We present \\toolname, a gauge", "present, a"),
        ("09-html-description-list.html", "RiverEye falls behind in winter", "\0"),
        ("09-html-description-list.html", "BrookEar works through", "\0"),
        ("10-html-words-before-the-abstract.html", "fell from 3.1", "attribution"),
        ("41-html-date-of-the-conversion.html", "one winter", "August"),
    ],
)  # fmt: skip
def test_pages(inputs: Path, name: str, there: str, absent: str) -> None:
    """What is printed is in the text, what is not is not; it begins with the abstract."""
    text, _ = page(inputs / name)
    assert there in whole(text)
    assert absent not in whole(text)
    assert titles(text)[0] == "Abstract"


def test_floats_of_pages(inputs: Path) -> None:
    """Numbers, captions and images."""
    text, images = page(inputs / "07-html-two-figures-one-float-older.html")
    assert [(f.number, f.caption) for f in text.figures] == [
        ("1", "The gauge at the bridge."), ("2", "Flow over ten years."),
    ]  # fmt: skip
    assert images == {"1": ["x1.png"], "2": ["x2.png"]}
    text, _ = page(inputs / "08-html-two-tables-one-float.html")
    assert [t.number for t in text.tables] == ["1", "2"]
    assert [(f.number, f.caption) for f in text.figures] == [("1", "The gauge at the bridge.")]
    _, images = page(inputs / "40-html-figure-as-object.html")
    assert images == {"1": ["2511.90040v1/gauge.svg"]}


@pytest.mark.parametrize(
    ("name", "more", "there", "absent"),
    [
        ("01-02-source", [], "3.1 to 2.7", "\0"),
        ("05-source", [], "We present RiverEye, a gauge that costs nine euros", "toolname"),
        ("11-source-letter-and-supplement", [], "3.1 to 2.7", "extra gauge"),
        ("12-source-rebuttal-is-main", [], "3.1 to 2.7", "referee"),
        ("14-source-import-folders", ["Extra tables"], "extra gauge number 9", "\0"),
        ("17-source-changes-marked", [], "The mean flow fell from 3.1 to 2.7", "rise"),
        ("17-source-changes-marked", [], "The mean flow fell from 3.1 to 2.7", "climbed"),
        ("18-source-figure-numbers", [], "3.1 to 2.7", "school class\\."),
    ],
)
def test_sources(inputs: Path, name: str, more: list[str], there: str, absent: str) -> None:
    """All of the paper once, and nothing that is not printed."""
    text = source(inputs / name)
    assert titles(text) == RIVERS + more
    assert whole(text).count(there) == 1
    assert absent not in whole(text)


def test_floats_of_sources(inputs: Path) -> None:
    """Numbers as pdflatex prints them."""
    text = source(inputs / "18-source-figure-numbers")
    assert [(f.number, f.caption) for f in text.figures] == [
        ("2", "Flow over ten years."), ("3", "Rain over ten years."), ("A1", "The school class."),
    ]  # fmt: skip


def test_withdrawals(inputs: Path) -> None:
    """Comments say that a paper is withdrawn, or something that sounds like it."""
    entries = json.loads((inputs / "24-withdrawals.json").read_text(encoding="utf-8"))
    wrong = [
        entry["comment"]
        for entry in entries
        if is_withdrawn(entry["comment"], entry["abstract"]) is not entry["withdrawn"]
    ]
    assert wrong == []


def test_letters(inputs: Path) -> None:
    """Letters of names, as TeX spells them."""
    entries = json.loads((inputs / "27-letters.json").read_text(encoding="utf-8"))
    assert [readable(entry["tex"]) for entry in entries] == [e["readable"] for e in entries]
