"""The commands that ask papers, for the table of commands."""

from __future__ import annotations

from typing import Final

from domain.requests import Parameter
from handlers.asking import questions
from handlers.command import Command

ASKING_COMMANDS: Final = (
    Command(
        name="ask",
        summary="Ask a paper a question, answered by its own sentences",
        run=questions.ask,
        effort=questions.effort_of_question,
        parameters=(
            Parameter(
                name="question",
                meaning="an arXiv id or link, or saved, digest or week, and what you want to know",
                example=questions.EXAMPLE,
                read=questions.read_question,
            ),
        ),
    ),
    Command(
        name="compare",
        summary="Two to four papers side by side, with their sentences",
        run=questions.compare,
        effort=questions.effort_of_comparing,
        parameters=(
            Parameter(
                name="papers",
                meaning="two to four arXiv ids or links",
                example=questions.COMPARED,
                read=questions.read_compared,
            ),
        ),
    ),
)
