"""BibTeX as three parsers of others read it, for all that they should agree on."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bibtexparser.entrypoint import parse_string as read_bibtex
from bibtexparser.middlewares import SeparateCoAuthors, SplitNameParts
from citeproc.source.bibtex import BibTeX
from citeproc.source.bibtex.bibparse import BibTeXParser
from pybtex.database import parse_string

FIELDS = (
    "title", "year", "journal", "doi", "eprint", "archiveprefix", "primaryclass", "version", "url",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its kind, its authors in order, and other fields by their names in lower case."""

    kind: str
    authors: tuple[str, ...]
    fields: Mapping[str, str]


def by_bibtexparser(text: str) -> dict[str, Entry]:
    """As bibtexparser has it, names taken apart and put together again."""
    library = read_bibtex(text, append_middleware=[SeparateCoAuthors(), SplitNameParts()])
    assert not library.failed_blocks
    return {entry.key: _of_bibtexparser(entry) for entry in library.entries}


def _of_bibtexparser(entry: Any) -> Entry:
    fields = {name.lower(): field.value for name, field in entry.fields_dict.items()}
    names = fields.pop("author", [])
    authors = (" ".join((*n.first, *n.von, *n.last, *n.jr)) for n in names)
    return _entry(entry.entry_type, authors, fields)


def by_pybtex(text: str) -> dict[str, Entry]:
    """As pybtex has it."""
    found = {}
    for key, entry in parse_string(text, "bibtex").entries.items():
        people = entry.persons.get("author", [])
        authors = (
            " ".join(
                (*p.first_names, *p.middle_names, *p.prelast_names, *p.last_names, *p.lineage_names)
            )
            for p in people
        )
        fields = {name.lower(): value for name, value in entry.fields.items()}
        found[key] = _entry(entry.type, authors, fields)
    return found


def by_citeproc(text: str) -> dict[str, Entry]:
    """As citeproc-py has it, which takes names apart as BibTeX itself does."""
    entries = BibTeXParser(io.StringIO(text))
    authors = {some: _names(some) for some in {one.get("author", "") for one in entries.values()}}
    return {
        key: _entry(one.document_type, authors[one.get("author", "")], one)
        for key, one in entries.items()
    }


def _names(some: str) -> list[str]:
    reader = BibTeX.__new__(BibTeX)
    reader.preamble_macros = {}
    parts = ("given", "non-dropping-particle", "family", "suffix")
    return [
        " ".join(filter(None, (name.get(part) for part in parts)))
        for name in (reader._parse_author(some) if some else ())
    ]


def _entry(kind: str, authors: Any, fields: Mapping[str, str]) -> Entry:
    told = {name: _bare(fields[name]) for name in FIELDS if name in fields}
    return Entry(kind, tuple(map(_bare, authors)), told)


def _bare(text: str) -> str:
    """A value as it is read: without braces, and what was escaped as it was."""
    for escaped, sign in (
        (r"\textbackslash{}", "\\"), (r"\textasciitilde{}", "~"), (r"\textasciicircum{}", "^"),
        *((f"\\{sign}", sign) for sign in "&%$#_"),
    ):  # fmt: skip
        text = text.replace(escaped, sign)
    return text.replace("{", "").replace("}", "")


PARSERS: Mapping[str, Callable[[str], dict[str, Entry]]] = {
    "bibtexparser": by_bibtexparser,
    "pybtex": by_pybtex,
    "citeproc": by_citeproc,
}
