"""``python -m tests.corpus.asking.sheet``: ten papers, twenty questions each, as judged by hand.

Asks what `sheet.csv` has, without a key, as ``papercrier ask`` does, of an arXiv that serves the
recorded papers, and prints each answer with how it was judged and whether it has changed since.

``--changed`` prints only those that have, or were never judged. ``--judge`` reads judgements,
``17 good`` a line, and keeps them with today's date. ``--page`` asks nothing: it writes the
figures into ``docs/asking.md``.
"""

from __future__ import annotations

import asyncio
import csv
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from bot.command_line.greeting import HERE
from bot.container import open_container
from bot.settings import Settings
from domain.excerpts import fingerprint
from domain.requests import Request
from domain.summaries import Answer
from handlers.asking.questions import ask_named, read_question
from tests.corpus.conftest import SHARED, standing_in

SHEET: Final = Path(__file__).with_name("sheet.csv")
PAGE: Final = Path(__file__).parents[3] / "docs" / "asking.md"
BEGIN: Final = "<!-- sheet -->"
END: Final = "<!-- end of the sheet -->"
ANSWERED: Final = ("good", "acceptable", "bad", "refused wrongly")
REFUSED: Final = ("refused rightly", "answered wrongly")
"""Judgements of what a paper answers, and of what it does not."""
UNANSWERABLE: Final = ("not said", "another paper", "world", "orders")


@dataclass(frozen=True, slots=True)
class Row:
    """A question, and how its answer was judged.

    Attributes:
        kind: of question.
        judgement: one of `ANSWERED` or `REFUSED`; empty where nobody has judged.
        judged: the day of that.
        answer: the fingerprint of the answer that was judged.
    """

    paper: str
    kind: str
    question: str
    judgement: str = ""
    judged: str = ""
    answer: str = ""


def rows(sheet: Path = SHEET) -> list[Row]:
    """The sheet."""
    with sheet.open(encoding="utf-8", newline="") as file:
        return [Row(*line) for line in list(csv.reader(file))[1:]]


def write(told: Iterable[Row], sheet: Path = SHEET) -> None:
    """Write the sheet anew."""
    with sheet.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(field.name for field in fields(Row))
        writer.writerows(map(astuple, told))


async def answers(asked: list[Row]) -> list[Answer]:
    """What the papers say, in the order of the questions."""
    found: list[Answer] = []
    files, records = SHARED / "arxiv", sorted((SHARED / "arxiv").glob("records-*.jsonl.gz"))
    with (
        standing_in("--records", *map(str, records), "--files", str(files)) as arxiv,
        tempfile.TemporaryDirectory() as folder,
    ):
        settings = Settings(
            _env_file=None,
            database=Path(folder) / "papercrier.db",
            arxiv_interval=0,
            arxiv_source=True,
            arxiv_api_url=f"{arxiv.url}/api/query",
            arxiv_site_url=arxiv.url,
            arxiv_rss_url=arxiv.url,
        )
        async with open_container(settings) as services:
            for row in asked:
                # A chat of its own for each, so that no question goes on from another.
                chat = replace(HERE, chat_id=f"{len(found)}")
                context = await services.context(Request(chat, chat.chat_id, ""))
                question = read_question(f"{row.paper} {row.question}")
                found.append((await ask_named(services, context, question)).answer)
    return found


def shown(answer: Answer) -> str:
    """An answer as it is read and told apart: its passages, each under its section."""
    told = (f"[{one.evidence[0].section}] {one.text}" for one in answer.claims)
    return "\n".join(told) if answer.claims else "The paper does not say."


def figures(told: list[Row]) -> Iterator[str]:
    """The tables of the page, line by line."""
    answerable = [row for row in told if row.kind not in UNANSWERABLE]
    yield from _table(answerable, ANSWERED)
    yield ""
    yield from _table([row for row in told if row.kind in UNANSWERABLE], REFUSED)


def _table(told: list[Row], judgements: tuple[str, ...]) -> Iterator[str]:
    yield f"| asked for | {' | '.join(judgements)} |"
    yield f"| --- |{' --- |' * len(judgements)}"
    for kind in (*dict.fromkeys(row.kind for row in told), "all"):
        count = Counter(row.judgement for row in told if kind in (row.kind, "all"))
        yield f"| {kind} | {' | '.join(str(count[one]) for one in judgements)} |"


def page(text: str, told: list[Row], begin: str = BEGIN, end: str = END) -> str:
    """The page with the figures of the sheet in it."""
    before, _, rest = text.partition(begin)
    _, _, after = rest.partition(end)
    return f"{before}{begin}\n\n" + "\n".join(figures(told)) + f"\n\n{end}{after}"


def keep(told: list[Row], given: list[Answer], lines: Iterable[str], sheet: Path = SHEET) -> None:
    """Write judgements, ``17 good`` a line, into the sheet with the answers that they are of."""
    made = datetime.now(UTC).date().isoformat()
    for line in lines:
        number, _, judgement = line.strip().partition(" ")
        if judgement not in (*ANSWERED, *REFUSED):
            sys.exit(f"{line.strip()!r}: no judgement")
        now = fingerprint(shown(given[int(number)]))
        told[int(number)] = replace(told[int(number)], judgement=judgement, judged=made, answer=now)
    write(told, sheet)


def printed(told: list[Row], given: list[Answer], *, changed_alone: bool) -> Iterator[str]:
    """The answers with their judgements."""
    for number, (row, answer) in enumerate(zip(told, given, strict=True)):
        has_changed = fingerprint(shown(answer)) != row.answer
        if has_changed or not changed_alone:
            since = f", CHANGED since {row.judged}" if has_changed and row.judged else ""
            yield f"{number} {row.paper} ({row.kind}) {row.question}\n"
            yield f"= {row.judgement or 'not judged'}{since} ({answer.confidence:.2f})\n"
            yield f"{shown(answer)}\n\n"


def main(option: str = "") -> None:
    """Ask and print, judge, or write the page, as the option says."""
    told = rows()
    if option == "--page":
        PAGE.write_text(page(PAGE.read_text(encoding="utf-8"), told), encoding="utf-8")
        return
    given = asyncio.run(answers(told))
    if option == "--judge":
        keep(told, given, sys.stdin)
    else:
        sys.stdout.writelines(printed(told, given, changed_alone=option == "--changed"))


if __name__ == "__main__":
    main(*sys.argv[1:2])
