"""``python -m tests.corpus.summaries.blind``: what readers thought of three builds, in shares.

    python -m tests.corpus.summaries.blind --sheet ../first ../last > sheet.txt

prints 120 papers that nobody has read, with the summaries that three checkouts make of their
abstracts, two earlier ones and this; in which order is drawn for each paper from the seed. The
marks go into blind.tsv, in the order shown: of the one sentences good, acceptable or bad, of the
points a figure for each, the higher the better, alike where they are as good. Which build was where
is told by the seed alone. Without options the marks are counted, and how many summaries of this
build have changed since they were judged. No text of any paper is kept.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import permutations
from pathlib import Path
from typing import Any, Final, NamedTuple

from domain.summaries import Summary
from tests.corpus.conftest import SHARED
from tests.corpus.summaries.sheet import judgements, stamps_of, summarised

SEED: Final = "an eighth reading, at half past one"
PAPERS: Final = 120
BUILDS: Final = ("0053e9a", "9ebf78b", "now")
"""Commits of the earlier checkouts, in the order in which they are given, and this build."""

KEPT: Final = Path(__file__).with_name("blind.tsv")
READ: Final = Path(__file__).with_name("read_before.txt")
"""Papers of earlier blind sheets, and those on which rules were found."""

_LONGEST: Final = 350
"""Words of an abstract; longer ones are not read to the end."""

_EARLIER: Final = """
import json, sys
from datetime import UTC, datetime
from domain.identifiers import PaperId
from domain.papers import Paper
from domain.summaries import Basis, Provenance
try:
    from summaries.extractive.summarizer import extracted
except ImportError:
    from summaries.extractive import extracted
made = Provenance(model="e", prompt="s", made_at=datetime(2025, 6, 1, tzinfo=UTC),
                  paper_version=1, basis=Basis.ABSTRACT)
for line in sys.stdin:
    one = json.loads(line)
    paper = Paper(id=PaperId(one["id"]), title=one["title"], authors=(), abstract=one["abstract"],
                  categories=tuple(one["categories"]), primary=one["primary"])
    told = extracted(paper, None, made)
    print(json.dumps([told.tldr.text, [claim.text for claim in told.takeaways]]))
"""
"""What another checkout is asked to do; its modules may have other names."""


class Told(NamedTuple):
    """A one sentence, and the points."""

    sentence: str
    points: list[str]


class Marks(NamedTuple):
    """What a reader thought of a paper's summaries, in the order in which they were shown.

    Attributes:
        sentences: g, a or b for each.
        points: a figure for each, the higher the better.
        stamps: of the one sentence and the points of this build, as they were judged.
    """

    paper: str
    sentences: str
    points: str
    stamps: tuple[str, str]


class Shares(NamedTuple):
    """What the marks come to, in papers.

    Attributes:
        sentences: for each build how many are good, acceptable and bad.
        points: for each earlier build how often this build's are better, as good, and worse.
        changed: summaries of this build that are others than those judged.
    """

    papers: int
    sentences: dict[str, Counter[str]]
    points: dict[str, Counter[str]]
    changed: int


def chosen(folder: Path) -> list[dict[str, Any]]:
    """Papers that nobody has read, as many of each archive as there are, in the archives' order."""
    known = {judgement.paper for judgement in judgements()}
    known.update(READ.read_text(encoding="utf-8").split())
    by_archive: defaultdict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    for record in _records(folder):
        if record["id"] not in known and len(record["abstract"].split()) <= _LONGEST:
            archive = record["primary_category"].partition(".")[0]
            by_archive[archive][record["id"]] = record
    ranked = {name: sorted(by_archive[name], key=_drawn) for name in sorted(by_archive)}
    taken: list[tuple[str, str]] = []
    for rank in range(PAPERS):
        taken += [(name, ids[rank]) for name, ids in ranked.items() if rank < len(ids)]
    return [by_archive[name][paper] for name, paper in sorted(taken[:PAPERS])]


def _drawn(paper: str) -> str:
    return sha256(f"{SEED} {paper}".encode()).hexdigest()


def order(paper: str) -> tuple[str, ...]:
    """Which build's summary of a paper is shown first, second and third."""
    orders = tuple(permutations(BUILDS))
    return orders[int(_drawn(paper), 16) % len(orders)]


def _records(folder: Path) -> Iterator[dict[str, Any]]:
    for path in (*sorted(folder.glob("records-*.jsonl.gz")), *folder.glob("load-*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def marks() -> list[Marks]:
    """Those that were given."""
    lines = KEPT.read_text(encoding="utf-8").splitlines()[1:]
    fields = (line.split("\t") for line in lines)
    return [
        Marks(paper, sentences, points, (one, more))
        for paper, sentences, points, one, more in fields
    ]


def counted(folder: Path) -> Shares:
    """The shares, with which build was which looked up."""
    records = {record["id"]: record for record in chosen(folder)}
    sentences: dict[str, Counter[str]] = {build: Counter() for build in BUILDS}
    points: dict[str, Counter[str]] = {build: Counter() for build in BUILDS[:-1]}
    changed = 0
    for mark in marks():
        shown = order(mark.paper)
        for build, letter in zip(shown, mark.sentences, strict=True):
            sentences[build][letter] += 1
        figures = dict(zip(shown, mark.points, strict=True))
        now = figures.pop(BUILDS[-1])
        for build, figure in figures.items():
            points[build]["equal" if now == figure else "better" if now > figure else "worse"] += 1
        changed += stamps_of(summarised(records[mark.paper])[1]) != mark.stamps
    return Shares(len(marks()), sentences, points, changed)


def _told(summary: Summary) -> Told:
    return Told(summary.tldr.text, [claim.text for claim in summary.takeaways])


def sheet(folder: Path, checkouts: Sequence[Path]) -> Iterator[str]:
    """The sheet to judge; what is word for word as one before it is only named."""
    papers = [summarised(record) for record in chosen(folder)]
    asked = "".join(
        json.dumps(
            {"id": p.id.base, "title": p.title, "abstract": p.abstract,
             "categories": p.categories, "primary": p.primary}
        ) + "\n"
        for p, _ in papers
    )  # fmt: skip
    earlier = zip(*(_asked(checkout, asked) for checkout in checkouts), strict=True)
    for (paper, summary), before in zip(papers, earlier, strict=True):
        told = dict(zip(BUILDS, (*before, _told(summary)), strict=True))
        yield f"\n## {paper.id.base} {paper.title}\n{paper.abstract}\n"
        shown: list[Told] = []
        for number, build in enumerate(order(paper.id.base), 1):
            yield f"[{number}] {_shown(told[build], shown)}\n"
            shown.append(told[build])


def _asked(checkout: Path, asked: str) -> list[Told]:
    """What a checkout tells of papers."""
    python = checkout / ".venv" / "bin" / "python"
    said = subprocess.run(
        [python, "-B", "-c", _EARLIER], input=asked, cwd=checkout, check=True, text=True,
        stdout=subprocess.PIPE,
    )  # fmt: skip
    return [Told(*json.loads(line)) for line in said.stdout.splitlines()]


def _shown(told: Told, before: Sequence[Told]) -> str:
    """A summary as it is judged."""
    alike = next((n for n, other in enumerate(before, 1) if other.points == told.points), 0)
    points = [f"   as {alike}"] if alike else [f"   - {point}" for point in told.points]
    return "\n".join((told.sentence, *points))


def stamped(folder: Path) -> None:
    """Put the stamps of this build's summaries behind marks that have none yet."""
    records = {record["id"]: record for record in chosen(folder)}
    lines = KEPT.read_text(encoding="utf-8").splitlines()
    for place, line in enumerate(lines[1:], 1):
        paper, sentences, points = line.split("\t")[:3]
        stamps = stamps_of(summarised(records[paper])[1])
        lines[place] = "\t".join((paper, sentences, points, *stamps))
    KEPT.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main(options: list[str]) -> None:
    """Print the sheet of three checkouts, or the shares."""
    folder = SHARED / "arxiv"
    if options[:1] == ["--sheet"]:
        sys.stdout.writelines(sheet(folder, [Path(name).resolve() for name in options[1:]]))
        return
    if options[:1] == ["--stamp"]:
        stamped(folder)
    sys.stdout.writelines(f"{name}: {value}\n" for name, value in counted(folder)._asdict().items())


if __name__ == "__main__":
    main(sys.argv[1:])
