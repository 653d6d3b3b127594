"""``python -m tests.corpus.reading.changes_table > docs/changes.md``: what is told of versions."""

from __future__ import annotations

import sys
from collections import Counter
from typing import Final

from tests.corpus.conftest import SHARED
from tests.corpus.reading.planted_edits import Step, steps
from tests.summaries.changes.pairs import Compared, pairs

COUNT: Final = 40
SEEDS: Final = (1, 2, 3)

_HEAD: Final = """\
# What changed from one version to another

`/changes 2403.04634`, `/changes 2403.04634 v1 v3` or `papercrier changes 2403.04634` compare two
versions of a paper: what arXiv says of them (title, authors, abstract, comment, licence), their
sections, sentences, numbers, the cells of their tables, figures and captions. Without versions it
is the newest and the one before it, past withdrawals.

- Sentences are compared by what they say: words, numbers, signs of formulas. Case, quotes,
  dashes, line breaks, emphasis, thousands' commas, numbers of figures, formulas, sections and
  references are nothing, and neither is where a sentence stands, whether words are joined
  ("pre-training") or how fully an author's given names are written.
- Columns of a table are the same by their heading, or by the cells between the same others.
- What is told stands in the versions word for word.
- References are not compared. An image is where all else is the same, or where `figures` is asked
  for, and where the paper's licence lets it be kept; the cells of a table where both versions
  have a web page.
- Where one version is a web page and the other a PDF, numbers and sections alone are told.
- It costs arXiv a request for each version that was not read before, and one for what it says of
  the older.

## How much of it is found

Made by `python -m tests.corpus.reading.changes_table > docs/changes.md`, over pairs of invented
papers. Those of our own are written as HTML and as TeX in equal parts, with up to four of {kinds}
kinds of edits in each, and set otherwise (reflow, emphasis, renumbered figures, references in
another order) besides; tests run over the first {count}. The recorded ones are not part of this
project.

| Pairs | of them | Edits planted | told | Changes told | of them none |
| --- | --- | --- | --- | --- | --- |
"""


def _row(name: str, found: list[Compared] | list[Step]) -> str:
    planted = sum(len(one.edits) for one in found)
    missed = sum(len(one.missed) for one in found)
    told = sum(len(one.changes) for one in found)
    false = sum(len(one.false) for one in found)
    shares = f"{(planted - missed) / planted:.1%} | {told} | {false} ({false / told:.1%})"
    return f"| {name} | {len(found)} | {planted} | {planted - missed} = {shares} |\n"


def main() -> None:
    """Print the page."""
    own = {seed: list(pairs(COUNT, seed)) for seed in SEEDS}
    kinds = Counter(edit.name for found in own.values() for one in found for edit in one.edits)
    sys.stdout.write(_HEAD.format(kinds=len(kinds), count=COUNT))
    for seed, found in own.items():
        sys.stdout.write(_row(f"Own, seed {seed}", found))
    recorded = list(steps(SHARED / "arxiv" / "versions"))
    sys.stdout.write(_row("Recorded, by page", recorded))
    missed = [f"{edit.kind} ({one.name})" for one in recorded for edit in one.missed]
    sys.stdout.write(f"\nMissed of the recorded ones: {', '.join(missed) or 'none'}.\n")


if __name__ == "__main__":
    main()
