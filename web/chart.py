"""Charts made on the server, as SVG that takes its colours from the stylesheet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

from app.archive.reading import DayCount
from composing.trends.page import overall_text, plot_caption
from composing.wording import day as day_told
from digests.trends.rising import FEWEST_WEEKS, Week, rise_of
from i18n.speech import number, phrase, plural

_WIDTH: Final = 720
_BAR: Final = 24
"""How wide a bar with its gap is at most, in units of the picture."""

_MATCHED_HEIGHT: Final = 72
_ANNOUNCED_HEIGHT: Final = 26
_GAP: Final = 6
_HEIGHT: Final = _MATCHED_HEIGHT + _GAP + _ANNOUNCED_HEIGHT


def counts_chart(counts: Sequence[DayCount]) -> Markup:
    """How many papers each date had, oldest first: matched above, announced below.

    Each of both has a scale of its own, as one paper in a hundred is about a topic.
    """
    shown = list(reversed(counts))
    if not shown:
        return Markup("")
    step = min(_BAR, _WIDTH / len(shown))
    label = phrase(
        "Papers a day from {first} to {last}: {matched} in this topic of {announced} announced",
        first=day_told(shown[0].day),
        last=day_told(shown[-1].day),
        matched=number(sum(one.matched for one in shown)),
        announced=number(sum(one.announced for one in shown)),
    )
    return Markup(
        '<svg class="chart" role="img" aria-label="{label}" viewBox="0 0 {width} {height}">'
        "{bars}</svg>"
    ).format(label=label, width=_WIDTH, height=_HEIGHT, bars=_bars(shown, step))


def weeks_told(counts: Sequence[DayCount]) -> tuple[Markup, str] | None:
    """How a topic's weeks stand, as a chart and in a sentence; None where they are too few.

    Args:
        counts: of each week under its last day, the newest first.
    """
    weeks = [Week(last=one.day, announced=one.announced, matched=one.matched) for one in counts]
    if len(weeks) <= FEWEST_WEEKS or not any(week.matched for week in weeks):
        return None
    return weeks_chart(weeks), overall_text(weeks, rise_of(weeks))


def weeks_chart(weeks: Sequence[Week]) -> Markup:
    """The share that a topic has of each week's papers, the newest week first in `weeks`.

    The last week is told apart, and a line is what was usual before.
    """
    shown = list(reversed(weeks))
    shares = [one.matched / max(one.announced, 1) for one in shown]
    *before, _ = shown
    announced = max(sum(one.announced for one in before), 1)
    usual = sum(one.matched for one in before) / announced
    most = max(*shares, usual, 1e-9)
    step = min(4 * _BAR, _WIDTH / len(shown))
    bars = Markup("").join(
        Markup(
            "<g><title>{told}</title>"
            '<rect class="{kind}" x="{x}" y="{y}" width="{w}" height="{h}"/></g>'
        ).format(
            told=_week_told(week),
            kind="announced" if place < len(shown) - 1 else "matched",
            x=round(place * step, 1),
            y=round(_HEIGHT * (1 - share / most), 1),
            w=round(step * 0.75, 1),
            h=round(_HEIGHT * share / most, 1),
        )
        for place, (week, share) in enumerate(zip(shown, shares, strict=True))
    )
    return Markup(
        '<svg class="chart" role="img" aria-label="{label}" viewBox="0 0 {width} {height}">'
        '{bars}<line class="usual" x1="0" x2="{width}" y1="{y}" y2="{y}"/></svg>'
    ).format(
        label=plot_caption(),
        width=round(step * len(shown), 1),
        height=_HEIGHT,
        bars=bars,
        y=round(_HEIGHT * (1 - usual / most), 1),
    )


def _week_told(week: Week) -> str:
    return phrase(
        "{day}: {papers} of {announced}",
        day=day_told(week.last),
        papers=plural("{number} paper", "{number} papers", week.matched),
        announced=number(week.announced),
    )


def _bars(shown: Sequence[DayCount], step: float) -> Markup:
    most_matched = max(1, *(one.matched for one in shown))
    most_announced = max(1, *(one.announced for one in shown))
    return Markup("").join(
        Markup(
            "<g><title>{told}</title>"
            '<rect class="all" x="{x}" y="0" width="{step}" height="{whole}"/>'
            '<rect class="matched" x="{x}" y="{up}" width="{w}" height="{m}"/>'
            '<rect class="announced" x="{x}" y="{low}" width="{w}" height="{a}"/></g>'
        ).format(
            told=_told(one),
            x=round(place * step, 1),
            step=round(step, 1),
            w=round(step * 0.75, 1),
            whole=_HEIGHT,
            up=round(_MATCHED_HEIGHT - _scaled(one.matched, most_matched, _MATCHED_HEIGHT), 1),
            m=_scaled(one.matched, most_matched, _MATCHED_HEIGHT),
            low=_MATCHED_HEIGHT + _GAP,
            a=_scaled(one.announced, most_announced, _ANNOUNCED_HEIGHT),
        )
        for place, one in enumerate(shown)
    )


def _told(one: DayCount) -> str:
    matched = plural("{number} paper", "{number} papers", one.matched)
    return phrase(
        "{day}: {papers} of {announced}",
        day=day_told(one.day),
        papers=matched,
        announced=number(one.announced),
    )


def _scaled(value: int, most: int, height: int) -> float:
    return round(height * value / most, 1)
