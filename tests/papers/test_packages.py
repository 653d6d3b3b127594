"""Macros of physics, siunitx and mhchem mean the same in titles, abstracts and pages."""

from __future__ import annotations

import pytest

from papers.text.formulas import readable_formula
from papers.text.latex import readable
from papers.text.packages import written_out


@pytest.mark.parametrize(
    ("tex", "told"),
    [
        (r"\dv{f}{x}, \dv[2]{f}{x}, \dv{t}", "df/dx, d²f/dx², d/dt"),
        (r"\pdv{f}{x}, \pdv{f}{x}{y}, \pdv[2]{u}{x}", "∂f/∂x, ∂²f/(∂x∂y), ∂²u/∂x²"),
        (r"\expval{H}, \expval{H}{\psi}, \mel{a}{H}{b}", "⟨H⟩, ⟨ψ|H|ψ⟩, ⟨a|H|b⟩"),
        (r"\comm{A}{B}, \anticommutator{A}{B}", "[A, B], {A, B}"),
        (r"\ketbra{0}{1}, \dyad{a}, \braket{a}{b}, \braket{a|b}", "|0⟩⟨1|, |a⟩⟨a|, ⟨a|b⟩, ⟨a|b⟩"),
        (r"\qty(\frac{a}{b}), \eval{f}_0", "(a/b), f|₀"),
        (r"\grad f, \curl\vb{B}, \div\vb{E}, \laplacian u", "∇f, ∇×B, ∇·E, ∇²u"),
        (r"a\div b", "a÷b"),
        (r"\mqty(a & b \\ c & d), \pmqty{a\\b}", "(a b; c d), (a; b)"),
        (r"\int f\,\dd x, \va{r}, \vu{n}, \order{n}", "∫f dx, r⃗, n̂, 𝒪(n)"),
        (r"d=\SI{3}{\kilo\metre\per\second}", "d=3 km s⁻¹"),
        (r"\num{1.2e-3}, \SIrange{1}{2}{\nm}, \ang{30}", "1.2×10⁻³, 1 to 2 nm, 30°"),
        (r"\ce{CO2 + C -> 2 CO}, \ce{SO4^2-}", "CO₂ + C → 2 CO, SO₄²⁻"),
        (r"\ce{^{227}_{90}Th+}, \ce{A <=> B}", "²²⁷₉₀Th⁺, A ⇌ B"),
    ],
)
def test_packages(tex: str, told: str) -> None:
    """Pages give them in their formulas, records between dollar signs."""
    assert readable_formula(tex) == told
    assert readable(f"${tex}$") == told


def test_outside_formulas() -> None:
    """Units and substances stand in sentences as well."""
    told = "From 3 km to 20 °C, CO₂ and 10.5 eV"
    written = r"From \SI{3}{\km} to \qty{20}{\degreeCelsius}, \ce{CO2} and \SI{10.5}{\eV}"
    assert readable(written) == told


@pytest.mark.parametrize("text", [r"\dv", r"\SI{3}", r"\comm{A}", r"\mqty", r"\dva{a}", "none"])
def test_without_arguments_they_stay(text: str) -> None:
    """What is followed by less than they take is something else."""
    assert written_out(text) == text
