"""Invented papers in every form, and files that mean harm."""

from __future__ import annotations

import io
import struct
import tarfile
import zlib
from collections.abc import Mapping, Sequence

from PIL import Image

from domain.fulltext import Figure, FullText, Section, Table, TextOrigin

WORDS = "Paper boats are folded by hand, one at a time, and few of them float for long. " * 6

TEXT = FullText(
    (Section("Abstract", WORDS), Section("Folding", f"{WORDS}\n\n{WORDS}", 2)),
    (Figure("1", "A boat.", b"\x89PNG-not-really", "image/png"), Figure("2a", "A pond.")),
    TextOrigin.SOURCE,
    "http://creativecommons.org/licenses/by/4.0/",
    (Table("1", "Ponds."),),
)

PAGE = f"""<!DOCTYPE html><html><head><base href="/html/2403.00001v1/"></head><body>
<nav class="ltx_page_navbar"><nav class="ltx_TOC">Contents 1 Introduction</nav></nav>
<div class="ltx_page_main"><article class="ltx_document">
<h1 class="ltx_title ltx_title_document">Boats that Fold Themselves</h1>
<div class="ltx_authors">Ada Beispiel <img src="orcid.svg"></div>
<div class="ltx_abstract"><h6 class="ltx_title">Abstract</h6><p class="ltx_p">{WORDS}</p></div>
<section class="ltx_section" id="S1"><h2 class="ltx_title"><span class="ltx_tag">1 </span>
Introduction</h2><div class="ltx_para"><p class="ltx_p">Boats float when
<math alttext="\\rho_{{b}}\\leq\\rho" display="inline"><mi>x</mi></math> , as
<cite class="ltx_cite">[<a href="#bib.1">1</a>]</cite> shows
<span class="ltx_note ltx_role_footnote">A note of no weight.</span>. {WORDS}</p>
<table class="ltx_equation"><tr><td><math alttext="E=mc^{{2}}" display="block"></math></td>
<td><span class="ltx_tag ltx_tag_equation">(1)</span></td></tr></table></div>
<section class="ltx_subsection"><h3 class="ltx_title"><span class="ltx_tag">1.1 </span>
Ponds</h3><div class="ltx_para"><p class="ltx_p">{WORDS}</p></div></section></section>
<figure class="ltx_figure" id="F1"><figure class="ltx_figure ltx_figure_panel"><img src="x1.png">
<figcaption class="ltx_caption"><span class="ltx_tag">(a) </span>Bow.</figcaption></figure>
<figure class="ltx_figure ltx_figure_panel"><img src="x2.png"><figcaption class="ltx_caption">
<span class="ltx_tag">(b) </span>Stern.</figcaption></figure>
<figcaption class="ltx_caption"><span class="ltx_tag ltx_tag_figure">Figure 1: </span>A boat from
<math alttext="n" display="inline"></math> sides.</figcaption></figure>
<figure class="ltx_table"><figcaption class="ltx_caption"><span class="ltx_tag">Table 1: </span>
Ponds and their depths.</figcaption><table><tr><td>Deep</td></tr></table></figure>
<section class="ltx_appendix"><h2 class="ltx_title"><span class="ltx_tag">Appendix A </span>Proofs
</h2><div class="ltx_para"><p class="ltx_p">{WORDS}</p></div></section>
<section class="ltx_bibliography"><h2 class="ltx_title">References</h2><p>B. Ispiel, Hats.</p>
</section></article></div></body></html>""".encode()

OLD_PAGE = f"""<HTML><BODY><CENTER><H1>A Short History of Boats</H1></CENTER>
<H2>1. Beginnings</H2><P>{WORDS}<P>{WORDS}<H3>1.1 Paper</H3>{WORDS}<UL><LI>{WORDS}</UL>
<H2>References</H2><P>B. Ispiel, Hats, 1999.</BODY></HTML>""".encode("latin-1")

TEX = rf"""\documentclass{{article}}
% \section{{A comment}}
\newcommand{{\ours}}{{BoatNet\xspace}}
\newcommand{{\depth}}[1]{{d_{{#1}}}}
\def\eps{{\varepsilon}}
\begin{{document}}
\title{{Boats that Fold Themselves}} \author{{Ada Beispiel\thanks{{Pond Institute}}}}
\maketitle
\begin{{abstract}} {WORDS} \end{{abstract}}
\section{{Introduction}}\label{{sec:intro}}
A na\"ive sheet sinks~\cite{{hat}}; \ours{{}} does not, as Section~\ref{{sec:method}} and
Figure~\ref{{fig:boat}} show.\footnote{{A note of no weight.}} {WORDS}

Its depth is $\depth{{0}} \le \eps$, or 97\% of the pond -- ``deep'' --
\begin{{equation}}\label{{eq:one}} E = \frac{{m}}{{c^2}}, \end{{equation}}
where $m$ is its mass.
\begin{{itemize}} \item It folds. \item It floats. \end{{itemize}}
\begin{{figure}}[t]\centering
  \begin{{subfigure}}{{.5\linewidth}}\includegraphics{{bow}}\caption{{Bow.}}\end{{subfigure}}
  \begin{{subfigure}}{{.5\linewidth}}\includegraphics[width=1cm]{{stern.png}}\caption{{Stern.}}
  \end{{subfigure}}
  \caption[Short]{{A boat of \textbf{{two}} parts.}}\label{{fig:boat}}
\end{{figure}}
\section{{Method}}\label{{sec:method}} \input{{method}}
\begin{{table}}\caption{{Ponds.}}\begin{{tabular}}{{ll}} Deep & 3 \\ \end{{tabular}}\end{{table}}
\appendix \section{{Proofs}} {WORDS}
\begin{{thebibliography}}{{9}}\bibitem{{hat}} B. Ispiel, Hats.\end{{thebibliography}}
\end{{document}}
\section{{After the end}}
""".encode()


def tar(files: Mapping[str, bytes], *, packed: bool = True) -> bytes:
    """A tar file of these files."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz" if packed else "w") as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return out.getvalue()


def tar_of(members: Sequence[tarfile.TarInfo]) -> bytes:
    """A tar file of members without content."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for member in members:
            archive.addfile(member)
    return out.getvalue()


def image(form: str, size: tuple[int, int] = (256, 256), mode: str = "RGB") -> bytes:
    """A picture of a slope."""
    out = io.BytesIO()
    Image.linear_gradient("L").convert(mode).resize(size).save(out, form)
    return out.getvalue()


def pdf(contents: Sequence[str | bytes], *, extra: str = "", size: str = "612 792") -> bytes:
    """A PDF with a page for each stream of drawing commands.

    Helvetica is /F1, its bold /F2.
    """
    count = len(contents)
    kids = " ".join(f"{3 + 2 * n} 0 R" for n in range(count))
    fonts = " ".join(
        f"/F{n} << /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>"
        for n, name in ((1, "Helvetica"), (2, "Helvetica-Bold"))
    )
    objects: list[bytes] = [
        f"<< /Type /Catalog /Pages 2 0 R {extra} >>".encode(),
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode(),
    ]
    for number, content in enumerate(contents):
        stream = content if isinstance(content, bytes) else content.encode("latin-1")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {size}] /Contents {4 + 2 * number} 0 R "
            f"/Resources << /Font << {fonts} >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    return assembled(objects)


def assembled(objects: Sequence[bytes]) -> bytes:
    """A PDF file of numbered objects, the first its catalogue."""
    body = b"%PDF-1.5\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(body)
    body += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    body += b"".join(b"%010d 00000 n \n" % place for place in places)
    return body + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        start,
    )


def text_at(left: float, top: float, lines: Sequence[str], *, size: int = 10, font: int = 1) -> str:
    """Drawing commands for lines of text, downwards from a place."""
    drawn = " ".join(
        "({}) Tj T*".format(line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)"))
        for line in lines
    )
    return f"BT /F{font} {size} Tf {size + 2} TL {left} {top} Td {drawn} ET "


LEFT = [f"left {n} boats are folded by hand and float on ponds" for n in range(1, 31)]
RIGHT = [f"right {n} the ponds are deep and boats are very light" for n in range(1, 31)]


def two_columns() -> bytes:
    """Two pages of two columns, drawn line by line across them, with heading, figure and notes."""
    head = text_at(250, 770, ["Folding of Boats"], size=8)
    title = text_at(200, 730, ["Boats that Fold Themselves"], size=18, font=2)
    page = head + title
    page += text_at(60, 690, ["Abstract"], size=12, font=2)
    page += text_at(60, 676, LEFT[:8]) + text_at(60, 560, ["1 Introduction"], size=12, font=2)
    for at, (left, right) in enumerate(zip(LEFT[8:], RIGHT, strict=False)):
        page += text_at(60, 540 - 12 * at, [left]) + text_at(320, 540 - 12 * at, [right])
    page += text_at(60, 60, ["1 A note of no weight."], size=7)
    page += text_at(306, 20, ["1"])
    other = head + "330 560 200 120 re 340 570 m 500 660 l S "
    other += text_at(360, 600, ["bow"], size=7)
    other += text_at(
        320, 540, ["Figure 1: A boat of two parts, seen from the", "side of its pond."], size=9
    )
    other += text_at(60, 690, RIGHT[22:]) + text_at(60, 580, ["2 Method"], size=12, font=2)
    other += text_at(60, 560, [*LEFT[:10], "the boats are buoy-", "ant and floating on"])
    other += text_at(320, 500, RIGHT[:12])
    other += text_at(320, 340, ["References"], size=12, font=2)
    other += text_at(320, 320, ["[1] B. Ispiel, Hats, Journal of Hats, 1999."])
    other += text_at(306, 20, ["2"])
    return pdf([page, other])


def inflating_pdf(megabytes: int = 400) -> bytes:
    """A small PDF whose one page inflates to hundreds of megabytes of drawing commands."""
    packer = zlib.compressobj(1)
    piece = b"q 0 0 1 1 re f Q (boats) Tj " * 35_000
    stream = b"".join(packer.compress(piece) for _ in range(megabytes)) + packer.flush()
    return assembled(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R >>",
            b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(stream), stream),
        ]
    )


def looping_pdf() -> bytes:
    """A PDF in which forms draw each other, twice each, more than a hundred deep."""
    deep = 120
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
            b"/Resources << /XObject << /A 5 0 R >> >> >>"
        ),
        b"<< /Length 5 >>\nstream\n/A Do\nendstream",
    ]
    for number in range(5, 5 + deep):
        following = number + 1 if number < 4 + deep else 5
        objects.append(
            b"<< /Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << /XObject "
            b"<< /A %d 0 R >> >> /Length 23 >>\nstream\n/A Do /A Do /A Do /A Do\nendstream"
            % following
        )
    return assembled(objects)


def endless_pages() -> bytes:
    """A PDF whose tree of pages holds itself."""
    return assembled(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 999999 >>",
        ]
    )


def bomb_png(side: int = 20_000) -> bytes:
    """A PNG of a few kilobytes that unpacks to 400 MB."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)

    packer = zlib.compressobj(1)
    row = b"\0" * (1 + side)
    body = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
    )
