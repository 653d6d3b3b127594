"""``python -m tests.corpus.asking.sheet_on_platforms``: the sheet asked in private chats.

One process answers all questions on a strict Telegram and a strict Discord, each put by somebody
else. What they show is held against what the use case says: the same sentences or the same
refusal, each with its place and page, nothing between, in one message. Prints what differs, what
the servers complain of, and counts.
"""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, count, groupby
from typing import Any, Final

from composing.asking.answer import DOES_NOT_SAY
from composing.asking.places import place
from composing.formulas import with_formulas
from domain.summaries import Answer
from tests.corpus import discord_stage
from tests.corpus.asking.sheet import Row, answers, rows
from tests.corpus.chat_kit import hang_up, kit
from tests.corpus.conftest import SHARED
from tests.corpus.telegram_stage import Harness, said

NOW: Final = "2026-11-01T06:00:00Z"
"""After the newest version of the papers."""
TELEGRAM: Final = "Telegram"
Asked = Callable[[Row], list[str]]
"""Puts a question and tells the messages that it brings."""


def differs(
    messages: Sequence[str], paper: str, answer: Answer, *, place_is_last: bool = False
) -> str:
    """In what a shown answer differs from what the paper says; empty if in nothing.

    Args:
        messages: what the question brought.
        paper: the id that stands below the answer.
        answer: what the paper says.
        place_is_last: whether a quote is shown above its place.
    """
    if len(messages) != 1:
        return f"{len(messages)} messages"
    shown = _letters(messages[0])
    if (_letters(DOES_NOT_SAY) in shown) is not answer.is_refusal:
        return "no refusal" if answer.is_refusal else "a refusal"
    # What stands between question and answer is of no concern, nor is how a formula is written.
    pieces = (answer.question, "", *_pieces(answer, place_is_last=place_is_last), paper)
    end, is_free = 0, True
    for piece in pieces:
        wanted = _letters(piece)
        is_free |= not piece
        if not wanted:
            continue
        found = shown.find(wanted, end)
        if found < 0:
            return f"without {piece!r}"
        if found > end and not is_free:
            return f"with {shown[end:found]!r} before {piece!r}"
        end, is_free = found + len(wanted), False
    return ""


def _pieces(answer: Answer, *, place_is_last: bool) -> Iterator[str]:
    """Places and sentences as they are to be read; an empty one for a formula."""
    told = groupby(answer.claims or answer.nearest, key=lambda one: place(one.evidence[0]))
    for where, claims in told:
        if not place_is_last:
            yield where
        for piece in chain.from_iterable(claim.evidence for claim in claims):
            for span in with_formulas(piece.quote, piece.formulas):
                yield "" if span.latex else span.text
        if place_is_last:
            yield where


def _letters(text: str) -> str:
    """Letters and digits alone."""
    return "".join(filter(str.isalnum, text))


def _on_telegram(harness: Harness) -> Asked:
    def ask(row: Row) -> list[str]:
        chat = harness.telegram.new_private()
        harness.ask(chat, f"/ask {row.paper} {row.question}", row.question)
        return [said(message) for message in harness.telegram.messages(chat)]

    return ask


def _on_discord(stage: Any) -> Asked:
    numbers = count()

    def ask(row: Row) -> list[str]:
        name = f"reader{next(numbers)}"
        stage.discord.new_user(name)
        chat = stage.discord.dm(name)
        asked = stage.discord.slash(chat, name, "ask", question=f"{row.paper} {row.question}")
        discord_stage.answer(stage, asked)
        return [message["kit"]["seen"]["text"] for message in stage.discord.messages(chat)]

    return ask


def _held(name: str, ask: Asked, told: list[Row], given: list[Answer]) -> Iterator[str]:
    """What differs on one platform, then how many were asked and how many differ."""
    counted: Counter[str] = Counter()
    for number, (row, answer) in enumerate(zip(told, given, strict=True)):
        wrong = differs(ask(row), row.paper, answer, place_is_last=name == TELEGRAM)
        counted["refused" if answer.is_refusal else "answered"] += 1
        counted["differ"] += bool(wrong)
        if wrong:
            yield f"{name}: {number} {row.paper} {row.question}\n= {wrong}\n"
    counts = ", ".join(f"{counted[one]} {one}" for one in ("answered", "refused", "differ"))
    yield f"{name}: {len(told)} asked, {counts}\n"


def main() -> None:
    """Ask, compare and print."""
    told = rows()
    given = asyncio.run(answers(told))
    files, records = SHARED / "arxiv", sorted((SHARED / "arxiv").glob("records-*.jsonl.gz"))
    options = ("--records", *map(str, records), "--files", str(files))
    with kit(SHARED).Stage(arxiv_options=options) as stage:
        try:
            harness = Harness(
                stage, wait_ready=120, PAPERCRIER_NOW=NOW, PAPERCRIER_ARXIV_SOURCE="true"
            )
            for name, ask in (
                (TELEGRAM, _on_telegram(harness)),
                ("Discord", _on_discord(stage)),
            ):
                sys.stdout.writelines(_held(name, ask, told, given))
            sys.stdout.write(f"complaints of the servers: {stage.complaints() or 'none'}\n")
        finally:
            hang_up(stage.telegram)
            hang_up(stage.discord)


if __name__ == "__main__":
    main()
