"""Recorded papers in several versions, and whether what was planted in them is told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from domain.fulltext import FullText
from domain.identifiers import PaperId
from domain.metadata.changes import Change, ChangeKind
from domain.papers import Author, Paper
from papers.fulltext.html.latexml_page import read_latexml
from papers.text.noted import noting
from papers.withdrawals import is_withdrawn
from summaries.changes.versions import compare_records, compare_texts, in_order

_TEXT: Final = (
    ChangeKind.NUMBER, ChangeKind.CELL, ChangeKind.NEGATED, ChangeKind.REWORDED, ChangeKind.GONE,
    ChangeKind.ADDED, ChangeKind.CAPTION,
)  # fmt: skip
_KINDS: Final[dict[str, tuple[ChangeKind, ...]]] = {
    "number changed": _TEXT,
    "sentence removed": (ChangeKind.GONE,),
    "sentence added": (ChangeKind.ADDED,),
    "section added": (ChangeKind.SECTION_ADDED,),
    "author added": (ChangeKind.AUTHOR_ADDED,),
    "title changed": (ChangeKind.TITLE,),
    "figure replaced": (ChangeKind.FIGURE_REPLACED,),
    "caption changed": (ChangeKind.CAPTION,),
    "withdrawn": (ChangeKind.WITHDRAWN,),
    "reinstated": (ChangeKind.RETURNED,),
    "comment changed": (ChangeKind.COMMENT,),
    "licence changed": (ChangeKind.LICENCE,),
    "rewritten": _TEXT,
    "negation": (*_TEXT,),
    "wording": _TEXT,
    "reference added": (),
}
"""What each planted kind may be told as; references are not told."""


@dataclass(frozen=True, slots=True)
class Planted:
    """One planted edit: its kind and where it is, as the data name them, and the words."""

    kind: str
    where: str
    before: str
    after: str

    def is_told_by(self, change: Change) -> bool:
        """Whether a change tells it, where it is."""
        if change.kind not in _KINDS[self.kind]:
            return False
        if change.kind not in _TEXT or change.kind is ChangeKind.CAPTION:
            return True
        where = "1" if self.where == "table" else self.where.removeprefix("after ").casefold()
        if change.where.casefold() != where:
            return False
        pairs = ((self.before, change.before), (self.after, change.after))
        return any(has and (_plain(has) in _plain(told) or _plain(told) in _plain(has))
                   for has, told in pairs if told)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """From one version to the next: what was planted, and what is told."""

    name: str
    edits: tuple[Planted, ...]
    changes: tuple[Change, ...]

    @property
    def missed(self) -> list[Planted]:
        """What was planted and not told."""
        return [edit for edit in self.edits if not any(map(edit.is_told_by, self.changes))]

    @property
    def false(self) -> list[Change]:
        """What is told and was not planted; a comment may always be another."""
        return [
            change
            for change in self.changes
            if change.kind is not ChangeKind.COMMENT
            and not any(edit.is_told_by(change) for edit in self.edits)
        ]


def steps(folder: Path) -> Iterator[Step]:
    """Each pair of versions, its figures compared as well."""
    records = _records(folder)
    for told in json.loads((folder / "planted-edits.json").read_text(encoding="utf-8")):
        before, after = records[told["id"], told["from"]], records[told["id"], told["to"]]
        changes = list(compare_records(before, after))
        was = _text(folder, before) or _text(folder, records[told["id"], max(told["from"] - 1, 1)])
        now = _text(folder, after)
        if was and now:
            changes += compare_texts(was, now)
        edits = tuple(_planted(edit) for edit in told["edits"])
        yield Step(f"{told['id']} v{told['from']}-v{told['to']}", edits, in_order(changes))


def _planted(edit: dict[str, Any]) -> Planted:
    def words(value: Any) -> str:
        if isinstance(value, dict):
            return str(value["title"])
        return " ".join(value) if isinstance(value, list) else str(value or "")

    return Planted(edit["kind"], edit["where"], words(edit.get("before")), words(edit["after"]))


def _records(folder: Path) -> dict[tuple[str, int], Paper]:
    found: dict[tuple[str, int], Paper] = {}
    for line in (folder / "records-versions.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        own = {name: record.get(name) for name in ("title", "authors", "abstract", "comment")}
        licence = record.get("license")
        for number, version in enumerate(record["versions"], 1):
            own |= {name: version[name] for name in own if name in version}
            licence = version.get("license", licence)
            found[record["id"], number] = Paper(
                id=PaperId(record["id"], number),
                title=own["title"],
                authors=tuple(map(Author, own["authors"])),
                abstract=own["abstract"],
                comment=own["comment"],
                licence=licence,
                categories=(),
                primary="",
                withdrawn=is_withdrawn(own["comment"], own["abstract"]),
            )
    return found


def _text(folder: Path, paper: Paper) -> FullText | None:
    """A version read from its page, with the images that lie beside it."""
    path = folder / "html" / f"{paper.id}.html"
    if not path.exists():
        return None
    with noting() as formulas:
        page = read_latexml(path.read_bytes())
    figures = tuple(
        replace(figure, image=(path.parent / page.addresses[figure.number][0]).read_bytes())
        if figure.number in page.addresses
        else figure
        for figure in page.text.figures
    )
    return replace(page.text, formulas=formulas(), figures=figures, licence=paper.licence)


def _plain(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
