r"""Whom a text cites by name: ``\citet`` and its kind, from the paper's ``.bbl`` or ``.bib``. Pure.

Without the names, sentences lose their subject. Since late 2025 arXiv takes sources with the
``.bib`` alone (https://info.arxiv.org/help/submit_tex.html).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Final

from papers.fulltext.tex.groups import group_end
from papers.text.latex import readable

_CITATION = re.compile(
    r"\\(?:[cC]itet|[cC]iteauthor|[cC]itealt|[tT]extcite|newcite|citeN|shortciteN)(?![A-Za-z])\*?\s?"
    r"(?:\[[^\[\]]{0,200}\]\s?){0,2}\{(?P<keys>[^{}]{1,600})\}"
)
_ITEM = re.compile(
    r"\\bibitem\s?\[(?P<label>(?:[^\[\]{}]|\{(?:[^{}]|\{[^{}]*+\})*+\})*+)\]\s?\{(?P<key>[^{}]{1,100})\}"
)
_ENTRY = re.compile(r"\\entry\{(?P<key>[^{}]{1,100})\}")
_FAMILY = re.compile(r"\bfamily=\{(?P<name>(?:[^{}]|\{[^{}]*+\})*+)\}")
_RECORD = re.compile(r"@\w{1,20}\s?[{(]\s?(?P<key>[^\s,{}]{1,100})\s?,")
_AUTHOR = re.compile(r"(?:^|[,\n])\s{0,40}(?:author|editor)\s?=\s?(?P<begins>[{\"])", re.IGNORECASE)
_LARGEST: Final = 2_000_000
_LONGEST: Final = 8_000
_MOST: Final = 400


def with_cited_names(text: str, files: Mapping[str, bytes]) -> str:
    """A text with the names that these citations print; those of whom nothing is known stay."""
    wanted = {key.strip() for match in _CITATION.finditer(text) for key in match["keys"].split(",")}
    if not wanted:
        return text
    known: dict[str, str] = {}
    for suffix, read in ((".bib", _of_bib), (".bbl", _of_bbl)):
        for name, content in files.items():
            if PurePosixPath(name).suffix.lower() == suffix:
                known |= dict(read(content[:_LARGEST].decode("utf-8", "replace"), wanted))

    def written(match: re.Match[str]) -> str:
        names = [known[key.strip()] for key in match["keys"].split(",") if key.strip() in known]
        return _listed(names) if names else match[0]

    return _CITATION.sub(written, text)


def _of_bbl(text: str, wanted: set[str]) -> Iterator[tuple[str, str]]:
    """By the labels of natbib, or by the names of biblatex."""
    for match in _ITEM.finditer(text):
        _, is_pair, pair = match["label"].partition("\\citeauthoryear")
        label = pair.strip("{ ").partition("}")[0] if is_pair else match["label"].partition("(")[0]
        name = _plain(label)
        if match["key"].strip() in wanted and any(map(str.isalpha, name)):
            yield match["key"].strip(), name
    entries = list(_ENTRY.finditer(text))
    ends = [*(entry.start() for entry in entries[1:]), len(text)]
    for entry, end in zip(entries, ends, strict=False):
        if entry["key"] in wanted:
            authors = text[entry.end() : min(end, entry.end() + _LONGEST)].partition("\\endentry")[
                0
            ]
            names = [_plain(match["name"]) for match in _FAMILY.finditer(authors)]
            if names:
                yield entry["key"], _shortened(names)


def _of_bib(text: str, wanted: set[str]) -> Iterator[tuple[str, str]]:
    records = list(_RECORD.finditer(text))
    ends = [*(record.start() for record in records[1:]), len(text)]
    for record, end in zip(records, ends, strict=False):
        if record["key"] not in wanted:
            continue
        inside = text[record.end() : min(end, record.end() + _LONGEST)]
        match = _AUTHOR.search(inside)
        if match is None:
            continue
        start = match.start("begins")
        closing = (
            group_end(inside, start) - 1 if match["begins"] == "{" else inside.find('"', start + 1)
        )
        if closing > start:
            names = " ".join(inside[start + 1 : closing].split()).split(" and ")
            yield record["key"], _shortened([_last(name) for name in names[:_MOST]])


def _last(name: str) -> str:
    """The last name of somebody, or the name of a group."""
    name = name.strip()
    if name.startswith("{") and name.endswith("}"):
        return _plain(name)
    last, comma, _ = name.partition(",")
    words = _plain(last).split()
    if comma or not words:
        return " ".join(words)
    small = [at for at, word in enumerate(words[:-1]) if at and word.islower()]
    return " ".join(words[small[0] :]) if small else words[-1]


def _plain(name: str) -> str:
    return readable(name.replace("~", " ")).replace("{", "").replace("}", "").strip(" ,")


def _shortened(names: list[str]) -> str:
    if len(names) > 2 or names[-1] == "others":
        return f"{names[0]} et al."
    return " and ".join(names)


def _listed(names: list[str]) -> str:
    told = ", ".join(names[:-1])
    return f"{told} and {names[-1]}" if told else names[-1]
