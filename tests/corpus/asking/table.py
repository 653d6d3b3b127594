"""``python -m tests.corpus.asking.table``: writes the figures of ``docs/asking.md`` anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from summaries.questions import asked, confidence, ranking
from tests.corpus.asking.costs import costs
from tests.corpus.asking.judged import Row, baseline, judged, mean
from tests.corpus.asking.left_out import left_out

PAGE: Final = Path("docs/asking.md")
BEGIN: Final = "<!-- figures -->"
_KINDS: Final = (
    ("how many, how large", ("how many", "how")),
    ("what", ("what", "based")),
    ("which, who, when, where", ("which", "who", "when", "where")),
    ("why", ("why",)),
    ("compared, results, limits", ("compared with what", "result", "limitations")),
)
_MEASURES: Final = ("coverage@5", "coverage@10", "hit@5", "hit@10")


def figures() -> Iterator[str]:
    """The tables, line by line."""
    report, rows = judged()
    other = baseline()
    yield "### Found"
    yield ""
    yield "| questions | coverage@5 | @10 | hit@5 | hit@10 | BM25 with neighbours |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for source in ("qasper", "own"):
        yield _line(source, [row for row in rows if row["source"] == source], other)
    for name, types in _KINDS:
        yield _line(name, [row for row in rows if row["type"] in types], other)
    yield ""
    yield "### Refused, cited, time"
    yield ""
    yield "| measure | wanted | here |"
    yield "| --- | --- | --- |"
    yield from _others(report)
    yield ""
    yield "### What each part is worth (QASPER's questions)"
    yield ""
    yield "| without | coverage@5 | @10 | hit@10 | from the front |"
    yield "| --- | --- | --- | --- | --- |"
    for name, change in (("nothing", lambda: None), *_PARTS):
        with _changed(change):
            told, _ = judged()
        q = told["qasper"]
        cells = (q[m]["mean"] for m in ("coverage@5", "coverage@10", "hit@10"))
        yield f"| {name} | {' | '.join(f'{c:.3f}' for c in cells)} | {told['front']['cited']:.2f} |"


def _line(name: str, rows: list[Row], other: dict[str, Row]) -> str:
    theirs = [other[row["id"]] for row in rows if row["id"] in other]
    count = sum("coverage@5" in row for row in rows)
    ours = " | ".join(f"{mean(rows, measure):.3f}" for measure in _MEASURES)
    beside = " / ".join(f"{mean(theirs, measure):.3f}" for measure in _MEASURES)
    return f"| {name} ({count}) | {ours} | {beside} |"


def _others(report: dict[str, Any]) -> Iterator[str]:
    refused, cost = report["refused"], report["cost"]["further_question_ms"]
    apart = left_out()
    yield f"| unanswerable, refused | 85 % | {refused['unanswerable, swapped']['mean']:.0%} |"
    yield f"| answerable, refused | 8 % at most | {refused['answerable']['mean']:.0%} |"
    yield f"| confidence tells them apart | .95 | {report['told apart']:.3f} |"
    yield f"| the same, each paper judged by weights fitted on the others | .95 | {apart:.3f} |"
    yield f"| cited from abstract and introduction | 15 % | {report['front']['cited']:.0%} |"
    yield f"| quotes that are not in the paper | 0 | {report['invented']} |"
    yield f"| a further question, p95 | 50 ms | {cost['p95']} ms |"
    other = costs()
    yield f"| a talk of twenty questions, at most | 2 MB | {other.megabytes:.1f} MB |"
    yield f"| a new paper, beyond arXiv's pace, at most | 3 s | {other.beyond:.1f} s |"
    yield f"| requests for it, of papers without HTML | 1 or 2 | {other.requests} |"
    yield f"| the same after a restart, for an hour or a day | – | {other.again} |"


Change = Callable[[], Any]
_PARTS: Final[tuple[tuple[str, Change], ...]] = (
    ("other words", lambda: setattr(asked, "_OTHER", 0.0)),
    ("neighbours", lambda: setattr(ranking, "_LENT", 0.0)),
    ("titles of sections", lambda: setattr(ranking, "_TITLE", 0.0)),
    ("what a number is asked for", lambda: setattr(ranking, "_WANTED", 0.0)),
    ("less weight for front and related work", lambda: setattr(ranking, "_WEIGHTS", {})),
)


@contextmanager
def _changed(change: Change) -> Iterator[None]:
    """A part left out for a while."""
    kept = [(module, dict(vars(module))) for module in (asked, ranking, confidence)]
    change()
    try:
        yield
    finally:
        for module, before in kept:
            vars(module).update(before)


def main() -> None:
    """Write the figures into the page."""
    text, _, _ = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    PAGE.write_text(f"{text}{BEGIN}\n\n" + "\n".join(figures()) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
