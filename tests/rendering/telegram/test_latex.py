"""Tests of `rendering.telegram.latex`: what apps can be trusted to set."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rendering.telegram.latex import settable


@pytest.mark.parametrize(
    ("latex", "written"),
    [
        (r"\rho(x) = \exp\left(-\frac{1}{2} x^{\top}\right)",) * 2,
        (r"n(A) \le n(B)", r"n(A) \leq n(B)"),
        (r"\dfrac a b", r"\frac a b"),
        (r"\bm{x}\to y", r"\mathbf{x}\rightarrow y"),
        (r"x \label{eq:1} + \boxed{y} \nonumber", r"x + {y}"),
        (r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}",) * 2,
        (r"\lbrace x \rbrace", r"\{ x \}"),
        (r"a\,b\;c",) * 2,
    ],
)
def test_what_is_set(latex: str, written: str) -> None:
    """Spelled as every reader of LaTeX knows it, without what says nothing."""
    assert settable(latex) == written


@pytest.mark.parametrize(
    "latex",
    [
        "",
        r"\ce{H2O}",
        r"\mycommand x",
        r"{x",
        "x}",
        r"\left( x",
        "a & b",
        r"a \\ b",
        r"\begin{align} a \end{align}",
        r"\begin{matrix} a } \end{matrix}",
        "5 $",
        "50 %",
        "α",
        "x_",
        "x" * 1_001,
        "#",
        "\\",
    ],
)
def test_what_is_not_set(latex: str) -> None:
    """Unknown, unfinished, out of place, or too long: a readable form is better than its source."""
    assert settable(latex) == ""


@given(st.text(st.sampled_from("\\{}ab^_&$% ") | st.characters(), max_size=30))
def test_what_is_set_can_be_set_again(latex: str) -> None:
    """Whatever it is made of, and braces are in pairs."""
    written = settable(latex)
    assert settable(written) == written
    assert written.isascii()
