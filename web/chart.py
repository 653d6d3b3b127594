"""Charts made on the server, as SVG that takes its colours from the stylesheet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

from app.archive.reading import DayCount
from composing.wording import day as day_told
from i18n.speech import number, phrase, plural

_WIDTH: Final = 720
_BAR: Final = 12
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
