"""From a paper's TeX source to its text. TeX is parsed here, never run. Runs confined."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Final

from domain.errors import UnreadablePaper
from domain.fulltext import FullText, Section, TextOrigin
from domain.messages import sentence
from papers.fulltext.front_matter import from_abstract
from papers.fulltext.html.authored_page import read_authored
from papers.fulltext.tex.files import document
from papers.fulltext.tex.floats import Float, floats, taken_out
from papers.fulltext.tex.groups import argument, blank_end, environment_end, option_end
from papers.fulltext.tex.references import with_names
from papers.fulltext.tex.words import words

_HEADING = re.compile(
    r"\\(?P<command>part|chapter|section|subsection|subsubsection|acknowledgments?|acknowledgements?)"
    r"(?![A-Za-z])\*?\s*(?=[\[{]|$|\n)|\\begin\s*\{(?P<env>abstract|acknowledgments?|"
    r"acknowledgements?|ack|keywords?|IEEEkeywords)\}\s*|\\end\s*\{(?P<end>abstract|keywords?|"
    r"IEEEkeywords|acknowledgments?|acknowledgements?|ack)\}|\\abstract\s*(?=\{)"
)
_LEVELS: Final = {"part": 1, "chapter": 1, "section": 1, "subsection": 2, "subsubsection": 3}
_NAMES: Final = {"abstract": "Abstract", "ack": "Acknowledgements", "IEEEkeywords": "Keywords"}
_VERBATIM: Final = ("lstlisting", "verbatim", "verbatim*", "Verbatim", "minted", "CCSXML", "alltt")
_SKIPPED: Final = (
    "thebibliography", "references", "mcitethebibliography", "tikzpicture", "tabular", "tabular*",
    "tabularx", "tabulary", "tblr", "pspicture", "picture", "IEEEbiography", "tabbing", "forest",
    "axis", "algorithmic", "IEEEbiographynophoto", "tikzcd", "NiceTabular", "biography",
)  # fmt: skip
_REFERENCES = re.compile(r"\\(?:references|bibitem|refis|Refs)(?![A-Za-z])")
FEWEST_WORDS: Final = 60
_SHORT: Final = 400
"""Characters before the first heading that are title and authors rather than text."""


def read_files(files: Mapping[str, bytes]) -> tuple[FullText, tuple[Float, ...]]:
    """A paper's text from its files, with where the images of its figures are.

    Raises:
        UnreadablePaper: there is too little text in it.
    """
    page = _page(files)
    if page is not None:
        return page, ()
    whole = document(files)
    whole = _without_all(whole, _VERBATIM)
    found = floats(whole)
    body = _without_all(taken_out(whole), _SKIPPED)
    cited = _REFERENCES.search(body)
    if cited and cited.start() > len(body) / 3:
        body = body[: cited.start()] + _behind_references(body[cited.end() :])
    named = {label: (item.kind, item.number) for item in found for label in item.labels}
    named |= _section_labels(body)
    labels = {label: number for label, (_, number) in named.items()}
    body = with_names(body, named)
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


def _without_all(text: str, names: tuple[str, ...]) -> str:
    """The text without the environments of these names."""
    for name in names:
        if f"{{{name}}}" in text:
            text = _without(text, name)
    return text


def _behind_references(text: str) -> str:
    """What comes behind a list of references that no environment holds: an appendix or nothing."""
    match = _HEADING.search(text)
    return f"\n\n{text[match.start() :]}" if match else ""


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


def _section_labels(body: str) -> dict[str, tuple[str, str]]:
    """What sections are called and their numbers, by their labels."""
    counts = [0, 0, 0]
    lettered = False
    labels: dict[str, tuple[str, str]] = {}
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
            labels.setdefault(match[3], ("Appendix" if lettered else "Section", current))
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
    kept = from_abstract(found)
    has_abstract = any(section.title == "Abstract" for section in kept)
    if kept and not kept[0].title and not has_abstract and len(kept[0].text) < _SHORT:
        kept = kept[1:]
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
