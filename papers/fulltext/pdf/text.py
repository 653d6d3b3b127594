"""From a PDF to a paper's sections and captions. Runs confined."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from domain.errors import UnreadablePaper
from domain.fulltext import Figure, FullText, Section, Table, TextOrigin
from domain.messages import sentence
from papers.fulltext.headings import Heading, Headings, is_references
from papers.fulltext.pdf.captions import FIGURE, TABLE, Caption, label
from papers.fulltext.pdf.columns import Strip, leading
from papers.fulltext.pdf.document import open_pdf, outline, read_pages
from papers.fulltext.pdf.layout import Sheet, body_size, sheets
from papers.fulltext.pdf.legible import is_legible
from papers.fulltext.pdf.lines import Line
from papers.fulltext.pdf.matter import beside
from papers.fulltext.pdf.table_lines import table_lines
from papers.fulltext.prose import BROKEN, Vocabulary

FEWEST_WORDS: Final = 60
"""A PDF with fewer is a scan or a cover sheet."""
_FRONT_MATTER: Final = 20
"""Headings among which the abstract is looked for."""
_FRONT_PAGES: Final = 2
_APART: Final = "\n\n"
"""Between paragraphs."""
_RUN_IN_ABSTRACT = re.compile(r"^(?:Abstract|ABSTRACT|Summary)\s{0,2}[.:—–-]+\s{0,2}(?=\S)")
_PEOPLE = re.compile(
    r"(?:(?:the )?[\w\d -]{1,40} collaborations?|(?:list of )?authors?(?: list)?|"
    r"(?:author )?affiliations)(?: and affiliations)?|figure (?:captions|legends)|figures|tables",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Part:
    heading: Heading
    paragraphs: list[list[str]]
    pages: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    """Where pages begin: of a paragraph, the line and the page from 0."""
    page: int = -1

    def begin(self, page: int) -> None:
        """Note that what was put in last stands on a page."""
        if page != self.page:
            at, line = len(self.paragraphs) - 1, len(self.paragraphs[-1]) - 1
            self.pages.setdefault(at, []).append((line, page))
            self.page = page


def read_pdf(body: bytes) -> FullText:
    """A paper's text from its PDF; its figures are captions without images.

    Raises:
        UnreadablePaper: it is locked, damaged, no PDF, or a scan without text.
    """
    document = open_pdf(body)
    pages = read_pages(document)
    body_text = body_size(pages)
    understood = sheets(pages, body_text)
    vocabulary = Vocabulary(line.text for page in pages for line in page.lines)
    parts = _parts(_text_strips(understood, body_text), Headings(body_text, outline(document)))
    sections = tuple(_section(part, vocabulary) for part in parts)
    sections = tuple(section for section in sections if section.title or section.text)
    text = FullText(
        sections,
        figures_of(understood, vocabulary),
        TextOrigin.PDF,
        tables=tables_of(understood, vocabulary),
    )
    if not is_legible(vocabulary.words, (line.text for page in pages[:3] for line in page.lines)):
        raise UnreadablePaper(
            sentence("The PDF has letters that stand for others: its fonts do not say which.")
        )
    if text.words < FEWEST_WORDS:
        raise UnreadablePaper(
            sentence("The PDF has no text: its pages are pictures, as of a scan.")
        )
    return text


def figures_of(understood: Sequence[Sheet], vocabulary: Vocabulary) -> tuple[Figure, ...]:
    """The captions of figures, each number once."""
    found: dict[str, Figure] = {}
    for caption in _captions(understood):
        if caption.kind == FIGURE:
            figure = Figure(caption.number, told(caption, vocabulary), page=caption.page + 1)
            found.setdefault(caption.number, figure)
    return tuple(found.values())


def tables_of(understood: Sequence[Sheet], vocabulary: Vocabulary) -> tuple[Table, ...]:
    """The captions and lines of tables, each number once."""
    found: dict[str, Table] = {}
    captions = [caption for caption in _captions(understood) if caption.kind == TABLE]
    for caption, lines in table_lines(captions, vocabulary):
        words, page = told(caption, vocabulary), caption.page + 1
        found.setdefault(caption.number, Table(caption.number, words, page=page, lines=lines))
    return tuple(found.values())


def told(caption: Caption, vocabulary: Vocabulary) -> str:
    """A caption's words without its label."""
    whole = vocabulary.joined(line.text for line in caption.lines)
    return whole[len(label(whole)) :].strip()


def _captions(understood: Sequence[Sheet]) -> Iterator[Caption]:
    return (caption for sheet in understood for caption in sheet.captions)


def _text_strips(understood: Sequence[Sheet], body: float) -> list[Strip]:
    """The paper's strips in reading order, with what is text of their lines."""
    strips = [strip for sheet in understood for strip in sheet.strips]
    lines = [line for strip in strips for line in strip.lines]
    front = sum(len(strip.lines) for strip in strips if strip.page < _FRONT_PAGES)
    aside = beside(lines, body, front)
    for strip in strips:
        strip.lines = [line for line in strip.lines if id(line) not in aside]
    return [strip for strip in strips if strip.lines]


def _parts(strips: Sequence[Strip], finder: Headings) -> list[_Part]:
    """Headings with the lines below them, without what comes before the abstract."""
    usual = leading(strips)
    parts = [_Part(Heading("", 1), [])]
    last: tuple[Line, Strip] | None = None
    for strip in strips:
        at, lines = 0, strip.lines
        heights = [line.middle for line in lines]
        while at < len(lines):
            line = lines[at]
            following = lines[at + 1] if at + 1 < len(lines) else None
            apart = not (at and -2 < heights[at - 1] - heights[at] < 1.25 * usual)
            found = finder.read(line, following, apart=apart)
            if found:
                heading, taken = found
                parts.append(_Part(heading, [[heading.rest]] if heading.rest else []))
                if heading.rest:
                    parts[-1].begin(strip.page)
                at += taken
                last = None
                continue
            _put(line, parts, starts=_starts(line, strip, last, usual))
            parts[-1].begin(strip.page)
            last = (line, strip)
            at += 1
    return [part for part in _body(parts) if not _is_beside(part)]


def _is_beside(part: _Part) -> bool:
    """Whether a part is the list of references, of people, or of what is drawn."""
    title = part.heading.title
    return is_references(title) or bool(_PEOPLE.fullmatch(title))


def _put(line: Line, parts: list[_Part], *, starts: bool) -> None:
    text = line.text
    abstract = _RUN_IN_ABSTRACT.match(text) if len(parts) < _FRONT_MATTER else None
    if abstract:
        parts.append(_Part(Heading("Abstract", 1), []))
        text = text[abstract.end() :]
    paragraphs = parts[-1].paragraphs
    if starts or not paragraphs:
        paragraphs.append([text])
    else:
        paragraphs[-1].append(text)


def _body(parts: list[_Part]) -> list[_Part]:
    """The parts from the abstract on; what stands above it is title and authors."""
    titles = [part.heading.title.casefold() for part in parts[:_FRONT_MATTER]]
    if "abstract" in titles:
        return parts[titles.index("abstract") :]
    if "introduction" in titles[1:3] and parts[0].paragraphs:
        parts[0].heading = Heading("Abstract", parts[titles.index("introduction")].heading.level)
    return parts


def _starts(line: Line, strip: Strip, last: tuple[Line, Strip] | None, usual: float) -> bool:
    """Whether a line begins a paragraph."""
    if last is None:
        return True
    before, where = last
    if before.text.endswith(BROKEN) or line.text[:1].islower():
        return False
    if not before.text.rstrip().endswith((".", "!", "?", ":", '."', "”")):
        return False
    if before.right < where.right - 25:
        return True
    indented = 6 < line.left - strip.left < 40
    if where is not strip:
        return indented
    was_indented = abs(before.left - line.left) < 3
    return before.middle - line.middle > 1.4 * usual or (indented and not was_indented)


def _section(part: _Part, vocabulary: Vocabulary) -> Section:
    told: list[str] = []
    pages: list[tuple[int, int]] = []
    end = 0
    for number, lines in enumerate(part.paragraphs):
        begins = part.pages.get(number, ())
        text, places = _paragraph(lines, [line for line, _ in begins], vocabulary)
        pages += [(end + at, page + 1) for at, (_, page) in zip(places, begins, strict=True)]
        if text:
            told.append(text)
            end += len(text) + len(_APART)
    return Section(part.heading.title, _APART.join(told), part.heading.level, tuple(pages))


def _paragraph(
    lines: Sequence[str], begins: Sequence[int], vocabulary: Vocabulary
) -> tuple[str, list[int]]:
    """A paragraph's text, and how much of it stands before some of its lines, in their order."""
    text, start = "", 0
    places: list[int] = []
    for at in begins:
        before = " ".join(filter(None, (text, vocabulary.joined(lines[start:at]))))
        places.append(len(before))
        last = lines[at - 1].rstrip() if at else ""
        if last and not last.endswith(("-", BROKEN)):  # else its word goes on
            text, start = before, at
    return " ".join(filter(None, (text, vocabulary.joined(lines[start:])))), places
