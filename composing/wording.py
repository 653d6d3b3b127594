"""The words of digests and paper pages, in one place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from composing.formulas import without_formulas
from domain.digests import Affinity, Reason, Spread
from domain.documents import Inline, Span, bold, inline, italic
from domain.excerpts import excerpt
from domain.messages import marked
from domain.papers import AnnouncementKind
from domain.summaries import Basis, Provenance, StandIn
from domain.topics import Category, Field, Query, Term, Together
from i18n.speech import current, listed, number, phrase, plural, styled

AUTHORS: Final = marked("Authors")
COMMENT: Final = marked("Comment")
JOURNAL: Final = marked("Journal reference")
DOI: Final = marked("DOI")
LICENCE: Final = marked("Licence")
SUMMARY: Final = marked("Summary")
TAKEAWAYS: Final = marked("Key takeaways")
KEYWORDS: Final = marked("Keywords")
ANALYSIS: Final = marked("Analysis")
ABSTRACT: Final = marked("Abstract")
PDF: Final = marked("PDF")
CODE: Final = marked("Code")
PROJECT: Final = marked("Project page")
TOPICS: Final = marked("Topics")
PAPERS: Final = marked("Papers")
OVERVIEW: Final = marked("Overview")
MATTERS: Final = marked("Why it may matter to you")
NO_SUMMARY: Final = marked("There is no summary of this paper.")
NO_ABSTRACT: Final = marked("There is no summary of this paper: arXiv gives no abstract of it.")
WITHDRAWN: Final = marked("This paper has been withdrawn by its authors or by arXiv.")
EVIDENCE: Final = marked(
    "Each sentence of the summary, and the words of the paper that it stands on."
)
SAMPLE: Final = "SAMPLE"
SAMPLE_NOTE: Final = marked(
    "SAMPLE: these papers are invented and come with Papercrier. Nothing here is from arXiv."
)

ANALYSIS_PARTS: Final = {
    "background": marked("Background"),
    "prior_work": marked("Prior work"),
    "method": marked("Method"),
    "results": marked("Results"),
    "significance": marked("Significance"),
    "innovation": marked("Innovation"),
    "performance": marked("Performance"),
    "workload": marked("Workload"),
    "limitations": marked("Limitations"),
}
KINDS: Final = {
    AnnouncementKind.NEW: "",
    AnnouncementKind.CROSS: marked("cross-list"),
    AnnouncementKind.REPLACE: marked("replacement"),
}
_WORDS_A_MINUTE: Final = 230
"""At which people read silently: Brysbaert, Journal of Memory and Language 109 (2019), 104047."""
_INSTEAD: Final = {
    StandIn.UNGROUNDED: marked("what the language model made of it could not all be verified"),
    StandIn.BUDGET: marked("today's budget for the language model is spent"),
    StandIn.UNAVAILABLE: marked("the language model is not answering at the moment"),
    StandIn.KEY: marked("the language model does not take the key that is set up"),
    StandIn.QUOTA: marked("the account with the language model has no credit left"),
    StandIn.REFUSED: marked("the language model declined to write about this paper"),
    StandIn.FORMAT: marked("the language model did not answer in the form asked for"),
}
_PLACES: Final = {
    Field.TITLE: marked("in the title"),
    Field.ABSTRACT: marked("in the abstract"),
    Field.AUTHOR: marked("as an author"),
    Field.COMMENT: marked("in the comment"),
    Field.VENUE: marked("as where it appears"),
    Field.HAS: marked("linked"),
}
_SPREAD: Final = {
    (Spread.NEAR, Field.TITLE): marked("near one another in the title"),
    (Spread.NEAR, Field.ABSTRACT): marked("near one another in the abstract"),
    (Spread.APART, None): marked("apart from one another"),
}
_WORDS_NAMED: Final = 3
_LIKE: Final = 70
"""Characters of the title of a paper that another is like."""


def day(of: date) -> str:
    """``8 March 2024``, whatever the process's locale."""
    return current().day(of)


def days(first: date, last: date) -> str:
    """One day, or a span of days: ``6–8 March 2024``."""
    return day(last) if first == last else current().days(first, last)


def spans(each: Sequence[tuple[date, date]]) -> str:
    """Some days, those without a gap between them as a span."""
    return listed([days(first, last) for first, last in each])


def kind(of: AnnouncementKind) -> str:
    """How a paper was announced; nothing where it was simply new."""
    return phrase(KINDS[of])


def labelled(label: str, *text: str | Span) -> Inline:
    """``Authors: …``; the label is one of those above."""
    return styled("{label}: {text}", label=bold(phrase(label)), text=inline(*text))


def marked_sample(title: str) -> str:
    """A title of what is not arXiv's."""
    return phrase("SAMPLE: {title}", title=title)


def topics_of(labels: Sequence[str], most: int) -> str:
    """What a digest is about, in its title: labels, or the first one and how many more."""
    if len(labels) <= most:
        return listed(labels)
    more = plural("{number} more topic", "{number} more topics", len(labels) - 1)
    return listed([labels[0], more])


def shown_of(shown: int, matched: int) -> str:
    """``3 papers``, or ``3 of 5 papers``."""
    if shown == matched:
        return plural("{number} paper", "{number} papers", shown)
    return plural(
        "{shown} of {number} paper", "{shown} of {number} papers", matched, shown=number(shown)
    )


def also_matched(count: int) -> str:
    """Over the papers beyond the limit."""
    return phrase("Also matched ({number})", number=number(count))


def and_more(count: int) -> str:
    """After the titles that are told, of more."""
    return phrase("and {number} more", number=number(count))


def more_authors(count: int) -> str:
    """After the authors that are named."""
    return phrase(" + {number} more", number=number(count))


def reading_time(words: int) -> str:
    """How long a paper takes to read."""
    minutes = max(1, round(words / _WORDS_A_MINUTE))
    return plural("{number} minute to read", "{number} minutes to read", minutes)


def announced(on: date) -> str:
    """When a paper was announced."""
    return phrase("announced {day}", day=day(on))


def submitted(on: date) -> str:
    """When a paper's first version was submitted."""
    return phrase("submitted {day}", day=day(on))


def revised(on: date) -> str:
    """When this version of a paper was submitted."""
    return phrase("this version {day}", day=day(on))


def word_for_word(section: str) -> str:
    """After a claim that is the paper's own sentence."""
    return phrase("({section}, word for word)", section=section)


def why_matched(reasons: Sequence[Reason], *, name_topics: bool) -> str:
    """Why a paper stands in a digest: ``Matched “diffusion models” in the title``.

    Words tell more than the categories beside them, which are named only where no word is.
    """
    by_topic: dict[str, list[Reason]] = {}
    for reason in reasons:
        by_topic.setdefault(reason.topic, []).append(reason)
    told = {topic: _found_for(found) for topic, found in by_topic.items()}
    if name_topics:
        parts = [phrase("{topic}: {found}", topic=t, found=found) for t, found in told.items()]
    else:
        parts = distinct(told.values())
    return phrase("Matched {found}", found="; ".join(parts))


def affinity(of: Affinity) -> Inline:
    """How a paper stands to what its reader likes, in a clause."""
    if of.is_by_lot:
        return inline(phrase("From outside your profile: drawn by lot, to see what else there is"))
    if of.is_outside:
        return inline(phrase("From outside your profile: the best of your topics there"))
    if not of.like:
        return inline(phrase("Yours by its words: {words}", words=listed(of.words)))
    title = italic(excerpt(without_formulas(of.like), _LIKE))
    if of.pressed:
        return styled(
            "Like {title}, which {liked} of {number} here liked",
            title=title,
            liked=number(of.liked),
            number=number(of.pressed),
        )
    if of.is_saved:
        return styled("Like {title}, which you saved", title=title)
    return styled("Like {title}, which you liked", title=title)


def _found_for(reasons: Sequence[Reason]) -> str:
    places: dict[Query, list[str]] = {}
    for reason in reasons:
        places.setdefault(reason.found, []).append(_place(reason))
    words = [found for found in places if isinstance(found, Term | Together)]
    shown = [word for word in words if not any(_says_more(other, word) for other in words)]
    shown.sort(key=lambda word: _PLACES[Field.TITLE] not in places[word])
    chosen: Sequence[Query] = shown[:_WORDS_NAMED] or list(places)
    return listed(distinct(_placed(_leaf(found), places[found]) for found in chosen))


def found_in(reason: Reason) -> str:
    """What was found, and where: ``“diffusion models” in the title``."""
    return _placed(_leaf(reason.found), [_place(reason)])


def _place(reason: Reason) -> str:
    if reason.spread is not Spread.PHRASE:
        return _SPREAD[reason.spread, reason.field]
    return _PLACES.get(reason.field or Field.ANY, "")


def _placed(found: str, places: Sequence[str]) -> str:
    """What was found, and where that is worth telling."""
    where = listed([phrase(place) for place in distinct(places) if place])
    return phrase("{found} {places}", found=found, places=where) if where else found


def _says_more(other: Term | Together, word: Term | Together) -> bool:
    return word.text != other.text and f" {word.text} ".lower() in f" {other.text} ".lower()


def provenance(of: Provenance, *, versioned: bool) -> str:
    """What made a summary, from what: ``by gpt-6-luna from the full text of v2, 22 Nov 2026``.

    An extract bears no date: it is the same whenever it is made, and so is its page. Where the
    paper is shown without a version, as announced, none is named here either.
    """
    read = {
        "basis": phrase("abstract") if of.basis is Basis.ABSTRACT else phrase("full text"),
        "version": phrase(" of v{number}", number=of.paper_version)
        if versioned and of.paper_version
        else "",
        "part": phrase(", of which {share} was read", share=current().share(of.coverage))
        if of.coverage < 1
        else "",
    }
    if not of.is_extractive:
        made = current().short_day(of.made_at.date())
        return phrase(
            "by {model} from the {basis}{version}{part}, {day}", model=of.model, day=made, **read
        )
    extracted = phrase("extracted from the {basis}{version}{part}", **read)
    if of.stands_in is None:
        return extracted
    return phrase("{label}: {text}", label=extracted, text=phrase(_INSTEAD[of.stands_in]))


def _leaf(query: Query) -> str:
    match query:
        case Term(_, Field.IS):
            return phrase("your profile")
        case Term(text) | Together(text):
            return f"“{text}”"
        case Category(name):
            return phrase("category {name}", name=name)
    return str(query)


def distinct(texts: Iterable[str]) -> list[str]:
    """Texts in order, each once."""
    return list(dict.fromkeys(texts))


def papers(count: int) -> str:
    """So many papers."""
    return plural("{number} paper", "{number} papers", count)
