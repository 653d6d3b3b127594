"""Every parser takes whatever comes, or refuses it in its own words.

FUZZ_ROUNDS sets how many inputs each gets; a short run is the default.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from papers.fulltext.html.authored_page import read_authored
from papers.fulltext.html.latexml_page import read_latexml
from papers.fulltext.pdf.text import read_pdf
from papers.fulltext.pictures import figure_image
from papers.fulltext.sandbox import rehearsal
from papers.fulltext.sandbox.jobs_drawn import read_paper, read_tex
from papers.fulltext.sandbox.parcel import packed_text, unpacked_text
from papers.fulltext.tex.source import read_files
from papers.fulltext.tex.tar_members import read_members
from tests.papers.fulltext import samples
from tests.papers.fulltext.mutation import rounds, spoilt, survives

_HTML = (
    b"<math alttext='\\frac{'>",
    b"<figure class='ltx_figure'>",
    b"</section>",
    b"<section>",
    b"class='ltx_section'",
    b"&#xD800;",
    b"\x00",
    b"\xff\xfe",
    b"<p",
    b"<h2>",
    b"\x1f1",
    b"\xb9",
    b"<figcaption>",
    b"ltx_tag",
    b"<svg><foreignObject>",
    b"<table><tr>",
)
_TEX = (
    b"\\begin{figure}",
    b"\\end{document}",
    b"{",
    b"}",
    b"$",
    b"$$",
    b"\\[",
    b"\\input{main}",
    b"\\newcommand{\\a}{\\a\\a}",
    b"\\def\\x#1{#1#1}\\x{",
    b"\\caption{",
    b"%",
    b"\\",
    b"[",
    b"]",
    b"\\section{",
    b"\\begin{abstract}",
    b"\\includegraphics{../../x}",
    b"\\ref{",
    b"\xed\xa0\x80",
    b"\\verb|",
    b"\\item[",
    b"~",
    b"\\frac{",
    b"^{",
    b"\0",
)
_PDF = (
    b"/Kids [3 0 R 3 0 R]",
    b"/Count 99999",
    b"Tj",
    b"BT",
    b"ET",
    b"q",
    b"1e9 0 0 1e9 0 0 cm",
    b"/Length 0",
    b"(Figure 1: ) Tj",
    b"0 0 0 0 re",
    b"stream",
    b"endobj",
    b"<<",
    b">>",
    b"-1",
    b"99999999999",
    b"/MediaBox [0 0 0 0]",
    b"/Encrypt 4 0 R",
    b"nan",
)
_JSON = (b"null", b"[]", b"-1", b"{}", b'"', b"1e999")


@pytest.mark.parametrize(
    ("parse", "seeds", "tokens", "usual"),
    [
        (read_latexml, [rehearsal.PAGE, samples.PAGE], _HTML, 400),
        (read_authored, [samples.OLD_PAGE], _HTML, 300),
        (
            lambda body: read_files({"main.tex": body, "a.tex": samples.TEX}),
            [rehearsal.TEX, samples.TEX],
            _TEX,
            400,
        ),
        (read_members, [rehearsal.source(), samples.tar({"main.tex": samples.TEX})], _TEX, 400),
        (
            lambda body: read_tex(body, 0),
            [samples.tar({"main.tex": samples.TEX}, packed=False)],
            _TEX,
            200,
        ),
        (lambda body: read_tex(body, 2), [rehearsal.source()], _TEX, 60),
        (read_pdf, [rehearsal.pdf(), samples.two_columns()], _PDF, 150),
        (lambda body: read_paper(body, 2), [rehearsal.pdf()], _PDF, 40),
        (
            lambda body: figure_image([body]),
            [samples.image("PNG"), samples.image("JPEG"), samples.image("GIF")],
            _PDF,
            300,
        ),
        (unpacked_text, [packed_text(samples.TEXT)], _JSON, 500),
    ],
    ids=["latexml", "authored", "tex", "tar", "source", "tex figures", "pdf",
         "pdf figures", "image", "parcel"],
)  # fmt: skip
def test_spoilt_input(
    parse: Callable[[bytes], object], seeds: list[bytes], tokens: tuple[bytes, ...], usual: int
) -> None:
    """A parser answers or refuses; it understands its seeds, so the test is of the parser."""
    for seed in seeds:
        parse(seed)
    survives(parse, spoilt(seeds, tokens, rounds(usual)))
