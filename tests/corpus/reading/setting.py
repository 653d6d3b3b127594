"""Papers set by TeX and made into HTML, where the tools are there; and what TeX says is in them."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from papers.text.latex import readable
from tests.corpus.reading.set_papers import SetPaper

SETS: Final = "pdflatex"
CONVERTS: Final = "latexmlc"
_LINE = re.compile(r"\\@writefile\{(toc|lof|lot)\}\{\\contentsline \{(\w+)\}\{(.*?)\}\{\d")
_NUMBER = re.compile(r"\\numberline \{([^{}]*)\}")
_HEADINGS: Final = frozenset({"chapter", "section", "subsection", "subsubsection"})


@dataclass(frozen=True, slots=True)
class Truth:
    """What TeX says that it printed.

    Attributes:
        headings: numbered ones, without their numbers.
        figures: numbers and captions.
    """

    headings: tuple[str, ...]
    figures: tuple[tuple[str, str], ...]
    tables: tuple[tuple[str, str], ...]


def is_here(tool: str) -> bool:
    """Whether a tool is on this machine."""
    return shutil.which(tool) is not None


def set_in(folder: Path, paper: SetPaper) -> Truth | None:
    """Set a paper in a folder, and read what TeX wrote down of it.

    Returns:
        None where TeX could not, as without one of its packages.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in paper.files.items():
        (folder / name).write_text(text, encoding="utf-8")
    command = [SETS, "-interaction=nonstopmode", "-draftmode", "main.tex"]
    subprocess.run(command, cwd=folder, check=False, capture_output=True, timeout=60)
    told = folder / "main.aux"
    return truth(told.read_text(encoding="utf-8", errors="replace")) if told.is_file() else None


def on_page(paper: SetPaper, printed: Truth | None) -> Truth | None:
    """What TeX says, with the figures' numbers as the page of LaTeXML has them."""
    if printed is None or not paper.on_page:
        return printed
    told = (figure.partition(" ") for figure in paper.on_page.split("|"))
    return replace(printed, figures=tuple((number, caption) for number, _, caption in told))


def converted(folder: Path) -> bytes | None:
    """The paper in a folder as LaTeXML makes it; None where it makes none in three minutes.

    As arXiv does, it reads styles that it does not know: those of the paper, and TeX's.
    """
    command = [CONVERTS, "--includestyles", "--nodefaultresources"]
    command += ["--dest=main.html", "--format=html5", "main.tex"]
    try:
        subprocess.run(command, cwd=folder, check=False, capture_output=True, timeout=180)
    except subprocess.TimeoutExpired:
        return None
    made = folder / "main.html"
    return made.read_bytes() if made.is_file() else None


def truth(aux: str) -> Truth:
    """What an ``.aux`` says."""
    found: dict[str, list[tuple[str, str]]] = {"toc": [], "lof": [], "lot": []}
    for kind, level, inside in _LINE.findall(aux):
        number = _NUMBER.search(inside)
        if kind != "toc" or level in _HEADINGS:
            title = _NUMBER.sub("", inside)
            found[kind].append((number[1] if number else "", _plain(title)))
    return Truth(
        tuple(title for _, title in found["toc"]), tuple(found["lof"]), tuple(found["lot"])
    )


def _plain(written: str) -> str:
    """A title as it is read."""
    told = re.sub(r"\\(?:ignorespaces|relax|protect|unskip)(?![A-Za-z])\s*", "", written)
    told = re.sub(r"\\texorpdfstring \{(.*?)\}\{[^{}]*\}", r"\1", told)
    told = re.sub(r"\\footnote \{[^{}]*\}", "", told)
    told = re.sub(r"\\(\w+) \{", r"\\\1{", told)
    text = readable(told.strip())
    return " ".join(text.replace("{", "").replace("}", "").split())
