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
        (r"\sqrt{2x}+\sqrt{2}x", "√(2x)+√2 x"),
        (r"\sqrt{n\log n}", "√(n log n)"),
        (r"\sqrt{x}^2-\sqrt{x^2}", "(√x)²-√(x²)"),
        (r"\sqrt[3]{2x}", "∛(2x)"),
        (r"\frac{a}{b}^2", "(a/b)²"),
        (r"\frac{1}{2n}", "1/(2n)"),
        (r"\frac{\sin x}{x}", "(sin x)/x"),
        (r"n^{\log n} x_{\max}", "n^(log n) x_max"),
        (r"\bar\partial\hat\nabla", "∂̄∇̂"),
        (r"X \xrightarrow{f} Y \xleftarrow[g]{} Z", "X →ᶠ Y ←_(g) Z"),
        (r"\genfrac{(}{)}{0pt}{}{n}{k}", "(n choose k)"),
        (r"T_\rm c", "T_c"),
        (r"\mathcal{U}^{(\epsilon)}", "𝒰^(ϵ)"),
        (r"\rho = 1", "ρ = 1"),
        (r"p \mid n", "p | n"),
        (r"\GL_n(\mathbb{F}_q), \calF, \bbE, \frakg, \cC", "GLₙ(𝔽_q), ℱ, 𝔼, 𝔤, 𝒞"),
        (r"a \lt b \gt c, \upmu, \varGamma", "a <b >c, μ, Γ"),
        (r"\1_A", "1_A"),
        (r"\not\!E_T", "E̸_T"),
        (r"{n\brack k}, {n\brace k}, \genfrac[]{0pt}{}nk", "[n; k], {n; k}, [n; k]"),
        (r"\varliminf a", "liminf a"),
        (r"\|f\|_{L^q(\Omega)}", "‖f‖_(L^q(Ω))"),
        (r"\begin{matrix}a\\b\end{matrix}", "a; b"),
        (r"a&=b\\&=c\\d&\le e", "a=b =c; d ≤ e"),
        (r"a&=b,\\c&=d", "a=b, c=d"),
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
