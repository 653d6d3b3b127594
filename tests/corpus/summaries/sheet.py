"""``python -m tests.corpus.summaries.sheet``: the sheet of docs/summaries.md, measured anew.

Judged by eye, and kept in judged.tsv, are the one sentence and the points of each paper,
with a stamp of the text judged: where a summary has changed since, the sheet says so. No text of
any paper is kept or printed. ``--stamp`` takes the summaries of now for those that were judged.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from statistics import fmean
from typing import Any, Final

from domain.identifiers import PaperId
from domain.papers import Paper
from domain.summaries import Basis, Provenance, Summary
from papers.text.latex import readable
from summaries.extractive.summarizer import extracted
from tests.corpus.conftest import SHARED
from topics.english.stems import tokens

PAGE: Final = Path(__file__).resolve().parents[3] / "docs" / "summaries.md"
JUDGED: Final = Path(__file__).with_name("judged.tsv")
START: Final = "<!-- sheet -->\n"
END: Final = "<!-- end of sheet -->\n"
MARKS: Final = {"g": "good", "a": "acceptable", "b": "bad", "-": "–"}
PARTS: Final = {
    "background": "B",
    "prior_work": "P",
    "method": "M",
    "results": "R",
    "significance": "S",
    "innovation": "I",
    "performance": "F",
    "workload": "W",
    "limitations": "L",
}
_MADE: Final = Provenance(
    model="extractive",
    prompt="sheet",
    made_at=datetime(2025, 6, 1, tzinfo=UTC),
    paper_version=1,
    basis=Basis.ABSTRACT,
)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a reader thought of a paper's summary.

    Attributes:
        sentence: mark of the one sentence, a key of `MARKS`.
        points: mark of the takeaways; "-" where the abstract has no further sentence.
        fault: what is wrong, in the fewest words.
        stamps: of the one sentence and the points that were judged.
    """

    paper: str
    sentence: str
    points: str
    fault: str
    stamps: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """One paper, judged and measured.

    Attributes:
        share: words of the one sentence among those of the abstract.
        parts: letters of the parts of the analysis that are filled.
        changed: whether the one sentence, and the points, are others than those judged.
    """

    archive: str
    judged: Judgement
    words: int
    share: float
    points: int
    parts: str
    changed: tuple[bool, bool]


def judgements() -> list[Judgement]:
    """The marks that were given."""
    lines = JUDGED.read_text(encoding="utf-8").splitlines()[1:]
    fields = (line.split("\t") for line in lines)
    return [Judgement(p, s, t, fault, (one, more)) for p, s, t, one, more, fault in fields]


def rows(folder: Path) -> list[Row]:
    """Every judged paper of the recorded arXiv, by archive."""
    judged = {judgement.paper: judgement for judgement in judgements()}
    found = (_row(judged.pop(record["id"]), record) for record in _records(folder, judged))
    return sorted(found, key=lambda row: (row.archive, row.judged.paper))


def _records(folder: Path, wanted: dict[str, Judgement]) -> Iterator[dict[str, Any]]:
    for path in (*sorted(folder.glob("records-*.jsonl.gz")), *folder.glob("load-*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                record = json.loads(line)
                if record["id"] in wanted:
                    yield record


def _row(judged: Judgement, record: dict[str, Any]) -> Row:
    paper, summary = summarised(record)
    words = len(tokens(summary.tldr.text))
    stamps = stamps_of(summary)
    return Row(
        archive=paper.primary.partition(".")[0],
        judged=judged,
        words=words,
        share=words / len(tokens(paper.abstract)),
        points=len(summary.takeaways),
        parts="".join(PARTS[name] for name, part in summary.analysis.parts() if part),
        changed=(stamps[0] != judged.stamps[0], stamps[1] != judged.stamps[1]),
    )


def summarised(record: dict[str, Any]) -> tuple[Paper, Summary]:
    """A recorded paper, and its summary from the abstract."""
    paper = Paper(
        id=PaperId(record["id"], record.get("version")),
        title=readable(record["title"]),
        authors=(),
        abstract=readable(record["abstract"]),
        categories=tuple(record["categories"]),
        primary=record["primary_category"],
    )
    return paper, extracted(paper, None, _MADE)


def stamps_of(summary: Summary) -> tuple[str, str]:
    """Of the one sentence, and of the points."""
    return _stamp(summary.tldr.text), _stamp("\n".join(c.text for c in summary.takeaways))


def _stamp(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:8]


def sheet(found: list[Row]) -> str:
    """The tables: by archive, then by paper."""
    by_archive: defaultdict[str, list[Row]] = defaultdict(list)
    for row in found:
        by_archive[row.archive].append(row)
    lines = [
        *_head(
            "archive",
            "papers",
            "one sentence",
            "points",
            "words",
            "of the abstract",
            "points a paper",
            "parts a paper",
            "most frequent fault",
        ),
        *(_of_archive(archive, papers) for archive, papers in by_archive.items()),
        _of_archive("**all**", found),
        "",
        *_changes(found),
        "<details><summary>By paper</summary>",
        "",
        *_head(
            "paper",
            "one sentence",
            "points",
            "words",
            "of the abstract",
            "points",
            "parts",
            "fault",
        ),
        *map(_of_paper, found),
        "",
        "</details>",
    ]
    return "\n".join(lines) + "\n"


def _head(*names: str) -> tuple[str, str]:
    return f"| {' | '.join(names)} |", f"| {' | '.join('---' for _ in names)} |"


def _of_archive(archive: str, papers: list[Row]) -> str:
    faults = Counter(row.judged.fault for row in papers if row.judged.fault)
    return (
        f"| {archive} | {len(papers)} | {_counts(row.judged.sentence for row in papers)} "
        f"| {_counts(row.judged.points for row in papers)} "
        f"| {fmean(row.words for row in papers):.0f} "
        f"| {100 * fmean(row.share for row in papers):.0f} % "
        f"| {fmean(row.points for row in papers):.1f} "
        f"| {fmean(len(row.parts) for row in papers):.1f} "
        f"| {faults.most_common(1)[0][0] if faults else '–'} |"
    )


def _counts(marks: Iterable[str]) -> str:
    counted = Counter(marks)
    return " / ".join(str(counted[mark]) for mark in "gab")


def _changes(found: list[Row]) -> list[str]:
    sentences = sum(row.changed[0] for row in found)
    points = sum(row.changed[1] for row in found)
    if not sentences and not points:
        return []
    return [f"Changed since judged: {sentences} one sentences, the points of {points} papers.", ""]


def _of_paper(row: Row) -> str:
    judged = row.judged
    marks = " | ".join(
        MARKS[mark] + ("*" if changed else "")
        for mark, changed in zip((judged.sentence, judged.points), row.changed, strict=True)
    )
    return (
        f"| {judged.paper} | {marks} | {row.words} | {100 * row.share:.0f} % | {row.points} "
        f"| {row.parts or '–'} | {judged.fault or '–'} |"
    )


def stamped(folder: Path) -> None:
    """Keep the marks for the summaries of now."""
    judged = {judgement.paper: judgement for judgement in judgements()}
    for record in _records(folder, dict(judged)):
        paper, summary = summarised(record)
        judged[paper.id.base] = replace(judged[paper.id.base], stamps=stamps_of(summary))
    head = "paper\tsentence\tpoints\tsentence stamp\tpoints stamp\tfault"
    lines = [
        "\t".join((j.paper, j.sentence, j.points, *j.stamps, j.fault)) for j in judged.values()
    ]
    JUDGED.write_text("\n".join((head, *lines)) + "\n", encoding="utf-8")


def main(options: list[str]) -> None:
    """Write the sheet into the page."""
    folder = SHARED / "arxiv"
    if "--stamp" in options:
        stamped(folder)
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(START)
    _, _, after = rest.partition(END)
    PAGE.write_text(f"{before}{START}{sheet(rows(folder))}{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
