"""From a paper's TeX source to its text. TeX is parsed here, never run. Runs confined."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Final

from domain.errors import UnreadablePaper
from domain.fulltext import FullText, Section, TextOrigin
from domain.messages import sentence
from papers.fulltext.html.authored_page import read_authored
from papers.fulltext.tex.files import document
from papers.fulltext.tex.floats import Float, floats, taken_out
from papers.fulltext.tex.groups import argument, blank_end, environment_end, option_end
from papers.fulltext.tex.words import words

_HEADING = re.compile(
    r"\\(?P<command>part|chapter|section|subsection|subsubsection|acknowledgments?|acknowledgements?)"
    r"(?![A-Za-z])\*?\s*(?=[\[{]|$|\n)|\\begin\s*\{(?P<env>abstract|acknowledgments?|"
    r"acknowledgements?|ack|keywords?|IEEEkeywords)\}\s*|\\end\s*\{(?P<end>abstract|keywords?|"
    r"IEEEkeywords|acknowledgments?|acknowledgements?|ack)\}|\\abstract\s*(?=\{)"
)
_LEVELS: Final = {"part": 1, "chapter": 1, "section": 1, "subsection": 2, "subsubsection": 3}
_NAMES: Final = {"abstract": "Abstract", "ack": "Acknowledgements", "IEEEkeywords": "Keywords"}
_SKIPPED: Final = (
    "thebibliography", "tikzpicture", "tabular", "tabular*", "tabularx", "longtable", "lstlisting",
    "verbatim", "Verbatim", "minted", "pspicture", "picture", "CCSXML", "IEEEbiography",
    "tabbing", "forest", "axis", "algorithmic",
)  # fmt: skip
FEWEST_WORDS: Final = 60


def read_files(files: Mapping[str, bytes]) -> tuple[FullText, tuple[Float, ...]]:
    """A paper's text from its files, with where the images of its figures are.

    Raises:
        UnreadablePaper: there is too little text in it.
    """
    page = _page(files)
    if page is not None:
        return page, ()
    whole = document(files)
    for name in _SKIPPED:
        if f"{{{name}}}" in whole:
            whole = _without(whole, name)
    found = floats(whole)
    body = taken_out(whole)
    labels = {label: item.number for item in found for label in item.labels}
    labels |= _section_labels(body)
    sections = tuple(_sections(body, labels))
    text = FullText(
        sections,
        tuple(item.figure(labels) for item in found if item.is_figure),
        TextOrigin.SOURCE,
        tables=tuple(item.table(labels) for item in found if not item.is_figure),
    )
    if text.words < FEWEST_WORDS:
        raise UnreadablePaper(sentence("The paper's source has hardly any text."))
    return text, found


def _page(files: Mapping[str, bytes]) -> FullText | None:
    """The text of a paper that was submitted as HTML."""
    pages = {
        name: content
        for name, content in files.items()
        if PurePosixPath(name).suffix.lower() in (".htm", ".html")
        or content[:2000].lstrip()[:6].lower() in (b"<html>", b"<!doct")
    }
    if not pages or any(b"\\begin{document}" in content for content in files.values()):
        return None
    texts = []
    for content in pages.values():
        try:
            texts.append(read_authored(content))
        except UnreadablePaper:
            continue
    if not texts:
        raise UnreadablePaper(sentence("The HTML has no paper on it."))
    best = max(texts, key=lambda text: (len(text.sections) > 1, -_figures_share(text), text.words))
    return FullText(best.sections, (), TextOrigin.SOURCE)


def _figures_share(text: FullText) -> float:
    """How much of a text is numbers, as appendices of data are; in steps of a fifth."""
    pieces = [word for section in text.sections for word in section.text.split()]
    numbers = sum(not any(map(str.isalpha, word)) for word in pieces)
    return round(5 * numbers / max(len(pieces), 1))


def _without(text: str, name: str) -> str:
    """The text without the environments of a name."""
    parts: list[str] = []
    last = 0
    for match in re.finditer(rf"\\begin\s*\{{{re.escape(name)}\}}", text):
        if match.start() < last:
            continue
        parts.append(text[last : match.start()])
        last = environment_end(text, name, match.end())[1]
    return " ".join((*parts, text[last:]))


def _section_labels(body: str) -> dict[str, str]:
    """The numbers of sections by their labels."""
    counts = [0, 0, 0]
    lettered = False
    labels: dict[str, str] = {}
    current = ""
    pattern = re.compile(
        r"\\(section|subsection|subsubsection)(?![A-Za-z*])|\\(appendix)(?![A-Za-z])|"
        r"\\label\s*\{([^{}]{1,100})\}"
    )
    for match in pattern.finditer(body):
        if match[2]:
            lettered, counts = True, [0, 0, 0]
        elif match[1]:
            level = _LEVELS[match[1]] - 1
            counts = [*counts[:level], counts[level] + 1, *([0] * (2 - level))]
            first = chr(64 + min(counts[0], 26)) if lettered else str(counts[0])
            current = ".".join((first, *map(str, counts[1 : level + 1])))
        elif current:
            labels.setdefault(match[3], current)
    return labels


def _sections(body: str, labels: Mapping[str, str]) -> list[Section]:
    found: list[Section] = []
    title, level, last = "", 1, 0

    def close(end: int) -> None:
        text = words(body[last:end], labels)
        if title or text:
            found.append(Section(title, text, level))

    for match in _HEADING.finditer(body):
        if match.start() < last:
            continue
        close(match.start())
        title, level, last = _heading(match, body, labels)
    close(len(body))
    kept = _from_abstract(found)
    return [section for section in kept if section.text or section.level < 3]


def _heading(match: re.Match[str], body: str, labels: Mapping[str, str]) -> tuple[str, int, int]:
    """A heading's title, level, and where the text below it begins."""
    command = match["command"]
    if command in _LEVELS:
        written, end = argument(body, match.end())
        return words(written, labels).rstrip(" .:"), _LEVELS[command], end
    if match["end"]:
        return "", 1, match.end()
    if match["env"]:
        start = match.end()
        if body[start : start + 1] == "[":
            start = max(option_end(body, start), start)
        name = match["env"]
        return _NAMES.get(name, name.capitalize()), 1, start
    if command:
        return "Acknowledgements", 1, match.end()
    written, end = argument(body, match.end())
    return ("Abstract", 1, blank_end(body, match.end()) + 1) if written else ("", 1, end)


def _from_abstract(sections: list[Section]) -> list[Section]:
    """The sections from the abstract on; above it are title and authors, below it often too."""
    titles = [section.title.casefold() for section in sections[:4]]
    if "abstract" not in titles:
        return [section for section in sections if section.title or len(section.text) > 400]
    kept = sections[titles.index("abstract") :]
    return [section for section in kept if section.title or len(section.text) > 600]
