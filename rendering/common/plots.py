"""Plots as PNG images, drawn without a display. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from io import BytesIO
from typing import Final

_WIDTH: Final = 900
_HEIGHT: Final = 420
_LEFT: Final = 70
_RIGHT: Final = 20
_TOP: Final = 24
_BELOW: Final = 54
_TEXT: Final = 18
_PAPER: Final = "white"
_INK: Final = "#30343b"
_GRID: Final = "#d9dce1"
_BAR: Final = "#9db7d5"
_LAST: Final = "#d9622b"
_LINES: Final = 4


def bars_png(labels: Sequence[str], values: Sequence[float], usual: float) -> bytes:
    """Bars from left to right, the last one told apart, and a line at what is usual.

    Args:
        labels: below the first and the last bar, as dates; letters of ASCII.
        values: the bars, 0 or more; one at least.
        usual: where the line is.
    """
    from PIL import Image, ImageDraw, ImageFont  # which the start does without

    image = Image.new("RGB", (_WIDTH, _HEIGHT), _PAPER)
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(_TEXT)
    line = _round(max(*values, usual, 1e-9) / _LINES)
    top = line * _LINES
    floor = _HEIGHT - _BELOW

    def height(value: float) -> float:
        return floor - (floor - _TOP) * value / top

    for number in range(_LINES + 1):
        value = line * number
        at = height(value)
        draw.line((_LEFT, at, _WIDTH - _RIGHT, at), _GRID)
        draw.text((_LEFT - 8, at), f"{value:.3g}", _INK, font, anchor="rm")
    step = (_WIDTH - _LEFT - _RIGHT) / len(values)
    for place, value in enumerate(values):
        left = _LEFT + step * place + step * 0.15
        colour = _LAST if place == len(values) - 1 else _BAR
        draw.rectangle((left, height(value), left + step * 0.7, floor), colour)
    draw.line((_LEFT, height(usual), _WIDTH - _RIGHT, height(usual)), _INK, 2)
    draw.line((_LEFT, floor, _WIDTH - _RIGHT, floor), _INK, 2)
    draw.text((_LEFT, floor + 12), labels[0], _INK, font, anchor="la")
    draw.text((_WIDTH - _RIGHT, floor + 12), labels[-1], _INK, font, anchor="ra")
    written = BytesIO()
    image.save(written, "PNG", optimize=True)
    return written.getvalue()


def _round(least: float) -> float:
    """The first round number that is no less: 1, 2, 2.5 or 5 with a power of ten."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(
        step * power for step in (1.0, 2.0, 2.5, 5.0, 10.0) if step * power >= least * 0.999
    )
