"""Figures and tables in TeX: numbers, captions, and the files of their images. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from domain.fulltext import Figure, Table
from papers.fulltext.tex.groups import argument, environment_end
from papers.fulltext.tex.numbering import Numbering
from papers.fulltext.tex.words import words

_BEGIN = re.compile(
    r"\\begin\s*\{(?P<name>(?:wrap|side|float|SC|sideways|teaser)?(?:figure|table)\*?|teaserfigure|"
    r"algorithm\*?|marginfigure|margintable|longtable\*?|deluxetable\*?|longtblr|supertabular)\}"
)
_OUTSIDE = re.compile(r"\\captionof\*?\s*\{(?P<of>figure|table)\}")
_PART = re.compile(
    r"\\(?:(?P<caption>caption(?:of\s*\{(?P<of>figure|table)\})?|tablecaption)(?![A-Za-z])(?P<star>\*?)|"
    r"(?P<image>includegraphics|epsfig|psfig|epsfbox|epsffile|plotone|plottwo|includesvg|"
    r"adjincludegraphics|adjustimage|begin\s*\{overpic\})(?![A-Za-z])\*?|"
    r"(?P<label>label)(?![A-Za-z]))"
)
_BEFORE: Final = 1_500
"""Where a caption stands in no float, its images are looked for so many characters before it."""
_SUBFIGURES: Final = ("subfigure", "subtable", "subfigure*", "subcaptionblock")
_CAPTIONED_PARTS = re.compile(r"\\dropped(?![A-Za-z])|\\subcaptionbox\s*\{")
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

    @property
    def kind(self) -> str:
        """What it is called in print."""
        return "Figure" if self.is_figure else "Table"

    def figure(self, labels: Mapping[str, str]) -> Figure:
        """It as a figure without its image."""
        return Figure(self.number, words(self.caption, labels))

    def table(self, labels: Mapping[str, str]) -> Table:
        """It as a table."""
        return Table(self.number, words(self.caption, labels))


def floats(text: str) -> tuple[Float, ...]:
    """The figures and tables of a text that have captions, in order and numbered as printed."""
    numbering = Numbering(text)
    found: list[Float] = []
    for name, at, content in _environments(text):
        if name.startswith("algorithm"):
            continue
        is_figure = "figure" in name or name == "figure"
        parts = list(_parts(content, is_figure))
        if not parts and _CAPTIONED_PARTS.search(_without_subcaptions(content)):
            numbering.next("figure" if is_figure else "table", at)
        is_continued = "\\ContinuedFloat" in content
        for is_shown, caption, images, labels in parts:
            kind = "figure" if is_shown else "table"
            number = numbering.next(kind, at, is_continued=is_continued)
            found.append(Float(is_shown, number, caption, images, labels))
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
    whole = "".join((*parts, text[last:]))
    parts, last = [], 0
    for match in _OUTSIDE.finditer(whole):
        if match.start() >= last:
            parts.append(whole[last : match.start()])
            last = argument(whole, match.end())[1]
    return "".join((*parts, whole[last:]))


def _environments(text: str) -> Iterator[tuple[str, int, str]]:
    """Floats by the kind of environment, where they begin, and what is in them.

    A caption that stands in none counts as one, with what stands before it.
    """
    begins = [(match.start(), match) for match in _BEGIN.finditer(text)]
    begins += [(match.start(), match) for match in _OUTSIDE.finditer(text)]
    last = 0
    for start, match in sorted(begins, key=lambda pair: pair[0]):
        if start < last:
            continue
        if match.re is _OUTSIDE:
            behind = argument(text, match.end())[1]
            yield match["of"], start, text[max(last, start - _BEFORE) : behind]
            last = behind
            continue
        end, last = environment_end(text, match["name"], match.end())
        yield match["name"], start, text[match.end() : end]


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
            if match["image"] == "plottwo":
                images.append(argument(content, argument(content, match.end())[1])[0].strip())
        elif match["label"]:
            (pending[-1][3] if pending else labels).append(written.strip())
        elif match["star"]:
            images = []
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
