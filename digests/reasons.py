"""Why a batch stands as it does, in the reader's language.

The intake keeps its reasons in English, long before it is known who will read them. Each is one
of a few sentences with values in it, which are found again here; any other is shown as it is.
"""

from __future__ import annotations

import re
from functools import cache
from string import Formatter
from typing import Final

from domain.speech import current, marked, phrase

_SENTENCES: Final = (
    marked("arXiv lists nothing on a {weekday}."),
    marked("arXiv announces it at 20:00 Eastern on the evening before."),
    marked("It is being published, and is read when that is over, at 20:45 Eastern."),
    marked("Nobody has looked for it since it was due."),
    marked("Due at 20:00 Eastern; the newest listing is still that of {weekday} {date}."),
    marked("Overdue since 20:00 Eastern: the newest listing is still that of {weekday} {date}."),
    marked("A holiday of arXiv's; the newest listing is still that of {weekday} {date}."),
    marked("Overdue since 20:00 Eastern, and now it cannot be read. {why}"),
    marked("It could not be read again. {why}"),
    marked("It was a holiday of arXiv's, and nothing is listed for it."),
    marked("arXiv's page lists nothing, which other evidence has yet to confirm."),
    marked("arXiv's page lists nothing, but other evidence does not confirm it yet."),
    marked("Neither arXiv's page nor its feed has anything here."),
    marked("arXiv's page lists nothing here, at two looks."),
    marked("arXiv lists nothing here, and what was submitted for it was announced otherwise."),
    marked("More than 90 days ago, which is as far back as arXiv's listings reach."),
    marked("arXiv takes about 40 minutes to publish a listing; it is read again after that."),
    marked("arXiv counts {counted} papers, and {here} are here."),
    marked("{lacking} papers without title or abstract so far."),
    marked("1 paper without title or abstract so far."),
    marked("All that arXiv counts is here."),
    marked("arXiv is not answering."),
    marked("There is no time left to ask arXiv."),
)
_WEEKDAYS: Final = (
    marked("Monday"),
    marked("Tuesday"),
    marked("Wednesday"),
    marked("Thursday"),
    marked("Friday"),
    marked("Saturday"),
    marked("Sunday"),
)


def reason_told(reason: str) -> str:
    """A batch's reason in the language being spoken; in English where it is none that is known."""
    if current().language == "en":
        return reason
    for sentence, pattern in _patterns():
        if match := pattern.fullmatch(reason):
            return phrase(
                sentence, **{name: _value(name, match[name]) for name in pattern.groupindex}
            )
    return reason


def _value(name: str, text: str) -> str:
    if name == "why":
        return reason_told(text)
    return phrase(text) if text in _WEEKDAYS else text


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((sentence, _pattern(sentence)) for sentence in _SENTENCES)


def _pattern(sentence: str) -> re.Pattern[str]:
    parts = Formatter().parse(sentence)
    return re.compile(
        "".join(re.escape(text) + (f"(?P<{name}>.+)" if name else "") for text, name, _, _ in parts)
    )
