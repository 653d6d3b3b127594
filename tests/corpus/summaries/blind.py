"""``python -m tests.corpus.summaries.blind``: what readers thought of two builds, blind, in shares.

    python -m tests.corpus.summaries.blind --sheet ../base > sheet.txt

prints 120 papers of 20 archives with the summaries that two checkouts make of their abstracts, an
earlier one and this; which comes first is drawn for each paper from the seed. The marks go into
blind.tsv: of the one sentence good, acceptable or bad for the first and the second, of the points
first, second or equal, and which build was first is told by the seed alone. Without options the
marks are counted, and how many summaries of this build have changed since they were judged. No text
of any paper is kept.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, NamedTuple

from domain.summaries import Summary
from tests.corpus.conftest import SHARED
from tests.corpus.summaries.sheet import judgements, stamps_of, summarised

SEED: Final = "a sixth reading, before eleven"
PAPERS: Final = 120
ARCHIVES: Final = 20
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
    """What a reader thought of a paper's two summaries, as they were shown.

    Attributes:
        sentences: g, a or b for the first and the second.
        points: 1 or 2, the better ones, or = for none.
        stamps: of the one sentence and the points of this build, as they were judged.
    """

    paper: str
    sentences: str
    points: str
    stamps: tuple[str, str]


class Shares(NamedTuple):
    """What the marks come to, for the earlier build and this one, in papers.

    Attributes:
        points: how often this build's are better, as good, and worse.
        changed: summaries of this build that are others than those judged.
    """

    papers: int
    earlier: Counter[str]
    now: Counter[str]
    points: Counter[str]
    changed: int


def chosen(folder: Path) -> list[dict[str, Any]]:
    """The papers, those first that nobody has read, in the order of their archives."""
    known = {judgement.paper for judgement in judgements()}
    known.update(READ.read_text(encoding="utf-8").split())
    by_archive: defaultdict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    for record in _records(folder):
        if len(record["abstract"].split()) <= _LONGEST:
            archive = record["primary_category"].partition(".")[0]
            by_archive[archive][record["id"]] = record
    largest = sorted(by_archive, key=lambda name: (-len(by_archive[name]), name))[:ARCHIVES]
    ranked = {
        name: sorted(by_archive[name], key=lambda paper: (paper in known, _drawn(paper)))
        for name in largest
    }
    taken: list[tuple[str, str]] = []
    for rank in range(PAPERS):
        taken += [(name, ids[rank]) for name, ids in ranked.items() if rank < len(ids)]
    return [by_archive[name][paper] for name, paper in sorted(taken[:PAPERS])]


def _drawn(paper: str) -> str:
    return sha256(f"{SEED} {paper}".encode()).hexdigest()


def is_first(paper: str) -> bool:
    """Whether this build's summary of a paper is shown before the earlier one's."""
    return int(_drawn(paper)[-1], 16) % 2 == 0


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
    earlier, now, points = Counter[str](), Counter[str](), Counter[str]()
    changed = 0
    for mark in marks():
        first = is_first(mark.paper)
        now[mark.sentences[0 if first else 1]] += 1
        earlier[mark.sentences[1 if first else 0]] += 1
        better = "1" if first else "2"
        points[
            "equal" if mark.points == "=" else "better" if mark.points == better else "worse"
        ] += 1
        changed += stamps_of(summarised(records[mark.paper])[1]) != mark.stamps
    return Shares(len(marks()), earlier, now, points, changed)


def _told(summary: Summary) -> Told:
    return Told(summary.tldr.text, [claim.text for claim in summary.takeaways])


def sheet(folder: Path, checkout: Path) -> Iterator[str]:
    """The sheet to judge, and behind it, for blind.tsv, the stamps of what was judged."""
    records = chosen(folder)
    papers = [summarised(record) for record in records]
    asked = "".join(
        json.dumps(
            {"id": p.id.base, "title": p.title, "abstract": p.abstract,
             "categories": p.categories, "primary": p.primary}
        ) + "\n"
        for p, _ in papers
    )  # fmt: skip
    python = checkout / ".venv" / "bin" / "python"
    said = subprocess.run(
        [python, "-B", "-c", _EARLIER], input=asked, cwd=checkout, check=True, text=True,
        stdout=subprocess.PIPE,
    ).stdout.splitlines()  # fmt: skip
    for (paper, summary), line in zip(papers, said, strict=True):
        both = [_told(summary), Told(*json.loads(line))]
        if not is_first(paper.id.base):
            both.reverse()
        yield f"\n## {paper.id.base} {paper.title}\n{paper.abstract}\n"
        for number, told in enumerate(both, 1):
            yield "\n".join(
                (f"[{number}] {told.sentence}", *(f"   - {p}" for p in told.points), "")
            )


def main(options: list[str]) -> None:
    """Print the sheet of two checkouts, or the shares."""
    folder = SHARED / "arxiv"
    if options[:1] == ["--sheet"]:
        sys.stdout.writelines(sheet(folder, Path(options[1]).resolve()))
        return
    sys.stdout.writelines(f"{name}: {value}\n" for name, value in counted(folder)._asdict().items())


if __name__ == "__main__":
    main(sys.argv[1:])
