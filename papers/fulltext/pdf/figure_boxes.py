"""Which drawings of a page are the figure of which caption. Pure.

A figure is grown from the drawing next to its caption: what is drawn around is of it as long as
no text comes between, and no other caption is nearer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from papers.fulltext.pdf.boxes import Box, hanging_together, joined
from papers.fulltext.pdf.captions import Caption
from papers.fulltext.pdf.lines import Line

_PANEL: Final = 14.0
"""Points, the least side of a drawing; what is smaller is a mark, or a rule."""
_REACH: Final = 110.0
"""Points between a drawing and its caption, or the next panel, at most."""
_LABEL: Final = 14.0
"""Points between a drawing and its labels at most."""
_LEAST_WIDTH, _LEAST_HEIGHT = 40.0, 24.0
_ROUNDS: Final = 2
"""Ticks stand next to a drawing, and the name of an axis next to those."""
_EDGE: Final = 1.0
_MARGIN: Final = 4.0
_MOST_TRIMMED: Final = 0.85
_LARGE: Final = 0.75
"""Of a page's height, from which on a frame holds the page's text and no figure's."""


_MOST: Final = 100
"""Frames and drawings of a page that are looked at; each is held against all others."""
_MOST_SMALL: Final = 1_000
"""Marks, words and lines of text likewise."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A page's drawings, and what they must not be mixed with.

    Attributes:
        panels: drawings of some size.
        bits: marks, rules, arrows.
        labels: words that may belong to drawings.
        walls: text, captions, heads, tables.
        captions: of figures.
    """

    panels: Sequence[Box]
    bits: Sequence[Box]
    labels: Sequence[Box]
    walls: Sequence[Box]
    captions: Sequence[Caption]


def box_of(line: Line) -> Box:
    """Where a line is printed."""
    return Box(line.left, line.bottom, line.right, line.top)


def caption_box(caption: Caption) -> Box:
    """Where a caption is printed."""
    return joined([box_of(line) for line in caption.lines])


def scene(
    parts: Iterable[Box],
    labels: Iterable[Box],
    walls: Sequence[Line],
    captions: Sequence[Caption],
    height: float,
) -> Scene:
    """A page's drawings sorted.

    Args:
        parts: what is drawn.
        labels: words that are no text, and those that do not lie flat.
        walls: lines that are of no figure.
        captions: of figures.
        height: of the page.
    """
    listed = list(parts)
    frames = _largest(box for box in listed if 30 < box.height < _LARGE * height)
    boxes = [box_of(line) for line in walls[:_MOST_SMALL]]
    free = [box for box in boxes if any(frame.wider(_EDGE).holds(box) for frame in frames)]
    walls_left = [box for box in boxes if box not in free]
    groups = [_trimmed(box, walls_left) for box in hanging_together(listed)]
    panels = _largest(box for box in groups if min(box.width, box.height) >= _PANEL)
    bits = [box for box in groups if min(box.width, box.height) < _PANEL]
    loose = [*islice(labels, _MOST_SMALL), *free]
    return Scene(panels, bits[:_MOST_SMALL], loose, walls_left, captions)


def _largest(boxes: Iterable[Box]) -> list[Box]:
    """As many as are looked at, in their order."""
    listed = list(boxes)
    if len(listed) <= _MOST:
        return listed
    least = sorted((box.width * box.height for box in listed), reverse=True)[_MOST - 1]
    return [box for box in listed if box.width * box.height >= least][:_MOST]


def _trimmed(group: Box, walls: Sequence[Box]) -> Box:
    """A drawing without its edge where text stands there: images have empty margins."""
    left = group
    for wall in walls:
        if left.meets(wall):
            cuts = (
                left._replace(top=min(left.top, wall.bottom)),
                left._replace(bottom=max(left.bottom, wall.top)),
                left._replace(right=min(left.right, wall.left)),
                left._replace(left=max(left.left, wall.right)),
            )
            left = max(cuts, key=lambda box: box.width * box.height)
    whole = left.width * left.height >= _MOST_TRIMMED * group.width * group.height
    return left if whole else group


def figure_box(caption: Caption, page: Scene) -> Box | None:
    """Where the figure of a caption is: above it, or else below; None where nothing is drawn."""
    place = caption_box(caption)
    for up in (True, False):
        whole = _grown(caption, place, page, up=up)
        if whole and whole.width >= _LEAST_WIDTH and whole.height >= _LEAST_HEIGHT:
            return _with_margin(whole, page)
    return None


def _with_margin(whole: Box, page: Scene) -> Box:
    """A figure with some room on each side where no text stands."""
    for side, way in (("left", -1), ("bottom", -1), ("right", 1), ("top", 1)):
        more = whole._replace(**{side: getattr(whole, side) + way * _MARGIN})
        if not _walled(more.wider(1.5), page.walls):
            whole = more
    return whole


def _grown(caption: Caption, place: Box, page: Scene, *, up: bool) -> Box | None:
    own = Box(caption.left, place.bottom, caption.right, place.top).joined(place)
    waiting = [
        panel
        for panel in page.panels
        if (panel.bottom > place.top - 6 if up else panel.top < place.bottom + 6)
        and not _is_taken(panel, place, page, caption, up=up)
    ]
    waiting.sort(key=lambda panel: (panel.apart(place), max(panel.beside(place), 0)))
    whole: Box | None = None
    for panel in waiting:
        near = panel.beside(own) < 0 and panel.apart(place) < _REACH
        if (
            near
            and not _walled(_between(panel, place), page.walls)
            and not _walled(panel, page.walls)
        ):
            whole = panel
            break
    if whole is None:
        return None
    whole = _with_panels(whole, [panel for panel in waiting if panel is not whole], page)
    limit = place.top - 1 if up else place.bottom + 1
    small = [
        box
        for box in (*page.bits, *page.labels)
        if (box.bottom > limit - 2 if up else box.top < limit + 2)
    ]
    whole = _with_labels(whole, small, page)
    whole = _with_panels(whole, waiting, page)
    return Box(
        whole.left,
        max(whole.bottom, limit) if up else whole.bottom,
        whole.right,
        whole.top if up else min(whole.top, limit),
    )


def _with_panels(whole: Box, waiting: Sequence[Box], page: Scene) -> Box:
    """A figure with the panels around it that no text divides from it."""
    left = list(waiting)
    grows = True
    while grows:
        grows = False
        for panel in sorted(left, key=lambda box: max(box.apart(whole), box.beside(whole))):
            more = whole.joined(panel)
            near = panel.apart(whole) < _REACH and panel.beside(whole) < _REACH
            if near and not _walled(more, page.walls):
                whole, grows = more, True
                left.remove(panel)
                break
    return whole


def _with_labels(whole: Box, small: Sequence[Box], page: Scene) -> Box:
    left = list(small)
    for _ in range(_ROUNDS):
        near = [box for box in left if whole.meets(box, _LABEL)]
        left = [box for box in left if not whole.meets(box, _LABEL)]
        for box in near:
            more = whole.joined(box)
            if more.width < 1.5 * whole.width + _LABEL and not _walled(more, page.walls):
                whole = more
    return whole


def _is_taken(panel: Box, place: Box, page: Scene, caption: Caption, *, up: bool) -> bool:
    """Whether a panel is another caption's: one that is nearer, or below it while ours is not."""
    gap = panel.apart(place)
    ours = panel.beside(place) < 0
    for other in page.captions:
        if other is caption:
            continue
        there = caption_box(other)
        behind = panel.bottom > there.top - 6 if up else panel.top < there.bottom + 6
        if not behind or panel.beside(there) >= 0:
            continue
        if panel.apart(there) > _REACH and _walled(_between(panel, there), page.walls):
            continue
        if not ours or panel.apart(there) < gap - 2:
            return True
    return False


def _between(panel: Box, place: Box) -> Box:
    """The room between a panel and its caption."""
    left, right = max(panel.left, place.left), min(panel.right, place.right)
    low, high = min(panel.top, place.top), max(panel.bottom, place.bottom)
    return Box(min(left, right), low, max(left, right), high)


def _walled(box: Box, walls: Sequence[Box]) -> bool:
    """Whether text stands in a box."""
    inner = Box(box.left + 1.5, box.bottom + 1.5, box.right - 1.5, box.top - 1.5)
    return any(inner.meets(wall) for wall in walls)
