"""Which printed lines are headings, and of what level. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from papers.fulltext.numbering import Numbering
from papers.fulltext.pdf.lines import Line
from papers.fulltext.prose import BROKEN, plain

_NUMBERED = re.compile(
    r"(?P<word>(?:Appendix|APPENDIX|Section)\s+)?"
    r"(?P<number>(?:\d{1,2}|[A-Z]|[IVX]{1,5})(?:\.\d{1,2}){0,3})(?P<dot>[.:)]?)\s+"
    r"(?P<title>[^\W_].*|\[.+)$"
)
_PART = re.compile(
    r"(?i:chapter|appendix|kapitel|anhang|chapitre|annexe|capítulo|capitolo|apéndice) "
    r"(?P<number>\d{1,2}|[A-Z]|[IVX]{1,5})[.:]?"
)
_KNOWN: Final = frozenset(
    {
        "abstract", "introduction", "conclusion", "conclusions", "discussion", "references",
        "bibliography", "appendix", "appendices", "acknowledgments", "acknowledgements",
        "acknowledgment", "acknowledgement", "keywords", "summary", "results", "methods",
        "method", "background", "limitations", "overview", "preliminaries", "experiments",
        "evaluation", "related_work", "future_work", "ethics_statement", "broader_impact",
        "literature_cited", "ccs_concepts", "ethical_considerations", "materials_and_methods",
        "concluding_remarks", "declarations", "notation", "results_and_discussion",
        "discussion_and_conclusion", "conclusions_and_future_work", "data_availability",
        "references_and_notes", "einleitung", "zusammenfassung", "danksagung", "introducción",
        "conclusiones", "resumen", "agradecimientos", "introdução", "conclusões", "conclusão",
        "resumo", "agradecimentos", "introduzione", "conclusioni", "ringraziamenti", "résumé",
        "remerciements", "введение", "заключение", "аннотация", "благодарности", "引言", "结论",
        "摘要", "致谢", "はじめに", "結論", "謝辞",
    }
)  # fmt: skip
_REFERENCES: Final = frozenset(
    {
        "references", "reference", "bibliography", "literaturecited", "workscited", "literature",
        "referencesandnotes", "referencescited", "citedliterature", "literatur",
        "literaturverzeichnis", "quellen", "références", "référencesbibliographiques",
        "bibliographie", "referencias", "bibliografía", "referênciasbibliográficas",
        "referências", "bibliografia", "riferimentibibliografici", "riferimenti", "referenties",
        "referanslar", "kaynaklar", "kaynakça", "literatura", "piśmiennictwo", "irodalom",
        "списоклитературы", "литература", "библиография", "参考文献", "參考文獻", "참고문헌",
    }
)  # fmt: skip
_ENDING: Final = frozenset(
    {
        "conclusion", "conclusions", "discussion", "summary", "acknowledgments", "acknowledgment",
        "acknowledgements", "acknowledgement", "appendix", "appendices", "danksagung",
        "remerciements", "limitations", "dataavailability",
    }
)  # fmt: skip
"""After these, or references, come appendices."""
_NO_NUMBER = re.compile(r"^\W*(?:\d{1,2}|[IVX]{1,5})[.\s]|(?<!\d)\d+$")
_NO_LETTER = re.compile(r"[\W_]+")
_FORMULA = re.compile(r"[=∼~≈≤≥∝+|∑∫√]|[_^]\(")
_LONGEST: Final = 110
_SHORT: Final = 40
_LABEL: Final = 12
_LEAST: Final = 4
_BEGINNING: Final = 10
_SMALLEST: Final = 0.93
"""Of the size of running text, that of headings which have no number and no usual name."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading read off a line.

    Attributes:
        number: as printed, empty where there is none.
        rest: what follows it in the same line, where the text runs on.
    """

    title: str
    level: int
    number: str = ""
    rest: str = ""


def is_references(title: str) -> bool:
    """Whether a section is the list of what a paper cites, in the language it is written in."""
    return len(title) < _SHORT and bare(_NO_NUMBER.sub("", plain(title))) in _REFERENCES


def is_known(text: str) -> bool:
    """Whether a text is what sections are commonly called."""
    return plain(text).casefold().strip(" .:—-").replace(" ", "_") in _KNOWN


def bare(text: str) -> str:
    """Letters and digits alone, to compare titles by."""
    return _NO_LETTER.sub("", text.casefold())


class Headings:
    """Finds headings by the PDF's own outline, by numbers that count up, and by their print."""

    def __init__(self, body: float, outline: Sequence[tuple[int, str]] = ()) -> None:
        """Args: body is the size of running text in points; outline as the PDF has it."""
        self._body = body
        self._outline: dict[str, int] = {}
        self._capital: set[str] = set()
        for level, title in outline:
            match = _NUMBERED.match(title)
            for form in (title, match["title"] if match else title):
                if len(bare(form)) > 2:
                    self._outline[bare(form)] = level
                    if form[:1].isupper():
                        self._capital.add(bare(form))
        self._beginnings = {key[:4] for key in self._outline}
        self._numbering = Numbering()
        self._is_citing = False

    def read(
        self, line: Line, following: Line | None, *, apart: bool
    ) -> tuple[Heading, int] | None:
        """The heading that a line begins and how many lines it takes; None where it is none.

        Args:
            line: the line.
            following: the one after it in the same column.
            apart: whether there is more room above the line than within paragraphs.
        """
        if not self._may_be_one(line, apart=apart):
            return None
        found = self._found(line, following, apart=apart)
        if found:
            self._is_citing = is_references(found[0].title)
            if self._is_citing or bare(found[0].title) in _ENDING:
                self._numbering.is_ending = True
        return found

    def _found(
        self, line: Line, following: Line | None, *, apart: bool
    ) -> tuple[Heading, int] | None:
        text = plain(line.text.replace(BROKEN, "-"))
        if not 3 <= len(text) <= 2 * _LONGEST or "@" in text:
            return None
        goes_on = following if following and _same_print(line, following) else None
        listed = self._listed(text, goes_on) if self._outline else None
        listed = listed or self._run_in(line, text) or self._below(text, following)
        if listed:
            return listed
        numbered = self._numbered(line, text, apart=apart)
        runs_on = following is not None and (
            _runs_on(line, following) or (not is_known(text) and _is_label(following))
        )
        if numbered is None and not runs_on and self._is_named(line, text, apart=apart):
            numbered = Heading(text.rstrip(" .:"), self._level(line))
        if numbered is None:
            return None
        if goes_on and not numbered.rest and self._takes(numbered, line, goes_on):
            title = plain(
                f"{numbered.title}{'' if line.text.endswith(BROKEN) else ' '}{goes_on.text}"
            )
            return Heading(title, numbered.level, numbered.number), 2
        return numbered, 1

    def _may_be_one(self, line: Line, *, apart: bool) -> bool:
        """Whether a line is worth a closer look; most are not, and looking takes time."""
        return bool(
            line.starts_strong
            or (apart and line.is_slanted)
            or line.size > 1.08 * self._body
            or (apart and len(line.text) < _SHORT)
            or line.text.isupper()
            or (self._beginnings and bare(line.text[:_BEGINNING])[:4] in self._beginnings)
        )

    def _listed(self, text: str, goes_on: Line | None) -> tuple[Heading, int] | None:
        """A heading that the outline has."""
        for count, whole in ((1, text), (2, plain(f"{text} {goes_on.text}") if goes_on else "")):
            key = bare(whole)
            match = _NUMBERED.match(whole)
            title = match["title"] if match else whole
            level = self._outline.get(key) or (match and self._outline.get(bare(title)))
            if key and level and not (title[:1].islower() and bare(title) in self._capital):
                number = match["number"] if match else ""
                self._count(match)
                return Heading(title.rstrip(" .:"), level, number), count
        return None

    def _count(self, match: re.Match[str] | None) -> None:
        if match is None:
            return
        counted = self._numbering.counted(
            match["number"], dotted=bool(match["dot"]), named=bool(match["word"])
        )
        if counted:
            self._numbering.take(match["number"], counted)

    def _run_in(self, line: Line, text: str) -> tuple[Heading, int] | None:
        """A heading that the outline has, with the text running on in its line."""
        title, stop, rest = text.partition(". ")
        level = self._outline.get(bare(title)) if line.starts_strong and stop else None
        return (Heading(title, level, "", rest.strip()), 1) if level else None

    def _below(self, text: str, following: Line | None) -> tuple[Heading, int] | None:
        """A heading in the line below “Chapter 1” or “Appendix A”, which stand alone."""
        match = _PART.fullmatch(text)
        if match is None or following is None:
            return None
        title = plain(following.text.replace(BROKEN, "-")).rstrip(" .:")
        styled = following.is_strong or following.size > 1.08 * self._body or title.isupper()
        if not styled or not _LEAST < len(title) < _LONGEST or not title[0].isupper():
            return None
        counted = self._numbering.counted(match["number"], dotted=True, named=True)
        if counted:
            self._numbering.take(match["number"], counted)
        return Heading(title, 1, match["number"]), 2

    def _numbered(self, line: Line, text: str, *, apart: bool) -> Heading | None:
        match = _NUMBERED.match(text)
        if match is None:
            return None
        title, number = match["title"].strip(), match["number"]
        counted = self._numbering.counted(
            number, dotted=bool(match["dot"]), named=bool(match["word"])
        )
        if counted is None or not (title[0].isupper() or title[0] == "["):
            return None
        rest = ""
        big = line.size > 1.08 * self._body
        caps = title.isupper() and len(bare(title)) > 4
        if line.starts_strong and not line.ends_strong and len(counted) > 1:
            title, stop, rest = title.partition(". ")
            if not stop and len(text) > 70:
                return None
        elif not (line.is_strong or big or caps):
            plain_heading = apart and len(text) < 70 and (line.starts_strong or line.is_slanted)
            if not plain_heading:
                return None
        if len(title) > _LONGEST or title.endswith((",", ";")):
            return None
        if not rest and _FORMULA.search(title):
            return None
        self._numbering.take(number, counted)
        return Heading(title.rstrip(" .:"), len(counted), number, rest.strip())

    def _is_named(self, line: Line, text: str, *, apart: bool) -> bool:
        big = line.size > 1.08 * self._body
        styled = line.is_strong or big or text.isupper()
        if is_known(text):
            return styled or apart
        if len(text) > 80 or not text[0].isupper() or text[-1] in ".,;!" or _FORMULA.search(text):
            return False
        is_row = text.count(",") > 1 or sum(letter.isdigit() for letter in text) > 4
        if is_row or line.size < _SMALLEST * self._body:
            return False
        if line.is_slanted and not line.is_strong and not big:
            fits = len(bare(text)) > 5 and len(text) < _SHORT + 20 and "," not in text
            return apart and fits and not self._is_citing
        return (line.is_strong or big) and apart and len(bare(text)) > 3

    def _level(self, line: Line) -> int:
        return (
            1 if line.size > 1.08 * self._body or line.text.isupper() or is_known(line.text) else 2
        )

    def _takes(self, heading: Heading, line: Line, following: Line) -> bool:
        """Whether a heading goes on in the next line."""
        if is_known(heading.title) or _NUMBERED.match(following.text):
            return False
        step = line.middle - following.middle
        return 0 < step < 1.6 * line.size and len(following.text) < 80


def _runs_on(line: Line, following: Line) -> bool:
    """Whether bold words at a paragraph's beginning, or italics, go on in its second line."""
    step = line.middle - following.middle
    bold = line.is_strong and following.starts_strong and not following.ends_strong
    slanted = line.is_slanted and not line.is_strong and following.is_slanted
    close = abs(line.size - following.size) < 0.3 and 0 < step < 1.6 * line.size
    return close and (bold or slanted)


def _is_label(following: Line) -> bool:
    """Whether what follows is no text: then a bold word is one of a drawing or a table."""
    text = following.text
    few = sum(map(str.isalpha, text)) < 0.5 * len(text)
    short = len(text) < _LABEL and not text.endswith(".")
    return not following.starts_strong and (few or short)


def _same_print(line: Line, following: Line) -> bool:
    return (
        abs(line.size - following.size) < 0.3
        and line.is_strong == following.is_strong
        and line.starts_strong == following.starts_strong
        and line.is_slanted == following.is_slanted
        and (line.is_strong or line.text.isupper() == following.text.isupper())
        and following.middle < line.middle
    )
