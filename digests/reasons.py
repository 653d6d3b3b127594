"""Why a batch stands as it does, in the reader's language.

The intake keeps its reasons in English, long before it is known who will read them. Each is one
of the sentences listed here for the catalogues, with values in it; any other is shown as it is.
"""

from __future__ import annotations

from typing import Final

from domain.speech import in_english, retold

_SENTENCES: Final = (
    in_english("arXiv lists nothing on a {weekday}."),
    in_english("arXiv announces it at 20:00 Eastern on the evening before."),
    in_english("It is being published, and is read when that is over, at 20:45 Eastern."),
    in_english("Nobody has looked for it since it was due."),
    in_english("Due at 20:00 Eastern; the newest listing is still that of {weekday} {date}."),
    in_english(
        "Overdue since 20:00 Eastern: the newest listing is still that of {weekday} {date}."
    ),
    in_english("A holiday of arXiv's; the newest listing is still that of {weekday} {date}."),
    in_english("Overdue since 20:00 Eastern, and now it cannot be read. {why}"),
    in_english("It could not be read again. {why}"),
    in_english("It was a holiday of arXiv's, and nothing is listed for it."),
    in_english("arXiv's page lists nothing, which other evidence has yet to confirm."),
    in_english("arXiv's page lists nothing, but other evidence does not confirm it yet."),
    in_english("Neither arXiv's page nor its feed has anything here."),
    in_english("arXiv's page lists nothing here, at two looks."),
    in_english("arXiv lists nothing here, and what was submitted for it was announced otherwise."),
    in_english("More than 90 days ago, which is as far back as arXiv's listings reach."),
    in_english("arXiv takes about 40 minutes to publish a listing; it is read again after that."),
    in_english("arXiv counts {counted} papers, and {here} are here."),
    in_english("{lacking} papers without title or abstract so far."),
    in_english("1 paper without title or abstract so far."),
    in_english("All that arXiv counts is here."),
    in_english("{why} The answer is kept in {name}."),
)
_WEEKDAYS: Final = (
    in_english("Monday"),
    in_english("Tuesday"),
    in_english("Wednesday"),
    in_english("Thursday"),
    in_english("Friday"),
    in_english("Saturday"),
    in_english("Sunday"),
)


def reason_told(reason: str) -> str:
    """A batch's reason in the language being spoken; in English where it is none that is known."""
    return retold(reason)
