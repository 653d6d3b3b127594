"""Papers set by ourselves around floats, headings and other shapes of a text."""

from __future__ import annotations

from collections.abc import Iterator

from tests.corpus.reading.set_papers import (
    FIGURE,
    HEAD,
    TAIL,
    SetPaper,
    figure,
    filler,
    paper,
    section,
)


def papers() -> Iterator[SetPaper]:
    """All of them."""
    yield from _floats()
    yield from _shapes()
    yield from _blocks()


def _floats() -> Iterator[SetPaper]:
    one, two = figure("Flow over ten years."), figure("Rain over ten years.")
    yield paper("figures", one + two + figure("What was measured.", kind="table"))
    yield paper(
        "starred", one + figure("A picture without a number.", star="*") + two,
        preamble=r"\usepackage{caption}",
    )  # fmt: skip
    sub = rf"\begin{{subfigure}}{{.4\textwidth}}{FIGURE}\caption{{Upstream.}}\end{{subfigure}}"
    yield paper(
        "subfigures", one + rf"\begin{{figure}}{sub}{sub}\caption{{Both.}}\end{{figure}}" + two,
        preamble=r"\usepackage{caption,subcaption}",
    )  # fmt: skip
    yield paper(
        "uncaptioned parts", rf"\begin{{figure}}{sub}\end{{figure}}" + two,
        preamble=r"\usepackage{caption,subcaption}", on_page="1 Rain over ten years.",
    )  # fmt: skip
    box = rf"\begin{{minipage}}{{.4\textwidth}}{FIGURE}\caption{{%s}}\end{{minipage}}"
    yield paper(
        "side by side",
        rf"\begin{{figure}}{box % 'Left one.'}{box % 'Right one.'}\end{{figure}}" + two,
    )  # fmt: skip
    yield paper(
        "continued", one + figure("More of it.", more=r"\ContinuedFloat ") + two,
        preamble=r"\usepackage{caption}",
        on_page="1 Flow over ten years.|2 More of it.|3 Rain over ten years.",
    )  # fmt: skip
    yield paper("within", one + two, preamble=r"\numberwithin{figure}{section}")
    yield from _other_floats()


def _other_floats() -> Iterator[SetPaper]:
    one, two = figure("Flow over ten years."), figure("Rain over ten years.")
    yield paper(
        "captionof", rf"\begin{{center}}{FIGURE}\captionof{{figure}}{{At the bridge.}}"
        r"\end{center}" + two, "", "captionof", preamble=r"\usepackage{caption}",
    )  # fmt: skip
    yield paper(
        "long table", r"\begin{longtable}{ll}\caption{All rivers.}\\ Birk & 3.1\\ Erle & 1.9\\"
        r"\end{longtable}" + figure("Some rivers.", kind="table"), "", "Birk",
        preamble=r"\usepackage{longtable}",
    )  # fmt: skip
    yield SetPaper(
        "appendix figures",
        HEAD + section("Results", one) + r"\appendix\renewcommand{\thefigure}{A\arabic{figure}}"
        r"\setcounter{figure}{0}" + section("More", figure("The school class.")),
    )
    yield paper(
        "captions", figure(r"Flow of \textbf{all} $n$ rivers, \emph{twice}."),
    )  # fmt: skip


def _shapes() -> Iterator[SetPaper]:
    deep = section("Place", "", "subsection") + section("Time", "", "subsubsection")
    yield SetPaper("levels", HEAD + section("Method", deep) + TAIL)
    yield SetPaper(
        "headings",
        HEAD
        + section(r"\texorpdfstring{$\beta$ rivers}{beta rivers}\label{s:b}")
        + section(r"Rivers \& brooks: \emph{a} comparison")
        + r"\section*{Acknowledgements} We thank the classes. \appendix"
        + section("Proofs"),
        preamble=r"\usepackage{hyperref}",
    )
    yield SetPaper(
        "lists",
        HEAD + section(
            "Results",
            r"\begin{description}\item[RiverEye] falls behind in winter.\item[BrookEar] works."
            r"\end{description}\begin{itemize}\item One more.\item Two more.\end{itemize}",
        ) + TAIL,
        ("RiverEye falls behind in winter.", "BrookEar works.", "One more."),
    )  # fmt: skip
    yield SetPaper(
        "theorems",
        HEAD + section(
            "Results", r"\begin{theorem}[Small rivers] They are small.\end{theorem}"
            r"\begin{proof} So they are.\end{proof}"
        ) + TAIL,
        ("They are small.", "So they are."),
        preamble=r"\usepackage{amsthm}\newtheorem{theorem}{Theorem}",
    )  # fmt: skip
    yield SetPaper(
        "references",
        HEAD + section("Results", r"As known \cite{a}.") + r"\begin{thebibliography}{9}"
        r"\bibitem{a} B. Ispiel, Hats of the north, 1999.\end{thebibliography}",
        ("As known",),
        ("Ispiel",),
    )


def _blocks() -> Iterator[SetPaper]:
    yield SetPaper(
        "boxes",
        HEAD + section(
            "Results", r"\fbox{\parbox{5cm}{Small rivers lose water three times faster.}} And "
            r"\begin{minipage}{5cm}brooks lose more of it.\end{minipage}"
        ) + TAIL,
        ("Small rivers lose water three times faster.", "brooks lose more of it."),
    )  # fmt: skip
    yield SetPaper(
        "footnotes", HEAD + section("Results", r"It fell.\footnote{Not this note.} Then it rose.")
        + TAIL, ("It fell. Then it rose.",), ("Not this note",),
    )  # fmt: skip
    yield SetPaper(
        "dates", HEAD + TAIL, (), ("Ann Author", "August"),
        title=r"\title{A study}\author{Ann Author}\date{August 24, 2026}\maketitle",
    )  # fmt: skip
    yield SetPaper(
        "columns", HEAD + section("Results", r"\begin{multicols}{2} It fell at once. It rose "
        r"later.\end{multicols}") + TAIL, ("It fell at once. It rose later.",),
        preamble=r"\usepackage{multicol}",
    )  # fmt: skip
    yield SetPaper("report", r"\chapter{Rivers}" + filler(3) + HEAD + TAIL, document_class="report")
    yield SetPaper(
        "revtex",
        HEAD + section("Results", figure("Flow over ten years.")) + TAIL,
        document_class="revtex4-2",
        title=r"\title{A study}\author{Ann Author}",
    )
