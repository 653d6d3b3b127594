"""Reasons of batches as databases kept them before 0.2: sentences in English, found again.

A reason was a finished sentence then; it becomes the message that it was made of, so that it can
be said in the reader's language. The list is as those versions had it and never changes.
"""

from __future__ import annotations

import re
from functools import cache
from string import Formatter
from typing import Final

from domain.messages import NOTHING, Message, as_is, counted, sentence

_LACKING: Final = re.compile(r"(\d+) papers? without title or abstract so far\.")
_NOT_WHOLE: Final = re.compile(r"The listing is not whole: (.+)\.", re.DOTALL)
_KEPT_IN: Final = re.compile(r"(.+) The answer is kept in ([\w.-]+)\.", re.DOTALL)
_LOST: Final = re.compile(r"(\d+) papers? of before missing")


def message_of_old(reason: str) -> Message:
    """The message that a reason in English was; what is none stays as it is."""
    if not reason:
        return NOTHING
    if match := _LACKING.fullmatch(reason):
        return counted(
            "{number} paper without title or abstract so far.",
            "{number} papers without title or abstract so far.",
            int(match[1]),
        )
    if match := _NOT_WHOLE.fullmatch(reason):
        return sentence("The listing is not whole: {why}.", why=_part(match[1]))
    return _known(reason) or as_is(reason)


def _part(text: str) -> Message:
    if match := _LOST.fullmatch(text):
        return counted(
            "{number} paper of before missing", "{number} papers of before missing", int(match[1])
        )
    return _known(text) or _known(f"{text}.") or as_is(text)


def _known(text: str) -> Message | None:
    if match := _KEPT_IN.fullmatch(text):
        why = _known(match[1]) or as_is(match[1])
        return sentence("{why} The answer is kept in {name}.", why=why, name=match[2])
    for template, pattern in _patterns():
        if match := pattern.fullmatch(text):
            found = match.groupdict().items()
            return sentence(template, **{name: _known(value) or value for name, value in found})
    return None


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The texts with what they look like; first those that leave the least to their values."""
    known = sorted(_TEXTS, key=lambda text: -len(_without_values(text)))
    return tuple((text, _pattern(text)) for text in known)


def _without_values(text: str) -> str:
    return "".join(part for part, _, _, _ in Formatter().parse(text))


def _pattern(text: str) -> re.Pattern[str]:
    parts = Formatter().parse(text)
    looks = (re.escape(part) + (f"(?P<{name}>.+)" if name else "") for part, name, _, _ in parts)
    return re.compile("".join(looks), re.DOTALL)


_TEXTS: Final = (
    "what stood there before is missing",
    "It was read under a wrong clock, and is read again.",
    "Submitted from {start} to {end} UTC.",
    "arXiv lists nothing on a {weekday}.",
    "arXiv announces it at 20:00 Eastern on the evening before.",
    "It is being published, and is read when that is over, at 20:45 Eastern.",
    "Nobody has looked for it since it was due.",
    "Due at 20:00 Eastern; the newest listing is still that of {weekday} {date}.",
    "Overdue since 20:00 Eastern: the newest listing is still that of {weekday} {date}.",
    "A holiday of arXiv's; the newest listing is still that of {weekday} {date}.",
    "Overdue since 20:00 Eastern, and now it cannot be read. {why}",
    "It could not be read again. {why}",
    "It was a holiday of arXiv's, and nothing is listed for it.",
    "arXiv's page lists nothing, which other evidence has yet to confirm.",
    "arXiv's page lists nothing, but other evidence does not confirm it yet.",
    "Neither arXiv's page nor its feed has anything here.",
    "arXiv's page lists nothing here, at two looks.",
    "arXiv lists nothing here, and what was submitted for it was announced otherwise.",
    "More than 90 days ago, which is as far back as arXiv's listings reach.",
    "arXiv takes about 40 minutes to publish a listing; it is read again after that.",
    "arXiv counts {counted} papers, and {here} are here.",
    "All that arXiv counts is here.",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
    "arXiv shows its listing of {archive} of {date} instead of {day}.",
    "arXiv's feed of {archive} is too long to be whole.",
    "The results of a search change while they are paged: {reason}.",
    "arXiv gives the {most} most relevant results of a search at most.",
    "The package arxiv skips an entry.",
    "Ask for fewer, or for those submitted in a span of time.",
    "arXiv's API does not give a search by date in order.",
    "of {total} there are now {now}",
    "a paper came twice",
    "arXiv's API answers with {paper}, which was not asked for.",
    "{paper_id} has no category.",
    "An answer of arXiv's API cannot be trusted: {reason}.",
    "it is no Atom feed",
    "it reports “{error}”",
    "it begins at {first}, not at {start}",
    "it has {count} entries where {expected} of {total} should be",
    "it has {repeated} twice",
    "an entry has no id",
    "{name} has no <title>",
    "it is no well-formed XML",
    "it has no {name}",
    "{name} has no <{part}>",
    "it could not be asked ({error})",
    "it took no connection in time",
    "it fell silent",
    "it could not prove who it is",
    "it cannot be reached through the proxy",
    "it broke off in the middle of its answer",
    "it sent an answer that cannot be unpacked",
    "it dropped or refused the connection",
    "arXiv refuses the request ({status}).",
    "arXiv refuses the request ({status}): {reason}.",
    "it answered with more than {size} bytes",
    "it was too slow: its answer was not through in time",
    "arXiv's feed cannot be trusted: {reason}.",
    "it declares a document type",
    "it is not an Atom feed",
    "arXiv answers “{said}”",
    "{paper_id} is announced as “{announced}”",
    "{paper_id} has no {missing}",
    "it is not well-formed XML ({why})",
    "an entry has no arXiv id but “{shown}”",
    "title",
    "categories",
    "The file that spaces requests to arXiv cannot be used ({why}): {file}.",
    (
        "Another process on this machine has been asking arXiv for {seconds} s, and only one "
        "may do so at a time; try again in a minute."
    ),
    "arXiv's listing of {archive} cannot be trusted: {reason}.",
    "the page is empty",
    "the page is not a listing",
    "the page breaks off before its end",
    "it does not say how many entries there are",
    "it is the listing of {shown}",
    "it has no entries and does not say that there are none",
    "it shows none of its {total} entries",
    "it bears no date",
    "it gives several totals, {totals}",
    "entry [{number}] has no details",
    "an entry has no number",
    "the listing changed while it was paged",
    "entries {expected} to {last} are on none of its pages",
    "its date “{shown}” cannot be read",
    "a section has no heading",
    "the heading “{title}” gives no counts",
    "“{title}” stands over {count} entries",
    "details stand without an entry",
    "{missing} and no {and_this}",
    "{paper_id} stands under “{kind}” and is marked “{note}”",
    "the entry “{shown}” has no link to an abstract",
    "an entry has no id: {why}",
    "authors",
    "subjects",
    "abstract",
    "its section “{kind}” shows {shown} of {total} entries",
    "it numbers an entry [{number}] of {total}",
    "it has one section twice",
    "it should show {expected} entries and shows {count}",
    "its sections count {counted} entries, its total is {in_all}, and it shows {shown}",
    "entry [{before}] is followed by [{number}]",
    "{named}, and no other page has the rest",
    "it lists {base} twice",
    "arXiv cannot be reached: {why}.",
    "the name {host} is not known here",
    "{host} takes no connection",
    "{host} does not answer",
    "arXiv's API",
    "arXiv's site",
    "arXiv's feed",
    "arXiv's OAI-PMH",
    "{service} is not answering: {why}.",
    "{service} is not answering since {since}: {why}. It is asked again from {again}.",
    "{service} redirects without end: {url}",
    "it says {status}",
    "{service} is not answering since {since}. It is asked again from {again}.",
    "arXiv sends us elsewhere, to {target}",
    "{service} is no use here: {why}.",
    "arXiv takes connections but does not answer.",
    "There is no time left to ask arXiv.",
    "The connection to arXiv is closed.",
)
