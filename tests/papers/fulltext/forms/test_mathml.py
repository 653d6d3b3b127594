"""Formulas of pages that give them as MathML alone, by their elements."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from papers.fulltext.html.mathml import written_formula
from papers.text.formulas import readable_formula

_ISOTOPE = (
    "<mmultiscripts><mi>He</mi><none/><mo>+</mo><mprescripts/><mn>2</mn><mn>3</mn></mmultiscripts>"
)
_ROWS = (
    "<mrow><mo>(</mo><mtable><mtr><mtd><mi>a</mi></mtd><mtd><mi>b</mi></mtd></mtr>"
    "<mtr><mtd><mi>c</mi></mtd><mtd><mi>d</mi></mtd></mtr></mtable><mo>)</mo></mrow>"
)


@pytest.mark.parametrize(
    ("inside", "told"),
    [
        ("<mover><mi>x</mi><mo>^</mo></mover>", "x̂"),
        ('<mover accent="true"><mi>x</mi><mo>¯</mo></mover>', "x̄"),
        ("<mover><mi>v</mi><mo>→</mo></mover>", "v⃗"),
        ("<munder><mi>x</mi><mo>_</mo></munder>", "x̲"),
        ("<mover><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mo>⏞</mo></mover>", "a + b"),
        ("<mover><mo>→</mo><mi>d</mi></mover>", "→ᵈ"),
        ("<mfenced><mi>a</mi><mi>b</mi></mfenced>", "(a,b)"),
        ('<mfenced open="[" close=")" separators=";"><mi>a</mi><mi>b</mi></mfenced>', "[a;b)"),
        ("<msub><mi>x</mi><mtext>max</mtext></msub>", "x_max"),
        (_ISOTOPE, "₂³He⁺"),
        (_ROWS, "(a b; c d)"),
        ("<msup><mi>x</mi><mn>2</mn></msup><mphantom><mi>y</mi></mphantom>", "x²"),
    ],
)
def test_elements(inside: str, told: str) -> None:
    """Accents stay accents, brackets and rows stay, and each script its place."""
    node = LexborHTMLParser(f"<math>{inside}</math>").css_first("math")
    assert node is not None
    assert readable_formula(written_formula(node)) == told
