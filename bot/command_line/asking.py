"""The command line's questions to papers: ask, compare."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.command_line.guarded import guarded
from bot.command_line.surface import Format

Sample = Annotated[
    bool, typer.Option("--sample", help="Use the embedded sample announcement, not arXiv.")
]
Printed = Annotated[Format, typer.Option("--format", help="How to print it.")]


def ask(
    question: Annotated[
        list[str] | None, typer.Argument(help="An arXiv id or link, and a question.")
    ] = None,
    form: Printed = Format.TERMINAL,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="Requests a line, as docs/asking.md has.")
    ] = False,
    sample: Sample = False,
) -> None:
    """Answer a question by a paper's own sentences, or say that the paper does not say."""
    from bot.command_line.asked import LONGEST_LINE, answer_lines, print_answer
    from bot.command_line.typed import typed_lines

    if jsonl:
        guarded(lambda _: answer_lines(typed_lines(LONGEST_LINE)))
    wanted = " ".join(question or ())
    guarded(lambda settings: print_answer(settings, wanted, form, sample=sample))


def compare(
    papers: Annotated[list[str], typer.Argument(help="Two to four arXiv ids or links.")],
    form: Printed = Format.TERMINAL,
) -> None:
    """Print papers side by side: problem, method, data, results and limits, with the sentences."""
    from bot.command_line.asked import print_compared

    guarded(lambda settings: print_compared(settings, " ".join(papers), form))
