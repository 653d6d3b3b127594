"""Plots: every bar is as high as its value, whatever the values are."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from rendering.common.plots import bars_png

LAST, OTHER = (217, 98, 43), (157, 183, 213)
LABELS = ("2026-05-29", "2026-11-27")


def heights(values: list[float], usual: float = 0.0) -> list[int]:
    """How many rows each bar takes, from the left."""
    image = Image.open(BytesIO(bars_png(LABELS, values, usual))).convert("RGB")
    runs: list[int] = []
    inside = False
    for column in range(image.width):
        count = sum(image.getpixel((column, row)) in (LAST, OTHER) for row in range(image.height))
        if count and not inside:
            runs.append(count)
        inside = bool(count)
    return runs


@pytest.mark.parametrize("scale", [0.001, 1.0, 7_000.0])
def test_bars_stand_to_one_another_as_their_values(scale: float) -> None:
    """At any scale, within a row or two."""
    one, two, four = heights([scale, 2 * scale, 4 * scale])
    assert abs(two - 2 * one) <= 3
    assert abs(four - 4 * one) <= 6


def test_nothing_is_no_bar() -> None:
    """And no error, nor is a single one."""
    assert bars_png(LABELS, [0.0, 0.0], 0.0).startswith(b"\x89PNG")
    assert len(heights([3.0])) == 1
