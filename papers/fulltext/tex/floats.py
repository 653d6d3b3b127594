"""Figures and tables in TeX: numbers, captions, and the files of their images. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from domain.fulltext import Figure, Table
from papers.fulltext.tex.groups import argument, environment_end
from papers.fulltext.tex.words import words

_BEGIN = re.compile(
    r"\\begin\s*\{(?P<name>(?:wrap|side|float|SC|sideways|teaser)?(?:figure|table)\*?|teaserfigure|"
    r"algorithm\*?|marginfigure)\}"
)
_PART = re.compile(
    r"\\(?:(?P<caption>caption(?:of\s*\{(?P<of>figure|table)\})?)(?![A-Za-z])\*?|"
    r"(?P<image>includegraphics|epsfig|psfig|epsfbox|epsffile|plotone|includesvg)(?![A-Za-z])\*?|"
    r"(?P<label>label)(?![A-Za-z]))"
)
_SUBFIGURES: Final = ("subfigure", "subtable", "subfigure*", "subcaptionblock")
_PATHS = re.compile(r"\\graphicspath\s*\{((?:\s*+\{[^{}]*+\}){1,30}+)\s*\}")
_EPSFIG = re.compile(r"(?:file|figure)\s*=\s*+(?:\{\s*+)?([^,\s{}]+)")
_SUFFIXES: Final = (".pdf", ".png", ".jpg", ".jpeg", ".eps", ".ps", ".gif", ".epsi")


@dataclass(frozen=True, slots=True)
class Float:
    """A figure or table in the source.

    Attributes:
        number: as it comes to stand in print.
        images: as the source names them.
        labels: by which the text refers to it.
    """

    is_figure: bool
    number: str
    caption: str
    images: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()

    def figure(self, labels: Mapping[str, str]) -> Figure:
        """It as a figure without its image."""
        return Figure(self.number, words(self.caption, labels))

    def table(self, labels: Mapping[str, str]) -> Table:
        """It as a table."""
        return Table(self.number, words(self.caption, labels))


def floats(text: str) -> tuple[Float, ...]:
    """The figures and tables of a text that have captions, in order and numbered."""
    counts = {True: 0, False: 0}
    found: list[Float] = []
    for name, content in _environments(text):
        if name.startswith("algorithm"):
            continue
        for is_figure, caption, images, labels in _parts(content, "figure" in name):
            counts[is_figure] += 1
            found.append(Float(is_figure, str(counts[is_figure]), caption, images, labels))
    return tuple(found)


def taken_out(text: str) -> str:
    """A text without its floats."""
    parts: list[str] = []
    last = 0
    for match in _BEGIN.finditer(text):
        if match.start() < last:
            continue
        parts.append(text[last : match.start()])
        last = environment_end(text, match["name"], match.end())[1]
    return "".join((*parts, text[last:]))


def _environments(text: str) -> Iterator[tuple[str, str]]:
    last = 0
    for match in _BEGIN.finditer(text):
        if match.start() < last:
            continue
        end, last = environment_end(text, match["name"], match.end())
        yield match["name"], text[match.end() : end]


def _parts(
    content: str, is_figure: bool
) -> Iterator[tuple[bool, str, tuple[str, ...], tuple[str, ...]]]:
    """What one float holds: usually one figure, sometimes several side by side."""
    content = _without_subcaptions(content)
    pending: list[tuple[bool, str, list[str], list[str]]] = []
    images: list[str] = []
    labels: list[str] = []
    for match in _PART.finditer(content):
        written, _ = argument(content, match.end())
        if match["image"]:
            images.append(_image(match["image"], written))
        elif match["label"]:
            (pending[-1][3] if pending else labels).append(written.strip())
        elif written:
            kind = match["of"] == "figure" if match["of"] else is_figure
            pending.append((kind, written, images, [*labels]))
            images, labels = [], []
    if pending and images:
        pending[-1][2].extend(images)
    for kind, caption, files, names in pending:
        yield kind, caption, tuple(filter(None, files)), tuple(filter(None, names))


def _without_subcaptions(content: str) -> str:
    """A float whose parts have their captions taken out, so that the last is the whole's."""
    for name in _SUBFIGURES:
        parts: list[str] = []
        last = 0
        for match in re.finditer(rf"\\begin\s*\{{{re.escape(name)}\}}", content):
            if match.start() < last:
                continue
            end, after = environment_end(content, name, match.end())
            inside = re.sub(r"\\caption(?![A-Za-z])", r"\\dropped", content[match.end() : end])
            parts += [content[last : match.start()], inside]
            last = after
        content = "".join((*parts, content[last:]))
    return content


def _image(command: str, written: str) -> str:
    if command in ("epsfig", "psfig"):
        match = _EPSFIG.search(written)
        return match[1] if match else ""
    return written.strip().strip('"{}')


def image_folders(text: str) -> tuple[str, ...]:
    """Where the source says that its images are."""
    match = _PATHS.search(text)
    return tuple(map(str.strip, re.findall(r"\{([^{}]*)\}", match[1]))) if match else ()


def image_file(name: str, files: Mapping[str, bytes], folders: tuple[str, ...] = ()) -> str | None:
    """The file that the source means by an image's name; None where it is not there."""
    lowered = {own.lower(): own for own in files}
    for folder in ("", *folders):
        path = (
            str(PurePosixPath(folder) / name).lower()
            if folder
            else str(PurePosixPath(name)).lower()
        )
        for wanted in (path, *(path + suffix for suffix in _SUFFIXES)):
            if wanted in lowered and not wanted.endswith((".tex", ".sty")):
                return lowered[wanted]
    stem = PurePosixPath(name).name.lower()
    ends = [
        own
        for low, own in lowered.items()
        if PurePosixPath(low).name == stem
        or (PurePosixPath(low).stem == stem and PurePosixPath(low).suffix in _SUFFIXES)
    ]
    return ends[0] if ends else None
