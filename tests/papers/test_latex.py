"""LaTeX becomes readable where Unicode has the form; everything else stays as written."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from papers.text.latex import readable
from papers.text.mathsigns import script
from papers.text.mathtext import formula

ACCENTS = [
    (r"na\"ive", "naïve"),
    (r"Schr\"odinger", "Schrödinger"),
    (r"Schr\"{o}dinger", "Schrödinger"),
    (r"\'{e}tude", "étude"),
    (r"{\'e}tude", "étude"),
    (r"\v{C}ech", "Čech"),
    (r"\v Cech", "Čech"),
    (r"Erd\H{o}s", "Erdős"),
    (r"Fran\c{c}ois and Fran\c cois", "François and François"),
    (r"Mart\'{\i}n, Mart{\'\i}n and Mart\'\i n", "Martín, Martín and Martín"),
    (r"M{\o}ller and M\o ller", "Møller and Møller"),
    (r"\L{}ukasz and {\L}ukasz", "Łukasz and Łukasz"),
    (r"\AA ngstr\"om, stra\ss e", "Ångström, straße"),
    (r"Yor\`ub\'a, S\~ao, \^o, \=a, \.z, \u{g}, \k{a}, \r{u}", "Yorùbá, São, ô, ā, ż, ğ, ą, ů"),
    (r"the author\'s model, we\'re, don\'t", "the author's model, we're, don't"),
    (r"caf\'e", "café"),
    (r"{\DJ}or{\dj}e, \DJ{}uri\'{c}, Ha{\ng}, Gu{\eth}mundur", "Đorđe, Đurić, Haŋ, Guðmundur"),
    (r"Nguy{\~{\^e}}n and Kre\u\i n", "Nguyễn and Kreĭn"),
]
STYLES = [
    (r"\textbf{M} for \emph{Model}", "M for Model"),
    (r"\textbf{\emph{M}}", "M"),
    (r"\underline{c}ode-based", "code-based"),
    (r"{\it by contrast} {\em tasks}, {\bf bold}", "by contrast tasks, bold"),
    (r"{\em \mbox{MR3}}", "MR3"),
    (r"\textcolor{red}{Warning}: ahead", "Warning: ahead"),
    (r"\textbf{the $x^2$ model}", "the x² model"),
    (r"1\textsuperscript{st} of H\textsubscript{2}O", "1ˢᵗ of H₂O"),
    (r"\textsc{\'Etude}", "Étude"),
]
LINKS = [
    (r"at \href{https://a.example/b}.", "at https://a.example/b."),
    (r"works.\footnote[2]{{Code: https://a.example/b}}", "works. (Code: https://a.example/b)"),
    (r"\url{https://a.example/b\_c~d}", "https://a.example/b_c~d"),
    (r"\href{https://a.example/b}{this https URL}", "https://a.example/b"),
    (r"\href{https://a.example/b}{https://a.example/b}", "https://a.example/b"),
    (r"\href{https://a.example/b}{here}.", "here (https://a.example/b)."),
    (r"online~\footnote{\url{https://a.example}}.", "online (https://a.example)."),
    ("https://a.example/~u/x--y_z?a=$b", "https://a.example/~u/x--y_z?a=$b"),
    ("a.example/x--y and a~b", "a.example/x--y and a b"),
]
OWN_MACROS = [
    (
        r"We present \BrookNet, which beats \SAT-based gauges",
        "We present BrookNet, which beats SAT-based gauges",
    ),
    (r"the ($\M$) and $L^p(\bM)$ of \M", "the (M) and Lᵖ(M) of M"),
    (r"bounded on $\RE^3$ and $\CO^n$", "bounded on ℝ³ and ℂⁿ"),
    (r"in $L^2(\H)$ and $\L^p(\O)$", "in L²(H) and Lᵖ(O)"),
    (r"in $\uni^d, d\geq 3$", r"in \uniᵈ, d ≥ 3"),
    # Letters that mathematicians define macros for.
    (r"$d\x_\epsilon=a(\x_\epsilon)\,dt$ in $\ere^d$", "dx_ϵ=a(x_ϵ) dt in ℝᵈ"),
    (r"$\rho^{\b}$ with $\b>1$, $\bfx\in\R$", "ρ^β with β>1, x ∈ ℝ"),
    # What sources leave in abstracts.
    (r"a metric \r{ho}, Cohen's \k{appa} and \b{eta}-sheets", "a metric ρ, Cohen's κ and β-sheets"),
    (r"It was \deleted{not }\rev{fast and {cheap}}.", "It was fast and {cheap}."),
    (r"so-called \say{frames} of GPT\nobreakdash-2", "so-called “frames” of GPT-2"),
    (
        r"Ours wins. \noindent We give \textit{{a, b}} (\romannumeral4).",
        "Ours wins. We give a, b (iv).",
    ),
    (r"at \faGithub~ https://e.org/x \end{abstract}", "at https://e.org/x"),
    (r"We call it \underline{Gauge. It wins", "We call it Gauge. It wins"),
    (r"$\sol_v \in H^1$ as minimisers", r"\solᵥ ∈ H¹ as minimisers"),
    (r"we show that \ours and \ourmodel-7B win", "we show that ours and our model-7B win"),
]
BARE_TEX = [
    (r"$x^{y^z}$, $2^{2^n}$ and $A_{x_1}$", "x^(yᶻ), 2^(2ⁿ) and A_(x₁)"),
    (r"$\underbrace{a+b}_{c}$ and $\left\lfloor x \right\rfloor$", "(a+b)_c and ⌊x⌋"),
    (r"$\Re(z)$, $X\backslash Y$, $\vb{x}$, $\ce{H2O}$", "Re(z), X∖Y, x, H₂O"),
    (
        r"the system \frac {\partial u}{\partial t}+\sum_{k=1}^{n-1} u_{k}=0 \label{1}",
        "the system (∂ u)/(∂ t)+∑ₖ₌₁ⁿ⁻¹ uₖ=0",
    ),
    (r"sends O(t\sqrt{t}) messages", "sends O(t√t) messages"),
    (r"by the inequality \eqref{CD} below", "by the inequality (CD) below"),
    (r"$\textbf{Three Rivers}~(\textbf{H$^{\mathbf{3}}$R})$", "Three Rivers (H³R)"),
    (r"on $\textbf{$\boldsymbol\infty$Bench+}$ and $x$", "on ∞Bench+ and x"),
    (r"DESIGN-R\textsuperscript{\textregistered} is P\textless.001", "DESIGN-R® is P<.001"),
    (r"the \ac{DoA} and \acrshort{mave}, \citealt{Ames}", "the DoA and mave, [Ames]"),
    (r"\textcolor[rgb]{0.9,0,0.4}{red}, \textbf{\alpha}", "red, α"),
]
CUT_OFF = [
    (r"at \url{https://a.example/b", "at https://a.example/b"),
    (r"at \href{https://a.example/b}{our page", "at our page (https://a.example/b)"),
    (r"works.\footnote{Code is at https://a.example/b", "works. (Code is at https://a.example/b)"),
    (r"\footnote{Code: \href{https://a.example/b}{\texttt{b}}", "(Code: https://a.example/b)"),
]
TYPOGRAPHY = [
    (r"5\% of R\&D, \#1, a\_b", "5% of R&D, #1, a_b"),
    ("Fig.~1 by Smith~et al.", "Fig. 1 by Smith et al."),
    ("pages 10--20, this --- or that", "pages 10–20, this — or that"),
    ("``quoted'' and ``half\"", "“quoted” and “half”"),
    ("a `word' alone", "a ‘word’ alone"),
    ("  doubled   blanks\n and\tlines ", "doubled blanks and lines"),
    (r"vs.\ others, St.\ Ives, e.g.\@ this", "vs. others, St. Ives, e.g. this"),
    (r"first \\ second", "first second"),
    (r"written in \LaTeX{} (\ie typeset)", "written in LaTeX (i.e. typeset)"),
    (r"0.96{\deg}C, H{\Delta}H, 3 \times 4", "0.96°C, HΔH, 3 × 4"),
]
FORMULAS = [
    (r"$\alpha$", "α"),
    ("$10^{-3}$", "10⁻³"),
    ("CO$_2$", "CO₂"),
    (r"$\mathbb{R}^d$", "ℝᵈ"),
    (r"$\mathcal{O}(n\log n)$", "𝒪(n log n)"),
    (r"$O(\log (n/\varepsilon))$", "O(log(n/ε))"),
    (r"$\geq 5$ and $a\leq b$", "≥5 and a ≤ b"),
    (r"$3 \times 3$, 4$\times$", "3×3, 4×"),
    (r"$90^{\circ}$, $90^\circ$C", "90°, 90°C"),
    (r"$\frac{1}{2}$ and $\frac{a+b}{n}$", "1/2 and (a+b)/n"),
    (r"$\sqrt{n}$ and $\sqrt{a+b}$", "√n and √(a+b)"),
    (r"$\hat{x}$ and $\tilde{n}$", "x̂ and ñ"),
    (r"$x_{ij}'$", "xᵢⱼ′"),
    (r"$\textit{e.g.}$ $\textbf{Boat Fold}$", "e.g. Boat Fold"),
    (r"\(O(n^{2})\) and \[ x = 1 \]", "O(n²) and x = 1"),
    (r"$$ x = 1 $$", "x = 1"),
    (r"$78\%\rightarrow92\%$", "78% → 92%"),
    (r"$\sim$1,600 and $>$25", "∼1,600 and >25"),
    (r"$k$-NN", "k-NN"),
    (r"$\unicode{x2013}$", "–"),
    (r"$ \lambda $", "λ"),
    (r"$\mathcal{L}_{\mathrm{rec}}$", "ℒ_rec"),
    (r"$\int_{0}^{\infty} f(t)\,dt < \infty$", "∫₀^∞ f(t) dt < ∞"),
    (r"$x_{q}$, $a_{b_{c}}$ and $p_Tq$", "x_q, a_(b_c) and p_T q"),
    (r"$p_T$, $M_\odot$, $10^{15}\,M_\odot$", "p_T, M_⊙, 10¹⁵ M_⊙"),
    (r"$\sqrt{s_{NN}}$, $\sqrt[3]{V}$, $\sqrt[n]{x}$", "√(s_NN), ∛V, ⁿ√x"),
    (r"$(2^n)^{1/2+\delta}$", "(2ⁿ)^(1/2+δ)"),
    (r"$\|x\|_2$ and $\norm{x}$", "‖x‖₂ and ‖x‖"),
    (r"$\binom{n}{k}$ or $n \choose k$", "(n choose k) or (n choose k)"),
    (r"$x\not\in A$, $\mathds{1}$", "x ∉ A, 𝟙"),
    (r"$a\bmod n$, $a \equiv b \pmod{n}$", "a mod n, a ≡ b (mod n)"),
    (r"${\cal O}(\alpha_s^2)$ on $\R^n$", "𝒪(αₛ²) on ℝⁿ"),
    (r"$\operatorname*{argmax}_x f$", "argmaxₓ f"),
    (r"$\left( \lambda \right) $ there", "(λ) there"),
    (r"\ensuremath{\alpha_{i}} rays", "αᵢ rays"),
    (r"H^{s-1} and AP_{50}, e^{isQ}", "Hˢ⁻¹ and AP₅₀, e^isQ"),
    (r"5{,}000 {B}ayesian {{F}}aster", "5,000 Bayesian Faster"),
    (r"$\forall k \in \{1,2\}$", "∀k ∈ {1,2}"),
]
AS_WRITTEN = [
    r"$\foo{x}^2$",
    r"$\unknown$",
    r"$\frac{1}$",
    "costs $5 and $10",
    "between $5 and 10$ or so",
    "from $5K-$10K, up to $1,000,000.",
    "US$ 100",
    r"C:\Users\alpha\beta",
    r"\\server\alpha\x",
    "{0,1}^n and {lone",
    "lone } brace",
    "5% better, 100%",
    "~10% and 3~5 times",
    "x ~ N(0,1), x~N(0,1)",
    "--flag and ----",
    "<!-- comment -->",
    "f''(x), 5'' and 3'",
    "```python```",
    r"we propose \method, a method",
    r"\t and \n in strings",
    r"\k{appb}",
    "a_b^c & # @ |x|",
    "日本語、中文：论文。",
    "🙂 \ue000 \u200b",
    "",
]
CHANGED = [*ACCENTS, *STYLES, *LINKS, *OWN_MACROS, *BARE_TEX, *TYPOGRAPHY, *FORMULAS]


@pytest.mark.parametrize(("written", "read"), [*CHANGED, *CUT_OFF])
def test_becomes_readable(written: str, read: str) -> None:
    """Accents, styles, links, typography and formulas that Unicode can say."""
    assert readable(written) == read


@pytest.mark.parametrize("written", AS_WRITTEN)
def test_stays_as_written(written: str) -> None:
    """What is no LaTeX, or has no Unicode form."""
    assert readable(written) == written


@pytest.mark.parametrize("written", [written for written, _ in CHANGED])
def test_is_readable_inside_a_sentence(written: str) -> None:
    """What stands before and after does not matter."""
    assert readable(f"We see {written} here") == f"We see {readable(written)} here"


PIECES = [
    *r"\${}^_~%&#`'-\"[]()ab1 ",
    *("\\alpha", "\\textbf{", "\\url{", "\\href{", "{\\it ", "\\'", "\\frac", "--", "``", "$x$"),
    *("''", "\\(", "\\)", "\\\\", "\\footnote{", "\\mathbb", "https://a.b/", "\ue000", "\n"),
]
TEX = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


@given(st.one_of(st.text(), TEX))
@example("\\$x\\$ $y$")
@example("\\textbackslash alpha")
@example("{" * 50 + "\\bf x" + "}" * 50)
@example("$" + "{" * 100 + "x" + "}" * 100 + "$")
def test_never_fails_and_never_changes_again(text: str) -> None:
    """Any text can be read, and what has been read stays."""
    once = readable(text)
    assert readable(once) == once
    assert once == " ".join(once.split())


@given(st.text(alphabet=st.characters(exclude_characters="\\$~`{}-", codec="utf-8")))
def test_text_without_latex_keeps_every_word(text: str) -> None:
    """Where there is no LaTeX only white space changes."""
    assert readable(text) == " ".join(text.split())


@pytest.mark.parametrize(
    "unit",
    ["$", "$a", "\\", "\\(", "{\\bf ", "\\textbf{", "\\href{a}{", "`a ", "a-", "a.", "\\\\", "~a"],
)
def test_hostile_input_costs_no_more_than_its_length(unit: str) -> None:
    """Tens of thousands of openings without an end come back, and so does what is far too long."""
    text = unit * (40_000 // len(unit))
    assert readable(text)
    assert readable(f"a  {unit}" * 100_000) == " ".join((f"a  {unit}" * 100_000).split())


@given(st.text(alphabet=r"\{}^_$ abx1+-=()αβ~'", max_size=40))
def test_a_formula_has_no_command_of_tex_left(content: str) -> None:
    """Nor a group: what Unicode cannot raise or lower is a name, or stands in parentheses."""
    written = formula(content)
    if written is not None and "\\" not in content.replace("\\{", "").replace("\\}", ""):
        assert "\\" not in written
        assert written.count("(") >= content.count("(") - content.count("^") - content.count("_")


def test_long_formulas_are_left_alone() -> None:
    """A formula of many lines is nothing to read in a chat anyway."""
    assert formula("+".join("x" * 200)) is None


def test_scripts_are_whole_or_nothing() -> None:
    """A script with one letter that Unicode lacks is not made at all."""
    assert script("2n") == "²ⁿ"
    assert script("2q") is None
    assert script("max", below=True) == "ₘₐₓ"
    assert script("best", below=True) is None
    assert script("") is None
