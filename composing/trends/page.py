"""What rose in topics, as a page with a plot."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from app.trends.looking_back import Trends
from composing import wording
from composing.notes import noted
from digests.trends.rising import FALSE_AT_MOST, FEWEST_WEEKS, Rise, Week
from domain.documents import Block, Button, Buttons, Document, Paragraph, Picture, Table, inline
from domain.excerpts import excerpt
from i18n.speech import current, listed, phrase, plural
from rendering.common.plots import bars_png

_MOST: Final = 12
_TOPICS: Final = 3
_TITLE: Final = 120
_PER: Final = 1_000
"""Announced papers that the plot counts those of the topic among."""


def trends_document(told: Trends) -> Document:
    """The page for whoever asked."""
    names = [excerpt(name, _TITLE) for name in told.topics[:_TOPICS]]
    blocks = trend_blocks(told)
    if told.risen:
        rows = tuple(
            (Button(rise.words, command=f'/search "{rise.words}"'),) for rise in told.risen[:3]
        )
        blocks.append(Buttons(rows))
    return Document(phrase("Trends in {topics}", topics=listed(names)), tuple(blocks))


def trend_blocks(told: Trends) -> list[Block]:
    """What rose, with its plot; or the sentence that says why nothing can be told of it."""
    if told.overall is None:
        said = phrase(
            "Too few weeks of announcements are kept for that: there are {number}, and {fewest} "
            "before this one are needed.",
            number=len(told.weeks),
            fewest=FEWEST_WEEKS,
        )
        return [Paragraph(inline(said))]
    if not any(week.matched for week in told.weeks):
        said = phrase("No paper of it was announced in the weeks that are kept.")
        return [Paragraph(inline(said))]
    blocks: list[Block] = [Paragraph(inline(overall_text(told.weeks, told.overall))), _plot(told)]
    if told.risen:
        blocks.append(_table(told))
        noted_share = current().share(FALSE_AT_MOST)
        said = phrase(
            "Words that stand in a larger share of the topic's papers than in any week before; of "
            "all that are told, {share} may be chance.",
            share=noted_share,
        )
    else:
        said = phrase("No word rose in it beyond chance.")
    return [*blocks, noted(said)]


def overall_text(weeks: Sequence[Week], rise: Rise) -> str:
    """How a topic's last week stands to those before, the newest week first."""
    day = wording.day(weeks[0].last)
    now = plural("{number} paper", "{number} papers", rise.now)
    before = plural("{number} week", "{number} weeks", len(weeks) - 1)
    return phrase(
        "{papers} in the week up to {day}, where {usual} would be usual by the {weeks} before: "
        "{times} times as many (95 of 100: {low} to {high}).",
        papers=now,
        day=day,
        usual=_figure(rise.usual),
        weeks=before,
        times=_figure(rise.times),
        low=_figure(rise.low),
        high=_figure(rise.high),
    )


def _plot(told: Trends) -> Picture:
    weeks = told.weeks[::-1]
    shares = [_PER * week.matched / max(week.announced, 1) for week in weeks]
    before = weeks[:-1]
    of_all = sum(week.announced for week in before)
    usual = _PER * sum(week.matched for week in before) / max(of_all, 1)
    labels = [weeks[0].last.isoformat(), weeks[-1].last.isoformat()]
    caption = plot_caption()
    return Picture(inline(caption), bars_png(labels, shares, usual), described=caption)


def plot_caption() -> str:
    """What a plot of weeks shows."""
    return phrase(
        "Papers of the topic among 1,000 announced, week by week; the line is what is usual."
    )


def _table(told: Trends) -> Table:
    headings = (phrase("Words"), phrase("This week"), phrase("Usual"), phrase("Times as many"))
    rows = tuple(
        (
            inline(rise.words),
            inline(str(rise.now)),
            inline(_figure(rise.usual)),
            inline(f"{_figure(rise.times)} ({_figure(rise.low)}–{_figure(rise.high)})"),
        )
        for rise in told.risen[:_MOST]
    )
    return Table(headings, rows)


def _figure(value: float) -> str:
    if math.isinf(value):
        return "∞"
    return f"{value:.2g}" if value < 10 else f"{value:,.0f}"
