"""``papercrier summarize --jsonl``: titles and abstracts in, summaries out, one a line."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Final

from bot.clock import SystemClock
from bot.command_line.surface import show, tell_error
from bot.settings import Settings
from domain.errors import InputError, NothingToSummarize
from domain.excerpts import legible
from domain.identifiers import PaperId
from domain.messages import for_example, sentence
from domain.papers import Paper
from domain.summaries import Summary
from rendering.files.json_nouns import to_jsonable
from summaries.extractive.summarizer import ExtractiveSummarizer

LONGEST_TITLE: Final = 1_000
LONGEST_ABSTRACT: Final = 20_000
"""Characters; arXiv takes 1,920 of an abstract."""

_NOBODY: Final = PaperId("0000.00000")
"""The id of what comes from a pipe; it is never shown."""


async def summarize_lines(settings: Settings, lines: Iterable[str]) -> int:
    """Summarise each line; exit status 2 if one of them could not be, and the rest still is.

    Summaries are the keyless ones, so that who scores or pipes them gets the same each time.
    """
    summarizer = ExtractiveSummarizer(SystemClock(settings.now))
    wrong = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            summary = await summarizer.summarize(_paper(line), None, "en")
        except (InputError, NothingToSummarize) as error:
            tell_error(
                InputError(
                    sentence("Line {number}: {why}", number=str(number), why=error.message),
                    hint=error.hint,
                )
            )
            wrong += 1
            continue
        show(json.dumps(_as_json(summary), ensure_ascii=False))
    return 2 if wrong else 0


def _paper(line: str) -> Paper:
    """The paper of a line.

    Raises:
        InputError: it is no JSON object with a title and an abstract.
    """
    try:
        given = json.loads(line)
        title, abstract = given["title"], given["abstract"]
        if not (isinstance(title, str) and isinstance(abstract, str)):
            raise TypeError
    except (ValueError, KeyError, TypeError, RecursionError):
        raise InputError(
            sentence("that is no JSON object with a title and an abstract."),
            hint=for_example('{"title": "On Boats", "abstract": "We fold boats."}'),
        ) from None
    if len(title) > LONGEST_TITLE or len(abstract) > LONGEST_ABSTRACT:
        raise InputError(
            sentence(
                "its title or abstract is too long: at most {title} and {abstract} characters are "
                "read.",
                title=LONGEST_TITLE,
                abstract=LONGEST_ABSTRACT,
            )
        )
    return Paper(
        id=_NOBODY,
        title=" ".join(legible(title).split()),
        authors=(),
        abstract=" ".join(legible(abstract).split()),
        categories=(),
        primary="",
    )


def _as_json(summary: Summary) -> dict[str, Any]:
    return {
        "tldr": summary.tldr.text,
        "takeaways": [claim.text for claim in summary.takeaways],
        "claims": to_jsonable(tuple(summary.claims())),
        "provenance": to_jsonable(summary.provenance),
    }
