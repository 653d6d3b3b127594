"""``python -m tests.corpus.asking.second_sheet``: five more papers, twenty questions each.

All papers that the recorded arXiv has whole stand in the first sheet, so these are recorded by
section beside the scorer's questions: what `Random(20261129).sample` gave of those eleven, with
the one of genomics in the place of its first, as the others are of language. Options as of the
first sheet.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Final

from domain.summaries import Answer
from tests.corpus.asking.erring.recorded import opened
from tests.corpus.asking.judged import data
from tests.corpus.asking.sheet import PAGE, Row, keep, page, printed, rows
from tests.summaries.questions.erring import EXTRACTS

SHEET: Final = Path(__file__).with_name("second_sheet.csv")
BEGIN: Final = "<!-- second sheet -->"
END: Final = "<!-- end of the second sheet -->"


async def answers(asked: list[Row]) -> list[Answer]:
    """What the papers say, in the order of the questions."""
    papers, _ = data()
    known = {name: opened(papers[name]) for name in dict.fromkeys(row.paper for row in asked)}
    return [await EXTRACTS.answer(*known[row.paper][:2], row.question) for row in asked]


def main(option: str = "") -> None:
    """Ask and print, judge, or write the page, as the option says."""
    told = rows(SHEET)
    if option == "--page":
        text = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(page(text, told, BEGIN, END), encoding="utf-8")
        return
    given = asyncio.run(answers(told))
    if option == "--judge":
        keep(told, given, sys.stdin, SHEET)
        return
    sys.stdout.writelines(printed(told, given, changed_alone=option == "--changed"))


if __name__ == "__main__":
    main(*sys.argv[1:])
