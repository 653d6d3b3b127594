"""Formulas and astronomers' units keep their meaning when they are written in one line."""

from __future__ import annotations

import pytest

from papers.text.formulas import readable_formula
from papers.text.latex import readable
from papers.text.mathtext import formula


@pytest.mark.parametrize(
    ("tex", "told"),
    [
        (r"\frac{1}{2}mv^2", "1/2 mv²"),
        (r"\frac{a}{bc}d", "a/bc d"),
        (r"\frac{1}{2}(a+b)", "1/2 (a+b)"),
        (r"2\frac{1}{3}", "2 1/3"),
        (r"(\frac12)^2", "(1/2)²"),
        (r"x^{\frac{1}{2}}", "x^(1/2)"),
        (r"e^{i\pi}", "e^(iπ)"),
        (r"R_{\mu\nu}", "R_μν"),
        (r"\abs*{y} < \norm*{x}", "|y| < ‖x‖"),
        (r"M \la 10^{12}", "M ≲ 10¹²"),
        (r"x \ga 3", "x ≳ 3"),
        (r"\ga x", "γx"),
        (r"\slashed{D}", "D̸"),
        (r"\begin{pmatrix}a&b\\c&d\end{pmatrix}", "(a b; c d)"),
        (r"f=\begin{cases}1&x>0\\0&\text{else}\end{cases}", "f={1, x>0; 0, else}"),
        (r"1\farcs2", "1.2″"),
    ],
)
def test_formulas(tex: str, told: str) -> None:
    """What stands above or below a line is told apart from what stands beside it."""
    assert readable_formula(tex) == told


@pytest.mark.parametrize(
    ("tex", "told"),
    [
        (r"68\char 37", "68%"),
        (r"a\char35 b", "a#b"),
        (r"\char 200", None),
        (r"\char 92 x", None),
    ],
)
def test_characters_by_number(tex: str, told: str | None) -> None:
    """As LaTeXML writes a per cent sign within a formula; what is no sign of ASCII stays TeX."""
    assert formula(tex) == told


@pytest.mark.parametrize(
    ("tex", "told"),
    [
        (r"within 3\arcsec and 5\arcmin", "within 3″ and 5′"),
        (r"2\fdg5, 1\farcs2 or 4\farcm", "2.5°, 1.2″ or 4′"),
        (r"\ion{H}{2} and [\ion{O}{iii}]", "H II and [O III]"),
        (r"100~\kms of 3~\Msun", "100 km s⁻¹ of 3 M_⊙"),
        (r"$\sim$5$\arcsec$ at 2\,\micron", "∼5″ at 2 μm"),
    ],
)
def test_units(tex: str, told: str) -> None:
    """No unit is left out, and none stays TeX."""
    assert readable(tex) == told
