"""Libraries of papers as reference managers give them: BibTeX, RIS, CSL-JSON, Zotero's CSV.

A paper is known by its arXiv id, wherever an entry has it: as an eprint, a link, arXiv's DOI, or in
the words that search engines and managers write ("arXiv preprint arXiv:2403.04634").
"""

from __future__ import annotations

import csv
import io
import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from app.library.importing import Entry, Library
from domain.errors import InputError
from domain.identifiers import PaperId
from domain.messages import sentence
from handlers.exchange.checked import cleaned
from papers.text.latex import readable

_BIBTEX: Final = re.compile(r"^[ \t]{0,8}@[A-Za-z]{2,30}[ \t]{0,8}[{(]", re.MULTILINE)
_RIS: Final = re.compile(r"^TY {1,3}- ", re.MULTILINE)
_RIS_END: Final = re.compile(r"^ER {1,3}-[ \t]{0,8}\Z", re.MULTILINE)
_CSV: Final = '"Key","Item Type",'
_BRACES: Final = str.maketrans("", "", "{}")
_ARXIV: Final = re.compile(
    r"arxiv|10\.48550|huggingface\.co/papers|hf\.co/papers|^abs/", re.IGNORECASE
)
"""What a text must have beside digits that may be of anything else."""

_FIELDS: Final = (
    "eprint", "arxivid", "arxiv", "doi", "url", "urls", "link", "number", "accession_number",
    "archive_location", "volume", "journal", "journaltitle", "container-title", "secondary_title",
    "howpublished", "publisher", "series", "note", "notes", "extra", "annote",
)  # fmt: skip
"""Where an id may stand, the surest first."""


def read_library(text: str) -> Library | None:
    """The entries of a library; None where a text is none.

    Raises:
        InputError: it ends in the middle, or has no entry.
    """
    for name, is_one, entries in _FORMS:
        if is_one(text):
            return _library(name, *entries(text))
    return None


def library_of_items(items: Iterable[Any]) -> Library:
    """CSL-JSON, or papers as we export them.

    Raises:
        InputError: none of it is an entry.
    """
    known = [_entry(_flat(_unwrapped(one))) for one in items if isinstance(one, dict)]
    return _library("CSL-JSON", known, 0)


def _library(name: str, entries: list[Entry], unreadable: int) -> Library:
    if not entries:
        raise InputError(
            sentence("There is no entry in this {form} that can be read.", form=name),
            hint=sentence("Export it anew, as BibTeX, RIS or CSL-JSON."),
        )
    return Library(name, tuple(entries), unreadable)


def _bibtex(text: str) -> tuple[list[Entry], int]:
    from bibtexparser.entrypoint import parse_string
    from bibtexparser.model import (
        DuplicateBlockKeyBlock,
        DuplicateFieldKeyBlock,
        ParsingFailedBlock,
    )
    from bibtexparser.model import Entry as BibtexEntry

    # It would tell the log of what is in the library.
    for logger in ("bibtexparser", "bibtexparser.splitter"):
        logging.getLogger(logger).setLevel(logging.CRITICAL + 1)
    parsed = parse_string(text)
    twice = [b for b in parsed.failed_blocks if isinstance(b, DuplicateBlockKeyBlock)]
    twice_in = [b for b in parsed.failed_blocks if isinstance(b, DuplicateFieldKeyBlock)]
    broken = len(parsed.failed_blocks) - len(twice) - len(twice_in)
    last = parsed.blocks[-1] if parsed.blocks else None
    if isinstance(last, ParsingFailedBlock) and not isinstance(
        last, DuplicateBlockKeyBlock | DuplicateFieldKeyBlock
    ):
        raise half("BibTeX")
    blocks = [*parsed.entries, *(b.ignore_error_block for b in (*twice, *twice_in))]
    known = [
        {name.lower(): str(field.value) for name, field in block.fields_dict.items()}
        for block in blocks
        if isinstance(block, BibtexEntry)
    ]
    return [_entry(fields, is_tex=True) for fields in known], broken


def _ris(text: str) -> tuple[list[Entry], int]:
    import rispy
    from rispy.parser import ParseError

    if not _RIS_END.search(text.rstrip()):
        raise half("RIS")
    try:
        entries = rispy.loads(text)
    except (ParseError, OSError, ValueError, KeyError) as error:
        raise half("RIS") from error
    # Where one entry has no end, the next is read as a part of it.
    lost = len(_RIS.findall(text)) - len(entries)
    return [_entry(_flat(entry)) for entry in entries], max(lost, 0)


def _csv(text: str) -> tuple[list[Entry], int]:
    try:
        rows = list(csv.DictReader(io.StringIO(text), strict=True))
    except csv.Error as error:
        raise half("CSV") from error
    known = [{str(k).lower(): str(v) for k, v in row.items() if k and v} for row in rows]
    renamed = [{**row, "abstract": row.get("abstract note", "")} for row in known]
    return [_entry(row) for row in renamed], 0


_FORMS: Final = (
    ("CSV", lambda text: text.startswith(_CSV), _csv),
    ("RIS", lambda text: _RIS.search(text[:5_000]) is not None, _ris),
    ("BibTeX", lambda text: _BIBTEX.search(text) is not None, _bibtex),
)


def half(form: str) -> InputError:
    """The error of a file that ends before its end."""
    return InputError(
        sentence("This {form} is not whole: it ends in the middle of an entry.", form=form),
        hint=sentence("Export it anew, and send the whole file."),
    )


def _unwrapped(item: dict[str, Any]) -> dict[str, Any]:
    """An item of CSL-JSON; of our own JSON the paper's fields."""
    paper = item.get("paper")
    if not isinstance(paper, dict):
        return item
    return {**paper, "eprint": paper.get("id", ""), "url": ""}


def _flat(item: Mapping[str, Any]) -> dict[str, str]:
    """Fields as texts, by their names in lower case; those of several lines are one."""
    flat = {}
    for name, value in item.items():
        if isinstance(value, list):
            flat[name.lower()] = " ".join(part for part in value if isinstance(part, str))
        elif isinstance(value, str | int):
            flat[name.lower()] = str(value)
    title = flat.get("title") or flat.get("primary_title") or ""
    return {**flat, "title": title, "abstract": flat.get("abstract", "")}


def _entry(fields: Mapping[str, str], *, is_tex: bool = False) -> Entry:
    title, abstract = (_text(fields.get(name, ""), is_tex) for name in ("title", "abstract"))
    return Entry(next(_papers(fields), None), title, abstract)


def _text(text: str, is_tex: bool) -> str:
    text = readable(text).translate(_BRACES) if is_tex else text
    return cleaned(" ".join(text.split()))


def _papers(fields: Mapping[str, str]) -> Iterator[PaperId]:
    """Papers that an entry names, the likeliest first."""
    kind = (fields.get("archiveprefix") or fields.get("eprinttype") or "arxiv").lower()
    for name in _FIELDS:
        value = fields.get(name, "")
        if not value or (name == "eprint" and kind != "arxiv"):
            continue
        if name in ("eprint", "arxivid", "arxiv"):
            old = f"{fields.get('primaryclass', '')}/{value}"
            yield from PaperId.find(value) or PaperId.find(old)
        elif _ARXIV.search(value):
            yield from PaperId.find(value)
